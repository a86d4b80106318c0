"""What a form begins with: the unit's own draft, what it sent last, or what is known already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sandbox.process import members
from sandbox.process.fills import TO, filled
from sandbox.process.flow import field_of
from sandbox.process.kinds import OUTSIDE
from sandbox.process.own_parts import unwritten
from sandbox.process.state import Document, day_of, latest
from sandbox.process.state import draft as draft_of
from sandbox.web import forms
from sandbox.web.replica import sip_forms
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.desk import clock
from sandbox.web.replica.form_help import judged_by

# What is usually about this very moment. It stands in the form and can be changed.
TODAY = {
    "prepared_request": ("updated_day",),
    "admission": ("admitted_day", "assessed_day"),
    "ready_notice": ("judged_day",),
    "discharge": ("day",),
    "need": ("day",),
    "refusal": ("day",),
    "consent": ("day",),
    "consent_withdrawal": ("day",),
    "measure_follow_up": ("day",),
}
NOW = {
    "admission": ("admitted_time", "assessed_time"),
    "ready_notice": ("judged_time",),
    "discharge": ("time",),
}
# What is about now also when the document has been sent before.
ANEW = ("day", "updated_day", "assessed_day", "assessed_time", "judged_day", "judged_time")
# What was about the day the draft was kept, and is about today when it is opened again.
STALE = {"discharge": ("day", "time")}
# What was about the change before, and is asked anew.
LEFT_OUT = {"date_change": ("reason", "phoned"), "consent": ("guardian_exception",)}
ESTIMATED = ("admission_notice", "date_change")
# These go to everybody who plans already.
TO_EVERYBODY = ("date_change", "ready_notice", "information")
# These go to everybody in the coordinated care plan.
TO_THE_PLAN = ("decision_notice", "refusal_notice", "ward_return")
JUDGED = ("ready_notice", "ready_withdrawn")  # a doctor has judged: mostly the one who did before
COPIED = "prepared_request"


def begun(view: CaseView, kind: str) -> Mapping[str, Any]:
    """The body the unit's form of this kind opens with."""
    mine = view.desk.seat.unit
    definition = view.flow.documents[kind]
    waiting = draft_of(view.state, kind, mine)
    if waiting is not None:
        return {**waiting.body, **_stale(view, kind, waiting.body)}
    sent = None if definition.many else latest(view.state, kind, mine if definition.own else "")
    known = _known(view, kind)
    if sent is not None:
        empty = forms.empty_body(definition)
        anew = {key: known[key] for key in ANEW if key in known}
        anew |= {key: empty[key] for key in LEFT_OUT.get(kind, ()) if key in empty}
        anew |= {key: day for key, day in sip_forms.of_another(view, sent).items() if key in empty}
        return {**sent.body, **anew}
    blank = {**forms.empty_body(definition), **known}
    return sip_forms.first_body(view, kind, _to_whom(view, kind, blank))


def _to_whom(view: CaseView, kind: str, blank: Mapping[str, Any]) -> dict[str, Any]:
    """The form with everybody ticked who gets the paper whatever is chosen: it stands as it is sent."""
    if kind == "voiding" and not blank.get("document"):
        return dict(blank)  # whoever got it is known when it is chosen
    case = view.seen.whole or view.state
    definition, mine = view.flow.documents[kind], view.desk.seat.unit
    body = filled(case, definition, dict(blank), flow=view.flow, actor=mine)
    if TO in body:
        body[TO] = [code for code in body[TO] if code in view.parties]
    return body


