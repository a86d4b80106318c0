"""The rules U1–U21 and P1–P28: one row each, and which of them a case breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from content_files.yaml_marks import Marked, load_marked
from sandbox.process.flow import LEVELS, Flow, Profile, Source, source_text
from sandbox.process.looking import Check, Looking
from sandbox.process.reading import HERE, cited, load_sources
from sandbox.process.rules_discharge import DISCHARGE
from sandbox.process.rules_goals import GOALS
from sandbox.process.rules_plan import PLAN
from sandbox.process.state import CaseState

CHECKS: Mapping[str, Check] = {**DISCHARGE, **GOALS, **PLAN}
WEIGHTS = {"E": "Fel", "W": "Varning", "I": "Upplysning"}


@dataclass(frozen=True)
class Rule:
    """One rule: its id, how much it weighs (E, W or I), what kind of rule it is, and its sources.

    `check` names the function that sees whether a case breaks it; `elsewhere` what does so instead
    where the case alone does not tell.
    """

    id: str
    level: str
    kind: str
    text: str
    sources: tuple[Source, ...]
    check: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class Breach:
    """One rule that a case breaks: what is wrong in plain Swedish, its source, and what it is about.

    `about` is the code of a party, the kind of a document, or for P28 the rule whose time it is.
    """

    rule: str
    level: str
    text: str
    source: str
    about: str


@lru_cache(maxsize=4)
def load_rules(path: Path = HERE / "rules.yaml") -> Mapping[str, Rule]:
    """Read the rules in their order, by id. Raises ContentError naming file and line."""
    marked = load_marked(path)
    return {code: _rule(marked, code) for code in (marked.data or {}).get("rules") or {}}


def breaches(case: CaseState, *, flow: Flow, profile: Profile) -> tuple[Breach, ...]:
    """Return every rule the case breaks now, in the order of the rows; pure.

    What the law asks for in one flow says nothing where the case has no such documents.
    """
    look = Looking(case, flow, profile)
    return tuple(
        Breach(
            rule=rule.id,
            level=found.level or rule.level,
            text=found.text,
            source=source_text(rule.sources),
            about=found.about,
        )
        for rule in load_rules().values()
        if rule.check
        for found in CHECKS[rule.check](look)
    )


def _rule(marked: Marked, code: str) -> Rule:
    row: dict[str, Any] = marked.data["rules"][code]
    at = ("rules", code)
    if row.get("level") not in WEIGHTS or row.get("kind") not in LEVELS:
        raise marked.error(f"Regeln ”{code}” saknar giltig level eller kind.", *at)
    if not row.get("text"):
        raise marked.error(f"Regeln ”{code}” saknar text.", *at)
    if row.get("check", "") not in CHECKS and not row.get("elsewhere"):
        raise marked.error(f"Regeln ”{code}” har ingen check i rules_*.py.", *at)
    return Rule(
        id=code,
        level=row["level"],
        kind=row["kind"],
        text=row["text"],
        sources=cited(marked, row, load_sources(), *at),
        check=row.get("check", ""),
        elsewhere=row.get("elsewhere", ""),
    )
