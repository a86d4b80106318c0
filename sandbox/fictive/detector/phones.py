"""Phone numbers among groups of digits: Swedish in national and international form, and foreign."""

from __future__ import annotations

import re
from typing import Final

from sandbox.fictive.detector.digits import Run, is_clock, joined, windows

NATIONAL_SIZES: Final = (10, 9, 8)
COUNTRY: Final = "46"
MOBILE_AREAS: Final = ("070", "072", "073", "076", "079")
SUBSCRIBER_SIZES: Final = range(7, 10)
FOREIGN_SIZES: Final = range(9, 16)

_UNIT = re.compile(r" (?:kr|kronor|ml|mg|g|gram|kg|kcal|steg|st)\b")


def find_phone(plain: str, run: Run, first: int) -> tuple[Run, str] | None:
    """The stretch of `run` from group `first` that is a phone number, and the number.

    The number is in national form with its leading 0; a foreign one begins with a plus.
    """
    head = run[first].digits
    plus = plain[run[first].start - 1 : run[first].start] == "+"
    plus = plus and (first == 0 or run[first].joint == "+")
    if plus or head.startswith("00") or re.fullmatch(r"46(?:0?7[02369][0-9]{7})?", head):
        found = _international(run, first, plus=plus)
        if found:
            return found
    if head.startswith("0") and (first == 0 or run[first].loose or run[first].joint in "(,\n"):
        return _national(plain, run, first)
    return None


def _international(run: Run, first: int, *, plus: bool) -> tuple[Run, str] | None:
    """+46, 0046 or a bare 46 before a mobile number, with or without the 0 in parentheses."""
    head = run[first].digits
    prefix = COUNTRY if plus or not head.startswith("00") else "00" + COUNTRY
    if not prefix.startswith(head[: len(prefix)]):
        return _foreign(run, first) if plus else None
    found: tuple[Run, str] | None = None
    taken: Run = []
    for group in run[first : first + FOREIGN_SIZES.stop]:
        if taken and not _phone_joint(taken, group.joint):
            break
        taken.append(group)
        digits = joined(taken)
        subscriber = digits.removeprefix(prefix).removeprefix("0")
        if len(subscriber) > SUBSCRIBER_SIZES.stop or not digits.startswith(prefix[: len(digits)]):
            break
        sure = plus or len(prefix) == 4 or f"0{subscriber}".startswith(MOBILE_AREAS)
        if sure and digits.startswith(prefix) and len(subscriber) in SUBSCRIBER_SIZES:
            found = list(taken), f"0{subscriber}"
    return found


def _foreign(run: Run, first: int) -> tuple[Run, str] | None:
    taken = [run[first]]
    for group in run[first + 1 : first + FOREIGN_SIZES.stop]:
        if group.joint not in (" ", "-", "("):
            break
        taken.append(group)
    digits = joined(taken)
    if len(digits) in FOREIGN_SIZES and not digits.startswith("0"):
        return taken, f"+{digits}"
    return None


def _phone_joint(taken: Run, joint: str) -> bool:
    """After the area code any sign may stand; from there on the same sign, or spaces."""
    return len(taken) < 4 or joint == " " or joint == taken[-1].joint


def _national(plain: str, run: Run, first: int) -> tuple[Run, str] | None:
    found = {len(joined(window)): window for window in windows(run, first, NATIONAL_SIZES)}
    for size in NATIONAL_SIZES:
        window = found.get(size)
        if window and _written_as_phone(window) and not _UNIT.match(plain, window[-1].end):
            return window, joined(window)
    return None


def _written_as_phone(window: Run) -> bool:
    digits = joined(window)
    if digits[1] == "0" or "\n" in {group.joint for group in window[1:]}:
        return False
    if len(window) == 1:
        return True
    rest = [group.joint for group in window[2:]]
    if set(rest) - {" "} and set(rest) != {window[1].joint}:
        return False
    if is_clock(window) or _is_date(window):
        return False
    return _has_area(window, digits)


def _has_area(window: Run, digits: str) -> bool:
    """Whether the first group may be an area code, or the number is cut evenly by spaces."""
    size = len(window[0].digits)
    if size == 1:
        return len(window) == len(digits) >= 9 or window[1].joint == " "
    if size == 2:
        return digits.startswith("08") or (len(digits) == 10 and digits.startswith(MOBILE_AREAS))
    return size <= 4 or window[1].joint == " " or digits.startswith(MOBILE_AREAS)


def _is_date(window: Run) -> bool:
    """Whether the groups are day, month, year: 08-12-2026, 08/12 2026."""
    groups = [group.digits for group in window]
    if [len(group) for group in groups] != [2, 2, 4]:
        return False
    return groups[0] < "32" and groups[1] < "13" and groups[2][:2] in ("19", "20")
