"""The dates a case has to keep, from what the plan says and from the rows of flow and profile."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.process import consent
from sandbox.process.almanac import Almanac, almanac_of
from sandbox.process.clock import after_hours, last_day
from sandbox.process.documents import taken_back
from sandbox.process.flow import Deadline, Flow, Profile, Source
from sandbox.process.kinds import OUTSIDE
from sandbox.process.overlay import under
from sandbox.process.state import (
    MINUTES_PER_DAY,
    CaseState,
    Happening,
    Timer,
    latest,
    minute_of,
)

NOON = MINUTES_PER_DAY // 2
NO_CALENDAR = Almanac()
HELD_DAY = "held_day"  # the field that says on which day what was set took place


@dataclass(frozen=True)
class Due:
    """One date to keep: `due` in simulated minutes, `done_at` when it was done, if it was.

    `passed`: it was not done in time; where `opens` is true, what begins then has begun. `began` is
    the minute it is counted from (None when the plan names the day), `party` whose it is when every
    receiver has its own.
    """

    key: str
    label: str
    due: int
    passed: bool
    sources: tuple[Source, ...]
    done_at: int | None = None
    opens: bool = False
    began: int | None = None
    party: str = ""


class _Kept(threading.local):
    """The last answer: a page asks the same of the same case up to ten times, rule by rule."""

    case: CaseState | None = None
    shown: Flow | None = None
    found: tuple[Due, ...] = ()


_kept = _Kept()


def deadlines(case: CaseState, *, flow: Flow, profile: Profile) -> tuple[Due, ...]:
    """Return the dates that can be computed now, the nearest first."""
    return dues(case, under(flow, profile))


def dues(case: CaseState, shown: Flow) -> tuple[Due, ...]:
    """Return the dates of a flow that a profile has been laid over already, the nearest first."""
    if _kept.case is not case or _kept.shown is not shown:
        found = _dues(case, shown)
        _kept.case, _kept.shown, _kept.found = case, shown, found
    return _kept.found


def _dues(case: CaseState, shown: Flow) -> tuple[Due, ...]:
    found = []
    for row in shown.deadlines.values():
        for party in _whose(case, row):
            found += _dated(case, row, party)
    return tuple(sorted(found, key=lambda one: (one.due, one.key, one.party)))


def _dated(case: CaseState, row: Deadline, party: str) -> list[Due]:
    due = _from_plan(case, row) if row.day_in else _from_event(case, row)
    if due is None:
        return []
    began = None if row.day_in else _counted_from(case, row)
    done = _written_at(case, row) if row.written else _done_at(case, row, party)
    until = case.now if done is None else done
    passed = until >= due if row.opens else until > due
    return [Due(row.key, row.label, due, passed, row.sources, done, row.opens, began, party)]


def due_at(row: Deadline, at: int, almanac: Almanac = NO_CALENDAR) -> int:
    """Return the minute a counted deadline falls due, when what it counts from came at `at`.

    Hours are real ones. Days are whole: to the end of the last one, or, for something that opens,
    to the beginning of the day after them. Only something to do may roll to the next weekday: lag
    (1930:173) says nothing about what begins by itself.
    """
    late = at % MINUTES_PER_DAY > NOON
    period = row.after_noon if late and row.after_noon else row.of
    if row.counts == "hours":
        return after_hours(at, period, almanac)
    last = last_day(at, period, almanac)
    if row.opens:
        return last * MINUTES_PER_DAY
    return ((almanac.rolled(last) if row.roll else last) + 1) * MINUTES_PER_DAY - 1


def follow_up_limit(case: CaseState, flow: Flow) -> int | None:
    """Return the last day for follow-up that the level of the plan asks for, or None.

    Counted from the day of the last meeting; `flow` says how long each level may wait.
    """
    meeting, level = latest(case, "meeting"), flow.levels.get(str(case.facts.get("level")))
    if meeting is None or meeting.sent_at is None or level is None:
        return None
    day = meeting.body.get(HELD_DAY)
    at = meeting.sent_at if day is None else int(day) * MINUTES_PER_DAY
    return last_day(at, level.of, almanac_of(case))


def ref_of(key: str, party: str = "") -> str:
    """Return the ref of the timer that waits for a deadline, or for one party's part of it."""
    return f"deadline:{key}:{party}" if party else f"deadline:{key}"


