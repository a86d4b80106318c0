"""What stands beside the fields of a message: questions, reasons, an example, times, receivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from sandbox.process import members
from sandbox.process.advising import Advice, load_advice
from sandbox.process.deadlines import NOON, due_at
from sandbox.process.fills import sharing
from sandbox.process.flow import DocumentKind, Source
from sandbox.process.kinds import has_system
from sandbox.process.state import MINUTES_PER_DAY, CaseState, day_of, latest
from sandbox.web.forms import Choice, Form, Input
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.choosing import Group
from sandbox.web.replica.papers import Paper
from sandbox.web.replica.sip_forms import deviations_to

ASSESSMENT = "municipal_assessment"
OPEN_CARE = ("primary_care", "specialist_care")
BESIDE_PLAN = ("plan_part", "adjustment", "plan_follow_up")
OWN_RECEIVERS = ("spu", "vardplan")  # tracks whose papers go to whoever the writer chooses
BETWEEN_UNITS = ("deviation", "deviation_answer")


@dataclass(frozen=True)
class Asked:
    """A field of the form, why it is asked for, and on what ground."""

    input: Input
    why: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Noon:
    """When the liability to pay would begin, for a notice that goes now and at either side of noon."""

    now: str
    before: str
    after: str
    passed: bool


def help_for(view: CaseView, form: Form, *, action: str) -> dict[str, Any]:
    """What a form of the discharge shows beside its fields; nothing for papers of other tracks."""
    kind = form.kind
    advice = load_advice(kind.track)[0].get(kind.kind)
    if advice is None:
        return {}
    _narrowed(view, form)
    _same_doctor(view, form)
    whole = view.seen.whole or view.state
    shared = sharing(whole, {}, view.flow) if kind.kind == "planning" else ()
    return {
        "doc": {key: _asked(entry, advice, key) for key, entry in form.inputs.items()},
        "questions": advice.questions(view.desk.unit.party.unit),
        "example": advice.example,
        "groups": {
            name: groups_of(view, entry, to_hospital=kind.kind == "care_request")
            for name, entry in form.inputs.items()
            if entry.type == "parties"
        },
        "clock_for_this": _running(view, action),
        "noon": _noon(view) if action == "notify_ready" else None,
        "unseen": kind.kind == "planning" and not shared,
        "shared": [view.name_of(code) for code in shared if code != view.desk.seat.unit],
        "care_plan": _care_plan(view) if kind.kind in BESIDE_PLAN else None,
        "adjusted": _adjusted(view) if kind.kind == "application" else None,
        "unit_kind": view.desk.unit.party.unit,
        "is_open_care": view.desk.unit.party.unit in OPEN_CARE,
    }


def judged_by(view: CaseView) -> str:
    """The doctor whom the ward named last, to begin with in what a doctor judges anew."""
    ready, admission = latest(view.state, "ready_notice"), latest(view.state, "admission")
    if ready is not None and ready.body.get("doctor"):
        return str(ready.body["doctor"])
    return str(admission.body.get("assessed_by") or "") if admission else ""


def _same_doctor(view: CaseView, form: Form) -> None:
    """Say where the doctor's name comes from, as long as it stands as it was."""
    entry = form.inputs.get("doctor")
    if entry is not None and entry.value and str(entry.value) == judged_by(view):
        entry.hint = _("Named before in the case. Change it if another doctor has judged.")


def _care_plan(view: CaseView) -> Paper | None:
    """The care plan that a unit writes its part of, adjusts or follows up."""
    found = latest(view.state, "care_plan")
    return view.paper(found) if found else None


def _adjusted(view: CaseView) -> list[str]:
    """The units that have adjusted the plan as it stands, by name."""
    return [view.name_of(code) for code in view.state.facts.get("adjusted") or ()]


def _asked(entry: Input, advice: Advice, key: str) -> Asked:
    said = advice.fields.get(key)
    return Asked(entry, said.why, said.sources) if said else Asked(entry)


def groups_of(view: CaseView, entry: Input, *, to_hospital: bool = False) -> list[Group]:
    """The receivers to choose among: those in the case, those the person has, the rest folded.

    `to_hospital`: the paper goes with somebody to a ward, so the wards come first.
    """
    inside = set(members.parts(view.state, flow=view.flow))
    usual = usual_units(view)
    near = [one for one in entry.choices if one.value in inside]
    known = [one for one in entry.choices if one.value in usual and one not in near]
    private = [
        one for one in entry.choices if _is_private(view, one.value) and one not in (*near, *known)
    ]
    rest = [one for one in entry.choices if one not in (*near, *known, *private)]
    wards = [
        one
        for one in rest
        if to_hospital and view.parties.get(one.value, {}).get("unit") == "inpatient"
    ]
    rest = [one for one in rest if one not in wards]
    found = [
        Group(_("The wards of the hospital"), wards),
        Group(_("With a part in the case"), near),
        Group(_("Units the person has today"), known),
        *_by_owner(view, rest, aside=bool(near or known)),
        Group(
            _("The person and those around"),
            private,
            _("They are told or get a letter. What is sent to them needs a yes from the person."),
            aside=True,
        ),
    ]
    return [one for one in found if one.choices]


