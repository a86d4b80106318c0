"""Plants one violation of each kind in a copy of the tree and shows that the check catches it.

`python -m tests.house.plants` prints a table and exits with 1 if a plant survives, or if the
copy is not clean before anything is planted.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.house import tree

Planting = Callable[[Path], None]


@dataclass(frozen=True)
class Plant:
    """One violation: what it is, how it is planted, which part of the check must fail on what."""

    kind: str
    planting: Planting
    command: tuple[str, ...]
    says: str


def _append(name: str, text: str) -> Planting:
    def planting(copy: Path) -> None:
        path = copy / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return planting


def _create(name: str, text: str) -> Planting:
    def planting(copy: Path) -> None:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(text, encoding="utf-8")

    return planting


def _replace(name: str, pattern: str, text: str) -> Planting:
    """Replace the first match of `pattern`; a pattern that matches nothing is an error."""

    def planting(copy: Path) -> None:
        path = copy / name
        changed, times = re.subn(pattern, text, path.read_text(encoding="utf-8"), count=1)
        if not times:
            raise LookupError(f"{name} has no {pattern!r} to replace")
        path.write_text(changed, encoding="utf-8")

    return planting


def _house(test: str) -> tuple[str, ...]:
    return (
        "-m",
        "pytest",
        "-vv",
        "--tb=short",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        f"tests/house/{test}",
    )


FLOW = "sandbox/process/flows/sip.yaml"
LAYERS = (
    "-c",
    "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])",
)
PROCESS = ("manage.py", "check_process")
CATALOGUE = ("manage.py", "messages", "--check")

PLANTS = (
    Plant(
        "forbidden import: the sandbox calls the courses",
        _append("sandbox/world/runs.py", "\nimport courses.records\n"),
        LAYERS,
        "BROKEN",
    ),
    Plant(
        "forbidden import: the rules know Django",
        _append("sandbox/process/engine.py", "\nimport django.utils.timezone\n"),
        LAYERS,
        "BROKEN",
    ),
    Plant(
        "forbidden import: past the one door",
        _append("courses/queries.py", "\nimport sandbox.world.runs\n"),
        LAYERS,
        "BROKEN",
    ),
    Plant(
        "a module without a place of its own",
        _create("sandbox/stray.py", '"""Nowhere."""\n'),
        LAYERS,
        "stray",
    ),
    Plant(
        "unknown guard",
        _replace(FLOW, r"guards: \[consent_given, ", "guards: [moon_is_full, "),
        PROCESS,
        "moon_is_full",
    ),
    Plant(
        "action without source",
        _replace(FLOW, r"(write_mapping:(?:\n .*)*?)\n    source: .*", r"\1"),
        PROCESS,
        "write_mapping",
    ),
    Plant(
        "too long a module",
        _append("courses/queries.py", "\n" * 400),
        _house("test_sizes_and_names.py"),
        "courses/queries.py",
    ),
    Plant(
        "a name that says nothing",
        _create("courses/utils.py", '"""Anything."""\n'),
        _house("test_sizes_and_names.py"),
        "courses/utils.py",
    ),
    Plant(
        "untranslated string in code",
        _append(
            "courses/apps.py",
            "\nfrom django.utils.translation import gettext_lazy\n\n"
            'LATE = gettext_lazy("Planted and forgotten")\n',
        ),
        CATALOGUE,
        "Planted and forgotten",
    ),
    Plant(
        "untranslated string in a template",
        _create("courses/templates/courses/planted.html", "<p>Planted and forgotten</p>\n"),
        _house("test_templates.py"),
        "planted.html",
    ),
    Plant(
        "inline script",
        _create("courses/templates/courses/planted.html", "<script>alert(1)</script>\n"),
        _house("test_templates.py"),
        "planted.html",
    ),
    Plant(
        "inline style",
        _create("courses/templates/courses/planted.html", '<p style="color: red"></p>\n'),
        _house("test_templates.py"),
        "planted.html",
    ),
    Plant(
        "registry host",
        _create("docs/planted.md", "See https://py" + "pi.org/simple.\n"),
        _house("test_leftovers.py"),
        "planted.md",
    ),
    Plant(
        "a path of somebody's machine",
        _create("docs/planted.md", "See /ho" + "me/amina/samova.\n"),
        _house("test_leftovers.py"),
        "planted.md",
    ),
    Plant(
        "a personal identity number",
        _create("fixtures/planted.md", "Ring 20000101-" + "2384.\n"),
        _house("test_leftovers.py"),
        "planted.md",
    ),
    Plant(
        "a test that asserts nothing",
        _create(
            "tests/house/test_planted.py", "def test_that_says_nothing_at_all():\n    print()\n"
        ),
        _house("test_tests.py"),
        "test_that_says_nothing_at_all",
    ),
)


def _snapshot(target: Path) -> None:
    """Copy what could be committed, into a repository of its own."""
    for path in tree.files():
        place = target / path.relative_to(tree.PROJECT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    subprocess.run(["git", "init", "-q"], cwd=target, check=True)


def _run(copy: Path, command: tuple[str, ...]) -> tuple[bool, str]:
    """Whether the command passed in the copy, and what it said."""
    done = subprocess.run(
        [sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False
    )
    return done.returncode == 0, done.stdout + done.stderr


def _verdict(plant: Plant, snapshot: Path) -> tuple[str, str, float]:
    """ "caught" or "SURVIVED", for a survivor what the check said, and the seconds it took."""
    start = time.monotonic()
    copy = snapshot.with_name(f"planted-{PLANTS.index(plant)}")
    shutil.copytree(snapshot, copy)
    try:
        plant.planting(copy)
        passed, said = _run(copy, plant.command)
    finally:
        shutil.rmtree(copy)
    seconds = time.monotonic() - start
    if passed or plant.says not in said:
        return "SURVIVED", said if not passed else "", seconds
    return "caught", "", seconds


def _unclean(snapshot: Path, beside: ThreadPoolExecutor) -> list[str]:
    """What fails before anything is planted."""
    commands = list(dict.fromkeys(plant.command for plant in PLANTS))
    results = beside.map(lambda command: _run(snapshot, command), commands)
    return [
        f"{' '.join(command)}\n{said}"
        for command, (ok, said) in zip(commands, results, strict=True)
        if not ok
    ]


def main() -> int:
    """Plant everything, each in a copy of its own; 1 if one survives or the tree is not clean."""
    survivors = 0
    with (
        tempfile.TemporaryDirectory(prefix="samova-plants-") as name,
        ThreadPoolExecutor(os.cpu_count()) as beside,
    ):
        snapshot = Path(name) / "snapshot"
        _snapshot(snapshot)
        unclean = _unclean(snapshot, beside)
        for fault in unclean:
            print(f"Not clean before planting: {fault}")
        verdicts = beside.map(lambda plant: _verdict(plant, snapshot), PLANTS)
        for plant, (verdict, said, seconds) in zip(PLANTS, verdicts, strict=True):
            survivors += verdict != "caught"
            print(f"{plant.kind:<50} {verdict:<9} {seconds:5.1f} s", flush=True)
            print(said[-2000:], end="")
    print(f"{len(PLANTS) - survivors} of {len(PLANTS)} caught")
    return 1 if survivors or unclean else 0


if __name__ == "__main__":
    sys.exit(main())
