"""U1–U21: whether what the law on discharge asks for has been done; one small check per rule."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.process.clock import minutes_in
from sandbox.process.looking import OPEN_CARE, Check, Found, Looking, empty
from sandbox.process.payment import (
    NOTICE_FACTS,
    Liability,
    compulsory,
    liable_municipality,
    open_care,
    unmet,
)
from sandbox.process.state import latest

RECEIVES = "municipal_assessment"
SOON = "PT2H"  # where the profile says nothing of how soon a changed date is told


def u1_assessment(look: Looking) -> Iterator[Found]:
    """The admission says what the doctor has judged, and who."""
    admission = latest(look.case, "admission")
    if admission is None:
        return
    if empty(admission.body.get("assessment")):
        yield Found("Det står inte om personen kan behöva insatser efteråt.", "admission")
    judged = admission.body.get("assessment") != "later"  # nobody has yet, so nobody is named
    if judged and empty(admission.body.get("assessed_by")):
        yield Found("Det står inte vilken läkare som har bedömt.", "admission")


def u2_open_care_told(look: Looking) -> Iterator[Found]:
    """Where health care of the municipality is told, primary care is told too."""
    units = [look.unit(code) for code in look.addressed(latest(look.case, "admission_notice"))]
    if "municipal_health" in units and not {*OPEN_CARE} & {*units}:
        text = "Regionens öppenvård har inte fått inskrivningsmeddelandet, trots att kommunens hälso- och sjukvård har fått det."
        yield Found(text, "admission_notice")


def u3_four_facts(look: Looking) -> Iterator[Found]:
    """The notice has the four facts; what is more than that rests on consent."""
    notice = latest(look.case, "admission_notice")
    if notice is None:
        return
    if not set(notice.body.get("facts") or ()) >= NOTICE_FACTS:
        yield Found("Inskrivningsmeddelandet saknar någon av de fyra uppgifterna.", notice.kind)
    exceeded = any(
        line.code == "consent_exceeded" and line.document == notice.number for line in look.case.log
    )
    if exceeded and not empty(notice.body.get("more")):
        text = "Inskrivningsmeddelandet säger mer än de fyra uppgifterna, utan att personen har sagt ja."
        yield Found(text, notice.kind)


def u4_notice_in_time(look: Looking) -> Iterator[Found]:
    """The notice has gone within its hours."""
    if any(due.passed for due in look.due("admission_notice")):
        yield Found("Inskrivningsmeddelandet har inte gått inom 24 timmar.", "admission_notice")


def u5_new_date_told(look: Looking) -> Iterator[Found]:
    """A changed date has been told, not long after it was changed."""
    said = look.sent("admission_notice", "date_change", "ready_withdrawn")
    told = max(
        (one for one in said if one.body.get("estimated_day") is not None),
        key=lambda one: one.sent_at or 0,
        default=None,
    )
    day = look.case.facts.get("estimated_day")
    if told is None or day is None or look.has_left() or told.body.get("estimated_day") == day:
        return
    changed = max(
        (line.at for line in look.case.log if "facts.estimated_day" in line.patch), default=0
    )
    soon = minutes_in(str(look.profile.limits.get("date_change", SOON)))
    if look.case.now - changed > soon:
        text = "Den beräknade utskrivningen är ändrad, men de andra har inte fått veta det."
        yield Found(text, "date_change")


def u6_contact_appointed(look: Looking) -> Iterator[Found]:
    """The contact is there before the person leaves, and appointed by open care."""
    contact = latest(look.case, "contact")
    if contact is not None and look.unit(contact.author) not in (*OPEN_CARE, ""):
        yield Found("Fast vårdkontakt är inte utsedd av den öppna vården.", contact.author)
    if contact is None and look.has_left():
        yield Found("Personen skrevs ut utan fast vårdkontakt.", "contact")


def u7_planning_begun(look: Looking) -> Iterator[Found]:
    """Every unit that was told has begun planning within the time the profile gives."""
    for due in look.due("planning"):
        if due.passed:
            text = f"{look.name(due.party)} har inte börjat planera i tid."
            yield Found(text, due.party)


def u8_ready_notice(look: Looking) -> Iterator[Found]:
    """The others have been told, by a named doctor's judgement, before the person leaves."""
    notice = latest(look.case, "ready_notice")
    if notice is None:
        if look.has_left() and latest(look.case, "decision_notice") is None:
            text = (
                "Personen skrevs ut utan att enheterna fick veta att personen var utskrivningsklar."
            )
            yield Found(text, "ready_notice")
        return
    if empty(notice.body.get("doctor")):
        yield Found("Det står inte vilken läkare som har bedömt utskrivningsklar.", notice.kind)
    if look.asks(notice.kind, "judged_time") and empty(notice.body.get("judged_time")):
        yield Found("Det står inte när läkaren bedömde utskrivningsklar.", notice.kind)


