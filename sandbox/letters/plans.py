"""The plan on paper: to the person and those who answer for a child, and as the form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sandbox.letters.letter import Block, Held, Letter, field, heading, points, table, texts
from sandbox.letters.plan_reading import GOALS, Doing, PlanTold, plan_for
from sandbox.letters.telling import OUTSIDE, Reached, Telling
from sandbox.letters.wording import date_words, day_words, say, say_all, words
from sandbox.process import consent
from sandbox.process.own_parts import also_there, unwritten

SHARES = "share_goals"
BLANK = "mall"
EMPTY_ROWS = 4


def plan_letters(telling: Telling) -> tuple[list[Letter], list[Held]]:
    """The plan to the person, to a child's guardians, and to those called who lack the system.

    To others only as far as the consent says. Whoever is near gets it from the person.
    """
    if telling.newest(GOALS) is None or not telling.coordinates:
        return [], []
    to, held = telling.sorted_out((*telling.guardians, *_called_outside(telling)))
    given = consent.current(telling.state)
    if given is None or SHARES not in given.purposes:
        held += [Held(one.name, say("held", "consent")) for one in to]
        to = []
    found = (_letter(telling, one) for one in (telling.person, *to))
    return [one for one in found if one is not None], held


def _called_outside(telling: Telling) -> Iterator[str]:
    """The units that were called by letter, as a school: what they do stands in the plan."""
    call = telling.newest("call")
    for code in consent.addressed(call, flow=telling.flow) if call else ():
        found = telling.reached(code)
        if found is not None and found.whom in OUTSIDE:
            yield code


def _letter(telling: Telling, to: Reached) -> Letter | None:
    goals, plan = telling.newest(GOALS), plan_for(telling, to)
    if goals is None or plan is None:
        return None
    own = to.whom == "person"
    when = _written(telling)
    return Letter(
        key=f"plan-{goals.number}-{to.code}",
        title=say("plan", "title" if own else "title_guardian", given=telling.subject.given_name),
        when=when,
        written=date_words(when),
        sender=telling.sender(telling.unit),
        to=telling.address(to),
        blocks=tuple(_blocks(telling, plan, to)),
        ask=telling.ask(telling.unit),
        why=telling.why(to),
    )


def _written(telling: Telling) -> date:
    """The day the plan was last written in."""
    kinds = (GOALS, "contribution", "follow_up")
    return max(telling.sent(one) for kind in kinds for one in telling.standing(kind))


def _blocks(telling: Telling, plan: PlanTold, to: Reached) -> Iterator[Block]:
    own, given = to.whom == "person", telling.subject.given_name
    names = {"given": given, "person": telling.subject.name, "hello": to.hello}
    for line in say_all("plan", _intro(telling, to), **names):
        yield from texts(line)
    if plan.main_goal:
        yield heading(say("plan", "goal"))
        yield from texts(plan.main_goal)
        if plan.main_day:
            yield from texts(say("plan", "by", day=plan.main_day))
    if plan.steps:
        yield heading(say("plan", "steps"))
        yield from points(*(_step(text, until) for text, _heading, until in plan.steps))
    if plan.measures or plan.others:
        yield heading(say("plan", "measures"))
        yield _table(tuple(words()["plan"]["columns"]), (*plan.measures, *plan.others))
    if plan.own:
        yield heading(say("plan", "own" if own else "own_guardian", given=given))
        yield from points(*(_own(one) for one in plan.own))
    yield heading(say("plan", "next"))
    yield from points(*_next(telling, plan, to), say("plan", "change"))


def _intro(telling: Telling, to: Reached) -> str:
    if to.whom == "person":
        return "intro_child" if telling.child else "intro"
    return "intro_unit" if to.whom in OUTSIDE else "intro_guardian"


def _own(one: Doing) -> str:
    """What the person does and when, as one line: a full stop does not stand before a comma."""
    text = one.text.rstrip()
    return f"{text.removesuffix('.')}, {one.when}" if one.when else text


def _step(text: str, until: str) -> str:
    return f"{text} ({say('plan', 'until', day=until)})" if until else text


def _table(columns: tuple[str, ...], rows: tuple[Doing, ...]) -> Block:
    return table(columns, tuple((one.text, one.by, one.when) for one in rows))


def _next(telling: Telling, plan: PlanTold, to: Reached) -> Iterator[str]:
    ahead, day = plan.ahead, telling.day(plan.ahead.get("day"))
    if day:
        form = telling.met("follow_up", ahead.get("form"), to)
        said = f", {form}" if form else ""
        yield say("plan", "next_day", day=day_words(day), form=said)
    if ahead.get("coordinator"):
        named = (ahead.get("coordinator_name"), ahead.get("coordinator_phone"))
        contact = ", ".join(str(one) for one in named if one)
        unit = telling.name(ahead["coordinator"])
        yield say("plan", "coordinator", unit=unit, contact=f"{contact}." if contact else "")
    principal = telling.word("follow_up", "principal", ahead.get("principal"))
    if principal:
        yield say("plan", "principal", principal=principal)
    there = also_there(telling.state)
    if there:
        yield say("plan", "there", names="; ".join(there))
    late = unwritten(telling.state, flow=telling.flow, reader=telling.unit, role=telling.role)
    if late:
        yield say("plan", "unwritten", units=", ".join(telling.name(one) for one in late))


# ---------------------------------------------------------------------- the form


def blank_form(telling: Telling) -> Letter:
    """The form with nothing in it, to fill in by hand: it says nothing of the case."""
    return Letter(
        key=BLANK,
        title=say("form", "title_blank"),
        when=telling.day_zero,
        written="",
        sender=(),
        to=(),
        blocks=tuple(_form(telling, None)),
        ask="",
        why=say("why", "form"),
    )


def filled_form(telling: Telling) -> Letter | None:
    """The form as the plan fills it, for the unit that coordinates; None before there is a plan."""
    goals, plan = telling.newest(GOALS), plan_for(telling, telling.person)
    if goals is None or plan is None or not telling.coordinates:
        return None
    when = _written(telling)
    return Letter(
        key=f"{BLANK}-{goals.number}",
        title=say("form", "title"),
        when=when,
        written=date_words(when),
        sender=telling.sender(telling.unit),
        to=(),
        blocks=tuple(_form(telling, plan)),
        ask=telling.ask(telling.unit),
        why=say("why", "form"),
    )


def _form(telling: Telling, plan: PlanTold | None) -> Iterator[Block]:
    yield from texts(say("form", "intro"))
    yield from _person_fields(telling, filled=plan is not None)
    yield heading(say("form", "goal"))
    yield field(say("form", "main_goal"), plan.main_goal if plan else "", lines=2)
    yield field(say("form", "situation"), plan.situation if plan else "", lines=2)
    yield field(say("form", "resources"), plan.resources if plan else "", lines=2)
    yield heading(say("form", "subgoals"))
    yield _rows("subgoal_columns", plan.steps if plan else ())
    yield heading(say("form", "measures"))
    yield _rows("measure_columns", _cells(plan.measures if plan else ()))
    yield heading(say("form", "own"))
    yield _rows("measure_columns", _cells(plan.own if plan else ()))
    yield heading(say("form", "others"))
    yield _rows("measure_columns", _cells(plan.others if plan else ()))
    yield from _ahead_fields(telling, plan)
    yield heading(say("form", "takers"))
    yield _rows("taker_columns", tuple(_takers(telling)) if plan else ())


def _person_fields(telling: Telling, *, filled: bool) -> Iterator[Block]:
    subject = telling.subject
    hidden = subject.protected
    yield heading(say("form", "person"))
    yield field(say("form", "name"), subject.name if filled else "")
    yield field(say("form", "number"), subject.identity_number if filled else "")
    if not (filled and hidden):
        yield field(say("form", "reach"), subject.address if filled else "")
    given = telling.newest("consent") if filled and consent.current(telling.state) else None
    said = say("form", "given", day=date_words(telling.sent(given))) if given else ""
    yield field(say("form", "consent"), said)


def _ahead_fields(telling: Telling, plan: PlanTold | None) -> Iterator[Block]:
    ahead = plan.ahead if plan else {}
    day = telling.day(ahead.get("day"))
    named = (
        telling.name(ahead.get("coordinator")),
        ahead.get("coordinator_name"),
        ahead.get("coordinator_phone"),
    )
    principal = telling.word("follow_up", "principal", ahead.get("principal"))
    yield heading(say("form", "ahead"))
    yield field(say("form", "coordinator"), ", ".join(str(one) for one in named if one))
    yield field(say("form", "principal"), principal)
    yield field(say("form", "day"), day_words(day) if day else "")


def _takers(telling: Telling) -> Iterator[tuple[str, ...]]:
    call = telling.newest("call")
    codes = (telling.unit, *(consent.addressed(call, flow=telling.flow) if call else ()))
    yield telling.subject.name, ""
    for code in dict.fromkeys(codes):
        unit = telling.units.get(code)
        yield telling.name(code), unit.phone if unit else ""
    for name in also_there(telling.state):
        yield name, ""


def _cells(rows: tuple[Doing, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((one.text, one.by, one.when) for one in rows)


def _rows(columns: str, rows: tuple[tuple[str, ...], ...]) -> Block:
    titles = tuple(words()["form"][columns])
    return table(titles, rows or (("",) * len(titles),) * EMPTY_ROWS)
