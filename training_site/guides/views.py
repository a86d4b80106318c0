"""The pages of the guides: the list, a guide, its earlier versions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from training_site.guides.pages import GuideIndexPage, GuidePage
from training_site.guides.reading import screen
from training_site.guides.versions import GuideVersion, versions_of
from training_site.sorting import sv


def index(request: HttpRequest) -> HttpResponse:
    """Every guide in force, in alphabetical order."""
    page = GuideIndexPage.objects.live().first()
    if page is None:
        raise Http404
    rows = (
        GuideVersion.objects.filter(page__live=True, valid_to=None)
        .select_related("page")
        .order_by(sv("title"))
    )
    return render(request, "guides/index.html", {"page": page, "versions": rows})


def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """The version of a guide that holds now."""
    page = _page(slug)
    version = GuideVersion.objects.filter(page=page, valid_to=None).first()
    if version is None:
        raise Http404
    context: dict[str, Any] = {"page": page, "screen": screen(version)}
    return render(request, "guides/guide.html", context)


def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of a guide, newest first."""
    page = _page(slug)
    context = {"page": page, "versions": versions_of(page.pk)}
    return render(request, "guides/versions.html", context)


def version(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One version, also when it holds no longer; of several editions the latest."""
    page = _page(slug)
    rows = GuideVersion.objects.filter(page=page, number=number)
    found = rows.order_by("-edition").first()
    if found is None:
        raise Http404
    context = {"page": page, "screen": screen(found)}
    return render(request, "guides/guide.html", context)


def _page(slug: str) -> GuidePage:
    """The guide at an address; one taken out of use is not found."""
    page: GuidePage = get_object_or_404(GuidePage.objects.live(), slug=slug)
    return page
