"""The registry: every kind of question, by the code it has in question files."""

from __future__ import annotations

from courses.quiz.kinds.base import Graded, Json, Kind, Part, Posted, Problem
from courses.quiz.kinds.bedom import Judge
from courses.quiz.kinds.en import One
from courses.quiz.kinds.fall import Case
from courses.quiz.kinds.flera import Several
from courses.quiz.kinds.ordning import Order
from courses.quiz.kinds.para import Match
from courses.quiz.kinds.sant import TrueFalse
from courses.quiz.kinds.sortera import Sort

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (One(), Several(), TrueFalse(), Order(), Match(), Sort(), Judge(), Case())
}

__all__ = ["KINDS", "Graded", "Json", "Kind", "Part", "Posted", "Problem"]
