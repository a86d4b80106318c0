"""The Swedish catalogue: gathers texts from code and templates, compares, compiles. No gettext needed."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

PROJECT = Path(__file__).resolve().parents[2]
CATALOGUE = PROJECT / "training_site" / "locale" / "sv" / "LC_MESSAGES" / "django.po"
PACKAGES = ("training_site", "courses", "sandbox")

# Which arguments of each call are context, singular and plural.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
IN_EXPRESSION = re.compile(r"""_\((?P<quote>["'])(?P<text>.*?)(?P=quote)\)""")


@dataclass(frozen=True, order=True)
class Text:
    """One text to translate: context ("" for none), singular, plural ("" for none), where it stands."""

    context: str
    singular: str
    plural: str
    place: str

    @property
    def key(self) -> tuple[str, str]:
        """What the catalogue finds it by: context and singular."""
        return (self.context, self.singular)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one entry, in words."""

    kind: str  # missing | untranslated | fuzzy | placeholders | plural
    text: str
    place: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text!r} ({self.place})"


def texts_in_code(source: str, place: str) -> Iterator[Text]:
    """Every text that `source` (Python) hands to gettext or one of its sisters."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in CALLS:
            continue
        context, singular, plural = (_literal(node, index) for index in CALLS[name])
        if singular:
            yield Text(context, singular, plural, f"{place}:{node.lineno}")


def _literal(call: ast.Call, index: int | None) -> str:
    if index is None or index >= len(call.args):
        return ""
    argument = call.args[index]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return ""


def texts_in_template(source: str, place: str) -> Iterator[Text]:
    """Every text in a template: translate, blocktranslate and _("…") in an expression."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        at = f"{place}:{token.lineno}"
        bits = list(smart_split(token.contents))
        if token.token_type == TokenType.BLOCK and bits[0] in ("translate", "trans"):
            if bits[1][0] in "\"'":
                singular = bits[1][1 : bits[1].rindex(bits[1][0])].replace("%", "%%")
                yield Text(_context(bits), singular, "", at)
        elif token.token_type == TokenType.BLOCK and bits[0] in ("blocktranslate", "blocktrans"):
            singular, plural = _block(tokens, trimmed="trimmed" in bits)
            yield Text(_context(bits), singular, plural, at)
        for found in IN_EXPRESSION.finditer(token.contents):
            yield Text("", found["text"].replace("%", "%%"), "", at)


def _context(bits: list[str]) -> str:
    return bits[bits.index("context") + 1][1:-1] if "context" in bits else ""


def _block(tokens: Iterator[Token], *, trimmed: bool) -> tuple[str, str]:
    """Singular and plural of the block that has just been opened, as Django will look them up."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.BLOCK and token.contents.strip() == "plural":
            parts.append([])
        elif token.token_type == TokenType.BLOCK:
            break
    texts = ["".join(part) for part in parts] + [""]
    if trimmed:
        texts = [trim_whitespace(text) for text in texts]
    return texts[0], texts[1]


def gather(project: Path = PROJECT) -> dict[tuple[str, str], Text]:
    """Every text of the three packages, by context and singular; the first place counts."""
    found: dict[tuple[str, str], Text] = {}
    for text in _walk(project):
        known = found.get(text.key)
        if known is None or (text.plural and not known.plural):
            found[text.key] = text
    return found


def _walk(project: Path) -> Iterator[Text]:
    for package in PACKAGES:
        for path in sorted((project / package).rglob("*")):
            place = path.relative_to(project).as_posix()
            if path.suffix == ".py" and "/migrations/" not in place:
                yield from texts_in_code(path.read_text(encoding="utf-8"), place)
            elif path.suffix in (".html", ".txt") and "/templates/" in place:
                yield from texts_in_template(path.read_text(encoding="utf-8"), place)


def read(path: Path = CATALOGUE) -> Catalog:
    """The catalogue at `path`; an empty Swedish one when there is no such file."""
    if not path.exists():
        return Catalog(locale="sv", project="Samöva", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="sv")


def write(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    """Write the catalogue sorted, and its compiled form beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, omit_header=False)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as Django reads it at run time."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def is_compiled(path: Path = CATALOGUE) -> bool:
    """Whether the compiled file says what the catalogue says."""
    binary = path.with_suffix(".mo")
    return binary.exists() and binary.read_bytes() == compiled(read(path))


def missing(texts: Iterable[Text], catalogue: Catalog) -> list[Text]:
    """The texts the catalogue has no entry for."""
    return [text for text in texts if _entry(catalogue, text) is None]


def unused(texts: Iterable[Text], catalogue: Catalog) -> list[Message]:
    """Entries no code or template asks for, apart from those marked as standing in for others.

    An entry with a comment that starts with "for:" completes a dependency's own catalogue.
    """
    asked = {text.key for text in texts}
    return [
        message
        for message in catalogue
        if message.id
        and (message.context or "", _first(message)) not in asked
        and not any(comment.startswith("for:") for comment in message.user_comments)
    ]


def problems(texts: Iterable[Text], catalogue: Catalog) -> list[Problem]:
    """Everything that would show a reader a text that is not Swedish, or break its formatting."""
    texts = list(texts)
    found = [Problem("missing", text.singular, text.place) for text in missing(texts, catalogue)]
    for text in texts:
        message = _entry(catalogue, text)
        if message is not None and text.plural and len(forms(message.id)) == 1:
            found.append(Problem("plural", text.singular, text.place))
    for message in catalogue:
        if message.id:
            found += [Problem(kind, _first(message), "catalogue") for kind in _faults(message)]
    return found


def _faults(message: Message) -> Iterator[str]:
    ids, strings = forms(message.id), forms(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "untranslated"
    # The singular may drop the number ("en fråga"), so every form is held against the last one.
    expected = set(PLACEHOLDER.findall(ids[-1]))
    optional = set() if len(ids) == 1 else expected - set(PLACEHOLDER.findall(ids[0]))
    for string in strings:
        if string and not expected - optional <= set(PLACEHOLDER.findall(string)) <= expected:
            yield "placeholders"


def _entry(catalogue: Catalog, text: Text) -> Message | None:
    return catalogue.get(text.singular, text.context or None)


def forms(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The forms of one side of an entry: one, or singular and plural."""
    return (value or "",) if isinstance(value, str) or value is None else tuple(value)


def _first(message: Message) -> str:
    return forms(message.id)[0]
