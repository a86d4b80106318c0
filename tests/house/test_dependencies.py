"""Dependencies are pinned by hash and come from nowhere in particular."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house import tree

LOCKS = ["boot.txt", "base.txt", "dev.txt"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_by_version_and_hash(lock: str):
    text = (tree.PROJECT / "requirements" / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z])", re.sub(r"(?m)^\s*#.*\n?", "", text).strip())

    loose = [e.split()[0] for e in entries if "==" not in e.split()[0] or "--hash=sha256:" not in e]
    assert entries
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_address(lock: str):
    text = (tree.PROJECT / "requirements" / lock).read_text(encoding="utf-8")

    assert "://" not in text


def test_lock_files_that_record_addresses_are_not_kept():
    kept = [name for name in tree.texts() if name.endswith(("uv.lock", "pylock.toml", "lock.json"))]

    assert kept == []


def test_every_dependency_asked_for_is_locked():
    project = tomllib.loads((tree.PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "base.txt": project["project"]["dependencies"],
        "dev.txt": project["dependency-groups"]["dev"],
    }

    for lock, names in wanted.items():
        text = (tree.PROJECT / "requirements" / lock).read_text(encoding="utf-8").lower()
        missing = [
            name
            for name in (re.split(r"[\[<>=!~; ]", entry)[0].lower() for entry in names)
            if f"\n{name}==" not in text and f"\n{name}[" not in text
        ]
        assert missing == []
