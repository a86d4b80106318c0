"""Who is key person for which units, which units have none, and who an audience is made up of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from training_site.people.assignments import Assignment, AssignmentUnit, holding
from training_site.people.models import Membership, Unit, User
from training_site.sorting import sv

KEY_PERSON = Assignment.Kind.KEY_PERSON
SIP_TRAINER = Assignment.Kind.SIP_TRAINER
# Keeps the registers; nobody there plans care, so no key person is missed.
OFFICE = "office"


def open_units(day: datetime.date) -> QuerySet[Unit]:
    """The workplaces that are open on `day`, in Swedish order."""
    return (
        Unit.objects.exclude(kind=OFFICE)
        .exclude(closed_on__lt=day)
        .exclude(opened_on__gt=day)
        .select_related("organisation")
        .order_by(sv("name"), "pk")
    )


def active_key_persons(day: datetime.date) -> QuerySet[User]:
    """Everybody who is key person on `day` and has an account that is open, by family name."""
    return _people(KEY_PERSON, day).order_by(sv("family_name"), sv("given_name"), "pk")


def units_without_key_person(day: datetime.date) -> QuerySet[Unit]:
    """Open workplaces that nobody is key person for on `day`, in Swedish order. One query."""
    return open_units(day).exclude(Exists(covering(day).filter(unit=OuterRef("pk"))))


def covering(day: datetime.date) -> QuerySet[AssignmentUnit]:
    """The units of the key persons' assignments that hold on `day`."""
    return AssignmentUnit.objects.filter(
        holding(day),
        holding(day, "assignment__"),
        assignment__kind=KEY_PERSON,
        assignment__status__in=Assignment.HELD,
        assignment__user__is_active=True,
    )


def key_person_of(unit: Unit, day: datetime.date) -> User | None:
    """The unit's key person on `day`; of several the one who has been it longest. One query."""
    return next(iter(key_persons_of([unit.pk], day).get(unit.pk, [])), None)


def key_persons_of(units: Iterable[int], day: datetime.date) -> dict[int, list[User]]:
    """The key persons of each of the units on `day`, longest first. One query."""
    found: dict[int, list[User]] = {}
    rows = covering(day).filter(unit__in=list(units)).select_related("assignment__user")
    for row in rows.order_by("since", "pk"):
        found.setdefault(row.unit_id, []).append(row.assignment.user)
    return found


def units_of(user: User, day: datetime.date) -> QuerySet[Unit]:
    """The units that `user` is key person for on `day`, in Swedish order."""
    own = covering(day).filter(assignment__user=user, unit=OuterRef("pk"))
    return open_units(day).filter(Exists(own))


def managers(day: datetime.date) -> QuerySet[Membership]:
    """The memberships that make somebody a manager on `day`."""
    return Membership.objects.filter(holding(day), manages=True, user__is_active=True)


def managed_units(user: User, day: datetime.date) -> QuerySet[Unit]:
    """The units that `user` is the manager of on `day`, in Swedish order."""
    return (
        Unit.objects.filter(Exists(managers(day).filter(user=user, unit=OuterRef("pk"))))
        .select_related("organisation")
        .order_by(sv("name"), "pk")
    )


def managers_of(user: User, day: datetime.date) -> QuerySet[User]:
    """The managers of the units where `user` works on `day`; nobody is their own manager."""
    works_at = Membership.objects.filter(holding(day), user=user).values("unit")
    rows = managers(day).filter(unit__in=works_at).exclude(user=user)
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")


def staff_of(user: User, day: datetime.date) -> QuerySet[Membership]:
    """Who works at the units that `user` manages on `day`, except `user`, by family name."""
    return (
        Membership.objects.filter(
            holding(day), unit__in=managed_units(user, day).values("pk"), user__is_active=True
        )
        .exclude(user=user)
        .select_related("user", "unit")
        .order_by(sv("unit__name"), sv("user__family_name"), sv("user__given_name"), "pk")
    )


def proposals_for(manager: User, day: datetime.date) -> QuerySet[Assignment]:
    """The assignments that wait for this manager's answer, oldest first."""
    return asked_of(manager, day).filter(status=Assignment.Status.PROPOSED)


def asked_of(manager: User, day: datetime.date) -> QuerySet[Assignment]:
    """The assignments this manager answers for, answered or not, oldest first.

    Those of own staff, and those where she is named as the manager.
    """
    staff = Membership.objects.filter(
        holding(day), user=OuterRef("user"), unit__in=managed_units(manager, day).values("pk")
    )
    return (
        Assignment.objects.filter(Exists(staff) | Q(manager=manager))
        .exclude(user=manager)
        .select_related("user", "proposed_by")
        .order_by("proposed_on", "pk")
    )


def deputies_for(user: User, day: datetime.date) -> list[User]:
    """Who may act in the place of `user` on `day`, as deputy of an assignment that holds."""
    held = Assignment.objects.active(day).filter(user=user)
    return list(User.objects.filter(deputy_of__in=held, is_active=True).distinct().order_by("pk"))


def deputised_by(user: User, day: datetime.date) -> list[User]:
    """Whom `user` may act for on `day`, as their deputy."""
    held = Assignment.objects.active(day).filter(deputy=user)
    return list(User.objects.filter(assignments__in=held, is_active=True).distinct().order_by("pk"))


def audience(rule: dict[str, Any], day: datetime.date) -> set[int]:
    """The users whom `rule` means on `day`; a rule, not a list, so it is asked anew each day.

    {"kind": "key_persons"}, {"kind": "managers"}, {"kind": "key_persons_and_managers"}, each with
    an optional "municipality": the organisation whose units are meant; or {"kind": "role",
    "assignment": "sip_trainer"}. One query, two for the third. Raises ValueError for another rule.
    """
    kind, organisation = rule.get("kind"), rule.get("municipality")
    if kind == "key_persons":
        return _key_persons(organisation, day)
    if kind == "managers":
        return _managers(organisation, day)
    if kind == "key_persons_and_managers":
        return _key_persons(organisation, day) | _managers(organisation, day)
    if kind == "role" and rule.get("assignment") in Assignment.Kind.values:
        return set(_people(rule["assignment"], day).values_list("pk", flat=True))
    raise ValueError(f"Okänd målgrupp: {rule!r}")


def _people(kind: str, day: datetime.date) -> QuerySet[User]:
    held = Assignment.objects.active(day).filter(kind=kind, user=OuterRef("pk"))
    return User.objects.filter(Exists(held), is_active=True)


def _key_persons(organisation: int | None, day: datetime.date) -> set[int]:
    if organisation is None:
        return set(_people(KEY_PERSON, day).values_list("pk", flat=True))
    rows = covering(day).filter(unit__organisation=organisation)
    return set(rows.values_list("assignment__user", flat=True))


def _managers(organisation: int | None, day: datetime.date) -> set[int]:
    rows = managers(day)
    if organisation is not None:
        rows = rows.filter(unit__organisation=organisation)
    return set(rows.values_list("user", flat=True))
