"""What every kind of question promises: a form without the key, and grading in plain Python."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail import blocks

Json = dict[str, Any]
Posted = Mapping[str, Sequence[str]]  # field name -> the values posted, in the order of the page


@dataclass(frozen=True)
class Part:
    """What became of one option, pair, statement or card.

    code: a row of labels.PARTS; given and want: what the learner put there and what belongs there.
    """

    id: str
    ok: bool
    code: str
    text: str
    given: str = ""
    want: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Graded:
    """The outcome: fraction 0–1, how many of how many were right, how many wrong picks."""

    fraction: float
    got: int = 0
    of: int = 0
    wrong: int = 0
    parts: tuple[Part, ...] = ()

    def to_json(self) -> Json:
        """As stored with the graded step. Flat but for the parts: asdict() would copy every text."""
        return vars(self) | {"parts": [dict(vars(part)) for part in self.parts]}

    @classmethod
    def from_json(cls, data: Json) -> Graded:
        """Back from a graded step."""
        return cls(**(data | {"parts": tuple(Part(**part) for part in data["parts"])}))


class Problem(Exception):
    """A question that cannot be asked: what to mend, in Swedish, and where in its entry."""

    def __init__(self, message: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


class Kind(ABC):
    """One kind of question. `payload` is its frozen content, key included; never sent to a browser.

    A response is JSON from the browser's fields; `tidy` keeps of it only what the question has.
    """

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    short: ClassVar[str | Promise]  # beside "Question 1 of 2"
    hint: ClassVar[str | Promise]
    template: ClassVar[str]

    @abstractmethod
    def block(self) -> blocks.StructBlock:
        """The block an editor fills in."""

    @abstractmethod
    def from_entry(self, entry: Json) -> Json:
        """The block's raw value, without ids minted, from an entry of a question file.

        Raises Problem.
        """

    @abstractmethod
    def payload(self, raw: Json) -> Json:
        """The frozen content, from the block's raw stored value. Raises Problem for a missing id."""

    @abstractmethod
    def problems(self, payload: Json) -> Iterator[str]:
        """What must be mended before the question can be asked, in Swedish."""

    @abstractmethod
    def order(self, payload: Json, rng: Random) -> Json:
        """In which order an attempt shows the parts. Says nothing of the key."""

    @abstractmethod
    def public(self, payload: Json, order: Json, response: Json) -> Json:
        """What the page may show: texts and what is chosen. No key, no feedback, no fraction."""

    @abstractmethod
    def parse(self, payload: Json, order: Json, posted: Posted, *, prefix: str) -> Json:
        """The response in the posted fields named `prefix…`; {} when nothing is answered."""

    @abstractmethod
    def tidy(self, payload: Json, response: object) -> Json:
        """Of any JSON, what belongs to this question; {} when nothing does."""

    @abstractmethod
    def complete(self, payload: Json, response: Json) -> bool:
        """True when every part that needs an answer has one."""

    @abstractmethod
    def grade(self, payload: Json, response: object) -> Graded:
        """Grade any JSON. The fraction is within 0–1 and 0 for an empty response."""

    @abstractmethod
    def summary(self, payload: Json, response: object) -> str:
        """The answer in words a person can read."""

    def initial(self, order: Json) -> Json:
        """What the page's fields say before anything is answered; saving that is no answer."""
        return {}

    def cues(self, payload: Json) -> Iterator[str]:
        """What may give the answer away without being wrong, in Swedish."""
        return iter(())

    def with_ids(self, raw: Json, mint: Any) -> Json:
        """The raw value with a stable id on every list item; `mint(id)` makes it from the file's."""
        return {
            name: [
                {"type": "item", "id": mint(item["id"]), "value": item["value"]} for item in value
            ]
            if isinstance(value, list)
            else value
            for name, value in raw.items()
        }


def list_of(
    child: blocks.Block, *, at_least: int, at_most: int, label: str | Promise
) -> blocks.ListBlock:
    """A list that begins with as many rows as the question needs at least."""
    return blocks.ListBlock(
        child, min_num=at_least, max_num=at_most, default=[{}] * at_least, label=label
    )


def rows(raw: Json, name: str) -> list[tuple[str, Json]]:
    """(id, value) of each item in a stored list. Raises Problem when one lacks a stable id."""
    found = [(item.get("id"), item["value"]) for item in raw.get(name, ())]
    ids = [key for key, _value in found]
    if not all(isinstance(key, str) and key for key in ids):
        raise Problem("Ett svarsalternativ saknar stabilt id. Spara frågan på nytt.", (name,))
    if len(set(ids)) != len(ids):
        raise Problem("Två svarsalternativ har samma id.", (name,))
    return found


def texts(items: Sequence[Json]) -> dict[str, str]:
    """Id -> text of parts that have both."""
    return {item["id"]: item["text"] for item in items}


def shuffled(ids: Sequence[str], rng: Random) -> list[str]:
    """The ids in an order that depends on nothing but the ids themselves and the seed."""
    mixed = sorted(ids)
    rng.shuffle(mixed)
    return mixed


def entry_items(entry: Json, name: str, wanted: Mapping[str, type]) -> list[Json]:
    """The items of a list in a question file, checked: id and the wanted keys. Raises Problem."""
    items = entry.get(name)
    if not isinstance(items, list) or not items:
        raise Problem(f"Frågan saknar listan ”{name}”.", (name,))
    seen: set[str] = set()
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise Problem("Varje rad ska ha id och text.", (name, index))
        for key, kind in {"id": str, **wanted}.items():
            if not isinstance(item.get(key), kind) or item[key] == "":
                raise Problem(f"Raden saknar ”{key}”.", (name, index))
        if item["id"] in seen:
            raise Problem(f"Id ”{item['id']}” används två gånger.", (name, index, "id"))
        seen.add(item["id"])
    return items


def repeated(values: Sequence[str]) -> bool:
    """True when two texts read the same."""
    plain = [value.strip().casefold() for value in values]
    return len(set(plain)) != len(plain)


def response_digest(response: Json) -> str:
    """A short mark of a response, to tell whether a page has changed it."""
    return hashlib.sha256(json.dumps(response, sort_keys=True).encode()).hexdigest()[:12]


def unanswered() -> str:
    """The words for no answer at all."""
    return _("No answer")
