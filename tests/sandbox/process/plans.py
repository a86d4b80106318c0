"""Plans as a real system shows them: every hidden field and action, for one adult and one child."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sandbox.process import consent
from sandbox.process.engine import transition
from sandbox.process.flow import Field
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, day_of, latest

SIP = load_flow("sip")
NEUTRAL = load_profile("neutral")


def hidden(fields: tuple[Field, ...], path: str) -> Iterator[str]:
    """Return the paths of the fields that no profile has shown, columns too."""
    for field in fields:
        here = f"{path}.{field.key}"
        if field.hidden:
            yield here
        yield from hidden(field.fields, here)


OVERLAY = {
    "shown": [code for code, row in SIP.actions.items() if row.hidden],
    "fields": {
        path: {"hidden": False}
        for kind, row in SIP.documents.items()
        for path in hidden(row.fields, kind)
    },
    "unique_active_sip": True,
}
RICH = replace(NEUTRAL, name="rich", overlays={"sip": OVERLAY})
SHOWN = under(SIP, RICH)

USES = ["receiver", "responsible", "coordinator"]


def party(name: str, kind: str, principal: str = "", unit: str = "") -> dict[str, Any]:
    """Return a party as the facts of a case hold it."""
    uses = ["responsible", "receiver"] if kind in ("person", "other") else USES
    return {"name": name, "kind": kind, "principal": principal, "unit": unit, "uses": uses}


PARTIES = {
    "mona": party("Mona", "person", unit="person"),
    "home": party("Hemtjänst", "social_care", "municipality", "municipal_provider"),
    "rehab": party("Rehab", "health", "region", "primary_care"),
    "clinic": party("Mottagningen", "health", "region", "specialist_care"),
    "school": party("Skolan", "other", "municipality", "school"),
    "office": party("Försäkringskassan", "other", "", "external"),
    "helper": party("Gode mannen", "other", "", "god_man"),
    "mother": party("Mamma", "other", "", "relatives"),
    "father": party("Pappa", "other", "", "relatives"),
}
ADULT = {"age": 55, "minor": False, "protected": False, "guardians": []}
CHILD = {"age": 13, "minor": True, "protected": False, "guardians": ["mother", "father"]}
ALL_PURPOSES = ["make_plan", "share_mapping", "share_goals"]
BODIES: dict[str, dict[str, Any]] = {
    "note_need": {"noticed_by": "social_services", "needs": "Ingen vet vem som gör vad."},
    "note_refusal": {"what": "declined", "own_words": "Inte nu."},
    "record_consent": {
        "givers": [{"giver": "person", "answer": "yes"}],
        "purposes": ALL_PURPOSES,
        "receivers": ["rehab", "clinic", "office"],
        "others_measures": True,
    },
    "note_withdrawal": {"extent": "part", "receivers": ["clinic"]},
    "write_basis": {"question": "Vem gör vad?", "important": "Att slippa ringa runt."},
    "write_basis_minor": {"own_words": "Jag vill gå i skolan."},
    "write_mapping": {"areas": [{"heading": "fritid", "text": "Jag vill ut."}]},
    "send_call": {"recipients": ["rehab", "clinic", "office"], "day": 8, "time": "10.00"},
    "answer_call": {"answer": "comes", "who": "Ida Exempel"},
    "cancel_meeting": {"reason": "missing", "note": "Vi kallar igen nästa vecka."},
    "hold_meeting": {"attended": ["mona", "home", "rehab"], "leader": "Kim Låtsas"},
    "write_goals": {
        "main_goal": "Jag vill sjunga till våren.",
        "subgoals": [{"text": "Jag vill öva.", "heading": "fritid", "status": "ongoing"}],
        "measures": [{"text": "Följer med", "responsible": "home", "subgoal": 0}],
        "own_measures": [{"text": "Jag ringer kören", "subgoal": 0}],
        "others": [{"text": "Utreder", "who": "Försäkringskassan"}],
    },
    "write_own_measures": {"measures": [{"text": "Tränar", "phone": "070-174 06 05"}]},
    "decide_follow_up": {"day": 36, "coordinator": "home", "principal": "municipality"},
    "follow_up_measures": {"measures": [{"what": "Tränar", "outcome": "ongoing"}]},
    "write_evaluation": {"main_goal": "partly", "next": "continue"},
    "hand_over": {"to": "rehab", "from_day": 40, "note": "Mona vill ha samtal på morgonen."},
    "answer_hand_over": {"answer": "yes", "name": "Ida Exempel", "phone": "070-174 06 05"},
    "close_plan": {"reason": "goals_reached"},
    "send_message": {"recipients": ["clinic"], "subject": "Tack"},
    "add_party": {"party": "school", "reason": "Mona vill ha med skolan."},
    "report_deviation": {"recipients": ["clinic"], "about": "late", "happened": "Ingen svarade."},
    "answer_deviation": {"recipients": ["clinic"], "change": "Vi svarar samma dag."},
}
ROAD = (
    "record_consent",
    "write_mapping",
    "send_call",
    "hold_meeting",
    "write_goals",
    "decide_follow_up",
    "close_plan",
)
ROLES = {"home": "coordinator", "mona": "person", "school": "reader", "office": "reader"}


def start(person: Mapping[str, Any] = ADULT, **facts: Any) -> CaseState:
    """Return a case where nothing has been done yet, on day 0 at eight."""
    known = {"parties": PARTIES, "coordinator": "home", "person": dict(person), **facts}
    return CaseState("sip", "rich", "noticed", 0, known, (), (), (), (), 480)


def with_person(case: CaseState, **changes: Any) -> CaseState:
    """Return the case when something is otherwise with the person."""
    person = {**case.facts["person"], **changes}
    return replace(case, facts={**case.facts, "person": person})


def do(
    case: CaseState,
    who: str,
    action: str,
    body: Mapping[str, Any] | None = None,
    /,
    *,
    role: str = "",
    **changes: Any,
) -> CaseState:
    """Return the case after a party's action, with the usual body and some changes to it."""
    holder = case.facts["coordinator"]
    usual = "coordinator" if who == holder else "unit"
    known = ROLES.get(who, usual) if who != "home" else usual
    if action == "hand_over":
        changes = {"from_day": day_of(case.now), **changes}
    return transition(
        case,
        action=action,
        role=role or known,
        actor_kind="human",
        body={**BODIES.get(action, {}), **changes} if body is None else body,
        flow=SIP,
        profile=RICH,
        actor=who,
    )


@lru_cache(maxsize=16)
def in_state(state: str) -> CaseState:
    """Return an adult's case that has come as far as the state, and whose call is of today."""
    case = start()
    for action in ROAD:
        if case.state == state:
            break
        if action == "hold_meeting":
            case = replace(case, now=case.facts["meeting_at"])
        case = do(case, "home", action)
    assert case.state == state
    return replace(case, now=case.facts["meeting_at"]) if state == "called" else case


def may_read(case: CaseState, kind: str, who: str, *, author: str = "") -> bool:
    """Return whether a party may read the newest document of the kind."""
    usual = "coordinator" if who == case.facts["coordinator"] else "unit"
    role = ROLES.get(who, usual) if who != "home" else usual
    document = latest(case, kind, author)
    assert document is not None
    return consent.may_read(case, role, document, flow=SHOWN, party=who)


def rules(case: CaseState) -> list[str]:
    """Return the codes of all lines of the log."""
    return [line.code for line in case.log]
