"""The pages after a session: the debrief, who was there, and what each participant did."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sandbox.live import activities, afterwards, attendance, offering, projector
from sandbox.live.activity_forms import Watched
from sandbox.live.activity_pages import participant_of
from sandbox.live.debrief import debrief, opened, own, person_name
from sandbox.live.joining import LONGEST_NAME
from sandbox.live.leaders import for_trainers, led_run
from sandbox.world import news
from sandbox.world.models import Participant, Run
from sandbox.world.templates import file_of


class ByHandForm(Watched):
    """Somebody who was there without a phone."""

    name = forms.CharField(
        label=gettext_lazy("First name or alias"),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Write a first name or an alias")},
    )
    workplace = forms.ChoiceField(label=gettext_lazy("Workplace"), required=False)

    def __init__(self, *args: Any, run: Run, **more: Any) -> None:
        super().__init__(*args, **more)
        places = offering.workplaces(file_of(run.scenario))
        self.fields["workplace"].choices = [  # type: ignore[attr-defined]
            ("", _("Another workplace")),
            *places,
        ]


@for_trainers
@require_safe
def after(request: HttpRequest, run: int) -> HttpResponse:
    """The debrief for the leaders: checks by group, a group's days, what was asked, what to ask."""
    found = led_run(request, run)
    line = _number(request.GET.get("grupp", ""))
    seen = debrief(found, line=line)
    number = _number(request.GET.get("oppna", ""))
    read = None
    if seen.story and number is not None:
        read = opened(found, seen.story.line, number)
    rows = attendance.attendance(found)
    page = {
        "crumbs": [(_("My sessions"), reverse("live:trainer"))],
        "run": found,
        "views": projector.choices(found),
        "debrief": seen,
        "opened": read,
        "opened_number": number,
        "results": () if found.halted_at else activities.results(found),
        "there": sum(row.there for row in rows),
        "came": len(rows),
        "paper": afterwards.summary(found),
        "stopped": found.halted_at is not None,
    }
    return render(request, "live/after.html", page)


@for_trainers
@require_http_methods(["GET", "POST"])
def attendance_list(request: HttpRequest, run: int) -> HttpResponse:
    """Who was there: corrected line by line, and names added by hand."""
    found = led_run(request, run)
    adding = request.POST.get("do") == "add"
    form = ByHandForm(request.POST if adding else None, run=found)
    if request.method == "POST" and not adding:
        decided = {
            number: str(value)
            for name, value in request.POST.items()
            if name.startswith("there-")
            and (number := _number(name.removeprefix("there-"))) is not None
        }
        attendance.correct(run=found, decided=decided)
        return redirect("live:attendance_list", found.pk)
    if adding and form.is_valid():
        attendance.add_by_hand(run=found, **form.value())
        return redirect("live:attendance_list", found.pk)
    rows = attendance.attendance(found)
    page = {
        "crumbs": [*_crumbs(found), (_("Debrief"), reverse("live:after", args=[found.pk]))],
        "run": found,
        "rows": rows,
        "there": sum(row.there for row in rows),
        "choices": [
            (attendance.AUTO, _("As the lobby saw it")),
            (attendance.THERE, _("Present")),
            (attendance.AWAY, _("Absent")),
        ],
        "form": form,
    }
    return render(request, "live/after_attendance.html", page, status=422 if form.errors else 200)


@never_cache
@require_safe
def after_mine(request: HttpRequest, code: str) -> HttpResponse:
    """What one participant did, with the own checks, the talk and the plan for Monday."""
    run, participant = participant_of(request, code)
    if participant is None:
        return redirect("live:again", code)
    if not projector.talks(run):
        raise Http404
    page = {
        "crumbs": [(_("Session"), reverse("live:home", args=[run.join_code.lower()]))],
        "calm": news.followed(kind="calm", run=run.pk, who=participant.pk),
        "run": run,
        "participant": participant,
        "seats": () if run.halted_at else own(run, participant),
        "talk": file_of(run.scenario).talk,
        "person": person_name(file_of(run.scenario)),
        "plan": {} if run.halted_at else _plan(participant),
        "results": () if run.halted_at else activities.for_participant(run, participant).results,
        "stopped": run.halted_at is not None,
    }
    return render(request, "live/after_mine.html", page)


def _plan(participant: Participant) -> dict[str, str]:
    mine = participant.contributions.filter(activity__kind="monday").first()
    return dict(mine.value) if mine else {}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _crumbs(run: Run) -> list[tuple[str, str]]:
    return [(run.title or run.scenario.title, reverse("live:run", args=[run.pk]))]