def u9_decision_notice(look: Looking) -> Iterator[Found]:
    """The decision on open compulsory care has been told to those the ready notice goes to."""
    notice = latest(look.case, "decision_notice")
    told = look.addressed(notice)
    if notice is not None and not any(look.unit(code) == RECEIVES for code in told):
        yield Found("Kommunen har inte underrättats om beslutet om öppen tvångsvård.", notice.kind)


def u10_information_in_time(look: Looking) -> Iterator[Found]:
    """The information has gone on the day of going home."""
    if any(due.passed for due in look.due("information")):
        yield Found("Informationen gick inte samma dag som personen skrevs ut.", "information")


def u11_person_informed(look: Looking) -> Iterator[Found]:
    """The person has got what there is to get when going home."""
    if not look.has_left():
        return
    given = look.body("information").get("to_person") or ()
    existing = look.case.facts.get("elsewhere") or {}
    there = {
        "summary": ("en sammanfattning av vården", True),
        "contact": ("vem som är fast vårdkontakt", bool(look.case.facts.get("contact_party"))),
        "meeting": ("när SIP är tänkt", latest(look.case, "call") is not None),
        "plans": ("planer som redan finns", bool(existing.get("active_sip"))),
    }
    missing = [words for key, (words, exists) in there.items() if exists and key not in given]
    if missing:
        yield Found(f"Personen har inte fått med sig: {', '.join(missing)}.", "information")


def u12_open_care_takes_part(look: Looking) -> Iterator[Found]:
    """Where health care of the municipality is called, the region's open care is in it."""
    call = latest(look.case, "call")
    if call is None:
        return
    units = {look.unit(code) for code in (*look.addressed(call), call.author)}
    if "municipal_health" in units and not units & {*OPEN_CARE}:
        yield Found(
            "Regionens öppenvård är inte med, fast kommunens hälso- och sjukvård är det.", "call"
        )


def u13_no_sip_under_compulsion(look: Looking) -> Iterator[Found]:
    """No SIP is called to where compulsory care goes on in the open."""
    if compulsory(look.case) and latest(look.case, "call") is not None:
        text = (
            "Kallelsen gäller SIP, men vården fortsätter med tvång. Då görs en samordnad vårdplan."
        )
        yield Found(text, "call")


def u14_consent_and_start(look: Looking) -> Iterator[Found]:
    """Nothing of the plan is written without consent, and the work has begun in time."""
    for document in look.sent("mapping", "call", "goals"):
        if not _agreed(look, document.sent_at or 0):
            label = look.shown.documents[document.kind].label
            yield Found(
                f"{label} är skickad utan att personen har sagt ja till SIP.", document.kind
            )
    if any(due.passed for due in look.due("start")):
        yield Found("SIP-arbetet har inte börjat i tid.", "consent")


