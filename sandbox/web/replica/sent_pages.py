"""Before and after: confirming what needs no document, and the receipt of what has been done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sandbox.process import members
from sandbox.process.advising import holding, load_advice
from sandbox.process.deadlines import Due
from sandbox.process.flow import Action, Deadline
from sandbox.process.state import Happening, day_of, minute_of
from sandbox.web.keeping import token_of
from sandbox.web.replica.case_view import CaseView, case_view
from sandbox.web.replica.desk import Desk, at_desk, clock
from sandbox.web.replica.pages import case_context
from sandbox.web.replica.post import tab_url
from sandbox.web.replica.todo import Task, todo, write_url
from sandbox.world.closed import Closed
from sandbox.world.conflict import Conflict
from sandbox.world.perform import perform
from sandbox.world.tokens import new_token

OWN = {"sin": "er", "sina": "era", "sitt": "ert"}  # of the unit that somebody sits at
REOPENING = "reopening"  # its name says already that it is until when
WHEN_GONE = "discharge"  # waits until the person has gone home, and is not the next thing to do


@dataclass(frozen=True)
class Counted:
    """A time that began to run: until when, or from when, and from what it is counted."""

    label: str
    when: str
    began: str
    source: str


def cannot(request: HttpRequest, view: CaseView, row: Action) -> HttpResponse:
    """Say why an action cannot be done now, to somebody who has come to it by its address."""
    shown = {"action": row, "offer": view.offers[row.code]}
    return render(request, "replica/confirm.html", case_context(view) | shown)


def confirm(request: HttpRequest, view: CaseView, row: Action) -> HttpResponse:
    """Say what an action without a document leads to and who is told; POST does it."""
    if request.method == "POST":
        return _confirmed(request, view, row)
    said = load_advice(row.track)[1].get(row.code)
    offer = view.offers[row.code]
    mine = view.desk.seat.unit
    others = [code for code in members.parts(view.state, flow=view.flow) if code != mine]
    return render(
        request,
        "replica/confirm.html",
        case_context(view)
        | {
            "action": row,
            "offer": offer,
            "said": said,
            "happens": holding(said.happens, view.state, {}) if said else (),
            "others": [view.name_of(code) for code in others],
            "token": new_token(view.desk.world),
        },
    )


def _confirmed(request: HttpRequest, view: CaseView, row: Action) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        performed = perform(
            seat=view.desk.seat,
            case=view.no,
            action=row.code,
            body={},
            expected_version=int(version) if version.isdecimal() and len(version) < 9 else -1,
            token=token_of(request.POST.get("token", "")),
        )
    except (Conflict, Closed) as stopped:
        messages.warning(request, str(stopped))
        return redirect("replica:write", view.desk.code, view.no, row.code)
    if performed.turn.refused:
        for reason in performed.turn.refused:
            messages.warning(request, f"{reason.text} ({reason.source})")
        return redirect("replica:write", view.desk.code, view.no, row.code)
    return redirect("replica:receipt", view.desk.code, view.no, performed.events[0])


@at_desk
@require_safe
def receipt(request: HttpRequest, desk: Desk, no: int, seq: int) -> HttpResponse:
    """What the unit did: what was sent, to whom, and what happens next."""
    view = case_view(desk, no)
    line = next((one for one in view.state.log if one.seq == seq), None)
    if line is None or line.actor != desk.seat.unit or line.code not in view.flow.actions:
        raise Http404
    row = view.flow.actions[line.code]
    documents, actions = load_advice(row.track)
    advice, said = documents.get(row.document), actions.get(row.code)
    lines = advice.next if advice else said.happens if said else ()
    sent = next((one for one in view.state.documents if one.number == line.document), None)
    body = sent.body if sent else {}
    return render(
        request,
        "replica/receipt.html",
        case_context(view)
        | {
            "action": row,
            "told": told_to_you(row.done),
            "when": desk.time_words(line.at),
            "paper": _paper(view, line),
            "next": (
                *_ahead(view, line, body),
                *holding(lines, view.seen.whole or view.state, body),
            ),
            "counted": list(_counted(view, line)),
            "ended": list(_ended(view, line)),
            "noted": list(_noted(view, line, row)),
            "onward": _onward(view, row.code),
        },
    )


def told_to_you(done: str) -> str:
    """What was done, said to whoever did it: "Skrev sin planering" becomes "Du skrev er planering"."""
    words = [OWN.get(word, word) for word in (done[:1].lower() + done[1:]).split(" ")]
    return _("You %(done)s") % {"done": " ".join(words)}


def _ahead(view: CaseView, line: Happening, body: Mapping[str, Any]) -> Iterator[str]:
    """That a discharge was written for later the same day: it counts from when it was sent."""
    if line.code != WHEN_GONE or not body.get("time"):
        return
    day = body.get("day")
    gone = minute_of(day_of(line.at) if day is None else day, str(body["time"]))
    if gone > line.at:
        given = {"time": view.desk.time_words(gone), "now": clock(line.at)}
        yield (
            _(
                "You wrote %(time)s, and that time has not come. The discharge counts from %(now)s, when "
                "you sent it. Write a message if the person leaves at another time."
            )
            % given
        )


def _onward(view: CaseView, done: str) -> Task | None:
    """The next form that waits in the case for this unit, so that nobody has to go and look."""
    later = (done, WHEN_GONE)
    open_ = [one for one in view.offers.values() if one.enabled and one.action not in later]
    forms = {write_url(view, one) for one in open_} | {tab_url(view)}
    return next((one for one in todo(view).must if one.url.partition("?")[0] in forms), None)


def _paper(view: CaseView, line: Happening) -> Any:
    found = [one for one in view.state.documents if one.number == line.document]
    return view.paper(found[0]) if found and found[0].status != "draft" else None


def _counted(view: CaseView, line: Happening) -> Iterator[Counted]:
    """The times that began with what was done."""
    rows: Mapping[str, Deadline] = view.flow.deadlines
    for due in view.due:
        row = rows.get(due.key)
        if row is None or due.party or due.done_at is not None:
            continue
        if line.code in (row.after, *row.also):
            yield _in_words(view, due)


def _in_words(view: CaseView, due: Due) -> Counted:
    at = {"time": view.desk.time_words(due.due)}
    when = _("begins %(time)s") if due.opens else _("at the latest %(time)s")
    return Counted(
        label=due.label,
        when=(when if due.key != REOPENING else "%(time)s") % at,
        began=view.desk.time_words(due.began) if due.began is not None else "",
        source=due.sources[0].text if due.sources else "",
    )


def _ended(view: CaseView, line: Happening) -> Iterator[str]:
    """What was counted until now, and is not any more."""
    before = {one.code for one in view.state.log if one.seq < line.seq}
    for row in view.flow.deadlines.values():
        begun = before & {row.after, *row.also} and not row.only
        if begun and line.code in row.ends and row.done not in before:
            yield row.label


def _noted(view: CaseView, line: Happening, row: Action) -> Iterator[str]:
    """The warnings it left in the history, in words."""
    words = {
        "consent_exceeded": _("Somebody the person has not said yes to got it: %(who)s."),
        "open_care_forgotten": _("The region's open care did not get it: %(who)s."),
        "four_facts_lacking": _(
            "Some of the four facts are missing. Send it again with all of them."
        ),
        "planning_empty": _("Your planning is empty. The others have nothing to plan by."),
        "consent_for_nobody": _("No other unit may read anything: nobody was chosen."),
        "consent_in_both": _("Stands both as yes and as no, and the no holds: %(who)s."),
        "information_lacking": _("It does not say all that is needed the same evening."),
        "basis_beyond_consent": _("The consent does not cover: %(who)s."),
        "called_not_noted": _("It does not say if they came: %(who)s."),
        "noted_twice": _("Stands both among those who came and those who did not: %(who)s."),
        "person_there_and_not": _("The person is noted as there, and as not wanting to be."),
        "meeting_on_day_off": _("The meeting is on a day when many are off."),
        "held_another_day": _("The meeting was held on another day than the call says."),
        "mapping_heading_twice": _("The same area of life stands twice in the mapping."),
        "documentation_half": _("Who documents what is not wholly said."),
        "closed_before_reached": _("The last evaluation does not say that the goal is reached."),
        "destination_lacking": _("It does not say where the person goes."),
        "sip_need_contradicted": _("No need of coordination, and yes to SIP."),
        "mapping_without_heading": _("Some text in the mapping has no area of life."),
        "consent_to_widen": _("The consent does not cover: %(who)s."),
    }
    for one in view.state.log:
        if line.seq < one.seq <= line.seq + len(row.warns) and one.code in words:
            names = (view.name_of(code) for code in one.data.get("parties") or ())
            who = ", ".join(view.in_a_sentence(name) for name in names)
            yield words[one.code] % {"who": who}
