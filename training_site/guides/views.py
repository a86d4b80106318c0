"""The pages of the guides: the list, a guide, its earlier versions and what differs between two."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString

from courses import catalogue, kept_pages
from training_site.guides import finding
from training_site.guides.asking import NOBODY, asking_of, reader_of
from training_site.guides.comparing import compared
from training_site.guides.guides_asked import guides_to_confirm
from training_site.guides.pages import GuideIndexPage, GuidePage
from training_site.guides.reading import MOST_WRITTEN, is_late, pieces, screen
from training_site.guides.sharing import full_address, square
from training_site.guides.versions import GuideVersion, versions_of
from training_site.people.councils import writes
from training_site.sorting import sv


def index(request: HttpRequest) -> HttpResponse:
    """Every guide in force under its owner, in alphabetical order, and which the reader confirms."""
    page = GuideIndexPage.objects.live().first()
    if page is None:
        raise Http404
    today = timezone.localdate()
    rows = (
        GuideVersion.objects.filter(page__live=True, valid_to=None)
        .defer("body", "parts")
        .annotate(slug=F("page__slug"))
        .order_by(sv("owner"), sv("title"))
    )
    waiting = {}
    if request.user.is_authenticated:
        waiting = {one.slug: one for one in guides_to_confirm(request.user, today)}
    shown = [
        {"version": row, "late": is_late(row, today), "asked": waiting.get(row.slug)}
        for row in rows
    ]
    owners = len({row.owner for row in rows})
    return render(request, "guides/index.html", {"page": page, "rows": shown, "owners": owners})


def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """The version of a guide that holds now."""
    return _shown(request, finding.in_force(slug), slug)


def version(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One version, also when it holds no longer; of several editions the latest."""
    return _shown(request, finding.numbered(slug, number), slug, asked_whether_it_holds=True)


def _shown(request: HttpRequest, found: Any, slug: str, **more: bool) -> HttpResponse:
    """A version; for a guest it is written out once and kept until anything in it changes."""
    if found is None:
        raise Http404
    published = catalogue.current()

    def write() -> HttpResponse:
        context = _context(request, found, published, {"slug": slug, **more})
        return render(request, "guides/guide.html", context)

    if published.restricted:
        return write()
    return kept_pages.shown(request, published.written, _place(request, found), write)


def _place(request: HttpRequest, found: Any) -> Hashable:
    """All that the parts of a page for everybody stand on, beside the stamp."""
    return "guide", request.build_absolute_uri(request.path), found.shows, timezone.localdate()


def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of a guide and every correction of one, newest first."""
    page = _page(slug)
    return render(request, "guides/versions.html", _versions_context(page))


def difference(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs between two versions, in words; without two that exist, the list to choose from."""
    page = _page(slug)
    asked = (request.GET.get("fran", ""), request.GET.get("till", ""))
    found = compared(page.pk, *asked)
    if found is None:
        context = _versions_context(page) | {"unknown": any(asked)}
        return render(request, "guides/versions.html", context)
    return render(request, "guides/difference.html", {"page": page, "slug": slug, **found})


def _versions_context(page: GuidePage) -> dict[str, Any]:
    rows = versions_of(page.pk)
    numbers = list(dict.fromkeys(row.number for row in rows))
    return {"page": page, "slug": page.slug, "versions": rows, "numbers": numbers}


def _context(
    request: HttpRequest, found: Any, published: catalogue.Catalogue, own: dict[str, Any]
) -> dict[str, Any]:
    """What the page of a version needs, for this reader. Two queries when she may be asked."""
    shown = screen(found, published)
    asking = asking_of(found, published.token) if found.is_in_force else None
    reader = NOBODY
    user: Any = request.user
    if asking and not asking.closed and user.is_authenticated:
        reader = reader_of(asking.pk, user.pk, timezone.localdate())
    context = own | {
        "page": {"title": found.title, "slug": own["slug"]},
        "screen": shown,
        "asking": asking,
    }
    return context | {
        "pieces": _pieces(request, found, published, context),
        "reader": reader,
        "sign_in_url": f"{settings.LOGIN_URL}?next={request.path}",
        "may_edit": writes(user),
    }


_kept: dict[Hashable, dict[str, SafeString]] = {}


def _pieces(
    request: HttpRequest, found: Any, published: catalogue.Catalogue, context: dict[str, Any]
) -> dict[str, SafeString]:
    """The parts that are the same for everybody, written once; nothing of the reader is given them."""
    place = (published.token, context["screen"].written.practise, _place(request, found))
    if not published.token or len(_kept) >= MOST_WRITTEN:
        _kept.clear()
    if place not in _kept:
        slug = context["slug"]
        _kept[place] = pieces(
            context
            | {
                "scheduled": _said_of_scheduled(found),
                "address": full_address(request, "guides:guide", slug),
                "square": square(full_address(request, "guides:version", slug, found.number)),
                "today": timezone.localdate(),
                "lift_url": lift_url(slug),
            }
        )
    return _kept[place]


def _said_of_scheduled(found: Any) -> dict[str, Any] | None:
    if not found.scheduled or not found.is_in_force:
        return None
    day = parse_date(found.scheduled["day"] or "")
    return {"number": found.scheduled["number"], "day": day} if day else None


def lift_url(slug: str) -> str:
    """Where a question about the guide is raised; empty while there is no such place."""
    try:
        return f"{reverse('guides:lift')}?guide={slug}"
    except NoReverseMatch:
        return ""


def _page(slug: str) -> GuidePage:
    """The guide at an address; one taken out of use is not found."""
    page: GuidePage = get_object_or_404(GuidePage.objects.live(), slug=slug)
    return page
