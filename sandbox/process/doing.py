"""What an effect of an action works with: the deed, and the case with the patch of what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.process import documents
from sandbox.process.flow import Flow
from sandbox.process.state import CaseState

Changed = tuple[CaseState, documents.Patch]


@dataclass(frozen=True)
class Deed:
    """What is being done: by which party (or role, where there is one seat), and what it says."""

    actor: str
    body: Mapping[str, Any]
    flow: Flow


Effect = Callable[[CaseState, Deed], Changed]


def fact(case: CaseState, key: str, value: Any) -> Changed:
    """Return the case with one fact, and the patch of it."""
    old = case.facts.get(key)
    if old == value:
        return case, {}
    changed = replace(case, facts={**case.facts, key: value})
    return changed, {f"facts.{key}": (old, value)}
