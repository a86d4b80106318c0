"""Answer questions, save on the way, hand in, read what became of it, try again."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.quiz import actions, labels
from courses.quiz.certainty import certainty_of, note_certainty
from courses.quiz.forms import AnswerSheet, asked_items, new_token
from courses.quiz.kinds import KINDS
from courses.quiz.models import Attempt
from courses.quiz.policy import Policy
from courses.quiz.queries import attempt_with_answers, attempt_with_history, history
from courses.quiz.results import graded_items

EARLIER = 5  # attempts listed beside a result


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """All questions on one page; every button of it works without JavaScript."""
    if request.method == "POST":
        return _answer(request, public_id)
    attempt, items = attempt_with_answers(_me(request), public_id)
    if attempt.submitted_at:
        return redirect("quiz:result", public_id)
    return _questions(request, attempt, items)


@never_cache
@login_required
@require_POST
def save(request: HttpRequest, public_id: str) -> JsonResponse:
    """Autosave: {"saved": "kl. 12.14"}, or 422 and {"error": …} once handed in."""
    sheet, now = AnswerSheet(request.POST), timezone.now()
    if sheet.sure:
        note_certainty(user_id=_me(request), public_id=public_id, sure=sheet.sure, at=now)
    try:
        actions.save_response(
            user=request.user, public_id=public_id, answers=sheet.read, page=sheet.page, at=now
        )
    except actions.Closed:
        words = _("The answers are already handed in. Open the page again to read the outcome.")
        return JsonResponse({"error": words}, status=422)
    return JsonResponse({"saved": _clock(now)})


@never_cache
@login_required
@require_GET
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was asked, what was answered and how it was graded, as recorded."""
    attempt, items = attempt_with_history(_me(request), public_id)
    if not attempt.submitted_at:
        return redirect("quiz:take", public_id)
    policy = Policy.from_json(attempt.policy)
    shown = graded_items(items)
    score, passed = attempt.score or 0.0, bool(attempt.passed)
    context = {
        "attempt": attempt,
        "policy": policy,
        "items": shown,
        "terms": labels.terms(policy, len(shown)),
        "verdict": labels.verdict(score=score, of=attempt.max_score, passed=passed, policy=policy),
        "draft": any(item.draft for item in shown),
        **_earlier(request, attempt),
    }
    return render(request, "quiz/result.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new attempt on the same terms, or the one already begun."""
    if request.method == "GET":
        # Whoever had to sign in first comes here by the address alone: the button is on the result.
        attempt, _items = attempt_with_answers(_me(request), public_id)
        return redirect("quiz:result", attempt.public_id)
    try:
        attempt = actions.try_again(user=request.user, public_id=public_id)
    except actions.NoTriesLeft:
        messages.warning(request, _("You have used the tries there are."))
        return redirect("quiz:result", public_id)
    return redirect("quiz:take", attempt.public_id)


def _earlier(request: HttpRequest, attempt: Attempt) -> dict[str, Any]:
    """The other attempts: the latest few, or all of them to whoever asks; and if there are more.

    Someone who practises much has hundreds, and they are read for each result.
    """
    few = None if "alla" in request.GET else EARLIER
    # This attempt may be among the newest, and one more tells that there are more.
    at_most = few and few + 2
    found = history(_me(request), attempt.place, attempt.cycle, at_most=at_most)
    others = [other for other in found if other.pk != attempt.pk]
    return {
        "earlier": [
            (labels.points(other.score or 0.0), labels.points(other.max_score), other)
            for other in others[:few]
        ],
        "more": few is not None and len(others) > few,
    }


def _me(request: HttpRequest) -> int:
    """The id of whoever has signed in."""
    return cast("int", request.user.pk)


def _answer(request: HttpRequest, public_id: str) -> HttpResponse:
    sheet, do = AnswerSheet(request.POST), request.POST.get("do", "")
    wanted: dict[str, Any] = {"user": request.user, "public_id": public_id}
    wanted |= {"answers": sheet.read, "page": sheet.page}
    if sheet.sure:
        now = timezone.now()
        note_certainty(user_id=_me(request), public_id=public_id, sure=sheet.sure, at=now)
    try:
        if do == "submit" or do == "confirm":
            attempt = actions.submit(**wanted, blanks_allowed=do == "confirm")
            policy = Policy.from_json(attempt.policy)
            if policy.straight_on:
                return redirect(policy.next_url)
            return redirect("quiz:result", public_id)
        items = actions.save_response(**wanted)
    except actions.Closed:
        return redirect("quiz:result", public_id)
    except actions.Incomplete as incomplete:
        attempt, items = attempt_with_answers(_me(request), public_id)
        return _questions(request, attempt, items, missing=incomplete.slots)
    if do == "later":
        messages.success(request, _("Your answers are saved. Carry on whenever you want."))
        return redirect(Policy.from_json(items[0].attempt.policy).back_url)
    response = redirect("quiz:take", public_id)
    response["Location"] += f"#{sheet.moved}" if sheet.moved in _prefixes(items) else ""
    return response


def _questions(
    request: HttpRequest, attempt: Attempt, items: list[Any], *, missing: tuple[int, ...] = ()
) -> HttpResponse:
    policy = Policy.from_json(attempt.policy)
    sure = certainty_of(items) if policy.certainty else {}
    shown = asked_items(items, missing=missing, sure=sure)
    context = {
        "attempt": attempt,
        "policy": policy,
        "items": shown,
        "missing": [item for item in shown if item.missing],
        "terms": labels.terms(policy, len(shown)),
        "draft": any(item.draft for item in shown),
        "token": new_token(),
        "saved": any(item.latest_seq for item in items),
    }
    return render(request, "quiz/take.html", context, status=422 if missing else 200)


def _prefixes(items: list[Any]) -> set[str]:
    return {f"q{item.slot}" for item in items if item.version.kind in KINDS}


def _clock(moment: Any) -> str:
    """ "kl. 12.14", kept together."""
    return _("at %(time)s") % {"time": timezone.localtime(moment).strftime("%H.%M")}
