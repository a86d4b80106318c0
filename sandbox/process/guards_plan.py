"""The guards of the plan that a real system adds: who answers, who leads, what ends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.process import consent
from sandbox.process.clock import read_period
from sandbox.process.flow import Level, field_of
from sandbox.process.guarding import Attempt, guard, receivers
from sandbox.process.kinds import SCHOOL, has_system, principal_of
from sandbox.process.state import CaseState, day_of, latest

SPEAKING = frozenset({"bevaka_ratt", "sorja_for_person"})
LONG_MONTH = 31
GONE = ("deceased", "moved")  # the plan ends whatever else there is to say of it


def _person(attempt: Attempt) -> Mapping[str, Any]:
    found: Mapping[str, Any] = attempt.case.facts.get("person") or {}
    return found


def _body(attempt: Attempt) -> Mapping[str, Any]:
    return attempt.body or {}


def _shown(attempt: Attempt, kind: str, key: str) -> bool:
    document = attempt.flow.documents.get(kind)
    return document is not None and field_of(document.fields, key) is not None


@guard(
    "one_plan_at_a_time",
    "Personen har redan en aktiv SIP. Anslut er till den, följ upp den, eller avsluta den och "
    "gör en ny.",
    "praxis-en-sip",
)
def _one_plan_at_a_time(attempt: Attempt) -> bool:
    elsewhere = attempt.case.facts.get("elsewhere") or {}
    begun = latest(attempt.case, "call") is not None
    return begun or not (attempt.flow.one_plan and elsewhere.get("active_sip"))


@guard(
    "identity_not_protected",
    "Personen har skyddade personuppgifter. Då görs ingen digital SIP. Avsluta planen med skälet "
    "skyddade uppgifter och fortsätt enligt er rutin på papper.",
    "OSL-skydd",
    "praxis-skydd",
)
def _identity_not_protected(attempt: Attempt) -> bool:
    return not _person(attempt).get("protected")


@guard(
    "person_is_minor",
    "Det här underlaget är för den som är under 18 år.",
    "fb-vardnad",
)
def _person_is_minor(attempt: Attempt) -> bool:
    return bool(_person(attempt).get("minor"))


@guard(
    "adult_answers",
    "En vuxen person säger själv ja eller nej. En god man eller förvaltare kan hjälpa till, men "
    "kan inte samtycka i personens ställe.",
    "fb-god-man",
    "patientlag-samtycke",
    field="consent.givers",
)
def _adult_answers(attempt: Attempt) -> bool:
    body, person = _body(attempt), _person(attempt)
    if not person or person.get("minor") or (body.get("ground") or "consent") != "consent":
        return True
    if body.get("given_by", "person") not in ("", "person"):
        return False
    said = {row.get("giver") for row in body.get("givers", ()) if row.get("answer") == "yes"}
    return not said or "person" in said


@guard(
    "person_says_yes",
    "Det står inte att personen själv har sagt ja. Utan ett ja blir det ingen SIP, och de andra får "
    "inte läsa.",
    "patientlag-samtycke",
    "L1",
    field="consent.givers",
    logs="consent_incomplete",
)
def _person_says_yes(attempt: Attempt) -> bool:
    return not _not_given(attempt, minor=False)


@guard(
    "nobody_missing",
    "Någon som behöver säga ja har inte gjort det än. Två vårdnadshavare bestämmer tillsammans. "
    "Samtycket gäller först när båda har sagt ja.",
    "fb-vardnad",
    "fb-en-vardnadshavare",
    field="consent.givers",
    logs="consent_incomplete",
    about=lambda attempt: _not_given(attempt, minor=True),
)
def _nobody_missing(attempt: Attempt) -> bool:
    return not _not_given(attempt, minor=True)


def _not_given(attempt: Attempt, *, minor: bool) -> tuple[str, ...]:
    """Whose yes is missing, when the person is a child and when not: the reasons differ."""
    if _person_is_minor(attempt) is not minor:
        return ()
    return consent.missing_yes(attempt.case, _body(attempt))


@guard(
    "child_heard",
    "Det står inte vad barnet självt säger. Barnet ska få säga sitt, och det väger tyngre ju äldre "
    "barnet är.",
    "patientlag-barn",
    "fb-vardnad",
    field="consent.child_answer",
    logs="child_not_heard",
)
def _child_heard(attempt: Attempt) -> bool:
    body = _body(attempt)
    return not _person(attempt).get("minor") or bool(body.get("child_answer", "not asked"))


@guard(
    "child_in_basis",
    "Det står inte vad barnet självt säger. Skriv barnets egna ord, eller hur barnet får vara med.",
    "patientlag-barn",
    "praxis-barn",
    field="basis_minor.own_words",
    logs="child_not_heard",
)
def _child_in_basis(attempt: Attempt) -> bool:
    return bool(_body(attempt).get("own_words"))


def _narrow_representative(attempt: Attempt) -> tuple[str, ...]:
    """Who is asked as a party though the appointment is about money alone."""
    known = _person(attempt).get("representative") or {}
    named = (*receivers(attempt), *_body(attempt).get("receivers", ()))
    if known.get("party") not in named or SPEAKING & set(known.get("scope") or ()):
        return ()
    return (str(known["party"]),)


@guard(
    "representative_may_take_part",
    "Den gode mannens eller förvaltarens uppdrag gäller bara ekonomin. Då är det inte självklart "
    "att den personen är med i en SIP. Fråga personen.",
    "fb-god-man",
    logs="scope_too_narrow",
    about=_narrow_representative,
)
def _representative_may_take_part(attempt: Attempt) -> bool:
    return not _narrow_representative(attempt)


@guard(
    "refusal_has_reason",
    "Skriv varför ni inte gör någon SIP. Den som har bett om en SIP får nej bara undantagsvis.",
    "praxis-nej",
    field="refusal.reason",
)
def _refusal_has_reason(attempt: Attempt) -> bool:
    body = _body(attempt)
    return body.get("what") != "refused" or bool(body.get("reason"))


@guard(
    "withdrawal_says_what",
    "Skriv vilka eller vad personen tar tillbaka sitt ja för, eller välj hela samtycket.",
    "L1",
    "L2",
    field="consent_withdrawal.receivers",
)
def _withdrawal_says_what(attempt: Attempt) -> bool:
    body = _body(attempt)
    return body.get("extent") != "part" or bool(body.get("receivers") or body.get("purposes"))


def _principals(case: CaseState, codes: Iterable[str]) -> set[str]:
    people = consent.parties(case)
    return {principal_of(people.get(code, {})) for code in codes} - {""}


@guard(
    "both_principals",
    "Med bara skolan och en huvudman är det ingen SIP enligt lagen. Kommunen och regionen gör den "
    "tillsammans. Ni kan mötas ändå.",
    "L1",
    "L2",
    logs="not_statutory",
    about=receivers,
)
def _both_principals(attempt: Attempt) -> bool:
    named = receivers(attempt)
    people = consent.parties(attempt.case)
    if not any(people.get(code, {}).get("unit") == SCHOOL for code in named):
        return True
    holder = str(attempt.case.facts.get("coordinator") or attempt.actor)
    return {"municipality", "region"} <= _principals(attempt.case, (*named, holder))


def level_of(attempt: Attempt) -> Level | None:
    """Return the level the plan is at now, with what the body says of it."""
    code = _body(attempt).get("level") or attempt.case.facts.get("level")
    return attempt.flow.levels.get(str(code))


@guard(
    "leader_at_level",
    "På den här nivån leds mötet av en mötesledare som inte är med i planen. Skriv vem.",
    "praxis-nivaer",
    field="meeting.leader",
)
def _leader_at_level(attempt: Attempt) -> bool:
    level = level_of(attempt)
    if attempt.body is None or level is None or not level.leader:
        return True
    return not _shown(attempt, "meeting", "leader") or bool(attempt.body.get("leader"))


@guard(
    "follow_up_in_time",
    "Uppföljningen ligger senare än nivån på planen säger.",
    "praxis-nivaer",
    field="follow_up.day",
    logs="follow_up_late",
)
def _follow_up_in_time(attempt: Attempt) -> bool:
    level, day = level_of(attempt), _body(attempt).get("day")
    if level is None or day is None:
        return True
    period = read_period(level.of)
    longest = period.months * LONG_MONTH + period.days
    return bool(day <= day_of(attempt.case.now) + longest)


def _unexplained(attempt: Attempt) -> tuple[str, ...]:
    rows = _body(attempt).get("absent") or ()
    return tuple(
        row["party"]
        for row in rows
        if "new_way" in row and not (row.get("reason") and row.get("new_way"))
    )


@guard(
    "absence_explained",
    "Någon kom inte. Det står inte varför, eller hur de kan vara med ändå.",
    "praxis-kallelse",
    field="meeting.absent",
    logs="absence_unexplained",
    about=_unexplained,
)
def _absence_explained(attempt: Attempt) -> bool:
    return not _unexplained(attempt)


@guard(
    "others_agreed",
    "Samtycket omfattar inte insatser från andra än kommunen och regionen.",
    "L11",
    field="goals.others",
    mended_by="record_consent",
)
def _others_agreed(attempt: Attempt) -> bool:
    if not _body(attempt).get("others") or not _shown(attempt, "consent", consent.OTHERS):
        return True
    given = consent.current(attempt.case)
    return given is not None and consent.OTHERS in given.purposes


@guard(
    "measures_are_own",
    "Varje enhet skriver sina egna insatser. Skriv dem som är era, och personens egna.",
    "L1",
    "L2",
    "praxis-mal",
    field="goals.measures",
)
def _measures_are_own(attempt: Attempt) -> bool:
    people = consent.parties(attempt.case)
    inside = {code for code, party in people.items() if has_system(party)}
    named = {row.get("responsible") for row in _body(attempt).get("measures") or ()}
    return not (named & inside) - {attempt.actor, attempt.case.facts.get("coordinator")}


def measures_of(case: CaseState, party: str) -> frozenset[str]:
    """Return the texts of the measures that are the party's own, wherever they are written."""
    goals, part = latest(case, "goals"), latest(case, "contribution", party)
    found = {row["text"] for row in (part.body.get("measures") or ())} if part else set()
    rows = goals.body if goals else {}
    found |= {row["text"] for row in rows.get("measures") or () if row["responsible"] == party}
    if party == case.facts.get("coordinator"):
        # What the person does is written, and followed up, by whoever holds the plan together.
        people = consent.parties(case)
        found |= {row["text"] for row in rows.get("own_measures") or ()}
        found |= {row["text"] for row in rows.get("others") or ()}
        found |= {
            row["text"]
            for row in rows.get("measures") or ()
            if people.get(row["responsible"], {}).get("kind") == "person"
        }
    return frozenset(found)


