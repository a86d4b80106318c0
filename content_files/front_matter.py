"""Markdown with YAML front matter and `::: kind` blocks, read with line marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content_files.yaml_marks import ContentError, Marked, parse_marked

OPENING = re.compile(r"^:::\s*([a-zåäö_]+)\s*$")
CLOSING = re.compile(r"^:::\s*$")


@dataclass(frozen=True)
class Part:
    """One part of the text: running Markdown (kind ""), or a fenced block with its inside."""

    kind: str
    text: str
    line: int  # of the first line of `text`, from 1


@dataclass(frozen=True)
class TextFile:
    """A content file: its front matter, and its text in parts."""

    path: Path
    front: Marked
    parts: tuple[Part, ...]


def read_text_file(path: Path | str) -> TextFile:
    """Read the Markdown file at `path` (UTF-8).

    Raises ContentError when the front matter or a fence is broken.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise ContentError(path, 1, "Filen finns inte.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(path, 1, "Filen går inte att läsa som text i UTF-8.") from error
    if not lines or lines[0].strip() != "---":
        raise ContentError(path, 1, "Filen ska börja med en rad ”---” och sedan uppgifter.")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise ContentError(path, 1, "Uppgifterna överst slutar inte med en rad ”---”.")
    front = parse_marked("\n".join(lines[1:end]), path, offset=1)
    if not isinstance(front.data, dict):
        raise ContentError(path, 2, "Uppgifterna överst ska vara rader med ”namn: värde”.")
    return TextFile(path, front, tuple(_parts(path, lines, end + 1)))


def _parts(path: Path, lines: list[str], start: int) -> Iterator[Part]:
    """The parts of `lines` from index `start`; empty running text is left out."""
    kind, opened, first, held = "", 0, start, []
    for index in range(start, len(lines)):
        line = lines[index]
        opening = OPENING.match(line)
        if not kind and CLOSING.match(line):
            raise ContentError(path, index + 1, "Här slutar ett block som aldrig har börjat.")
        if kind and opening:
            message = f"Blocket ”{kind}” är inte avslutat med ”:::” före nästa block."
            raise ContentError(path, opened, message)
        if not opening and not (kind and CLOSING.match(line)):
            held.append(line)
            continue
        if kind or "".join(held).strip():
            yield Part(kind, "\n".join(held), first + 1)
        kind, opened = (opening.group(1), index + 1) if opening else ("", 0)
        first, held = index + 1, []
    if kind:
        raise ContentError(path, opened, f"Blocket ”{kind}” är inte avslutat med ”:::”.")
    if "".join(held).strip():
        yield Part("", "\n".join(held), first + 1)
