"""The documentation support of the forms: what the receiver needs to know, and why it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from content_files.yaml_marks import Marked, load_marked
from sandbox.process import consent
from sandbox.process.flow import Source
from sandbox.process.reading import load_sources
from sandbox.process.state import CaseState, latest

HERE = Path(__file__).parent / "advice"


@dataclass(frozen=True)
class Line:
    """What happens next, and when it is so: always, by a named state of the case, or by an answer."""

    text: str
    when: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


# What a line may wait for; the case is as it stands when the thing is done.
WHEN: Mapping[str, Callable[[CaseState], bool]] = {
    "": lambda _case: True,
    "agreed": lambda case: consent.current(case) is not None,
    "not_agreed": lambda case: consent.current(case) is None,
    "planned": lambda case: bool(consent.current(case) and latest(case, "planning")),
    "uninformed": lambda case: latest(case, "information") is None,
}


def holding(lines: Iterable[Line], case: CaseState, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lines that hold after what was done, with the document's body as it was sent."""
    return tuple(
        one.text
        for one in lines
        if WHEN[one.when](case) and all(body.get(key) == said for key, said in one.answers.items())
    )


@dataclass(frozen=True)
class Asked:
    """Why a field is asked for, and the sources that ask."""

    why: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Advice:
    """The support of one kind of document. `units` are questions for one sort of unit."""

    ask: tuple[str, ...] = ()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    example: str = ""
    fields: Mapping[str, Asked] = field(default_factory=dict)
    next: tuple[Line, ...] = ()

    def questions(self, unit: str) -> tuple[str, ...]:
        """Return what the receiver needs to know from a unit of this sort."""
        return self.units.get(unit, self.ask)


@dataclass(frozen=True)
class Consequence:
    """What an action without a document leads to, and who is told."""

    happens: tuple[Line, ...] = ()
    told: str = ""


@lru_cache(maxsize=4)
def load_advice(flow: str) -> tuple[Mapping[str, Advice], Mapping[str, Consequence]]:
    """Read a flow's support: by kind of document, and by action. Empty when nobody has written any.

    `as_in` names kinds that are supported as in another flow, by flow; what stands here about such a
    kind is said in place of what stands there. Raises ContentError naming file and line.
    """
    path = HERE / f"{flow}.yaml"
    if not path.exists():
        return {}, {}
    marked = load_marked(path)
    documents = marked.data.get("documents") or {}
    actions = marked.data.get("actions") or {}
    same = {
        kind: load_advice(other)[0][kind]
        for other, kinds in (marked.data.get("as_in") or {}).items()
        for kind in kinds
    }
    return (
        same
        | {
            kind: _beside(same.get(kind, Advice()), _advice(marked, kind, row))
            for kind, row in documents.items()
        },
        {
            code: Consequence(_lines(marked, "actions", code, "happens"), row.get("told", ""))
            for code, row in actions.items()
        },
    )


def _beside(other: Advice, own: Advice) -> Advice:
    """Return the other flow's support with what this one says otherwise."""
    said = {one.name: getattr(own, one.name) for one in fields(own)}
    return replace(other, **{name: value for name, value in said.items() if value})


def _advice(marked: Marked, kind: str, row: Mapping[str, Any]) -> Advice:
    return Advice(
        ask=tuple(row.get("ask") or ()),
        units={unit: tuple(lines) for unit, lines in (row.get("units") or {}).items()},
        example=row.get("example", ""),
        fields={
            key: Asked(one["why"], _sources(marked, one.get("source") or (), kind, key))
            for key, one in (row.get("fields") or {}).items()
        },
        next=_lines(marked, "documents", kind, "next"),
    )


def _lines(marked: Marked, *path: str) -> tuple[Line, ...]:
    """The lines of a list: a text, or `{when: …, text: …}` with a name or a field's answers."""
    part, code, key = path
    found = []
    for number, row in enumerate(marked.data[part][code].get(key) or ()):
        if isinstance(row, str):
            found.append(Line(row))
            continue
        when = row["when"]
        if isinstance(when, str) and when not in WHEN:
            raise marked.error(f"Villkoret ”{when}” finns inte.", *path, number)
        named, answers = (when, {}) if isinstance(when, str) else ("", when)
        found.append(Line(row["text"], named, answers))
    return tuple(found)


def _sources(marked: Marked, codes: Any, kind: str, key: str) -> tuple[Source, ...]:
    known = load_sources()
    for code in codes:
        if code not in known:
            message = f"Källan ”{code}” finns inte."
            raise marked.error(message, "documents", kind, "fields", key)
    return tuple(known[code] for code in codes)
