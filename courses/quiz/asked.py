"""An attempt and what it asks, with the latest answers: read at every answer, so composed once.

A version never changes, so it is kept in the process under its key and its digest: an answer that
is stored reads the steps, not the texts of the questions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, OuterRef, QuerySet, Subquery

from courses.quiz.access import attempts_of
from courses.quiz.models import Attempt, AttemptItem, QuestionVersion, Step
from courses.quiz.prepared import Prepared, number, text

# Versions kept; dropped all at once when there are more. A county's bank is hundreds.
KEPT = 2000
Key = tuple[int, str]  # of the row, and the digest of what it says
_versions: dict[Key, QuestionVersion] = {}


def columns(model: type[Model]) -> list[str]:
    """The columns of a table, in the order of the model."""
    return [field.attname for field in model._meta.concrete_fields]


ATTEMPT = columns(Attempt)


@dataclass(slots=True)
class Item:
    """An AttemptItem as it is read: ten at every answer, and rows of a model are slow to make."""

    attempt: Attempt
    version: QuestionVersion
    pk: int
    slot: int
    option_order: Any
    max_mark: float
    latest_seq: int | None
    latest_response: Any
    own_response: Any
    history: list[Step] = field(default_factory=list)


def _attempts() -> QuerySet[Any, Any]:
    mine = attempts_of(number("user")).filter(public_id=text("public_id"))
    return mine.order_by().values_list(*ATTEMPT)


def _items() -> QuerySet[Any, Any]:
    newest = Step.objects.filter(item=OuterRef("pk")).order_by("-seq")
    return (
        AttemptItem.objects.filter(attempt_id=number("attempt"))
        .annotate(
            latest_seq=Subquery(newest.values("seq")[:1]),
            latest_response=Subquery(newest.values("response")[:1]),
            own_response=Subquery(newest.filter(origin=text("origin")).values("response")[:1]),
        )
        .order_by("slot")
        .values_list(
            "version_id",
            "version__digest",
            "pk",
            "slot",
            "option_order",
            "max_mark",
            "latest_seq",
            "latest_response",
            "own_response",
        )
    )


_read = Prepared(_attempts)
_read_locked = Prepared(lambda: _attempts().select_for_update())
_read_items = Prepared(_items)


def attempt_of(user_id: int, public_id: str, *, locked: bool = False) -> Attempt | None:
    """The learner's own attempt; locked until the transaction ends, where the database can."""
    rows = (_read_locked if locked else _read).rows(user=user_id, public_id=public_id)
    return Attempt.from_db(DEFAULT_DB_ALIAS, ATTEMPT, rows[0]) if rows else None


def items_of(attempt: Attempt, *, origin: str = "") -> list[Any]:
    """The items of an attempt with their versions, by slot. One query, two for new questions.

    Each has latest_seq and latest_response (None before the first step), and own_response: the
    latest that came from the opening of the page named `origin`.
    """
    rows = _read_items.rows(attempt=attempt.pk, origin=origin)
    versions = _kept({row[:2] for row in rows})
    return [Item(attempt, versions[row[:2]], *row[2:]) for row in rows]


def _kept(keys: set[Key]) -> dict[Key, QuestionVersion]:
    """The versions with these keys; those that are new here are read from the database."""
    versions = {key: _versions[key] for key in keys & _versions.keys()}
    missing = keys - versions.keys()
    if missing:
        found = QuestionVersion.objects.filter(pk__in=[pk for pk, _digest in missing])
        versions.update({(one.pk, one.digest): one for one in found})
        if len(_versions) > KEPT:
            _versions.clear()
        _versions.update(versions)
    return versions
