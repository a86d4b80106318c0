"""P7–P9 and P16–P28: whether the work around a plan is as it should; one small check per rule.

P25, what looks like a real person's data, is the detector's to say and is asked at every save.
"""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.process import consent
from sandbox.process.kinds import OUTSIDE
from sandbox.process.looking import BOTH, PRINCIPALS, Check, Found, Looking, empty
from sandbox.process.state import latest

OVER = ("closed", "noticed", "")  # nothing runs: ended, or not begun
ENDS = {
    "deceased": "personen har avlidit",
    "moved": "personen har flyttat",
    "consent_withdrawn": "samtycket är återtaget",
}
OF_REQUEST = {
    "reason": "varför personen skickas in",
    "function": "hur personen brukar ha det",
    "ongoing": "vilka insatser personen har",
    "contacts": "vem man ringer",
    "consent": "på vilken grund uppgifterna lämnas",
}
OF_HEALTH = {"health_state": "hälsotillstånd", "ongoing_care": "pågående vård"}
TIMES = {"admission_notice": "U4", "planning": "U7", "information": "U10", "call": "U15"}


def p7_care_request_whole(look: Looking) -> Iterator[Found]:
    """A care request says what the hospital has to know."""
    request = latest(look.case, "care_request")
    if request is None:
        return
    for key, words in OF_REQUEST.items():
        if empty(request.body.get(key)):
            yield Found(f"Vårdbegäran säger inte {words}.", "care_request")


def p8_all_have_planned(look: Looking) -> Iterator[Found]:
    """Every unit that was told had written its planning when readiness was told."""
    ready = latest(look.case, "ready_notice")
    if ready is None:
        return
    written = {
        one.author
        for one in look.case.documents
        if one.kind == "planning"
        and one.sent_at is not None
        and one.sent_at <= (ready.sent_at or 0)
    }
    for code in look.units_told():
        if code not in written:
            text = (
                f"{look.name(code)} hade inte skrivit sin planering när utskrivningsklar skickades."
            )
            yield Found(text, code)


def p9_primary_care_says_health(look: Looking) -> Iterator[Found]:
    """The planning of primary care says how the person is, and what care goes on."""
    for document in look.sent("planning"):
        if look.unit(document.author) != "primary_care":
            continue
        for key, words in OF_HEALTH.items():
            if look.asks("planning", key) and empty(document.body.get(key)):
                text = f"{look.name(document.author)} har inte skrivit {words} i sin planering."
                yield Found(text, document.author)


def p16_consent(look: Looking) -> Iterator[Found]:
    """There is consent as long as the plan runs, and it covers all who got something."""
    case = look.case
    if look.plan_state() not in OVER and not consent.covers_plan(case):
        withdrawn = bool(case.consents) and case.consents[-1].withdrawn_at is not None
        text = "Samtycket är återtaget, men planen pågår." if withdrawn else "Samtycke saknas."
        yield Found(text, "consent")
    seen: list[str] = []
    for line in case.log:
        if line.code == "consent_exceeded":
            seen += line.data.get("parties") or ()
    for code in dict.fromkeys(seen):
        yield Found(f"Samtycket omfattade inte {look.name(code)}.", code)


def p17_documented_in_time(look: Looking) -> Iterator[Found]:
    """Who took part has written its part in time; what is still not written weighs more."""
    for due in look.due("documented"):
        if look.case.now <= due.due:
            continue
        for code in _writers(look):
            written = _wrote_at(look, code, due.began or 0)
            if written is None:
                yield Found(f"{look.name(code)} har inte dokumenterat efter mötet.", code, "E")
            elif written > due.due:
                yield Found(f"{look.name(code)} dokumenterade för sent efter mötet.", code)


def p18_call(look: Looking) -> Iterator[Found]:
    """The call goes in time, from the right role, to all principals with measures."""
    if any(due.passed for due in look.due("call")):
        about = "call" if latest(look.case, "call") is None else ""  # one that came late is sent
        yield Found("Kallelsen är sen.", about)
    call, facts = latest(look.case, "call"), look.case.facts
    if call is None:
        return
    told = latest(look.case, "ready_notice") is not None
    caller = (
        facts.get("contact_party") if told else facts.get("called_by") or facts.get("coordinator")
    )
    handed_over = latest(look.case, "hand_over", call.author) is not None
    if caller and call.author != caller and not handed_over:
        yield Found("Kallelsen kommer från fel roll.", call.author)
    asked = {look.principal(code) for code in (*look.addressed(call), call.author)}
    for lacking in sorted((look.owners() & BOTH) - asked):
        yield Found(
            f"Ingen från {PRINCIPALS[lacking]} är kallad, trots att de har insatser.", "call"
        )


def p19_attendance(look: Looking) -> Iterator[Found]:
    """Who was called came, or there is a reason; both principals are at the meeting."""
    meeting = latest(look.case, "meeting")
    if meeting is None:
        return
    attended = tuple(meeting.body.get("attended") or ())
    asked = look.asks("meeting", "absent.new_way")
    reasons = {
        row.get("party"): row.get("reason")
        for row in meeting.body.get("absent") or ()
        if not empty(row.get("reason")) and not (asked and empty(row.get("new_way")))
    }
    for code in look.addressed(latest(look.case, "call")):
        if code not in attended and code not in reasons and code != meeting.author:
            yield Found(
                f"{look.name(code)} kom inte, och det står inte varför eller vad som händer nu.",
                code,
            )
    there = {look.principal(code) for code in (*attended, meeting.author)}
    for lacking in sorted(BOTH - there):
        yield Found(f"Ingen från {PRINCIPALS[lacking]} var med på mötet.", "meeting")


