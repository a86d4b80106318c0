"""The yearly report: each number with its change, what it is of, and what it means; and the gaps."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cmp_to_key

from django.utils.translation import gettext as _

from courses import catalogue
from training_site.figures import counting
from training_site.figures.counting import NO_ORGANISATION, Counts, UnitFacts
from training_site.figures.hiding import FEW, Cell, Column, cell, column
from training_site.figures.words import change_words, definitions, percent_change
from training_site.sorting import compare

SWEDISH = cmp_to_key(compare)


@dataclass(frozen=True)
class Figure:
    """A number, or a share when `of` is known; `part` is None where it is not shown."""

    part: int | None
    of: int | None = None
    few: bool = False

    @property
    def percent(self) -> int | None:
        """The share as a whole per cent."""
        if self.part is None or not self.of:
            return None
        return round(100 * self.part / self.of)

    @property
    def words(self) -> str:
        """ "7 av 13 (54 %)", "18", "färre än 5"; a dash where there is nothing to count."""
        if self.few:
            return _("fewer than %(few)s") % {"few": FEW}
        if self.part is None or self.of == 0:
            return "–"
        if self.of is None:
            return str(self.part)
        words = {"part": self.part, "of": self.of, "percent": self.percent}
        return _("%(part)s of %(of)s (%(percent)s %%)") % words


@dataclass(frozen=True)
class Measure:
    """One line of the report. `basis` is what it is counted from, in words."""

    name: str
    now: Figure
    then: Figure
    basis: str
    definition: str

    @property
    def change(self) -> str:
        """How much it has changed, in words; a dash where either number is not shown."""
        now, then = self.now, self.then
        if now.part is None or then.part is None:
            return "–"
        if now.of is None:
            return change_words(now.part - then.part)
        if now.percent is None or then.percent is None:
            return "–"
        return percent_change(now.percent - then.percent)


@dataclass(frozen=True)
class Line:
    """One row of a table: its name and its cells, as they may be shown."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Unknown:
    """One thing the report does not know: how many, and of what."""

    number: Cell
    text: str


@dataclass(frozen=True)
class Report:
    """Everything a yearly report shows."""

    counts: Counts
    day: datetime.date
    measures: tuple[Measure, ...]
    by_course: tuple[Line, ...]
    by_organisation: tuple[Line, ...]
    units_by_organisation: tuple[Line, ...]
    unknown: tuple[Unknown, ...]

    @property
    def year(self) -> int:
        """Which year it is about."""
        return self.counts.period.year

    @property
    def title(self) -> str:
        """ "Årsrapport 2026"."""
        return title(self.year)


def title(year: int) -> str:
    """What the report of a year is called."""
    return _("Yearly report %(year)s") % {"year": year}


def report(year: int, today: datetime.date) -> Report:
    """The report of a year as it stands today. About a dozen queries, however much there is."""
    key, course = counting.base_course()
    now = counting.count(counting.period(year, today), key)
    then = counting.count(now.period.before(), key)
    tables = _tables(now)
    return Report(
        counts=now,
        day=today,
        measures=_measures((now, tables), (then, _tables(then)), course),
        by_course=tables.by_course,
        by_organisation=tables.by_organisation,
        units_by_organisation=_units(now.units),
        unknown=_unknown(now),
    )


@dataclass(frozen=True)
class Tables:
    """The tables of people, with their sums as they may be shown."""

    by_course: tuple[Line, ...]
    by_organisation: tuple[Line, ...]
    finished: Cell
    people: Cell


Counted = tuple[Counts, Tables]


def total(cell: Cell) -> Figure:
    """The sum of a table as a number of its own."""
    return Figure(cell.value, few=cell.few)


def stayed(counts: Counts) -> Figure:
    """Who stayed of who came; a number of people under five is not shown."""
    present, joined = counts.held.present, counts.held.joined
    if joined == 0:
        return Figure(None)
    return Figure(None, few=True) if present < FEW else Figure(present, of=joined)


