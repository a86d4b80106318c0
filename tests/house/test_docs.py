"""What is written about the project is true: every command, setting and link is there."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands

from tests.house import tree
from training_site.settings.environment import VARIABLES

LINK = re.compile(r"\]\((?!https?:|mailto:|[#/])([^)#\s]+)")


def _read(name: str) -> str:
    return (tree.PROJECT / name).read_text(encoding="utf-8")


def _documents() -> dict[str, str]:
    """The documents about the project; what lies in fixtures is content of the site."""
    return {
        name: text
        for name, text in tree.texts().items()
        if name.endswith(".md")
        and (not name.startswith("fixtures/") or name == "fixtures/README.md")
    }


def test_every_make_target_is_described_and_every_described_target_exists():
    targets = set(re.findall(r"(?m)^([a-z0-9-]+):.*##", _read("Makefile")))
    described = set(re.findall(r"`make ([a-z][a-z0-9-]*)", _read("docs/operations.md")))

    assert described == targets


def test_every_environment_variable_is_described_and_every_described_one_is_read():
    rows = set(re.findall(r"(?m)^\| `([A-Z_]+)`", _read("README.md")))

    assert rows == {variable.name for variable in VARIABLES}


def test_every_command_of_ours_is_described():
    ours = {name for name, app in get_commands().items() if app.startswith(tree.PACKAGES)}
    described = set(re.findall(r"`manage\.py ([a-z_]+)", _read("docs/operations.md")))

    assert ours - described == set()


def test_no_document_speaks_of_a_make_target_that_is_not_there():
    targets = set(re.findall(r"(?m)^([a-z0-9-]+):.*##", _read("Makefile")))
    spoken = {
        f"{name}: make {target}"
        for name, text in _documents().items()
        for target in re.findall(r"`make ([a-z][a-z0-9-]*)", text)
        if target not in targets
    }

    assert spoken == set()


def test_every_link_in_the_documents_leads_somewhere():
    broken = [
        f"{name}: {target}"
        for name, text in _documents().items()
        for target in LINK.findall(text)
        if not (tree.PROJECT / name).parent.joinpath(target).exists()
    ]

    assert broken == []


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "LICENSE", "docs/glossary.md"])
def test_what_a_newcomer_looks_for_is_there(name: str):
    assert len(_read(name).split()) > 100


def test_decisions_are_numbered_dated_and_name_what_was_rejected():
    records = {n: t for n, t in _documents().items() if re.match(r"docs/decisions/\d{4}-", n)}

    assert len(records) >= 7
    assert [n for n, t in records.items() if not re.search(r"(?m)^\d{4}-\d\d-\d\d\b", t)] == []
    assert [n for n, t in records.items() if "## Rejected" not in t] == []
    numbers = [n.split("/")[-1][:4] for n in records]
    assert numbers == [f"{i:04d}" for i in range(1, len(numbers) + 1)]
