"""How a case stands, in words: consent, ready to go home, who holds it together, its plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.process import consent, members
from sandbox.process.state import day_of, latest
from sandbox.process.tracks import COORDINATOR, state_in
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.going_home import does_not_fit
from sandbox.web.replica.mine import waits_for_us
from sandbox.web.replica.unsaid import unsaid_of

COLOURS = ("green", "yellow", "red")
WENT_ON = ("active", "planned", "met")
RECEIVES = "municipal_assessment"
OPEN, READY, HOME, ENDED = "open", "ready", "home", "ended"


@dataclass(frozen=True)
class Word:
    """Something about the case in words, and how it is with it."""

    text: str
    tone: str = ""
    more: str = ""


def consent_word(view: CaseView) -> Word:
    """What the person has said yes to, as far as the unit may know."""
    given = view.state.consents[-1] if view.state.consents else None
    if given is None:
        return _covered_word(view)
    if given.withdrawn_at is not None:
        when = view.desk.day_words(day_of(given.withdrawn_at))
        return Word(_("taken back %(day)s") % {"day": when}, "warn")
    lacks = unsaid_of(view)
    if lacks is not None:
        return Word(lacks.words, "warn")
    when = view.desk.day_words(day_of(given.given_at))
    count = len(given.receivers - given.exceptions)
    how = _basis(given.ground, given.basis)
    text = ngettext("%(how)s %(day)s, %(n)d may know", "%(how)s %(day)s, %(n)d may know", count)
    said = text % {"how": how, "day": when, "n": count}
    return Word(said, "done" if given.complete else "warn")


def _covered_word(view: CaseView) -> Word:
    """The same for a unit that may not read the consent itself."""
    if view.seen.covered == "yes":
        return Word(_("there is one, it covers you"), "done")
    if view.seen.covered == "taken_back":
        return Word(_("taken back"), "warn")
    if view.acts_as("sip") == COORDINATOR:
        return Word(_("not asked for yet"), "todo")
    return Word(_("none that covers you"), "todo")


def _basis(ground: str, basis: str) -> str:
    if ground != "consent":
        return _("assessed without consent")
    return _("in writing") if basis == "written" else _("spoken")


def group_of(view: CaseView) -> str:
    """Which group of the overview the case is in: in hospital or on its way, ready, home or ended."""
    state, flow = view.state, view.flow
    if flow.tracks[flow.name].states[state.state].final:
        return ENDED
    if state.state == "ready":
        return READY
    if state.state in ("discharged", "open_care") or flow.name == "sip":
        return HOME
    return OPEN


def home_word(view: CaseView) -> Word:
    """When the person is thought to go home, or how many days they have been ready, or went home."""
    facts, desk = view.state.facts, view.desk
    if facts.get("discharged_at") is not None:
        return Word(_("home %(day)s") % {"day": desk.day_words(day_of(facts["discharged_at"]))})
    if facts.get("ready_at") is not None:
        days = day_of(desk.now) - day_of(facts["ready_at"])
        if days <= 0:
            return Word(_("ready since today"), "now")
        text = ngettext("ready for %(n)d day", "ready for %(n)d days", days) % {"n": days}
        return Word(text, "warn" if days > 2 else "now")
    day = facts.get("estimated_day")
    if day is None:
        return Word("")
    odd = _("the day has passed") if day < day_of(desk.now) else does_not_fit(view)
    return Word(_("estimated %(day)s") % {"day": desk.day_words(day)}, "warn" if odd else "", odd)


def contact_word(view: CaseView) -> Word:
    """Who holds it together for the person: the fixed care contact, or who coordinates the plan."""
    contact = latest(view.state, "contact")
    if contact is not None:
        body = contact.body
        name = ", ".join(str(body[key]) for key in ("name", "role") if body.get(key))
        return Word(name, "", view.name_of(contact.author))
    coordinator = str(view.state.facts.get("coordinator") or "")
    if view.flow.name == "sip":
        if coordinator:
            return Word(view.name_of(coordinator), "", view.coordinator_word)
        return Word(_("nobody coordinates"), "warn")
    if group_of(view) == ENDED or view.state.state in ("new", "prepared", "requested", "admitted"):
        return Word("")
    return Word(_("not appointed"), "warn")


def colour_word(view: CaseView) -> Word:
    """The heaviest track that the plans the unit may read have judged."""
    kind = view.words.documents.get("planning")
    field = next((one for one in kind.fields if one.key == "track"), None) if kind else None
    said = [
        one.body.get("track")
        for one in view.state.documents
        if one.kind == "planning" and one.stands
    ]
    heaviest = [colour for colour in COLOURS if colour in said]
    if field is None or not field.choices or not heaviest:
        return Word("")
    return Word(field.choices[heaviest[-1]], heaviest[-1])


def sip_word(view: CaseView) -> Word:
    """How it is with the person's plan: offered, called to, made, or not wanted."""
    if "sip" not in view.flow.tracks:
        return Word("")
    track = view.flow.tracks["sip"]
    state = state_in(view.state, view.flow, "sip")
    if state != track.initial or view.flow.name == "sip":
        tone = "done" if state in WENT_ON else "now"
        if waits_for_us(view):
            return Word(track.states[state].label, "warn", _("waits for your measures"))
        return Word(track.states[state].label, tone, _meeting(view))
    if view.state.facts.get("sip_to_follow_up"):
        return Word(_("has a plan, to be followed up"), "now")
    offer = latest(view.state, "sip_offer")
    if offer is None:
        return Word(_("not asked yet"), "todo")
    answers = {
        "yes": Word(_("yes please, to be called"), "now"),
        "no": Word(_("no thank you"), "done"),
        "later": Word(_("wants to wait"), "todo"),
    }
    return answers.get(str(offer.body.get("answer")), Word(""))


def _meeting(view: CaseView) -> str:
    """The day and the hour of a meeting that is still ahead."""
    call = latest(view.state, "call")
    day = call.body.get("day") if call else None
    if call is None or not isinstance(day, int) or day < day_of(view.state.now):
        return ""
    at = {"day": view.desk.day_words(day), "time": call.body["time"]}
    return _("meeting %(day)s at %(time)s") % at


def municipality_of(view: CaseView) -> str:
    """The code of the unit that receives for the person's municipality; empty when nobody has."""
    registered = str((view.state.facts.get("person") or {}).get("registered_in") or "")
    if registered:
        return registered
    parts = (*members.parts(view.state, flow=view.flow), *_named(view))
    people = consent.parties(view.state)
    receives = (code for code in parts if people.get(code, {}).get("unit") == RECEIVES)
    return next(receives, "")


def _named(view: CaseView) -> tuple[str, ...]:
    return tuple(
        code
        for one in view.state.documents
        for code in (one.author, *consent.addressed(one, flow=view.flow))
    )
