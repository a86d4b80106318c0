"""The leader's board: a row for each group, who needs her, and what she has done. No text of others.

A row is ready for the template: words and times, worked out from `standing` and the seats.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.exercises.scenario import Scenario
from sandbox.live import codes, offering
from sandbox.live.run_sheet import PHASE, Part, minutes_between, sheet
from sandbox.live.run_words import Line, told_events
from sandbox.live.standing import Standing, standings
from sandbox.world.models import Run, RunEvent, Seat, World
from sandbox.world.templates import file_of

STUCK_AFTER = 4  # minutes of real time
GONE_AFTER = timedelta(minutes=6)  # a phone that has not asked for news: in a pocket, or flat
NAMED = 2  # parties named when a group waits for many
LATEST = 12  # lines of what has happened
FEEDBACK = ("feedback", "closing")
PLAYING = "roleplay"
ASKS = "Fråga"  # how the trainer's notes begin what is good to ask


@dataclass(frozen=True)
class Cell:
    """One stage of one group: the state, and its minutes while it goes on."""

    title: str
    state: str
    minutes: int | None


@dataclass(frozen=True)
class Row:
    """One group: `here` of `held` people are in. `tone` is ok, warn, done or now; `word` says it.

    `stuck` is in minutes, 0 when the group moves. `need` is what its leader should know, `ask` a
    good question for it.
    """

    line: int
    name: str
    here: int
    held: int
    simulated: int
    cells: tuple[Cell, ...]
    tone: str
    word: str
    note: str
    stuck: int
    last_act: str
    last_at: datetime | None
    denied: int
    ask: str


@dataclass(frozen=True)
class Board:
    """Everything the living part of the leader's view shows."""

    run: Run
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    log: tuple[Line, ...]
    part: Part | None
    parts: int
    left: int
    at: datetime

    @property
    def here(self) -> int:
        """How many people are in."""
        return sum(row.here for row in self.rows)

    @property
    def held(self) -> int:
        """How many have a seat."""
        return sum(row.held for row in self.rows)

    @property
    def over(self) -> int:
        """How many minutes the part has gone over its time."""
        return max(0, -self.left)

    @property
    def needs(self) -> list[Row]:
        """The groups that stand still, the longest first."""
        return sorted((row for row in self.rows if row.stuck), key=lambda row: -row.stuck)


def board(run: Run, *, now: datetime | None = None) -> Board:
    """The board as it is now. A constant number of queries, eight at most."""
    at = now or timezone.now()
    read = file_of(run.scenario)
    used = list(seats_in_use(run))
    found = standings(run, worlds_of(used))
    events = list(RunEvent.objects.filter(run=run).order_by("no"))
    seats: dict[int, list[Seat]] = {}
    for seat in used:
        seats.setdefault(seat.world_id or 0, []).append(seat)
    present = sheet(run, now=at)
    rows = [
        _row(run, read, found[key], held, _Clock(at, events, present.now))
        for key, held in seats.items()
        if key in found
    ]
    return Board(
        run=run,
        columns=tuple(title for _key, title, _state in next(iter(found.values())).stages)
        if found
        else (),
        rows=tuple(sorted(rows, key=lambda row: row.line)),
        log=told_events(run, read, events, used)[:LATEST],
        part=present.now,
        parts=len(present.parts),
        left=present.left,
        at=at,
    )


def seats_in_use(run: Run) -> Iterable[Seat]:
    """Every seat in a world in use, with the world and whoever holds it. One query."""
    used = Seat.objects.filter(run=run, world__kind=World.Kind.LIVE)
    return used.select_related("world", "participant").order_by("world__line", "no")


def worlds_of(seats: Iterable[Seat]) -> Iterable[World]:
    """The worlds of the seats, each once."""
    return {seat.world_id: seat.world for seat in seats if seat.world}.values()


def fragment(run: Run) -> str:
    """The living part of the leader's view, for the page and for the poll."""
    return render_to_string("live/parts_board.html", board_context(run))


def bar(run: Run) -> str:
    """The facts of the bar at the top: minutes left, who is in, the code. For the page and the poll."""
    return render_to_string("live/parts_board_bar.html", board_context(run))


def board_context(run: Run) -> dict[str, Any]:
    """What the two living parts are rendered with."""
    return {"board": board(run), "run": run, "code": codes.spaced(run.join_code)}


