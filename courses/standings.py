"""What is written down of learners in courses, read in one query however many courses there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any

from django.db.models import Case, CharField, DateTimeField, Value, When
from django.db.models.functions import Substr

from courses.attestations import Attestation
from courses.outline import FAST, Course
from courses.quiz.models import Step
from courses.quiz.prepared import Given, Prepared, number, text
from courses.records import Completion, Enrolment, Visit

# A question counts as shown when all of it was right; what is left is how shares are added up.
RIGHT = 0.999


@dataclass(frozen=True)
class Seen:
    """That a lesson was opened: when last, whether read, and the part the reader had in front."""

    last_at: datetime
    read_at: datetime | None = None
    block: str = ""


@dataclass(frozen=True)
class Standing:
    """One learner in one course, in the newest cycle. Without an enrolment nothing is begun."""

    user_id: int
    course_key: str
    enrolment_id: int | None = None
    cycle: int = 1
    began_at: datetime | None = None
    visits: dict[str, Seen] = field(default_factory=dict)  # lesson key
    completions: dict[str, datetime | None] = field(default_factory=dict)  # key → when it was done
    by_fast_track: set[str] = field(default_factory=set)  # lessons done by being shown there
    right: set[str] = field(default_factory=set)  # questions right in the fast track at some time
    tried: set[str] = field(default_factory=set)  # questions answered in the fast track at all
    attested: dict[str, datetime] = field(default_factory=dict)  # lesson key → when

    @property
    def done_at(self) -> datetime | None:
        """When the whole course was done."""
        return self.completions.get(self.course_key)

    @property
    def last_at(self) -> datetime | None:
        """When the learner was last in the course, or began it; None when it is not begun."""
        return max((seen.last_at for seen in self.visits.values()), default=self.began_at)


def standings(user_id: int, course_keys: Iterable[str]) -> dict[str, Standing]:
    """The learner's newest cycle in each of these courses; one query."""
    keys = tuple(course_keys)
    found = {key: Standing(user_id, key) for key in keys}
    # Enrolments sort before what was left in them, and a newer cycle after an older one.
    for course, cycle, kind, enrolment, key, last, read, block in _rows(user_id, keys):
        standing = found[course]
        if kind == _ENROLMENT:
            found[course] = replace(
                standing,
                enrolment_id=enrolment,
                cycle=cycle,
                began_at=last,
                **_nothing(),
            )
        else:
            _note(standing, kind, key, Seen(last, read, block))
    return found


_ENROLMENT, _VISIT, _COMPLETION, _ATTESTED, _TRIED = range(5)
_YES = "ja"


def _nothing() -> dict[str, Any]:
    """What a cycle that has just begun holds."""
    return {
        "visits": {},
        "completions": {},
        "by_fast_track": set(),
        "right": set(),
        "tried": set(),
        "attested": {},
    }


def _note(standing: Standing, kind: int, key: str, row: Seen) -> None:
    """Put one row where it belongs; a completion has its source where a visit has its part."""
    if kind == _VISIT:
        standing.visits[key] = row
    elif kind == _COMPLETION:
        standing.completions[key] = row.last_at
        if row.block == Completion.Source.FAST_TRACK:
            standing.by_fast_track.add(key)
    elif kind == _ATTESTED:
        standing.attested[key] = row.last_at
    else:
        standing.tried.add(key)
        if row.block == _YES:
            standing.right.add(key)


def _rows(user_id: int, keys: tuple[str, ...]) -> Any:
    """All that is written down, in one list: (course, cycle, kind, enrolment, …)."""
    names = {f"key{place}": key for place, key in enumerate(keys)}
    names |= {f"fast{place}": f"{FAST}{key}" for place, key in enumerate(keys)}
    every = _prepared(len(keys)).rows(user=user_id, **names) if keys else []
    return sorted(every, key=itemgetter(0, 1, 2))


@cache
def _prepared(size: int) -> Prepared:
    """The query for so many courses."""
    keys = [text(f"key{place}") for place in range(size)]
    places = [text(f"fast{place}") for place in range(size)]
    return Prepared(lambda: _union(number("user"), keys, places))


def _union(user: Given, keys: list[Given], places: list[Given]) -> Any:
    """What `_rows` reads."""
    none = Value(None, output_field=DateTimeField())
    empty = Value("", output_field=CharField())
    visits = Visit.objects.filter(
        enrolment__user_id=user, enrolment__course_key__in=keys
    ).values_list(
        "enrolment__course_key",
        "enrolment__cycle",
        Value(_VISIT),
        "enrolment_id",
        "lesson_key",
        "last_at",
        "read_at",
        "block",
    )
    enrolments = Enrolment.objects.filter(user_id=user, course_key__in=keys).values_list(
        "course_key", "cycle", Value(_ENROLMENT), "pk", empty, "started_at", none, empty
    )
    done = Completion.objects.filter(
        enrolment__user_id=user, enrolment__course_key__in=keys, revoked_at__isnull=True
    ).values_list(
        "enrolment__course_key",
        "enrolment__cycle",
        Value(_COMPLETION),
        "enrolment_id",
        "key",
        "achieved_at",
        none,
        "source",
    )
    others = (enrolments, done, _attested(user, keys), _tried(user, places))
    return visits.order_by().union(*(rows.order_by() for rows in others), all=True)


def _attested(user: Given, keys: list[Given]) -> Any:
    """The lessons a trainer has attested."""
    return Attestation.objects.filter(
        enrolment__user_id=user, enrolment__course_key__in=keys, approved=True
    ).values_list(
        "enrolment__course_key",
        "enrolment__cycle",
        Value(_ATTESTED),
        "enrolment_id",
        "lesson_key",
        "at",
        Value(None, output_field=DateTimeField()),
        Value("", output_field=CharField()),
    )


def _tried(user: Given, places: list[Given]) -> Any:
    """The questions handed in in the fast tracks, and whether all of each was right."""
    wholly = Case(When(fraction__gte=RIGHT, then=Value(_YES)), default=Value(""))
    return Step.objects.filter(
        item__attempt__user_id=user, item__attempt__place__in=places, fraction__isnull=False
    ).values_list(
        Substr("item__attempt__place", len(FAST) + 1),
        "item__attempt__cycle",
        Value(_TRIED),
        "item__attempt_id",
        "item__version__ref",
        "at",
        Value(None, output_field=DateTimeField()),
        wholly,
    )


def standing_in(user_id: int, course: Course) -> Standing:
    """The learner's newest cycle in one course; one query."""
    return standings(user_id, (course.key,))[course.key]
