"""A PDF as somebody meets it: its text, its language, and the tags a screen reader follows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """What is printed, on one line; words that are broken at the end of a line are whole again."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return re.sub(r"\s+", " ", "\n".join(pages).replace("\u200b", "").replace("\u00ad", ""))


def tags_of(pdf: bytes) -> list[str]:
    """The names of the tags, in reading order."""
    return list(_tags(root_of(pdf)["/StructTreeRoot"]))


def root_of(pdf: bytes) -> Any:
    """The catalogue of the file."""
    return PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def _tags(node: Any) -> Iterator[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _tags(child)
    elif hasattr(node, "get"):
        if "/S" in node:
            yield str(node["/S"]).removeprefix("/")
        if "/K" in node:
            yield from _tags(node["/K"])
