"""What each audience may see of a session's activities: participant, leader, projector, debrief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.live import activity_shapes as shapes
from sandbox.live.activity_paper import on_paper
from sandbox.live.activity_shapes import Answer, Entry, Result
from sandbox.world.models import Activity, Contribution, Participant, Run
from sandbox.world.templates import file_of

Kind = Activity.Kind
SHOWN_ON_PROJECTOR = "activity:"


@dataclass(frozen=True)
class Asked:
    """One activity as one audience may see it.

    `progress` says how many have answered, `waiting` why there is no result yet; `result` is None
    while it is hidden. For leaders `entries` holds every text with what has been decided about it.
    """

    no: int
    kind: str
    kind_label: str
    question: str
    options: tuple[str, ...]
    state: str
    progress: str
    answers: int
    all_answered: bool
    visible: bool
    waiting: str
    result: Result | None
    entries: tuple[Entry, ...] = ()
    on_projector: bool = False
    group_word: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can be answered now."""
        return self.state == Activity.State.OPEN

    @property
    def undecided(self) -> int:
        """How many texts wait for a leader."""
        return sum(entry.state == "waiting" for entry in self.entries)

    @property
    def moderated(self) -> bool:
        """Whether texts are let through one by one."""
        return self.kind in shapes.MODERATED


@dataclass(frozen=True)
class ForParticipant:
    """What one participant's pages show: what is open, what was answered, results, the own plan."""

    code: str
    stopped: bool
    asked: Asked | None
    mine: tuple[str, ...]
    results: tuple[Asked, ...]
    plan_offered: bool
    plan_written: bool


@dataclass(frozen=True)
class ForLeader:
    """What the leaders see: every activity with its answers, none of them with a name."""

    run: int
    stopped: bool
    items: tuple[Asked, ...]

    @property
    def open(self) -> Asked | None:
        """The one that can be answered now."""
        return next((item for item in self.items if item.is_open), None)

    @property
    def waiting(self) -> tuple[Asked, ...]:
        """The prepared ones that have not been opened."""
        return tuple(item for item in self.items if item.state == Activity.State.PREPARED)


@dataclass(frozen=True)
class _Room:
    """Who is waited for in a run: participant's number in the database to group."""

    run: Run
    present: Mapping[int, int | None]

    @property
    def tables(self) -> set[int]:
        """The groups somebody present sits in."""
        return {line for line in self.present.values() if line is not None}


def kind_label(kind: str) -> str:
    """What a kind is called on a page."""
    return {
        Kind.POLL: _("Poll"),
        Kind.WORDS: _("Word cloud"),
        Kind.GROUP_QUESTION: _("Question for the group"),
        Kind.JUDGING: _("Judge another group's plan"),
        Kind.CLOSING: _("Closing question"),
        Kind.MONDAY: _("My plan for Monday"),
    }[Kind(kind)]


def for_participant(run: Run, participant: Participant) -> ForParticipant:
    """What this participant may see. Constant number of queries; no other participant's words."""
    room = _room(run)
    every = list(run.activities.all())
    rows = [row for row in every if row.state != Activity.State.PREPARED]
    given = _answers(rows)
    ended = run.state == Run.State.ENDED
    asked = next((row for row in rows if row.state == Activity.State.OPEN and not ended), None)
    own = {
        one.activity_id: one.value for one in participant.contributions.filter(activity__in=every)
    }
    closed = [row for row in rows if row is not asked]
    seen = [_for_others(row, given[row.pk], room) for row in closed if row.kind != Kind.MONDAY]
    offered = every if ended else rows
    monday = next((row for row in offered if row.kind == Kind.MONDAY), None)
    return ForParticipant(
        code=run.join_code,
        stopped=run.halted_at is not None,
        asked=_for_others(asked, given[asked.pk], room) if asked and not run.halted_at else None,
        mine=in_words(asked, own.get(asked.pk, {}), run) if asked and not run.halted_at else (),
        results=tuple(one for one in seen if one.result) if not run.halted_at else (),
        plan_offered=monday is not None,
        plan_written=monday is not None and monday.pk in own,
    )


