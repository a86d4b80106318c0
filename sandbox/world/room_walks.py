"""Seeded random walks in a real room: as in the pure ones, with everything read back from its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sandbox.exercises.always_so import (
    PLANNED,
    has_way_out,
    role_of,
    shown,
    wrong_after,
    wrong_refusal,
)
from sandbox.exercises.made_up import Author
from sandbox.process.engine import offers
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Happening
from sandbox.process.tracks import state_in
from sandbox.world.counties import current_county
from sandbox.world.desk import cases_of
from sandbox.world.models import Case, Event, Seat, World
from sandbox.world.patches import plain, undone
from sandbox.world.perform import perform
from sandbox.world.reset import practise_again, undo_practise_again
from sandbox.world.rooms import (
    Wish,
    advance_room,
    hand_back,
    held_cases,
    next_due,
    open_room,
    people_to_choose,
    seats_in,
    sit_down,
)
from sandbox.world.templates import county_of
from sandbox.world.tripwire import LooksReal

DAYS, MOVES, PEOPLE = 12, 36, 3
HOURS = (4, 12, 24, 48)
MONDAY = date(2026, 3, 2)
ENDING = frozenset({"close_plan", "close_case", "withdraw_consent", "interrupt", "cancel_case"})
States = dict[int, CaseState]


@dataclass
class RoomWalk:
    """What one walk met: what was done, how often it was refused, and what did not hold."""

    seed: int
    done: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    problems: list[str] = field(default_factory=list)


def room_walk(*, user: Any, profile: str, seed: int, now: datetime, moves: int = MOVES) -> RoomWalk:
    """Open a room and walk in it; the same seed walks the same way. Roll it back when it is done.

    Raises LookupError when no county is loaded.
    """
    walker = _Walker(user, profile, Random(f"{profile}:{seed}"), now)  # noqa: S311
    walker.met.seed = seed
    for _ in range(moves):
        if walker.world().sim_now > walker.until:
            break
        walker.step()
    walker.end()
    return walker.met


class _Walker:
    """Somebody with several seats in a room of their own."""

    def __init__(self, user: Any, profile: str, dice: Random, now: datetime) -> None:
        self.dice, self.at, self.met = dice, now, RoomWalk(0)
        county = current_county()
        if county is None:
            raise LookupError("county")
        self.profile, self.author = load_profile(profile), Author(dice)
        people = [one.no for one in people_to_choose(county)]
        with_whom = tuple(sorted(dice.sample(people, min(PEOPLE, len(people)))))
        self.seat = open_room(
            user=user, wish=Wish(profile, "bistand", with_whom), today=MONDAY, now=now
        )
        self.units = [
            code for code, one in county_of(self.seat.run.scenario).units.items() if one.in_system
        ]
        self.until = self.world().sim_now + DAYS * 24 * 60
        self.known = self.states()

    def world(self) -> World:
        """The world the room is played in now."""
        self.seat = Seat.objects.select_related("run__scenario", "world").get(pk=self.seat.pk)
        return World.objects.get(pk=self.seat.world_id or 0)

    def states(self) -> States:
        """Every case whole, as the rows hold it."""
        world = self.world()
        cases = list(Case.objects.for_world(world).select_related("person").order_by("no"))
        held = held_cases(None, self.seat.run, world, cases, at=self.at)
        return {one.before.case.no: one.before.state for one in held}

    def step(self) -> None:
        """Let somebody do something, or time go on, or the room be begun anew."""
        chance = self.dice.random()
        if chance < 0.25:
            what = self._clock()
        elif chance < 0.33:
            what = self._come_or_go()
        elif chance < 0.36:
            what = self._again()
        else:
            what = self._act()
        self._compare(what)

    def _clock(self) -> str:
        world = self.world()
        due = next_due(world)
        to = world.sim_now + self.dice.choice(HOURS) * 60
        advance_room(
            self.seat, to=due if due and self.dice.random() < 0.4 else to, now=self._tick()
        )
        return "klockan"

    def _come_or_go(self) -> str:
        mine = [one for one in seats_in(self.seat) if one.pk != self.seat.pk]
        if mine and self.dice.random() < 0.4:
            other = self.dice.choice(mine)
            other.world = self.world()
            hand_back(other, now=self._tick())
            return "en enhet lämnades"
        sit_down(self.seat, self.dice.choice(self.units), now=self._tick())
        return "någon satte sig"

    def _again(self) -> str:
        """Start over, and take it back: the room is what it was, to the last letter."""
        before = self.states()
        practise_again(seat=self.seat, now=self._tick())
        self.world()
        undo_practise_again(seat=self.seat, now=self._tick())
        if _rows(before) != _rows(self.states()):
            self.met.problems.append("att ångra en omstart gav inte tillbaka rummet")
        return "en omstart ångrades"

    def _act(self) -> str:
        seat = self._at_a_desk()
        found = cases_of(seat)
        number = self.dice.choice(found or [None])
        no = number.case.no if number else self.dice.choice(list(self.known))
        case = self.known[no]
        action = self._action(case, seat.unit)
        document = shown(case).actions[action].document
        body = (
            self.author.body(shown(case).documents[document], case, actor=seat.unit)
            if document
            else {}
        )
        try:
            done = perform(
                seat=seat,
                case=no,
                action=action,
                body=body,
                expected_version=case.version,
                now=self._tick(),
            )
        except LooksReal:
            self.met.problems.append(f"{action}: påhittad text togs för verklig")
            return action
        if done.turn.refused:
            self.met.refused += 1
            after = self.states()[no]
            self._found(wrong_refusal(_alone(case), _alone(after)), action)
        else:
            self.met.done[action] += 1
        return action

    def _at_a_desk(self) -> Seat:
        mine = seats_in(self.seat)
        pk = self.dice.choice(mine).pk
        return Seat.objects.select_related("run__scenario", "world").get(pk=pk)

    def _action(self, case: CaseState, unit: str) -> str:
        found = offers(
            case,
            role=role_of(case, unit),
            flow=load_flow(case.flow),
            profile=self.profile,
            actor=unit,
        )
        usual = [one.action for one in found if one.enabled]
        usual = [one for one in usual if one not in ENDING] or usual
        if not usual or self.dice.random() < 0.05:
            return self.dice.choice(found).action
        weights = [1 / (1 + 3 * self.met.done[one]) for one in usual]
        return self.dice.choices(usual, weights)[0]

    def _tick(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def _compare(self, what: str) -> None:
        """Ask of every case whether what happened in it holds, and of the room as a whole."""
        after = self.states()
        for no, case in after.items():
            before = self.known[no]
            if before != case:
                self._found(wrong_after(_alone(before), _alone(case), undo=undone), what)
        self.known = after
        self._found(_whole(self.world(), after, self.profile.name), what)

    def _found(self, problems: Iterator[str], what: str) -> None:
        self.met.problems += [f"{one} ({what})" for one in problems]

    def end(self) -> None:
        """Ask at last whether every case can go on, and whether the log leads back to the first row."""
        for no, case in self.known.items():
            if not has_way_out(case, self.units):
                self.met.problems.append(f"ärende {no} kan inte komma vidare från {case.state}")
            self._found(_undone_whole(case), "hela loggen")


def _whole(world: World, states: States, profile: str) -> Iterator[str]:
    seqs = list(Event.objects.for_world(world).order_by("seq").values_list("seq", flat=True))
    if seqs != list(range(1, world.seq + 1)):
        yield "rummets händelser är inte numrerade i följd"
    for case in states.values():
        if any(one.status == "draft" for one in case.documents):
            yield "ett utkast syns för reglerna"
    if not any(shown(case).one_plan for case in states.values()):
        return
    people = Counter[int]()
    for row in Case.objects.for_world(world):
        state = states[row.no]
        flow = load_flow(state.flow)
        people[row.person_id] += "sip" in flow.tracks and state_in(state, flow, "sip") in PLANNED
    if any(count > 1 for count in people.values()):
        yield f"en person har två planer fast {profile} säger en"


def _alone(case: CaseState) -> CaseState:
    """The case with its own lines numbered from one, and without what is lent to it.

    The room numbers the lines of all its cases together.
    """
    log = tuple(replace(line, seq=number) for number, line in enumerate(case.log, start=1))
    facts = {key: value for key, value in case.facts.items() if key not in ("humans", "elsewhere")}
    return replace(case, log=log, facts=facts)


def _undone_whole(case: CaseState) -> Iterator[str]:
    """Take back every line: what is left is a case in which nothing has been done."""
    left = _alone(case)
    for line in reversed(left.log):
        left = undone(left, line)
    flow = load_flow(case.flow)
    if (left.state, left.version, left.consents) != (flow.initial, 0, ()):
        yield f"loggen leder inte tillbaka till början: {left.state}, version {left.version}"
    if left.documents:
        yield f"dokument som ingen händelse har skrivit: {[one.kind for one in left.documents]}"
    yield from _told_again(case, left)


def _told_again(case: CaseState, first: CaseState) -> Iterator[str]:
    """Do what every patch says, from the first row on: what comes out is what is stored."""
    told = {"state": first.state, **{f"facts.{k}": v for k, v in first.facts.items()}}
    for line in case.log:
        told |= {path: new for path, (_old, new) in line.patch.items()}
    for path, value in told.items():
        if (found := _at(case, path)) != plain(value) and path != "consents":
            yield f"{path} är {found!r} i raden, {value!r} i loggen"


def _at(case: CaseState, path: str) -> Any:
    name, _, rest = path.partition(".")
    if name == "state":
        return case.state
    if name == "facts":
        return plain(case.facts.get(rest))
    number, _, key = rest.partition(".")
    if name == "document":
        paper = next(one for one in case.documents if one.number == int(number))
        return plain(getattr(paper, key))
    return plain(getattr(case.consents[int(number)], key)) if key else len(case.consents)


def _rows(states: States) -> dict[int, Any]:
    return {no: replace(one, now=0, log=_lines(one.log)) for no, one in states.items()}


def _lines(log: tuple[Happening, ...]) -> tuple[Happening, ...]:
    return tuple(replace(line, document=None) for line in log)
