"""Going home: whether the days add up before it, and what remains after it until the case ends."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sandbox.process import documents, members
from sandbox.process.guards_discharge import sip_settled
from sandbox.process.state import CaseState, latest
from sandbox.process.tracks import state_in
from sandbox.web.replica.case_view import CaseView

PLANNED = ("notified", "planning")
AWAITED = ("discharge", "information")  # acknowledged by everybody before the case ends


def too_early(view: CaseView) -> dict[str, int]:
    """The units that can receive first after the estimated day, each with its first day.

    Only what the unit may read counts.
    """
    day = view.state.facts.get("estimated_day")
    if not isinstance(day, int) or view.state.state not in PLANNED:
        return {}
    said = {
        one.author: one.body.get("can_receive_day")
        for one in view.state.documents
        if one.kind == "planning" and one.stands
    }
    return {unit: first for unit, first in said.items() if isinstance(first, int) and first > day}


def does_not_fit(view: CaseView) -> str:
    """That the days do not add up, in a sentence; nothing when they do."""
    found = sorted(too_early(view).items(), key=lambda one: -one[1])
    if not found:
        return ""
    unit, first = found[0]
    words = {
        "unit": view.name_of(unit),
        "first": view.desk.day_words(first),
        "day": view.desk.day_words(view.state.facts["estimated_day"]),
    }
    if unit == view.desk.seat.unit:
        return (
            _("It does not add up: you can receive from %(first)s, they count on %(day)s.") % words
        )
    return _("It does not add up: %(unit)s can receive from %(first)s, not %(day)s.") % words


def remaining(view: CaseView) -> list[str]:
    """What remains between going home and the end of the case, and who does it; the end comes last."""
    if view.state.state != "discharged":
        return []
    case = view.seen.whole or view.state
    owner = view.name_of(members.owner(case))
    left = [*_not_sent(view, case), *_not_read(view, case), *_plan(view, case, owner)]
    mine = members.owner(case) == view.desk.seat.unit
    if left:
        end = _("Then you end the case.") if mine else _("Then %(unit)s ends the case.")
    else:
        end = _("Nothing more. You can end the case.") if mine else ""
        end = end or _("Nothing more. %(unit)s ends the case.")
    return [*left, end % {"unit": owner}]


def asks_about_sip(view: CaseView) -> bool:
    """Whether the unit owns the case of somebody at home who has not answered about SIP."""
    case = view.seen.whole or view.state
    unanswered = not sip_settled(case) and case.facts.get("sip_answer") in (None, "later")
    mine = members.owner(case) == view.desk.seat.unit
    return case.state == "discharged" and unanswered and mine


def _not_sent(view: CaseView, case: CaseState) -> Iterator[str]:
    went = latest(case, "discharge")
    if went is not None and latest(case, "information") is None:
        ward = view.name_of(went.author)
        yield _("%(unit)s sends the information at discharge.") % {"unit": ward}


def _not_read(view: CaseView, case: CaseState) -> Iterator[str]:
    for kind in AWAITED:
        paper = latest(case, kind)
        if paper is None:
            continue
        missing = documents.awaited(case, paper, view.flow) - set(documents.receipts(case, paper))
        if missing:
            words = {
                "units": ", ".join(sorted(view.name_of(code) for code in missing)),
                "what": view.words.documents[kind].label.lower(),
            }
            yield _("%(units)s acknowledges: %(what)s.") % words


def _plan(view: CaseView, case: CaseState, owner: str) -> Iterator[str]:
    """How the plan is settled: held, not wanted, or made outside the case."""
    if sip_settled(case):
        return
    facts = case.facts
    stage, words = state_in(case, view.flow, "sip"), {"unit": owner}
    if stage == "called":
        day = facts.get("meeting_at")
        words["time"] = view.desk.time_words(day) if isinstance(day, int) else ""
        yield _("The SIP meeting is held, %(time)s.") % words
    elif facts.get("sip_answer") == "yes":
        yield _("%(unit)s calls to the SIP meeting, and it is held.") % words
    elif facts.get("sip_answer") == "later":
        yield _("%(unit)s asks the person again about SIP.") % words
    else:
        yield _("%(unit)s writes down if the person wants a SIP.") % words
    yield (
        _(
            "Is the SIP to be made later, in open care? Then %(unit)s writes that in the answer about "
            "SIP, and the case can end without the meeting."
        )
        % words
    )
