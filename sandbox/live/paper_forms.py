"""The exercise's forms on paper: the same rows as the replica's forms, as lines and boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from sandbox.exercises.acting import shown_flow, takes_messages
from sandbox.exercises.scenario import Scenario
from sandbox.process.flow import DocumentKind, Field, Flow
from sandbox.process.reading import load_profile
from sandbox.web.forms import Options, choice_pairs

USES = ("receiver", "responsible", "coordinator", "any")
MESSAGE = "message"
# Room for handwriting: how many letters a ruled line holds, and the fewest and most lines of a box.
LETTERS_ON_A_LINE = 110
FEWEST_LINES, MOST_LINES = 2, 4
LINES_IN_A_ROW = 2
# A repeated part gets this many rows unless the rules ask for more, or allow fewer; the fewer
# where each row is only boxes to tick.
USUAL_ROWS, ROWS_OF_BOXES = 3, 1


@dataclass(frozen=True)
class PaperField:
    """One field to fill in by hand.

    `shape` is line, short, lines, boxes, tick or rows; `unit` is written before a short line.
    `lines` and `copies` are ranges to loop over: ruled lines of a box, rows of a repeated part.
    """

    label: str
    hint: str
    shape: str
    unit: str = ""
    lines: range = range(0)
    boxes: tuple[str, ...] = ()
    copies: range = range(0)
    fields: tuple[PaperField, ...] = ()


@dataclass(frozen=True)
class PaperForm:
    """A document to fill in by hand, and why it asks what it asks."""

    label: str
    why: str
    fields: tuple[PaperField, ...]


@dataclass(frozen=True)
class SeatForms:
    """What one seat writes during the exercise, in order, each form once."""

    party: str
    name: str
    forms: tuple[PaperForm, ...]


def seat_forms(read: Scenario, parties: Sequence[str]) -> tuple[SeatForms, ...]:
    """The forms of each seat that writes anything, in the order of `parties`."""
    flow = shown_flow(read)
    options = _options(read)
    found = []
    for party in parties:
        kinds = _written_by(read, flow, party)
        if kinds:
            name = read.parties[party].name
            forms = tuple(_form(flow.documents[kind], options) for kind in kinds)
            found.append(SeatForms(party, name, forms))
    return tuple(found)


def message_form(read: Scenario) -> PaperForm | None:
    """The free message that anybody may send; None where the rules have none."""
    if not takes_messages(read):
        return None
    return _form(shown_flow(read).documents[MESSAGE], _options(read))


def _written_by(read: Scenario, flow: Flow, party: str) -> list[str]:
    """The kinds of document the party's own steps write; the free message has copies of its own."""
    actions = (flow.actions.get(step.action) for step in read.steps_of(party))
    written = [action.document for action in actions if action and action.document]
    return [kind for kind in dict.fromkeys(written) if kind != MESSAGE]


def _options(read: Scenario) -> Options:
    parties = read.parties.values()
    return Options(
        parties={
            use: [(one.code, one.name) for one in parties if use == "any" or use in one.uses]
            for use in USES
        },
        headings=list(load_profile(read.profile).headings.items()),
        day_name=read.day_label,
        today=0,
    )


def _form(kind: DocumentKind, options: Options) -> PaperForm:
    return PaperForm(kind.label, kind.why, tuple(_fields(kind.fields, options)))


def _fields(fields: Iterable[Field], options: Options) -> Iterable[PaperField]:
    for field in fields:
        if field.type == "questions_per_party":
            for place, (_code, name) in enumerate(options.parties["receiver"]):
                label = field.label.replace("{party}", name)
                asked = replace(field, label=label, hint="" if place else field.hint)
                yield _box(asked, fewest=1, most=LINES_IN_A_ROW)
        else:
            yield _field(field, options)


def _field(field: Field, options: Options, *, in_row: bool = False) -> PaperField:
    if field.type == "rows":
        columns = tuple(_field(column, options, in_row=True) for column in field.fields)
        only_boxes = all(column.shape == "boxes" for column in columns)
        usual = ROWS_OF_BOXES if only_boxes else USUAL_ROWS
        count = min(max(field.min_rows, usual), field.max_rows)
        return PaperField(
            field.label, field.hint, "rows", copies=range(1, count + 1), fields=columns
        )
    if field.type in ("choice", "choices", "parties"):
        labels = tuple(label for _value, label in choice_pairs(field, options))
        return PaperField(field.label, field.hint, "boxes", boxes=labels)
    if field.type == "longtext":
        return _box(field, fewest=FEWEST_LINES, most=LINES_IN_A_ROW if in_row else MOST_LINES)
    if field.type in ("day", "time", "row"):
        return PaperField(field.label, field.hint, "short", unit=_unit(field))
    return PaperField(field.label, field.hint, "tick" if field.type == "tick" else "line")


def _unit(field: Field) -> str:
    """The word before what is written, unless the label has said it: "dag 30", "nr 2"."""
    unit = {"day": _("day"), "row": _("no.")}.get(field.type, "")
    return "" if field.label.casefold().endswith(unit) else unit


def _box(field: Field, *, fewest: int, most: int = MOST_LINES) -> PaperField:
    wanted = -(-(field.max or 0) // LETTERS_ON_A_LINE)
    return PaperField(field.label, field.hint, "lines", lines=range(max(fewest, min(wanted, most))))
