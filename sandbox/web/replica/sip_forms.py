"""Help with the plan's forms: who gets a letter, whose measures one may write, what the coach asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from sandbox.process import consent
from sandbox.process.flow import field_of
from sandbox.process.goal_quality import coach
from sandbox.process.guards_plan import measures_of
from sandbox.process.kinds import has_system
from sandbox.process.state import SHARED, Document, day_of, latest, steps_of
from sandbox.web.forms import Choice, Form, Input, Row, row_name
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.choosing import groups_for, near_first
from sandbox.web.replica.papers import Paper
from sandbox.web.replica.plan_words import plan_of
from sandbox.web.replica.sip import TRACK, is_minor

GUARDIANS = ("guardian_1", "guardian_2")
HELPERS = ("god_man", "forvaltare")
LONGEST_PLACE, LONGEST_PURPOSE = 120, 500


def help_for(view: CaseView, form: Form, *, asked: bool) -> dict[str, Any]:
    """What a form of the plan shows beside its fields; nothing for other papers.

    `asked`: somebody wants the coach's questions, also about what is still empty.
    """
    kind = form.kind
    if kind.track != TRACK or kind.alone:  # a message is helped as in a discharge
        return {}
    minor = is_minor(view)
    _only_own(view, form)
    _to_choose(view, form)
    near_first(view, form)
    if kind.kind == "meeting_cancellation":
        _told_of_no_meeting(view, form["recipients"])
    _coached(form, asked=asked)
    _of_a_school(view, form)
    if kind.kind == "hand_over":
        _another(view, form)
    if kind.kind == "consent":
        _givers(view, form, minor=minor)
    if minor:
        _of_a_child(view, form)
    return {
        "minor": minor,
        "groups": {
            name: groups_for(view, kind.kind, name, entry)
            for name, entry in form.inputs.items()
            if entry.type == "parties" and entry.choices
        },
        "coaches": kind.kind in ("goals", "contribution"),
        "current_plan": plan_of(view)
        if kind.kind in ("contribution", "measure_follow_up")
        else None,
        "given_name": view.person.given_name,
        "own_words": list(_own_words(view)) if kind.kind == "goals" else [],
        "wanted_others": _wanted_others(view) if kind.kind == "meeting" else "",
        "wishes": list(_wishes(view)) if kind.kind == "call" else [],
        "answers": list(_answers(view)) if kind.kind == "meeting" else [],
        "handed": _handed(view) if kind.kind == "hand_over_answer" else None,
    }


def _another(view: CaseView, form: Form) -> None:
    """Whom to hand the plan over to: never oneself."""
    form["to"].choices = [one for one in form["to"].choices if one.value != view.desk.seat.unit]


def _own_words(view: CaseView) -> Iterator[tuple[str, str]]:
    """What the person has said, to have beside the goal: where it was written, and the words."""
    kinds = view.words.documents
    for kind, key in (("basis_minor", "own_words"), ("basis", "important")):
        paper, field = latest(view.state, kind), field_of(kinds[kind].fields, key)
        if paper is not None and field is not None and paper.body.get(key):
            yield field.label, str(paper.body[key])
    mapping = latest(view.state, "mapping")
    for row in (mapping.body.get("areas") or ()) if mapping else ():
        if row.get("own_words") and row.get("text"):
            heading = view.desk.profile.headings.get(str(row.get("heading") or ""), "")
            yield heading, str(row["text"])


def _wanted_others(view: CaseView) -> str:
    """Whom else the person wanted to have with them, as the basis says."""
    basis = latest(view.state, "basis")
    return str(basis.body.get("others") or "") if basis else ""


def _wishes(view: CaseView) -> Iterator[tuple[str, str]]:
    """Where and when the person wants to meet, and with what support, as the basis says."""
    for kind in ("basis_minor", "basis"):
        paper, definition = latest(view.state, kind), view.words.documents.get(kind)
        for key in ("place", "time", "support"):
            field = field_of(definition.fields, key) if definition else None
            if paper is not None and field is not None and paper.body.get(key):
                yield field.label, str(paper.body[key])


def _answers(view: CaseView) -> Iterator[tuple[str, str]]:
    """Who answered the call that stands, and what: whom to look for at the meeting."""
    call = latest(view.state, "call")
    for code in call.body.get("recipients", ()) if call else ():
        answer = latest(view.state, "call_answer", code)
        if call and answer and (answer.sent_at or 0) >= (call.sent_at or 0):
            paper = view.paper(answer)
            yield paper.author, paper.answered


def _handed(view: CaseView) -> Paper | None:
    """What was said by whoever asks the unit to hold the plan together."""
    paper = latest(view.state, "hand_over")
    return view.paper(paper) if paper else None


def _told_of_no_meeting(view: CaseView, told: Input) -> None:
    """Leave those who were called, and all of them: they are told whoever is chosen."""
    call = latest(view.state, "call")
    called = consent.addressed(call, flow=view.flow) if call else ()
    told.choices = [replace(one, selected=True) for one in told.choices if one.value in called]


def _only_own(view: CaseView, form: Form) -> None:
    """Leave of the responsible only the unit itself, the person, and those outside the system."""
    if form.kind.kind != "goals" or "measures" not in form.inputs:
        return
    mine, given = view.desk.seat.unit, consent.current(view.state)
    kept_out = given.exceptions if given else frozenset()
    for row in form["measures"].rows:
        chosen = row.inputs["responsible"]
        chosen.choices = [
            one
            for one in chosen.choices
            if one.selected
            or one.value == mine
            or (
                not (has_system(view.parties[one.value]) or one.value in kept_out)
                and _may_be_named(view, one.value)
            )
        ]


def _may_be_named(view: CaseView, code: str) -> bool:
    """Whether a unit outside the system is one that the consent covers; people near always are."""
    return code not in view.desk.county.units or consent.may_receive(view.state, code)


def _to_choose(view: CaseView, form: Form) -> None:
    """Let a measure be laid at a sub-goal that is being written, or at one the plan already has."""
    written = _rows(form, "subgoals")
    names = {number: str(row.inputs["text"].value or "") for number, row in enumerate(written)}
    shared = _shared(view) if form.kind.kind == "contribution" else {}
    mine = _("Our own: %(goal)s") if shared else "%(goal)s"
    choices = {
        **{code: row_name(code - SHARED, text) for code, text in shared.items()},
        **{code: mine % {"goal": row_name(code, text)} for code, text in names.items()},
    }
    measures = [row for key in ("measures", "own_measures", "others") for row in _rows(form, key)]
    for entry in (row.inputs["subgoal"] for row in measures if "subgoal" in row.inputs):
        chosen = str(entry.value)
        if shared and not written and chosen.isdecimal() and int(chosen) < SHARED:
            chosen = str(int(chosen) + SHARED)  # as it was written before the two were told apart
        entry.choices = [
            Choice(str(code), name, selected=chosen == str(code)) for code, name in choices.items()
        ]


def _shared(view: CaseView) -> dict[int, str]:
    """The coordinator's sub-goals, by what a unit's own measure names them with."""
    return {SHARED + number: text for number, text in enumerate(steps_of(view.state))}


def _rows(form: Form, key: str) -> list[Row]:
    entry = form.inputs.get(key)
    return entry.rows if entry else []


def _givers(view: CaseView, form: Form, *, minor: bool) -> None:
    """Who may answer: guardians of a child, otherwise the person, with whoever is appointed beside."""
    appointed = bool((view.state.facts.get("person") or {}).get("representative"))
    may = set(GUARDIANS) if minor else {"person", *(HELPERS if appointed else ())}
    entry = form.inputs.get("givers")
    for number, row in enumerate(entry.rows if entry else ()):
        chosen = row.inputs["giver"]
        chosen.choices = [one for one in chosen.choices if one.selected or one.value in may]
        usual = GUARDIANS[min(number, 1)] if minor else "person"
        if not any(one.selected for one in chosen.choices):
            for one in chosen.choices:
                one.selected = one.value == usual
        if minor or not appointed:
            row.inputs.pop("scope", None)


def _of_a_child(view: CaseView, form: Form) -> None:
    """For a child the guardians say yes; whoever takes it back is the child or one of them."""
    if form.kind.kind in ("consent", "call"):
        entry = form["receivers" if form.kind.kind == "consent" else "recipients"]
        entry.hint = _("Only those whom the guardians have said yes to.")
    if form.kind.kind != "consent_withdrawal":
        return
    entry = form["by"]
    codes = (view.state.facts.get("person") or {}).get("guardians") or ()
    may = {"person", *GUARDIANS[: max(1, len(codes))]}
    entry.choices = [one for one in entry.choices if one.value in may]


def _of_a_school(view: CaseView, form: Form) -> None:
    """A school sees the need outside hospital, and begins a plan that others hold ahead."""
    if view.desk.discharges:
        return
    if form.kind.kind == "need" and "path" in form.inputs:
        path = form["path"]
        path.choices = [one for one in path.choices if one.value != "discharge"]
    if form.kind.kind == "follow_up":
        form["coordinator"].hint = _(
            "A school may begin a plan and call. A unit in health care or social services holds it "
            "together from here on."
        )


def _coached(form: Form, *, asked: bool) -> None:
    """Lay the coach's questions at the goals: always about what is written, and when asked of all."""
    if "main_goal" in form.inputs:
        day = form.inputs.get("main_day")
        dated = bool(day and str(day.value or ""))
        _ask(form["main_goal"], main=True, asked=asked, dated=dated)
    subgoals = form.inputs.get("subgoals")
    for row in subgoals.rows if subgoals else ():
        _ask(row.inputs["text"], main=False, asked=False)


