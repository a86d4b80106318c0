"""What is counted for a year: certificates, led sessions, and units as they stood on its last day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from courses import catalogue
from courses.certificates import Certificate, Issued, holding_certificate, issued, months_after
from sandbox import practice
from sandbox.practice import HeldSessions
from training_site.figures.hiding import FEW
from training_site.people import coverage
from training_site.people.assignments import holding
from training_site.people.models import Membership, Unit, User
from training_site.people.units import is_stale

NO_ORGANISATION = ""


@dataclass(frozen=True)
class Period:
    """A year from its first day, or so much of it as has passed."""

    first: datetime.date
    last: datetime.date

    @property
    def year(self) -> int:
        """Which year."""
        return self.first.year

    @property
    def whole(self) -> bool:
        """The year has ended."""
        return (self.last.month, self.last.day) == (12, 31)

    def before(self) -> Period:
        """The same days of the year before: a year that goes on is not held up to a whole one."""
        return Period(self.first.replace(year=self.year - 1), months_after(self.last, -12))


def period(year: int, today: datetime.date) -> Period:
    """The year, through today when it goes on."""
    return Period(datetime.date(year, 1, 1), min(datetime.date(year, 12, 31), today))


@dataclass(frozen=True)
class UnitFacts:
    """A unit as it stood on a day, with the head count that is known today."""

    organisation: str
    employees: int | None
    stale: bool
    trained: bool
    key_person: bool

    @property
    def counted(self) -> bool:
        """It has a head count, of five or more: as on the pages of key persons."""
        return self.employees is not None and self.employees >= FEW


@dataclass(frozen=True)
class Counts:
    """Everything counted for one period."""

    period: Period
    issued: list[Issued]
    held: HeldSessions
    units: list[UnitFacts]

    @property
    def covered(self) -> tuple[int, int]:
        """Units with somebody trained, and the units that are counted."""
        counted = [unit for unit in self.units if unit.counted]
        return sum(unit.trained for unit in counted), len(counted)

    @property
    def without_key_person(self) -> int:
        """Open units that nobody is key person for."""
        return sum(not unit.key_person for unit in self.units)


def base_course() -> tuple[str, str]:
    """The course that makes somebody trained, the first there is: its key and its title."""
    courses = catalogue.current().courses
    return (courses[0].key, courses[0].title) if courses else ("", "")


def count(wanted: Period, course_key: str) -> Counts:
    """Count a period. Four queries, however much there is."""
    return Counts(
        period=wanted,
        issued=issued(first=wanted.first, last=wanted.last),
        held=practice.held(year=wanted.year, through=wanted.last),
        units=units_on(wanted.last, course_key),
    )


def units_on(day: datetime.date, course_key: str) -> list[UnitFacts]:
    """The units that were open on `day`: whether anybody there was trained then. One query."""
    trained = Membership.objects.filter(
        holding(day),
        unit=OuterRef("pk"),
        user__is_active=True,
        user__in=holding_certificate(course_key=course_key, day=day).values("enrolment__user"),
    )
    rows = coverage.open_units(day).annotate(
        has_trained=Exists(trained),
        has_key_person=Exists(coverage.covering(day).filter(unit=OuterRef("pk"))),
    )
    return [_facts(row, day) for row in rows]


def _facts(row: Unit, day: datetime.date) -> UnitFacts:
    return UnitFacts(
        organisation=row.organisation.name,
        employees=row.employees,
        stale=is_stale(row, day),
        trained=getattr(row, "has_trained", False),
        key_person=getattr(row, "has_key_person", False),
    )


def organisations_of(found: Counts) -> dict[str, int]:
    """How many people each organisation has among those with a certificate; nobody is in two.

    The organisation is the one they worked in the day of their latest certificate. Who had no unit
    that day is under an empty name. One query.
    """
    latest = {one.user_id: one.day for one in found.issued}
    span = (found.period.first, found.period.last)
    certificates = Certificate.objects.filter(issued_at__date__range=span)
    rows = Membership.objects.filter(
        user__in=certificates.values("enrolment__user"), since__lte=found.period.last
    ).values_list("user", "since", "until", "unit__organisation__name")
    where: dict[int, str] = {}
    for user_id, since, until, name in rows.order_by("since", "pk"):
        day = latest.get(user_id)
        if day and since <= day and (until is None or until >= day):
            where[user_id] = name
    numbers: dict[str, int] = {}
    for user_id in latest:
        name = where.get(user_id, NO_ORGANISATION)
        numbers[name] = numbers.get(name, 0) + 1
    return numbers


def people_without_unit(day: datetime.date) -> int:
    """How many open accounts work at no unit on `day`. One query."""
    works = Membership.objects.filter(holding(day), user=OuterRef("pk"))
    return User.objects.filter(is_active=True).exclude(Exists(works)).count()
