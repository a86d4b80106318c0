"""The editor of running text, with a look at what it is sent before anything is made of it."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import SuspiciousOperation
from wagtail.admin.rich_text import DraftailRichTextArea

# The editor's own lists go four deep; a number a browser never sends would be written out in full.
DEEPEST = 10


class CheckedTextArea(DraftailRichTextArea):
    """The usual editor. What no editor can have sent is refused as a bad request."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text as HTML. Raises SuspiciousOperation for content of another shape."""
        sent = data.get(name)
        if sent and not is_content(sent):
            raise SuspiciousOperation(f"{name} is no text of the editor")
        return super().value_from_datadict(data, files, name)


def is_content(sent: str) -> bool:
    """Whether a posted text has the shape that the editor sends: blocks, and what they refer to."""
    try:
        content = json.loads(sent)
    except ValueError:
        return False
    if content is None:
        return True
    if not isinstance(content, dict) or not isinstance(content.get("entityMap", {}), dict):
        return False
    blocks, entities = content.get("blocks", []), content.get("entityMap", {})
    return isinstance(blocks, list) and all(_is_block(block, entities) for block in blocks)


def _is_block(block: Any, entities: dict[str, Any]) -> bool:
    if not isinstance(block, dict) or not isinstance(block.get("text", ""), str):
        return False
    depth = block.get("depth", 0)
    ranges = block.get("entityRanges", [])
    return (
        isinstance(depth, int)
        and 0 <= depth <= DEEPEST
        and isinstance(ranges, list)
        and all(isinstance(one, dict) and str(one.get("key")) in entities for one in ranges)
    )
