"""Propose, answer and end assignments, and confirm how many work at a unit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from training_site.people import assignment_letters as letters
from training_site.people import coverage
from training_site.people.assignments import Assignment, AssignmentUnit, holding
from training_site.people.models import Unit, User

WAITING = Assignment.Status.PROPOSED


@transaction.atomic
def propose(
    assignment: Assignment, *, by: User, units: Iterable[Unit], today: datetime.date
) -> Assignment:
    """Save a new assignment. The person's own manager says yes by proposing; others are asked.

    Raises ValidationError for what the records refuse, such as an assignment somebody already has.
    """
    managers = list(coverage.managers_of(assignment.user, today))
    assignment.proposed_by, assignment.proposed_on = by, today
    if by in managers:
        assignment.manager = assignment.answered_by = by
        assignment.status, assignment.answered_on = Assignment.Status.ACCEPTED, today
    else:
        assignment.manager = assignment.manager or next(iter(managers), None)
        assignment.status = WAITING
    assignment.full_clean()
    assignment.save()
    for unit in units:
        AssignmentUnit.objects.create(assignment=assignment, unit=unit, since=assignment.since)
    tell_of_new(assignment, managers)
    return assignment


def tell_of_new(assignment: Assignment, managers: Iterable[User]) -> None:
    """Write to those who should answer, or to the person who has been appointed."""
    if assignment.status == WAITING:
        to = [assignment.manager] if assignment.manager else managers
        transaction.on_commit(lambda: letters.proposed(assignment, to))
    elif assignment.status == Assignment.Status.ACCEPTED:
        transaction.on_commit(lambda: letters.answered(assignment))


@transaction.atomic
def answer(
    assignment: Assignment, *, by: User, yes: bool, reason: str = "", today: datetime.date
) -> Assignment:
    """The manager's yes or no. Raises ValidationError when it is answered, or a no has no reason."""
    found = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if found.status != WAITING:
        raise ValidationError(_("Somebody has answered already."))
    if not yes and not reason.strip():
        raise ValidationError(_("Tell why you say no."))
    found.status = Assignment.Status.ACCEPTED if yes else Assignment.Status.DECLINED
    found.end_reason = "" if yes else reason.strip()
    found.manager = found.answered_by = by
    found.answered_on = today
    found.save()
    transaction.on_commit(lambda: letters.answered(found))
    return found


@transaction.atomic
def end(
    assignment: Assignment, *, last_day: datetime.date, reason: str = "", today: datetime.date
) -> Assignment:
    """Give notice: the assignment and its units hold through `last_day`, and everything is kept.

    The manager is told, with how many units are left without a key person. Raises ValidationError
    for a day that has passed, or an assignment that has ended or never began.
    """
    found = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if found.status != Assignment.Status.ACCEPTED:
        raise ValidationError(_("The assignment has ended already."))
    if last_day < max(today, found.since):
        raise ValidationError(_("Choose today or a later day."))
    found.status, found.until = Assignment.Status.ENDED, last_day
    found.end_noticed_on, found.end_reason = today, reason.strip()
    found.save()
    found.units.filter(until__isnull=True).update(until=last_day)
    found.units.filter(until__gt=last_day, since__lte=last_day).update(until=last_day)
    left = left_without(found, last_day)
    told = managers_told(found, today)
    transaction.on_commit(lambda: letters.ended(found, left, told))
    return found


def managers_told(assignment: Assignment, today: datetime.date) -> list[User]:
    """Who is told when the assignment ends; nobody when no manager is known."""
    if assignment.manager:
        return [assignment.manager]
    return list(coverage.managers_of(assignment.user, today))


def left_without(assignment: Assignment, last_day: datetime.date) -> int:
    """How many of the units nobody else is key person for the day after."""
    after = last_day + datetime.timedelta(days=1)
    own = assignment.units.filter(holding(last_day)).values("unit")
    others = coverage.covering(after).exclude(assignment=assignment).filter(unit=OuterRef("pk"))
    return coverage.open_units(after).filter(pk__in=own).exclude(Exists(others)).count()


def confirm_head_count(unit: Unit, *, number: int, by: User, today: datetime.date) -> None:
    """The manager says how many work at the unit today."""
    unit.employees, unit.employees_on, unit.employees_by = number, today, by
    unit.save(update_fields=["employees", "employees_on", "employees_by"])


def name_deputy(assignment: Assignment, deputy: User | None) -> None:
    """Who may act in the person's place. Raises ValidationError for the person herself."""
    assignment.deputy = deputy
    assignment.full_clean()
    assignment.save(update_fields=["deputy"])
