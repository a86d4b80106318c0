"""The pages of activities: a participant answers, a leader opens, lets through and shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.live import activities, codes, joining, leader_pages
from sandbox.live.activity_forms import MondayForm, QuestionForm, Watched, form_for
from sandbox.live.activity_plans import Plan, line_to_judge, plan_of
from sandbox.live.activity_reading import kind_label
from sandbox.live.leaders import for_trainers, led_run
from sandbox.world import news
from sandbox.world.models import Activity, Participant, Run
from sandbox.world.templates import file_of

Kind = Activity.Kind
COOKIE = "samova_plats"


def participant_of(request: HttpRequest, code: str) -> tuple[Run, Participant | None]:
    """The session with this code and who asks, None for a stranger. Raises Http404.

    A code that leads nowhere counts as a guess, here as on the way in.
    """
    run = joining.open_run(code) or joining.any_run(code)
    token = request.COOKIES.get(COOKIE, "")
    mine = token if joining.is_token(token) else ""
    participant = joining.participant_with(run, mine, request.user) if run else None
    if run is None:
        codes.missed(request)
    if run is None or (participant is None and not codes.may_guess(request)):
        raise Http404
    return run, participant


# --- the participant ---------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, code: str, no: int) -> HttpResponse:
    """Answer an activity, change the answer, or take it back."""
    run, participant = participant_of(request, code)
    if participant is None or (participant.left_at is not None and request.method != "POST"):
        return redirect("live:home", code)
    activity = get_object_or_404(run.activities.exclude(state=Activity.State.PREPARED), no=no)
    if activity.kind == Kind.MONDAY:
        return redirect("live:monday", code)
    if request.POST.get("do") == "take_back":
        activities.take_back(activity=activity, participant=participant)
        return redirect("live:home", code)
    form = _answer_form(request, activity, participant)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            activities.answer(
                activity=activity,
                participant=participant,
                value=form.value(),
                seen=str(form.cleaned_data.get("seen", "")),
            )
        except activities.NotNow:
            form.add_error(None, _not_now(run, participant))
            status = 409
        else:
            return redirect("live:home", code)
    page = _answer_page(run, activity, participant) | {"form": form, "code": code}
    return render(request, "live/activity.html", page, status=status)


def _answer_form(request: HttpRequest, activity: Activity, participant: Participant) -> Watched:
    rubric = file_of(activity.run.scenario).rubric
    if request.method == "POST":
        return form_for(activity, rubric=rubric, data=request.POST)
    mine = activity.contributions.filter(participant=participant).first()
    kept = mine.value if mine else {}
    if activity.kind == Kind.GROUP_QUESTION:
        standing = activities.standing_notes(activity, participant.line)
        seen = " ".join(note["stamp"] for note in standing)
        kept = {"text": standing[-1]["text"] if standing else "", "seen": seen}
    return form_for(activity, rubric=rubric, kept=kept)


def _answer_page(run: Run, activity: Activity, participant: Participant) -> dict[str, Any]:
    """What stands around the form: the group's notes, the plan to judge, what one has answered."""
    is_note = activity.kind == Kind.GROUP_QUESTION
    reads = is_note and participant.left_at is None
    notes = activities.standing_notes(activity, participant.line) if reads else []
    plan = _plan_to_judge(run, activity, participant)
    return {
        "crumbs": [(_("Session"), reverse("live:home", args=[run.join_code.lower()]))],
        "calm": news.followed(kind="calm", run=run.pk, who=participant.pk),
        "run": run,
        "activity": activity,
        "kind_label": kind_label(activity.kind),
        "is_open": activity.state == Activity.State.OPEN
        and run.state != Run.State.ENDED
        and not run.halted_at,
        "stopped": run.halted_at is not None,
        "has_answered": activity.contributions.filter(participant=participant).exists(),
        "notes": notes,
        "plan": plan,
        "no_group": is_note and participant.line is None,
        "can_answer": (activity.kind != Kind.JUDGING or (plan is not None and bool(plan.parts)))
        and not (is_note and participant.line is None),
    }


def _plan_to_judge(run: Run, activity: Activity, participant: Participant) -> Plan | None:
    if activity.kind != Kind.JUDGING or participant.left_at is not None:
        return None
    line = line_to_judge(run, participant.line)
    return plan_of(run, line) if line is not None else None


def _not_now(run: Run, participant: Participant) -> str:
    if run.halted_at:
        return _("The session is stopped. What you wrote stands here until you leave the page.")
    if participant.left_at is not None:
        return _("You have left the session. Come back with your own code, then send it again.")
    return _("The question is closed. What you wrote stands here until you leave the page.")