def _ask(entry: Input, *, main: bool, asked: bool, dated: bool = False) -> None:
    text = str(entry.value or "")
    if text.strip() or asked:
        entry.asks = [one.text for one in coach(text, main=main, dated=dated)]


def first_body(view: CaseView, kind: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a form nobody has written in begins with: one's own measures to follow up, two guardians."""
    if kind == "measure_follow_up" and not body.get("measures"):
        rows = [{"what": text, "outcome": "", "text": "", "next_day": None} for text in _mine(view)]
        return {**body, "measures": rows}
    if kind == "consent" and "givers" in body and not body["givers"]:
        blank = {"giver": "", "name": "", "scope": [], "answer": ""}
        names = _guardians(view) if is_minor(view) else [str(view.person)]
        asked = {"recorded_by": _contact(view)} if "recorded_by" in body else {}
        return {**body, **asked, "givers": [{**blank, "name": one} for one in names]}
    if kind == "basis_minor" and not body.get("guardians"):
        return {**body, "guardians": list(_known_guardians(view))}
    return {**body, **dict(_known(view, kind, body))}


def _known(view: CaseView, kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is written already: the call begins in the basis, whoever coordinates has a name."""
    if kind == "call" and not body.get("recipients"):
        yield from _from_basis(view)
    begins = {
        "deviation_answer": _unanswered,
        "meeting": _as_called,
        "follow_up": _goes_on,
        "hand_over_answer": _reached,
    }
    known = begins[kind](view) if kind in begins else ()
    named = _named(view) if kind in ("basis", "follow_up") else ()
    for key, value in (*known, *named):
        if key in body and not body[key]:
            yield key, value


def _named(view: CaseView) -> Iterator[tuple[str, str]]:
    """Whom one rings at the unit: its fixed care contact, or whoever it named in the basis."""
    mine = view.desk.seat.unit
    contact, basis = latest(view.state, "contact"), latest(view.state, "basis")
    for key in ("name", "role", "phone"):
        if contact is not None and contact.author == mine:
            yield f"coordinator_{key}", str(contact.body.get(key) or "")
        elif contact is None and basis is not None and basis.author == mine:
            yield f"coordinator_{key}", str(basis.body.get(f"coordinator_{key}") or "")


def _reached(view: CaseView) -> Iterator[tuple[str, str]]:
    """Whom the person rings at the unit: its fixed care contact, or at least the unit's own number."""
    contact = latest(view.state, "contact", view.desk.seat.unit)
    for key in ("name", "role", "phone"):
        yield key, str(contact.body.get(key) or "") if contact else ""
    yield "phone", view.desk.unit.phone


def _as_called(view: CaseView) -> Iterator[tuple[str, str]]:
    call = latest(view.state, "call")
    yield "form", str(call.body.get("form") or "") if call else ""
    if call is not None and call.body.get("day", view.state.now) <= day_of(view.state.now):
        yield "held_day", call.body["day"]


def of_another(view: CaseView, sent: Document) -> dict[str, Any]:
    """What a form about another meeting than the one written down last does not take from that."""
    call = latest(view.state, "call")
    if sent.kind != "meeting" or call is None or call.number < sent.number:
        return {}
    return {key: value for key, value in _as_called(view) if key == "held_day"}


def _goes_on(view: CaseView) -> Iterator[tuple[str, str]]:
    basis = latest(view.state, "basis")
    yield "coordinator", view.state.facts.get("coordinator") or ""
    yield "principal", str(basis.body.get("principal") or "") if basis else ""


def deviations_to(view: CaseView) -> list[Document]:
    """The deviations that have come to the unit and stand, oldest first."""
    mine = view.desk.seat.unit
    return [
        one
        for one in view.state.documents
        if one.kind == "deviation" and one.stands and mine in consent.addressed(one, flow=view.flow)
    ]


def _unanswered(view: CaseView) -> Iterator[tuple[str, Any]]:
    """The newest deviation that has come to the unit and waits for an answer, and who wrote it."""
    answers = [one for one in view.state.documents if one.kind == "deviation_answer"]
    answered = {str(one.body.get("answers")) for one in answers}
    waits = [one for one in deviations_to(view) if str(one.number) not in answered]
    if waits:
        yield "answers", waits[-1].number
        yield "recipients", [waits[-1].author]


def _contact(view: CaseView) -> str:
    """Name and profession of the unit's own fixed care contact; empty when it has none."""
    contact = latest(view.state, "contact", view.desk.seat.unit)
    said = (contact.body.get(key) for key in ("name", "role")) if contact else ()
    return ", ".join(str(one) for one in said if one)


def _from_basis(view: CaseView) -> Iterator[tuple[str, Any]]:
    """What is to be solved, where, and with whom; only those whom the consent covers."""
    basis = latest(view.state, "basis")
    if basis is None:
        return
    wanted = basis.body.get("units") or ()
    yield "recipients", [one for one in wanted if consent.may_receive(view.state, one)]
    yield "place", str(basis.body.get("place") or "")[:LONGEST_PLACE]
    yield "purpose", str(basis.body.get("question") or "")[:LONGEST_PURPOSE]


def _guardians(view: CaseView) -> list[str]:
    """The names of the guardians that are known; one blank when nobody is."""
    codes = (view.state.facts.get("person") or {}).get("guardians") or ()
    return [view.name_of(code) for code in codes[:2]] or [""]


def _known_guardians(view: CaseView) -> Iterator[dict[str, str]]:
    """The guardians with the telephone in the register, and the answer of the consent written down."""
    said = {str(one["name"]): one for one in view.person.profile.get("guardians") or ()}
    given = latest(view.state, "consent")
    rows = (given.body.get("givers") or ()) if given else ()
    answers = {row.get("giver"): row.get("answer") for row in rows}
    for code, name in zip(GUARDIANS, _guardians(view), strict=False):
        answer = answers.get(code)
        yield {
            "name": name,
            "phone": str(said.get(name, {}).get("phone") or ""),
            "consent": answer if answer in ("yes", "no") else "",
            "wishes": "",
        }


def _mine(view: CaseView) -> Iterable[str]:
    """The texts of the measures that the unit itself follows up."""
    plan, own = plan_of(view), measures_of(view.state, view.desk.seat.unit)
    return [one.text for one in (plan.measures if plan else ()) if one.text in own][:8]
