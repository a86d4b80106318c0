"""P1–P6, P10–P15 and P27: what the plan itself says; one small check per rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.process.completeness import completeness
from sandbox.process.deadlines import follow_up_limit
from sandbox.process.goal_quality import coach
from sandbox.process.looking import BOTH, PRINCIPALS, Check, Found, Looking, empty
from sandbox.process.state import latest

RUNNING = ("active",)  # the plan is whole, and lived by
COPIED = 40  # a text as long as this does not come out the same twice by chance


def p1_main_goal(look: Looking) -> Iterator[Found]:
    """There is a main goal."""
    if latest(look.case, "goals") is not None and empty(look.body("goals").get("main_goal")):
        yield Found("Planen har inget huvudmål.", "goals")


def p2_own_voice(look: Looking) -> Iterator[Found]:
    """Goals speak as "I" or "we"."""
    yield from _coached(look, "P2")


def p3_no_directive(look: Looking) -> Iterator[Found]:
    """Goals do not tell the person what to do."""
    yield from _coached(look, "P3")


def p4_time_anchor(look: Looking) -> Iterator[Found]:
    """The main goal says when."""
    yield from _coached(look, "P4")


def p5_long_enough(look: Looking) -> Iterator[Found]:
    """Goals are more than a few words."""
    yield from _coached(look, "P5")


def p6_no_measure_as_goal(look: Looking) -> Iterator[Found]:
    """A goal is no measure; in a subgoal that is an error."""
    yield from _coached(look, "P6", of_subgoal="E")


def p10_statutory_items(look: Looking) -> Iterator[Found]:
    """A plan that runs has what the law asks for."""
    if look.plan_state() not in RUNNING:
        return
    for item in completeness(look.case, flow=look.shown):
        if item.rule.startswith("P10") and item.level == "error" and not item.met:
            yield Found(f"Planen saknar: {item.label[0].lower()}{item.label[1:]}.", "goals")


def p11_responsible_and_contact(look: Looking) -> Iterator[Found]:
    """Every measure has somebody responsible and a way to reach them, as long as the plan runs."""
    if look.plan_state() == "closed":
        return
    for row in look.measures():
        responsible = str(row.get("responsible") or "")
        if not responsible:
            yield Found(f"Insatsen ”{look.text_of(row)}” har ingen ansvarig.", "goals")
        elif look.party(responsible).get("kind") != "person" and not _reachable(row):
            yield Found(f"Insatsen ”{look.text_of(row)}” har ingen kontakt.", responsible)


def p12_goals_and_measures_meet(look: Looking) -> Iterator[Found]:
    """Every subgoal has a measure, and every measure of the plan a subgoal."""
    goals = look.body("goals")
    subgoals, measures = goals.get("subgoals") or (), goals.get("measures") or ()
    also = [*(goals.get("own_measures") or ()), *(goals.get("others") or ())]
    served = {row.get("subgoal") for row in (*look.measures(), *also)}
    for index, row in enumerate(subgoals):
        if index not in served:
            yield Found(f"Delmålet ”{look.text_of(row)}” har ingen insats.", "goals")
    for row in measures:
        if row.get("subgoal") not in range(len(subgoals)):
            yield Found(f"Insatsen ”{look.text_of(row)}” hör inte till något delmål.", "goals")


def p13_both_principals(look: Looking) -> Iterator[Found]:
    """The measures are those of both the municipality and the region."""
    owners = look.owners()
    if owners and not owners >= BOTH:
        lacking = " och ".join(PRINCIPALS[one] for one in sorted(BOTH - owners))
        yield Found(f"Planen har inga insatser från {lacking}.", "goals")


def p14_follow_up_day(look: Looking) -> Iterator[Found]:
    """There is a day for follow-up, no later than the level of the plan asks for."""
    day = look.body("follow_up").get("day")
    if look.plan_state() in RUNNING and day is None:
        yield Found("Planen har ingen dag för uppföljning.", "follow_up")
    limit = follow_up_limit(look.case, look.shown)
    if day is not None and limit is not None and day > limit:
        yield Found("Uppföljningen är senare än planens nivå kräver.", "follow_up", "W")


def p15_coordinator_ahead(look: Looking) -> Iterator[Found]:
    """Somebody coordinates after the meeting."""
    follow_up = latest(look.case, "follow_up")
    if follow_up is not None and empty(follow_up.body.get("coordinator")):
        yield Found("Det står inte vem som är samordningsansvarig framåt.", "follow_up")


def p27_own_text(look: Looking) -> Iterator[Found]:
    """Nothing is copied from another party, and the main goal is not a subgoal too."""
    goals = look.body("goals")
    main = _plain(goals.get("main_goal"))
    if main and main in {_plain(row.get("text")) for row in goals.get("subgoals") or ()}:
        yield Found("Huvudmålet och ett delmål är samma text.", "goals")
    first: dict[str, str] = {}
    for document in look.sent("planning", "contribution"):
        for text in _long_texts(document.body):
            author = first.setdefault(text, document.author)
            if author != document.author:
                yield Found(
                    f"Texten är den samma som {look.name(author)} har skrivit.", document.author
                )


def _coached(look: Looking, rule: str, *, of_subgoal: str = "") -> Iterator[Found]:
    goals = look.body("goals")
    texts = [(str(goals.get("main_goal") or ""), "")]
    texts += [(str(row.get("text") or ""), of_subgoal) for row in goals.get("subgoals") or ()]
    dated = not empty(goals.get("main_day"))
    for index, (text, level) in enumerate(texts):
        for finding in coach(text, main=not index, dated=dated) if text.strip() else ():
            if finding.rule == rule:
                yield Found(f"”{text.strip()}”: {finding.text}", "goals", level)


def _reachable(row: Mapping[str, Any]) -> bool:
    return not empty(row.get("contact")) or not empty(row.get("phone"))


def _plain(text: Any) -> str:
    return re.sub(r"\W+", " ", str(text or "")).strip().lower()


def _long_texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _long_texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _long_texts(one)
    elif isinstance(value, str) and len(_plain(value)) >= COPIED:
        yield _plain(value)


GOALS: dict[str, Check] = {
    check.__name__: check
    for check in (
        p1_main_goal,
        p2_own_voice,
        p3_no_directive,
        p4_time_anchor,
        p5_long_enough,
        p6_no_measure_as_goal,
        p10_statutory_items,
        p11_responsible_and_contact,
        p12_goals_and_measures_meet,
        p13_both_principals,
        p14_follow_up_day,
        p15_coordinator_ahead,
        p27_own_text,
    )
}
