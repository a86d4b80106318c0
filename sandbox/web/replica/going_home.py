"""Going home, in words: that the days do not add up, and what remains until the case ends."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sandbox.process import going_home, members
from sandbox.process.going_home import Remaining, too_early
from sandbox.web.replica.case_view import CaseView


def does_not_fit(view: CaseView) -> str:
    """That the days do not add up, in a sentence; nothing when they do.

    Only what the unit may read counts.
    """
    found = sorted(too_early(view.state).items(), key=lambda one: -one[1])
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
    left = [said for one in going_home.remaining(case, flow=view.flow) for said in _said(view, one)]
    mine = members.owner(case) == view.desk.seat.unit
    if left:
        end = _("Then you end the case.") if mine else _("Then %(unit)s ends the case.")
    else:
        end = _("Nothing more. You can end the case.") if mine else ""
        end = end or _("Nothing more. %(unit)s ends the case.")
    return [*left, end % {"unit": view.name_of(members.owner(case))}]


def asks_about_sip(view: CaseView) -> bool:
    """Whether the unit owns the case of somebody at home who has not answered about SIP."""
    case = view.seen.whole or view.state
    return going_home.asks_about_sip(case) and members.owner(case) == view.desk.seat.unit


def _said(view: CaseView, one: Remaining) -> Iterator[str]:
    """What remains, in a sentence; of a plan also that it may be made later."""
    names = ", ".join(sorted(view.name_of(code) for code in one.parties))
    if one.what == "send_information":
        yield _("%(unit)s sends the information at discharge.") % {"unit": names}
    elif one.what == "acknowledge":
        what = view.words.documents[one.document].label.lower()
        yield _("%(units)s acknowledges: %(what)s.") % {"units": names, "what": what}
    else:
        yield _of_the_plan(view, one.what, names)
        yield (
            _(
                "Is the SIP to be made later, in open care? Then %(unit)s writes that in the answer "
                "about SIP, and the case can end without the meeting."
            )
            % {"unit": names}
        )


def _of_the_plan(view: CaseView, what: str, unit: str) -> str:
    if what == "hold_meeting":
        day = (view.seen.whole or view.state).facts.get("meeting_at")
        time = view.desk.time_words(day) if isinstance(day, int) else ""
        return _("The SIP meeting is held, %(time)s.") % {"time": time}
    asked = {
        "call_to_meeting": _("%(unit)s calls to the SIP meeting, and it is held."),
        "ask_again": _("%(unit)s asks the person again about SIP."),
        "note_answer": _("%(unit)s writes down if the person wants a SIP."),
    }
    return asked[what] % {"unit": unit}