def planned_by(
    flow: Flow, case: CaseState, line: Happening
) -> tuple[tuple[Timer, ...], tuple[str, ...]]:
    """Return the timers a line of the log starts, and the refs of those it ends.

    `flow` is the flow as the profile shows it; `case` is the case with the line in its log. Only
    deadlines with a `done` have timers. None is started for what has been done already, or for an
    hour that has passed; the same action done again gives no more time.
    """
    start: list[Timer] = []
    stop: list[str] = []
    for row in flow.deadlines.values():
        if not (row.done and row.of):
            continue
        for party in _whose(case, row):
            ref = ref_of(row.key, party)
            done = row.done == line.code and party in ("", line.actor)
            if done or _ends(case, row, line):
                stop.append(ref)
            if not done and _turns(case, row, line):
                timer = _timer(case, row, party)
                if timer is None:
                    stop.append(ref)
                elif timer.due >= case.now and _done_at(case, row, party) is None:
                    start.append(timer)
    return tuple(start), tuple(stop)


def _timer(case: CaseState, row: Deadline, party: str) -> Timer | None:
    due = _from_event(case, row)
    if due is None:
        return None
    payload = {"deadline": row.key, **({"party": party} if party else {})}
    return Timer(due, "deadline", ref_of(row.key, party), payload, "pending")


def _whose(case: CaseState, row: Deadline) -> tuple[str, ...]:
    """Return the parties that each have the deadline, or one empty code for the case as a whole.

    The person and those outside care have nothing to do it with.
    """
    if not row.each:
        return ("",)
    document, people = latest(case, row.each), consent.parties(case)
    named = (document.body.get("recipients") or ()) if document else ()
    return tuple(party for party in named if people.get(party, {}).get("kind") not in OUTSIDE)


def _turns(case: CaseState, row: Deadline, line: Happening) -> bool:
    """Whether the deadline begins with the line, or the line may have taken it away or back."""
    began = _began(case, row)
    if began is None:
        return False
    struck = _struck([line])
    if struck and any(one.code == row.done and one.document in struck for one in case.log):
        return True  # what had been done has been taken back
    written = {document.kind for document in case.documents if document.number == line.document}
    return began == line or any(path.partition(".")[0] in written for path in row.unless)


def _from_plan(case: CaseState, row: Deadline) -> int | None:
    kind, _, field = row.day_in.partition(".")
    document = latest(case, kind)
    day = document.body.get(field) if document else None
    if document is None or day is None:
        return None
    if any(line.code in row.ends and (line.document or 0) > document.number for line in case.log):
        return None  # what the day was about has ended
    if row.opens:
        return minute_of(int(day), str(document.body.get("time") or "0.00"))
    last = almanac_of(case).rolled(day) if row.roll else day
    return (last + 1) * MINUTES_PER_DAY - 1


def _from_event(case: CaseState, row: Deadline) -> int | None:
    at = _counted_from(case, row)
    return None if at is None or _excused(case, row) else due_at(row, at, almanac_of(case))


def _excused(case: CaseState, row: Deadline) -> bool:
    for path, value in row.unless.items():
        kind, _, field = path.partition(".")
        document = latest(case, kind)
        if document is not None and document.body.get(field) == value:
            return True
    return False


def _counted_from(case: CaseState, row: Deadline) -> int | None:
    """Return the minute the deadline is counted from: what the document says, or when it came."""
    began = _began(case, row) if row.of else None
    if began is None:
        return None
    body = _bodies(case).get(began.document or 0, {})
    said = [at for name in row.since if (at := moment(body, name)) is not None]
    return max(said, default=_held(case, row, began, body.get(HELD_DAY)))


