"""What every test shares: a template database made once, a site that says what it is."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

from tests import seeded
from tests.seeded import CACHE

# Fixtures that let a test reach the database; whoever asks for one asks for them in turn.
ASKING = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test meets what another left in the cache, such as where the site's root was."""
    cache.clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database-only`: on another database, only what can depend on which one it is."""
    parser.addoption("--database-only", action="store_true", help="only tests that ask for one")


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never look at what was read in before the first test.

    Django and Wagtail are a large heap that every test would walk through otherwise.
    """
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that empty the database come last: what the migrations wrote is gone after them."""
    items.sort(key=_empties_the_database)
    if config.getoption("database_only"):
        config.hook.pytest_deselected(items=[item for item in items if not _may_ask(item)])
        items[:] = [item for item in items if _may_ask(item)]


def _may_ask(item: pytest.Item) -> bool:
    """Whether a test can reach the database, and what it finds could depend on which one it is.

    Any that cannot is refused it, by pytest-django.
    """
    if item.get_closest_marker("sweep"):
        return False
    mark = item.get_closest_marker("django_db")
    return mark is not None or not ASKING.isdisjoint(getattr(item, "fixturenames", ASKING))


def _empties_the_database(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return mark is not None and bool(mark.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Give each test process a database of its own."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        CACHE.mkdir(exist_ok=True)
        name = str(CACHE / f"test-{os.getpid()}.sqlite3")
    else:
        name = f"test_{default['NAME']}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    connections["default"].settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_blocker, django_db_modify_db_settings
):
    """Copy the migrated template if there is one; otherwise migrate once and keep it."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        request.getfixturevalue("_postgres_test_database")
        yield
        return
    template = seeded.migrated()
    target = Path(connection.settings_dict["TEST"]["NAME"])
    with django_db_blocker.unblock():
        if not template.exists():
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            part = template.with_suffix(f".{os.getpid()}.part")
            connection.cursor().execute(f"VACUUM INTO '{part}'")
            part.replace(template)
            for old in CACHE.glob("template-*.sqlite3"):
                if old != template:
                    old.unlink(missing_ok=True)
        else:
            connection.close()
            shutil.copyfile(template, target)
            sqlite3.connect(target).close()
            connection.settings_dict["NAME"] = str(target)
            settings.DATABASES["default"]["NAME"] = str(target)
        _serialise(connection)
    yield
    with django_db_blocker.unblock():
        connection.close()
    for leftover in CACHE.glob(f"test-{os.getpid()}.sqlite3*"):
        leftover.unlink(missing_ok=True)


def _serialise(connection) -> None:
    """Keep what the migrations made, for tests that roll back by reloading it."""
    connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture(scope="session")
def _postgres_test_database(request, django_test_environment, django_db_blocker):
    """On PostgreSQL the ordinary test database is made, and reused between runs when asked."""
    from django.test.utils import setup_databases, teardown_databases

    keep = bool(request.config.getvalue("reuse_db"))
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep)
        seeded.copy_on_postgres()
    yield
    with django_db_blocker.unblock():
        seeded.drop_on_postgres()
    if not keep:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)
