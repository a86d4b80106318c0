"""The post of a case at a desk: the letters that are the unit's to send, from what it may read."""

from __future__ import annotations

from typing import Any

from sandbox.letters.letter import Letter
from sandbox.letters.telling import Subject, Telling
from sandbox.letters.writing import Post, post_of
from sandbox.process import members
from sandbox.process.state import Document, day_of
from sandbox.web.replica.case_view import CaseView
from sandbox.world.access import letters_opened

VIEW = "letters"
CALL, CALLING = "call", "kallelse"  # the paper, and the letters it makes
# What letters are made of.
LETTERED = (CALL, "meeting_cancellation", "goals", "contribution", "follow_up", "information")
DAYS = 7  # a letter that has lain longer than that has been sent


def tab(view: CaseView) -> dict[str, Any]:
    """What the tab shows: the letters, the forms, and the letters that are not written."""
    return {"post": post(view)}


def tab_url(view: CaseView) -> str:
    """Where the unit finds its letters; empty in a system that shows none."""
    tabs = view.desk.profile.pages.get("tabs", {}).get(view.state.flow, ())
    key = next((one["key"] for one in tabs if one.get("view") == VIEW), "")
    return view.desk.url("case_tab", view.no, key) if key else ""


def unsent(view: CaseView) -> list[Letter]:
    """The letters that the unit has neither read nor printed since they were written.

    Those of a call wait until the meeting begins, and all others for a week.
    """
    if not any(_is_new(view, one) for one in view.state.documents):
        return []
    begun = view.desk.world.sim_start
    letters = [one for one in post(view).letters if _waits(view, one, (one.when - begun).days)]
    read = letters_opened(view.desk.seat, view.seen.case) if letters else {}
    days = {key: day_of(at) for key, at in read.items()}
    return [one for one in letters if days.get(one.key, -1) < (one.when - begun).days]


def _is_new(view: CaseView, document: Document) -> bool:
    """Whether a letter that is made of the document may wait: few cases have one."""
    if document.kind not in LETTERED or not document.stands:
        return False
    return _lately(view, day_of(document.sent_at or 0)) or document.kind == CALL


def _waits(view: CaseView, letter: Letter, day: int) -> bool:
    """Whether it is time to send it: a call until people meet, the rest as long as it is new."""
    if letter.kind == CALLING:
        at = view.state.facts.get("meeting_at")
        return at is not None and at > view.desk.now
    return _lately(view, day)


def _lately(view: CaseView, day: int) -> bool:
    return day_of(view.desk.now) - day < DAYS


def post(view: CaseView) -> Post:
    """Everything on paper in the case that the unit at the desk sends."""
    desk, person = view.desk, view.person
    return post_of(
        Telling(
            state=view.state,
            flow=view.flow,
            subject=Subject(
                name=str(person),
                given_name=person.given_name,
                identity_number=person.identity_number,
                address=person.address,
                protected=person.protected_identity or members.protected(view.state),
            ),
            unit=desk.seat.unit,
            role=view.role,
            units=desk.county.units,
            day_zero=desk.world.sim_start,
            headings=desk.profile.headings,
        )
    )
