"""A session on paper: everything a room without a network needs, chosen part by part.

It holds the secrets of every seat, so only leaders may see it (paper_pages).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.exercises.led import Inject, SeatCard
from sandbox.exercises.scenario import RubricItem
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.live import offering
from sandbox.live.activities import USUAL
from sandbox.live.activity_reading import kind_label
from sandbox.live.activity_shapes import choices_of
from sandbox.live.paper_forms import PaperForm, SeatForms, message_form, seat_forms
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.web.showing import sim_time
from sandbox.world.groups import seat_cards
from sandbox.world.models import Activity, Participant, Run
from sandbox.world.templates import file_of

PARTS = (
    "sheet", "case", "cards", "forms", "events", "questions", "rubric", "checks", "list", "talk",
)  # fmt: skip
FEWEST_ROWS, SPARE_ROWS = 24, 4
MOST_COPIES = 40
HOUR, DAY = 60, 24 * 60
# Who answers on which sheet: everybody alone, each group together, everybody to take home.
EACH = (Activity.Kind.POLL, Activity.Kind.WORDS, Activity.Kind.CLOSING)
TOGETHER = (Activity.Kind.GROUP_QUESTION, Activity.Kind.JUDGING)


@dataclass(frozen=True)
class SheetRow:
    """A part of the session: when it begins by the wall clock, and what the trainer does."""

    clock: str
    title: str
    minutes: int
    notes: str


@dataclass(frozen=True)
class Card:
    """A role card in one copy. `group` is 0 where everybody plays alone."""

    group: int
    name: str
    seat: SeatCard


@dataclass(frozen=True)
class EventCard:
    """Something that happens: when the trainer gives it, then the card for the receivers."""

    title: str
    when: str
    hint: str
    sender: str
    to: str
    subject: str
    says: str
    by_itself: bool


@dataclass(frozen=True)
class Question:
    """What is asked, as live/parts_activity_paper.html shows it."""

    kind: str
    kind_label: str
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """Everything to print; a part that was not chosen is empty."""

    parts: tuple[str, ...]
    person: str
    sheet: tuple[SheetRow, ...]
    stage_notes: tuple[tuple[str, str], ...]
    case_lines: tuple[str, ...]
    cards: tuple[Card, ...]
    forms: tuple[SeatForms, ...]
    message: PaperForm | None
    events: tuple[EventCard, ...]
    each: tuple[Question, ...]
    together: tuple[Question, ...]
    take_home: tuple[Question, ...]
    rubric: tuple[RubricItem, ...]
    checks: tuple[tuple[str, tuple[str, ...]], ...]
    groups: range
    names: tuple[tuple[str, str], ...]
    blanks: range
    talk: tuple[str, ...]


def usual_copies(run: Run) -> int:
    """How many sets of role cards: one for each group, or one for each person side by side."""
    if run.mode == Run.Mode.GROUP:
        return run.groups
    return max(1, min(len(enrolled(run)), MOST_COPIES))


def enrolled(run: Run) -> tuple[tuple[str, str], ...]:
    """Those who have joined this session and are still in it, with their workplaces."""
    places = dict(offering.workplaces(file_of(run.scenario)))
    people = run.participants.filter(kind=Participant.Kind.PERSON, left_at=None).order_by("no")
    return tuple((one.name, places.get(one.workplace, "")) for one in people if one.name)


def paper(run: Run, *, parts: Collection[str], copies: int) -> Paper:
    """The session on paper, with `copies` sets of role cards."""
    read = file_of(run.scenario)
    wanted = tuple(part for part in PARTS if part in parts)
    cards = seat_cards(read)
    asked = questions(run, read)
    names = enrolled(run)
    in_groups = run.mode == Run.Mode.GROUP
    rows = max(FEWEST_ROWS - len(names), SPARE_ROWS)
    return Paper(
        parts=wanted,
        person=next((one.name for one in read.parties.values() if one.kind == "person"), ""),
        sheet=tuple(run_sheet(run, read)),
        stage_notes=tuple(
            (stage.title, read.notes[stage.key]) for stage in read.stages if stage.key in read.notes
        ),
        case_lines=read.case_lines or (read.lead,),
        cards=_cards(read, cards, copies, in_groups=in_groups) if "cards" in wanted else (),
        forms=seat_forms(read, [card.party for card in cards]) if "forms" in wanted else (),
        message=message_form(read) if "forms" in wanted and read.shared else None,
        events=tuple(_event(read, one) for one in read.injects) if "events" in wanted else (),
        each=tuple(one for one in asked if one.kind in EACH),
        together=tuple(one for one in asked if one.kind in TOGETHER and in_groups),
        take_home=tuple(one for one in asked if one.kind == Activity.Kind.MONDAY),
        rubric=read.rubric,
        checks=_checks(read),
        groups=range(1, copies + 1) if in_groups else range(1, 2),
        names=names,
        blanks=range(rows),
        talk=read.talk,
    )


def offered(run: Run) -> tuple[str, ...]:
    """The parts this exercise has anything for."""
    read = file_of(run.scenario)
    empty = {"events": not read.injects, "talk": not read.talk, "rubric": not read.rubric}
    return tuple(part for part in PARTS if not empty.get(part))


def run_sheet(run: Run, read: Exercise) -> list[SheetRow]:
    """The parts with minutes in them, with clock times when the session has a time."""
    notes = {phase.key: phase.notes for phase in offering.run_sheet(read)}
    at: datetime | None = timezone.localtime(run.starts_at) if run.starts_at else None
    rows = []
    for phase in run.phases:
        if not phase["minutes"]:
            continue
        clock = f"{at.hour}.{at.minute:02d}" if at else ""
        rows.append(SheetRow(clock, phase["title"], phase["minutes"], notes.get(phase["key"], "")))
        at = at + timedelta(minutes=phase["minutes"]) if at else None
    return rows


def questions(run: Run, read: Exercise) -> tuple[Question, ...]:
    """What is asked: the session's own questions, or what it would get when its lobby opens."""
    rows = [(one.kind, one.question, tuple(one.options)) for one in run.activities.all()]
    if not rows:
        rows = [(one.kind, one.question, one.options) for one in read.activities] or list(USUAL)
    if all(kind != Activity.Kind.MONDAY for kind, _question, _options in rows):
        rows.append(USUAL[-1])
    return tuple(
        Question(
            kind,
            kind_label(kind),
            question,
            tuple(choices_of(options)) if kind == Activity.Kind.POLL else (),
        )
        for kind, question, options in rows
        if question
    )


