"""Every rule of the planning work has a test that bears its name."""

from __future__ import annotations

import ast

from sandbox.process.rules import load_rules
from tests.house import tree


def test_every_rule_has_a_test_named_after_it():
    names = {
        node.name
        for path, text in tree.modules("tests/sandbox/process/").items()
        if path.startswith("tests/")
        for node in tree.parsed(text).body
        if isinstance(node, ast.FunctionDef)
    }
    missing = [
        code
        for code in load_rules()
        if not any(name.startswith(f"test_{code.lower()}_") for name in names)
    ]

    assert missing == []
