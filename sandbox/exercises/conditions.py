"""The closed vocabulary of conditions over a case: structure and log, and the text coaches."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from content_files.yaml_marks import Marked
from sandbox.exercises import moments
from sandbox.exercises.moments import COUNTS, LOG_OPS, Within
from sandbox.process.clock import minutes_in
from sandbox.process.goal_quality import first_person, has_time, is_question, looks_like_measure
from sandbox.process.state import CaseState, Document, day_of, latest

GROUPS = frozenset({"all", "any", "not"})
ROW_OPS = frozenset({"any_row", "every_row"})
COACHES: dict[str, Callable[[str], bool]] = {
    "first_person": first_person,
    "looks_like_measure": looks_like_measure,
    "is_question": is_question,
    "has_time": has_time,
}


@dataclass(frozen=True)
class Ref:
    """A value that is read from the case when the condition is asked."""

    path: str


@dataclass(frozen=True)
class Condition:
    """One condition: an operator on a path with a value, or a group of `parts`."""

    op: str
    path: str = ""
    value: Any = None
    parts: tuple[Condition, ...] = ()
    line: int = 0

    @property
    def coaches(self) -> bool:
        """Whether free text decides anywhere in it; never allowed in a check."""
        reads = self.op in COACHES or self.op in ("mentions", "fewer_words")
        return reads or any(part.coaches for part in self.parts)

    def all(self) -> tuple[Condition, ...]:
        """Return the condition and every condition inside it."""
        return (self, *(inner for part in self.parts for inner in part.all()))

    def paths(self) -> tuple[str, ...]:
        """Return every path it reads, row paths left out."""
        found = []
        for one in self.all():
            if one.path and not one.path.startswith("row."):
                found.append(one.path)
            if isinstance(one.value, Ref):
                found.append(one.value.path)
        return tuple(found)


@dataclass
class Scope:
    """What paths mean for one case; `row` is bound by the last any_row that held."""

    case: CaseState
    row: Mapping[str, Any] = field(default_factory=dict)

    def get(self, path: str) -> Any:
        """Return the value at a path, or None when there is nothing there."""
        head, _, rest = path.partition(".")
        if head == "row":
            return _dig(self.row, rest)
        if head == "log":
            return moments.lines(self.case, rest)
        if head in ("fact", "facts"):
            return _dig(self.case.facts, rest)
        if head == "receipt":
            return receipts(self.case, rest)
        if head == "sent_to":
            return sent_to(self.case, rest)
        if head == "case":
            return {"state": self.case.state, "day": day_of(self.case.now)}.get(rest)
        document = document_at(self.case, head)
        return _dig(document.body, rest) if document else None


def document_at(case: CaseState, head: str) -> Document | None:
    """Return the latest document of a kind, or with `kind@party` the latest by that party."""
    kind, _, author = head.partition("@")
    return latest(case, kind, author)


def receipts(case: CaseState, head: str) -> list[str]:
    """Return the parties that have acknowledged the latest document of a kind."""
    document = document_at(case, head)
    read = case.facts.get("read", {}) if document else {}
    return list(read.get(str(document.number), ())) if document else []


def sent_to(case: CaseState, head: str) -> list[str]:
    """Return every party that a document of the kind (or `kind@party`) was ever sent to."""
    kind, _, author = head.partition("@")
    found = (
        document.body.get("recipients") or ()
        for document in case.documents
        if document.kind == kind
        and document.sent_at is not None
        and author in ("", document.author)
    )
    return list(dict.fromkeys(party for named in found for party in named))


def _dig(value: Any, path: str) -> Any:
    for key in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list | tuple) and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            return None
    return value


def holds(condition: Condition | None, scope: Scope) -> bool:
    """Return whether the condition holds; None always does. May bind `scope.row`."""
    if condition is None:
        return True
    if condition.op == "all":
        return all(holds(part, scope) for part in condition.parts)
    if condition.op == "any":
        return any(holds(part, scope) for part in condition.parts)
    if condition.op == "not":
        return not holds(condition.parts[0], scope)
    value = scope.get(condition.path)
    if condition.op in ROW_OPS:
        return _rows(condition, value, scope)
    if condition.op in LOG_OPS:
        code = condition.path.removeprefix("log.")
        return moments.deciding(scope.case, code, condition.op, condition.value) is not None
    wanted = (
        scope.get(condition.value.path) if isinstance(condition.value, Ref) else condition.value
    )
    return OPERATORS[condition.op](value, wanted)


def _rows(condition: Condition, value: Any, scope: Scope) -> bool:
    rows = [row for row in _list(value) if isinstance(row, dict)]
    before = scope.row
    for row in rows:
        scope.row = row
        if holds(condition.parts[0], scope) == (condition.op == "any_row"):
            if condition.op == "every_row":
                scope.row = before
            return condition.op == "any_row"
    scope.row = before
    return condition.op == "every_row" and bool(rows)


def quoting(condition: Condition | None, case: CaseState) -> Scope:
    """Return what to quote from: the case, at the row that the condition points out in it."""
    scope = Scope(case)
    holds(condition, scope)
    return scope


def blank(value: Any) -> bool:
    """Return whether there is nothing to read in the value."""
    return value is None or value is False or value in ("", [], {}, ())


def _list(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    return [] if blank(value) else [value]


def _count_at_least(value: Any, wanted: Any) -> bool:
    return len(_list(value)) >= int(wanted)


def _contains(value: Any, wanted: Any) -> bool:
    return not blank(wanted) and all(one in _list(value) for one in _list(wanted))


def _contains_any(value: Any, wanted: Any) -> bool:
    return any(one in _list(value) for one in _list(wanted))


def _contains_only(value: Any, wanted: Any) -> bool:
    return bool(_list(value)) and all(one in _list(wanted) for one in _list(value))


def _each_has(value: Any, wanted: Any) -> bool:
    rows = _list(value)
    return bool(rows) and all(not blank(row.get(key)) for row in rows for key in _list(wanted))


def _any_true(value: Any, wanted: Any) -> bool:
    return any(row.get(wanted) is True for row in _list(value) if isinstance(row, dict))


def _mentions(value: Any, wanted: Any) -> bool:
    text = str(value or "").casefold()
    return any(re.search(rf"\b{re.escape(str(w).casefold())}", text) for w in _list(wanted))


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, wanted: not blank(value) and value == wanted,
    "one_of": lambda value, wanted: value in _list(wanted),
    "empty": lambda value, wanted: blank(value) == bool(wanted),
    "contains": _contains,
    "contains_any": _contains_any,
    "contains_only": _contains_only,
    "count_at_least": _count_at_least,
    "each_has": _each_has,
    "all_filled": lambda value, _: bool(_list(value)) and not any(map(blank, _list(value))),
    "any_true": _any_true,
    "before": lambda value, wanted: _ordered(value, wanted) and value < wanted,
    "after": lambda value, wanted: _ordered(value, wanted) and value > wanted,
    "mentions": _mentions,
    "fewer_words": lambda value, wanted: len(str(value or "").split()) < int(wanted),
    **{
        name: lambda value, wanted, coach=coach: coach(str(value or "")) == bool(wanted)  # type: ignore[misc]
        for name, coach in COACHES.items()
    },
}


def _ordered(value: Any, wanted: Any) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):  # times, always written 09.30
        return bool(value and wanted)
    return isinstance(value, int) and isinstance(wanted, int)


def parse(marked: Marked, data: Any, *at: str | int) -> Condition:
    """Read a condition from a scenario file. Raises ContentError with file and line."""
    if not isinstance(data, Mapping):
        raise marked.error("Ett villkor skrivs som { path: …, eq: … }.", *at)
    keys = set(data) - {"path"}
    if len(keys) != 1:
        raise marked.error("Ett villkor har en sökväg (path) och precis ett prov.", *at)
    op = str(keys.pop())
    if op in GROUPS:
        parts = data[op] if isinstance(data[op], list) else [data[op]]
        inner = tuple(parse(marked, part, *at, op, i) for i, part in enumerate(parts))
        return Condition(op=op, parts=inner, line=marked.line_of(*at))
    if not data.get("path"):
        raise marked.error(f"Villkoret ”{op}” saknar sökväg (path).", *at)
    return _test(marked, data, op, *at)


def _test(marked: Marked, data: Mapping[str, Any], op: str, *at: str | int) -> Condition:
    if op in ROW_OPS:
        inner = (parse(marked, data[op], *at, op),)
        return Condition(op=op, path=data["path"], parts=inner, line=marked.line_of(*at))
    if op in LOG_OPS:
        return _of_the_log(marked, data, op, *at)
    if op not in OPERATORS:
        known = ", ".join(sorted({*OPERATORS, *GROUPS, *ROW_OPS, *LOG_OPS}))
        raise marked.error(f"Villkoret ”{op}” finns inte. Välj bland: {known}.", *at)
    value = data[op]
    if isinstance(value, dict):
        value = Ref(str(value.get("path", "")))
    return Condition(op=op, path=data["path"], value=value, line=marked.line_of(*at))


def _of_the_log(marked: Marked, data: Mapping[str, Any], op: str, *at: str | int) -> Condition:
    if not str(data["path"]).startswith("log."):
        raise marked.error(f"”{op}” gäller det som har hänt. Skriv path: log.<handling>.", *at)
    value = data[op]
    if op == "within":
        value = _within(marked, value, *at, op)
    elif not isinstance(value, str):
        raise marked.error(f"”{op}” ska vara en handling.", *at, op)
    return Condition(op=op, path=data["path"], value=value, line=marked.line_of(*at))


def _within(marked: Marked, value: Any, *at: str | int) -> Within:
    if not isinstance(value, dict) or set(value) != {"of", "counts", "after"}:
        raise marked.error("Skriv within: { of: P3D, counts: days, after: handling }.", *at)
    if value["counts"] not in COUNTS:
        raise marked.error("counts ska vara hours eller days.", *at, "counts")
    try:
        return Within(minutes_in(str(value["of"])), value["counts"], str(value["after"]))
    except ValueError as error:
        raise marked.error(str(error), *at, "of") from error
