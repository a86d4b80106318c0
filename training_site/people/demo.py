"""Demo accounts: documented, and only where the settings allow them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from training_site.people.models import User
from training_site.templatetags.samova import inside

# Known to everyone who reads the README; production refuses the accounts it opens.
DEMO_PASSWORD = "prova-samova"  # noqa: S105


@dataclass(frozen=True)
class DemoLogin:
    """What the login page and the command line show of one demo account."""

    name: str
    email: str
    role: str


def demo_logins() -> tuple[DemoLogin, ...]:
    """Every demo account that can sign in, in the order they were made, with its job title.

    Two queries.
    """
    users = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    # Made-up staff only fill the units.
    users = users.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return tuple(
        DemoLogin(
            user.get_full_name(),
            user.email,
            ", ".join(inside(m.title) for m in user.memberships.all()),
        )
        for user in users.prefetch_related("memberships")
    )
