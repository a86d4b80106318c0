"""The site with all its content, opened once for a module of tests that only read."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import connections

from tests import seeded


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The seeded site. Do not ask for `db` too, and write nothing."""
    if connections["default"].vendor != "sqlite":
        with django_db_blocker.unblock(), seeded.copied_site():
            yield
        return
    before = connections["default"].settings_dict["NAME"]
    target = seeded.CACHE / f"search-{os.getpid()}.sqlite3"
    with django_db_blocker.unblock():
        seeded.use_copy(target)
        try:
            yield
        finally:
            seeded.point_at(before)
            seeded.remove(target)
