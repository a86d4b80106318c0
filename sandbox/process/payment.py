"""When the municipality pays for a patient who is ready to go home, how much, and why it does not.

Money is practice money (övningskronor): the amount for each year is the profile's, never the law's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.process import consent
from sandbox.process.almanac import almanac_of
from sandbox.process.completeness import Item
from sandbox.process.deadlines import Due, dues
from sandbox.process.flow import Flow, Profile, field_of, source_text
from sandbox.process.overlay import under
from sandbox.process.state import MINUTES_PER_DAY, CaseState, Document, day_of, latest, minute_of

NOTICE_FACTS = frozenset({"name", "identity_number", "address", "estimated_day"})
RECEIVES = "municipal_assessment"
PAYMENT = "payment"
MAY_BEGIN = "Kommunens betalningsansvar kan börja"  # something that it rests on is missing
LAW, AVERAGE = "law", "average"
MEAN_DAYS = "mean_days"
YES, NO, UNCLEAR = "yes", "no", "unclear"


@dataclass(frozen=True)
class Ground:
    """Why there is no liability: the rule, one plain Swedish sentence, and its source."""

    rule: str
    text: str
    source: str


@dataclass(frozen=True)
class Liability:
    """What one stay costs the municipality, so far or in all.

    `begins` and `ends` are simulated minutes; `days` are the nights from the day the liability
    begins, so the day of going home is not one. `amount` is for one day, `total` for all of them,
    in övningskronor; both None when the profile has no amount. `liable` is false as long as there
    are `grounds` against it. `ready_days` are the nights since the notice, for the mean of a month.
    """

    model: str
    municipality: str
    liable: bool
    begins: int | None
    ends: int | None
    days: int
    amount: int | None
    total: int | None
    ready_days: int
    grounds: tuple[Ground, ...]

    @property
    def barred(self) -> bool:
        """Whether something stands against it, and not just that it has not begun."""
        return any(ground.rule != "U19" for ground in self.grounds)


@dataclass(frozen=True)
class Month:
    """What a municipality owes for a month when the agreement counts the mean of its stays.

    `excess` is the number of days over the agreed mean, for all stays together.
    """

    stays: int
    mean: float
    excess: float
    total: int | None
    grounds: tuple[Ground, ...]


def preconditions(case: CaseState, *, flow: Flow) -> tuple[Item, ...]:
    """Return what the liability to pay rests on (U18), each met or not, with its source.

    `flow` as the profile shows it, or as it stands. When the liability begins is `liability`'s to say.
    """
    found = (
        ("U2", "Kommunen fick inskrivningsmeddelandet", _reached(case, flow, "admission_notice")),
        ("U3", "De fyra uppgifterna stod i inskrivningsmeddelandet", _whole(case)),
        ("U4", "Inskrivningsmeddelandet gick i tid", not _late(case, flow)),
        ("U8", "Kommunen underrättades om utskrivningsklar", _reached_ready(case, flow)),
        (
            "U15",
            "Den fasta vårdkontakten har kallat till SIP, om personen vill ha en",
            not call_required(case) or latest(case, "call") is not None,
        ),
    )
    sources = {"U8": ("L6", "L9"), "U15": ("L7", "L9")}
    return tuple(
        Item(rule, label, met, "error", _cited(flow, *sources.get(rule, ("L3", "L9"))))
        for rule, label, met in found
    )


def liability(case: CaseState, *, flow: Flow, profile: Profile) -> Liability:
    """Return what the municipality pays for this stay, or why it pays nothing (U15–U21).

    What was put right late counts from the day it was put right. Under the model `average` nothing
    is owed for a single stay: see `month`.
    """
    shown = under(flow, profile)
    model = str(_limits(profile).get("model", LAW))
    due = next((one for one in dues(case, shown) if one.key == PAYMENT), None)
    ends = _ended(case, due)
    begins = _begins(case, due)
    first = day_of(begins) if begins is not None else 0
    last = day_of(case.now if ends is None else ends)
    grounds = tuple(_grounds(case, shown, model, begins, ends))
    days = 0 if grounds else max(0, last - first)
    return Liability(
        model=model,
        municipality=liable_municipality(case),
        liable=not grounds,
        begins=begins,
        ends=ends,
        days=days,
        amount=amount(case, profile, first),
        total=_total(case, profile, first, days),
        ready_days=max(0, last - day_of(due.began)) if due and due.began is not None else 0,
        grounds=grounds,
    )


def owed(found: Iterable[Due], answer: Liability, *, now: int) -> tuple[Due, ...]:
    """Return dates to keep where the liability stands as `liability` has answered, nearest first.

    It begins when all it rests on is there. As long as something is missing it only may begin, and
    when the day has come it has begun for nobody and is no date at all.
    """
    rows = list(found)
    for one in [row for row in rows if row.key == PAYMENT and row.done_at is None]:
        rows.remove(one)
        begins = one.due if answer.begins is None else answer.begins
        label = MAY_BEGIN if answer.barred else one.label
        if not answer.barred or now < begins:
            rows.append(replace(one, label=label, due=begins, passed=now >= begins))
    return tuple(sorted(rows, key=lambda row: (row.due, row.key, row.party)))


def month(
    cases: Iterable[CaseState], *, flow: Flow, profile: Profile, municipality: str, first_day: int
) -> Month:
    """Return what a municipality owes for a calendar month under the model `average`.

    The stays that ended in the month of `first_day` count, from the notice to going home. Without
    a calendar a month is thirty days.
    """
    stays, days, last = 0, 0, first_day
    rate = None
    for case in cases:
        found = liability(case, flow=flow, profile=profile)
        last = almanac_of(case).after_months(first_day, 1)
        inside = found.ends is not None and first_day <= day_of(found.ends) < last
        if inside and found.municipality == municipality and _unbarred(case, flow, profile):
            stays, days = stays + 1, days + found.ready_days
            rate = amount(case, profile, first_day)
    mean = days / stays if stays else 0.0
    agreed = int(_limits(profile).get(MEAN_DAYS, 0))
    excess = max(0.0, mean - agreed) * stays
    grounds = () if excess else (_under_mean(flow, stays, agreed),)
    total = None if rate is None else round(excess * rate)
    return Month(stays, mean, excess, total, grounds)


def liable_municipality(case: CaseState) -> str:
    """Return the code of the unit that receives for the municipality that pays (U17), or "".

    That of the person's registered address, unless another municipality has placed the person: the
    ward writes which in the admission.
    """
    people = consent.parties(case)
    receivers = (code for code, row in people.items() if row.get("unit") == RECEIVES)
    return _named_municipality(case) or next(receivers, "")


def _named_municipality(case: CaseState) -> str:
    admission, person = latest(case, "admission"), case.facts.get("person") or {}
    written = admission.body.get("payer") if admission else ""
    return str(written or person.get("registered_in") or "")


def compulsory(case: CaseState) -> bool:
    """Return whether the person leaves under compulsory care (U13): a care plan instead of a SIP."""
    return bool(case.facts.get("compulsory"))


def call_required(case: CaseState) -> bool:
    """Return whether liability asks for a call to a SIP: the person wants one, and may have one."""
    return case.facts.get("sip_answer") == YES and not compulsory(case)


def open_care(case: CaseState, flow: Flow) -> str:
    """Return whether what the region's open care shall give is there (U20): yes, no or unclear.

    "" when nothing in the flow asks. One unit's no weighs more than another's yes.
    """
    said = {str(one.body["open_care"]) for one in _standing(case) if one.body.get("open_care")}
    fact = case.facts.get("open_care")
    said |= {str(fact)} if fact else set()
    asked = any(field_of(kind.fields, "open_care") for kind in flow.documents.values())
    if not said:
        return UNCLEAR if asked else ""
    return next(answer for answer in (NO, UNCLEAR, YES) if answer in said)


def amount(case: CaseState, profile: Profile, day: int) -> int | None:
    """Return the övningskronor of one day (U21), by the year of the day; None when none is set.

    A year without an amount has that of the year before it.
    """
    amounts: Mapping[int, int] = _limits(profile).get("amounts") or {}
    date = almanac_of(case).date_of(day)
    years = sorted(year for year in amounts if date is None or year <= date.year)
    return amounts[years[-1]] if years else None


def _limits(profile: Profile) -> Mapping[str, Any]:
    found: Mapping[str, Any] = profile.limits.get("payment") or {}
    return found


def _cited(flow: Flow, *codes: str) -> str:
    return source_text(tuple(flow.sources[code] for code in codes))


def _standing(case: CaseState) -> Iterator[Document]:
    return (one for one in case.documents if one.stands)


def _reached(case: CaseState, flow: Flow, kind: str) -> bool:
    """Whether the document went to a unit of the municipality that decides on support."""
    document, people = latest(case, kind), consent.parties(case)
    if document is None:
        return False
    named = consent.addressed(document, flow=flow)
    if _named_municipality(case):
        return liable_municipality(case) in named
    return any(people.get(party, {}).get("unit") == RECEIVES for party in named)


def _reached_ready(case: CaseState, flow: Flow) -> bool:
    """The notice of a decision on compulsory open care is a notice of readiness (U9)."""
    return any(_reached(case, flow, kind) for kind in ("ready_notice", "decision_notice"))


def _whole(case: CaseState) -> bool:
    notice = latest(case, "admission_notice")
    return notice is not None and set(notice.body.get("facts", ())) >= NOTICE_FACTS


def _late(case: CaseState, flow: Flow) -> bool:
    found = (one for one in dues(case, flow) if one.key == "admission_notice")
    return any(one.passed for one in found)


def _ended(case: CaseState, due: Due | None) -> int | None:
    """Return when the stay ended: when the person left, or else when it was written down."""
    document = latest(case, "discharge")
    day, time = (document.body.get(key) for key in ("day", "time")) if document else (None, "")
    if day is not None and time:
        return minute_of(int(day), str(time))
    if due is not None and due.done_at is not None:
        return due.done_at
    left: int | None = case.facts.get("discharged_at")
    return left


def _begins(case: CaseState, due: Due | None) -> int | None:
    """Return when the liability begins: not before the day the last condition was met."""
    if due is None:
        return None
    met = [_first_sent(case, "admission_notice")]
    if call_required(case):
        met.append(_first_sent(case, "call"))
    met += [one.sent_at or 0 for one in _standing(case) if one.body.get("open_care") == YES]
    return max(due.due, day_of(max(met)) * MINUTES_PER_DAY)


def _first_sent(case: CaseState, kind: str) -> int:
    """Return when the kind was first sent: a later version tells more and delays nothing."""
    sent = (one.sent_at for one in case.documents if one.kind == kind and one.sent_at is not None)
    return min(sent, default=0)


def unmet(case: CaseState, shown: Flow) -> Iterator[Ground]:
    """Yield a ground for each precondition that is not met."""
    for item in preconditions(case, flow=shown):
        if not item.met:
            yield Ground("U18", MISSING[item.rule], item.source)


def _grounds(
    case: CaseState, shown: Flow, model: str, begins: int | None, ends: int | None
) -> Iterator[Ground]:
    yield from _barred(case, shown)
    if model == AVERAGE:
        text = (
            "Kommunen och regionen har avtalat om ett snitt för månaden. Dagarna räknas in i "
            "snittet, och kommunen betalar inte för en enskild person."
        )
        yield Ground("U16", text, _cited(shown, "L8"))
    elif begins is not None and ends is not None and day_of(ends) <= day_of(begins):
        text = "Personen skrevs ut innan betalningsansvaret hade börjat kosta något."
        yield Ground("U19", text, _cited(shown, "L9"))
    elif begins is not None and case.now < begins:
        yield Ground("U19", "Betalningsansvaret har inte börjat än.", _cited(shown, "L9"))


def _barred(case: CaseState, shown: Flow) -> Iterator[Ground]:
    """What stands against liability under any model."""
    told = any(one.key == PAYMENT for one in dues(case, shown))
    if not told:
        yield Ground("U18", _no_notice(case), _cited(shown, "L6", "L9"))
    for ground in unmet(case, shown):
        if told or ground.text != MISSING["U8"]:  # said already, and why
            yield ground
    if open_care(case, shown) in OPEN_CARE:
        yield Ground("U20", OPEN_CARE[open_care(case, shown)], _cited(shown, "L9"))


MISSING = {
    "U2": "Kommunen som ska betala fick inget inskrivningsmeddelande.",
    "U3": (
        "Inskrivningsmeddelandet saknade någon av de fyra uppgifterna: namn, personnummer, "
        "folkbokföringsadress och beräknad utskrivning."
    ),
    "U4": "Inskrivningsmeddelandet gick för sent.",
    "U8": "Kommunen som ska betala underrättades inte om att personen är utskrivningsklar.",
    "U15": "Den fasta vårdkontakten har inte kallat till SIP, och personen vill ha en.",
}
OPEN_CARE = {
    NO: "Regionens öppna vård kan inte ge det som personen behöver efter sjukhuset.",
    UNCLEAR: "Det är oklart om regionens öppna vård kan ge det som personen behöver efter sjukhuset.",
}


def _no_notice(case: CaseState) -> str:
    if latest(case, "interruption") is not None:
        return "Processen är avbruten, så ingen tid räknas."
    if latest(case, "ready_withdrawn") is not None:
        return "Utskrivningsklar är återkallat. Tiden räknas på nytt från nästa underrättelse."
    return "Det finns ingen underrättelse om att personen är utskrivningsklar."


def _unbarred(case: CaseState, flow: Flow, profile: Profile) -> bool:
    return not any(_barred(case, under(flow, profile)))


def _under_mean(flow: Flow, stays: int, agreed: int) -> Ground:
    if not stays:
        text = "Ingen som kommunen kan betala för skrevs ut den månaden."
    else:
        text = f"Kommunens snitt är inte över {agreed} dagar, så det finns inget att betala."
    return Ground("U16", text, _cited(flow, "L8"))


def _total(case: CaseState, profile: Profile, first: int, days: int) -> int | None:
    found = [amount(case, profile, day) for day in range(first, first + days)]
    if amount(case, profile, first) is None:
        return None
    return sum(one or 0 for one in found)
