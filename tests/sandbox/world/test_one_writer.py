"""Nothing in the sandbox writes a case but a turn, through the one module that stores it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from sandbox.world.models import Case

PROJECT = Path(__file__).resolve().parents[3]
WRITER = "sandbox/world/difference.py"
CALLERS = {
    "sandbox/world/counties.py",
    "sandbox/world/holding.py",
    "sandbox/world/opening.py",
    "sandbox/world/rooms.py",
    "sandbox/world/templates.py",
}
TURNS = {"sandbox/world/perform.py", "sandbox/world/leading.py", "sandbox/world/flips.py"}
WRITING = {"update", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the sandbox; the rest of the house has only its door."""
    for path in sorted((PROJECT / "sandbox").rglob("*.py")):
        if "migrations" not in path.parts:
            name = path.relative_to(PROJECT).as_posix()
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def names_case(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Name) and part.id == "Case" for part in ast.walk(node))


def writes_a_case(node: ast.AST) -> bool:
    """`Case(…)`, `Case.objects…update(…)` and the like, or `case.state = …`."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "Case":
            return True
        return (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITING
            and names_case(node.func.value)
        )
    if isinstance(node, ast.Assign):
        return any(
            isinstance(target, ast.Attribute)
            and target.attr in ("state", "facts", "consents")
            and isinstance(target.value, ast.Name)
            and target.value.id == "case"
            for target in node.targets
        )
    return False


def test_only_one_module_writes_a_case():
    writers = {
        name for name, tree in modules() if any(writes_a_case(node) for node in ast.walk(tree))
    }

    assert writers == {WRITER}


def importing(module: str, names: set[str]) -> set[str]:
    return {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == module
        and {alias.name for alias in node.names} & names
    }


def test_only_held_cases_new_ones_and_the_templates_use_it():
    assert importing("sandbox.world.difference", {"write", "first_rows"}) == CALLERS


def test_only_a_seat_its_leader_and_a_seat_that_changes_hands_store_a_turn():
    assert importing("sandbox.world.holding", {"store"}) == TURNS


def test_what_writing_a_case_looks_like_is_known():
    tree = ast.parse("case.state = 'x'\nCase.objects.for_world(w).update(state='x')\nCase(no=1)")

    assert sum(writes_a_case(node) for node in ast.walk(tree)) == 3
    assert {"state", "facts", "consents"} <= {field.name for field in Case._meta.get_fields()}
