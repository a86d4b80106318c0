"""Letters that call to a meeting: to the person, to those near, and to units outside the system."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sandbox.letters.letter import Block, Held, Letter, heading, points, texts
from sandbox.letters.telling import OUTSIDE, Reached, Telling
from sandbox.letters.wording import date_words, day_words, say, say_all
from sandbox.process import consent
from sandbox.process.state import Document

KIND, OFF = "call", "meeting_cancellation"
KEYS = {"call": "kallelse", "cancelled": "installt"}  # in the addresses of the letters
KNOWS_WHY = ("person", "guardian", *OUTSIDE)  # somebody near is told that, not why
KNOWS_WHO = ("person", "guardian")
Blocks = Callable[[Telling, Document, Reached], Iterator[Block]]


def call_letters(telling: Telling) -> tuple[list[Letter], list[Held]]:
    """The letters that the call in force makes, and those it must not make."""
    call = telling.newest(KIND)
    if call is None or not telling.sends(call):
        return [], []
    return _to_each(telling, call, "call", _blocks)


def cancelled_letters(telling: Telling) -> tuple[list[Letter], list[Held]]:
    """The letters that say there will be no meeting; none once there is a new call."""
    off, call = telling.newest(OFF), telling.newest(KIND)
    if off is None or not telling.sends(off) or (call is not None and call.number > off.number):
        return [], []
    return _to_each(telling, off, "cancelled", _told)


def _to_each(
    telling: Telling, paper: Document, words: str, blocks: Blocks
) -> tuple[list[Letter], list[Held]]:
    """A letter to the person and to each who is named; `words` is the part of the wording."""
    named = consent.addressed(paper, flow=telling.flow)
    to, held = telling.sorted_out((*telling.guardians, *named))
    sent = telling.sent(paper)
    letters = [
        Letter(
            key=f"{KEYS[words]}-{paper.number}-{one.code}",
            title=say(words, "title"),
            when=sent,
            written=date_words(sent),
            sender=telling.sender(paper.author),
            to=telling.address(one),
            blocks=tuple(blocks(telling, paper, one)),
            ask=telling.ask(paper.author),
            why=telling.why(one),
        )
        for one in (telling.person, *to)
    ]
    return letters, held


def _told(telling: Telling, off: Document, to: Reached) -> Iterator[Block]:
    before = (one for one in telling.state.documents if one.number < off.number)
    called = [one for one in before if one.kind == KIND]
    day = telling.day(called[-1].body.get("day")) if called else None
    whom = "unit" if to.whom in OUTSIDE else "person" if to.whom == "person" else "other"
    given = {
        "given": telling.subject.given_name,
        "person": telling.subject.name,
        "hello": to.hello,
        "day": f" {day_words(day)}" if day else "",
    }
    for line in say_all("cancelled", whom, **given):
        yield from texts(line)
    if off.body.get("note"):
        yield heading(say("cancelled", "next"))
        yield from texts(str(off.body["note"]))


def _blocks(telling: Telling, call: Document, to: Reached) -> Iterator[Block]:
    body, unit = call.body, to.whom in OUTSIDE
    given = {
        "given": telling.subject.given_name,
        "person": telling.subject.name,
        "hello": to.hello,
    }
    child = to.whom == "person" and telling.child
    for line in say_all("call", "child" if child else "unit" if unit else to.whom, **given):
        yield from texts(line)
    yield heading(say("call", "when"))
    yield from points(*_when(telling, call, to))
    if to.whom in KNOWS_WHY and body.get("purpose"):
        yield heading(say("call", "purpose"))
        yield from texts(str(body["purpose"]))
    asked = str((body.get("questions") or {}).get(to.code) or "")
    if asked:
        yield heading(say("call", "question"))
        yield from texts(asked)
    wished = str((body.get("professions") or {}).get(to.code) or "")
    if wished and unit:
        yield from texts(say("call", "profession", profession=wished))
    if to.whom in KNOWS_WHO:
        yield heading(say("call", "people"))
        yield from points(*_called(telling, call, to))
    yield heading(say("call", "ready"))
    yield from points(*_ready(telling, call, to))


def _when(telling: Telling, call: Document, to: Reached) -> Iterator[str]:
    body, day = call.body, telling.day(call.body.get("day"))
    if day:
        yield say("call", "day", day=day_words(day))
    for key in ("time", "place"):
        if body.get(key):
            yield say("call", key, **{key: str(body[key])})
    form = telling.met(KIND, body.get("form"), to)
    if form:
        yield say("call", "form", form=form)


def _called(telling: Telling, call: Document, to: Reached) -> Iterator[str]:
    for code in consent.addressed(call, flow=telling.flow):
        if code not in (to.code, call.author):
            yield telling.name(code)


def _ready(telling: Telling, call: Document, to: Reached) -> Iterator[str]:
    if to.whom == "person":
        told = str(call.body.get("pre_meeting") or "")
        if told:
            yield say("call", "pre_meeting", text=told)
        yield from say_all("call", "prepare_child" if telling.child else "prepare")
    elif to.whom == "guardian":
        yield from say_all("call", "prepare_guardian", given=telling.subject.given_name)
    else:
        yield from say_all("call", "prepare_unit" if to.whom in OUTSIDE else "prepare_other")
