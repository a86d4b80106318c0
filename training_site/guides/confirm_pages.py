"""Confirming that one has read a guide, for oneself or for whom one is the deputy of."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from training_site.guides.campaigns import NotAsked, confirm
from training_site.guides.confirmations import Campaign
from training_site.guides.sharing import open_campaign_of_guide
from training_site.people.models import User

# Of an id; a longer one is nobody's, and more than the database can look for.
MOST_FIGURES = 15


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that the text has been read; only by the button, never by a link. Twice is once."""
    guide = reverse("guides:guide", args=[slug])
    if not request.user.is_authenticated:
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': guide})}")
    if request.method == "POST":
        said = _refusal(request, open_campaign_of_guide(slug))
        if said:
            messages.warning(request, said)
            return redirect(guide)
    return redirect(f"{guide}#nytt")


def _refusal(request: HttpRequest, campaign: Campaign | None) -> str:
    """Confirm, or say in words why it was not done."""
    if campaign is None or campaign.version is None:
        return _("Nobody is asked to confirm it now.")
    number = campaign.version.number
    if request.POST.get("version") != number:
        return _(
            "The guide has come in version %(number)s. Read what is new, and then confirm."
        ) % {"number": number}
    return confirmed_or_why_not(campaign, by=request.user, named=request.POST.get("for", ""))


def confirmed_or_why_not(campaign: Campaign, *, by: Any, named: str) -> str:
    """Confirm for oneself, or for the person with the id `named`; else say why it was not done.

    An id of nobody is refused as the id of a stranger: it is never taken for oneself.
    """
    own = named in ("", str(by.pk))
    asked = by if own else _person(named)
    refused = _("You may not confirm for that person now. Nothing was noted.")
    if asked is None:
        return refused
    try:
        confirm(campaign, asked_user=asked, by=by)
    except NotAsked:
        return not_asked(campaign, by) if own else refused
    return ""


def _person(named: str) -> User | None:
    if not named.isdecimal() or len(named) > MOST_FIGURES:
        return None
    return User.objects.filter(pk=int(named)).first()


def not_asked(campaign: Campaign, user: User) -> str:
    """Why somebody cannot confirm or pass on: she has left, or was never asked."""
    if campaign.asked.filter(user=user).exclude(left_on=None).exists():
        return _("You have left the role, so you need not confirm. Thank you for what you did.")
    return _("You are not asked to confirm this.")
