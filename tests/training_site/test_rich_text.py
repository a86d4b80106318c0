"""What no text editor can have sent is refused before anything is made of it."""

from __future__ import annotations

import json

import pytest

from training_site.rich_text import is_content

BLOCK = {"key": "a", "text": "Hej", "type": "unordered-list-item", "depth": 1, "entityRanges": []}
LINK = {"offset": 0, "length": 3, "key": 0}


def sent(*blocks, entities=None) -> str:
    return json.dumps({"blocks": list(blocks), "entityMap": entities or {}})


@pytest.mark.parametrize(
    "text",
    [
        sent(BLOCK),
        sent({**BLOCK, "entityRanges": [LINK]}, entities={"0": {"type": "LINK", "data": {}}}),
        "null",
    ],
)
def test_what_the_editor_sends_is_let_through(text):
    assert is_content(text)


@pytest.mark.parametrize(
    "text",
    [
        "<p>rå HTML</p>",
        "[1]",
        '{"blocks": 3}',
        '{"blocks": ["x"]}',
        sent({**BLOCK, "depth": 9**9}),
        sent({**BLOCK, "depth": -1}),
        sent({**BLOCK, "entityRanges": [LINK]}),
    ],
)
def test_a_text_of_another_shape_is_refused(text):
    assert not is_content(text)
