"""The projector's own window, and the leader's choice of what it shows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sandbox.live import projector
from sandbox.live.leaders import for_trainers, led_run
from sandbox.world import news


@for_trainers
@require_safe
def window(request: HttpRequest, run: int) -> HttpResponse:
    """The window for the wall: one view of the closed list, which follows the leader's choice."""
    found = led_run(request, run)
    site = f"{request.scheme}://{request.get_host()}"
    live = news.followed(kind="projector", run=found.pk)
    context = live | projector.wall(found, site=site)
    return render(request, "live/projector.html", context)


@for_trainers
@require_POST
def choose(request: HttpRequest, run: int) -> HttpResponse:
    """Put a view on the wall, and go back to where the choice was made."""
    found = led_run(request, run)
    try:
        projector.show(run=found, value=request.POST.get("value", ""))
    except ValueError:
        messages.warning(request, _("The projector cannot show that. Choose from the list."))
    return redirect("live:run", found.pk)
