"""One letter of a case: to read, in the very words it has on paper, and as a PDF to print."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sandbox.letters.letter import Letter
from sandbox.letters.typeset import pdf
from sandbox.letters.wording import words
from sandbox.web.replica.case_view import CaseView, case_view
from sandbox.web.replica.desk import Desk, at_desk
from sandbox.web.replica.pages import case_context
from sandbox.web.replica.post import post
from sandbox.world.access import note_letter


@at_desk
@require_safe
def letter(request: HttpRequest, desk: Desk, no: int, key: str) -> HttpResponse:
    """One letter. Raises Http404 when it is not the unit's to send, or there is none."""
    view = case_view(desk, no)
    found = _letter(view, key)
    note_letter(desk.seat, view.seen.case, key)
    return render(
        request,
        "replica/letter.html",
        case_context(view) | {"letter": found, "mark": words()["mark"]},
    )


@at_desk
@require_safe
def letter_pdf(_request: HttpRequest, desk: Desk, no: int, key: str) -> HttpResponse:
    """The same letter as a file. Its name says nothing of whom it is about."""
    view = case_view(desk, no)
    found = _letter(view, key)
    note_letter(desk.seat, view.seen.case, key)
    answer = HttpResponse(pdf(found), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="ovning-{found.kind}.pdf"'
    return answer


def _letter(view: CaseView, key: str) -> Letter:
    found = post(view).find(key)
    if found is None:
        raise Http404
    return found
