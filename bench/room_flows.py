"""What somebody does at a desk in a room for free practice, once per call, with the checks."""

from __future__ import annotations

import time
from typing import Any

from bench.client import Browser, must
from bench.fields import Fields

Person = dict[str, Any]
Marks = dict[str, Any]


def room_inbox(browser: Browser, one: Person, marks: Marks) -> None:
    """What has come to the unit, and what it has sent."""
    must(browser.get(one["room"]), one["person"])


def room_overview(browser: Browser, one: Person, marks: Marks) -> None:
    """Every case of the unit."""
    must(browser.get(f"{one['room']}oversikt/?visa=alla"), one["person"])


def room_people(browser: Browser, one: Person, marks: Marks) -> None:
    """Everybody in the register."""
    must(browser.get(f"{one['room']}personer/"), one["person"].split()[-1])


def room_case(browser: Browser, one: Person, marks: Marks) -> None:
    """The case with most in it."""
    must(browser.get(f"{one['room']}arende/{one['case']}/"), one["person"])


def room_inbox_first(browser: Browser, one: Person, marks: Marks) -> None:
    """The same as nobody has read it, as after every change: a query of its own makes it another page."""
    must(browser.get(f"{one['room']}?ny={time.time_ns()}"), one["person"])


def room_overview_first(browser: Browser, one: Person, marks: Marks) -> None:
    """Every case of the unit, as nobody has read it."""
    must(browser.get(f"{one['room']}oversikt/?visa=alla&ny={time.time_ns()}"), one["person"])


def room_case_first(browser: Browser, one: Person, marks: Marks) -> None:
    """The case with most in it, as nobody has read it."""
    must(browser.get(f"{one['room']}arende/{one['case']}/?ny={time.time_ns()}"), one["person"])


def _new_word() -> str:
    """A word not written before: the same message twice is asked about, not sent."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(time.time_ns()))


def room_write(browser: Browser, one: Person, marks: Marks) -> None:
    """Write to the ward: the form, sent, the receipt."""
    address = f"{one['room']}arende/{one['case']}/skriv/send_message/"
    form = Fields.of(must(browser.get(address), 'name="text"'))
    fields = {
        **form.hidden,
        "csrfmiddlewaretoken": one["cookies"]["csrftoken"],
        "recipients": one["to"],
        "subject": "Hemgång",
        "text": f"Vem möter när hon kommer hem? {_new_word()}",
        "do": "send",
    }
    sent = browser.post(address, fields)
    must(sent, status=302)
    must(browser.get(sent.location), one["person"])


ROOM_FLOWS = {
    flow.__name__: flow
    for flow in (
        room_inbox,
        room_overview,
        room_people,
        room_case,
        room_inbox_first,
        room_overview_first,
        room_case_first,
        room_write,
    )
}
