"""Text out of a file's bytes, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
from typing import Final

# What a file begins with when its text lies packed inside: zip (Word, Excel), PDF, pictures, old Word.
_PACKED: Final = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NotText(Exception):
    """The bytes are no plain text, so a search in them would say nothing."""


def text_of(data: bytes) -> str:
    """The text in `data`: UTF-8, UTF-16 with a mark, otherwise the old Windows encoding.

    Bytes that mean nothing become replacement signs; the text around them is kept. Raises NotText
    for a packed file.
    """
    if data.startswith(_PACKED):
        raise NotText
    if data.startswith(_UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
