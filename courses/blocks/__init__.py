"""The blocks of lessons; guides are built of some of them too."""

from __future__ import annotations

from courses.blocks.citing import LawBox, LocalRuleBox
from courses.blocks.doing import Checklist
from courses.blocks.fields import INLINE_HELP, line, list_of, number, rich, rows, text, tick
from courses.blocks.lesson_body import LessonBody
from courses.blocks.telling import TakeAway

__all__ = [
    "INLINE_HELP",
    "Checklist",
    "LawBox",
    "LessonBody",
    "LocalRuleBox",
    "TakeAway",
    "line",
    "list_of",
    "number",
    "rich",
    "rows",
    "text",
    "tick",
]