def _stale(view: CaseView, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft from an earlier day says of its own day, as it would be said today."""
    keys = STALE.get(kind, ())
    if not keys or body.get(keys[0]) is None or body[keys[0]] >= day_of(view.state.now):
        return {}
    known = _known(view, kind)
    return {key: known[key] for key in keys if key in known}


def _known(view: CaseView, kind: str) -> dict[str, Any]:
    """The fields of the kind that something is known about before anybody writes."""
    today, now = day_of(view.state.now), clock(view.state.now)
    found: dict[str, Any] = dict.fromkeys(TODAY.get(kind, ()), today)
    found |= dict.fromkeys(NOW.get(kind, ()), now)
    estimated = view.state.facts.get("estimated_day")
    if kind in ESTIMATED and estimated is not None:
        found["estimated_day"] = estimated
    if kind == "admission_notice":
        found["facts"] = _facts(view)
    if kind in TO_EVERYBODY:
        found["recipients"] = _planning(view)
    if kind in TO_THE_PLAN:
        found["recipients"] = _in_the_plan(view)
    if kind == "care_request":
        found |= _prepared(view)
    if kind in JUDGED:
        found["doctor"] = judged_by(view)
    found |= _first_rows(view, kind)
    fields = view.flow.documents[kind].fields
    return {key: found[key] for key in found if field_of(fields, key) is not None}


def _first_rows(view: CaseView, kind: str) -> dict[str, Any]:
    """A row to begin in: what the unit does, in the municipality also what is in place today."""
    municipal = view.desk.unit.party.principal == "municipality"
    keys = {"planning": ("measures", "current")}.get(kind, ())
    fields = view.flow.documents[kind].fields
    rows = {key: field_of(fields, key) for key in keys if municipal or key != "current"}
    return {key: [forms.blank_row(field)] for key, field in rows.items() if field is not None}


def _facts(view: CaseView) -> list[str]:
    """The four facts of the notice; a protected address is never among them."""
    field = field_of(view.flow.documents["admission_notice"].fields, "facts")
    hidden = {"address"} if view.person.protected_identity else set()
    return [key for key in (field.choices or {}) if key not in hidden] if field else []


def _planning(view: CaseView) -> list[str]:
    mine = view.desk.seat.unit
    return [
        code
        for code in members.parts(view.state, flow=view.flow)
        if code != mine and view.parties.get(code, {}).get("kind") not in OUTSIDE
    ]


def _in_the_plan(view: CaseView) -> list[str]:
    plan, mine = latest(view.state, "care_plan"), view.desk.seat.unit
    named = (plan.author, *(plan.body.get("recipients") or ())) if plan else ()
    return [code for code in named if code != mine]


def _prepared(view: CaseView) -> dict[str, Any]:
    """What the unit has prepared goes into the request as it stands."""
    paper = latest(view.state, COPIED, view.desk.seat.unit)
    if paper is None:
        return {}
    fields = view.flow.documents["care_request"].fields
    return {key: text for key, text in paper.body.items() if field_of(fields, key) is not None}


def pointed(view: CaseView, kind: str, number: str, how: str) -> Mapping[str, Any] | None:
    """The body of a form that is about another document of the case, or None.

    `how`: "svar" answers it, "vidare" forwards it, "fel" says that it was not meant for the unit.
    What has been written about the same document already is kept.
    """
    document = next((one for one in view.state.documents if str(one.number) == number), None)
    if document is None or not document.stands:
        return None
    fields = view.flow.documents[kind].fields
    said = _about(view, document, kind, how)
    said = {key: value for key, value in said.items() if field_of(fields, key) is not None}
    if not said:
        return None
    waiting = draft_of(view.state, kind, view.desk.seat.unit)
    pointers = ("document", "answers", "forwards")
    if waiting and all(waiting.body.get(key) == said[key] for key in pointers if key in said):
        return waiting.body
    return _to_whom(view, kind, {**forms.empty_body(view.flow.documents[kind]), **said})


def asking_for_contact(view: CaseView, kind: str) -> Mapping[str, Any] | None:
    """The message that asks open care to appoint the fixed care contact, or None.

    It goes to the person's own primary care, or else to what open care there is in the case.
    """
    if kind != "message" or draft_of(view.state, kind, view.desk.seat.unit) is not None:
        return None
    own = (view.state.facts.get("person") or {}).get("primary_care") or ""
    care = [code for code in _planning(view) if view.parties[code].get("unit") == "primary_care"]
    return {
        **forms.empty_body(view.flow.documents[kind]),
        "recipients": [own] if own in care else care,
        "subject": _("Fixed care contact"),
    }


def asking_for_measures(view: CaseView, kind: str) -> Mapping[str, Any] | None:
    """The message that asks those who have not written their own measures to do so, or None."""
    case, mine = view.seen.whole or view.state, view.desk.seat.unit
    if kind != "message" or draft_of(view.state, kind, mine) is not None:
        return None
    return {
        **forms.empty_body(view.flow.documents[kind]),
        "recipients": list(unwritten(case, flow=view.flow, reader=mine, role=view.role)),
        "subject": _("Write your measures in the plan"),
    }


def _about(view: CaseView, document: Document, kind: str, how: str) -> dict[str, Any]:
    if kind == "deviation_answer":
        return {"answers": document.number, "recipients": [document.author]}
    if kind != "message":
        return {"document": document.number}
    label = str(document.body.get("subject") or view.flow.documents[document.kind].label)
    if how == "vidare":
        return {
            "forwards": document.number,
            "subject": _("Forwarded: %(label)s") % {"label": label},
        }
    words = _("Sent to the wrong unit: %(label)s") if how == "fel" else _("Answer: %(label)s")
    return {
        "answers": document.number,
        "recipients": [document.author],
        "subject": words % {"label": label},
        "misdirected": how == "fel",
    }
