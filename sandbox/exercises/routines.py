"""How a unit that nobody plays does something by itself: when, and what it then writes.

What it writes is a body with blanks. A blank is a mapping with one of these keys:
`from` (a path, as in conditions), `no_earlier` (the day at a path, or today when it has been),
`parties` (units by code or at such paths as one list, `but` those at other paths), `in_days` (a day so
long ahead), `in_weekdays`, `now` (the time), `attendance` (who comes to the meeting, or who does not),
`by_kind` (a text for each receiver after what kind of unit it is) and `one_of` (the same one each time
in the same case).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.exercises.conditions import Scope
from sandbox.exercises.hours import Hours
from sandbox.process import consent
from sandbox.process.almanac import almanac_of
from sandbox.process.state import MINUTES_PER_DAY, CaseState, day_of, latest, minute_of

COMING = ("comes", "sends", "phone")
OPTIONAL = ("but",)  # what a blank may say besides its own key


@dataclass(frozen=True)
class When:
    """On which day, at what time: `path` leads to a day, or to a minute when there is no time.

    Without a path the day is `days` from now.
    """

    path: str = ""
    time: str = ""
    days: int = 0

    def minute(self, case: CaseState) -> int | None:
        """Return the minute, or None when the case does not say the day yet."""
        day = Scope(case).get(self.path) if self.path else day_of(case.now) + self.days
        if day is None:
            return None
        return minute_of(int(day), self.time) if self.time else int(day)


@dataclass(frozen=True)
class Routine:
    """When a unit is there, what it writes, and whether it does it once for each document.

    `trim` leaves out of a body what the profile has no field for.
    """

    hours: Hours
    write: Mapping[str, Any] | None = None
    on: When | None = None
    each: bool = False
    trim: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict

    def due(self, case: CaseState, after: int) -> int | None:
        """Return when it is done: after so many minutes or at its own time, when somebody is there."""
        soonest = case.now + after
        if self.on is not None:
            at = self.on.minute(case)
            if at is None:
                return None
            soonest = max(soonest, at)
        return self.hours.next(soonest, almanac_of(case))

    def body(self, case: CaseState, *, party: str, scope: Scope) -> Mapping[str, Any] | None:
        """Return what the unit writes; None when it lacks something it would have to know."""
        filled = Filling(case, party, scope).value(self.write)
        if not isinstance(filled, dict) or filled.get("recipients", True) in ([], None):
            return None
        return self.trim(filled)


def scope_about(case: CaseState, number: Any) -> Scope:
    """Return what paths mean for a case, where `row` is the document that something follows on."""
    document = next((one for one in case.documents if one.number == number), None)
    if document is None:
        return Scope(case)
    return Scope(case, {**document.body, "author": document.author, "number": document.number})


class Filling:
    """Fills the blanks of one body."""

    def __init__(self, case: CaseState, party: str, scope: Scope) -> None:
        self.case, self.party, self.scope = case, party, scope
        self.receivers: list[str] = []
        self.kinds: dict[str, Callable[[Any, Mapping[str, Any]], Any]] = {
            "from": lambda path, _: self._at(path),
            "no_earlier": self._no_earlier,
            "parties": self._parties,
            "in_days": lambda days, _: day_of(self.case.now) + int(days),
            "in_weekdays": self._weekdays,
            "now": lambda _, __: _clock(self.case.now),
            "attendance": self._attendance,
            "by_kind": self._by_kind,
            "one_of": self._one_of,
        }

    def value(self, written: Any) -> Any:
        """Return the value with every blank in it filled."""
        if isinstance(written, str):
            return written.replace("{person}", self._person())
        if isinstance(written, list | tuple):
            return [self.value(one) for one in written]
        if not isinstance(written, Mapping):
            return written
        blank = [key for key in written if key in self.kinds]
        if blank and set(written) <= {*blank, *OPTIONAL}:
            return self.kinds[blank[0]](written[blank[0]], written)
        filled: dict[str, Any] = {}
        for key, inner in written.items():
            filled[key] = self.value(inner)
            if key == "recipients":
                self.receivers = list(filled[key] or ())
        return filled

    def _at(self, path: str) -> Any:
        """What is at a path; author.<kind> is who wrote the latest of that kind."""
        head, _, kind = path.partition(".")
        if head != "author":
            return self.scope.get(path)
        document = latest(self.case, kind)
        return document.author if document else None

    def _no_earlier(self, path: str, _row: Mapping[str, Any]) -> int | None:
        day = self._at(path)
        return None if day is None else max(int(day), day_of(self.case.now))

    def _person(self) -> str:
        subject = consent.parties(self.case).get(str(self.case.facts.get("subject")), {})
        return str(subject.get("mention", "personen"))

    def _parties(self, paths: Iterable[str], row: Mapping[str, Any]) -> list[str]:
        people = consent.parties(self.case)
        away = {code for path in row.get("but", ()) for code in _codes(self._at(path))}
        found = [
            code
            for path in paths
            for code in ([path] if path in people else _codes(self._at(path)))
        ]
        return [one for one in dict.fromkeys(found) if one in people and one not in away]

    def _weekdays(self, days: Any, _row: Mapping[str, Any]) -> int:
        return almanac_of(self.case).after_weekdays(day_of(self.case.now), int(days))

    def _attendance(self, which: Any, _row: Mapping[str, Any]) -> list[Any]:
        call = latest(self.case, "call")
        called = list(call.body.get("recipients") or ()) if call else []
        coming = [one for one in called if self._comes(one)]
        if which == "present":
            return [str(self.case.facts.get("subject")), self.party, *coming]
        return [
            {"party": one, "reason": "Svarade inte på kallelsen.", "new_way": "Vi ringer i dag."}
            for one in called
            if one not in coming
        ]

    def _comes(self, party: str) -> bool:
        """Those outside care have no way to answer here: they come."""
        answer = latest(self.case, "call_answer", party)
        outside = consent.parties(self.case).get(party, {}).get("kind") == "other"
        return outside if answer is None else answer.body.get("answer") in COMING

    def _by_kind(self, texts: Mapping[str, str], _row: Mapping[str, Any]) -> dict[str, str]:
        people = consent.parties(self.case)
        return {
            one: texts[people[one].get("unit", "")]
            for one in self.receivers
            if people.get(one, {}).get("unit", "") in texts
        }

    def _one_of(self, choices: list[Any], _row: Mapping[str, Any]) -> Any:
        mark = f"{self.case.facts.get('subject')}:{self.party}:{len(choices)}"
        return self.value(choices[zlib.crc32(mark.encode()) % len(choices)])


def _codes(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return list(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [str(one) for one in value]
    return [str(value)] if value else []


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute % MINUTES_PER_DAY, 60)
    return f"{hours}.{minutes:02d}"
