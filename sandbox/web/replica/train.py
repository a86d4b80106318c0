"""The process train: the stages of a case as carriages with dates, in the profile's order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from sandbox.process import documents
from sandbox.process.state import Happening, day_of, latest
from sandbox.process.tracks import state_in
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.times import until

DONE, NOW, AHEAD = "done", "now", "todo"
CONSENT, LACKING = "record_consent", ("consent_incomplete",)  # written, and somebody said no
SIP = "sip"
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
    """The train in one line: where the case is now, which stage of how many that is, and all tones."""

    label: str
    number: int
    total: int
    tones: tuple[str, ...]


@dataclass(frozen=True)
class _Stage:
    """A row of the profile's train: the line that did it, or that it is not to be."""

    row: Mapping[str, Any]
    line: Happening | None
    declined: bool

    @property
    def tone(self) -> str:
        return AHEAD if self.line is None and not self.declined else DONE


def train(view: CaseView) -> list[Wagon]:
    """The carriages of the profile's train for the case: at most one of them is now.

    A stage that was passed by says so: not every case begins with a request of care. One that is
    still ahead is not passed by: people meet about a plan also before anybody has gone home.
    """
    stages = _stages(view)
    here = _here(view, stages)
    last = _last_done(stages)
    still_inside = here is not None and view.state.state != OPEN_CARE
    passed = here if here is not None and still_inside else max(last, -1 if here is None else here)
    if here is None and _ended(view):
        passed = len(stages)  # what has not been done by now will not be
        passed -= bool(stages) and _goes_on(view, stages[-1])
    return list(_placed([_wagon(view, one) for one in stages], here, passed))


def short(view: CaseView) -> Short:
    """The same in one line, for lists: without dates, which cost most to say."""
    stages = _stages(view)
    now = _here(view, stages)
    here = max(_last_done(stages), 0) if now is None else now
    label = stages[here].row["label"] if stages else ""
    tones = tuple(NOW if number == now else one.tone for number, one in enumerate(stages))
    return Short(label, here + 1, len(stages), tones)


def _stages(view: CaseView) -> list[_Stage]:
    struck = {one.number for one in view.state.documents if one.status == "withdrawn"}
    taken_back = struck & set[int]().union(*map(documents.taken_back, view.state.log))
    rows = view.desk.profile.pages.get("train", {}).get(view.state.flow, ())
    done = [(row, _done(view, row, taken_back)) for row in rows]
    return [_Stage(row, line, line is None and _declined(view, row)) for row, line in done]


def _here(view: CaseView, stages: list[_Stage]) -> int | None:
    """Which stage the case is at now, if at any."""
    here = next((n for n, one in enumerate(stages) if _is_now(view, one.row)), None)
    if here is not None or _ended(view):
        return here
    after = _last_done(stages) + 1
    return next((n for n in range(after, len(stages)) if stages[n].tone == AHEAD), None)


def _last_done(stages: list[_Stage]) -> int:
    return max((n for n, one in enumerate(stages) if one.tone == DONE), default=-1)


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


def _wagon(view: CaseView, stage: _Stage) -> Wagon:
    line, label = stage.line, stage.row["label"]
    if line is not None:
        gone = view.state.facts.get("discharged_at") if line.code == "discharge" else None
        at = line.at if gone is None else int(gone)  # when the person left, not when it was written
        day = view.desk.day_words(day_of(at))
        return Wagon(label, DONE, _("Done"), view.desk.time_words(at), day)
    if stage.declined:
        return Wagon(label, DONE, _("Not to be"), _("the person has said no"))
    return Wagon(label, AHEAD, _("Not yet"), _expected(view, stage.row))


def _declined(view: CaseView, row: Mapping[str, Any]) -> bool:
    for path, value in (row.get("unless") or {}).items():
        kind, _dot, field = path.partition(".")
        document = latest(view.state, kind)
        if document is not None and document.body.get(field) == value:
            return True
    return False


def _goes_on(view: CaseView, stage: _Stage) -> bool:
    """Whether the stage is booked in a plan that lives on after the case itself has ended."""
    plan, booked = view.flow.tracks.get(SIP), latest(view.state, stage.row.get("booked", ""))
    if stage.line is not None or booked is None or plan is None:
        return False
    return not plan.states[state_in(view.state, view.flow, SIP)].final


def _done(view: CaseView, row: Mapping[str, Any], taken_back: set[Any]) -> Happening | None:
    """The first line that did it since it was last taken back."""
    found: Happening | None = None
    undone = (*row.get("undone", ()), *(LACKING if CONSENT in row["done"] else ()))
    for line in view.state.log:
        if line.code in undone:
            found = None
        elif found is None and line.code in row["done"]:
            found = None if line.document in taken_back else line
    return found


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
    last = {"time": until(view.desk, due)}
    if row.get("booked"):  # what is to be done in time is to call, not to meet
        return _("call at the latest %(time)s") % last
    return _("at the latest %(time)s") % last
