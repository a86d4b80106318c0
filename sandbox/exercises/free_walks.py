"""Seeded random walks in a county: twelve days of anybody doing anything to one person's cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from sandbox.exercises import actors
from sandbox.exercises.always_so import (
    Undo,
    has_way_out,
    plans,
    role_of,
    shown,
    wrong_after,
    wrong_refusal,
)
from sandbox.exercises.county import County, exercise_in
from sandbox.exercises.made_up import Author
from sandbox.exercises.play import advance, next_event, play
from sandbox.exercises.scenario import Scenario
from sandbox.exercises.stories import Story, Telling, blank_case, told
from sandbox.process import consent
from sandbox.process.engine import offers
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import MINUTES_PER_DAY, CaseState
from sandbox.process.tracks import state_in

DAYS = 12
MOVES_A_DAY = 3
DAY_ZERO = date(2026, 3, 2)
FULL = "lifecare"  # the profile that shows every field
RESTING = ("", "noticed", "closed")
ENDING = frozenset(
    {
        "close_plan",
        "close_case",
        "withdraw_consent",
        "note_withdrawal",
        "interrupt",
        "cancel_case",
        "end_care_plan",
        "note_refusal",
    }
)


@dataclass(frozen=True, eq=False)
class Ground:
    """Where walks begin: a county under one profile, and each person's cases as they stand there.

    `people` holds the cases of one person each: told from the files, or with nothing done in them.
    """

    county: County
    profile: str
    people: tuple[tuple[CaseState, ...], ...]


@dataclass
class FreeWalk:
    """What one walk met: how much was done and refused, which actions, and what did not hold."""

    seed: int
    moves: int = 0
    refused: int = 0
    done: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def ground(
    county: County, stories: Sequence[Story], profile: str, *, told_in: str = FULL
) -> Ground:
    """Return where walks begin: stories told in the words of one profile, gone on with in another.

    So it is in a room, too. Raises ContentError where the rules refuse a story.
    """
    people: dict[str, list[CaseState]] = {}
    fresh: list[tuple[CaseState, ...]] = []
    for story in stories:
        mine = people.setdefault(story.person, [])
        telling = Telling(told_in, DAY_ZERO, _elsewhere(mine))
        mine.append(replace(told(county, story, telling), profile=profile))
        blank = replace(blank_case(county, story, telling), now=county.start, profile=profile)
        other = replace(blank, flow="sip" if blank.flow == "spu" else "spu")
        other = replace(other, state=load_flow(other.flow).initial)
        fresh.append((blank, other))
    begun = [tuple(one) for one in people.values()]
    return Ground(county, profile, (*begun, *begun, *begun, *fresh))


def _elsewhere(others: Sequence[CaseState]) -> dict[str, Any]:
    """What goes on for the person in other cases, as the house tells each of them."""
    going = (number for number, one in enumerate(others, start=1) if _plan(one) not in RESTING)
    return {"active_sip": next(going, None)}


def _plan(case: CaseState) -> str:
    flow = load_flow(case.flow)
    return state_in(case, flow, "sip") if "sip" in flow.tracks else ""


def free_walk(start: Ground, seed: int, *, undo: Undo, moves: int = DAYS * MOVES_A_DAY) -> FreeWalk:
    """Return what a walk of twelve days met; the same seed walks the same way.

    `undo` takes back the last happening of a case by its patch.
    """
    walker = _Walker(start, Random(f"{start.profile}:{seed}"), undo, FreeWalk(seed))  # noqa: S311
    for _ in range(moves):
        if walker.now > walker.until:
            break
        walker.step()
    walker.end()
    return walker.met


class _Walker:
    """One person's cases on their way through the days."""

    def __init__(self, start: Ground, dice: Random, undo: Undo, met: FreeWalk) -> None:
        self.county, self.profile = start.county, load_profile(start.profile)
        self.dice, self.undo, self.met = dice, undo, met
        self.author = Author(dice)
        self.cases = [self._held_together(one) for one in dice.choice(start.people)]
        self.until = self.now + DAYS * MINUTES_PER_DAY
        self.humans = self._first_humans()
        self._lend()

    @property
    def now(self) -> int:
        """The minute all the cases stand at."""
        return max(case.now for case in self.cases)

    def _held_together(self, case: CaseState) -> CaseState:
        """A plan outside hospital always has somebody who holds it together."""
        if case.flow != "sip" or case.facts.get("coordinator"):
            return case
        unit = self.dice.choice([code for code, one in self.county.units.items() if one.in_system])
        return replace(case, facts={**case.facts, "coordinator": unit})

    def _first_humans(self) -> list[str]:
        units = [code for code, unit in self.county.units.items() if unit.in_system]
        near = sorted(set(_near(self.cases)) & set(units))
        return [
            code for code in units if self.dice.random() < (0.6 if code in near else 1 / len(units))
        ]

    def _lend(self) -> None:
        """Tell each case who is played by people, and what goes on in the others."""
        for number, case in enumerate(self.cases):
            others = [one for at, one in enumerate(self.cases) if at != number]
            facts = {**case.facts, "humans": list(self.humans), "elsewhere": _elsewhere(others)}
            if facts != case.facts:
                self.cases[number] = replace(case, facts=facts)

    def step(self) -> None:
        """Let somebody do something, or time go on, or somebody come or go."""
        chance = self.dice.random()
        self.met.moves += 1
        if chance < 0.3:
            self._clock()
        elif chance < 0.34:
            self._come_or_go()
        else:
            self._act(self.dice.randrange(len(self.cases)))
        if self.profile_allows_one() and plans(self.cases) > 1:
            self._fault("två planer samtidigt")

    def profile_allows_one(self) -> bool:
        """Whether the profile says that a person has one plan at a time."""
        return shown(self.cases[0]).one_plan

    def _clock(self) -> None:
        due = [at for case in self.cases if (at := next_event(case)) is not None]
        to = self.now + self.dice.choice((240, 700, MINUTES_PER_DAY, 2 * MINUTES_PER_DAY))
        to = min(due) if due and self.dice.random() < 0.4 else to
        for number in range(len(self.cases)):
            case = self.cases[number]
            turn = advance(case, scenario=self._exercise(case), to=max(to, self.now, case.now))
            self._changed(number, turn.case)

    def _come_or_go(self) -> None:
        units = [code for code, unit in self.county.units.items() if unit.in_system]
        unit = self.dice.choice(units)
        if unit not in self.humans:
            self.humans.append(unit)
            self._lend()
            return
        self.humans.remove(unit)
        self._lend()
        for number, case in enumerate(self.cases):
            self._changed(
                number, actors.taken_over(case, scenario=self._exercise(case), party=unit)
            )

    def _act(self, number: int) -> None:
        case, flow = self.cases[number], shown(self.cases[number])
        party, role, action = self._chosen(case)
        document = flow.actions[action].document
        body = (
            self.author.body(flow.documents[document], case, actor=party)
            if document
            else self._about(case)
        )
        turn = play(
            case, scenario=self._exercise(case), action=action, role=role, body=body, actor=party
        )
        if turn.refused:
            self.met.refused += 1
            self.met.problems += [f"{p} ({action})" for p in wrong_refusal(case, turn.case)]
            if any(not one.text for one in turn.refused):
                self._fault(f"{action} nekades utan skäl")
            self.cases[number] = turn.case
            return
        self.met.done[action] += 1
        self._changed(number, turn.case, action)

    def _about(self, case: CaseState) -> dict[str, Any]:
        """What an action without a form is told: now and then the document it is about."""
        numbers = [one.number for one in case.documents]
        if not numbers or self.dice.random() < 0.6:
            return {}
        return {"document": self.dice.choice(numbers)}

    def _chosen(self, case: CaseState) -> tuple[str, str, str]:
        """Who does what: mostly something that can be done, now and then anything at all."""
        party, role, action = "", "", ""
        for _try in range(3):
            party = self._party(case)
            role = role_of(case, party)
            found = offers(
                case, role=role, flow=load_flow(case.flow), profile=self.profile, actor=party
            )
            action = self.dice.choice(found).action
            if self.dice.random() < 0.05:
                break
            if usual := [one.action for one in found if one.enabled]:
                return party, role, self._usual(usual)
        return party, role, action

    def _usual(self, usual: list[str]) -> str:
        if self.dice.random() < 0.93:
            usual = [one for one in usual if one not in ENDING] or usual
        weights = [1 / (1 + 3 * self.met.done[one]) for one in usual]
        return self.dice.choices(usual, weights)[0]

    def _party(self, case: CaseState) -> str:
        chance = self.dice.random()
        if chance < 0.05:
            return str(case.facts.get("subject") or self.dice.choice(list(consent.parties(case))))
        if chance < 0.35 and case.facts.get("coordinator"):
            return str(case.facts["coordinator"])
        near = [code for code in _near([case]) if code in self.county.units]
        if near and chance < 0.85:
            return self.dice.choice(near)
        return self.dice.choice([*self.humans, *self.county.units])

    def _changed(self, number: int, after: CaseState, action: str = "klockan") -> None:
        before, self.cases[number] = self.cases[number], after
        if after is before:
            return
        self.met.problems += [
            f"{problem} ({action})" for problem in wrong_after(before, after, undo=self.undo)
        ]
        self._place(after)
        self._lend()

    def _place(self, case: CaseState) -> None:
        for track in load_flow(case.flow).tracks:
            self.met.places.add(f"{track}: {state_in(case, load_flow(case.flow), track)}")

    def _exercise(self, case: CaseState) -> Scenario:
        return exercise_in(
            self.county,
            flow=case.flow,
            profile=case.profile,
            coordinator=str(case.facts.get("coordinator", "")),
        )

    def _fault(self, text: str) -> None:
        self.met.problems.append(text)

    def end(self) -> None:
        """Ask at last whether every case can go on."""
        for case in self.cases:
            self._place(case)
            if not has_way_out(case, [*_near([case]), *self.county.units]):
                self._fault(f"från {case.flow}.{case.state} går det inte att komma vidare")


def _near(cases: Sequence[CaseState]) -> Iterator[str]:
    """Who has anything to do with the cases."""
    for case in cases:
        flow = load_flow(case.flow)
        yield str(case.facts.get("coordinator") or "")
        yield from case.facts.get("members") or ()
        for document in case.documents:
            yield document.author
            yield from consent.addressed(document, flow=flow)
