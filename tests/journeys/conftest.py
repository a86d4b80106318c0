"""Journeys with the test client, through the site with all its content."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import seeded


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[None]:
    """The site with its content and demo accounts, for this test alone. Do not ask for `db` too."""
    with seeded.opened(request):
        yield
