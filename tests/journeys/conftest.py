"""Journeys with the test client, through the site with all its content."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import connections

from tests import seeded


@pytest.fixture
def site(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The site with its content and demo accounts, for this test alone. Do not ask for `db` too.

    On SQLite the database is a copy of a file made once; on PostgreSQL the test works in a copy of
    the test database, loaded once, and is rolled back.
    """
    if connections["default"].vendor != "sqlite":
        with django_db_blocker.unblock(), seeded.copied_site():
            yield
        return
    before = connections["default"].settings_dict["NAME"]
    target = seeded.CACHE / f"journey-{os.getpid()}.sqlite3"
    with django_db_blocker.unblock():
        seeded.use_copy(target)
        try:
            yield
        finally:
            seeded.point_at(before)
            seeded.remove(target)
