"""What waits for a person in her assignments, said on one line: each room adds what it knows.

A room calls `register` once, when its app is ready; the pages ask `promises_for`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from training_site.people.models import User


@dataclass(frozen=True)
class Promise:
    """One thing to know or do: "3 av 14 enheter saknar utbildade", and where to go on.

    `title` names the page behind it in a list of what to do; without one it is only said. `word`
    is its state there, and `state` one of the frame's: todo, now, done or warn. `place` orders.
    """

    text: str
    title: str = ""
    url: str = ""
    state: str = "todo"
    word: str = ""
    place: int = 50


Source = Callable[[User, datetime.date], Iterable[Promise]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask `source` from now on; registering it again changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def promises_for(user: User, day: datetime.date) -> tuple[Promise, ...]:
    """What every room promises `user` on `day`, in order."""
    found = [promise for source in _sources for promise in source(user, day)]
    return tuple(sorted(found, key=lambda promise: promise.place))
