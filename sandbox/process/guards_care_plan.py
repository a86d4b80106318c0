"""The guards of the coordinated care plan (LPT, LRV): who writes, adjusts and applies."""

from __future__ import annotations

from sandbox.process import consent
from sandbox.process.guarding import Attempt, guard
from sandbox.process.state import latest
from sandbox.process.tracks import state_in

TRACK = "vardplan"


def _in_plan(attempt: Attempt) -> tuple[str, ...]:
    plan = latest(attempt.case, "care_plan")
    return (plan.author, *consent.addressed(plan, flow=attempt.flow)) if plan else ()


@guard(
    "compulsory_care",
    "Personen vårdas inte med tvång. Då görs en SIP i stället för en samordnad vårdplan.",
    "LPT-7a",
    "LRV-12a",
)
def _compulsory_care(attempt: Attempt) -> bool:
    return bool(attempt.case.facts.get("compulsory"))


@guard(
    "part_of_the_plan",
    "Er enhet står inte i vårdplanen.",
    "LPT-7a",
    "LRV-12a",
)
def _part_of_the_plan(attempt: Attempt) -> bool:
    return attempt.actor in _in_plan(attempt)


@guard(
    "own_part_written",
    "Skriv er egen del av vårdplanen innan ni justerar den.",
    "LPT-7a",
    "LRV-12a",
)
def _own_part_written(attempt: Attempt) -> bool:
    plan = latest(attempt.case, "care_plan")
    written = latest(attempt.case, "plan_part", attempt.actor)
    return written is not None or (plan is not None and plan.author == attempt.actor)


@guard(
    "adjusted_by_all",
    "Vårdplanen gäller först när alla enheter som står i den har justerat den. Den ska följa med "
    "ansökan.",
    "LPT-7a",
    "HFD-vardplan",
)
def _adjusted_by_all(attempt: Attempt) -> bool:
    plan = latest(attempt.case, "care_plan")
    if plan is None:
        return False
    wanted = set(consent.addressed(plan, flow=attempt.flow)) - {plan.author}
    return wanted <= set(attempt.case.facts.get("adjusted") or ())


@guard(
    "followed_up_first",
    "Följ upp vårdplanen först, om vården ska fortsätta.",
    "LPT-9",
)
def _followed_up_first(attempt: Attempt) -> bool:
    if state_in(attempt.case, attempt.flow, TRACK) != "in_force":
        return True
    decision = latest(attempt.case, "decision_notice")
    since = decision.sent_at or 0 if decision else 0
    return any(
        one.kind == "plan_follow_up" and (one.sent_at or 0) >= since
        for one in attempt.case.documents
    )
