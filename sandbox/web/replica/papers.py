"""One document as it is listed and read: who wrote it, to whom, what it says, who has read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.template.loader import select_template
from django.utils.translation import gettext as _

from sandbox.process.flow import DocumentKind, Field, field_of
from sandbox.process.state import shared_step
from sandbox.web.forms import Options
from sandbox.web.reading import Facts, facts, lines_of

# Answers of yes or no, and the field that says who it is that comes or takes over.
ANSWERS = {"call_answer": "who", "hand_over_answer": "name"}


@dataclass(frozen=True)
class Receipt:
    """One receiver of a document: whether it has read it, in words."""

    code: str
    name: str
    tone: str
    word: str
    read: bool
    waits: bool


@dataclass(frozen=True)
class Said:
    """One field of a document as it is read. `rows` are a table's, under `columns`."""

    key: str
    label: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Told:
    """How a document stands: the word, how it is with that, and why it no longer holds."""

    word: str
    tone: str
    why_struck: str


@dataclass(frozen=True, eq=False)
class Paper:
    """A document in words, as far as somebody asks. `struck`: it no longer holds."""

    number: int
    kind: str
    label: str
    author_code: str
    author: str
    at: int
    status: str
    version: int
    struck: bool
    mine: bool
    unread: bool
    body: Mapping[str, Any]
    definition: DocumentKind | None
    options: Callable[[], Options]
    moment: Callable[[int], str]
    tell: Callable[[], Told]
    ask: Callable[[], tuple[Receipt, ...]]

    @cached_property
    def when(self) -> str:
        """When it was sent, in words."""
        return "" if self.status == "draft" else self.moment(self.at)

    @cached_property
    def told(self) -> Told:
        """How it stands."""
        return self.tell()

    @property
    def word(self) -> str:
        """How it stands, in a word."""
        return self.told.word

    @property
    def tone(self) -> str:
        """How it is with that."""
        return self.told.tone

    @property
    def why_struck(self) -> str:
        """Why it no longer holds; empty as long as it does."""
        return self.told.why_struck

    @cached_property
    def to(self) -> tuple[Receipt, ...]:
        """Those it has gone to."""
        return self.ask()

    @cached_property
    def facts(self) -> Facts:
        """Every field as (label, lines), in the order of the form."""
        return facts(self.definition, self.options(), self.body) if self.definition else []

    @cached_property
    def said(self) -> dict[str, Said]:
        """The fields that say something, by key."""
        if self.definition is None:
            return {}
        made = (_said(field, self.options(), self.body) for field in self.definition.fields)
        return {one.key: one for one in made if one.lines or one.rows}

    @cached_property
    def rest(self) -> list[Said]:
        """Everything it says but to whom it goes, for kinds without a page of their own."""
        to = self.definition.addressed_by if self.definition else ""
        return [one for one in self.said.values() if one.key != to]

    @cached_property
    def template(self) -> Any:
        """The page that reads this kind of document."""
        return select_template([f"replica/papers/{self.kind}.html", "replica/papers/plain.html"])

    @property
    def title(self) -> str:
        """What it is called in a list: a message by its subject, an answer by what it says."""
        subject = str(self.body.get("subject") or "") or self.answered
        return f"{self.label}: {subject}" if subject else self.label

    @property
    def answered(self) -> str:
        """Whether a unit comes, or takes over, and who: it is what one looks for in a list."""
        if self.kind not in ANSWERS or self.definition is None:
            return ""
        field = field_of(self.definition.fields, "answer")
        said = ((field.choices or {}) if field else {}).get(str(self.body.get("answer")), "")
        return ", ".join(filter(None, (said, str(self.body.get(ANSWERS[self.kind]) or ""))))

    @property
    def names(self) -> str:
        """The receivers, in a row."""
        return ", ".join(one.name for one in self.to)

    @property
    def read_by(self) -> int:
        """How many of those who are to acknowledge have done so."""
        return sum(one.read for one in self.to if one.waits or one.read)

    @property
    def asked(self) -> int:
        """How many are to acknowledge."""
        return sum(one.waits or one.read for one in self.to)

    @property
    def waiting(self) -> str:
        """Who has not read it yet, in a row."""
        return ", ".join(one.name for one in self.to if one.waits)


def _said(field: Field, options: Options, body: Mapping[str, Any]) -> Said:
    value = body.get(field.key)
    if field.type == "tick":
        return Said(field.key, field.label, (_("Yes"),) if value else ())
    if field.type == "questions_per_party":
        names = {code: name for named in options.parties.values() for code, name in named}
        asked = tuple((names.get(code, code), str(text)) for code, text in _written(value))
        return Said(field.key, field.label.replace("{party}", ""), (), ("", ""), asked)
    if field.type != "rows":
        return Said(field.key, field.label, tuple(lines_of(field, options, value)))
    rows = tuple(
        tuple(
            _step(row, column, options, body)
            if column.type == "row"
            else " ".join(_cell(column, options, row.get(column.key)))
            for column in field.fields
        )
        for row in value or ()
    )
    filled = [row for row in rows if any(row)]
    kept = [n for n in range(len(field.fields)) if any(row[n] for row in filled)]
    return Said(
        field.key,
        field.label,
        (),
        tuple(field.fields[n].label for n in kept),
        tuple(tuple(row[n] for n in kept) for row in filled),
    )


def _written(value: Any) -> list[tuple[str, str]]:
    """What was asked of each; nobody stands there without a question."""
    return [(code, text) for code, text in (value or {}).items() if str(text).strip()]


def _step(row: Mapping[str, Any], column: Field, options: Options, body: Mapping[str, Any]) -> str:
    """Which sub-goal a measure belongs to, by its text: a number alone says nothing to a reader."""
    own = [str(one.get("text") or "") for one in body.get(column.of) or ()]
    number, shared = row.get(column.key), shared_step(row, body)
    named = own if number in range(len(own)) else options.steps
    at = number if named is own else shared
    if not isinstance(at, int) or at not in range(len(named)):
        return ""
    return _("belongs to the sub-goal ”%(goal)s”") % {"goal": named[at]}


def _cell(column: Field, options: Options, value: Any) -> list[str]:
    if column.type == "tick":
        return [_("Yes")] if value else []
    lines = lines_of(column, options, value)
    # A day on its own, in the middle of a row, does not say what it is the day of.
    return [f"{column.label}: {line}" for line in lines] if column.type == "day" else lines
