"""The guards around a meeting of the plan: who needs to be asked, who comes, and who did not."""

from __future__ import annotations

from sandbox.process import consent
from sandbox.process.almanac import almanac_of
from sandbox.process.flow import field_of
from sandbox.process.guarding import Attempt, guard
from sandbox.process.state import latest


def _asks(attempt: Attempt, kind: str, key: str, column: str = "") -> bool:
    """Whether the profile shows the field, or the column of its rows."""
    document = attempt.flow.documents.get(kind)
    field = field_of(document.fields, key) if document else None
    return field is not None and (not column or field_of(field.fields, column) is not None)


def _unnoted(attempt: Attempt) -> tuple[str, ...]:
    """Who was called, and is neither among those who came nor among those who did not."""
    body, call = attempt.body, latest(attempt.case, "call")
    if body is None or call is None or not _asks(attempt, "meeting", "absent", "new_way"):
        return ()
    absent = (row.get("party") for row in body.get("absent") or ())
    noted = {attempt.actor, *(body.get("attended") or ()), *absent}
    people = consent.parties(attempt.case)
    return tuple(
        code
        for code in consent.addressed(call, flow=attempt.flow)
        if code not in noted and people.get(code, {}).get("kind") != "person"
    )


def _beyond_basis(attempt: Attempt) -> tuple[str, ...]:
    """Whom the basis wants to the meeting though the consent does not cover them."""
    return consent.outside(attempt.case, (attempt.body or {}).get("units") or ())


@guard(
    "basis_covered",
    "Samtycket omfattar inte alla som du skriver behövs på mötet. Fråga personen, och skriv ner "
    "svaret i samtycket, innan du kallar.",
    "L11",
    field="basis.units",
    logs="basis_beyond_consent",
    about=_beyond_basis,
)
def _basis_covered(attempt: Attempt) -> bool:
    return not _beyond_basis(attempt)


@guard(
    "sent_is_named",
    "Skriv vem ni skickar i stället, med namn eller yrke. Den som kallar behöver veta att rätt person "
    "kommer.",
    "praxis-kallelse",
    field="call_answer.who",
)
def _sent_is_named(attempt: Attempt) -> bool:
    body = attempt.body or {}
    if body.get("answer") != "sends" or not _asks(attempt, "call_answer", "role"):
        return True
    return bool(body.get("who") or body.get("role"))


@guard(
    "no_says_why",
    "Skriv varför ni inte kommer. Den som kallas skickar någon, eller är med per telefon.",
    "praxis-kallelse",
    field="call_answer.reason",
)
def _no_says_why(attempt: Attempt) -> bool:
    body = attempt.body or {}
    if body.get("answer") != "declines" or not _asks(attempt, "call_answer", "role"):
        return True
    return bool(body.get("reason"))


@guard(
    "called_are_noted",
    "Någon är kallad, men står varken bland dem som var med eller bland dem som inte kom. Kryssa i "
    "dem som kom. För dem som inte kom skriver du varför, och hur de kan vara med ändå.",
    "praxis-steg",
    field="meeting.absent",
    logs="called_not_noted",
    about=_unnoted,
)
def _called_are_noted(attempt: Attempt) -> bool:
    return not _unnoted(attempt)


def _noted_twice(attempt: Attempt) -> tuple[str, ...]:
    """Who stands both among those who came and among those who did not."""
    body = attempt.body or {}
    absent = {row.get("party") for row in body.get("absent") or ()}
    return tuple(code for code in body.get("attended") or () if code in absent)


@guard(
    "noted_once",
    "Någon står både bland dem som var med och bland dem som inte kom. Ta bort det som inte stämmer.",
    "praxis-steg",
    field="meeting.absent",
    logs="noted_twice",
    about=_noted_twice,
)
def _noted_once(attempt: Attempt) -> bool:
    return not _noted_twice(attempt)


@guard(
    "person_is_there_or_not",
    "Personen är ikryssad bland dem som var med, men svaret säger ”Ville inte vara med”. Vilket "
    "stämmer?",
    "praxis-steg",
    field="meeting.person_took_part",
    logs="person_there_and_not",
)
def _person_is_there_or_not(attempt: Attempt) -> bool:
    body, people = attempt.body or {}, consent.parties(attempt.case)
    there = (people.get(code, {}).get("kind") for code in body.get("attended") or ())
    return body.get("person_took_part") != "not" or "person" not in there


def _is_on(attempt: Attempt, which: str) -> bool:
    """Whether the meeting called to is on such a day off; a case without a calendar has none."""
    day = (attempt.body or {}).get("day")
    return day is not None and almanac_of(attempt.case).day_off(int(day)) == which


@guard(
    "meeting_not_on_saturday",
    "Mötet är på en lördag. Kan de som behövs komma då?",
    "praxis-kallelse",
    field="call.day",
    logs="meeting_on_day_off",
)
def _meeting_not_on_saturday(attempt: Attempt) -> bool:
    return not _is_on(attempt, "saturday")


@guard(
    "meeting_not_on_sunday",
    "Mötet är på en söndag. Kan de som behövs komma då?",
    "praxis-kallelse",
    field="call.day",
    logs="meeting_on_day_off",
)
def _meeting_not_on_sunday(attempt: Attempt) -> bool:
    return not _is_on(attempt, "sunday")


@guard(
    "meeting_not_on_holiday",
    "Mötet är på en helgdag. Kan de som behövs komma då?",
    "praxis-kallelse",
    field="call.day",
    logs="meeting_on_day_off",
)
def _meeting_not_on_holiday(attempt: Attempt) -> bool:
    return not _is_on(attempt, "holiday")


@guard(
    "held_as_called",
    "Dagen är en annan än den i kallelsen. Tiden för att dokumentera räknas från den dag du skriver "
    "att mötet hölls. Stämmer dagen?",
    "praxis-uppfoljning",
    field="meeting.held_day",
    logs="held_another_day",
)
def _held_as_called(attempt: Attempt) -> bool:
    held, call = (attempt.body or {}).get("held_day"), latest(attempt.case, "call")
    return held is None or call is None or held == call.body.get("day")


@guard(
    "meeting_to_cancel",
    "Ingen är kallad till något möte som inte har hållits.",
    "praxis-kallelse",
)
def _meeting_to_cancel(attempt: Attempt) -> bool:
    call, meeting = latest(attempt.case, "call"), latest(attempt.case, "meeting")
    return call is not None and (meeting is None or meeting.number < call.number)


@guard(
    "cancels_own_call",
    "Det är den som har kallat, eller den som samordnar planen, som ställer in mötet.",
    "praxis-kallelse",
)
def _cancels_own_call(attempt: Attempt) -> bool:
    call = latest(attempt.case, "call")
    callers = (call.author if call else "", attempt.case.facts.get("coordinator"))
    return call is None or attempt.actor in callers
