"""The plan in words: the person's goals, the steps on the way, who does what, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from sandbox.process import members
from sandbox.process.flow import field_of
from sandbox.process.state import Document, shared_step
from sandbox.web.replica.case_view import CaseView

PLAN_KINDS = ("goals", "contribution", "follow_up")
MEASURE_LISTS = ("measures", "own_measures", "others")
TONES = {"ongoing": "now", "reached": "done", "done": "done", "stopped": "warn"}
TONES_OF_OUTCOMES = {"done": "done", "ongoing": "now", "no_help": "warn", "stopped": "warn"}


@dataclass(frozen=True)
class Measure:
    """Something somebody does: what, who, how often, until when, and how it went last time."""

    text: str
    who: str
    whose: str  # the party's code; empty for what others do
    contact: str = ""
    often: str = ""
    starts: str = ""
    until: str = ""
    status: str = ""
    tone: str = "todo"
    outcome: str = ""
    outcome_tone: str = "todo"
    said: str = ""
    again: str = ""  # the day it is followed up next
    own: bool = False  # the person does it

    @property
    def named(self) -> str:
        """The text as it is read before how often: no full stop in the middle of a line."""
        return self.text.rstrip(". ") if self.often else self.text


@dataclass(frozen=True)
class Step:
    """A sub-goal with the measures that belong to it."""

    text: str
    heading: str
    until: str
    status: str
    tone: str
    author: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Plan:
    """One plan as it is read; empty texts for what nobody has written."""

    main_goal: str = ""
    main_until: str = ""
    situation: str = ""
    resources: str = ""
    steps: tuple[Step, ...] = ()
    loose: tuple[Measure, ...] = ()
    next_day: str = ""
    next_form: str = ""
    coordinator: str = ""
    coordinator_name: str = ""
    coordinator_phone: str = ""
    principal: str = ""
    principal_in_basis: str = ""  # as it was thought before the meeting
    documented_until: str = ""
    writes: tuple[tuple[str, str], ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure, in the order of the plan."""
        return (*(one for step in self.steps for one in step.measures), *self.loose)

    @property
    def loose_own(self) -> list[Measure]:
        """What the person does, apart from the steps."""
        return [one for one in self.loose if one.own]

    @property
    def loose_others(self) -> list[Measure]:
        """What others do, apart from the steps."""
        return [one for one in self.loose if not one.own]

    @property
    def by_party(self) -> list[tuple[str, list[Measure]]]:
        """The measures by who does them."""
        found: dict[str, list[Measure]] = {}
        for one in self.measures:
            found.setdefault(one.who, []).append(one)
        return list(found.items())


def plan_of(view: CaseView, *, upto: int | None = None) -> Plan | None:
    """The plan as it stands, or as it stood when the document `upto` was sent; None before there is one.

    Only what the unit may read is in it.
    """
    return _Reader(view, upto).plan()


