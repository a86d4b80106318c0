"""A SIP in Berit's case, as far as a test needs it: asked, called, met, written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox.world.models import Case
from tests.sandbox.web.conftest import as_post
from tests.sandbox.web.replica.conftest import MONDAY, Room

SIP = "arende/1/sip"
CENTRE, MUNICIPALITY, HOME_CARE, WARD = "vc-an", "bistand", "hsv-norr", "avdelning-4"
CONSENT = {
    "ground": "consent",
    "givers": [{"giver": "person", "name": "Berit Påhittad", "answer": "yes"}],
    "basis": "oral",
    "purposes": ["make_plan", "share_mapping", "share_goals"],
    "receivers": [MUNICIPALITY, HOME_CARE, WARD, "skolan"],
    "exceptions": [],
}
MAPPING = {"areas": [{"heading": "rorelse", "text": "Jag går med stavar.", "own_words": True}]}
GOAL = "Jag vill gå ner till porten med stavar före midsommar."


def in_days(days: int) -> str:
    """A date so many days after the room's first, as a browser sends it."""
    return (MONDAY + timedelta(days=days)).isoformat()


def day(days: int) -> int:
    """The same as the rules count it."""
    return 28 + days


def send(room: Room, unit: str, action: str, body: dict[str, Any], do: str = "anyway") -> Any:
    """Fill in the form of an action at the unit's desk and send it, whatever it warns of."""
    url = room.url(unit, f"arende/1/skriv/{action}/")
    shown = room.client.get(url).context
    token = shown.get("token", "")  # none where the form cannot be opened now
    hidden = {"version": shown["view"].seen.case.version, "token": token, "do": do}
    return room.client.post(url, hidden | as_post(body))


def call(**changes: Any) -> dict[str, Any]:
    return {
        "recipients": [MUNICIPALITY, HOME_CARE, WARD],
        "day": in_days(1),
        "time": "10.00",
        "place": "Avdelning 4",
        "purpose": "Så att Berit kommer hem tryggt.",
        "questions": {MUNICIPALITY: "Kan hemtjänsten börja på måndag?"},
    } | changes


def goals(**changes: Any) -> dict[str, Any]:
    return {
        "main_goal": GOAL,
        "main_day": in_days(150),
        "subgoals": [
            {"text": "Jag vill duscha utan att vara rädd.", "heading": "personlig-hygien"}
        ],
        "measures": [
            {
                "text": "Följer upp medicinen",
                "responsible": CENTRE,
                "contact": "Ida Exempel, 070-174 06 11",
            }
        ],
        "own_measures": [{"text": "Jag går till brevlådan", "often": "Varje dag"}],
    } | changes


def asked(room: Room, **changes: Any) -> Room:
    """The person has said yes; the centre holds the plan together and is the fixed care contact."""
    room.do(CENTRE, "appoint_contact", {"name": "Ida Exempel"})
    room.do(CENTRE, "record_consent", CONSENT | changes)
    return room


def met(room: Room, *, asked_first: bool = True, basis: dict[str, Any] | None = None) -> Room:
    """The meeting has been held; `asked_first`: nobody has asked the person yet."""
    if asked_first:
        asked(room)
    if basis:
        room.do(CENTRE, "write_basis", basis)
    room.do(CENTRE, "write_mapping", MAPPING)
    room.do(CENTRE, "send_call", call(day=day(1)))
    room.until(day(2) * 1440)
    room.do(CENTRE, "hold_meeting", {"attended": [MUNICIPALITY, HOME_CARE]})
    return room


def told_about_the_person(room: Room, **known: Any) -> None:
    """Let the register say something else about the person from now on."""
    case = Case.objects.for_world(room.seat.world).get(no=1)
    person = {"minor": False, "protected": False, "guardians": [], **known}
    case.facts = {**case.facts, "person": person}
    case.save()


def with_a_daughter(room: Room) -> None:
    """Let the register know of a daughter, who is called by what she is."""
    case = Case.objects.for_world(room.seat.world).select_related("person").get(no=1)
    daughter = {"name": "Dottern", "kind": "other", "detail": "", "uses": ["receiver"]}
    case.facts = {**case.facts, "parties": {**case.facts["parties"], "dottern": daughter}}
    case.person.profile = {
        **case.person.profile,
        "network": [{"who": "Dottern", "code": "dottern"}],
    }
    case.save()
    case.person.save()
