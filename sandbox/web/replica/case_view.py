"""One case as a unit meets it: person, parties, process train, tabs, documents, and what may be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from sandbox.process import consent, documents
from sandbox.process.deadlines import Due, deadlines
from sandbox.process.engine import Offer, offers
from sandbox.process.flow import DocumentKind, Flow
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState, Document, day_of, latest
from sandbox.web.forms import Options
from sandbox.web.reading import Facts, facts
from sandbox.web.replica.desk import Desk
from sandbox.world.desk import DeskCase, case_of
from sandbox.world.models import Person

PARTY_USES = ("receiver", "responsible", "coordinator", "any")
STANDING = ("sent", "acknowledged")


@dataclass(frozen=True)
class Wagon:
    """One stage of the process train: what it is, whether it is done, and its date in words."""

    label: str
    tone: str  # "done" | "now" | "todo"
    word: str
    when: str


@dataclass(frozen=True)
class Paper:
    """One document as it is listed and read: who wrote it, when, what it says, who has read it."""

    number: int
    kind: str
    label: str
    author: str
    when: str
    status: str
    word: str
    to: tuple[str, ...]
    receipts: tuple[str, ...]
    waiting: tuple[str, ...]
    facts: Facts
    mine: bool
    unread: bool


class CaseView:
    """A case at a desk, worked out once for each request."""

    def __init__(self, desk: Desk, seen: DeskCase) -> None:
        self.desk, self.seen = desk, seen
        self.state, self.person, self.role = seen.state, seen.person, seen.role

    @property
    def no(self) -> int:
        """The case's number in the room."""
        return self.seen.case.no

    @cached_property
    def flow(self) -> Flow:
        """The flow as the profile shows it."""
        return under(load_flow(self.state.flow), self.desk.profile)

    @property
    def parties(self) -> Mapping[str, Mapping[str, Any]]:
        """Everybody who may be named in the case, by code."""
        return consent.parties(self.state)

    def name_of(self, party: str) -> str:
        """What a party is called."""
        found = self.parties.get(party)
        return str(found["name"]) if found else party

    @cached_property
    def offers(self) -> Mapping[str, Offer]:
        """What the unit may do now and why not, by action."""
        found = offers(
            self.state,
            role=self.role,
            flow=load_flow(self.state.flow),
            profile=self.desk.profile,
            actor=self.desk.seat.unit,
        )
        return {one.action: one for one in found}

    @cached_property
    def options(self) -> Options:
        """What the choices of the case's forms are filled with; nobody writes to their own unit."""
        return self._options(but=self.desk.seat.unit)

    @cached_property
    def names(self) -> Options:
        """The same with everybody in it, for reading."""
        return self._options(but="")

    def _options(self, *, but: str) -> Options:
        return Options(
            parties={
                use: [
                    (code, str(party["name"]))
                    for code, party in self.parties.items()
                    if (use == "any" or use in party.get("uses", ()))
                    and not (use == "receiver" and code == but)
                ]
                for use in PARTY_USES
            },
            headings=list(self.desk.profile.headings.items()),
            day_name=self.desk.day_words,
            today=day_of(self.state.now),
            same_day=True,
            day_zero=self.desk.world.sim_start,
        )

    # ------------------------------------------------------------------ documents

    def papers(self, kinds: tuple[str, ...] = ()) -> list[Paper]:
        """The documents of these kinds that the unit may read, newest first; all when none named."""
        found = [
            self.paper(one)
            for one in self.state.documents
            if one.status != "draft" and (not kinds or one.kind in kinds)
        ]
        return found[::-1]

    def paper(self, document: Document) -> Paper:
        """One document in words."""
        kind = self.flow.documents.get(document.kind)
        named = consent.addressed(document, flow=self.flow)
        read = documents.receipts(self.state, document)
        return Paper(
            number=document.number,
            kind=document.kind,
            label=kind.label if kind else document.kind,
            author=self.name_of(document.author),
            when=self.desk.time_words(document.sent_at) if document.sent_at is not None else "",
            status=document.status,
            word=self._word(document),
            to=tuple(self.name_of(one) for one in named),
            receipts=tuple(self.name_of(one) for one in read),
            waiting=tuple(self.name_of(one) for one in named if one not in read),
            facts=facts(kind, self.names, document.body) if kind else [],
            mine=document.author == self.desk.seat.unit,
            unread=document.number in self.unread,
        )

    def _word(self, document: Document) -> str:
        if document.status == "withdrawn":
            newer = latest(self.state, document.kind)
            return _("Replaced by a newer one") if newer else _("Withdrawn")
        return _("Acknowledged") if document.status == "acknowledged" else _("Sent (practice)")

    @cached_property
    def unread(self) -> frozenset[int]:
        """The numbers of what has come to the unit and waits to be acknowledged."""
        found = documents.unread(self.state, flow=self.flow, party=self.desk.seat.unit)
        return frozenset(one.number for one in found)

    def document(self, number: int) -> Document:
        """A sent document that the unit may read. Raises Http404."""
        for one in self.state.documents:
            if one.number == number and one.status != "draft":
                return one
        raise Http404

    def kind_of(self, action: str) -> DocumentKind:
        """The kind of document an action writes. Raises Http404 when it writes none."""
        row = self.flow.actions.get(action)
        if row is None or not row.document or row.document not in self.flow.documents:
            raise Http404
        return self.flow.documents[row.document]

    # ------------------------------------------------------------------ where it stands

    @cached_property
    def due(self) -> tuple[Due, ...]:
        """The dates the case has to keep, the nearest first."""
        return deadlines(self.state, flow=load_flow(self.state.flow), profile=self.desk.profile)

    def train(self) -> list[Wagon]:
        """The process train of the profile: dated carriages, the meeting last."""
        wagons = list(self._wagons())
        current = next((n for n, one in enumerate(wagons) if one.tone != "done"), None)
        if current is not None:
            first = wagons[current]
            wagons[current] = Wagon(first.label, "now", _("Now"), first.when)
        return wagons

    def _wagons(self) -> Iterator[Wagon]:
        rows = self.desk.profile.pages.get("train", {}).get(self.state.flow, ())
        done = {line.code: line.at for line in reversed(self.state.log)}
        for row in rows:
            at = next((done[code] for code in row["done"] if code in done), None)
            if at is not None:
                yield Wagon(row["label"], "done", _("Done"), self.desk.time_words(at))
            else:
                yield Wagon(row["label"], "todo", _("Not yet"), self._expected(row))

    def _expected(self, row: Mapping[str, Any]) -> str:
        day = self.state.facts.get(row.get("day", ""))
        if isinstance(day, int):
            return _("estimated %(day)s") % {"day": self.desk.day_words(day)}
        due = next((one for one in self.due if one.key == row.get("deadline")), None)
        return _("at the latest %(time)s") % {"time": self.desk.time_words(due.due)} if due else ""


def case_view(desk: Desk, no: int) -> CaseView:
    """The case with this number, at this desk. Raises Http404 when the unit has no part in it."""
    seen = case_of(desk.seat, no)
    if seen is None:
        raise Http404
    return CaseView(desk, seen)


def person_words(desk: Desk, person: Person) -> dict[str, Any]:
    """The person as the band over the case shows them."""
    return {
        "name": str(person),
        "identity_number": person.identity_number,
        "age": desk.world.sim_start.year - person.birth_year,
        "protected": person.protected_identity,
    }


def state_word(state: CaseState, flow: Flow) -> str:
    """Where the case stands, in the flow's own word."""
    return flow.tracks[flow.name].states[state.state].label
