"""What is asked about people."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from training_site.people.models import Membership, User
from training_site.templatetags.samova import inside

SESSION_KEY = "whoami"
LEADS_KEY = "leads"
LEADS = "sandbox.lead_run"


def may_sign_in(user: User) -> bool:
    """Active, and not a demo account in an installation that refuses them."""
    return user.is_active and (settings.DEMO_ACCOUNTS or not user.is_demo)


def account_of(email: str) -> User | None:
    """The account that signs in with this address; None when none does, or it may not. One query."""
    wanted = email.strip().lower()
    user = User.objects.filter(email__iexact=wanted).first()
    # PostgreSQL takes a dotless i for an i, and a long s for an s: the post would go to another.
    if user is None or user.email.lower() != wanted:
        return None
    return user if may_sign_in(user) else None


def open_membership(*, user_id: int, day: datetime.date) -> Membership | None:
    """The newest membership that holds on `day`, with its unit; None for someone without one."""
    return (
        Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)
        .filter(user_id=user_id)
        .select_related("unit")
        .order_by("-since", "-pk")
        .first()
    )


def whoami(request: HttpRequest) -> str:
    """Job title and unit of the person signed in, for the foot: "undersköterska, Hemtjänst Norr".

    Asked of the database once a day and session; names nobody, as the phone may be shared. Empty
    for a guest.
    """
    user = request.user
    if not isinstance(user, User):
        return ""
    day = timezone.localdate()
    kept = request.session.get(SESSION_KEY)
    if kept and kept[0] == day.isoformat():
        return str(kept[1])
    membership = open_membership(user_id=user.pk, day=day)
    if membership is None:
        words = user.get_short_name()
    else:
        words = ", ".join(filter(None, (inside(membership.title), membership.unit.name)))
    request.session[SESSION_KEY] = [day.isoformat(), words]
    return words


def leads_sessions(request: HttpRequest) -> bool:
    """Whether the person signed in is shown the trainer's menu; asked once a day and session.

    Only the menu: every page behind it asks anew.
    """
    user = request.user
    if not isinstance(user, User):
        return False
    day = timezone.localdate().isoformat()
    kept = request.session.get(LEADS_KEY)
    if not kept or kept[0] != day:
        kept = request.session[LEADS_KEY] = [day, user.has_perm(LEADS)]
    return bool(kept[1])
