"""Where the display of a source key comes from: whoever keeps the law references registers here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from courses.guide_citations import CITATION

# A law, a document, or a section of a guide in its version.
ONE = rf"(?:[LS]\d+|{CITATION.pattern})"


def keys_in(text: str) -> list[str]:
    """The keys of a text such as "L1, S2, guide:forbered#plan-b@1.0", in order."""
    return re.findall(ONE, text)


@dataclass(frozen=True)
class Source:
    """One source in words; url is empty when there is no page for it. note: when it was checked."""

    key: str
    text: str
    url: str = ""
    note: str = ""


Resolver = Callable[[frozenset[str]], Mapping[str, Source]]
_resolvers: list[Resolver] = []


def register(resolver: Resolver) -> None:
    """Ask `resolver` for sources from now on. It gets all keys of a page at once."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def resolve(keys: Iterable[str]) -> dict[str, Source]:
    """Key -> source, for the keys somebody knows; the others are not shown."""
    wanted = frozenset(keys)
    found: dict[str, Source] = {}
    for resolver in _resolvers:
        found.update(resolver(wanted))
    return found
