"""The page of search: a box, what was found, and where to go when nothing was."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from training_site.search.current import current
from training_site.search.excerpts import excerpt
from training_site.search.guessing import closest
from training_site.search.index import Document, Index
from training_site.search.ranking import MOST_WORDS, Found, Hit, find
from training_site.search.synonyms import synonyms
from training_site.search.words import fold, words

MOST_LETTERS = 200
PER_PAGE = 20
MOST_GUESSES = 3
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")
# Short answers, whose first words matter most.
ANSWERS = {"faq", "term"}
# Kind of document → its name in the address, in words for one, and in words for the filter.
KINDS: dict[str, tuple[str, Any, Any]] = {
    "guide": ("guide", _("Guide"), _("Guides")),
    "faq": ("svar", _("Question and answer"), _("Questions and answers")),
    "lesson": ("lektion", _("Lesson"), _("Lessons")),
    "course": ("kurs", _("Course"), _("Courses")),
    "exercise": ("ovning", _("Exercise"), _("Exercises")),
    "term": ("ord", _("Word in the glossary"), _("Glossary")),
    "news": ("nyhet", pgettext_lazy("search", "News"), pgettext_lazy("search", "News")),
    "law": ("lagrum", _("Law reference"), _("Law references")),
    "contact": ("kontakt", _("Contact"), _("Contacts")),
    "page": ("sida", _("Page"), _("Pages")),
    "place": ("sida", _("Page"), _("Pages")),
}


@dataclass(frozen=True)
class Row:
    """One hit as the page shows it."""

    title: str
    url: str
    kind: object
    where: str
    excerpt: SafeString


@dataclass(frozen=True)
class Filter:
    """A kind one can look at alone."""

    title: object
    count: int
    url: str
    current: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What answers the words written. Two queries; kept out of other search engines.

    Two queries more when something found is for editors and somebody is signed in.
    """
    typed = UNPRINTABLE.sub(" ", request.GET.get("q", ""))
    query = typed.strip()[:MOST_LETTERS].strip()
    context: dict[str, Any] = {"query": query, "empty": not words(query)}
    if not context["empty"]:
        context |= _answer(request, query)
        cut = len(words(query)) > MOST_WORDS or len(typed.strip()) > MOST_LETTERS
        context |= {"cut": MOST_WORDS if cut else 0}
    response = render(request, "search/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, query: str) -> dict[str, Any]:
    """Hits on one page, the kinds they are of, and how the words may have been meant."""
    kind, page = request.GET.get("typ", ""), request.GET.get("sida", "")
    index = current()
    found = find(query, index, synonyms())
    hits = _for(request.user, found.hits, index)
    slugs = [KINDS[index.documents[hit.place].kind][0] for hit in hits]
    counts = Counter(slugs)
    kind = kind if kind in counts else ""
    places = [hit.place for hit, slug in zip(hits, slugs, strict=True) if not kind or slug == kind]
    pages = max(1, -(-len(places) // PER_PAGE))
    number = min(max(int(page), 1), pages) if page.isdecimal() and len(page) < 5 else 1
    shown = places[(number - 1) * PER_PAGE : number * PER_PAGE]
    return {
        "rows": [_row(index.documents[place], found) for place in shown],
        "count": len(places),
        "filters": _filters(query, counts, kind),
        "guess": _guess(query, found, index),
        "number": number,
        "pages": pages,
        "earlier": _address(query, kind, number - 1) if number > 1 else "",
        "later": _address(query, kind, number + 1) if number < pages else "",
    }


def _for(user: Any, hits: list[Hit], index: Index) -> list[Hit]:
    """The hits without what only editors look for, unless `user` may edit."""
    open_to_all = [hit for hit in hits if not index.documents[hit.place].for_editors]
    if len(open_to_all) < len(hits) and user.has_perm("wagtailadmin.access_admin"):
        return hits
    return open_to_all


def _row(document: Document, found: Found) -> Row:
    text = " ".join(filter(None, (document.lead, document.text)))
    return Row(
        title=document.title,
        url=document.url,
        kind=KINDS[document.kind][1],
        where=document.where,
        excerpt=excerpt(text, found.stems, from_start=document.kind in ANSWERS),
    )


def _filters(query: str, counts: Counter[str], kind: str) -> list[Filter]:
    """All, and each kind that was found, in the order of KINDS."""
    names = {slug: title for slug, _one, title in KINDS.values()}
    every = Filter(_("Everything"), counts.total(), _address(query), not kind)
    return [
        every,
        *(
            Filter(title, counts[slug], _address(query, slug), slug == kind)
            for slug, title in names.items()
            if counts[slug]
        ),
    ]


def _guess(query: str, found: Found, index: Index) -> dict[str, str] | None:
    """The query with the words nobody knows changed for those most like them."""
    likely = {word: closest(word, index) for word in found.unknown[:MOST_GUESSES]}
    if not any(likely.values()):
        return None
    said = " ".join(likely.get(word) or word for word in words(fold(query)))
    return {"words": said, "url": _address(said)}


def _address(query: str, kind: str = "", number: int = 1) -> str:
    """The address of a page of hits."""
    asked = (
        {"q": query} | ({"typ": kind} if kind else {}) | ({"sida": number} if number > 1 else {})
    )
    return f"?{urlencode(asked)}"