def is_here(seat: Seat, now: datetime) -> bool:
    """Whether somebody holds the seat and has been seen lately."""
    person = seat.participant
    if person is None or person.left_at is not None:
        return False
    seen = person.last_seen or person.joined_at
    return person.on_paper or now - seen <= GONE_AFTER


def group_name(run: Run, line: int, seats: Sequence[Seat]) -> str:
    """What a row is called: the group's number, or side by side the person's name."""
    person = next((seat.participant for seat in seats if seat.participant), None)
    if run.mode != Run.Mode.GROUP and person is not None:
        return person.name
    return _("Group %(number)d") % {"number": line}


@dataclass(frozen=True)
class _Clock:
    """Real time on the board: now, and what has been paused."""

    now: datetime
    events: Sequence[RunEvent]
    part: Part | None

    def since(self, moment: datetime) -> int:
        return minutes_between(moment, self.now, self.events)

    @property
    def part_began(self) -> datetime | None:
        turned = (one.at for one in reversed(self.events) if one.code in (PHASE, "opened"))
        return next(turned, None)


def _row(run: Run, read: Scenario, one: Standing, seats: Sequence[Seat], clock: _Clock) -> Row:
    world = seats[0].world
    line = world.line if world else 0
    held = [seat for seat in seats if seat.participant is not None]
    away = [seat for seat in held if not is_here(seat, clock.now)]
    people = {seat.participant_id for seat in held}
    spare = {card.party for card in read.seats if card.optional}
    stuck = _stuck(run, one, clock)
    tone, word, note = _state(read, one, away, stuck)
    return Row(
        line=line,
        name=group_name(run, line, seats),
        here=len(people - {seat.participant_id for seat in away}),
        held=len(people),
        simulated=sum(seat.kind == Seat.Kind.ACTOR and seat.unit not in spare for seat in seats),
        cells=tuple(
            Cell(title, state, clock.since(one.began) if state == "now" else None)
            for _key, title, state in one.stages
        ),
        tone=tone,
        word=word,
        note=note,
        stuck=stuck,
        last_act=one.last_act,
        last_at=one.last_act_at,
        denied=one.denied,
        ask=_question(read, one),
    )


def _stuck(run: Run, one: Standing, clock: _Clock) -> int:
    """How long nothing has happened, when somebody should be doing something; else 0."""
    part = clock.part
    if one.is_done or not one.waits or run.halted_at or (part and part.kind in FEEDBACK):
        return 0
    since = one.last_at
    if part and part.kind == PLAYING:
        since = max(since, clock.part_began or since)
    elif not one.acted:
        # They have not begun: the room is still listening.
        return 0
    minutes = clock.since(since)
    return minutes if minutes >= STUCK_AFTER else 0


def _state(read: Scenario, one: Standing, away: Sequence[Seat], stuck: int) -> tuple[str, str, str]:
    waits = _waits_for(read, one)
    if stuck:
        return "warn", _("Stuck %(minutes)d min") % {"minutes": stuck}, waits
    if one.is_done:
        return "done", _("Finished"), ""
    if away:
        word = ngettext("%(count)d missing", "%(count)d missing", len(away)) % {"count": len(away)}
        return "warn", word, ", ".join(offering.seat_name(read, seat.unit) for seat in away)
    if not one.waits:
        return "now", _("Waiting for the clock"), ""
    return "ok", _("On track"), waits


def _waits_for(read: Scenario, one: Standing) -> str:
    """Whom the others wait for, the first two by name; alone, what comes next."""
    if not one.ball:
        return ""
    if not read.shared:
        return one.ball[0].title
    names = list(dict.fromkeys(offering.seat_name(read, ball.party) for ball in one.ball))
    first, more = ", ".join(names[:NAMED]), len(names) - NAMED
    if more <= 0:
        return _("Waiting for %(names)s") % {"names": first}
    return _("Waiting for %(names)s and %(count)d more") % {"names": first, "count": more}


def _question(read: Scenario, one: Standing) -> str:
    """A good question for the group: what the notes of its stage say to ask."""
    stage = next((key for key, _title, state in one.stages if state == "now"), "")
    note = read.notes.get(stage, "")
    asks = note.find(ASKS)
    return note[asks:].strip() if asks >= 0 else _("Ask: “Whom in the group are you waiting for?”")
