"""Who may see the numbers of the whole county."""

from __future__ import annotations

import datetime
from typing import Any

from training_site.people.councils import place_of
from training_site.people.models import User
from training_site.people.roles import COORDINATORS


def is_coordinator(user: User) -> bool:
    """Keeps the county's registers. One query."""
    return user.groups.filter(name=COORDINATORS).exists()


def may_see(user: Any, day: datetime.date) -> bool:
    """Coordinators, the council's members and editors, and administrators. Two queries at most."""
    if not isinstance(user, User):
        return False
    return user.is_superuser or place_of(user, day).works or is_coordinator(user)