def _by_owner(view: CaseView, choices: list[Choice], *, aside: bool) -> Iterator[Group]:
    """The rest of the register, by region, municipality and others."""
    owners: dict[str, list[Choice]] = {}
    for one in choices:
        unit = view.desk.county.units.get(one.value)
        region = _("The region") if unit and unit.party.principal == "region" else ""
        name = (unit.municipality or region) if unit else ""
        owners.setdefault(name or _("Others"), []).append(one)
    for name, found in owners.items():
        yield Group(name, found, aside=aside)


def usual_units(view: CaseView) -> tuple[str, ...]:
    """The units the person is registered with and meets, by code."""
    said: Mapping[str, Any] = view.person.profile
    named = (said.get("registered_in"), said.get("primary_care"), *(said.get("units") or ()))
    return tuple(dict.fromkeys(code for code in named if code and not _is_ward(view, code)))


def _is_ward(view: CaseView, code: str) -> bool:
    """A ward of an earlier stay is nobody the person has today."""
    return bool(view.parties.get(code, {}).get("unit") == "inpatient")


def _is_private(view: CaseView, code: str) -> bool:
    return code not in view.desk.county.units


def _narrowed(view: CaseView, form: Form) -> None:
    """Leave only what can be meant: municipalities that pay, parties that leave, own messages."""
    inside = set(members.parts(view.state, flow=view.flow))
    if "payer" in form.inputs:
        _municipalities(view, form["payer"])
    if form.kind.addressed_by in form.inputs and (
        form.kind.track in OWN_RECEIVERS or form.kind.alone
    ):
        to = form[form.kind.addressed_by]
        _keep(to, _reached(view, form.kind) - {view.desk.seat.unit})
    if "replaces" in form.inputs:
        _keep(form["replaces"], inside - {view.desk.seat.unit})
    if form.kind.kind == "party_change":
        _keep(form["party"], set(view.parties) - inside)
    for key in ("document", "forwards", "answers"):
        if key in form.inputs:
            own = form.kind.kind == "voiding"
            _keep(form[key], set(_papers(view, own=own)))
    if form.kind.kind == "deviation_answer" and "answers" in form.inputs:
        _keep(form["answers"], {str(one.number) for one in deviations_to(view)})


def _reached(view: CaseView, kind: DocumentKind) -> set[str]:
    """Whom a paper may go to: a deviation, or a care plan, is between units that have the system."""
    if kind.kind not in BETWEEN_UNITS and kind.track != "vardplan":
        return set(view.parties)
    return {code for code, one in view.parties.items() if has_system(one)}


def _municipalities(view: CaseView, entry: Input) -> None:
    """Who may have to pay is a municipality: one choice for each, kept at the unit that receives."""
    found: dict[str, Choice] = {}
    for one in entry.choices:
        unit = view.desk.county.units.get(one.value)
        if unit is None or view.parties[one.value].get("unit") != ASSESSMENT:
            continue
        if one.selected or unit.municipality not in found:
            found[unit.municipality] = replace(one, label=unit.municipality)
    entry.choices = list(found.values())


def _keep(entry: Input, codes: set[str]) -> None:
    entry.choices = [one for one in entry.choices if one.value in codes or one.selected]


def _papers(view: CaseView, *, own: bool) -> Iterator[str]:
    """The numbers of what can be forwarded or answered, or of one's own that can be withdrawn."""
    for one in view.state.documents:
        kind = view.flow.documents.get(one.kind)
        if not one.stands or kind is None:
            continue
        mine = one.author == view.desk.seat.unit
        if not own or (mine and kind.followed_by is not None):
            yield str(one.number)


def _running(view: CaseView, action: str) -> list[dict[str, Any]]:
    """The times that this very action has to keep, with where they come from."""
    rows = view.flow.deadlines
    return [
        {
            "label": one.label,
            "until": view.desk.time_words(one.due),
            "passed": one.passed,
            "source": one.sources[0].text if one.sources else "",
        }
        for one in view.due
        if one.done_at is None
        and not one.opens
        and one.key in rows
        and rows[one.key].done == action
        and one.party in ("", view.desk.seat.unit)
    ]


def _noon(view: CaseView) -> Noon | None:
    """When the municipality begins to pay, whether the notice goes before noon or after."""
    row = view.flow.deadlines.get("payment")
    if row is None or not row.of:
        return None
    state: CaseState = view.state
    noon = day_of(state.now) * MINUTES_PER_DAY + NOON
    days = [
        view.desk.day_words(day_of(due_at(row, at, view.desk.almanac)))
        for at in (state.now, noon, noon + 1)
    ]
    return Noon(days[0], days[1], days[2], state.now > noon)
