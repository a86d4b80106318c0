"""A site with all its content, made once and copied for every test that needs it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

PROJECT = Path(__file__).resolve().parents[1]
CACHE = PROJECT / ".cache"
# What is added to the name of the test database for its copy with all the content.
COPY = "_site"
# What the seeded content depends on: the content itself, and the code that reads it.
SOURCES = ("fixtures/**/*", "*/**/*.py", "requirements/base.txt")


@cache
def digest() -> str:
    """A digest over everything that could change the seeded database; taken once in a process."""
    sums = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(PROJECT.glob(pattern)):
            own = path.relative_to(PROJECT).parts[0] not in (".venv", ".cache", "tests")
            if own and path.is_file():
                sums.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return sums.hexdigest()[:20]


def migrated() -> Path:
    """Where the migrated, empty database is kept: named after every migration and every pin."""
    sums = hashlib.sha256((PROJECT / "requirements" / "base.txt").read_bytes())
    for path in sorted(PROJECT.glob("*/**/migrations/*.py")):
        if ".venv" not in path.parts:
            sums.update(path.name.encode() + path.read_bytes())
    return CACHE / f"template-{sums.hexdigest()[:20]}.sqlite3"


def use_copy(target: Path) -> None:
    """Point the default connection at `target`, a fresh copy of the seeded site (SQLite)."""
    CACHE.mkdir(exist_ok=True)
    seeded = CACHE / f"seeded-{digest()}.sqlite3"
    remove(target)
    if seeded.exists():
        shutil.copyfile(seeded, target)
        point_at(target)
        return
    if migrated().exists():
        shutil.copyfile(migrated(), target)
    point_at(target)
    call_command("bootstrap", verbosity=0)
    part = seeded.with_suffix(f".{os.getpid()}.part")
    connections["default"].cursor().execute(f"VACUUM INTO '{part}'")
    part.replace(seeded)
    # Another process may be reading the same name this moment: only older ones go.
    for old in set(CACHE.glob("seeded-*.sqlite3")) - {seeded}:
        old.unlink(missing_ok=True)


def copy_on_postgres() -> None:
    """Copy the migrated test database, before any test has written in it (PostgreSQL)."""
    connection = connections["default"]
    name = connection.settings_dict["NAME"]
    connection.close()
    _on_server(
        f'DROP DATABASE IF EXISTS "{name}{COPY}"',
        f'CREATE DATABASE "{name}{COPY}" TEMPLATE "{name}"',
    )


def drop_on_postgres() -> None:
    """Remove the copy again (PostgreSQL)."""
    name = connections["default"].settings_dict["NAME"]
    _on_server(f'DROP DATABASE IF EXISTS "{name}{COPY}"')


@contextmanager
def copied_site() -> Iterator[None]:
    """Work in the copy, with all the content, and take back what was done (PostgreSQL)."""
    before = connections["default"].settings_dict["NAME"]
    point_at(f"{before}{COPY}")
    try:
        _load_once(f"{before}{COPY}")
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        point_at(before)


@cache
def _load_once(name: str) -> None:
    """Load the content into the open database, the first time in this process it is asked for.

    Loading anew finds nothing to write, but takes seconds to find that out.
    """
    call_command("bootstrap", verbosity=0)


@contextmanager
def opened(request: pytest.FixtureRequest) -> Iterator[None]:
    """The site with its content and demo accounts; whatever is written in it is gone afterwards.

    On SQLite the database is a copy of a file made once; on PostgreSQL the test works in a copy of
    the test database, loaded once, and is rolled back.
    """
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock():
        if connections["default"].vendor != "sqlite":
            with copied_site():
                yield
            return
        before = connections["default"].settings_dict["NAME"]
        target = CACHE / f"journey-{os.getpid()}.sqlite3"
        use_copy(target)
        try:
            yield
        finally:
            point_at(before)
            remove(target)


def _on_server(*statements: str) -> None:
    """Run statements that cannot stand in a transaction, from beside the test database."""
    with connections["default"]._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def point_at(target: Path | str) -> None:
    """Let the default connection open `target` from now on."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = str(target)
    settings.DATABASES["default"]["NAME"] = str(target)


def remove(target: Path) -> None:
    """Remove a database file and what SQLite keeps beside it."""
    for name in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        name.unlink(missing_ok=True)
