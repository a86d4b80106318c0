"""The plan as one receiver may know it: goals, who does what, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.letters.telling import Reached, Telling
from sandbox.letters.wording import date_words, say
from sandbox.process import consent, members
from sandbox.process.state import Document

GOALS, PART, AHEAD = "goals", "contribution", "follow_up"


@dataclass(frozen=True)
class Doing:
    """Something somebody does: what, who with how to reach them, and when."""

    text: str
    who: str
    contact: str
    when: str

    @property
    def by(self) -> str:
        """Who does it, and how to reach them."""
        return ", ".join(filter(None, (self.who, self.contact)))


@dataclass(frozen=True)
class PlanTold:
    """The plan, in the words it was written in; empty for what nobody has written."""

    main_goal: str
    main_day: str
    situation: str
    resources: str
    steps: tuple[tuple[str, str, str], ...]  # what, under which heading, until when
    measures: tuple[Doing, ...]
    own: tuple[Doing, ...]
    others: tuple[Doing, ...]
    ahead: Mapping[str, Any]


def plan_for(telling: Telling, to: Reached) -> PlanTold | None:
    """The plan as the receiver may know it; None before there is one."""
    goals = telling.newest(GOALS)
    if goals is None:
        return None
    body = _body(telling, to, goals)
    parts = list(_parts(telling, to))
    ahead = telling.newest(AHEAD)
    return PlanTold(
        main_goal=str(body.get("main_goal") or ""),
        main_day=_date(telling, body.get("main_day")),
        situation=str(body.get("situation") or ""),
        resources=str(body.get("resources") or ""),
        steps=tuple(_steps(telling, [body, *(part for _author, part in parts)])),
        measures=tuple(_measures(telling, body, parts)),
        own=tuple(_doing(telling, row, "") for row in body.get("own_measures") or ()),
        others=tuple(
            _doing(telling, row, str(row.get("who") or "")) for row in body.get("others") or ()
        ),
        ahead=members.ahead(telling.state, _body(telling, to, ahead) if ahead else {}),
    )


def _body(telling: Telling, to: Reached, document: Document) -> Mapping[str, Any]:
    return consent.body_for(telling.state, to.code, document)


def _parts(telling: Telling, to: Reached) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each unit's latest own part."""
    latest = {one.author: one for one in telling.standing(PART)}
    for author, document in latest.items():
        yield author, _body(telling, to, document)


def _steps(telling: Telling, bodies: list[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for body in bodies:
        for row in body.get("subgoals") or ():
            heading = telling.headings.get(str(row.get("heading") or ""), "")
            yield str(row.get("text") or ""), heading, _date(telling, row.get("day"))


def _measures(
    telling: Telling, body: Mapping[str, Any], parts: list[tuple[str, Mapping[str, Any]]]
) -> Iterator[Doing]:
    for row in body.get("measures") or ():
        yield _doing(telling, row, telling.name(row.get("responsible")))
    for author, part in parts:
        for row in part.get("measures") or ():
            yield _doing(telling, row, telling.name(author))


def _doing(telling: Telling, row: Mapping[str, Any], who: str) -> Doing:
    reached = (row.get("contact"), row.get("name"), row.get("role"), row.get("phone"))
    until = _date(telling, row.get("until_day"))
    often = str(row.get("often") or "")
    return Doing(
        text=str(row.get("text") or ""),
        who=who,
        contact=", ".join(str(one) for one in reached if one),
        when=", ".join(filter(None, (often, say("plan", "until", day=until) if until else ""))),
    )


def _date(telling: Telling, number: Any) -> str:
    day = telling.day(number)
    return date_words(day) if day else ""