@guard(
    "follows_own_measures",
    "Varje enhet följer upp sina egna insatser.",
    "praxis-uppfoljning",
    field="measure_follow_up.measures",
)
def _follows_own_measures(attempt: Attempt) -> bool:
    rows = _body(attempt).get("measures") or ()
    return {row["what"] for row in rows} <= measures_of(attempt.case, attempt.actor)


@guard(
    "successor_covered",
    "Samtycket omfattar inte den enhet som ska ta över. Fråga personen först.",
    "L11",
    field="hand_over.to",
    mended_by="record_consent",
)
def _successor_covered(attempt: Attempt) -> bool:
    chosen = _body(attempt).get("to")
    return not chosen or consent.may_receive(attempt.case, str(chosen))


@guard(
    "successor_is_another",
    "Ni samordnar redan. Välj den enhet som ska ta över.",
    "praxis-overlamning",
    field="hand_over.to",
)
def _successor_is_another(attempt: Attempt) -> bool:
    return _body(attempt).get("to") != attempt.actor


@guard(
    "handed_to_us",
    "Ingen har bett er ta över samordningen av den här planen.",
    "praxis-overlamning",
)
def _handed_to_us(attempt: Attempt) -> bool:
    return attempt.case.facts.get("handed_to") == attempt.actor


