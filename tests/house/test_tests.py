"""The tests themselves: each asserts something, none waits, none replaces our own code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house import tree

ASSERTING = re.compile(r"(^|_)assert|^(expect|raises|warns|fail|axe|check|must_)", re.IGNORECASE)


def _tests() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name, text in tree.modules("tests/").items():
        for node in ast.walk(tree.parsed(text)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"{name}:{node.lineno} {node.name}", node


def _called(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            yield getattr(part.func, "attr", getattr(part.func, "id", ""))


def test_every_test_asserts_something():
    empty = [
        name
        for name, node in _tests()
        if not any(isinstance(part, ast.Assert) for part in ast.walk(node))
        and not any(ASSERTING.match(call) for call in _called(node))
    ]

    assert empty == []


def test_no_test_waits_for_the_clock():
    waiting = [
        f"{name}: {found.group()}"
        for name, text in tree.modules("tests/").items()
        if not name.startswith("tests/house/")
        for found in re.finditer(r"\bsleep\(|wait_for_timeout\(", text)
    ]

    assert waiting == []


def test_no_test_replaces_our_own_code():
    replaced = []
    for name, text in tree.modules("tests/").items():
        if name.startswith("tests/house/"):
            continue
        ours = {
            (alias.asname or alias.name).split(".")[0]
            for node in ast.walk(tree.parsed(text))
            if isinstance(node, ast.ImportFrom | ast.Import)
            for alias in node.names
            if (getattr(node, "module", None) or alias.name).split(".")[0] in tree.PACKAGES
        }
        replaced += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree.parsed(text))
            if isinstance(node, ast.Call) and _replaces(node, ours)
        ]
        replaced += [f"{name}: mock" for _ in re.findall(r"unittest\.mock|\bmocker\b", text)]

    assert replaced == []


def _replaces(call: ast.Call, ours: set[str]) -> bool:
    if getattr(call.func, "attr", "") not in ("setattr", "patch", "object") or not call.args:
        return False
    target = call.args[0]
    if isinstance(target, ast.Constant):
        return str(target.value).split(".")[0] in tree.PACKAGES
    while isinstance(target, ast.Attribute):
        target = target.value
    return isinstance(target, ast.Name) and target.id in ours


def test_test_names_read_as_sentences():
    short = [name for name, node in _tests() if node.name.count("_") < 3]

    assert short == []
