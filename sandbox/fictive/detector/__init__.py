"""The tripwire: finds numbers, phones and addresses of real people, and never repeats them.

A finding holds a place and a kind, never the text found, so that it can be logged and sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.fictive.detector.digits import Run, run_of, runs
from sandbox.fictive.detector.identity import SIZES, Kind, Level, find_number, own_number
from sandbox.fictive.detector.phones import find_phone
from sandbox.fictive.detector.text import plain_text
from sandbox.fictive.detector.words import Hit, find_words
from sandbox.fictive.phones import is_fiction_phone

__all__ = ["Finding", "Kind", "Level", "find", "stops"]


@dataclass(frozen=True, order=True)
class Finding:
    """Where something real-looking begins (line and column from 1), what it is, and what to do."""

    line: int
    column: int
    kind: Kind
    level: Level


def find(text: str, *, known: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Everything in `text` that may belong to someone real, in reading order.

    `known` holds numbers, phones and mail addresses that may stand there although they look real.
    Our own fictitious numbers, PTS's phones for fiction and mail under reserved domains always may.
    Takes time in proportion to the length of the text.
    """
    source = plain_text(text)
    digits = frozenset(re.sub(r"[^0-9]", "", item) for item in known if "@" not in item) - {""}
    digits |= {item[2:] for item in digits if len(item) == SIZES[0]}
    words = list(find_words(source.plain, frozenset(item.lower() for item in known if "@" in item)))
    hits = words + list(_numbers(source.plain, digits, words))
    found = {Finding(*source.position(start), kind, level) for start, _end, kind, level in hits}
    return tuple(sorted(found))


def stops(text: str, *, known: frozenset[str] = frozenset()) -> bool:
    """Whether `text` must not be kept."""
    return any(finding.level == "stop" for finding in find(text, known=known))


def _numbers(plain: str, known: frozenset[str], words: list[Hit]) -> Iterator[Hit]:
    """Numbers and phones; digits inside an HSA-id or a mail address are left alone."""
    taken = {
        place for start, end, kind, _ in words if kind == "hsa_id" for place in range(start, end)
    }
    for run in runs(plain):
        if run.groups[0].start in taken:
            continue
        for piece in _without_own(plain, run, known):
            yield from _numbers_in(plain, piece, known)


def _without_own(plain: str, run: Run, known: frozenset[str]) -> Iterator[Run]:
    """The pieces of `run` between our own phones and numbers."""
    begin = first = 0
    while first < len(run.groups):
        last = _own(plain, run, first, known)
        if last is None:
            first += 1
            continue
        if begin < first:
            yield run_of(run.groups[begin:first])
        begin = first = last
    if begin == 0:
        yield run
    elif begin < len(run.groups):
        yield run_of(run.groups[begin:])


def _own(plain: str, run: Run, first: int, known: frozenset[str]) -> int | None:
    phone = find_phone(plain, run, first, fresh=True)
    if phone and (is_fiction_phone(phone[1]) or phone[1] in known):
        return phone[0]
    return own_number(run, first)


def _numbers_in(plain: str, run: Run, known: frozenset[str]) -> Iterator[Hit]:
    first = 0
    fresh = True
    while first < len(run.groups):
        number = find_number(plain, run, first, known)
        sure = number is not None and number[2] == "stop"
        phone = None if sure else find_phone(plain, run, first, fresh=fresh)
        fresh = bool(phone or number)
        start, last = run.groups[first].start, first + 1
        if phone:
            last = phone[0]
            yield start, run.groups[last - 1].end, "phone", "stop"
        elif number:
            last, kind, level = number
            yield start, run.groups[last - 1].end, kind, level
        first = last
