"""The sources under a question's explanation: laws and documents, as the references have them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from courses.body_html import law_url
from courses.labels import day
from courses.quiz.asked import columns
from courses.quiz.prepared import Given, Prepared, text
from courses.quiz.sources import Source
from courses.references import LawReference
from courses.references import Source as Document


def sources_of(keys: frozenset[str]) -> dict[str, Source]:
    """Key -> source in words, for the keys of one page. Two queries."""
    if not keys:
        return {}
    given = {f"key{at}": key for at, key in enumerate(keys)}
    laws, documents = (
        [model.from_db(DEFAULT_DB_ALIAS, columns(model), row) for row in query.rows(**given)]
        for model, query in _with_keys(len(given))
    )
    found = {
        law.key: Source(law.key, law.citation, law_url(law.key), _checked(law)) for law in laws
    }
    return found | {document.key: _document(document) for document in documents}


@lru_cache(maxsize=32)
def _with_keys(size: int) -> list[tuple[Any, Prepared]]:
    """The queries for so many keys, of laws and of documents."""
    keys = [text(f"key{at}") for at in range(size)]
    return [
        (LawReference, _columns_of(LawReference, keys)),
        (Document, _columns_of(Document, keys)),
    ]


def _columns_of(model: Any, keys: list[Given]) -> Prepared:
    return Prepared(lambda: model.objects.filter(key__in=keys).values_list(*columns(model)))


def _checked(law: LawReference) -> str:
    """How far the reference has been checked, and when."""
    if law.checked_on is None or law.status == law.Status.UNCHECKED:
        return str(law.get_status_display())
    return f"{law.get_status_display()} {day(law.checked_on)}"


def _document(document: Document) -> Source:
    where = ", ".join(str(part) for part in (document.county, document.year) if part)
    return Source(document.key, f"{document.title} ({where})" if where else document.title)
