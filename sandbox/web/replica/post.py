"""The post of a case at a desk: the letters that are the unit's to send, from what it may read."""

from __future__ import annotations

from typing import Any

from sandbox.letters.telling import Subject, Telling
from sandbox.letters.writing import Post, post_of
from sandbox.process import members
from sandbox.web.replica.case_view import CaseView

VIEW = "letters"


def tab(view: CaseView) -> dict[str, Any]:
    """What the tab shows: the letters, the forms, and the letters that are not written."""
    return {"post": post(view)}


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
