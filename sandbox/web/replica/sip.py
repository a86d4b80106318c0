"""The SIP inside a case: its own tabs in the system's order, and what each of them shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from sandbox.process import consent, members
from sandbox.process.completeness import Item, completeness
from sandbox.process.flow import source_text
from sandbox.process.goal_quality import Finding, coach
from sandbox.process.kinds import SCHOOL, has_system
from sandbox.process.own_parts import also_there
from sandbox.process.state import STANDING, Document, latest
from sandbox.process.tracks import COORDINATOR, role_on, state_in
from sandbox.web.replica import plan_versions
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.mine import waits_for
from sandbox.web.replica.parties import kind_word
from sandbox.web.replica.plan_words import Plan, ended_word, plan_of
from sandbox.web.replica.todo import tab_actions
from sandbox.web.replica.unsaid import unsaid_of

TRACK = "sip"
FIRST = "oversikt"
ADULT = 18
# What comes before the papers of a plan: with these alone, none of them is written.
BEFORE = ("need", "refusal")
BEGINS = ("need", "basis", "basis_minor")  # papers that say that somebody has seen a need


@dataclass(frozen=True)
class Part:
    """One of the module's own tabs: whether it is the current one, and whether it has been written."""

    key: str
    label: str
    url: str
    current: bool
    written: bool


@dataclass(frozen=True)
class Rule:
    """Who writes a paper of the plan and who reads it, with the source."""

    label: str
    writes: str
    reads: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True)
class Taker:
    """One who has a part in the plan, and how far it has come with it."""

    name: str
    what: str
    reached: str
    consent: str
    call: str
    answer: str
    meeting: str
    part: str


def tab(view: CaseView, part: str, given: QueryDict) -> dict[str, Any]:
    """What the SIP tab shows: the module's tabs, and the chosen one. Raises Http404 for no such tab."""
    rows = view.desk.profile.pages.get("plan", ())
    row = next((one for one in rows if one["key"] == (part or FIRST)), None)
    if row is None:
        raise Http404
    more = MORE.get(row["key"], _nothing)(view, given)
    open_, closed = tab_actions(view, tuple(row.get("actions", ())))
    return {
        "parts": [_part(view, one, row["key"]) for one in rows],
        "part": {**row, "title": _title(row["label"])},
        "part_template": f"replica/sip/{PAGES.get(row['key'], 'papers')}.html",
        "papers": _papers(view, tuple(row.get("documents", ()))),
        "open_ways": open_,
        "closed_ways": closed,
        "rules": _rules(view, tuple(row.get("actions", ()))),
        "holder": holder(view),
        "is_holder": is_holder(view),
        "next_holder": _next_holder(view),
        "plan_state": _state_word(view),
        "ended": ended_word(view),
        "lacks": unsaid_of(view),
        "minor": is_minor(view),
        "protected": is_protected(view),
    } | more


def _state_word(view: CaseView) -> str:
    """How far the plan is; within a discharge it is not begun before somebody has seen a need."""
    track, code = view.flow.tracks[TRACK], state_in(view.state, view.flow, TRACK)
    offer = latest(view.state, "sip_offer")
    seen = offer is not None and "yes" in (offer.body.get("need"), offer.body.get("answer"))
    seen = seen or any(latest(view.state, kind) for kind in BEGINS)
    if view.flow.name != TRACK and code == track.initial and not seen:
        return _("Not begun")
    return track.states[code].label


def _title(label: str) -> str:
    """The tab's name inside a heading: a small first letter, and abbreviations as they are."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def holder(view: CaseView) -> str:
    """The unit that holds the plan together; empty as long as nobody is named."""
    found = view.state.facts.get("coordinator")
    return view.name_of(str(found)) if found else ""


def _next_holder(view: CaseView) -> str:
    """Who has said yes to holding it together from a later day, and from which; empty when nobody."""
    ahead = view.state.facts.get("takes_over") or {}
    if not ahead:
        return ""
    given = {"unit": view.name_of(ahead["party"]), "day": view.desk.day_words(ahead["day"])}
    return _("%(unit)s takes over %(day)s") % given


def is_holder(view: CaseView) -> bool:
    """Whether the unit at the desk holds the plan together."""
    role = role_on(view.state, view.flow, TRACK, role=view.role, actor=view.desk.seat.unit)
    return role == COORDINATOR


def is_minor(view: CaseView) -> bool:
    """Whether the person is under age, so that guardians answer and the child is heard."""
    known = view.state.facts.get("person") or {}
    year = view.desk.day(view.desk.now // 1440).year
    return bool(known.get("minor", year - view.person.birth_year < ADULT))


def is_protected(view: CaseView) -> bool:
    """Whether the person's identity is protected: then nothing digital is made or shown."""
    return members.protected(view.state) or view.person.protected_identity


