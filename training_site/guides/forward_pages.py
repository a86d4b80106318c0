"""Passing on a guide's news, or a piece of news, in three lines that link to the living page."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from courses import catalogue
from courses.real_people import nobody_real
from training_site.guides.answers import NewsItem
from training_site.guides.campaigns import NotAsked, forwarded
from training_site.guides.confirm_pages import not_asked
from training_site.guides.confirmations import Campaign
from training_site.guides.reading import written
from training_site.guides.sharing import (
    Summary,
    full_address,
    of_news,
    of_version,
    open_campaign_of_guide,
)
from training_site.guides.versions import GuideVersion

METHODS = ["GET", "HEAD", "POST"]


class OwnLineForm(forms.Form):
    """A line of the sender's own; nothing of it is kept."""

    line = forms.CharField(
        label=gettext_lazy("A line of your own, if you wish"),
        help_text=gettext_lazy("Never write about a real patient or user."),
        max_length=200,
        required=False,
        validators=[nobody_real],
    )


@require_http_methods(METHODS)
def forward_guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Pass on what is new in a guide."""
    version = (
        GuideVersion.objects.filter(page__slug=slug, page__live=True, valid_to=None)
        .defer("body", "parts")
        .first()
    )
    if version is None:
        raise Http404
    address = full_address(request, "guides:guide", slug)
    summary = of_version(version, written(version, catalogue.current()).changes, address)
    back = (version.title, reverse("guides:guide", args=[slug]))
    return pass_on(request, summary, open_campaign_of_guide(slug), back)


@require_http_methods(METHODS)
def forward_news(request: HttpRequest, slug: str) -> HttpResponse:
    """Pass on a piece of news."""
    item = get_object_or_404(NewsItem.objects.filter(live=True), slug=slug)
    campaign = Campaign.objects.filter(news=item, closed_at=None).first()
    back = (item.title, reverse("guides:news_item", args=[slug]))
    summary = of_news(item, full_address(request, "guides:news_item", slug))
    return pass_on(request, summary, campaign, back)


def pass_on(
    request: HttpRequest, summary: Summary, campaign: Campaign | None, back: tuple[str, str]
) -> HttpResponse:
    """The page of a summary; those who are asked say there that they have sent it."""
    if request.POST.get("do") == "sent":
        return _sent(request, campaign)
    form = OwnLineForm(request.POST if request.method == "POST" else None)
    own = form.cleaned_data["line"] if form.is_valid() else ""
    context = {
        "form": form,
        "summary": summary,
        "text": summary.text(own),
        "mailto": summary.mailto(own),
        "back": back,
        "asked": campaign is not None and _asked(request, campaign),
        "sent_at": _sent_at(request, campaign),
    }
    return render(request, "guides/forward.html", context)


def _sent(request: HttpRequest, campaign: Campaign | None) -> HttpResponse:
    """Note that it has been sent; twice is once."""
    user: Any = request.user
    if not user.is_authenticated:
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.path})}")
    if campaign is None:
        messages.warning(request, _("Nobody is asked to pass it on now."))
        return redirect(request.path)
    try:
        forwarded(campaign, user=user)
    except NotAsked:
        messages.warning(request, not_asked(campaign, user))
    return redirect(request.path)


def _asked(request: HttpRequest, campaign: Campaign) -> bool:
    user: Any = request.user
    return bool(user.is_authenticated and campaign.asked.filter(user=user, left_on=None).exists())


def _sent_at(request: HttpRequest, campaign: Campaign | None) -> datetime.date | None:
    user: Any = request.user
    if campaign is None or not user.is_authenticated:
        return None
    row = campaign.asked.filter(user=user).exclude(forwarded_at=None).first()
    return timezone.localdate(row.forwarded_at) if row and row.forwarded_at else None
