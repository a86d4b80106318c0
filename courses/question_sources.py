"""The sources under a question's explanation: laws and documents, as the references have them."""

from __future__ import annotations

from courses.body_html import law_url
from courses.labels import day
from courses.quiz.sources import Source
from courses.references import LawReference
from courses.references import Source as Document


def sources_of(keys: frozenset[str]) -> dict[str, Source]:
    """Key -> source in words, for the keys of one page. Two queries."""
    laws = LawReference.objects.filter(key__in=keys)
    documents = Document.objects.filter(key__in=keys)
    found = {
        law.key: Source(law.key, law.citation, law_url(law.key), _checked(law)) for law in laws
    }
    return found | {document.key: _document(document) for document in documents}


def _checked(law: LawReference) -> str:
    """How far the reference has been checked, and when."""
    if law.checked_on is None or law.status == law.Status.UNCHECKED:
        return str(law.get_status_display())
    return f"{law.get_status_display()} {day(law.checked_on)}"


def _document(document: Document) -> Source:
    where = ", ".join(str(part) for part in (document.county, document.year) if part)
    return Source(document.key, f"{document.title} ({where})" if where else document.title)
