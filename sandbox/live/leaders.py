"""Who may lead: trainers in general, and the leaders of one session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from sandbox.world.models import Run

PERMISSION = "sandbox.lead_run"
Extra = ParamSpec("Extra")
Page = Callable[Concatenate[HttpRequest, Extra], HttpResponse]


def is_trainer(user: Any) -> bool:
    """Whether the user may plan and lead sessions."""
    return bool(user.is_authenticated and user.has_perm(PERMISSION))


def for_trainers(page: Page[Extra]) -> Page[Extra]:
    """Let trainers in: others are told whom to ask, and a guest signs in first."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: Extra.args, **kwargs: Extra.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_trainer(request.user):
            return render(request, "live/not_trainer.html", status=403)
        answer = page(request, *args, **kwargs)
        # Names and codes of the people in the room: nothing for the browser to show again later.
        add_never_cache_headers(answer)
        return answer

    return guarded


def led_by(user: Any) -> QuerySet[Run]:
    """The sessions the user leads, alone or with others; never practice alone."""
    if not user.is_authenticated:
        # No key at all would match every session without a second leader.
        return Run.objects.none()
    return (
        Run.objects.exclude(mode=Run.Mode.SOLO)
        .filter(Q(trainer=user.pk) | Q(leaders__user=user.pk))
        .select_related("scenario", "trainer")
        .defer("scenario__source")
        .distinct()
    )


def leads(user: Any, run: Run) -> bool:
    """Whether the user leads the session. No query for a guest."""
    return bool(user.is_authenticated and led_by(user).filter(pk=run.pk).exists())


def led_run(request: HttpRequest, run: int, *, state: str = "") -> Run:
    """The session, for one of its leaders. Raises Http404 for everybody else.

    With `state` also when the session has come further, or not so far.
    """
    found = led_by(request.user).filter(pk=run).first()
    if found is None or (state and found.state != state):
        raise Http404
    return found
