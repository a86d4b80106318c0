"""The pages around the steps: exercises, task list, comparison, self-assessment, case, erasing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sandbox import practice
from sandbox.exercises.checks import CheckOutcome, checks, is_done, step_state
from sandbox.exercises.compare import compare as compare_plans
from sandbox.fictive.detector import stops
from sandbox.process.state import latest
from sandbox.web import showing
from sandbox.web.entering import seated
from sandbox.web.room import Room, room_for, scenario_page
from sandbox.web.seats import role_card
from sandbox.world import assessment, judging, queries, redaction
from sandbox.world.counties import current_county
from sandbox.world.reset import practise_again

RETURN_TO = "practice_return_to"
LONGEST_RETURN = 300
EVERYTHING = "all"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every exercise, with how far the learner has come."""
    infos = practice.exercises()
    stands = _status(request, [info.slug for info in infos])
    items = [
        {"info": info, "person": scenario_page(info.slug)[1], **_word(stands.get(info.slug))}
        for info in infos
    ]
    free = current_county() is not None
    return render(request, "sandbox/index.html", {"items": items, "free": free})


def _status(request: HttpRequest, slugs: list[str]) -> dict[str, practice.PracticeStatus]:
    if not request.user.is_authenticated:
        return {}
    return practice.status(user_id=request.user.pk, slugs=slugs)


def _word(status: practice.PracticeStatus | None) -> dict[str, str]:
    if status is None or status.state == "not_started":
        return {"tone": "todo", "word": ""}
    if status.state == "done":
        return {"tone": "done", "word": ""}
    word = _("Step %(number)d of %(total)d") % {"number": status.step, "total": status.steps}
    return {"tone": "now", "word": word}


@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, slug: str) -> HttpResponse:
    """What an exercise is about, readable without signing in; POST starts it."""
    scenario, person = scenario_page(slug)
    _remember_return(request)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            return redirect(
                practice.start(user=request.user, slug=slug, seat=request.POST.get("seat", ""))
            )
        except KeyError:
            raise Http404 from None
    stands = _status(request, [slug]).get(slug)
    here = request.path
    return render(
        request,
        "sandbox/assignment.html",
        {
            "crumbs": [(_("Practise"), reverse("practice:index"))],
            "scenario": scenario,
            "person": person,
            "given_name": person.given_name if person else "",
            "meta": [
                _("%(minutes)d minutes") % {"minutes": scenario.minutes},
                _("You practise on your own"),
                _("Version %(version)s") % {"version": scenario.version},
            ],
            "seats": [card for card in scenario.seats if card.solo] if scenario.shared else [],
            "single_steps": () if scenario.shared else scenario.form_steps,
            "status": stands,
            "login_url": f"{reverse('account_login')}?next={here}",
        },
    )


def _remember_return(request: HttpRequest) -> None:
    """Keep where the learner came from, so that the exercise can lead back there."""
    target = request.GET.get("tillbaka", "")
    own = target.startswith("/") and len(target) <= LONGEST_RETURN
    if own and url_has_allowed_host_and_scheme(target, None) and not stops(target):
        request.session[RETURN_TO] = target