def _part(view: CaseView, row: Mapping[str, Any], current: str) -> Part:
    kinds = row.get("documents", ())
    return Part(
        key=row["key"],
        label=row["label"],
        url=view.desk.url("case_part", view.no, "sip", row["key"]),
        current=row["key"] == current,
        written=any(
            one.kind in kinds and one.kind not in BEFORE and one.stands
            for one in view.state.documents
        ),
    )


def _papers(view: CaseView, kinds: tuple[str, ...]) -> list[Any]:
    """The papers that hold, in the order of the tab's kinds, the newest of each first."""
    held = [one for one in view.papers(kinds) if one.status in STANDING] if kinds else []
    return sorted(held, key=lambda one: kinds.index(one.kind))


def _rules(view: CaseView, actions: tuple[str, ...]) -> list[Rule]:
    """Who writes what of this tab, from the flow's own rows."""
    names, words = view.flow.tracks[TRACK].names, _readers()
    found = []
    for code in actions:
        row = view.flow.actions.get(code)
        kind = view.flow.documents.get(row.document) if row else None
        if row is None or kind is None or not (is_minor(view) or kind.kind != "basis_minor"):
            continue
        readers = tuple(
            (names[role], words[rule])
            for role, rule in kind.readers.items()
            if role in names and rule in words
        )
        writers = ", ".join(names.get(one, "") or view.flow.roles[one].label for one in row.roles)
        found.append(Rule(kind.label, writers, readers, source_text(row.sources)))
    return found


# ------------------------------------------------------------------ what single tabs add


def _nothing(_view: CaseView, _given: QueryDict) -> dict[str, Any]:
    return {}


def _person(view: CaseView, _given: QueryDict) -> dict[str, Any]:
    """The register's facts about the person; of a protected one only what may be said."""
    known = view.state.facts.get("person") or {}
    one = view.person
    rows = [(_("Name"), str(one)), (_("Personal identity number"), one.identity_number)]
    if not is_protected(view):
        rows += [(_("Address"), one.address), (_("Telephone"), one.phone)]
    if known.get("registered_in"):
        rows.append((_("Registered in"), view.name_of(known["registered_in"])))
    close = [
        (party["name"], party.get("detail", ""))
        for code, party in view.parties.items()
        if party.get("kind") == "other" and code not in view.desk.county.units
    ]
    guardians = [view.name_of(code) for code in known.get("guardians") or ()]
    return {"person_facts": [row for row in rows if row[1]], "close": close, "guardians": guardians}


def _goals(view: CaseView, _given: QueryDict) -> dict[str, Any]:
    """What the coach still asks about the goals that stand."""
    goals = latest(view.state, "goals")
    if goals is None or not is_holder(view):
        return {"asks": []}
    texts = [(_("Main goal"), str(goals.body.get("main_goal") or ""), True)]
    texts += [
        (_("Sub-goal %(number)d") % {"number": n}, str(row.get("text") or ""), False)
        for n, row in enumerate(goals.body.get("subgoals") or (), start=1)
    ]
    dated = goals.body.get("main_day") is not None
    asks: list[tuple[str, str, tuple[Finding, ...]]] = [
        (label, text, found)
        for label, text, main in texts
        if (found := coach(text, main=main, dated=dated))
    ]
    return {"asks": asks}


def _takers(view: CaseView, _given: QueryDict) -> dict[str, Any]:
    return {"takers": takers(view)}


def _whole(view: CaseView, given: QueryDict) -> dict[str, Any]:
    """The plan on one page, with what the law still misses and what has changed."""
    found = plan_versions.versions(view)
    numbers = {one.number for one in found}
    first, second = _number(given, "fran", numbers), _number(given, "till", numbers)
    chosen = first is not None and second is not None and first != second
    missing = [one for one in lacking(view) if not one.met]
    return {
        "plan": plan_of(view),
        "missing": [one for one in missing if one.level != "info"],
        "may_add": [one for one in missing if one.level == "info"],
        "also_there": also_there(view.state),
        "unwritten": waits_for(view),
        "versions": found,
        "first": first if first is not None else (found[-2].number if len(found) > 1 else None),
        "second": second if second is not None else (found[-1].number if found else None),
        "changes": plan_versions.compared(view, first or 0, second or 0) if chosen else None,
        "mirror_url": view.desk.url("mirror", view.no),
        "way": [one["label"] for one in view.desk.profile.pages.get("train", {}).get(TRACK, ())],
    }


