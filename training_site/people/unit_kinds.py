"""What kinds of workplaces there are, in words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cmp_to_key

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training_site.sorting import compare

NAMES: dict[str, str | Promise] = {
    "adult_psychiatry": _("Adult psychiatry"),
    "child_psychiatry": _("Child psychiatry"),
    "compulsory_school": _("School"),
    "daily_activity": _("Daily activities"),
    "habilitation": _("Habilitation"),
    "home_care": _("Home care"),
    "home_health_care": _("Health care at home"),
    "housing_support": _("Housing support"),
    "inpatient_ward": _("Hospital ward"),
    "municipal_rehab": _("Rehabilitation of the municipality"),
    "needs_assessment": _("Assessment of needs"),
    "office": _("Office"),
    "primary_care": _("Health centre"),
    "primary_care_rehab": _("Rehabilitation in primary care"),
    "residential_care": _("Care home"),
    "short_term_care": _("Short-term care"),
    "social_services_adult": _("Social services, adults"),
    "social_services_child": _("Social services, children and young people"),
    "student_health": _("Student health"),
}


def name_of(kind: str) -> str:
    """The kind in words; one that nobody has named is another kind."""
    return str(NAMES.get(kind, _("Other work")))


def choices(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """The kinds that occur, each once, with their names in Swedish order."""
    named = [(kind, name_of(kind)) for kind in set(kinds)]
    return sorted(named, key=lambda pair: cmp_to_key(compare)(pair[1]))
