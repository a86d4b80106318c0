"""The council's queue: what has been asked and lifted, and what is done with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from training_site.guides import matters_acting
from training_site.guides.answers import FaqEntry
from training_site.guides.answers_alike import alike
from training_site.guides.matter_pages import UNPROCESSABLE
from training_site.guides.matters import Matter
from training_site.guides.matters_acting import ENDED
from training_site.guides.matters_forms import (
    AnswerForm,
    CloseForm,
    JoinForm,
    NoteForm,
    SendOnForm,
)
from training_site.people.councils import place_of, the_council

Page = Callable[..., HttpResponse]
# Half a year until somebody looks at an answer again, as in the files.
REVIEW_DAYS = 183


def for_the_council(page: Page) -> Page:
    """Anybody else is told that there is no such page."""

    @never_cache
    @login_required
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not place_of(request.user, timezone.localdate()).works:
            raise Http404
        return page(request, *args, **kwargs)

    return guarded


@require_safe
@for_the_council
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; and what is done, newest first. Two queries."""
    rows = Matter.objects.filter(joined_to=None).select_related("entry").prefetch_related("joined")
    context = {
        "waiting": rows.exclude(status__in=ENDED).order_by("no"),
        "done": rows.filter(status__in=ENDED).order_by("-no")[:50],
    }
    return render(request, "guides/queue.html", context)


@require_http_methods(["GET", "POST"])
@for_the_council
@transaction.atomic
def queue_matter(request: HttpRequest, no: int) -> HttpResponse:
    """One matter, with what can be done with it; the button says what."""
    rows = Matter.objects.select_related("entry", "joined_to", "user")
    if request.method == "POST":  # of two at once the second sees what the first did
        rows = rows.select_for_update(of=("self",))
    found = get_object_or_404(rows, no=no)
    steps = list(found.steps.select_related("user"))
    last = str(steps[-1].pk) if steps else ""
    forms_of = _forms(found, request)
    do = request.POST.get("do", "")
    if request.method == "POST":
        form = forms_of.get(do)
        if form is None:
            raise Http404
        if request.POST.get("last", last) != last:
            form.add_error(None, _moved())
        if form.is_valid():
            return _done(request, found, do, form.cleaned_data)
    context = {
        "matter": found,
        "steps": steps,
        "last": last,
        "joined": list(found.joined.all()),
        "near": alike(f"{found.subject} {found.text}"),
        "is_done": found.status in ENDED,
        "forms": forms_of,
        "with_errors": [form for form in forms_of.values() if form.is_bound],
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "guides/queue_matter.html", context, status=status)


def _forms(found: Matter, request: HttpRequest) -> dict[str, forms.Form]:
    """Every way on by its name in the button; only the one that was sent is filled in."""
    do = request.POST.get("do", "")

    def data(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "upp": NoteForm(data("upp"), prefix="upp"),
        "vidare": SendOnForm(data("vidare"), prefix="vidare", matter=found),
        "svar": AnswerForm(data("svar"), prefix="svar"),
        "nytt": forms.Form(data("nytt")),
        "samma": JoinForm(data("samma"), prefix="samma", matter=found),
        "stang": CloseForm(data("stang"), prefix="stang"),
    }


def _done(request: HttpRequest, found: Matter, do: str, data: dict[str, Any]) -> HttpResponse:
    """Do it, and say so."""
    by, note = request.user, data.get("note", "")
    if do == "nytt":
        entry = draft_of(found)
        matters_acting.wait_for(found, entry, by=by)
        return redirect(reverse(entry.snippet_viewset.get_url_name("edit"), args=[entry.pk]))
    if do == "samma":
        try:
            matters_acting.join(found, data["main"], by=by)
        except matters_acting.CannotJoin:
            messages.error(request, _("The two could not be joined. Choose another."))
            return redirect("guides:queue_matter", found.no)
    elif do == "svar":
        matters_acting.answer(found, data["entry"], by=by, note=note)
    elif do == "vidare":
        matters_acting.send_on(found, to=data["to"], by=by, note=note)
    else:
        status = Matter.Status.ONGOING if do == "upp" else Matter.Status.CLOSED
        matters_acting.move(found, status=status, by=by, note=note)
    messages.success(request, _("Number %(no)s: whoever asked sees it now.") % {"no": found.no})
    return redirect("guides:queue_matter", found.no)


def _moved() -> str:
    """Another tab, somebody else or the same button was first: nobody is told a thing twice."""
    return _("Something has happened since you opened the page. See what, and then choose again.")


def draft_of(matter: Matter) -> FaqEntry:
    """A question and answer begun from a matter; the one that is begun already if there is one."""
    if matter.entry is not None and not matter.entry.live:
        return matter.entry
    today = timezone.localdate()
    slug = f"{slugify(matter.subject)[:60]}-{matter.no}".strip("-")
    # What was begun from the same matter before, and published, has the address already.
    taken = FaqEntry.objects.filter(slug__startswith=slug).count()
    entry = FaqEntry(
        slug=f"{slug}-{taken + 1}" if taken else slug,
        council=the_council(),
        question=matter.subject,
        answer="",
        answered_on=today,
        review_by=today + datetime.timedelta(days=REVIEW_DAYS),
        live=False,
    )
    entry.save()
    # The answer is still to be written.
    entry.save_revision(clean=False)
    return entry
