"""Which log line decided that a condition holds: what a met check points at."""

from __future__ import annotations

from sandbox.exercises import moments
from sandbox.exercises.conditions import Condition, Ref, Scope, document_at, holds
from sandbox.process.state import CaseState

RECEIVING = frozenset({"acknowledge", "acknowledge_call"})


def evidence(condition: Condition, case: CaseState) -> int | None:
    """Return the number of the last line the condition needed, or None when no line decided."""
    found = [seq for seq in _seqs(condition, case) if seq is not None]
    return max(found) if found else None


def _seqs(condition: Condition, case: CaseState) -> list[int | None]:
    if condition.op == "any":
        # The first way that holds is enough; the others decided nothing.
        true = [part for part in condition.parts if holds(part, Scope(case))]
        return _seqs(true[0], case) if true else []
    if condition.op in moments.LOG_OPS:
        code = condition.path.removeprefix("log.")
        line = moments.deciding(case, code, condition.op, condition.value)
        return [line.seq if line else None]
    found = [seq for part in condition.parts for seq in _seqs(part, case)]
    paths = [condition.path] if condition.path else []
    if isinstance(condition.value, Ref):
        paths.append(condition.value.path)
    who = condition.value if condition.op == "contains" else ""
    return [*found, *(_at(path, condition.op, case, who) for path in paths)]


def _at(path: str, op: str, case: CaseState, who: object = "") -> int | None:
    head, _, rest = path.partition(".")
    if head in ("row", "case"):
        return None
    if head == "log":
        lines = moments.lines(case, rest)
        return (lines[-1] if op == "count_at_least" else lines[0]).seq if lines else None
    if head in ("fact", "facts"):
        changed = f"facts.{rest.partition('.')[0]}"
        return max((line.seq for line in case.log if changed in line.patch), default=None)
    document = document_at(case, rest if head in ("receipt", "sent_to") else head)
    if document is None:
        return None
    of_it = [line for line in case.log if line.document == document.number]
    if head == "receipt":
        received = (line for line in of_it if line.code in RECEIVING and who in ("", line.actor))
        return max((line.seq for line in received), default=None)
    return min((line.seq for line in of_it if line.code not in RECEIVING), default=None)
