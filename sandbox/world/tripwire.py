"""Stops text that looks like a real person's before it reaches any row or log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.fictive.detector import Finding, find

Findings = dict[str, tuple[Finding, ...]]
HIDDEN = "…"


class LooksReal(Exception):
    """Something in the text looks real. `findings` hold places and kinds per field, never text."""

    def __init__(self, findings: Findings) -> None:
        super().__init__("The text looks as if it were about a real person.")
        self.findings = findings


def inspect(body: Mapping[str, Any] | None, *, kind: str = "") -> Findings:
    """What may be real in any value or key of the body, by dotted path from `kind`; only warnings.

    Raises LooksReal, with everything that stops, before anything has been written.
    """
    found: Findings = {}
    for path, text in _texts(body or {}, kind):
        findings = find(text)
        if findings:
            found[path] = (*found.get(path, ()), *findings)
    stopping = {
        path: stops
        for path, findings in found.items()
        if (stops := tuple(finding for finding in findings if finding.level == "stop"))
    }
    if stopping:
        # No chain, no local text: a traceback must not carry what was typed.
        raise LooksReal(stopping) from None
    return found


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            name = str(key)
            if find(name):
                # The key itself looks real, so it must not become part of a path.
                yield f"{path}.{HIDDEN}", name
                name = HIDDEN
            yield from _texts(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}.{index}")
    elif isinstance(value, str):
        yield path, value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, str(value)