def _measures(now: Counted, then: Counted, course: str) -> tuple[Measure, ...]:
    said = definitions(course)

    def measure(key: str, read: Callable[[Counts, Tables], Figure], basis: str) -> Measure:
        name, definition = said[key]
        return Measure(name, read(*now), read(*then), basis, definition)

    counts, tables = now
    finished = tables.finished.value
    units = _("%(n)s open units") % {"n": len(counts.units)}
    return (
        measure(
            "people",
            lambda _counts, tables: total(tables.people),
            _("%(n)s certificates") % {"n": finished} if finished is not None else "",
        ),
        measure("courses", lambda _counts, tables: total(tables.finished), ""),
        measure("sessions", lambda counts, _tables: Figure(counts.held.sessions), ""),
        measure(
            "attendance",
            lambda counts, _tables: stayed(counts),
            _("%(n)s sessions") % {"n": counts.held.sessions},
        ),
        measure("coverage", lambda counts, _tables: Figure(*counts.covered), units),
        measure(
            "key_persons",
            lambda counts, _tables: Figure(counts.without_key_person, of=len(counts.units)),
            units,
        ),
    )


def _tables(counts: Counts) -> Tables:
    names, found = _by_course(counts)
    organisations, people = _by_organisation(counts)
    return Tables(
        by_course=_lines(names, found),
        by_organisation=_lines(organisations, people),
        finished=found.total,
        people=people.total,
    )


def _lines(names: list[str], found: Column) -> tuple[Line, ...]:
    return tuple(Line(name, (one,)) for name, one in zip(names, found.cells, strict=True))


def _by_course(now: Counts) -> tuple[list[str], Column]:
    numbers = Counter(one.course_key for one in now.issued)
    titles = {one.course_key: one.course_title for one in now.issued}
    titles |= {one.key: one.title for one in catalogue.current().courses}
    keys = sorted(titles)
    return [titles[key] for key in keys], column([numbers[key] for key in keys], zeros=True)


def _by_organisation(now: Counts) -> tuple[list[str], Column]:
    numbers = counting.organisations_of(now)
    known = {unit.organisation for unit in now.units} | (numbers.keys() - {NO_ORGANISATION})
    keys = [*sorted(known, key=SWEDISH)]
    if numbers.get(NO_ORGANISATION):
        keys.append(NO_ORGANISATION)
    names = [name or _("No unit that day") for name in keys]
    return names, column([numbers.get(name, 0) for name in keys])


def _units(units: list[UnitFacts]) -> tuple[Line, ...]:
    """Units, not people: open, counted, with somebody trained, without key person."""
    rows = []
    for name in sorted({unit.organisation for unit in units}, key=SWEDISH):
        own = [unit for unit in units if unit.organisation == name]
        counted = [unit for unit in own if unit.counted]
        numbers = (
            len(own),
            len(counted),
            sum(unit.trained for unit in counted),
            sum(not unit.key_person for unit in own),
        )
        rows.append(Line(name, tuple(Cell(number) for number in numbers)))
    return tuple(rows)


def _unknown(now: Counts) -> tuple[Unknown, ...]:
    bare = sum(unit.employees is None for unit in now.units)
    old = sum(unit.stale and unit.employees is not None for unit in now.units)
    small = sum(unit.employees is not None and not unit.counted for unit in now.units)
    alone = counting.people_without_unit(now.period.last)
    return (
        Unknown(
            Cell(now.held.unclosed),
            _("Sessions that nobody has ended (neither they nor their attendance are counted)"),
        ),
        Unknown(Cell(now.held.unlisted), _("Sessions that were held with nobody on the list")),
        Unknown(Cell(bare), _("Open units without a head count (not in the coverage)")),
        Unknown(Cell(old), _("Units whose head count is older than six months (counted anyway)")),
        Unknown(
            Cell(small),
            _("Units with fewer than five employees (never counted as lacking training)"),
        ),
        Unknown(cell(alone), _("Accounts without a unit (we do not know where they work)")),
    )
