"""Nothing grows too big to read at one sitting, and no file is named after nothing."""

from __future__ import annotations

import ast
from pathlib import PurePath

from tests.house import maps, tree

FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services", "tools", "core", "base_utils"}


def _too_long(texts: dict[str, str], cap: int) -> dict[str, int]:
    return {name: text.count("\n") for name, text in texts.items() if text.count("\n") > cap}


def test_no_module_is_longer_than_400_lines():
    code = tree.modules(*(f"{package}/" for package in tree.PACKAGES))

    assert _too_long(code, 400) == {}


def test_no_test_module_is_longer_than_500_lines():
    assert _too_long(tree.modules("tests/"), 500) == {}


def test_no_template_is_longer_than_120_lines():
    assert _too_long(tree.templates(), 120) == {}


def test_no_function_reaches_50_lines():
    long = {
        f"{name}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for name, text in tree.modules("").items()
        for node in ast.walk(tree.parsed(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 >= 50
    }

    assert long == {}


def test_no_file_or_folder_is_named_after_nothing():
    bad = [
        name
        for name in tree.texts()
        if not name.startswith(("docs/", "fixtures/"))
        and FORBIDDEN_NAMES & {PurePath(part).stem for part in PurePath(name).parts}
    ]

    assert bad == []


def test_every_module_says_in_one_line_what_it_is_for():
    silent = [
        name
        for name, text in tree.modules(*(f"{p}/" for p in tree.PACKAGES)).items()
        if text.strip()
        and not name.endswith(("apps.py", "urls.py", "__init__.py", "formats.py"))
        and not maps.purpose(text)
    ]

    assert silent == []
