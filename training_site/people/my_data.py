"""What is kept about a person: each room registers its part, and one page shows them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.db import transaction
from django.utils.functional import Promise

from training_site.people.models import User

# What a fact is called, and the fact, both in Swedish as they are shown.
Row: TypeAlias = Mapping[str, str]
Words: TypeAlias = str | Promise


def _nothing(_user: User) -> None:
    """For a part whose rows stay, counted without a name."""


@dataclass(frozen=True)
class Part:
    """One kind of thing that is kept about a person, and what is to be said of it.

    `key` names it in the file she can take with her. `why` it is kept, `how_long`, and `erasing`
    what happens to it when she deletes her account, are whole sentences. `rows` gives what is kept,
    in a number of queries that does not grow with the rows; `erase` does what `erasing` says, in
    the transaction of the whole.
    """

    key: str
    title: Words
    why: Words
    how_long: Words
    erasing: Words
    rows: Callable[[User], Iterable[Row]]
    erase: Callable[[User], None] = _nothing


@dataclass(frozen=True)
class Shown:
    """A part with a person's own rows."""

    part: Part
    rows: tuple[Row, ...]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a part, or replace the one with its key. Call it when the app is ready."""
    _parts[part.key] = part


def parts() -> tuple[Part, ...]:
    """Every part, in the order they were registered; the account itself is first."""
    return tuple(_parts.values())


def everything(user: User) -> tuple[Shown, ...]:
    """All that is kept about the person, part by part, with the empty ones."""
    return tuple(Shown(part, tuple(part.rows(user))) for part in parts())


def erase(user: User) -> None:
    """Let every part do what it says, all or nothing; the account goes last."""
    with transaction.atomic():
        # One of two requests at once waits, and finds nothing left to do.
        locked = User.objects.select_for_update().get(pk=user.pk)
        for part in reversed(parts()):
            part.erase(locked)
