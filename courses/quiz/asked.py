"""An attempt and what it asks, with the latest answers: read at every answer, so composed once.

What a version says never changes, so it is kept in the process under its digest: an answer that is
stored reads the steps, not the texts of the questions.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, OuterRef, QuerySet, Subquery

from courses.quiz.kinds import Json
from courses.quiz.models import Attempt, AttemptItem, QuestionVersion, Step
from courses.quiz.prepared import Prepared, number, text

# Payloads kept by digest; dropped all at once when there are more. A county's bank is hundreds.
KEPT = 2000
_payloads: dict[str, Json] = {}


def _columns(model: type[Model], *but: str) -> list[str]:
    """The columns of a table, in the order of the model."""
    return [field.attname for field in model._meta.concrete_fields if field.attname not in but]


ATTEMPT, ITEM = _columns(Attempt), _columns(AttemptItem)
VERSION = _columns(QuestionVersion, "payload")


def _attempts() -> QuerySet[Any, Any]:
    mine = Attempt.objects.filter(user_id=number("user"), public_id=text("public_id"))
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
            *ITEM,
            *(f"version__{column}" for column in VERSION),
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
    return _row(Attempt, ATTEMPT, rows[0]) if rows else None


def items_of(attempt: Attempt, *, origin: str = "") -> list[Any]:
    """The items of an attempt with their versions, by slot. One query, two for new questions.

    Each has latest_seq and latest_response (None before the first step), and own_response: the
    latest that came from the opening of the page named `origin`.
    """
    rows = _read_items.rows(attempt=attempt.pk, origin=origin)
    at, digest = len(ITEM), VERSION.index("digest")
    payloads = _kept({row[at + digest] for row in rows})
    items = []
    for row in rows:
        item: Any = _row(AttemptItem, ITEM, row[:at])
        item.attempt = attempt
        described = row[at : at + len(VERSION)]
        item.version = _row(
            QuestionVersion,
            [*VERSION, "payload"],
            (*described, payloads[described[digest]]),
        )
        item.latest_seq, item.latest_response, item.own_response = row[-3:]
        items.append(item)
    return items


def _kept(digests: set[str]) -> dict[str, Json]:
    """The payloads with these digests, read from the database those that are new here."""
    payloads = {digest: _payloads[digest] for digest in digests & _payloads.keys()}
    missing = digests - payloads.keys()
    if missing:
        versions = QuestionVersion.objects.filter(digest__in=missing)
        payloads.update(versions.values_list("digest", "payload"))
        if len(_payloads) > KEPT:
            _payloads.clear()
        _payloads.update(payloads)
    return payloads


def _row(model: type[Any], columns: list[str], values: Any) -> Any:
    """An instance from its columns, as the ORM makes one from a row."""
    known = dict(zip(columns, values, strict=True))
    names = _columns(model)
    return model.from_db(DEFAULT_DB_ALIAS, names, [known[name] for name in names])
