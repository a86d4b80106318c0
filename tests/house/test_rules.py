"""Every row of the rules of the field has a source, and a test that speaks of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from sandbox.process.guarding import Guard
from sandbox.process.guards import GUARDS
from tests.house import tree

FLOWS = sorted((tree.PROJECT / "sandbox/process/flows").glob("*.yaml"))
SOURCES = yaml.safe_load((tree.PROJECT / "sandbox/process/sources.yaml").read_text("utf-8"))


def _flow(path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _tests_of_the_process() -> str:
    return "\n".join(tree.modules("tests/sandbox/").values())


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["states", "actions", "deadlines", "documents"])
def test_every_row_of_a_flow_names_a_known_source(path, kind: str):
    rows = _flow(path).get(kind) or {}

    unsourced = {
        name: row.get("source")
        for name, row in rows.items()
        if not row.get("source") or set(row["source"]) - set(SOURCES["sources"])
    }
    assert unsourced == {}


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_every_action_of_a_flow_is_spoken_of_by_a_test(path):
    tests = _tests_of_the_process()

    assert [name for name in _flow(path).get("actions") or {} if name not in tests] == []


def test_every_guard_is_used_by_a_flow_and_spoken_of_by_a_test():
    tests = _tests_of_the_process()
    rows = (*FLOWS, *(FLOWS[0].parents[1] / "profiles").glob("*.yaml"))
    flows = "\n".join(path.read_text(encoding="utf-8") for path in rows)

    assert [name for name in GUARDS if name not in flows] == []
    assert [name for name, row in GUARDS.items() if not _spoken_of(row, tests)] == []


def _spoken_of(row: Guard, tests: str) -> bool:
    """Whether a test names the guard, the line it leaves, or words of its refusal."""
    said = re.findall(r'match="([^"]{8,})"', tests)
    named = row.name in tests or bool(row.logs and row.logs in tests)
    return named or any(words in row.text for words in said)


def test_every_source_is_leant_on_by_a_row_a_guard_or_a_scenario():
    leaning = "\n".join(
        text
        for name, text in tree.texts().items()
        if name.startswith("sandbox/process/guards")
        or (name.endswith(".yaml") and not name.endswith("process/sources.yaml"))
    )

    assert [code for code in SOURCES["sources"] if code not in leaning] == []