class _Reader:
    """Puts one plan together from the documents it is made of."""

    def __init__(self, view: CaseView, upto: int | None) -> None:
        self.view, self.upto = view, upto
        self.outcomes = dict(self._outcomes())

    def plan(self) -> Plan | None:
        goals = self._newest("goals")
        parts = [found for one in self._authors() if (found := self._newest("contribution", one))]
        if goals is None and not parts:
            return None
        body: Mapping[str, Any] = goals.body if goals else {}
        steps = list(self._steps("goals", body, goals.author if goals else ""))
        loose = list(self._loose(body))
        for part in parts:
            more = list(self._steps("contribution", part.body, part.author))
            steps += more
            loose += self._fitted(part, steps, len(body.get("subgoals") or ()))
        return replace(
            self._ahead(),
            main_goal=str(body.get("main_goal") or ""),
            main_until=self._day(body.get("main_day")),
            situation=str(body.get("situation") or ""),
            resources=str(body.get("resources") or ""),
            steps=tuple(steps),
            loose=tuple(loose),
        )

    def _ahead(self) -> Plan:
        found = self._newest("follow_up")
        body: Mapping[str, Any] = found.body if found else {}
        if self.upto is None:
            body = members.ahead(self.view.state, body)
        return Plan(
            next_day=self._day(body.get("day")),
            next_form=self._word("follow_up", ("form",), body.get("form")),
            coordinator=self._party(body.get("coordinator")),
            coordinator_name=str(body.get("coordinator_name") or ""),
            coordinator_phone=str(body.get("coordinator_phone") or ""),
            principal=self._word("follow_up", ("principal",), body.get("principal")),
            principal_in_basis=self._thought(),
            documented_until=self._day(body.get("documentation_day")),
            writes=tuple(
                (self._party(row.get("party")), str(row.get("what") or ""))
                for row in body.get("documentation") or ()
            ),
        )

    def _thought(self) -> str:
        basis = self._newest("basis")
        return self._word("basis", ("principal",), basis.body.get("principal")) if basis else ""

    # ------------------------------------------------------------------ rows

    def _steps(self, kind: str, body: Mapping[str, Any], author: str) -> Iterator[Step]:
        for number, row in enumerate(body.get("subgoals") or ()):
            mine = [
                self._measure(key, one, author)
                for key in MEASURE_LISTS
                for one in body.get(key) or ()
                if one.get("subgoal") == number
            ]
            yield Step(
                text=str(row.get("text") or ""),
                heading=self.view.desk.profile.headings.get(str(row.get("heading") or ""), ""),
                until=self._day(row.get("day")),
                status=self._word(kind, ("subgoals", "status"), row.get("status")),
                tone=TONES.get(str(row.get("status")), "todo"),
                author=self.view.name_of(author),
                measures=tuple(mine),
            )

    def _loose(self, body: Mapping[str, Any]) -> Iterator[Measure]:
        steps = range(len(body.get("subgoals") or ()))
        for key in MEASURE_LISTS:
            for row in body.get(key) or ():
                if row.get("subgoal") not in steps:
                    yield self._measure(key, row, "")

    def _fitted(self, part: Document, steps: list[Step], shared: int) -> Iterator[Measure]:
        """The unit's measures without a sub-goal of its own: to the one of the coordinator's it names.

        Those are the first `shared` steps. Failing that to the step under the same heading. What
        fits nowhere stands loose: no measure may fall out of the plan.
        """
        headings = self.view.desk.profile.headings
        own = range(len(part.body.get("subgoals") or ()))
        for row in part.body.get("measures") or ():
            if row.get("subgoal") in own:
                continue
            number = shared_step(row, part.body)
            made = self._measure("measures", row, part.author)
            heading = headings.get(str(row.get("heading") or ""), "")
            alike = next((n for n, one in enumerate(steps) if heading == one.heading != ""), -1)
            at = number if number in range(shared) else alike
            if at is None or at < 0:
                yield made
            else:
                steps[at] = replace(steps[at], measures=(*steps[at].measures, made))

    def _measure(self, key: str, row: Mapping[str, Any], author: str) -> Measure:
        text = str(row.get("text") or "")
        party = "" if key == "others" else str(row.get("responsible") or author)
        own = key == "own_measures" or self._is_person(party)
        who = str(row.get("who") or "") if key == "others" else self._party(party)
        if key == "own_measures":
            party, who = "", str(self.view.person.given_name)
        followed = self.outcomes.get(text, {})
        outcome = str(followed.get("outcome") or "")
        kind = "goals" if key != "measures" else "contribution"
        return Measure(
            text=text,
            who=who,
            whose=party,
            contact="" if own else self._contact(row),
            often=str(row.get("often") or ""),
            starts=self._day(row.get("from_day")),
            until=self._day(row.get("until_day")),
            status=self._word(kind, (key, "status"), row.get("status")),
            tone=TONES.get(str(row.get("status")), "todo"),
            outcome=self._word("measure_follow_up", ("measures", "outcome"), outcome),
            outcome_tone=TONES_OF_OUTCOMES.get(outcome, "todo"),
            said=str(followed.get("text") or ""),
            again=self._day(followed.get("next_day")),
            own=own,
        )

    def _contact(self, row: Mapping[str, Any]) -> str:
        named = (row.get("contact"), row.get("name"), row.get("role"), row.get("phone"))
        return ", ".join(str(one) for one in named if one)

    def _outcomes(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for one in self.view.state.documents:
            if one.kind == "measure_follow_up" and one.stands:
                for row in one.body.get("measures") or ():
                    yield str(row.get("what") or ""), row

    # ------------------------------------------------------------------ words

    def _newest(self, kind: str, author: str = "") -> Document | None:
        found = [one for one in self._documents(kind) if author in ("", one.author)]
        return found[-1] if found else None

    def _authors(self) -> list[str]:
        return list(dict.fromkeys(one.author for one in self._documents("contribution")))

    def _documents(self, kind: str) -> list[Document]:
        sent = [one for one in self.view.state.documents if one.kind == kind]
        if self.upto is None:
            return [one for one in sent if one.stands]
        return [one for one in sent if one.status != "draft" and one.number <= self.upto]

    def _is_person(self, party: str) -> bool:
        return self.view.parties.get(party, {}).get("kind") == "person"

    def _party(self, code: Any) -> str:
        return self.view.name_of(str(code)) if code else ""

    def _day(self, value: Any) -> str:
        return self.view.desk.day_words(value) if isinstance(value, int) else ""

    def _word(self, kind: str, path: tuple[str, ...], value: Any) -> str:
        definition = self.view.words.documents.get(kind)
        fields = definition.fields if definition else ()
        field = None
        for key in path:
            field = field_of(fields, key)
            fields = field.fields if field else ()
        return str((field.choices or {}).get(str(value), "")) if field and value else ""


def ended_word(view: CaseView) -> str:
    """That the plan has ended and why, as far as the unit may know; empty while it goes on."""
    found = [one for one in view.state.documents if one.kind == "closing"]
    closing = next((one for one in reversed(found) if one.stands), None)
    if closing is None:
        return ""
    field = field_of(view.words.documents["closing"].fields, "reason")
    reason = (field.choices or {}).get(str(closing.body.get("reason")), "") if field else ""
    when = view.desk.time_words(closing.sent_at or 0)
    said = _("Ended %(time)s.") % {"time": when}
    return f"{said} {reason}." if reason else said
