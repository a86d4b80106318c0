"""Identity numbers among groups of digits: which stretch of a run may be one, and of which kind.

A stretch is read as a number when it is written as people write one: whole, with the last four set
apart, with the date in its parts, or with spaces anywhere. Dates, clock times and amounts that
happen to have as many digits are told apart by how they are written, not by what they mean.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, Literal

from sandbox.fictive.detector.digits import Group, Run, Window, is_clock, joined, unbroken
from sandbox.fictive.identities import MONTHS, is_fictitious_digits, luhn_digit

Kind = Literal[
    "personal_number",
    "coordination_number",
    "reserve_number",
    "organisation_number",
    "number_like",
    "phone",
    "email",
    "street",
    "postcode",
    "hsa_id",
]
Level = Literal["stop", "warn"]

SIZES: Final = (12, 10)
CENTURIES: Final = ("18", "19", "20")
# Years from which a date followed by a clock time, or by a number after a comma, is just that.
FIRST_NOTE_YEAR: Final = "2020"
MONTH_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Samordningsnummer add 60 to the day; the month may be 00 and the day 60 when they are unknown.
COORDINATION_DAYS: Final = range(60, 92)
# Reserve numbers given by regions use days 32–59, or a first pair of digits that is no century.
RESERVE_DAYS: Final = range(32, 60)
RESERVE_CENTURY: Final = "99"
# Signs that set one thing apart from the next.
APART: Final = (",", "(", "\n")
FIRST_ORGANISATION_MONTH: Final = 20

_UNIT = re.compile(
    r" (?:kr|kronor|sek|öre|ml|cl|dl|l|liter|mg|mikrogram|g|gram|kg|kcal|kj|steg|m|meter|km|st|tkr"
    r"|e|ie|enheter|procent|timmar|minuter|min)\b|(?:kr|ml|mg|kg|kcal)\b",
    re.IGNORECASE,
)
_DATE_CUTS: Final = {8: frozenset((2, 4, 6)), 6: frozenset((2, 4))}


def own_number(run: Run, first: int) -> int | None:
    """Where the fictitious number of ours that begins with group `first` ends, if there is one."""
    for size in SIZES:
        found = run.window(first, size)
        if found is None or found[1][-8:-6] not in MONTHS:
            continue
        last, digits = found
        if _tail_apart(run.groups[first:last]) and is_fictitious_digits(digits):
            return last
    return None


def find_number(
    plain: str, run: Run, first: int, known: frozenset[str]
) -> tuple[int, Kind, Level] | None:
    """The number that begins with group `first` of `run`: where it ends, its kind and level.

    `known` holds digits that may stand in the text all the same.
    """
    softer: tuple[int, Kind, Level] | None = None
    for size in SIZES:
        found = run.window(first, size)
        if found is None or found[1] in known or found[1][-10:] in known:
            continue
        last, digits = found
        window = run.groups[first:last]
        number = _classified(digits, whole=_whole(window))
        level = _written_as_number(plain, run, first, last) if number else None
        if level is None and (kind := _broken(plain, run, first, last)):
            return last, kind, "stop"
        if number is None or level is None:
            continue
        kind, worst = number
        if worst == "stop" and level == "stop":
            return last, kind, "stop"
        softer = softer or (last, kind, "warn")
    return softer


def _whole(window: Window) -> bool:
    """Whether the number stands in one piece, or with nothing but its last four digits apart."""
    if len(window) == 1:
        return True
    return len(window) == 2 and len(window[1].digits) == 4 and window[1].joint in ("-", "+")


def _classified(digits: str, *, whole: bool) -> tuple[Kind, Level] | None:
    """What kind of number 10 or 12 digits are, and how sure that is; None when they are none."""
    ten = digits[-10:]
    if not whole and ten[2:4] > "12":
        return None
    right = int(ten[9]) == luhn_digit(ten[:9])
    if len(digits) == 12 and digits[:2] not in CENTURIES:
        return _other_twelve(digits, right=right, whole=whole)
    month, day = int(ten[2:4]), int(ten[4:6])
    kind: Kind = "personal_number"
    if day in COORDINATION_DAYS and month <= 12:
        kind = "coordination_number"
    elif not _is_date(digits, month, day):
        return _no_date(month, day, right=right, whole=whole)
    if right and ten[6:9] != "000":
        return kind, "stop"
    return ("number_like", "warn") if whole else None


def _is_date(digits: str, month: int, day: int) -> bool:
    if not (1 <= month <= 12 and 1 <= day <= MONTH_DAYS[month - 1]):
        return False
    if (month, day) != (2, 29):
        return True
    year = int(digits[:4]) if len(digits) == 12 else 2000 + int(digits[:2])
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _no_date(month: int, day: int, *, right: bool, whole: bool) -> tuple[Kind, Level] | None:
    if not (right and whole):
        return None
    if 1 <= month <= 12 and day in RESERVE_DAYS:
        return "reserve_number", "warn"
    if month >= FIRST_ORGANISATION_MONTH:
        return "organisation_number", "warn"
    return None


def _other_twelve(digits: str, *, right: bool, whole: bool) -> tuple[Kind, Level] | None:
    """Twelve digits that begin with no century: region Stockholm's reserve number begins with 99."""
    if not whole:
        return None
    if digits[0:2] == RESERVE_CENTURY and digits[2:4] in CENTURIES:
        return "reserve_number", "stop" if right or _right_whole(digits) else "warn"
    if digits[0:2] == "16" and right and int(digits[4:6]) >= FIRST_ORGANISATION_MONTH:
        return "organisation_number", "warn"
    return None


