"""News for everybody, and the button of those who are asked to pass it on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from training_site.guides.answers import NewsItem
from training_site.guides.confirm_pages import confirmed_or_why_not
from training_site.guides.confirmations import Asked, Campaign
from training_site.guides.news_asked import news_to_pass_on
from training_site.people.coverage import deputised_by

MOST = 50


def _published() -> Any:
    return NewsItem.objects.filter(live=True).select_related("council")


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The newest first, and which of them the reader is asked to pass on. At most two queries."""
    waiting: set[int] = set()
    if request.user.is_authenticated:
        rows = news_to_pass_on(request.user, timezone.localdate())
        waiting = {row.campaign.news_id or 0 for row in rows}
    context = {"items": _published()[:MOST], "waiting": waiting}
    return render(request, "guides/news.html", context)


@require_safe
def news_item(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece of news: three sentences on top, and the button for whoever is asked."""
    item = get_object_or_404(_published(), slug=slug)
    context: dict[str, Any] = {"item": item}
    if item.forward_by and request.user.is_authenticated:
        context |= _asked(request.user, item)
    return render(request, "guides/news_item.html", context)


def _asked(user: Any, item: NewsItem) -> dict[str, Any]:
    """The reader's own request, and those of whom she is deputy for. Two queries."""
    others = {other.pk: other for other in deputised_by(user, timezone.localdate())}
    rows = Asked.objects.filter(
        campaign__news=item, user__in=[user.pk, *others], left_on=None
    ).select_related("user")
    own = next((row for row in rows if row.user_id == user.pk), None)
    waiting = [row for row in rows if row.user_id != user.pk and row.confirmed_at is None]
    return {"asked": own, "asked_for": waiting}


@require_http_methods(["GET", "HEAD", "POST"])
def news_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """I have read it and passed it on; a deputy says whose turn it was. Only by the button."""
    item = get_object_or_404(_published(), slug=slug)
    shown = reverse("guides:news_item", args=[slug])
    if not request.user.is_authenticated:
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': shown})}")
    if request.method == "POST":
        campaign = Campaign.objects.filter(news=item, closed_at=None).first()
        said = (
            confirmed_or_why_not(campaign, by=request.user, named=request.POST.get("for", ""))
            if campaign
            else _("Nobody is asked to pass it on now.")
        )
        if said:
            messages.warning(request, said)
        else:
            messages.success(request, _("It is noted that the news has been read and passed on."))
    return redirect(shown)
