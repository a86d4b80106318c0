"""What a plan still lacks: the four statutory items (P10) and what good practice adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.process import consent
from sandbox.process.flow import Flow, source_text
from sandbox.process.kinds import principal_of
from sandbox.process.state import CaseState, latest

LAW = ("L1", "L2")
GOALS = ("praxis-mal",)
MEASURES = ("praxis-insats",)
AHEAD = ("praxis-uppfoljning",)


@dataclass(frozen=True)
class Item:
    """One thing a plan should hold: met or not, how heavy it weighs, and its source.

    `level` is error, warning or info.
    """

    rule: str
    label: str
    met: bool
    level: str
    source: str


def completeness(case: CaseState, *, flow: Flow) -> tuple[Item, ...]:
    """Return every item with whether the plan holds it, statutory items first."""
    goals = _body(case, "goals")
    ahead = _body(case, "follow_up")
    measures = [*goals.get("measures", ()), *_contributed(case)]
    others = bool(goals.get("others")) or _others(case, measures)

    found = (
        (
            "P10a",
            "Vilka insatser som behövs",
            bool(measures or goals.get("own_measures")),
            "error",
            LAW,
        ),
        ("P10b", "Vem som ansvarar för varje insats", _each(measures), "error", LAW),
        (
            "P10c",
            "Vad någon annan än kommunen och regionen gör",
            others,
            "info",
            LAW,
        ),
        ("P10d", "Vem som har det övergripande ansvaret", _has(ahead, "principal"), "error", LAW),
        ("P1", "Ett huvudmål", _has(goals, "main_goal"), "error", GOALS),
        ("P11", "Kontakt till varje ansvarig", _contacts(case, measures), "error", MEASURES),
        ("P12", "Minst ett delmål", bool(goals.get("subgoals")), "warning", GOALS),
        ("P13", "Insatser från både kommun och region", _both(case, measures), "info", LAW),
        ("P14", "En dag för uppföljning", _has(ahead, "day"), "error", AHEAD),
        ("P15", "Samordningsansvarig framåt", _has(ahead, "coordinator"), "error", AHEAD),
        ("P16", "Samtycke som omfattar alla som fått något", _consented(case), "error", ("L11",)),
    )
    return tuple(
        Item(rule, label, met, level, source_text(tuple(flow.sources[code] for code in codes)))
        for rule, label, met, level, codes in found
    )


def is_legally_complete(case: CaseState, *, flow: Flow) -> bool:
    """Return whether the items that the law always asks for are there (P10 a, b and d)."""
    return all(
        item.met
        for item in completeness(case, flow=flow)
        if item.rule[:3] == "P10" and item.level == "error"
    )


def _body(case: CaseState, kind: str) -> Mapping[str, Any]:
    document = latest(case, kind)
    return document.body if document else {}


def _has(body: Mapping[str, Any], key: str) -> bool:
    return body.get(key) not in (None, "", [])


def _contributed(case: CaseState) -> list[Mapping[str, Any]]:
    return [
        {**row, "responsible": document.author}
        for document in case.documents
        if document.kind == "contribution" and document.stands
        for row in document.body.get("measures", ())
    ]


def _each(measures: list[Mapping[str, Any]]) -> bool:
    return bool(measures) and all(_has(row, "responsible") for row in measures)


def _principals(case: CaseState, measures: list[Mapping[str, Any]]) -> set[str]:
    people = consent.parties(case)
    return {principal_of(people.get(row.get("responsible", ""), {})) for row in measures}


def _both(case: CaseState, measures: list[Mapping[str, Any]]) -> bool:
    return {"municipality", "region"} <= _principals(case, measures)


def _others(case: CaseState, measures: list[Mapping[str, Any]]) -> bool:
    people = consent.parties(case)
    return any(
        row.get("responsible") and not principal_of(people.get(row["responsible"], {}))
        for row in measures
    )


def _contacts(case: CaseState, measures: list[Mapping[str, Any]]) -> bool:
    people = consent.parties(case)
    return bool(measures) and all(
        _has(row, "contact")
        or _named(row)
        or people.get(row.get("responsible", ""), {}).get("kind") == "person"
        for row in measures
    )


def _named(row: Mapping[str, Any]) -> bool:
    return _has(row, "name") and _has(row, "phone")


def _consented(case: CaseState) -> bool:
    call = _body(case, "call")
    called = consent.outside(case, call.get("recipients", ()))
    return consent.covers_plan(case) and all(_was_covered(case, one) for one in called)


def _was_covered(case: CaseState, party: str) -> bool:
    """Whether there was a yes that let the party know: what came before it was taken back is no fault."""
    return any(
        party in given.receivers and party not in given.exceptions for given in case.consents
    )
