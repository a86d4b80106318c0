"""What the accounts' own room keeps about a person: the account, workplaces and appointments."""

from __future__ import annotations

import datetime
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.users.models import UserProfile

from courses.labels import day
from training_site.people.assignments import Assignment
from training_site.people.councils import CouncilSeat
from training_site.people.models import Membership, User
from training_site.people.my_data import Part, Row

Dated = TypeVar("Dated", bound=Model)


def account_rows(user: User) -> list[Row]:
    """The account, in one row."""
    groups = ", ".join(user.groups.order_by("name").values_list("name", flat=True))
    if user.is_superuser:
        groups = ", ".join(filter(None, (_("Administrator"), groups)))
    return [
        {
            _("Name"): user.get_full_name(),
            _("E-mail address"): user.email,
            _("Account made"): day(user.date_joined),
            _("Signed in last"): day(user.last_login),
            _("Rights"): groups or _("None beside your own pages"),
        }
    ]


def erase_account(user: User) -> None:
    """Leave a row without name, address, password or rights, which nobody can sign in with."""
    user.given_name, user.family_name = _("Deleted account"), ""
    # .invalid is an address that can never exist (RFC 2606).
    user.email = f"borttaget-{user.pk}@konto.invalid"
    user.is_active = user.is_staff = user.is_superuser = user.is_demo = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    EmailAddress.objects.filter(user=user).delete()
    UserProfile.objects.filter(user=user).delete()


def place_rows(user: User) -> list[Row]:
    """Where she works and has worked."""
    rows = Membership.objects.filter(user=user).select_related("unit__organisation")
    return [
        {
            _("Workplace"): f"{row.unit.name}, {row.unit.organisation.name}",
            _("Job title"): row.title,
            _("Time"): _span(row.since, row.until),
        }
        for row in rows
    ]


def erase_places(user: User) -> None:
    """End what is open, and forget the job titles."""
    rows = Membership.objects.filter(user=user)
    for row in _open(rows):
        row.until = max(row.since, timezone.localdate())
        row.save(update_fields=["until"])
    rows.update(title="")


def appointment_rows(user: User) -> list[Row]:
    """Assignments and seats in councils."""
    held = [
        (row.get_kind_display(), row.get_status_display(), row.since, row.until)
        for row in Assignment.objects.filter(user=user)
    ]
    held += [
        (f"{row.council.name}: {row.get_category_display()}", "", row.since, row.until)
        for row in CouncilSeat.objects.filter(user=user).select_related("council")
    ]
    return [
        {_("Appointment"): what.capitalize(), _("Status"): status, _("Time"): _span(since, until)}
        for what, status, since, until in held
    ]


def erase_appointments(user: User) -> None:
    """End what is open today; the reason, which is free text, goes."""
    today = timezone.localdate()
    for row in _open(Assignment.objects.filter(user=user)):
        row.until, row.status = max(row.since, today), Assignment.Status.ENDED
        row.save(update_fields=["until", "status"])
    for seat in _open(CouncilSeat.objects.filter(user=user)):
        seat.until = max(seat.since, today)
        seat.save(update_fields=["until"])
    Assignment.objects.filter(user=user).update(end_reason="")


PARTS = (
    Part(
        key="konto",
        title=gettext_lazy("Your account"),
        why=gettext_lazy("You need it to sign in and to go on where you left off."),
        how_long=gettext_lazy("As long as you have the account."),
        erasing=gettext_lazy("Name, e-mail address, password and rights are deleted at once."),
        rows=account_rows,
        erase=erase_account,
    ),
    Part(
        key="arbetsplatser",
        title=gettext_lazy("Workplaces"),
        why=gettext_lazy("So that your unit can see how many have taken the courses."),
        how_long=gettext_lazy("As long as you have the account."),
        erasing=gettext_lazy(
            "Your job title is deleted. That somebody worked at the unit stays, without a name."
        ),
        rows=place_rows,
        erase=erase_places,
    ),
    Part(
        key="uppdrag",
        title=gettext_lazy("Appointments"),
        why=gettext_lazy("So that others can see who is key person or sits in the council."),
        how_long=gettext_lazy("As long as you have the account."),
        erasing=gettext_lazy("They end the same day. That they existed stays, without a name."),
        rows=appointment_rows,
        erase=erase_appointments,
    ),
)


def _open(rows: QuerySet[Dated]) -> QuerySet[Dated]:
    return rows.filter(Q(until__isnull=True) | Q(until__gt=timezone.localdate()))


def _span(since: datetime.date, until: datetime.date | None) -> str:
    return f"{day(since)} – {day(until)}" if until else _("since %(day)s") % {"day": day(since)}
