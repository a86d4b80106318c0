"""The pages that register a session held on paper, and print the codes people claim it with."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sandbox.live import afterwards, codes
from sandbox.live.afterwards_forms import AfterwardsForm
from sandbox.live.leaders import for_trainers, led_run
from sandbox.live.qr import qr
from sandbox.live.telling import told
from sandbox.world.models import Run
from sandbox.world.templates import file_of


@never_cache
@for_trainers
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, run: int) -> HttpResponse:
    """Register a session on paper, or change what was registered."""
    found = _open(request, run)
    form = AfterwardsForm(request.POST or None, run=found)
    if request.method == "POST" and form.is_valid():
        entry = form.register()
        afterwards.register(found, entry, user=request.user)
        count = len(entry.people)
        messages.success(
            request,
            ngettext(
                "Registered: %(count)d person came.", "Registered: %(count)d people came.", count
            )
            % {"count": count},
        )
        strange = form.unknown_workplaces()
        if strange:
            messages.warning(
                request, _("Kept as another workplace: %(names)s.") % {"names": ", ".join(strange)}
            )
        return redirect("live:afterwards", found.pk)
    context = {
        "run": found,
        "form": form,
        "people": afterwards.registered(found),
        "phones": len(afterwards.others(found)),
        "is_running": found.state == Run.State.RUNNING,
        "is_ended": found.state == Run.State.ENDED,
        "crumbs": _crumbs(found),
    }
    return render(request, "live/afterwards.html", context, status=422 if form.errors else 200)


@never_cache
@for_trainers
@require_safe
def slips(request: HttpRequest, run: int) -> HttpResponse:
    """A slip for each person on paper: the code that claims the attendance, and where to."""
    found = _open(request, run)
    people = [one for one in afterwards.registered(found) if one.personal_code]
    if not people:
        return redirect("live:afterwards", found.pk)
    claim = reverse("live:attendance")
    context = {
        "run": found,
        "told": told(found),
        "title": found.title or found.scenario.title,
        "scenario": file_of(found.scenario),
        "slips": [(one.name, codes.spaced(one.personal_code)) for one in people],
        "qr": qr(request.build_absolute_uri(claim)),
        "short_address": f"{request.get_host()}{claim}",
        "crumbs": [*_crumbs(found), (_("Register afterwards"), _address(found))],
    }
    return render(request, "live/afterwards_slips.html", context)


def _open(request: HttpRequest, run: int) -> Run:
    """The session, for a leader, while there are names in it. Raises Http404."""
    found = led_run(request, run)
    if found.rehearsal or afterwards.is_forgotten(found):
        raise Http404
    return found


def _address(run: Run) -> str:
    return reverse("live:afterwards", args=[run.pk])


def _crumbs(run: Run) -> list[tuple[str, str]]:
    return [
        (_("My sessions"), reverse("live:trainer")),
        (run.title or run.scenario.title, reverse("live:run", args=[run.pk])),
    ]
