"""Groups of digits in a text, and the runs of groups that may be one number written apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final, Literal

Joint = Literal["", " ", "-", "+", ".", "/", "(", ",", "\n"]

_GROUP = re.compile(r"[0-9]+")
_LONGEST_JOINT: Final = 5
# A line break, with what stands around it: spaces, the indent of the next line, one dash or plus.
_BREAK = re.compile(r" {0,8}[-+]? {0,8}\n {0,16}[-+]?")
_PLAIN_JOINTS: Final[dict[str, Joint]] = {" ": " ", "-": "-", ".": ".", "/": "/", "": ""}
_JOINTS: Final[tuple[tuple[re.Pattern[str], Joint], ...]] = (
    (re.compile(r" {1,5}"), " "),
    (re.compile(r" ?[-_]{1,2} ?"), "-"),
    (re.compile(r" ?\+ ?"), "+"),
    (re.compile(r"\."), "."),
    (re.compile(r" ?/ ?"), "/"),
    (re.compile(r"[ -]?[()\[\]{}] ?[-/]? ?"), "("),
    (re.compile(r"[,:;] ?"), ","),
    (re.compile(r" ?[|~*=\\#] ?"), ","),  # in tables, and between what a machine has written
)


@dataclass(frozen=True, slots=True)
class Group:
    """Digits in a row, where they stand, and what joins them to the group before in the run."""

    digits: str
    start: int
    end: int
    joint: Joint
    loose: bool  # whether there is a space in the joint


Window = Sequence[Group]


@dataclass(frozen=True)
class Run:
    """Groups that follow each other, with all their digits in a row."""

    groups: Window
    digits: str
    offsets: tuple[int, ...]  # where in `digits` each group begins
    ends: dict[int, int]  # from where in `digits` a group ends, to how many groups that is

    def window(self, first: int, size: int) -> tuple[int, str] | None:
        """The stretch from group `first` of exactly `size` digits: its end and its digits."""
        offset = self.offsets[first]
        last = self.ends.get(offset + size)
        return None if last is None else (last, self.digits[offset : offset + size])


def run_of(groups: Window) -> Run:
    """The run of these groups."""
    sizes = [len(group.digits) for group in groups]
    totals = tuple(accumulate(sizes))
    ends = {total: place + 1 for place, total in enumerate(totals)}
    return Run(groups, joined(groups), (0, *totals[:-1]), ends)


def runs(plain: str) -> list[Run]:
    """All runs of groups in `plain`, in order; a group that stands alone is a run of one."""
    found: list[list[Group]] = []
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
    return [run_of(groups) for groups in found]


def _joint(between: str) -> Joint:
    if between in _PLAIN_JOINTS:
        return _PLAIN_JOINTS[between]
    if 0 < len(between) <= _LONGEST_JOINT:
        for pattern, joint in _JOINTS:
            if pattern.fullmatch(between):
                return joint
    return "\n" if _BREAK.fullmatch(between) else ""


def unbroken(groups: Window) -> Window:
    """The groups with digits that a line break parts put together again."""
    found: list[Group] = []
    for group in groups:
        if found and group.joint == "\n":
            before = found[-1]
            digits = before.digits + group.digits
            found[-1] = replace(before, digits=digits, end=group.end)
        else:
            found.append(group)
    return found


def joined(groups: Window) -> str:
    """The digits of all groups as one number."""
    return "".join([group.digits for group in groups])


def is_clock(groups: Window) -> bool:
    """Whether each group is a time of day without its dot, as 0800."""
    return all(
        len(group.digits) == 4 and group.digits[:2] < "25" and group.digits[2:] < "60"
        for group in groups
    )
