"""One case as a unit meets it: person, parties, process train, tabs, documents, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from sandbox.process import consent, documents, members, payment
from sandbox.process.deadlines import Due, deadlines
from sandbox.process.engine import Offer, offers
from sandbox.process.flow import DocumentKind, Flow
from sandbox.process.kinds import OUTSIDE
from sandbox.process.overlay import readable, under
from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState, Document, day_of, latest, steps_of
from sandbox.process.tracks import role_on
from sandbox.web.forms import Options
from sandbox.web.replica.desk import Desk
from sandbox.web.replica.papers import Paper, Receipt, Told
from sandbox.world.desk import DeskCase, case_of
from sandbox.world.models import Person

PARTY_USES = ("receiver", "responsible", "coordinator", "any")
RECEIPTS = ("acknowledge", "acknowledge_call")
CALLS = (documents.CALL, "meeting_cancellation")
TAKES_BACK, TAKEN_BACK = ("ready_withdrawn",), ("ready_notice", "decision_notice")


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

    @cached_property
    def words(self) -> Flow:
        """The same with nothing left out, to read what was written in another system's words."""
        return readable(load_flow(self.state.flow), self.desk.profile)

    @property
    def coordinator_word(self) -> str:
        """What the profile calls whoever holds the plan together."""
        return self.words.tracks["sip"].names["coordinator"]

    @property
    def parties(self) -> Mapping[str, Mapping[str, Any]]:
        """Everybody who may be named in the case, by code."""
        return consent.parties(self.state)

    @property
    def meeting_ahead(self) -> str:
        """When the meeting of the plan is, if it has a time that has not come yet."""
        at = self.state.facts.get("meeting_at")
        return self.desk.time_words(at) if at is not None and at > self.desk.now else ""

    def name_of(self, party: str) -> str:
        """What a party is called, also one who is named by what they are: the person, a guardian."""
        guardians = (self.state.facts.get("person") or {}).get("guardians") or ()
        code = dict(zip(consent.GUARDIANS, guardians, strict=False)).get(party, party)
        found = self.parties.get(code)
        if found:
            return str(found["name"])
        unnamed = {"person": str(self.person), consent.GUARDIANS[1]: _("The other guardian")}
        return unnamed.get(party, party)

    def in_a_sentence(self, name: str) -> str:
        """A party's name inside a sentence: one who is named by what they are has a small letter."""
        return name[:1].lower() + name[1:] if name in self._relatives else name

    @cached_property
    def _relatives(self) -> frozenset[str]:
        """Those near the person who are called by what they are, and not by a name of their own."""
        network = self.person.profile.get("network") or ()
        near = {str(one["who"]) for one in network if one.get("code") and not _begins(one)}
        return frozenset({*near, _("The other guardian")})

    def acts_as(self, track: str) -> str:
        """The unit's role on one track of the case."""
        if track not in self.flow.tracks:
            return ""
        return role_on(self.state, self.flow, track, role=self.role, actor=self.desk.seat.unit)

    @cached_property
    def offers(self) -> Mapping[str, Offer]:
        """What the unit may do now and why not, by action."""
        found = offers(
            self.seen.whole or self.state,
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
            documents=[self._pointed_to(one) for one in self.state.documents],
            steps=steps_of(self.state),
            people={"by": self._by_name},
        )

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The guardians who are known by name, for a choice between them."""
        codes = (self.state.facts.get("person") or {}).get("guardians") or ()
        known = dict(zip(consent.GUARDIANS, codes, strict=False))
        return {one: self.name_of(one) for one, code in known.items() if code in self.parties}

    def _pointed_to(self, document: Document) -> tuple[str, str]:
        """A document as others point to it: its number, and what it is called."""
        kind = self.words.documents.get(document.kind)
        at = self.desk.time_words(document.sent_at) if document.sent_at is not None else ""
        words = (kind.label if kind else document.kind, self.name_of(document.author), at)
        return str(document.number), ", ".join(word for word in words if word)

    # ------------------------------------------------------------------ documents

    def papers(self, kinds: tuple[str, ...] = (), *, most: int | None = None) -> list[Paper]:
        """The documents of these kinds that the unit may read, newest first; all when none named."""
        found = (
            self.paper(one)
            for one in reversed(self.state.documents)
            if one.status != "draft" and (not kinds or one.kind in kinds)
        )
        return list(islice(found, most))

    def paper(self, document: Document) -> Paper:
        """One document in words."""
        if document.number not in self._papers:
            self._papers[document.number] = self._paper(document)
        return self._papers[document.number]

    @cached_property
    def _papers(self) -> dict[int, Paper]:
        return {}

    def _paper(self, document: Document) -> Paper:
        kind = self.words.documents.get(document.kind)
        return Paper(
            number=document.number,
            kind=document.kind,
            label=kind.label if kind else document.kind,
            author_code=document.author,
            author=self.name_of(document.author),
            at=document.sent_at or 0,
            status=document.status,
            version=document.version,
            struck=document.status == "withdrawn",
            mine=document.author == self.desk.seat.unit,
            unread=document.number in self.unread,
            body=document.body,
            definition=kind,
            options=lambda: self.names,
            moment=self.desk.moment_words,
            tell=lambda: self._told(document, kind),
            ask=lambda: self._receipts(document),
        )

    def _told(self, document: Document, kind: DocumentKind | None) -> Told:
        return Told(
            word=self._word(document),
            tone=self._tone(document),
            why_struck=self._why_struck(document, kind) if document.status == "withdrawn" else "",
        )

    def _receipts(self, document: Document) -> tuple[Receipt, ...]:
        read = documents.receipts(self.state, document)
        holds = document.stands
        asked = documents.awaited(self.state, document, self.flow) if holds else set()
        return tuple(
            self._receipt(document, code, read=code in read, asked=code in asked)
            for code in consent.addressed(document, flow=self.flow)
            if code != document.author
        )

    def _receipt(self, document: Document, code: str, *, read: bool, asked: bool) -> Receipt:
        name = self.name_of(code)
        if read:
            at = self.read_at.get((document.number, code))
            when = self.desk.moment_words(at) if at is not None else ""
            word = _("Acknowledged %(time)s") % {"time": when}
            return Receipt(code, name, "done", word.strip(), True, False)
        if code in self.refusing and document.kind == "admission_notice":
            return Receipt(code, name, "bad", _("Turned down"), False, False)
        if asked:
            return Receipt(code, name, "todo", _("Not read"), False, True)
        if self.parties.get(code, {}).get("kind") in OUTSIDE:
            return Receipt(code, name, "todo", _("Gets it by letter or is told"), False, False)
        return Receipt(code, name, "todo", _("Need not be read any more"), False, False)

    @cached_property
    def refusing(self) -> tuple[str, ...]:
        """The units that have turned down the admission notice that holds."""
        return members.refusing(self.state)

    @cached_property
    def read_at(self) -> Mapping[tuple[int, str], int]:
        """When each document was acknowledged, by its number and the unit."""
        return {
            (line.document, line.actor): line.at
            for line in reversed(self.state.log)
            if line.code in RECEIPTS and line.document is not None
        }

    def _word(self, document: Document) -> str:
        if document.status == "withdrawn":
            replaced = self._newer(document) is not None
            return _("Replaced by a newer one") if replaced else _("Withdrawn")
        if not consent.addressed(document, flow=self.flow):  # it has gone to nobody
            return _("Registered") if document.kind == "admission" else _("Kept in the case")
        return _("Acknowledged") if document.status == "acknowledged" else _("Sent (practice)")

    def _tone(self, document: Document) -> str:
        if document.status == "withdrawn":
            return "locked"
        return "done" if document.status == "acknowledged" else "todo"

    def _newer(self, document: Document) -> Document | None:
        """The version that took the document's place, where one did."""
        kind = self.flow.documents.get(document.kind)
        if kind is None or kind.many or self._voiding(document) is not None:
            return None
        newer = latest(self.state, document.kind, document.author if kind.own else "")
        return newer if newer is not None and newer.number > document.number else None

    def _voiding(self, document: Document) -> Document | None:
        return next(
            (
                one
                for one in self.state.documents
                if one.kind == "voiding" and str(one.body.get("document")) == str(document.number)
            ),
            None,
        )

    def _called_off(self, document: Document) -> Paper | None:
        """What cancelled the meeting that a call was to, if it is not merely replaced by a new call."""
        if document.kind != documents.CALL:
            return None
        after = (one for one in self.papers(CALLS) if one.number > document.number)
        first = min(after, key=lambda one: one.number, default=None)
        return first if first is not None and first.kind != documents.CALL else None

    def _why_struck(self, document: Document, kind: DocumentKind | None) -> str:
        voiding = self._voiding(document)
        if voiding is not None:
            said = self.paper(voiding).said.get("reason")
            return _("%(unit)s withdrew it: %(reason)s") % {
                "unit": self.name_of(voiding.author),
                "reason": said.lines[0].lower() if said and said.lines else "",
            }
        off = self._called_off(document)
        if off is not None:
            return _("%(unit)s cancelled the meeting: %(reason)s") % {
                "unit": off.author,
                "reason": " ".join(off.said["reason"].lines).lower(),
            }
        newer = self._newer(document)
        if newer is not None:
            return _("Replaced by version %(number)d") % {"number": newer.version}
        taken = next((one for one in self.papers(TAKES_BACK) if one.number > document.number), None)
        if taken is not None and document.kind in TAKEN_BACK and taken.said.get("reason"):
            return _("%(unit)s took it back: %(reason)s") % {
                "unit": taken.author,
                "reason": " ".join(taken.said["reason"].lines),
            }
        return _("It no longer holds.")

    @cached_property
    def unread(self) -> frozenset[int]:
        """The numbers of what has come to the unit and waits to be acknowledged."""
        found = documents.unread(self.state, flow=self.flow, party=self.desk.seat.unit)
        return frozenset(one.number for one in found if self.acknowledges(one))

    def arrived(self, document: Document) -> int:
        """When the document came to the unit: what waits for the person's yes comes with that."""
        sent = document.sent_at or 0
        kind = self.flow.documents.get(document.kind)
        consents = (self.seen.whole or self.state).consents
        if kind is None or not consents or kind.readers.get(self.acts_as(kind.track)) != "consent":
            return sent
        return max(sent, consents[-1].given_at)

    def acknowledges(self, document: Document) -> str:
        """The action that acknowledges the document; empty where it is answered instead."""
        if document.kind == documents.CALL:
            return "acknowledge_call"
        return "acknowledge" if "acknowledge" in self.flow.actions else ""

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
        """The dates the case has to keep, the nearest first; payment as `liability` says."""
        flow, profile = load_flow(self.state.flow), self.desk.profile
        found = deadlines(self.state, flow=flow, profile=profile)
        runs = any(one.key == payment.PAYMENT and one.done_at is None for one in found)
        return payment.owed(found, self.liability, now=self.state.now) if runs else found

    @cached_property
    def liability(self) -> payment.Liability:
        """What the municipality pays for the stay: the same answer at every desk."""
        whole = self.seen.whole or self.state
        flow = load_flow(self.state.flow)
        return payment.liability(whole, flow=flow, profile=self.desk.profile)


def case_view(desk: Desk, no: int) -> CaseView:
    """The case with this number, at this desk. Raises Http404 when the unit has no part in it."""
    seen = case_of(desk.seat, no)
    if seen is None:
        raise Http404
    return CaseView(desk, seen)


def person_words(desk: Desk, person: Person) -> dict[str, Any]:
    """The person as the band over the case shows them."""
    return {
        "no": person.no,
        "given_name": person.given_name,
        "address": "" if person.protected_identity else person.address,
        "name": str(person),
        "identity_number": person.identity_number,
        "age": desk.world.sim_start.year - person.birth_year,
        "protected": person.protected_identity,
    }


def _begins(near: Mapping[str, Any]) -> bool:
    """Whether what somebody is called begins with their name: Gun och Ove, for Gun och Ove Fabelås."""
    first = str(near.get("name") or "").partition(" ")[0]
    return bool(first) and str(near["who"]).startswith(first)


def state_word(state: CaseState, flow: Flow) -> str:
    """Where the case stands, in the flow's own word."""
    return flow.tracks[flow.name].states[state.state].label
