"""The manager's own view: the staff of one's units by name, head counts, and assignments.

Only the manager of a unit gets here, and sees that something is done and when, never answers.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.certificates import Certificate, in_force
from courses.records import Enrolment
from training_site.people import assignment_actions as actions
from training_site.people import assignment_words as words
from training_site.people import coverage, units
from training_site.people.assignment_forms import DeclineForm, HeadCountForm, ProposeForm
from training_site.people.assignment_pages import CRUMBS, who
from training_site.people.assignments import Assignment
from training_site.people.models import Membership, Unit, User

STAFF_CRUMBS = [*CRUMBS, (gettext_lazy("Your staff"), "/mitt-uppdrag/medarbetare/")]


@dataclass(frozen=True)
class Person:
    """One of the staff: who, and how far in the course that was chosen."""

    membership: Membership
    certificate: Certificate | None
    started: bool

    @property
    def state(self) -> str:
        """One of the frame's: todo, now or done."""
        return "done" if self.certificate else "now" if self.started else "todo"


@dataclass
class Workplace:
    """One unit of the manager's, with its staff."""

    unit: Unit
    staff: list[Person]
    stale: bool
    form: HeadCountForm


def managed(request: HttpRequest) -> list[Unit]:
    """The units of the manager signed in; none for somebody who is only asked for an answer.

    Raises Http404 for everybody else.
    """
    user, day = who(request), timezone.localdate()
    found = list(coverage.managed_units(user, day))
    if not found and not coverage.proposals_for(user, day).exists():
        raise Http404
    return found


@never_cache
@login_required
def staff(request: HttpRequest) -> HttpResponse:
    """Who works at one's units, what they have done, and what waits for an answer."""
    return staff_page(request)


def staff_page(request: HttpRequest, typed: dict[int, HeadCountForm] | None = None) -> HttpResponse:
    """The page; `typed` is what was wrong in a unit's form, which stands there still."""
    own, day = managed(request), timezone.localdate()
    listed = words.courses()
    known = [course.key for course in listed]
    wanted = request.GET.get("kurs", "")
    key = wanted if wanted in known else next(iter(known), "")
    places = workplaces(own, who(request), key, day)
    for place in places:
        place.form = (typed or {}).get(place.unit.pk, place.form)
    context = {
        "workplaces": places,
        "form": next(iter((typed or {}).values()), None),
        "courses": listed,
        "course": next((one for one in listed if one.key == key), None),
        "proposals": coverage.proposals_for(who(request), day),
        "assignments": assignments_of_staff(who(request), day),
        "crumbs": CRUMBS,
    }
    return render(request, "people/staff.html", context, status=422 if typed else 200)


def workplaces(own: list[Unit], manager: User, key: str, day: datetime.date) -> list[Workplace]:
    """The units with their staff. Three queries however many there are."""
    rows = list(coverage.staff_of(manager, day))
    ids = [row.user_id for row in rows]
    held = in_force(course_key=key, user_ids=ids, day=day)
    started = set(
        Enrolment.objects.filter(course_key=key, user__in=ids).values_list("user", flat=True)
    )
    people: dict[int, list[Person]] = {}
    for row in rows:
        person = Person(row, held.get(row.user_id), row.user_id in started)
        people.setdefault(row.unit_id, []).append(person)
    return [
        Workplace(
            unit=unit,
            staff=people.get(unit.pk, []),
            stale=units.is_stale(unit, day),
            form=HeadCountForm(initial={"employees": unit.employees}, auto_id=form_id(unit)),
        )
        for unit in own
    ]


def form_id(unit: Unit) -> str:
    """What the fields of a unit's form are called in the page, where there are several."""
    return f"id_{unit.pk}_%s"


def assignments_of_staff(manager: User, day: datetime.date) -> list[Assignment]:
    """The assignments that staff hold, so that the manager knows when they end. Two queries."""
    own = {row.user_id for row in coverage.staff_of(manager, day)}
    rows = Assignment.objects.active(day).filter(user__in=own)
    return list(rows.select_related("user").order_by("kind", "since"))


@require_POST
@never_cache
@login_required
def head_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, or correct, how many work at one of one's units."""
    unit = next((one for one in managed(request) if one.pk == pk), None)
    if unit is None:
        raise Http404
    form = HeadCountForm(request.POST, auto_id=form_id(unit))
    if not form.is_valid():
        return staff_page(request, {unit.pk: form})
    number = form.cleaned_data["employees"]
    actions.confirm_head_count(unit, number=number, by=who(request), today=timezone.localdate())
    messages.success(request, _("The number of employees is confirmed."))
    return redirect("my_staff")


@require_POST
@never_cache
@login_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to an assignment that is proposed for one of one's staff."""
    assignment = asked(request, pk)
    try:
        actions.answer(assignment, by=who(request), yes=True, today=timezone.localdate())
        messages.success(request, _("You have said yes. The person is told."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return onwards(request)


@never_cache
@login_required
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, and why."""
    assignment = asked(request, pk)
    if request.method != "POST" and assignment.status != Assignment.Status.PROPOSED:
        messages.warning(request, _("Somebody has answered already."))
        return onwards(request)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, day = form.cleaned_data["reason"], timezone.localdate()
        try:
            actions.answer(assignment, by=who(request), yes=False, reason=reason, today=day)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("You have said no. The person is told why."))
            return onwards(request)
    context = {"form": form, "assignment": assignment, "crumbs": STAFF_CRUMBS}
    return render(request, "people/staff_decline.html", context)


def asked(request: HttpRequest, pk: int) -> Assignment:
    """The proposal, answered or not, for the manager of the person.

    Raises Http404 for everybody else.
    """
    found = coverage.asked_of(who(request), timezone.localdate()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def onwards(request: HttpRequest) -> HttpResponse:
    """Back to the staff; for somebody who was only asked for this answer, to her own page."""
    try:
        managed(request)
    except Http404:
        return redirect("my_assignment")
    return redirect("my_staff")


@never_cache
@login_required
def propose(request: HttpRequest) -> HttpResponse:
    """Appoint one of one's staff."""
    managed(request)
    manager, day = who(request), timezone.localdate()
    form = ProposeForm(request.POST or None, manager=manager, today=day)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose(
                form.save(commit=False), by=manager, units=form.cleaned_data["units"], today=day
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        except IntegrityError:
            # PostgreSQL lets two windows look at once, and stops the second when it writes.
            form.add_error(None, _("The person already has that assignment."))
        else:
            messages.success(request, _("The person is appointed and told."))
            return redirect("my_staff")
    return render(request, "people/staff_propose.html", {"form": form, "crumbs": STAFF_CRUMBS})