def _right_whole(digits: str) -> bool:
    return int(digits[-1]) == luhn_digit(digits[:-1])


def _written_as_number(plain: str, run: Run, first: int, last: int) -> Level | None:
    """How sure it is, from how the stretch is written, that it is one number; None for not at all."""
    window = run.groups[first:last]
    if _is_amount(plain, window):
        return None
    if len(window) == 1:
        return "stop"
    after = run.groups[last] if last < len(run.groups) else None
    if _tail_apart(window):
        return _level_of_tail(window, after)
    alone = (first == 0 or window[0].joint in APART) and (after is None or after.joint in APART)
    return "stop" if _spaced(window, alone=alone) or _evenly_cut(window) else None


def _broken(plain: str, run: Run, first: int, last: int) -> Kind | None:
    """The kind of the number that one line break cuts where no number is cut: 19121212-12, 12.

    Numbers in a column, one a line, are not put together.
    """
    window = run.groups[first:last]
    after = run.groups[last].joint if last < len(run.groups) else ""
    if "\n" in (window[0].joint, after) or [one.joint for one in window[1:]].count("\n") != 1:
        return None
    whole = unbroken(window)
    number = _classified(joined(whole), whole=_whole(whole))
    shaped = len(whole) == 1 or _tail_apart(whole) or _evenly_cut(whole)
    if number is None or number[1] != "stop" or not shaped or _is_amount(plain, window):
        return None
    return number[0]


def _is_amount(plain: str, window: Window) -> bool:
    """Whether a unit follows digits that a space joins: 2026-11-21 1 450 ml."""
    return window[-1].joint in (" ", ",", "\n") and bool(_UNIT.match(plain, window[-1].end))


def _tail_apart(window: Window) -> bool:
    """Whether the last four digits are a group, after a date that is whole or cut as dates are."""
    if len(window) == 1:
        return True
    date = window[:-1]
    if len(window[-1].digits) != 4:
        return False
    size = sum(len(group.digits) for group in date)
    if size not in _DATE_CUTS:
        return False
    cuts, at = set(), 0
    for group in date[:-1]:
        at += len(group.digits)
        cuts.add(at)
    joints = {group.joint for group in date[1:]}
    return cuts <= _DATE_CUTS[size] and len(joints) <= 1 and joints <= {" ", "-", "/", "."}


def _level_of_tail(window: Window, after: Group | None) -> Level | None:
    tail = window[-1]
    if after is not None and _begins_date(tail, after):
        return None
    dashed = len(window) > 2 and window[0].digits >= FIRST_NOTE_YEAR
    if dashed and len(window[0].digits) == 4 and tail.joint in (" ", *APART):
        return "warn" if tail.joint in APART or is_clock([tail]) else "stop"
    return "stop"


def _begins_date(tail: Group, after: Group) -> bool:
    """Whether `tail` is the year of the next date, as in 2026-11-21 – 2026-11-28."""
    tight = not after.loose and after.joint in ("-", "/", ".")
    return tight and tail.digits[:2] in CENTURIES and len(after.digits) == 2 and after.digits < "13"


def _spaced(window: Window, *, alone: bool) -> bool:
    """Whether spaces alone cut the number, but for a dash or plus before its last four digits.

    When the cuts follow no pattern the number must stand alone: numbers on a line, such as a row
    of measurements, are not searched for a number in their midst.
    """
    left = len(joined(window))
    for before, group in pairwise(window):
        left -= len(before.digits)
        if group.joint != " " and not (left == 4 and group.joint in ("-", "+")):
            return False
    return alone or len({len(group.digits) for group in window}) == 1


def _evenly_cut(window: Window) -> bool:
    """Whether groups of one or two digits are joined by one sign all through: 19.12.12 …"""
    sizes = {len(group.digits) for group in window}
    joints = {group.joint for group in window[1:]}
    return (
        sizes <= {1, 2} and len(sizes) == 1 and len(joints) == 1 and joints <= {"-", "/", ".", "+"}
    )