def for_leader(run: Run) -> ForLeader:
    """Every activity with its answers, for those who lead. Constant number of queries."""
    room = _room(run)
    rows = list(run.activities.all())
    given = _answers(rows)
    return ForLeader(
        run=run.pk,
        stopped=run.halted_at is not None,
        items=tuple(_for_leaders(row, given[row.pk], room) for row in rows),
    )


def question_part(run: Run, no: int) -> str | None:
    """The living part of a leader's page about one question, as HTML; None when it is not there."""
    seen = for_leader(run)
    item = next((one for one in seen.items if one.no == no), None)
    if item is None:
        return None
    shown = {"item": item, "run": run, "stopped": seen.stopped}
    return render_to_string("live/parts_activity_decide.html", shown)


def for_projector(run: Run, no: int) -> Asked | None:
    """One activity as everybody in the room may see it: only what has been let through.

    None while the session is stopped, and for what has not been opened or is nobody else's.
    """
    row = run.activities.exclude(state=Activity.State.PREPARED).filter(no=no).first()
    if row is None or run.halted_at or row.kind == Kind.MONDAY:
        return None
    return _for_others(row, _answers([row])[row.pk], _room(run))


def results(run: Run) -> tuple[Asked, ...]:
    """What came out of everything that was asked, for the debrief: let through and counted.

    A question that has been taken away with its answers, when their time was over, is left out.
    """
    room = _room(run)
    rows = list(run.activities.exclude(state=Activity.State.PREPARED).exclude(question=""))
    given = _answers(rows)
    return tuple(
        replace(_for_others(row, given[row.pk], room, ended=True), waiting="") for row in rows
    )


def in_words(row: Activity, value: Mapping[str, Any], run: Run) -> tuple[str, ...]:
    """One's own answer in words, line by line; empty when nothing has been answered."""
    if not value:
        return ()
    if row.kind == Kind.POLL:
        labels = shapes.choices_of(row.options)
        return (labels[value["choice"]],) if value["choice"] < len(labels) else ()
    if row.kind == Kind.WORDS:
        return tuple(value["words"])
    if row.kind == Kind.GROUP_QUESTION:
        return tuple(note["text"] for note in value["notes"])
    if row.kind == Kind.JUDGING:
        return tuple(
            f"{item.label}: {item.levels[value['scores'][item.key]]}"
            for item in file_of(run.scenario).rubric
            if item.key in value["scores"]
        )
    return (value["text"],) if row.kind == Kind.CLOSING else ()


def all_answered(row: Activity) -> bool:
    """Whether everybody who is waited for has answered."""
    answered, expected = _count(row, _answers([row])[row.pk], _room(row.run))
    return bool(expected) and answered >= expected


def _room(run: Run) -> _Room:
    waited_for = Participant.objects.filter(
        run=run, kind=Participant.Kind.PERSON, left_at=None, on_paper=False
    ).exclude(attended=False)
    return _Room(run, dict(waited_for.values_list("pk", "line")))