def _return_to(request: HttpRequest) -> str:
    return str(request.session.get(RETURN_TO, ""))


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the practice environment, and say so."""
    messages.info(request, _("You are leaving the practice environment."))
    return redirect(_return_to(request) or "/")


@seated
@require_safe
def tasks(request: HttpRequest, code: str) -> HttpResponse:
    """The task list of the learner's exercise, with one thing to do next.

    Where there are several seats it is the role card with its inbox.
    """
    room = room_for(request, code)
    if room.several:
        return role_card(request, room)
    _remember_return(request)
    following = showing.next_step(room.scenario, room.state)
    found = showing.step_items(room.steps, room.states)
    items = [
        {
            "title": item.title,
            "hint": item.hint if item.state == "locked" else "",
            "tone": item.tone,
            "word": "",
            "url": ""
            if item.state == "locked"
            else reverse("practice:step", args=[code, item.key]),
            "is_next": following is not None and item.key == following.key,
        }
        for item in found
    ]
    return render(
        request,
        "sandbox/tasks.html",
        room.context()
        | {
            "crumbs": [(_("Practise"), reverse("practice:index"))],
            "meta": [
                _("%(minutes)d minutes") % {"minutes": room.scenario.minutes},
                showing.sim_time(room.scenario, room.state.now).capitalize(),
            ],
            "progress": showing.progress(found),
            "steps": items,
            "next": _next(room, following),
            "missing": showing.missing(room.scenario, room.state),
            "result": {"done": is_done(room.scenario, room.state)},
            "can_compare": _can_compare(room),
            "return_to": _return_to(request),
            "earlier": _earlier(room),
        },
    )


def _earlier(room: Room) -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "label": _("Attempt %(number)d: %(met)d of %(total)d parts in place")
            % {"number": one.number, "met": one.met, "total": one.total},
        }
        for one in queries.earlier_attempts(room.seat)
        if one.readable
    ]


def _next(room: Room, following: Any) -> dict[str, str] | None:
    if following is None:
        url = reverse("practice:compare", args=[room.code])
        return {"url": url, "label": _("Compare with a colleague's plan")}
    if following.kind == "moment":
        url = reverse("practice:replies", args=[room.code, room.step_before_meeting.key])
        return {"url": url, "label": _("Read the replies and go on to the meeting")}
    url = reverse("practice:step", args=[room.code, following.key])
    stands = step_state(room.scenario, room.state, following.key).state
    label = _("Go on with %(step)s") if stands == "draft" else _("Begin with %(step)s")
    return {"url": url, "label": label % {"step": following.title.lower()}}


def _can_compare(room: Room) -> bool:
    """The comparison opens once every form has been sent, so that it spoils nothing."""
    return all(room.sent(step.document) for step in room.form_steps)


@seated
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """The learner's plan beside an experienced colleague's."""
    room = room_for(request, code)
    if not _can_compare(room):
        return redirect("practice:tasks", code)
    found = (
        judging.comparison(room.seat, room.world, room.case, room.state)
        if room.several
        else compare_plans(room.scenario, room.state)
    )
    return render(
        request,
        "sandbox/compare.html",
        room.context()
        | {
            "crumbs": room.crumbs(tasks=True),
            "praise": found.good,
            "practise": found.practise,
            "parts": showing.side_views(found.sections),
        },
    )


@seated
@require_http_methods(["GET", "POST"])
def rubric(request: HttpRequest, code: str) -> HttpResponse:
    """Self-assessment, 0–2 on each point; stored apart and seen by nobody else."""
    room = room_for(request, code)
    if not _can_compare(room):
        return redirect("practice:tasks", code)
    if request.method == "POST":
        keys = [item.key for item in room.scenario.rubric]
        chosen = {key: str(request.POST.get(key, "")) for key in keys}
        assessment.assess(
            seat=room.seat,
            answers={key: int(value) for key, value in chosen.items() if value in ("0", "1", "2")},
        )
        return redirect("practice:done", code)
    kept = assessment.assessment(room.seat)
    items = [
        {
            "key": item.key,
            "label": item.label,
            "levels": [
                {"value": value, "label": text, "selected": kept.get(item.key) == value}
                for value, text in enumerate(item.levels)
            ],
        }
        for item in room.scenario.rubric
    ]
    return render(
        request,
        "sandbox/rubric.html",
        room.context() | {"crumbs": room.crumbs(tasks=True), "items": items},
    )


@seated
@require_safe
def done(request: HttpRequest, code: str) -> HttpResponse:
    """Done, or in plain words what is left."""
    room = room_for(request, code)
    outcomes = _outcomes(room)
    left = [one for one in outcomes if not one.met]
    onward = None
    if left and not room.watching:
        url = reverse("practice:step", args=[code, left[0].step])
        if room.scenario.step(left[0].step).kind == "moment":
            url = reverse("practice:tasks", args=[code])
        onward = {"url": url, "label": _("Mend the first thing that is left")}
    return render(
        request,
        "sandbox/done.html",
        room.context()
        | {
            "crumbs": room.crumbs(tasks=True),
            "heading": _("What is left") if left else _("The exercise is done"),
            "lead": _done_lead(room, len(left), len(outcomes)),
            "can_compare": _can_compare(room),
            "checks": outcomes,
            "mirror": showing.mirror(room.scenario, room.state.log) if room.several else [],
            "talk": room.scenario.talk if room.several else (),
            "onward": onward,
            "return_to": _return_to(request),
        },
    )


def _done_lead(room: Room, left: int, total: int) -> str:
    if not left and room.several:
        return _("Everything that was yours is in place. Well carried through.")
    if not left:
        return _("Every part of the plan is in place. Well carried through.")
    if room.several:
        words = {"met": total - left, "total": total}
        return _("%(met)d of %(total)d parts that are yours are in place.") % words
    return _("The rest is in place. Mend what is left, or practise again.")


def _outcomes(room: Room) -> tuple[CheckOutcome, ...]:
    """The checks of what this seat does; where there is one seat, all."""
    return room.company.outcomes if room.several else checks(room.scenario, room.state)


@seated
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Start over in a new world; the earlier attempt is kept for the learner alone."""
    room = room_for(request, code)
    if request.method == "GET" or room.led:
        # In a led session it is the leader's to start over. Whoever had to sign in first comes here by the address alone: the button is on the list.
        return redirect("practice:tasks", code)
    if room.seat.run.learner_id not in (None, request.user.pk):
        # Whoever has another seat in it works in the learner's exercise, and does not start it over.
        raise Http404
    try:
        practise_again(seat=room.seat, party=request.POST.get("seat", "") if room.several else "")
    except KeyError:
        raise Http404 from None
    messages.success(request, _("You have a new, empty exercise. The earlier attempt is kept."))
    return redirect("practice:tasks", code)


