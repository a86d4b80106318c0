"""What phones and boards of a led session do, once per call, with the checks. Raises Wrong."""

from __future__ import annotations

import secrets
from typing import Any

from bench.client import Browser, Wrong, must
from bench.fields import Fields

Person = dict[str, Any]
Marks = dict[str, Any]
SMALL = 300  # bytes of an answer that says that nothing has changed
TRIES = 5  # a form that somebody was before comes back to be sent again


def bare_poll(browser: Browser, learner: Person, marks: Marks) -> None:
    """Thirty rows as JSON."""
    must(browser.get("/lista/"), "Deltagare 29")


def join(browser: Browser, person: Person, marks: Marks) -> None:
    """Send one's name to the session whose code one has; the answer gives the place."""
    address = f"/delta/{person['code']}/"
    form = {
        "csrfmiddlewaretoken": person["cookies"]["csrftoken"],
        **{name: person[name] for name in ("token", "name", "workplace")},
    }
    answer = browser.post(address, form)
    must(answer, status=302)
    if answer.location != address or browser.cookies.get("samova_plats") != person["token"]:
        raise Wrong(f"joined, and was sent to {answer.location!r} as somebody else")


def come_in(browser: Browser, person: Person, marks: Marks) -> None:
    """The form for the name, the name, one's own page."""
    address = f"/delta/{person['code']}/"
    must(browser.get(address), 'name="workplace"')
    join(browser, person, marks)
    must(browser.get(address), person["name"])


def act(browser: Browser, phone: Person, marks: Marks) -> None:
    """Write to another unit in the group: open the form, send it, be back at one's role."""
    address, text = f"{phone['home']}steg/send_message/", f"Fråga {_word()}"
    for _try in range(TRIES):
        form = Fields.of(must(browser.get(address), 'name="subject"'))
        sent = browser.post(
            address,
            {
                **form.hidden,
                "csrfmiddlewaretoken": phone["cookies"]["csrftoken"],
                "recipients": phone["to"],
                "subject": text,
                "text": "Vem möter Berit när hon kommer hem?",
                "do": "send",
            },
        )
        if sent.status != 409:
            break
    must(sent, status=302)
    phone.setdefault("sent", []).append(text)
    must(browser.get(sent.location), text)


def _word() -> str:
    """A word nobody has used; without digits, which might look like somebody's number."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(16))


def unchanged(browser: Browser, asker: Person, marks: Marks) -> None:
    """Ask for news when there are none."""
    answer = browser.get(f"{asker['url']}?v={asker['version']}")
    if answer.status == 200:
        # The page's own first question, or a new minute on the board.
        asker["version"] = answer.headers["X-Version"]
        answer = browser.get(f"{asker['url']}?v={asker['version']}")
    must(answer, status=204)
    if answer.size > SMALL:
        raise Wrong(f"{answer.size} bytes to say that nothing has changed")


def changed(browser: Browser, asker: Person, marks: Marks) -> None:
    """Ask for news when there are some, which others have asked for before."""
    answer = browser.get(f"{asker['url']}?v=0")
    must(answer, asker["mark"])
    asker["version"] = answer.headers["X-Version"]


LIVE_FLOWS = {flow.__name__: flow for flow in (bare_poll, join, come_in, act)} | {
    f"{kind}_{flow.__name__}": flow
    for kind in ("lobby", "board", "seat")
    for flow in (unchanged, changed)
}
