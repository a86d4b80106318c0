"""The parts of a lesson that are each learner's own, as plain values; and where they go in the page.

The text of a lesson is written out once for everybody. Where something of the learner's own belongs
stands a marker, which is replaced when the page is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

NOTE, TICKS, ANSWER = "note", "ticks", "answer"
# An HTML comment: nothing an editor writes can become one.
MARKER = re.compile(r"<!--own:([0-9a-f-]+)-->")


@dataclass(frozen=True)
class OwnPart:
    """A note to a question, ticks on a list, or an answer to a poll. `options` are key and words."""

    kind: str
    block: str
    title: str
    options: tuple[tuple[str, str], ...] = ()


def marker(block_id: str) -> SafeString:
    """Where the learner's own part of this block goes."""
    key = "".join(letter for letter in block_id.lower() if letter in "0123456789abcdef-")
    return mark_safe(f"<!--own:{key}-->")  # noqa: S308 - only hexadecimal digits and hyphens
