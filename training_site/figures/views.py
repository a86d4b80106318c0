"""The yearly report as a page and as files; only for those who answer for the whole county."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from training_site import spreadsheets
from training_site.figures import files
from training_site.figures.report import report
from training_site.figures.seeing import may_see
from training_site.figures.words import compared_words, method

# No certificate is older.
FIRST_YEAR = 2020
Page = Callable[..., HttpResponse]


def for_the_county(page: Page) -> Page:
    """To anybody else there is no such page. A year that has not begun has none either."""

    @require_safe
    @never_cache
    @login_required
    @wraps(page)
    def guarded(request: HttpRequest, year: str | None = None, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        wanted = today.year if year is None else int(year)
        if not may_see(request.user, today) or not FIRST_YEAR <= wanted <= today.year:
            raise Http404
        return page(request, today=today, year=wanted, **kwargs)

    return guarded


@for_the_county
def yearly(request: HttpRequest, *, today: datetime.date, year: int) -> HttpResponse:
    """The report of a year, the present one unless another is asked for."""
    found = report(year, today)
    headings = files.unit_headings()
    context = {
        "report": found,
        "compared": compared_words(found.counts.period),
        "method": method(),
        "unit_headings": headings,
        "units": [
            (line.name, list(zip(headings[1:], line.cells, strict=True)))
            for line in found.units_by_organisation
        ],
        "years": range(today.year, max(FIRST_YEAR, today.year - 3) - 1, -1),
    }
    return render(request, "figures/yearly.html", context)


@for_the_county
def download(request: HttpRequest, *, today: datetime.date, year: int, form: str) -> HttpResponse:
    """The same as a file."""
    found = report(year, today)
    name = f"arsrapport-{year}"
    return spreadsheets.download(files.rows(found), form=form, name=name, title=found.title)
