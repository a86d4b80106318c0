"""The pages that put a session on paper: choose what to print, and the sheets themselves."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sandbox.live import codes
from sandbox.live.leaders import for_trainers, led_run
from sandbox.live.paper import MOST_COPIES, offered, paper, usual_copies
from sandbox.live.qr import qr
from sandbox.live.telling import told
from sandbox.world.models import Run
from sandbox.world.templates import file_of

LABELS = {
    "sheet": gettext_lazy("Run sheet for you, with minutes and notes"),
    "case": gettext_lazy("The case in short, for everybody"),
    "cards": gettext_lazy("Role cards to cut out, with what only the role knows"),
    "forms": gettext_lazy("Forms to write in, one set for a group"),
    "events": gettext_lazy("Cards for what happens on the way"),
    "questions": gettext_lazy("Questions, and My plan for Monday"),
    "rubric": gettext_lazy("The five lines to judge a plan by"),
    "checks": gettext_lazy("What to look for in each group, to tick"),
    "list": gettext_lazy("Attendance list"),
    "talk": gettext_lazy("Questions to talk about afterwards"),
}


class PrintForm(forms.Form):
    """What to print; everything when nothing has been chosen away."""

    use_required_attribute = False

    part = forms.MultipleChoiceField(
        label=gettext_lazy("What do you want to print?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one thing to print")},
    )
    copies = forms.IntegerField(
        min_value=1,
        max_value=MOST_COPIES,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Write how many sets of role cards you need"),
            "invalid": gettext_lazy("Write the number of sets in figures"),
            "min_value": gettext_lazy("There has to be one set at least"),
            "max_value": gettext_lazy("There can be forty sets at most"),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, run: Run) -> None:
        parts = offered(run)
        super().__init__(data, initial={"part": list(parts), "copies": usual_copies(run)})
        self.fields["part"].choices = [  # type: ignore[attr-defined]
            (part, LABELS[part]) for part in parts
        ]
        self.fields["copies"].label = (
            _("Number of groups, each with its own set of role cards")
            if run.mode == Run.Mode.GROUP
            else _("Number of role cards, one for each person")
        )


@never_cache
@for_trainers
@require_safe
def choose(request: HttpRequest, run: int) -> HttpResponse:
    """Choose what to print; everything is chosen from the beginning."""
    found = led_run(request, run)
    return _asked(request, found, PrintForm(run=found))


@never_cache
@for_trainers
@require_safe
def sheets(request: HttpRequest, run: int) -> HttpResponse:
    """The sheets, in one page to print; without a choice the page where one chooses."""
    found = led_run(request, run)
    if not request.GET:
        return redirect("live:print", found.pk)
    form = PrintForm(request.GET, run=found)
    if not form.is_valid():
        return _asked(request, found, form)
    printed = timezone.localtime()
    home = request.build_absolute_uri(reverse("live:home", args=[found.join_code.lower()]))
    context = {
        "run": found,
        "told": told(found),
        "title": found.title or found.scenario.title,
        "paper": paper(found, parts=form.cleaned_data["part"], copies=form.cleaned_data["copies"]),
        "scenario": file_of(found.scenario),
        "labels": [LABELS[part] for part in form.cleaned_data["part"]],
        "code": codes.spaced(found.join_code),
        "qr": qr(home),
        "short_address": f"{request.get_host()}{reverse('live:enter')}",
        "address": request.build_absolute_uri(reverse("live:print", args=[found.pk])),
        "printed": printed.date(),
        "crumbs": _crumbs(found),
    }
    return render(request, "live/paper.html", context)


def _asked(request: HttpRequest, run: Run, form: PrintForm) -> HttpResponse:
    context = {"run": run, "form": form, "crumbs": _crumbs(run)}
    return render(request, "live/paper_choose.html", context, status=422 if form.errors else 200)


def _crumbs(run: Run) -> list[tuple[str, str]]:
    return [
        (_("My sessions"), reverse("live:trainer")),
        (run.title or run.scenario.title, reverse("live:run", args=[run.pk])),
    ]
