"""The second row of the frame for those who have an assignment or manage a unit."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from training_site import navigation
from training_site.people import coverage
from training_site.people.assignments import Assignment
from training_site.people.models import User

KEPT = "assigned"
KEY_PERSON, TRAINER, MANAGER = "key_person", "sip_trainer", "manager"


def roles_of(user: User) -> tuple[str, ...]:
    """Which of the three the person is today. Two queries."""
    day = timezone.localdate()
    held = Assignment.objects.active(day).filter(user=user).values_list("kind", flat=True)
    found = sorted(set(held))
    if coverage.managers(day).filter(user=user).exists():
        found.append(MANAGER)
    return tuple(found)


def assignment_row(request: HttpRequest) -> tuple[navigation.Link, ...]:
    """The links, asked for once a day and session; only the menu: every page behind asks anew."""
    user = request.user
    if not isinstance(user, User):
        return ()
    day = timezone.localdate().isoformat()
    kept = request.session.get(KEPT)
    if not kept or kept[0] != day:
        kept = request.session[KEPT] = [day, list(roles_of(user))]
    return navigation.assignment_row(request.path, kept[1])


def forget(request: HttpRequest) -> None:
    """Ask anew on the next page: something has been answered or ended."""
    request.session.pop(KEPT, None)