@guard(
    "taker_is_named",
    "Skriv namnet på den som blir personens samordnare. Det står i planen och på personens sida.",
    "praxis-overlamning",
    field="hand_over_answer.name",
)
def _taker_is_named(attempt: Attempt) -> bool:
    return _says_if_yes(attempt, "name")


@guard(
    "taker_is_reached",
    "Skriv ett telefonnummer till den som blir samordnare, så att personen vet vart hen ringer.",
    "praxis-overlamning",
    field="hand_over_answer.phone",
)
def _taker_is_reached(attempt: Attempt) -> bool:
    return _says_if_yes(attempt, "phone")


def _says_if_yes(attempt: Attempt, key: str) -> bool:
    written = _body(attempt)
    return written.get("answer") != "yes" or bool(written.get(key))


@guard(
    "closing_reason_fits",
    "Skälet stämmer inte med läget. Har personen fått skyddade uppgifter eller tagit tillbaka sitt "
    "samtycke, är det skälet.",
    "praxis-avslut",
    field="closing.reason",
)
def _closing_reason_fits(attempt: Attempt) -> bool:
    reason = _body(attempt).get("reason")
    if not reason or reason in GONE:
        return True
    if _person(attempt).get("protected"):
        return bool(reason == "protected_identity")
    return reason == "consent_withdrawn" or not consent.withdrawn(attempt.case)
