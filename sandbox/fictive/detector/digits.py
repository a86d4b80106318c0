"""Groups of digits in a text, and the runs of groups that may be one number written apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Joint = Literal["", " ", "-", "+", ".", "/", "(", ",", "\n"]

LONGEST_NUMBER: Final = 12
_GROUP = re.compile(r"[0-9]+")
_LONGEST_JOINT: Final = 5
_JOINTS: Final[tuple[tuple[re.Pattern[str], Joint], ...]] = (
    (re.compile(r" {1,3}"), " "),
    (re.compile(r" ?[-_]{1,2} ?"), "-"),
    (re.compile(r" ?\+ ?"), "+"),
    (re.compile(r"\."), "."),
    (re.compile(r" ?/ ?"), "/"),
    (re.compile(r"[ -]?[()] ?[-/]? ?"), "("),
    (re.compile(r"[,:;] ?"), ","),
    (re.compile(r" ?[-+]? ?\n ?"), "\n"),
)


@dataclass(frozen=True)
class Group:
    """Digits in a row, where they stand, and what joins them to the group before in the run."""

    digits: str
    start: int
    end: int
    joint: Joint
    loose: bool  # whether there is a space in the joint


Run = list[Group]


def runs(plain: str) -> list[Run]:
    """All runs of groups in `plain`, in order; a group that stands alone is a run of one."""
    found: list[Run] = []
    end = -1
    for match in _GROUP.finditer(plain):
        between = plain[end : match.start()] if end >= 0 else ""
        joint = _joint(between)
        group = Group(match.group(), match.start(), match.end(), joint, " " in between)
        if joint:
            found[-1].append(group)
        else:
            found.append([group])
        end = match.end()
    return found


def _joint(between: str) -> Joint:
    if 0 < len(between) <= _LONGEST_JOINT:
        for pattern, joint in _JOINTS:
            if pattern.fullmatch(between):
                return joint
    return ""


def joined(groups: Run) -> str:
    """The digits of all groups as one number."""
    return "".join(group.digits for group in groups)


def windows(run: Run, first: int, sizes: tuple[int, ...]) -> list[Run]:
    """The stretches of `run` from group number `first` whose digits add up to one of `sizes`."""
    found: list[Run] = []
    total = 0
    for last in range(first, len(run)):
        total += len(run[last].digits)
        if total > LONGEST_NUMBER:
            break
        if total in sizes:
            found.append(run[first : last + 1])
    return found


def is_clock(groups: Run) -> bool:
    """Whether each group is a time of day without its dot, as 0800."""
    return all(
        len(group.digits) == 4 and group.digits[:2] < "25" and group.digits[2:] < "60"
        for group in groups
    )
