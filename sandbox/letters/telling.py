"""What letters are written from: one case as a unit may read it, its person, and the county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from sandbox.exercises.county import Unit
from sandbox.fictive.names import REGION, draw_address
from sandbox.letters.letter import Held
from sandbox.letters.wording import say, words
from sandbox.process import consent
from sandbox.process.flow import Flow, field_of
from sandbox.process.kinds import IN_SYSTEM
from sandbox.process.state import CaseState, Document, day_of, latest
from sandbox.process.tracks import COORDINATOR, role_on

Whom = Literal["person", "guardian", "other", "school", "external"]
OUTSIDE = ("school", "external")
TRACK = "sip"
HOME, ELSEWHERE = "home", "elsewhere"  # the place says where, when it is neither's
# Where a unit says who it is one rings, the closest to the person first.
NAMED_IN = (
    ("contact", ("name", "role", "phone")),
    ("hand_over_answer", ("name", "role", "phone")),
    ("follow_up", ("coordinator_name", "coordinator_role", "coordinator_phone")),
    ("basis", ("coordinator_name", "coordinator_role", "coordinator_phone")),
)


@dataclass(frozen=True)
class Subject:
    """The person a case is about, as far as letters need."""

    name: str
    given_name: str
    identity_number: str
    address: str
    protected: bool


@dataclass(frozen=True)
class Reached:
    """Somebody a letter goes to, by the code of the party."""

    code: str
    name: str
    whom: Whom
    called: str = ""
    lives_here: bool = False

    @property
    def hello(self) -> str:
        """How the letter begins: nobody is greeted by what they are to somebody else."""
        return say("hello", name=self.called) if self.called else say("hello_nobody")


@dataclass(frozen=True)
class Named:
    """Whom one asks for at a unit: name, profession and telephone, each perhaps empty."""

    name: str = ""
    role: str = ""
    phone: str = ""

    @property
    def words(self) -> str:
        """Name and profession."""
        return ", ".join(filter(None, (self.name, self.role)))


@dataclass(frozen=True)
class Telling:
    """A case as one unit may read it. `state` holds nothing that the unit may not read."""

    state: CaseState
    flow: Flow
    subject: Subject
    unit: str
    role: str
    units: Mapping[str, Unit]
    day_zero: date
    headings: Mapping[str, str]

    # ------------------------------------------------------------------ who

    @property
    def person(self) -> Reached:
        """The person, to whom the most is written."""
        return Reached(
            str(self.state.facts.get("subject") or "person"), self.subject.name, "person"
        )

    @property
    def guardians(self) -> tuple[str, ...]:
        """The codes of the guardians of somebody under age."""
        known: Mapping[str, Any] = self.state.facts.get("person") or {}
        return tuple(known.get("guardians") or ()) if known.get("minor") else ()

    @property
    def child(self) -> bool:
        """Whether the person is under age: then letters say what a child decides, and no more."""
        known: Mapping[str, Any] = self.state.facts.get("person") or {}
        return bool(known.get("minor"))

    @property
    def coordinates(self) -> bool:
        """Whether the unit holds the plan together, so that the plan's letters are its to send."""
        if TRACK not in self.flow.tracks:
            return False
        return role_on(self.state, self.flow, TRACK, role=self.role, actor=self.unit) == COORDINATOR

    def sends(self, document: Document) -> bool:
        """Whether letters about the document are the unit's to send: it wrote it, or coordinates."""
        kind = self.flow.documents.get(document.kind)
        track = kind.track if kind else ""
        on_plan = TRACK in (track, self.flow.name)
        return document.author == self.unit or (on_plan and self.coordinates)

    def reached(self, code: str) -> Reached | None:
        """The party, when it is one that only a letter reaches."""
        party = consent.parties(self.state).get(code)
        if party is None or party.get("kind") in (*IN_SYSTEM, "person"):
            return None
        unit = str(party.get("unit") or "")
        whom: Whom = "other"
        if code in self.guardians:
            whom = "guardian"
        elif unit in OUTSIDE:
            whom = "school" if unit == "school" else "external"
        called = str(party.get("called") or "")
        here = bool(party.get("lives_here"))
        return Reached(code, str(party["name"]), whom, called, here)

    def sorted_out(self, codes: tuple[str, ...]) -> tuple[list[Reached], list[Held]]:
        """Those of the parties a letter may go to, and those it may not, with why."""
        to, held = [], []
        for one in filter(None, (self.reached(code) for code in dict.fromkeys(codes))):
            if self.subject.protected:
                held.append(Held(one.name, say("held", "protected")))
            elif not consent.may_receive(self.state, one.code):
                held.append(Held(one.name, say("held", "consent")))
            else:
                to.append(one)
        return to, held

    # ------------------------------------------------------------------ words

    def day(self, number: Any) -> date | None:
        """The date of a day of the room, or None for what is no day."""
        return self.day_zero + timedelta(days=number) if isinstance(number, int) else None

    def sent(self, document: Document) -> date:
        """The date a document was sent."""
        return self.day_zero + timedelta(days=day_of(document.sent_at or 0))

    def name(self, code: Any) -> str:
        """What a party is called."""
        found = consent.parties(self.state).get(str(code or ""), {})
        return str(found.get("name") or "")

    def word(self, kind: str, key: str, value: Any) -> str:
        """A choice in the form's own words."""
        definition = self.flow.documents.get(kind)
        field = field_of(definition.fields, key) if definition and value else None
        return str((field.choices or {}).get(str(value), "")) if field else ""

    def met(self, kind: str, value: Any, to: Reached) -> str:
        """How people meet, inside a sentence: "hemma hos dig", "per telefon"."""
        if value == HOME:
            key = "person" if to.whom == "person" else "others"
            return say("home_of", key, given=self.subject.given_name)
        if value == ELSEWHERE:
            return ""
        word = self.word(kind, "form", value)
        return word[:1].lower() + word[1:]

    def newest(self, kind: str, author: str = "") -> Document | None:
        """The document of the kind that holds."""
        return latest(self.state, kind, author)

    def standing(self, kind: str) -> Iterator[Document]:
        """Every document of the kind that holds, oldest first."""
        for one in self.state.documents:
            if one.kind == kind and one.stands:
                yield one

    # ------------------------------------------------------------------ the frame of a letter

    def sender(self, code: str) -> tuple[str, ...]:
        """Who a letter is from: the unit, what it is, and its telephone."""
        unit = self.units.get(code)
        if unit is None:
            return (self.name(code) or code,)
        principal = REGION if unit.party.principal == "region" else unit.municipality
        named = self.named_at(code)
        phone = named.phone or unit.phone
        return tuple(filter(None, (unit.party.name, principal, named.words, phone)))

    def named_at(self, code: str) -> Named:
        """Who at the unit the person rings: the fixed care contact, or who coordinates the plan."""
        found = [one for one in self._named(code) if one.name]
        if not found:
            return Named()
        same = [one for one in found if one.name == found[0].name]
        role = next((one.role for one in same if one.role), "")
        return Named(found[0].name, role, next((one.phone for one in same if one.phone), ""))

    def _named(self, code: str) -> Iterator[Named]:
        for kind, keys in NAMED_IN:
            paper = self.newest(kind, code)
            if paper is not None:
                yield Named(*(str(paper.body.get(key) or "") for key in keys))

    def ask(self, code: str) -> str:
        """Whom to call."""
        unit = self.units.get(code)
        if unit is None or not unit.phone:
            return ""
        named = self.named_at(code)
        if named.name:
            phone = named.phone or unit.phone
            return say("ask_named", name=named.words, sender=unit.party.name, phone=phone)
        given = {"sender": unit.party.name, "phone": unit.phone, "opening": unit.opening}
        return say("ask" if unit.opening else "ask_short", **given)

    def address(self, to: Reached) -> tuple[str, ...]:
        """Name and address, all invented; never an address of somebody who is protected."""
        if to.whom == "person" and self.subject.protected:
            return (to.name, *words()["nowhere"])
        if to.whom == "person" or to.lives_here:
            return (to.called or to.name, *_lines(self.subject.address))
        return (to.called or to.name, *_lines(draw_address(Random(to.code))))  # noqa: S311

    def why(self, to: Reached) -> str:
        """Why it is on paper."""
        protected = to.whom == "person" and self.subject.protected
        return say("why", "protected" if protected else to.whom)


def _lines(address: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in address.split(",") if part.strip())
