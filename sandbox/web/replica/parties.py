"""The parties of a case: what each is, how to reach it, what it is in this case, and if it has read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandbox.process import consent, members
from sandbox.process.kinds import has_system
from sandbox.process.payment import liable_municipality
from sandbox.process.state import Document, latest
from sandbox.web.replica.case_view import CaseView

ORDER = (
    "inpatient",
    "primary_care",
    "specialist_care",
    "municipal_assessment",
    "municipal_health",
    "municipal_provider",
    "school",
    "external",
    "",
)
KINDS = {
    "inpatient": gettext_lazy("Hospital care"),
    "primary_care": gettext_lazy("Primary care"),
    "specialist_care": gettext_lazy("Specialist care outside hospital"),
    "municipal_assessment": gettext_lazy("Municipality, decides on support"),
    "municipal_health": gettext_lazy("Municipality, health care"),
    "municipal_provider": gettext_lazy("Municipality, gives support"),
    "school": gettext_lazy("School"),
}


@dataclass(frozen=True)
class PartyRow:
    """One party as the panel shows it."""

    code: str
    name: str
    kind: str
    phone: str
    opening: str
    routine: str
    parts: tuple[str, ...]
    tone: str
    word: str
    about: str
    mine: bool
    played: bool = False  # by oneself, at another seat


def party_rows(view: CaseView) -> list[PartyRow]:
    """Everybody who is part of the case, the hospital first, the person and those near last."""
    codes = [*units_of(view), *_invited(view), *_around(view)]
    rows = [_row(view, code) for code in codes]
    return sorted(rows, key=lambda row: ORDER.index(unit_of(view, row.code)))


def units_of(view: CaseView) -> tuple[str, ...]:
    """The units that are or have been part of the case, by code."""
    state, flow = view.state, view.flow
    found = [*members.parts(state, flow=flow), *members.refusing(state)]
    if not found or flow.name == "sip":
        found += [str(state.facts.get("coordinator") or "")]
        found += [one.author for one in state.documents]
        found += [code for one in state.documents for code in consent.addressed(one, flow=flow)]
    found += [str(state.facts.get("coordinator") or ""), view.desk.seat.unit]
    gone = state.facts.get("left") or {}
    return tuple(code for code in dict.fromkeys(found) if _is_unit(view, code) and code not in gone)


def _is_unit(view: CaseView, code: str) -> bool:
    return has_system(view.parties.get(code, {}))


def _invited(view: CaseView) -> list[str]:
    """The units outside the system that the call went to by letter, as far as the consent covers."""
    call, register = latest(view.state, "call"), view.desk.county.units
    named = consent.addressed(call, flow=view.flow) if call else ()
    return [
        code
        for code in named
        if code in register
        and not _is_unit(view, code)
        and consent.may_receive(view.seen.whole or view.state, code)
    ]


def _around(view: CaseView) -> list[str]:
    """The person's own people, who belong to this case alone."""
    register = view.desk.county.units
    subject = view.state.facts.get("subject")
    return [code for code in view.parties if code not in register and code != subject]


def unit_of(view: CaseView, code: str) -> str:
    """The kind of unit that a party is; empty for people, and for what has no kind."""
    unit = str(view.parties.get(code, {}).get("unit") or "")
    return unit if unit in ORDER else ""


def _row(view: CaseView, code: str) -> PartyRow:
    party, unit = view.parties[code], view.desk.county.units.get(code)
    tone, word, about = _receipt(view, code)
    return PartyRow(
        code=code,
        name=str(party["name"]),
        kind=kind_word(unit_of(view, code)) or str(party.get("detail") or ""),
        phone=unit.phone if unit else "",
        opening=unit.opening if unit else "",
        routine=unit.routine if unit else "",
        parts=tuple(_parts(view, code)),
        tone=tone,
        word=word,
        about=about,
        mine=code == view.desk.seat.unit,
        played=code in (view.state.facts.get("humans") or ()),
    )


def _parts(view: CaseView, code: str) -> list[str]:
    """What the party is in this case."""
    state = view.state
    found = []
    admission = latest(state, "admission") or latest(state, "admission_notice")
    if admission is not None and admission.author == code:
        found.append(_("admitting unit"))
    contact = latest(state, "contact")
    if contact is not None and contact.author == code:
        named = [
            str(contact.body[key]) for key in ("name", "role", "phone") if contact.body.get(key)
        ]
        found.append(_("fixed care contact: %(name)s") % {"name": ", ".join(named)})
    if code == state.facts.get("coordinator"):
        word = view.coordinator_word
        found.append(word[:1].lower() + word[1:])
    if code == members.owner(state):
        found.append(_("owns the case"))
    if unit_of(view, code) == "municipal_assessment" and code == liable_municipality(state):
        found.append(_("receives for the municipality"))
    if code in (state.facts.get("unknown_at") or ()):
        found.append(_("does not know the person, no support today"))
    return found


def _receipt(view: CaseView, code: str) -> tuple[str, str, str]:
    """How it is with the last message that went to the party: tone, word, and which message."""
    if code in view.refusing:
        return "bad", _("Turned down"), _("the admission notice")
    last = _last_to(view, code)
    if not _is_unit(view, code):
        return "todo", _("Not in the system"), ""
    if last is None:
        return "todo", _("Nothing to acknowledge"), ""
    paper = view.paper(last)
    found = next((one for one in paper.to if one.code == code), None)
    if found is None:
        return "todo", _("Nothing to acknowledge"), ""
    word = found.word if not found.read else _("Acknowledged")
    about = _("%(what)s from %(time)s") % {"what": paper.label.lower(), "time": paper.when}
    return found.tone, word, about


def _last_to(view: CaseView, code: str) -> Document | None:
    return next(
        (
            one
            for one in reversed(view.state.documents)
            if one.stands and one.author != code and code in consent.addressed(one, flow=view.flow)
        ),
        None,
    )


def kind_word(unit: str) -> str:
    """What a kind of unit is called; empty for who is no unit of care."""
    return str(KINDS.get(unit, ""))