def u15_call_in_time(look: Looking) -> Iterator[Found]:
    """The call has gone in time, from the fixed care contact."""
    if any(due.passed for due in look.due("call")):
        about = "call" if latest(look.case, "call") is None else ""  # one that came late is sent
        yield Found("Kallelsen till SIP har inte gått i tid.", about)
    call, contact = latest(look.case, "call"), look.case.facts.get("contact_party")
    told = latest(look.case, "ready_notice") is not None
    if call is not None and told and contact and call.author != contact:
        yield Found("Det är inte den fasta vårdkontakten som har kallat.", call.author)


def u16_agreed_limits(look: Looking) -> Iterator[Found]:
    """Another time than the law's has an agreement for its source."""
    law, row = look.flow.deadlines.get("payment"), look.shown.deadlines.get("payment")
    if law is None or row is None:
        return
    moved = (row.of, row.after_noon) != (law.of, law.after_noon)
    if moved and not any(source.kind == "agreement" for source in row.sources):
        text = (
            f"Profilen {look.profile.title} har en annan tid än lagen, men ingen överenskommelse."
        )
        yield Found(text, "ready_notice")


def u17_liable_municipality(look: Looking) -> Iterator[Found]:
    """When any municipality is told, the one that pays is."""
    liable = liable_municipality(look.case)
    for kind in ("admission_notice", "ready_notice"):
        told = look.addressed(latest(look.case, kind))
        receivers = [code for code in told if look.unit(code) == RECEIVES]
        if receivers and liable not in receivers:
            label = look.shown.documents[kind].label
            text = f"{label} gick inte till {look.name(liable)}, som har betalningsansvaret."
            yield Found(text, kind)


def u18_preconditions(look: Looking) -> Iterator[Found]:
    """Once readiness is told, everything liability rests on is there."""
    if not look.sent("ready_notice", "decision_notice"):
        return
    for ground in unmet(look.case, look.shown):
        yield Found(f"Inget betalningsansvar: {ground.text}", "payment")


def u19_liability_begun(look: Looking) -> Iterator[Found]:
    """Liability that has begun, and how many days it has run."""
    found = _owed(look)
    if found is not None and found.liable:
        yield Found(
            f"Kommunens betalningsansvar har börjat. Det är {found.days} dygn.", found.municipality
        )


def u20_open_care_available(look: Looking) -> Iterator[Found]:
    """Nothing is owed while the region's open care lacks its part, or nobody knows."""
    told = look.sent("ready_notice", "decision_notice")
    if told and open_care(look.case, look.shown) in ("no", "unclear"):
        text = "Inget betalningsansvar: regionens insatser i öppen vård saknas eller är oklara."
        yield Found(text, "payment")


def u21_amount_set(look: Looking) -> Iterator[Found]:
    """Where liability runs, the profile knows what a day costs."""
    found = _owed(look)
    if found is not None and found.liable and found.amount is None:
        yield Found("Det finns inget belopp för året, så summan går inte att räkna ut.", "payment")


def _owed(look: Looking) -> Liability | None:
    if "payment" not in look.shown.deadlines:
        return None
    return look.liability


def _agreed(look: Looking, at: int) -> bool:
    """Whether the person had said yes to a plan at the minute."""
    return any(
        "make_plan" in given.purposes
        and given.given_at <= at
        and (given.withdrawn_at is None or at <= given.withdrawn_at)
        for given in look.case.consents
    )


DISCHARGE: dict[str, Check] = {
    check.__name__: check
    for check in (
        u1_assessment,
        u2_open_care_told,
        u3_four_facts,
        u4_notice_in_time,
        u5_new_date_told,
        u6_contact_appointed,
        u7_planning_begun,
        u8_ready_notice,
        u9_decision_notice,
        u10_information_in_time,
        u11_person_informed,
        u12_open_care_takes_part,
        u13_no_sip_under_compulsion,
        u14_consent_and_start,
        u15_call_in_time,
        u16_agreed_limits,
        u17_liable_municipality,
        u18_preconditions,
        u19_liability_begun,
        u20_open_care_available,
        u21_amount_set,
    )
}