@seated
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Report and erase: blank what was written, everywhere, and leave only that it happened."""
    room = room_for(request, code)
    what = request.POST.get("what", "")
    if room.watching:
        return redirect("practice:tasks", code)
    titles = {step.document: step.title for step in room.form_steps}
    for one in room.state.documents if room.several else ():
        if one.author == room.party:
            titles.setdefault(one.kind, room.kind(one.kind).label)
    # Nothing can be brought back, so only a wish that says what is carried out.
    if what in titles or what == EVERYTHING:
        redaction.redact(seat=room.seat, kind=None if what == EVERYTHING else what)
        messages.success(request, _("The text is erased. Thank you for reporting it."))
        return redirect("practice:tasks", code)
    entries = [
        {"number": kind, "label": title} for kind, title in titles.items() if room.has_text(kind)
    ]
    return render(
        request,
        "sandbox/erase.html",
        room.context() | {"crumbs": room.crumbs(tasks=True), "entries": entries},
        status=422 if request.method == "POST" else 200,
    )


@seated
@require_safe
def case(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The whole plan and what has happened."""
    room = room_for(request, code)
    if number != room.case.no:
        raise Http404
    return _case_page(request, room, _("The whole plan"))


@seated
@require_safe
def earlier(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """An earlier attempt of the learner's own, to read."""
    room = room_for(request, code, generation=number)
    return _case_page(request, room, _("Earlier attempt"))


def _case_page(request: HttpRequest, room: Room, heading: str) -> HttpResponse:
    documents = [
        {
            "number": found.number,
            "title": step.title,
            "status": showing.document_status(found),
            "summary": room.facts(step.document),
        }
        for step in room.scenario.steps
        if (found := latest(room.state, step.document)) is not None
    ]
    return render(
        request,
        "sandbox/case.html",
        room.context()
        | {
            "crumbs": room.crumbs(tasks=True),
            "heading": heading,
            "lead": room.flow.states[room.state.state].label,
            "documents": documents,
            "timeline": showing.timeline(room.scenario, room.flow, room.state.log),
        },
    )