def _print(view: CaseView, _given: QueryDict) -> dict[str, Any]:
    plan: Plan | None = plan_of(view)
    return {
        "plan": plan,
        "unwritten": waits_for(view),
        "also_there": also_there(view.state),
        "takers": takers(view),
        "mirror_url": view.desk.url("mirror", view.no),
    }


MORE: dict[str, Callable[[CaseView, QueryDict], dict[str, Any]]] = {
    "personuppgifter": _person,
    "skapa": _goals,
    "deltagare": _takers,
    "oversikt": _whole,
    "utskrift": _print,
}
PAGES = {
    "personuppgifter": "person",
    "deltagare": "participants",
    "oversikt": "overview",
    "utskrift": "print",
}


def _number(given: QueryDict, name: str, known: set[int]) -> int | None:
    raw = given.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 6 and int(raw) in known else None


def lacking(view: CaseView) -> list[Item]:
    """What the plan should hold, as far as the unit may know: of the consent only its holder does."""
    found = completeness(view.state, flow=view.flow)
    return [one for one in found if one.rule != "P16" or is_holder(view)]


def takers(view: CaseView) -> list[Taker]:
    """Everybody with a part in the plan, from what the unit may read."""
    state = view.state
    call, meeting = latest(state, "call"), latest(state, "meeting")
    given = consent.current(state)
    called = tuple(call.body.get("recipients", ())) if call else ()
    agreed = given.receivers - given.exceptions if given else frozenset()
    coordinator = str(state.facts.get("coordinator") or "")
    wrote = {one.author for one in state.documents if one.kind == "contribution"}
    people = [code for code, one in view.parties.items() if one.get("kind") == "person"]
    order = dict.fromkeys((*people, coordinator, *called, *sorted(agreed), *sorted(wrote)))
    found = [_taker(view, code, called, agreed, meeting) for code in order if code in view.parties]
    return [*found, *(_stranger(one) for one in also_there(view.state))]


def _stranger(name: str) -> Taker:
    """Somebody the person had with them at the meeting, who is in no register."""
    return Taker(name, _("Came with the person"), "", "", "", "", _("Was there"), "")


def _taker(
    view: CaseView,
    code: str,
    called: tuple[str, ...],
    agreed: frozenset[str],
    meeting: Document | None,
) -> Taker:
    party, state = view.parties[code], view.state
    person = party.get("kind") == "person"
    answer, part = latest(state, "call_answer", code), latest(state, "contribution", code)
    unit = view.desk.county.units.get(code)
    return Taker(
        name=str(party["name"]),
        what=_what(view, code, party),
        reached=unit.phone if unit else "",
        consent="" if person else (_("Yes") if code in agreed else ""),
        call=_call_word(person=person, called=code in called, inside=has_system(party)),
        answer=_answer_word(view, answer.body.get("answer", "") if answer else ""),
        meeting=_meeting_word(meeting, code, called=code in called),
        part=_("Written") if part else "",
    )


def _what(view: CaseView, code: str, party: Mapping[str, Any]) -> str:
    if party.get("kind") == "person":
        return _("Owns the plan")
    if code == view.state.facts.get("coordinator"):
        return view.coordinator_word
    if party.get("unit") == SCHOOL:
        return kind_word(SCHOOL)
    principals = {"region": _("Region"), "municipality": _("Municipality")}
    return principals.get(str(party.get("principal")), _("Outside health care and social services"))


def _call_word(*, person: bool, called: bool, inside: bool) -> str:
    if person:
        return _("By letter")
    if not called:
        return ""
    return _("In the system") if inside else _("By letter")


def _answer_word(view: CaseView, answer: str) -> str:
    kind = view.flow.documents.get("call_answer")
    field = next((one for one in kind.fields if one.key == "answer"), None) if kind else None
    return str((field.choices or {}).get(answer, "")) if field else ""


def _meeting_word(meeting: Document | None, code: str, *, called: bool) -> str:
    """Whether the party was there; of one that was called also when nobody has written it."""
    if meeting is None:
        return ""
    if code == meeting.author or code in meeting.body.get("attended", ()):
        return _("Was there")
    absent = next((one for one in meeting.body.get("absent", ()) if one.get("party") == code), None)
    if absent is None:
        return _("It does not say if they came") if called else ""
    reason = str(absent.get("reason") or "")
    return _("Absent: %(why)s") % {"why": reason} if reason else _("Absent")


def _readers() -> dict[str, str]:
    return {
        "always": _("always"),
        "consent": _("if the consent covers"),
        "addressed": _("if it has got the paper and the consent covers"),
        "told": _("that the plan has ended"),
        "never": _("never"),
    }
