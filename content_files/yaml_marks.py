"""YAML read with line marks: plain data, and the line each part of it stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Step = str | int
# The same reader in C where it is built in: ten times faster.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContentError(Exception):
    """A content file that cannot be used: which file, which line (from 1), what to mend."""

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        super().__init__(f"{path}, rad {line}: {message}")
        self.path = str(path)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Marked:
    """One YAML document: `data` as dicts and lists, and the line of every path into it."""

    path: Path
    data: Any
    lines: dict[tuple[Step, ...], int] = field(repr=False)

    def line_of(self, *path: Step) -> int:
        """Line (from 1) of the key or item at `path`; of its nearest parent when it is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def error(self, message: str, *path: Step) -> ContentError:
        """A ContentError that points at `path` in this document."""
        return ContentError(self.path, self.line_of(*path), message)


class _Builder:
    """Walks composed nodes once: builds the data and notes the lines."""

    def __init__(self, path: Path, offset: int) -> None:
        self.path = path
        self.offset = offset
        self.lines: dict[tuple[Step, ...], int] = {}
        self.scalars = yaml.constructor.SafeConstructor()

    def line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + 1 + self.offset

    def build(self, node: yaml.Node, at: tuple[Step, ...]) -> Any:
        self.lines.setdefault(at, self.line(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*at, index)) for index, item in enumerate(node.value)]
        return self.scalar(node)

    def scalar(self, node: yaml.Node) -> Any:
        try:
            return self.scalars.construct_object(node)
        except (yaml.YAMLError, ValueError, KeyError) as error:
            message = f"Värdet ”{node.value}” går inte att läsa. Skriv det inom citattecken."
            raise ContentError(self.path, self.line(node), message) from error

    def mapping(self, node: yaml.MappingNode, at: tuple[Step, ...]) -> dict[Step, Any]:
        data: dict[Step, Any] = {}
        for key_node, value_node in node.value:
            key = self.scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str | int):
                raise ContentError(self.path, self.line(key_node), "Nyckeln är inte en text.")
            if key in data:
                message = f"Nyckeln ”{key}” står två gånger. Ta bort den ena."
                raise ContentError(self.path, self.line(key_node), message)
            self.lines[(*at, key)] = self.line(key_node)
            data[key] = self.build(value_node, (*at, key))
        return data


def parse_marked(text: str, path: Path | str, *, offset: int = 0) -> Marked:
    """Read YAML from `text`; `offset` is the number of lines before it in the file.

    Raises ContentError for broken YAML, a key given twice, or an unreadable value.
    """
    path = Path(path)
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + 1 + offset
        message = "YAML går inte att läsa här. Se över indrag, kolon och citattecken."
        raise ContentError(path, line, message) from error
    except yaml.YAMLError as error:
        raise ContentError(path, 1 + offset, "Filen har tecken som YAML inte tillåter.") from error
    if node is None:
        return Marked(path, None, {(): 1 + offset})
    builder = _Builder(path, offset)
    try:
        data = builder.build(node, ())
    except RecursionError as error:
        raise ContentError(path, 1 + offset, "Ett ankare (&) hänvisar till sig självt.") from error
    return Marked(path, data, builder.lines)


def load_marked(path: Path | str) -> Marked:
    """Read the YAML file at `path` (UTF-8). Raises ContentError when it cannot be read."""
    return parse_marked(read_text(path), path)


def read_text(path: Path | str) -> str:
    """The text of the file at `path` (UTF-8). Raises ContentError when it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ContentError(path, 1, "Filen finns inte.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(path, 1, "Filen går inte att läsa som text i UTF-8.") from error
