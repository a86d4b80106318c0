"""The yearly report as a file: the method first, then the numbers, then what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from training_site.figures.hiding import FEW, Cell
from training_site.figures.report import Figure, Line, Report
from training_site.figures.words import compared_words, method
from training_site.spreadsheets import FORMULA, Value

Rows = Iterator[list[Value]]


def rows(found: Report) -> Rows:
    """Every row of the file; an empty one between the parts."""
    yield [found.title]
    yield [_("Counted"), found.day.isoformat()]
    span = found.counts.period
    yield [_("Period"), span.first.isoformat(), span.last.isoformat()]
    yield []
    yield [_("How it was counted")]
    for text in method():
        yield [text]
    yield []
    yield from _measures(found)
    yield []
    yield from _table([_("Course"), _("Courses finished")], found.by_course)
    yield []
    yield from _table([_("Organisation"), _("People trained")], found.by_organisation)
    yield []
    yield from _table(unit_headings(), found.units_by_organisation)
    yield []
    yield [_("What we do not know")]
    for one in found.unknown:
        yield [one.text, shown(one.number)]


def unit_headings() -> list[str]:
    """The columns of the table of units."""
    return [
        _("Organisation"),
        _("Open units"),
        _("With a head count of five or more"),
        _("Of them with somebody trained"),
        _("Without key person"),
    ]


def _measures(found: Report) -> Rows:
    before = found.counts.period.before()
    since = compared_words(found.counts.period)
    yield [
        _("Measure"),
        str(found.year),
        _("Of"),
        _("Per cent"),
        _("Change %(since)s") % {"since": since},
        str(before.year),
        _("Of"),
        _("Per cent"),
        _("Counted from"),
        _("Definition"),
    ]
    for one in found.measures:
        change = f" {one.change}" if one.change.startswith(FORMULA) else one.change
        yield [one.name, *_cells(one.now), change, *_cells(one.then), one.basis, one.definition]


def _cells(figure: Figure) -> list[Value]:
    if figure.few:
        return [shown(Cell(None, few=True)), None, None]
    return [figure.part, figure.of, figure.percent]


def _table(headings: list[str], lines: tuple[Line, ...]) -> Rows:
    yield list(headings)
    for line in lines:
        yield [line.name, *(shown(one) for one in line.cells)]


def shown(cell: Cell) -> Value:
    """A number, or why there is none."""
    if cell.value is not None:
        return cell.value
    return _("fewer than %(few)s") % {"few": FEW} if cell.few else _("not shown")
