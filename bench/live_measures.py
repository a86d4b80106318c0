"""What is counted of led sessions: questions for news, joining, one act. For `make bench` and tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bench import live_made
from bench.counting import Counted, counted, counting
from bench.fields import Fields
from bench.live_flows import SMALL
from bench.verdicts import Count

ClientFor = Callable[[Any], Any]
KINDS = ("lobby", "board", "seat")
# What the application server writes besides: status, server, date, connection.
SERVERS_OWN = len("HTTP/1.1 204 No Content\r\nServer: gunicorn\r\nConnection: keep-alive\r\n") + 37


def live_counts(client_for: ClientFor) -> Iterator[Count]:
    """Every count of one session with 24 people. The exercises are loaded."""
    made = live_made.gather(1)
    yield from _joined(client_for(None), made["crowds"][0][0])
    made |= live_made.begin(made["sessions"])
    for kind in KINDS:
        yield from _asked(client_for(None), kind, made[kind][0]["url"])
    yield from _acted(client_for(None), made["phones"][0])


def _joined(phone: Any, person: dict[str, Any]) -> Iterator[Count]:
    fields = {name: person[name] for name in ("token", "name", "workplace")}
    found = counted(lambda: phone.post(f"/delta/{person['code']}/", fields))
    yield Count("join by code: queries", found.queries, 4)
    yield Count("join by code: rows written", found.rows, 2)


def _asked(page: Any, kind: str, url: str) -> Iterator[Count]:
    """A first question, and one when nothing has changed since."""
    with counting() as first:
        first.response = page.get(f"{url}?v=0")
    quiet = min((_quiet(page, url) for _try in range(5)), key=lambda one: one.queries)
    assert quiet.response is not None
    bytes_sent = len(quiet.response.serialize()) + SERVERS_OWN
    yield Count(f"{kind} poll, written anew: queries", first.queries, 16)
    yield Count(f"{kind} poll, unchanged: queries", quiet.queries, 0)
    yield Count(f"{kind} poll, unchanged: bytes, headers and all", bytes_sent, SMALL)


def _quiet(page: Any, url: str) -> Counted:
    """One question within the second a version is kept; on a slow machine it may take another."""
    version = page.get(f"{url}?v=0").headers["X-Version"]
    with counting() as found:
        found.response = page.get(f"{url}?v={version}")
    assert found.response.status_code == 204, found.response.content[:500]
    return found


def _acted(phone: Any, place: dict[str, Any]) -> Iterator[Count]:
    for name, value in place["cookies"].items():
        phone.cookies[name] = value
    address = f"{place['home']}steg/send_message/"
    form = counted(lambda: phone.get(address))
    hidden = Fields.of(form.response.content.decode()).hidden  # type: ignore[union-attr]
    letter = {"recipients": place["to"], "subject": "Nyckel", "text": "Vem har den?"}
    sent = counted(lambda: phone.post(address, {**hidden, **letter, "do": "send"}))
    yield Count("act: queries of the form", form.queries, 16)
    yield Count("act: queries when it is sent", sent.queries, 32)
    yield Count("act: rows written", sent.rows)
