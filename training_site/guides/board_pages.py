"""The council's pages of read confirmations: which there are, and who has confirmed each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from training_site import spreadsheets
from training_site.guides import board, citing
from training_site.guides.confirmations import Asked, Campaign
from training_site.people.councils import Place, place_of

PER_PAGE = 50
KEPT_SECONDS = 60
Page = Callable[..., HttpResponse]


def for_members(page: Page) -> Page:
    """Who sits in a council, or writes for it; to anybody else there is no such page."""

    @require_safe
    @never_cache
    @login_required
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        place = place_of(request.user, timezone.localdate())
        if not place.belongs:
            raise Http404
        return page(request, place, *args, **kwargs)

    return guarded


@for_members
def campaigns(request: HttpRequest, place: Place) -> HttpResponse:
    """Every read confirmation, the newest first. Two queries."""
    found = board.with_counts(board.campaigns_for(place))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "guides/board_list.html", {"shown": shown, "query": ""})


@for_members
def confirmations(request: HttpRequest, place: Place, pk: str) -> HttpResponse:
    """Who has confirmed, who has not yet, and who has left. One query.

    Written out once for all who look, and anew when somebody confirms or is asked: then five
    queries more, however many they are. A changed name shows within a minute.
    """
    state = board.state_for(place, int(pk))
    if state is None:
        raise Http404
    chosen, number = _chosen(request), request.GET.get("sida", "")[:6]
    key = f"board:{sha256(repr((state, chosen, number)).encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        campaign = get_object_or_404(board.campaigns_for(place), pk=pk)
        html = render_to_string("guides/board_body.html", _whole(campaign, chosen, number))
        kept = str(campaign), html
        cache.set(key, kept, KEPT_SECONDS)
    context = {"campaign": kept[0], "body": mark_safe(kept[1])}  # noqa: S308  # our own template
    return render(request, "guides/board.html", context)


def _whole(campaign: Campaign, chosen: dict[str, str], number: str) -> dict[str, Any]:
    """Everything the board of one campaign shows."""
    tallies = board.tallies(campaign)
    shown = Paginator(_counted(campaign, chosen), PER_PAGE).get_page(number)
    return {
        "campaign": campaign,
        "tallies": tallies,
        "total": board.total(tallies),
        "states": {key: words for key, (_rows, words) in board.STATES.items()},
        "chosen": chosen,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "shown": shown,
        "rows": [{"asked": row, "state": board.state_of(row)} for row in shown],
    }


@for_members
def export(request: HttpRequest, place: Place, pk: str, form: str) -> HttpResponse:
    """What the board shows, all pages of it, as a file. Two queries."""
    campaign = get_object_or_404(board.campaigns_for(place), pk=pk)
    rows = _counted(campaign, _chosen(request))
    return spreadsheets.download(
        board.file_rows(rows),
        form=form,
        name=f"bekraftelser-{pk}",
        title=_("Read confirmations"),
    )


@for_members
def to_review(request: HttpRequest, _place: Place) -> HttpResponse:
    """Everything that cites what has changed in substance since it was written."""
    shown = Paginator(citing.stale(), PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "guides/cited.html", {"shown": shown, "query": ""})


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What the address asks for; a state that is not one counts as none."""
    state = request.GET.get("visa", "")
    return {
        "visa": state if state in board.STATES else "",
        "organisation": request.GET.get("organisation", "")[:160].replace("\x00", ""),
    }


def _counted(campaign: Campaign, chosen: dict[str, str]) -> QuerySet[Asked]:
    return board.people(campaign, state=chosen["visa"], organisation=chosen["organisation"])
