"""The letter somebody has with them from hospital: what happened, and the four parts of the law."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.letters.letter import Block, Letter, heading, table, texts
from sandbox.letters.telling import Telling
from sandbox.letters.wording import NBSP, date_words, day_words, say, say_all, words
from sandbox.process.state import Document

KIND = "information"


def home_letters(telling: Telling) -> list[Letter]:
    """What the ward gives the person on going home; none before the ward has written it.

    Patientlagen 3 kap. 2 b §: a summary, and if there is one the fixed care contact, the time of
    the plan's meeting, and the plans there are.
    """
    written = telling.newest(KIND)
    if written is None or not telling.sends(written):
        return []
    sent, to = telling.sent(written), telling.person
    return [
        Letter(
            key=f"hem-{written.number}-{to.code}",
            title=say("home", "title"),
            when=sent,
            written=date_words(sent),
            sender=telling.sender(written.author),
            to=telling.address(to),
            blocks=tuple(_blocks(telling, written)),
            ask=telling.ask(written.author),
            why=say("why", "protected" if telling.subject.protected else "home"),
        )
    ]


def _blocks(telling: Telling, written: Document) -> Iterator[Block]:
    unit = telling.units.get(written.author)
    ward = unit.party.mention if unit else telling.name(written.author)
    given = telling.subject.given_name
    for line in say_all("home", "intro", given=given, ward=ward):
        yield from texts(line)
    for key, label in words()["home"]["parts"].items():
        if written.body.get(key):
            yield heading(label)
            yield from texts(str(written.body[key]))
    yield heading(say("home", "four"))
    yield table(tuple(words()["home"]["columns"]), tuple(_four(telling, written)))
    if written.body.get("ward_contact"):
        yield from texts(say("home", "ward_contact", text=str(written.body["ward_contact"])))


def _four(telling: Telling, written: Document) -> Iterator[tuple[str, str]]:
    """The four parts, each with how it is: known, or said to be missing."""
    contact = telling.newest("contact")
    named = (contact.body.get(key) for key in ("name", "role", "phone")) if contact else ()
    yield _part("summary", known="yes" if written.body.get("summary") else "")
    yield _part("contact", known=", ".join(str(one) for one in named if one))
    if _declined(telling):
        yield words()["home"]["meeting"][0], say("home", "declined")
    else:
        yield _part("meeting", known=_meeting(telling))
    yield _part("plans", known="yes" if _has_plan(telling) else "")


def _part(key: str, *, known: str) -> tuple[str, str]:
    label, yes, otherwise = words()["home"][key]
    return label, str(yes).format_map({"contact": known, "when": known}) if known else otherwise


def _meeting(telling: Telling) -> str:
    call = telling.newest("call")
    day = telling.day(call.body.get("day")) if call else None
    if call is None or day is None:
        return ""
    time = f"kl.{NBSP}{call.body['time']}" if call.body.get("time") else ""
    return ", ".join(filter(None, (f"{day_words(day)} {time}".strip(), call.body.get("place"))))


def _declined(telling: Telling) -> bool:
    offer = telling.newest("sip_offer")
    return offer is not None and offer.body.get("answer") == "no"


def _has_plan(telling: Telling) -> bool:
    elsewhere = telling.state.facts.get("elsewhere") or {}
    return bool(elsewhere.get("active_sip")) or telling.newest("goals") is not None
