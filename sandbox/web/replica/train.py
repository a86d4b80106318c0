"""The process train: the stages of a case as carriages with dates, in the profile's order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from sandbox.process.state import Happening, day_of, latest
from sandbox.process.tracks import state_in
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.times import until

DONE, NOW, AHEAD = "done", "now", "todo"
CONSENT, LACKING = "record_consent", ("consent_incomplete",)  # written, and somebody said no
OPEN_CARE = "open_care"  # planning without a hospital: nobody is ever discharged


@dataclass(frozen=True)
class Wagon:
    """One stage: what it is, whether it is done, and its date in words."""

    label: str
    tone: str  # "done" | "now" | "todo"
    word: str
    when: str
    day: str = ""


@dataclass(frozen=True)
class Short:
    """The train in one line: where the case is now, and which stage of how many that is."""

    label: str
    number: int
    total: int
    wagons: list[Wagon]


def train(view: CaseView) -> list[Wagon]:
    """The carriages of the profile's train for the case: at most one of them is now.

    A stage that was passed by says so: not every case begins with a request of care. One that is
    still ahead is not passed by: people meet about a plan also before anybody has gone home.
    """
    rows = view.desk.profile.pages.get("train", {}).get(view.state.flow, ())
    wagons = [_wagon(view, row) for row in rows]
    here = next((n for n, row in enumerate(rows) if _is_now(view, row)), None)
    last = max((n for n, one in enumerate(wagons) if one.tone == DONE), default=-1)
    if here is None and not _ended(view):
        here = next((n for n in range(last + 1, len(wagons)) if wagons[n].tone == AHEAD), None)
    still_inside = here is not None and view.state.state != OPEN_CARE
    passed = here if here is not None and still_inside else max(last, -1 if here is None else here)
    if here is None and _ended(view):
        passed = len(wagons)  # what has not been done by now will not be
    return list(_placed(wagons, here, passed))


def short(wagons: list[Wagon]) -> Short:
    """The same in one line, for lists."""
    here = next((n for n, one in enumerate(wagons) if one.tone == NOW), None)
    if here is None:
        here = max((n for n, one in enumerate(wagons) if one.tone == DONE), default=0)
    label = wagons[here].label if wagons else ""
    return Short(label, here + 1, len(wagons), wagons)


def _placed(wagons: list[Wagon], here: int | None, passed: int) -> Iterator[Wagon]:
    since = ""
    for number, one in enumerate(wagons):
        if number == here:
            word = _("In progress") if one.tone == DONE else _("Now")
            yield replace(one, tone=NOW, word=word, when=one.when or since)
        elif one.tone == AHEAD and number < passed:
            yield replace(one, word=_("Was not used"), when="")
        else:
            yield one
        since = _("since %(day)s") % {"day": one.day} if one.day else since


def _wagon(view: CaseView, row: Mapping[str, Any]) -> Wagon:
    line = _done(view, row)
    if line is not None:
        gone = view.state.facts.get("discharged_at") if line.code == "discharge" else None
        at = line.at if gone is None else int(gone)  # when the person left, not when it was written
        day = view.desk.day_words(day_of(at))
        return Wagon(row["label"], DONE, _("Done"), view.desk.time_words(at), day)
    for path, value in (row.get("unless") or {}).items():
        kind, _dot, field = path.partition(".")
        document = latest(view.state, kind)
        if document is not None and document.body.get(field) == value:
            return Wagon(row["label"], DONE, _("Not to be"), _("the person has said no"))
    return Wagon(row["label"], AHEAD, _("Not yet"), _expected(view, row))


def _done(view: CaseView, row: Mapping[str, Any]) -> Happening | None:
    """The first line that did it since it was last taken back."""
    found: Happening | None = None
    struck = {one.number for one in view.state.documents if one.status == "withdrawn"}
    voided = {line.data.get("document") for line in view.state.log if _voids(line)}
    for line in view.state.log:
        if line.code in (*row.get("undone", ()), *(LACKING if CONSENT in row["done"] else ())):
            found = None
        elif found is None and line.code in row["done"]:
            taken_back = line.document in struck and line.document in voided
            found = None if taken_back else line
    return found


def _voids(line: Happening) -> bool:
    return line.code == "withdraw_document"


def _is_now(view: CaseView, row: Mapping[str, Any]) -> bool:
    flow = view.flow
    return any(
        state_in(view.state, flow, track) in states
        for track, states in (row.get("during") or {}).items()
        if track in flow.tracks
    )


def _ended(view: CaseView) -> bool:
    return view.flow.tracks[view.flow.name].states[view.state.state].final


def _expected(view: CaseView, row: Mapping[str, Any]) -> str:
    booked = latest(view.state, row.get("booked", ""))
    if booked is not None and booked.body.get("day") is not None:
        when = view.desk.day_words(booked.body["day"])
        if booked.body.get("time"):
            when += f" kl.\u00a0{booked.body['time']}"
        return _("booked %(time)s") % {"time": when}
    day = view.state.facts.get(row.get("day", ""))
    if isinstance(day, int):
        return _("estimated %(day)s") % {"day": view.desk.day_words(day)}
    due = next((one for one in view.due if one.key == row.get("deadline")), None)
    if due is None or due.done_at is not None:
        return ""
    return _("at the latest %(time)s") % {"time": until(view.desk, due)}
