"""Whether two values say the same: what an editor's own screen adds to a text does not count."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

# What the editor of rich text adds when a page is saved unchanged.
EDITOR_KEYS = re.compile(r' data-block-key=\\?"[^"]*"')


def digest(value: Any) -> str:
    """A short sha256 of a value, whatever the order of its keys and the editor's own."""
    text = EDITOR_KEYS.sub("", json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def same_blocks(before: Any, after: Any) -> bool:
    """Whether two texts of blocks (as they are stored) say the same, whatever their blocks' ids."""
    return digest(_without_ids(before)) == digest(_without_ids(after))


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(one) for name, one in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [_without_ids(one) for one in value]
    return value
