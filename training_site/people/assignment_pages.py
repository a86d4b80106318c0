"""Mitt uppdrag: what waits, what the assignment means, leaving it, and the units in numbers."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from training_site.people import assignment_actions as actions
from training_site.people import assignment_letters as letters
from training_site.people import assignment_menu, coverage, unit_kinds, units
from training_site.people import assignment_words as words
from training_site.people.assignment_forms import DeputyForm, EndForm
from training_site.people.assignments import Assignment
from training_site.people.models import User
from training_site.people.promises import promises_for
from training_site.people.unit_table import SHOW, Choice, count_words

DAY_SECONDS = 24 * 60 * 60
CRUMBS = [(gettext_lazy("My assignment"), "/mitt-uppdrag/")]


def who(request: HttpRequest) -> User:
    """The person signed in, behind login_required."""
    return cast(User, request.user)


@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What waits first, then each assignment: what it means, how long, and how to leave it."""
    user, day = who(request), timezone.localdate()
    held = list(
        Assignment.objects.filter(user=user)
        .select_related("manager", "deputy")
        .exclude(status=Assignment.Status.DECLINED, answered_on__lt=day.replace(day=1))
    )
    context = {
        "promises": promises_for(user, day),
        "held": [one for one in held if one.is_active(day) or one.status == "proposed"],
        "declined": [one for one in held if one.status == "declined"],
        "past": [one for one in held if one.status == "ended" and not one.is_active(day)],
        "meaning": words.MEANING,
        "unit_count": coverage.units_of(user, day).count(),
        "manages": coverage.managers(day).filter(user=user).exists(),
    }
    return render(request, "people/assignment.html", context)


@never_cache
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave an assignment from a day on. The manager is told; everything done is kept."""
    user, day = who(request), timezone.localdate()
    assignment = get_object_or_404(Assignment, pk=pk, user=user, status__in=Assignment.HELD)
    if assignment.status == Assignment.Status.ENDED:
        # Sent twice, or opened again in another tab.
        messages.warning(request, _("The assignment has ended already."))
        return redirect("my_assignment")
    told = actions.managers_told(assignment, day)
    form = EndForm(request.POST or None, today=max(day, assignment.since))
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(assignment, today=day, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            assignment_menu.forget(request)
            if told:
                messages.success(request, _("Your last day is noted. Your manager is told."))
            else:
                messages.success(request, _("Your last day is noted. Tell your manager yourself."))
            return redirect("my_assignment")
    context = {
        "form": form,
        "assignment": assignment,
        "told": told,
        "left": actions.left_without(assignment, day) if assignment.units.exists() else 0,
        "unit_count": coverage.units_of(user, day).count(),
        "crumbs": CRUMBS,
    }
    return render(request, "people/assignment_end.html", context)


@never_cache
@login_required
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who may confirm in one's place."""
    user, day = who(request), timezone.localdate()
    assignment = get_object_or_404(Assignment, pk=pk, user=user, status="accepted")
    initial = {"deputy": assignment.deputy_id}
    form = DeputyForm(request.POST or None, user=user, today=day, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.name_deputy(assignment, form.cleaned_data["deputy"])
        messages.success(request, _("Your deputy is saved."))
        return redirect("my_assignment")
    return render(request, "people/assignment_deputy.html", {"form": form, "crumbs": CRUMBS})


@never_cache
@login_required
def unit_table(request: HttpRequest) -> HttpResponse:
    """The key person's units in numbers, never names."""
    user, day = who(request), timezone.localdate()
    own = list(coverage.units_of(user, day))
    if not own and not coverage.active_key_persons(day).filter(pk=user.pk).exists():
        raise PermissionDenied
    listed = words.courses()
    choice = Choice.of(request.GET, [course.key for course in listed])
    rows = units.rows(own, course_key=choice.course, day=day)
    shown = choice.pick(rows)
    context = {
        "rows": shown,
        "caption": count_words(len(shown), len(rows)),
        "promise": words.coverage_words(rows),
        "total": units.total(shown),
        "choice": choice,
        "headings": choice.headings(),
        "orders": choice.orders(),
        "courses": listed,
        "course": next((one for one in listed if one.key == choice.course), None),
        "kinds": unit_kinds.choices(row.unit.kind for row in rows),
        "show": [(key, word) for key, (word, _test) in SHOW.items()],
        "few": any(row.hidden for row in rows),
        "day": day,
        "crumbs": CRUMBS,
    }
    return render(request, "people/units.html", context)


@never_cache
@login_required
def ask(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """A ready letter to the manager of one of one's units: sent from here, or copied."""
    user, day = who(request), timezone.localdate()
    unit = get_object_or_404(coverage.units_of(user, day), pk=pk)
    if what not in letters.ASKED:
        raise Http404
    rows = coverage.managers(day).filter(unit=unit).select_related("user")
    managers = [row.user for row in rows.exclude(user=user)]
    if request.method == "POST" and managers:
        # One letter a day about the same thing is enough for anybody.
        if cache.add(f"asked:{user.pk}:{pk}:{what}:{day}", 1, DAY_SECONDS):
            letters.ask(what, unit, user, managers)
            messages.success(request, _("The letter is sent."))
        else:
            messages.warning(request, _("You have sent that letter today already."))
        return redirect("my_units")
    subject, letter = letters.asking(what, unit, user)
    context = {
        "unit": unit,
        "subject": subject,
        "letter": letter,
        "managers": managers,
        "crumbs": [*CRUMBS, (_("Your units"), "/mitt-uppdrag/enheter/")],
    }
    return render(request, "people/unit_ask.html", context)
