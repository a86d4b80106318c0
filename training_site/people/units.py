"""A key person's units in numbers: how many are trained, of how many, counted when. Never names.

A unit with fewer than five employees shows no number, is never counted among those that lack
trained staff, sorts after the others whatever it has, and is left out of every sum: so nothing on
the page can be taken from something else to find what is hidden.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localdate

from courses.certificates import in_force, months_after
from sandbox import practice
from training_site.people.assignments import Assignment, holding
from training_site.people.models import Membership, Unit

FEW = 5
STALE_MONTHS = 6
SESSION_MONTHS = 12


@dataclass(frozen=True)
class Row:
    """One unit. `trained` and `last_session` are None where they are not shown or not known."""

    unit: Unit
    hidden: bool
    trained: int | None
    trainers: int
    last_session: datetime.date | None
    stale: bool
    action: str  # session | course | head_count

    @property
    def employees(self) -> int | None:
        """How many work there; None where it is not known, or too few to say."""
        return None if self.hidden else self.unit.employees

    @property
    def lacks(self) -> bool:
        """Nobody at the unit is trained; never said of a unit whose number is hidden."""
        return self.trained == 0

    @property
    def share(self) -> float:
        """From 0 to 1, for order only; after all others where nothing is shown."""
        if self.trained is None or not self.employees:
            return 2.0
        return min(self.trained / self.employees, 1.0)


@dataclass(frozen=True)
class Total:
    """The sum over the units that show a number, and how many those are."""

    units: int
    trained: int
    employees: int


def is_stale(unit: Unit, day: datetime.date) -> bool:
    """The number of employees is more than six months old, or is not known."""
    return unit.employees_on is None or months_after(unit.employees_on, STALE_MONTHS) < day


def rows(units: Iterable[Unit], *, course_key: str, day: datetime.date) -> list[Row]:
    """The units, each with its numbers. Four queries beside that for the units."""
    wanted = list(units)
    staff = _staff(wanted, day)
    everybody = {user_id for users in staff.values() for user_id in users}
    trained = in_force(course_key=course_key, user_ids=everybody, day=day)
    sessions = practice.last_attended(user_ids=everybody)
    held = Assignment.objects.active(day).filter(kind=Assignment.Kind.SIP_TRAINER)
    trainers = set(held.filter(user__in=everybody).values_list("user", flat=True))
    found = []
    for unit in wanted:
        users = staff.get(unit.pk, set())
        last = max((localdate(sessions[one]) for one in users if one in sessions), default=None)
        found.append(_row(unit, len(users & set(trained)), len(users & trainers), last, day))
    return found


def _row(
    unit: Unit, trained: int, trainers: int, last: datetime.date | None, day: datetime.date
) -> Row:
    hidden = unit.employees is None or unit.employees < FEW
    stale = is_stale(unit, day)
    recent = last is not None and months_after(last, SESSION_MONTHS) >= day
    if stale:
        action = "head_count"
    elif hidden or (trained and recent):
        action = "course"
    else:
        action = "session"
    return Row(
        unit=unit,
        hidden=hidden,
        trained=None if hidden else trained,
        trainers=trainers,
        last_session=None if hidden else last,
        stale=stale,
        action=action,
    )


def _staff(units: list[Unit], day: datetime.date) -> dict[int, set[int]]:
    """Who works at each unit, by number only."""
    found: dict[int, set[int]] = {}
    rows = Membership.objects.filter(holding(day), unit__in=units, user__is_active=True)
    for unit_id, user_id in rows.order_by().values_list("unit", "user"):
        found.setdefault(unit_id, set()).add(user_id)
    return found


def total(found: Iterable[Row]) -> Total:
    """The sum over the rows that show a number; what is hidden is in no sum."""
    shown = [row for row in found if row.trained is not None]
    return Total(
        units=len(shown),
        trained=sum(row.trained or 0 for row in shown),
        employees=sum(row.employees or 0 for row in shown),
    )


def lacking(found: Iterable[Row]) -> int:
    """How many units lack trained staff, of those that show a number."""
    return sum(row.lacks for row in found)


def kinds(found: Iterable[Row]) -> Counter[str]:
    """The kinds of work among the units, with how many each."""
    return Counter(row.unit.kind for row in found)
