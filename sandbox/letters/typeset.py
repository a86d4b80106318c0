"""A letter as a PDF that a screen reader can follow: tagged, titled, in Swedish (PDF/UA-1).

All text goes in as data, so nothing that anybody writes can be read as markup. The same letter gives
the same file: the only date in it is the letter's own.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from sandbox.letters.letter import Letter
from sandbox.letters.plain import plain
from sandbox.letters.wording import words

TEMPLATE = Path(__file__).with_name("letter.typ")


def pdf(letter: Letter) -> bytes:
    """The letter as a file."""
    import typst  # noqa: PLC0415  (80 MB that only a download needs)

    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(_plain(content(letter)), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(letter.when, time(12), tzinfo=UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


def content(letter: Letter) -> dict[str, Any]:
    """What is printed: everything but why it is on paper."""
    shown = asdict(letter)
    for key in ("key", "when", "why"):
        del shown[key]
    return {**shown, "mark": words()["mark"]}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