def p20_mapping_before_meeting(look: Looking) -> Iterator[Found]:
    """When the meeting is held there is a mapping, and what matters to the person."""
    meeting, mapping = latest(look.case, "meeting"), latest(look.case, "mapping")
    if meeting is None:
        return
    areas = mapping.body.get("areas") or () if mapping else ()
    child = (look.case.facts.get("person") or {}).get("minor")  # P26 asks for what a child says
    asks = look.asks("basis", "important")
    if not any(not empty(row.get("text")) for row in areas):
        yield Found("Kartläggningen var tom när mötet hölls.", "mapping")
    elif asks and not child and empty(look.body("basis").get("important")):
        yield Found("Det står inte vad som är viktigt för personen.", "basis")
    elif not asks and not any(row.get("own_words") for row in areas):
        yield Found("Kartläggningen har inga av personens egna ord.", "mapping")


def p21_mapping_by_coordinator(look: Looking) -> Iterator[Found]:
    """Nobody else has tried to write in the mapping; it was not let through."""
    tried = [
        line.actor
        for line in look.case.log
        if line.code == "refused" and line.data.get("action") == "write_mapping"
    ]
    for code in dict.fromkeys(tried):
        yield Found(f"{look.name(code)} försökte skriva i kartläggningen.", code)


def p22_closed_when_over(look: Looking) -> Iterator[Found]:
    """A plan does not run on past what ends it."""
    if look.plan_state() in OVER:
        return
    for why in _over(look):
        yield Found(f"Planen ska avslutas: {why}.", "closing")


def p23_one_active_sip(look: Looking) -> Iterator[Found]:
    """Where the profile says one plan at a time, there is no other that runs."""
    other = (look.case.facts.get("elsewhere") or {}).get("active_sip")
    if look.shown.one_plan and other and look.plan_state() not in OVER:
        yield Found(f"Personen har redan en SIP som pågår, i ärende {other}.", "consent")


def p24_existing_sip_followed_up(look: Looking) -> Iterator[Found]:
    """A plan that was there at admission has been followed up before the person leaves."""
    facts = look.case.facts
    elsewhere = facts.get("elsewhere") or {}
    existing = facts.get("sip_to_follow_up") or elsewhere.get("active_sip")
    followed = look.sent("measure_follow_up", "evaluation") or elsewhere.get("followed_up")
    if existing and look.has_left() and not followed:
        yield Found("Den SIP som fanns vid inskrivningen är inte uppföljd.", "follow_up")


def p26_child_and_guardians(look: Looking) -> Iterator[Found]:
    """A child is heard, and every guardian has said yes."""
    person = look.case.facts.get("person") or {}
    if not person.get("minor") or look.plan_state() in OVER:
        return
    said = look.body("consent")
    if empty(look.body("basis_minor").get("own_words")) and empty(said.get("child_words")):
        yield Found("Barnets egna ord finns inte i underlaget.", "basis_minor")
    agreed = {row.get("giver") for row in said.get("givers") or () if row.get("answer") == "yes"}
    excepted = agreed and not consent.missing_yes(look.case, said)
    for number, code in enumerate(person.get("guardians") or (), start=1):
        if f"guardian_{number}" not in agreed and not excepted:
            yield Found(f"{look.name(code)} har inte sagt ja.", code)


def p28_deadlines_kept(look: Looking) -> Iterator[Found]:
    """No time of the law on discharge has been missed."""
    for key, rule in TIMES.items():
        for due in look.due(key):
            if due.passed:
                yield Found(
                    f"Tiden för {rule} är bruten: {due.label[0].lower()}{due.label[1:]}.", rule
                )


def _writers(look: Looking) -> list[str]:
    """Return the units that were at the meeting, and whoever held it."""
    meeting = latest(look.case, "meeting")
    if meeting is None:
        return []
    there = dict.fromkeys((meeting.author, *(meeting.body.get("attended") or ())))
    return [code for code in there if look.party(code).get("kind") not in (*OUTSIDE, None)]


def _wrote_at(look: Looking, code: str, since: int) -> int | None:
    kinds = ("goals", "contribution", "follow_up", "measure_follow_up")
    times = [
        one.sent_at
        for one in look.case.documents
        if one.kind in kinds and one.author == code and one.sent_at is not None
    ]
    return min((at for at in times if at >= since), default=None)


def _over(look: Looking) -> Iterator[str]:
    case = look.case
    if (case.facts.get("person") or {}).get("protected"):
        yield "personen har fått skyddade uppgifter"
    reason = look.body("interruption").get("reason")
    if reason in ENDS:
        yield ENDS[reason]
    if (
        case.consents
        and case.consents[-1].withdrawn_at is not None
        and reason != "consent_withdrawn"
    ):
        yield ENDS["consent_withdrawn"]
    subgoals = look.body("goals").get("subgoals") or ()
    reached = bool(subgoals) and all(row.get("status") == "reached" for row in subgoals)
    if reached or look.body("evaluation").get("main_goal") == "yes":
        yield "målen är nådda"


PLAN: dict[str, Check] = {
    check.__name__: check
    for check in (
        p7_care_request_whole,
        p8_all_have_planned,
        p9_primary_care_says_health,
        p16_consent,
        p17_documented_in_time,
        p18_call,
        p19_attendance,
        p20_mapping_before_meeting,
        p21_mapping_by_coordinator,
        p22_closed_when_over,
        p23_one_active_sip,
        p24_existing_sip_followed_up,
        p26_child_and_guardians,
        p28_deadlines_kept,
    )
}
