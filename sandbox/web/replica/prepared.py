"""What the unit has prepared: requests for care that wait for the day they are needed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sandbox.process.overlay import under
from sandbox.process.reading import load_flow
from sandbox.process.state import latest
from sandbox.web.replica.case_view import CaseView, person_words
from sandbox.web.replica.desk import Desk, at_desk
from sandbox.world.desk import cases_of

PAGE, FLOW, SENDS = "prepared", "spu", "send_care_request"
PREPARED = "prepared_request"
GOES_ON = "prepared"


@at_desk
@require_safe
def prepared(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The unit's own prepared requests, the oldest first: they are gone through when things change.

    A system in which nothing is prepared has no such page: the room may have changed systems since.
    """
    if PAGE not in desk.page_words:
        return redirect("replica:inbox", desk.code)
    rows: list[dict[str, Any]] = []
    for seen in cases_of(desk.seat):
        view = CaseView(desk, seen)
        paper = latest(view.state, PREPARED, desk.seat.unit)
        if paper is None or view.state.state != GOES_ON:
            continue
        day = paper.body.get("updated_day")
        at = paper.sent_at or 0
        rows.append(
            {
                "person": person_words(desk, seen.person),
                "at": at,
                "updated": desk.day_words(day) if isinstance(day, int) else desk.time_words(at),
                "change": desk.url("write", view.no, "save_prepared_request"),
                "send": desk.url("write", view.no, SENDS),
            }
        )
    rows.sort(key=lambda row: row["at"])
    flow = under(load_flow(FLOW), desk.profile)
    return render(
        request,
        "replica/patients_prepared.html",
        desk.context() | {"rows": rows, "send_word": flow.actions[SENDS].opening},
    )
