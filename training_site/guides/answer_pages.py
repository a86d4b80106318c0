"""Questions and answers for everybody: the list, and each answer at its own address."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from courses.question_sources import sources_of
from training_site.guides.answers import FaqEntry
from training_site.guides.telling import Contact
from training_site.sorting import sv

KEY = re.compile(r"[LS]\d+")


def faq(request: HttpRequest) -> HttpResponse:
    """Every published question, in Swedish order. One query."""
    entries = FaqEntry.objects.filter(live=True).order_by(sv("question"))
    return render(request, "guides/faq.html", {"entries": entries})


def faq_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """One answer, with who stands behind it, when, and from which sources. Three queries."""
    rows = FaqEntry.objects.filter(live=True).select_related("council")
    entry = get_object_or_404(rows, slug=slug)
    keys = KEY.findall(entry.sources)
    found = sources_of(frozenset(keys))
    context = {
        "entry": entry,
        "sources": [found[key] for key in keys if key in found],
        "is_late": entry.review_by < timezone.localdate(),
    }
    return render(request, "guides/faq_entry.html", context)


def contacts(request: HttpRequest) -> HttpResponse:
    """Whom to ask about what. One query."""
    return render(request, "guides/contacts.html", {"contacts": Contact.objects.all()})
