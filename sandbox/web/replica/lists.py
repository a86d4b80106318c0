"""The lists of a working day: what has come, what was sent, and every case, filtered and grouped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sandbox.process import consent
from sandbox.process.state import Document, day_of, latest
from sandbox.web.replica import standing
from sandbox.web.replica.case_view import CaseView, person_words, state_word
from sandbox.web.replica.desk import Desk
from sandbox.web.replica.mine import waits_for_us
from sandbox.web.replica.papers import Paper
from sandbox.web.replica.standing import Word
from sandbox.web.replica.times import Clock, clocks, reads_next
from sandbox.web.replica.train import Short, short
from sandbox.world.desk import cases_of

NEW, ALL, SENT = "nya", "alla", "skickat"
FAR = 10**9  # later than any time to keep


@dataclass(frozen=True)
class Letter:
    """One line of the inbox or the sent box. `by` is when it should be read, `late` that it is."""

    paper: Paper
    view: CaseView
    by: str = ""
    late: bool = False

    @property
    def key(self) -> str:
        """What tells the line from every other in the room."""
        return f"{self.view.no}-{self.paper.number}"


@dataclass(frozen=True)
class Waiting:
    """A plan that waits for the unit's own measures, and since when."""

    view: CaseView
    since: str


@dataclass(frozen=True)
class Row:
    """One case of the overview."""

    view: CaseView
    person: Mapping[str, Any]
    state: str
    train: Short
    home: Word
    contact: Word
    colour: Word
    sip: Word
    next: Clock | None
    unread: int
    group: str
    municipality: str


def views_of(desk: Desk, *, logs: bool = True) -> list[CaseView]:
    """Every case the unit has a part in, at this desk; without `logs` nothing of times and receipts."""
    return [CaseView(desk, seen) for seen in cases_of(desk.seat, logs=logs)]


def incoming(views: Iterable[CaseView]) -> list[Letter]:
    """What has come to the unit: unread first, the oldest of them first; then the newest first."""
    letters = [
        _letter(view, one)
        for view in views
        for one in view.state.documents
        if one.status != "draft"
        and one.author != view.desk.seat.unit
        and view.desk.seat.unit in consent.addressed(one, flow=view.flow)
    ]
    return sorted(
        letters,
        key=lambda one: (not one.paper.unread, one.paper.at if one.paper.unread else -one.paper.at),
    )


def unread(views: Iterable[CaseView]) -> list[Letter]:
    """What has come to the unit in these cases and waits to be acknowledged, the oldest first."""
    return [one for one in incoming(views) if one.paper.unread]


def waiting(views: Iterable[CaseView]) -> list[Waiting]:
    """The plans that wait for the unit's own measures, each with the day people met."""
    return [Waiting(view, _met(view)) for view in views if waits_for_us(view)]


def _met(view: CaseView) -> str:
    meeting = latest(view.state, "meeting")
    if meeting is None or meeting.sent_at is None:
        return ""
    given = {
        "unit": view.name_of(meeting.author),
        "day": view.desk.day_words(day_of(meeting.sent_at)),
    }
    return _("%(unit)s wrote from the meeting %(day)s.") % given


def outgoing(views: Iterable[CaseView]) -> list[Letter]:
    """What the unit has sent to somebody, the newest first."""
    letters = [
        Letter(view.paper(one), view)
        for view in views
        for one in view.state.documents
        if one.status != "draft"
        and one.author == view.desk.seat.unit
        and {*consent.addressed(one, flow=view.flow)} - {one.author}
    ]
    return sorted(letters, key=lambda one: -one.paper.at)


def _letter(view: CaseView, document: Document) -> Letter:
    paper, desk = view.paper(document), view.desk
    if not paper.unread:
        return Letter(paper, view)
    by = reads_next(desk.unit.routine, view.arrived(document), desk.almanac)
    if by is None:
        return Letter(paper, view)
    return Letter(paper, view, desk.moment_words(by), desk.now > by)


def chosen(letters: list[Letter], *, kind: str, person: str) -> list[Letter]:
    """The letters of one kind and about one person, as far as either is asked for."""
    return [
        one
        for one in letters
        if kind in ("", one.paper.kind) and person in ("", str(one.view.person.no))
    ]


def kinds_of(letters: list[Letter]) -> list[tuple[str, str]]:
    """The kinds of message there are, by name."""
    return sorted({(one.paper.kind, one.paper.label) for one in letters}, key=lambda one: one[1])


def people_of(letters: list[Letter]) -> list[tuple[str, str]]:
    """The people the letters are about, by name."""
    found = {(str(one.view.person.no), str(one.view.person)) for one in letters}
    return sorted(found, key=lambda one: one[1])


def rows_of(desk: Desk, views: Iterable[CaseView]) -> list[Row]:
    """The cases as the overview shows them: what waits or runs out soonest first."""
    rows = [_row(desk, view) for view in views]
    return sorted(rows, key=lambda row: (row.next.due if row.next else FAR, -row.unread))


def _row(desk: Desk, view: CaseView) -> Row:
    running = clocks(desk, view.due)
    ended = standing.group_of(view) == standing.ENDED
    return Row(
        view=view,
        person=person_words(desk, view.person),
        state=state_word(view.state, view.flow),
        train=short(view),
        home=standing.home_word(view),
        contact=standing.contact_word(view),
        colour=standing.colour_word(view),
        sip=standing.sip_word(view),
        next=running[0] if running and not ended else None,
        unread=len(view.unread),
        group=standing.group_of(view),
        municipality=standing.municipality_of(view),
    )


def group_names(desk: Desk) -> dict[str, str]:
    """What the groups of the overview are called, in their order; a school's cases just go on."""
    if not desk.discharges:
        return {"home": _("Going on"), "ended": _("Ended cases")}
    return {
        "open": _("In hospital or on the way"),
        "ready": _("Ready to go home"),
        "home": _("At home"),
        "ended": _("Ended cases"),
    }


def grouped(rows: list[Row], by: str, desk: Desk) -> list[tuple[str, list[Row]]]:
    """The rows under headings: by where the case stands, by municipality, or all in one."""
    if by == "kommun":
        units = desk.county.units
        names = {
            code: units[code].municipality or units[code].party.name
            for code in {row.municipality for row in rows}
            if code in units
        }
        found: dict[str, list[Row]] = {}
        for row in rows:
            found.setdefault(names.get(row.municipality, _("No municipality yet")), []).append(row)
        return sorted(found.items())
    if by == "lage":
        words = group_names(desk)
        return [
            (words[group], members)
            for group in words
            if (members := [row for row in rows if row.group == group])
        ]
    return [("", rows)] if rows else []


def municipalities(desk: Desk, rows: list[Row]) -> list[tuple[str, str]]:
    """The municipalities there are cases in: the receiving unit's code, and the name."""
    units = desk.county.units
    found = {
        (row.municipality, units[row.municipality].municipality)
        for row in rows
        if row.municipality in units
    }
    return sorted(found, key=lambda one: one[1])
