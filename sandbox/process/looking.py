"""What the check of a rule looks at and what it finds, with the readings of a case they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sandbox.process import consent
from sandbox.process.deadlines import Due, dues
from sandbox.process.flow import Flow, Profile, field_of
from sandbox.process.kinds import OUTSIDE, principal_of
from sandbox.process.overlay import under
from sandbox.process.payment import Liability, liability
from sandbox.process.state import CaseState, Document, latest, shared_step
from sandbox.process.tracks import state_in

OPEN_CARE = ("primary_care", "specialist_care")
BOTH = frozenset({"municipality", "region"})
PRINCIPALS = {"municipality": "kommunen", "region": "regionen"}


@dataclass(frozen=True)
class Found:
    """One breach as a check finds it: a plain Swedish sentence, and whom or what it is about.

    `about` is the code of a party, or the kind of a document. A `level` here weighs instead of the
    rule's own.
    """

    text: str
    about: str = ""
    level: str = ""


@dataclass(frozen=True)
class Looking:
    """A case with its flow as read and as the profile shows it."""

    case: CaseState
    flow: Flow
    profile: Profile

    @cached_property
    def shown(self) -> Flow:
        """The flow as the profile shows it."""
        return under(self.flow, self.profile)

    def body(self, kind: str) -> Mapping[str, Any]:
        """Return the body of the latest sent document of the kind, or an empty one."""
        document = latest(self.case, kind)
        return document.body if document else {}

    def sent(self, *kinds: str) -> list[Document]:
        """Return what has been sent of the kinds and still holds, the oldest first."""
        return [one for one in self.case.documents if one.kind in kinds and one.stands]

    def party(self, code: str) -> Mapping[str, Any]:
        """Return what is known of a party, or nothing."""
        return consent.parties(self.case).get(code, {})

    def name(self, code: str) -> str:
        """Return what a party is called."""
        return str(self.party(code).get("name") or code)

    def unit(self, code: str) -> str:
        """Return which kind of unit a party is."""
        return str(self.party(code).get("unit", ""))

    def principal(self, code: str) -> str:
        """Return whose a unit is: region, municipality or ""."""
        return principal_of(self.party(code))

    def addressed(self, document: Document | None) -> tuple[str, ...]:
        """Return the parties a document is addressed to."""
        return consent.addressed(document, flow=self.shown) if document else ()

    def units_told(self) -> list[str]:
        """Return the units of care that have got the admission notice."""
        told = self.addressed(latest(self.case, "admission_notice"))
        return [code for code in told if self.party(code).get("kind") not in OUTSIDE]

    def due(self, key: str) -> list[Due]:
        """Return the dates of one deadline: one, or one for each receiver."""
        return [one for one in self._dues if one.key == key]

    @cached_property
    def _dues(self) -> tuple[Due, ...]:
        return dues(self.case, self.shown)

    @cached_property
    def liability(self) -> Liability:
        """What the municipality pays for the stay, or why it pays nothing."""
        return liability(self.case, flow=self.flow, profile=self.profile)

    def asks(self, kind: str, path: str) -> bool:
        """Return whether the profile lets somebody write the document and shows the field.

        A column of rows is named with its field: absent.new_way.
        """
        shown = self.shown
        if all(action.document != kind for action in shown.actions.values()):
            return False
        fields = shown.documents[kind].fields
        for key in path.split("."):
            found = field_of(fields, key)
            if found is None:
                return False
            fields = found.fields
        return True

    def plan_state(self) -> str:
        """Return where the plan stands, or "" where the flow has none."""
        if "sip" not in self.flow.tracks:
            return ""
        return state_in(self.case, self.flow, "sip")

    def has_left(self) -> bool:
        """Return whether the person has been discharged."""
        return latest(self.case, "discharge") is not None

    def measures(self) -> Iterator[Mapping[str, Any]]:
        """Yield every measure of the plan, those that the units have written themselves too."""
        yield from self.body("goals").get("measures") or ()
        for document in self.sent("contribution"):
            for row in document.body.get("measures") or ():
                step = shared_step(row, document.body)
                yield {"responsible": document.author, **row, "subgoal": step}

    def owners(self) -> set[str]:
        """Return the principals that have measures in the plan."""
        found = {self.principal(str(row.get("responsible") or "")) for row in self.measures()}
        return found - {""}

    def text_of(self, row: Mapping[str, Any]) -> str:
        """Return the first words of a row, to know it by."""
        text = str(row.get("text") or "").strip()
        return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()} …"


SHORT = 40
Check = Callable[[Looking], Iterable[Found]]


def empty(value: Any) -> bool:
    """Return whether nothing has been written in a field."""
    return value in (None, "", [], (), {}) or (isinstance(value, str) and not value.strip())
