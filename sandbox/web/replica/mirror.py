"""What the person sees of the plan when signed in: the goals and who does what, in plain words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sandbox.process.state import day_of, latest
from sandbox.web.replica.case_view import CaseView, case_view
from sandbox.web.replica.desk import Desk, at_desk
from sandbox.web.replica.mine import waits_for
from sandbox.web.replica.pages import case_context
from sandbox.web.replica.plan_words import PLAN_KINDS, Plan, plan_of
from sandbox.web.replica.sip import is_minor, is_protected

PROTECTED = "protected_identity"


@at_desk
@require_safe
def mirror(request: HttpRequest, desk: Desk, no: int) -> HttpResponse:
    """The plan as the person sees it. Never mapping, basis, consent or what the units write to each other."""
    view = case_view(desk, no)
    off = why_off(view)
    plan = None if off else plan_of(view)
    return render(
        request,
        "replica/mirror.html",
        case_context(view)
        | {
            "plan": plan,
            "off": off,
            "of_a_child": "" if off else of_a_child(view),
            "status": status_word(view, plan),
            "ended": _closing_reason(view) is not None,
            "updated": updated(view),
            "unwritten": waits_for(view) if plan else (),
        },
    )


def why_off(view: CaseView) -> str:
    """Why nothing is shown to the person; empty when the plan is shown."""
    if is_protected(view) or _closing_reason(view) == PROTECTED:
        return _(
            "The plan is not shown. The person has protected personal data, and then nothing is "
            "shown digitally from that very minute."
        )
    if not view.desk.profile.pages.get("mirror", True):
        return _("In this system the person does not see the plan. Hand over a print of it.")
    return ""


def of_a_child(view: CaseView) -> str:
    """Who reads the page when the plan is a child's; empty for an adult."""
    online = view.flow.online
    if online is None or not is_minor(view):
        return ""
    age = view.desk.day(view.desk.now // 1440).year - view.person.birth_year
    given = {
        "name": view.person.given_name,
        "until": online.guardians_until,
        "from": online.child_from,
        "last": online.child_from - 1,
    }
    reads = online.reader(age)
    if reads == "guardians":
        return (
            _(
                "The guardians read the page until %(name)s turns %(until)d. Give %(name)s the plan "
                "on paper, and go through it together."
            )
            % given
        )
    if reads == "nobody":
        return (
            _(
                "Between %(until)d and %(last)d neither the child nor the guardians read the record "
                "online. Give %(name)s and the guardians the plan on paper. The letters lie under "
                "Letters."
            )
            % given
        )
    return (
        _(
            "%(name)s reads the page alone. From %(from)d the guardians do not read the record online."
        )
        % given
    )


def status_word(view: CaseView, plan: Plan | None) -> str:
    """Where the plan is, as one would tell the person."""
    reason = _closing_reason(view)
    if reason is not None:
        return _("The plan has ended")
    if plan is None:
        return _("There is no plan yet")
    return _("The plan goes on")


def updated(view: CaseView) -> str:
    """When the plan was last written in, in words."""
    papers = [latest(view.state, kind) for kind in PLAN_KINDS]
    times = [one.sent_at for one in papers if one and one.sent_at is not None]
    return view.desk.day_words(day_of(max(times))) if times else ""


def _closing_reason(view: CaseView) -> str | None:
    closing = latest(view.state, "closing")
    return str(closing.body.get("reason") or "") if closing else None