def _answers(rows: Sequence[Activity]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {row.pk: [] for row in rows}
    for one in Contribution.objects.filter(activity__in=rows).order_by("at", "pk"):
        found[one.activity_id].append(Answer(one.participant_id, one.line, one.value))
    for row in rows:
        found[row.pk] += on_paper(row)
    return found


def _count(row: Activity, answers: Sequence[Answer], room: _Room) -> tuple[int, int]:
    if row.kind == Kind.GROUP_QUESTION:
        written = {note["line"] for note in shapes.notes(answers)}
        return len(written & room.tables), len(room.tables)
    return sum(answer.participant in room.present for answer in answers), len(room.present)


def _progress(row: Activity, answered: int, expected: int) -> str:
    if not expected and (paper := on_paper(row)):
        return _("%(answers)d on paper") % {"answers": len(paper)}
    counted = {"answered": answered, "expected": expected}
    if row.kind == Kind.GROUP_QUESTION:
        return (
            ngettext(
                "%(answered)d of %(expected)d group has answered",
                "%(answered)d of %(expected)d groups have answered",
                expected,
            )
            % counted
        )
    if row.kind == Kind.MONDAY:
        return (
            ngettext(
                "%(answered)d of %(expected)d has written a plan",
                "%(answered)d of %(expected)d have written a plan",
                expected,
            )
            % counted
        )
    return (
        ngettext(
            "%(answered)d of %(expected)d has answered",
            "%(answered)d of %(expected)d have answered",
            expected,
        )
        % counted
    )


def _for_others(
    row: Activity, answers: Sequence[Answer], room: _Room, *, ended: bool = False
) -> Asked:
    """The activity for participants and projector; `ended` shows what nobody held back."""
    asked = _asked(row, answers, room)
    held = bool(row.moderation.get("held"))
    visible = row.shown or (not held and (asked.all_answered or ended))
    if row.kind in shapes.MODERATED:
        # Each text is let through by itself, so there is nothing to wait for.
        visible = not held
    if row.kind == Kind.MONDAY:
        visible = False
    few = len(answers) < shapes.FEWEST and row.kind in (Kind.POLL, Kind.JUDGING)
    result = _result(row, answers, room, everything=False) if visible and not few else None
    if result and result.is_empty:
        result = None
    waiting = "" if result else _waiting(row, visible=visible, few=few)
    return replace(asked, visible=visible, result=result, waiting=waiting)


def _waiting(row: Activity, *, visible: bool, few: bool) -> str:
    if row.kind == Kind.MONDAY:
        return _("Nobody but you sees your plan.")
    if row.kind in shapes.MODERATED:
        return _("The leader lets the answers through before anybody sees them.")
    if visible and few:
        return _("The result is shown when at least two have answered.")
    return _("The result is shown when everybody has answered.")


def _for_leaders(row: Activity, answers: Sequence[Answer], room: _Room) -> Asked:
    asked = _asked(row, answers, room)
    others = _for_others(row, answers, room)
    hidden = row.kind == Kind.MONDAY or room.run.halted_at is not None
    return replace(
        asked,
        visible=others.visible,
        waiting=others.waiting,
        result=None if hidden else _result(row, answers, room, everything=True),
        entries=()
        if hidden or row.kind not in shapes.MODERATED
        else shapes.entries(row.kind, answers, row.moderation),
        on_projector=room.run.projector == f"{SHOWN_ON_PROJECTOR}{row.no}",
    )


def _asked(row: Activity, answers: Sequence[Answer], room: _Room) -> Asked:
    answered, expected = _count(row, answers, room)
    return Asked(
        no=row.no,
        kind=row.kind,
        kind_label=kind_label(row.kind),
        question=row.question,
        options=tuple(shapes.choices_of(row.options)) if row.kind == Kind.POLL else (),
        state=row.state,
        progress=_progress(row, answered, expected),
        answers=len(answers),
        all_answered=bool(expected) and answered >= expected,
        visible=False,
        waiting="",
        result=None,
        # Side by side a group is one person, so its number is nobody else's business.
        group_word=_("Group") if room.run.mode == Run.Mode.GROUP else "",
    )


def _result(row: Activity, answers: Sequence[Answer], room: _Room, *, everything: bool) -> Result:
    if row.kind == Kind.POLL:
        return Result(len(answers), bars=shapes.bars(row.options, answers))
    if row.kind == Kind.JUDGING:
        rubric = [(one.key, one.label, one.levels) for one in file_of(room.run.scenario).rubric]
        return Result(len(answers), judged=shapes.judged(answers, rubric))
    texts = shapes.entries(row.kind, answers, row.moderation)
    chosen = tuple(one for one in texts if everything or one.shown)
    words = {Kind.WORDS: shapes.cloud, Kind.CLOSING: shapes.themes}.get(Kind(row.kind))
    return Result(
        len(answers),
        words=words(chosen) if words else (),
        texts=chosen if row.kind != Kind.WORDS else (),
    )