def _held(case: CaseState, row: Deadline, began: Happening, said: int | None) -> int:
    """Return when what was written down happened: the day that is said, or else as it was set before.

    Never later than it was written down.
    """
    if row.held and said is not None:
        return min((said + 1) * MINUTES_PER_DAY - 1, began.at)
    set_to = [
        minute_of(int(one.body["day"]), str(one.body["time"]))
        for one in case.documents
        if one.kind == row.held
        and one.status != "draft"
        and one.number < (began.document or 0)
        and one.body.get("day") is not None
        and one.body.get("time")
    ]
    return min(set_to[-1], began.at) if set_to else began.at


def moment(body: Mapping[str, Any], name: str) -> int | None:
    """Return the minute that a document's fields `<name>_day` and `<name>_time` say, if they do."""
    day, time = body.get(f"{name}_day"), body.get(f"{name}_time")
    return None if day is None or not time else minute_of(int(day), str(time))


def _bodies(case: CaseState) -> dict[int, Mapping[str, Any]]:
    return {document.number: document.body for document in case.documents}


def _began(case: CaseState, row: Deadline) -> Happening | None:
    """Return the line the deadline counts from.

    The first since something last took it away: doing it again gives no more time.
    """
    starts, began = (row.after, *row.also), None
    bodies = _bodies(case) if row.only else {}
    for line in case.log:
        if began is not None and _takes_away(row, line, began):
            began = None
        if began is None and line.code in starts:
            body = bodies.get(line.document or 0, {})
            if all(body.get(key) == row.only[key] for key in row.only):
                began = line
    return began


def _takes_away(row: Deadline, line: Happening, began: Happening) -> bool:
    return line.code in row.ends or began.document in _struck([line])


def _struck(log: Iterable[Happening]) -> set[int]:
    """Return the numbers of the documents that lines of the log have taken back."""
    return set[int]().union(*(taken_back(line) for line in log))


def _ends(case: CaseState, row: Deadline, line: Happening) -> bool:
    """Whether the line takes away what was running before it."""
    before = [one for one in case.log if one.seq < line.seq]
    begins = (row.after, *row.also)
    began = next((one for one in reversed(before) if one.code in begins), None)
    return began is not None and _takes_away(row, line, began)


def _named_in(case: CaseState, row: Deadline) -> int:
    """Return the line where the plan named the day: what was done before that was another time."""
    document = latest(case, row.day_in.partition(".")[0]) if row.day_in else None
    lines = (line.seq for line in case.log if document and line.document == document.number)
    return min(lines, default=0)


def _written_at(case: CaseState, row: Deadline) -> int | None:
    """Return when the last of those who document had written, or None while somebody has not.

    Whoever the plan says documents; where it says nobody, every unit that was at the meeting.
    """
    meeting, plan = latest(case, "meeting"), latest(case, row.day_in.partition(".")[0])
    if meeting is None or plan is None:
        return None
    people = consent.parties(case)
    named = [one.get("party") for one in plan.body.get("documentation") or ()]
    there = (meeting.author, *(meeting.body.get("attended") or ()))
    writers = {
        party
        for party in named or there
        if people.get(str(party), {}).get("kind") not in (*OUTSIDE, None)
    }
    first: dict[str, int] = {}
    for one in case.documents:
        since = one.sent_at is not None and one.sent_at >= (meeting.sent_at or 0)
        if one.kind in row.written and since:
            first.setdefault(one.author, one.sent_at or 0)
    return max(first[party] for party in writers) if writers <= set(first) else None


def _done_at(case: CaseState, row: Deadline, party: str = "") -> int | None:
    """Return when it was done: the first time, by whoever the deadline is for.

    What was done before the deadline began counts, unless it begins anew each time (`after` is
    among its `ends`).
    """
    began = _began(case, row) if row.after in row.ends else None
    first = began.seq if began else _named_in(case, row)
    struck = _struck(case.log)
    for line in case.log:
        mine = row.done and line.code == row.done and party in ("", line.actor)
        if mine and line.seq >= first and line.document not in struck:
            return line.at
    return None
