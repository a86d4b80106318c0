"""What `manage.py check --deploy` says about demo accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

BACKEND = "training_site.people.backends.AccountBackend"


def demo_accounts_are_refused(**_: Any) -> list[CheckMessage]:
    """Nobody may sign in with a documented password to a real installation."""
    found: list[CheckMessage] = []
    if getattr(settings, "DEMO_ACCOUNTS", False):
        found.append(
            Error(
                "Demokonton är tillåtna. Deras lösenord är känt av alla.",
                hint="Sätt DEMO_ACCOUNTS = False.",
                id="people.E001",
            )
        )
    if settings.AUTHENTICATION_BACKENDS != [BACKEND]:
        found.append(
            Error(
                "En inloggning används som inte stoppar demokonton.",
                hint=f"Sätt AUTHENTICATION_BACKENDS = [{BACKEND!r}].",
                id="people.E002",
            )
        )
    return found