@never_cache
@require_http_methods(["GET", "POST"])
def monday(request: HttpRequest, code: str) -> HttpResponse:
    """The participant's own plan for Monday: written whenever one likes, read by nobody else."""
    run, participant = participant_of(request, code)
    if participant is None:
        return redirect("live:again", code)
    activity = get_object_or_404(run.activities, kind=Kind.MONDAY)
    mine = activity.contributions.filter(participant=participant).first()
    kept = mine.value if mine else {}
    form = MondayForm(request.POST or None, initial=kept)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            activities.answer(activity=activity, participant=participant, value=form.value())
        except activities.NotNow:
            form.add_error(None, _not_now(run, participant))
            status = 409
        else:
            return redirect(f"{reverse('live:monday', args=[code])}?sparat=1")
    page = {
        "crumbs": [(_("Session"), reverse("live:home", args=[run.join_code.lower()]))],
        "calm": news.followed(kind="calm", run=run.pk, who=participant.pk),
        "run": run,
        "form": form,
        "plan": {} if run.halted_at else kept,
        "stopped": run.halted_at is not None,
        "saved": "sparat" in request.GET and not form.errors,
        "personal_code": participant.personal_code,
        "kept_until": run.purge_after,
    }
    return render(request, "live/activity_monday.html", page, status=status)


# --- the leader --------------------------------------------------------------------------------


@for_trainers
@require_safe
def questions(request: HttpRequest, run: int) -> HttpResponse:
    """Everything that is asked in the session, for its leaders."""
    found = led_run(request, run)
    page = {"crumbs": _crumbs(found), "run": found, "activities": activities.for_leader(found)}
    return render(request, "live/activity_list.html", page | leader_pages.bar(found))


@for_trainers
@require_safe
def question(request: HttpRequest, run: int, no: int) -> HttpResponse:
    """One activity with its answers: what is let through, what is shown."""
    found = led_run(request, run)
    live = news.followed(kind="question", run=found.pk, number=no)
    shown = activities.for_leader(found)
    item = next((one for one in shown.items if one.no == no), None)
    if item is None:
        raise Http404
    crumbs = [
        *_crumbs(found),
        (_("Questions in the session"), reverse("live:questions", args=[found.pk])),
    ]
    page = {"crumbs": crumbs, "run": found, "item": item, "stopped": shown.stopped}
    return render(request, "live/activity_question.html", page | live | leader_pages.bar(found))


@for_trainers
@require_http_methods(["GET", "POST"])
def new_question(request: HttpRequest, run: int) -> HttpResponse:
    """A leader adds a question of her own."""
    found = led_run(request, run)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        options = data["options"] if data["kind"] == Kind.POLL else ()
        made = activities.add(
            run=found, kind=data["kind"], question=data["question"], options=options
        )
        return redirect("live:question", found.pk, made.no)
    crumbs = [
        *_crumbs(found),
        (_("Questions in the session"), reverse("live:questions", args=[found.pk])),
    ]
    page = {"crumbs": crumbs, "run": found, "form": form}
    return render(request, "live/activity_new.html", page, status=422 if form.errors else 200)


WISHES: dict[str, Callable[..., Any]] = {
    "close": activities.close,
    "show": activities.show,
    "hide": activities.hide,
    "project": activities.project,
}
DECISIONS: dict[str, Callable[..., Any]] = {
    "let": activities.let_through,
    "cover": activities.cover,
    "erase": activities.erase,
}


@for_trainers
@require_POST
def change(request: HttpRequest, run: int, no: int) -> HttpResponse:
    """What a leader's buttons do: `do` is open, close, show, hide, project, or let:<key>…"""
    found = led_run(request, run)
    wish, _sep, key = request.POST.get("do", "").partition(":")
    try:
        if wish == "open":
            activities.open_one(run=found, no=no, user=request.user)
        elif wish in WISHES:
            WISHES[wish](run=found, no=no)
        elif wish in DECISIONS and key:
            DECISIONS[wish](run=found, no=no, key=key)
    except Activity.DoesNotExist:
        raise Http404 from None
    if request.POST.get("from") == "board":
        return redirect(f"/utbildare/{found.pk}/")
    return redirect("live:question", found.pk, no)


def _crumbs(run: Run) -> list[tuple[str, str]]:
    return [(run.title or run.scenario.title, f"/utbildare/{run.pk}/")]