def _cards(
    read: Exercise, cards: tuple[SeatCard, ...], copies: int, *, in_groups: bool
) -> tuple[Card, ...]:
    """Group by group, so that two cards on a sheet belong to the same table."""
    return tuple(
        Card(number if in_groups else 0, offering.seat_name(read, card.party), card)
        for number in range(1, copies + 1)
        for card in cards
    )


def _checks(read: Exercise) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Step by step what a group is looked at for; steps nothing is looked at in are left out."""
    return tuple(
        (step.title, tuple(check.label for check in step.checks))
        for step in read.steps
        if step.checks
    )


def _event(read: Exercise, inject: Inject) -> EventCard:
    def name(code: str) -> str:
        return read.parties[code].name if code in read.parties else code

    return EventCard(
        title=inject.title,
        when=_when(read, inject),
        hint=inject.hint,
        sender=name(inject.sender),
        to=", ".join(name(code) for code in inject.to),
        subject=inject.subject,
        says=inject.says,
        by_itself=not inject.hold,
    )


def _when(read: Exercise, inject: Inject) -> str:
    """When the trainer gives the card, in words."""
    if inject.hold or not inject.upon:
        return _("When you like.")
    if inject.upon == "start":
        told = sim_time(read, read.start + inject.after)
        return f"{told[:1].upper()}{told[1:]}."
    flow = under(load_flow(read.flow), load_profile(read.profile))
    action = flow.actions.get(inject.upon)
    what = action.label if action else inject.upon
    return _("%(time)s after somebody has done this: %(what)s.") % {
        "time": _span(inject.after),
        "what": what,
    }


def _span(minutes: int) -> str:
    if minutes and minutes % DAY == 0:
        days = minutes // DAY
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    hours, rest = divmod(minutes, HOUR)
    said = [f"{hours} h"] if hours else []
    return " ".join([*said, f"{rest} min"] if rest or not said else said)
