"""Phone numbers among groups of digits: Swedish in national and international form, and foreign."""

from __future__ import annotations

import re
from typing import Final

from sandbox.fictive.detector.digits import Run, Window, is_clock, joined

NATIONAL_SIZES: Final = (10, 9, 8)
COUNTRY: Final = "46"
MOBILE_AREAS: Final = ("070", "072", "073", "076", "079")
SUBSCRIBER_SIZES: Final = range(7, 10)
FOREIGN_SIZES: Final = range(9, 16)

_UNIT = re.compile(r" (?:kr|kronor|ml|mg|g|gram|kg|kcal|steg|st)\b")


def find_phone(plain: str, run: Run, first: int, *, fresh: bool) -> tuple[int, str] | None:
    """The phone number that begins with group `first` of `run`: where it ends, and the number.

    A group that is not `fresh` goes on from the one before, as the month in 2026/08/12, unless a
    space is between them. The number is in national form with its leading 0; a foreign one begins with a plus.
    """
    group = run.groups[first]
    head = group.digits
    plus = plain[group.start - 1 : group.start] == "+" and (fresh or group.joint == "+")
    if plus or head.startswith("00") or (head.startswith(COUNTRY) and len(head) in (2, 11, 12)):
        found = _international(run, first, plus=plus)
        if found:
            return found
    if head.startswith("0") and (fresh or group.loose or group.joint in ("(", "\n")):
        return _national(plain, run, first)
    return None


def _international(run: Run, first: int, *, plus: bool) -> tuple[int, str] | None:
    """+46, 0046 or a bare 46 before a mobile number, with or without the 0 in parentheses."""
    head = run.groups[first].digits
    prefix = COUNTRY if plus or not head.startswith("00") else "00" + COUNTRY
    if not prefix.startswith(head[: len(prefix)]):
        return _foreign(run, first) if plus else None
    found: tuple[int, str] | None = None
    digits = ""
    for place in range(first, min(first + FOREIGN_SIZES.stop, len(run.groups))):
        if place > first and not _phone_joint(run, first, place):
            break
        digits += run.groups[place].digits
        subscriber = digits.removeprefix(prefix).removeprefix("0")
        if len(subscriber) > SUBSCRIBER_SIZES.stop or not digits.startswith(prefix[: len(digits)]):
            break
        sure = plus or len(prefix) == 4 or f"0{subscriber}".startswith(MOBILE_AREAS)
        if sure and digits.startswith(prefix) and len(subscriber) in SUBSCRIBER_SIZES:
            found = place + 1, f"0{subscriber}"
    return found


def _foreign(run: Run, first: int) -> tuple[int, str] | None:
    last = first + 1
    while last < len(run.groups) and run.groups[last].joint in (" ", "-", "("):
        last += 1
        if last - first > FOREIGN_SIZES.stop:
            return None
    digits = joined(run.groups[first:last])
    if len(digits) in FOREIGN_SIZES and not digits.startswith("0"):
        return last, f"+{digits}"
    return None


def _phone_joint(run: Run, first: int, place: int) -> bool:
    """After the area code any sign may stand; from there on the same sign, or spaces."""
    joint = run.groups[place].joint
    if run.groups[place - 1].digits == "00":
        return joint == " "  # 00.46 is a time of day
    return place - first < 4 or joint in (" ", run.groups[place - 1].joint)


def _national(plain: str, run: Run, first: int) -> tuple[int, str] | None:
    for size in NATIONAL_SIZES:
        found = run.window(first, size)
        if found is None:
            continue
        last, digits = found
        window = run.groups[first:last]
        if _written_as_phone(window, digits) and not _UNIT.match(plain, window[-1].end):
            return last, digits
    return None


def _written_as_phone(window: Window, digits: str) -> bool:
    if digits[1] == "0" or {group.joint for group in window[1:]} & {"\n", ","}:
        return False
    if len(window) == 1:
        return True
    rest = [group.joint for group in window[2:]]
    if set(rest) - {" "} and set(rest) != {window[1].joint}:
        return False
    if is_clock(window) or _is_date(window) or _begins_with_clock(window):
        return False
    return _has_area(window, digits)


def _begins_with_clock(window: Window) -> bool:
    """Whether a time with its dot comes first: 08.39 2026. A dot all through makes a number."""
    hour, minute, *rest = window
    return (
        minute.joint == "."
        and len(hour.digits) == len(minute.digits) == 2
        and minute.digits < "60"
        and " " in {group.joint for group in rest}
    )


def _has_area(window: Window, digits: str) -> bool:
    """Whether the first group may be an area code, or the number is cut evenly by spaces."""
    size = len(window[0].digits)
    if size == 1:
        return len(window) == len(digits) >= 9 or window[1].joint == " "
    if size == 2:
        return digits.startswith("08") or (len(digits) == 10 and digits.startswith(MOBILE_AREAS))
    return size <= 4 or window[1].joint == " " or digits.startswith(MOBILE_AREAS)


def _is_date(window: Window) -> bool:
    """Whether the groups are day, month, year: 08-12-2026, 08/12 2026."""
    groups = [group.digits for group in window]
    if [len(group) for group in groups] != [2, 2, 4]:
        return False
    return groups[0] < "32" and groups[1] < "13" and groups[2][:2] in ("19", "20")
