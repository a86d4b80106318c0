"""The files of the project, as the house rules see them."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("training_site", "courses", "sandbox", "content_files")
BINARY = {".woff2", ".woff", ".png", ".jpg", ".webp", ".ico", ".mo", ".pdf", ".xlsx", ".gz"}
NEVER = {".venv", ".git", ".cache", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


@functools.cache
def files() -> tuple[Path, ...]:
    """Every file that is, or could be, committed; sorted."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        found = {PROJECT / name for name in listed.stdout.split("\0") if name}
    else:
        found = {p for p in PROJECT.rglob("*") if not NEVER & set(p.relative_to(PROJECT).parts)}
    return tuple(sorted(path for path in found if path.is_file()))


def named(path: Path) -> str:
    """The path as the project writes it."""
    return path.relative_to(PROJECT).as_posix()


@functools.cache
def texts() -> dict[str, str]:
    """Every file that is text, by name."""
    return {
        named(path): path.read_text(encoding="utf-8")
        for path in files()
        if path.suffix not in BINARY
    }


def modules(*folders: str) -> dict[str, str]:
    """Every Python module under the folders, apart from migrations, by name."""
    return {
        name: text
        for name, text in texts().items()
        if name.endswith(".py") and name.startswith(folders) and "/migrations/" not in name
    }


def templates() -> dict[str, str]:
    """Every HTML template of the three packages, by name."""
    starts = tuple(f"{package}/" for package in PACKAGES)
    return {
        name: text
        for name, text in texts().items()
        if name.endswith(".html") and name.startswith(starts)
    }


@functools.cache
def parsed(text: str) -> ast.Module:
    """The syntax tree of one module."""
    return ast.parse(text)
