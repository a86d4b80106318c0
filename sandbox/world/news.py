"""Where a page asks whether there is news: a signed address, and a version kept for a second.

The address says what is shown and to whom, so that asking needs neither session nor user.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache

from django.core import signing
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from sandbox.world.doors import run_version

SALT = "sandbox.news"
GOOD_FOR = 12 * 60 * 60  # seconds: longer than any session
VERSION_KEPT = 1  # seconds
SEEN_EVERY = 20  # seconds between two notes that somebody is here
# Kinds of page that change by themselves, because they count minutes: how often, in seconds.
TICKS = {"bar": 20, "board": 20}


@dataclass(frozen=True)
class Wanted:
    """What an address shows: a kind of page in a run, its number (seat, group), and to whom.

    `who` is the participant's key, 0 for a leader or the projector. `until` is in Unix seconds.
    """

    kind: str
    run: int
    number: int
    who: int
    until: int


def address(*, kind: str, run: int, number: int = 0, who: int = 0) -> str:
    """The address that gives the fresh part of a page. Nobody can make one for somebody else."""
    until = int(timezone.now().timestamp()) + GOOD_FOR
    token = signing.Signer(salt=SALT).sign(f"{kind}.{run}.{number}.{who}.{until}")
    return reverse("live:news", args=[token])


def wanted(token: str) -> Wanted | None:
    """What the token asks for; None for one we have not written, or whose time is out."""
    found = _read(token)
    if found is None or found.until < timezone.now().timestamp():
        return None
    return found


def followed(*, kind: str, run: int, number: int = 0, who: int = 0) -> dict[str, str]:
    """What a page needs to follow: where to ask, and the version it is made from.

    Ask before the page reads anything else: a version too old only makes it ask once more, a newer
    one would hide a change.
    """
    return {
        "live_version": version(kind, run),
        "live_url": address(kind=kind, run=run, number=number, who=who),
    }


def version(kind: str, run: int) -> str:
    """The version such a page has now, at most a second old; no query within that second."""
    return _ticking(kind, _version(run))


def _ticking(kind: str, told: int) -> str:
    ticks = TICKS.get(kind)
    return f"{told}.{int(time.time()) // ticks}" if ticks else str(told)


def _version(run: int) -> int:
    key = _key(run)
    known: int | None = cache.get(key)
    if known is None:
        known = run_version(run)
        cache.set(key, known, VERSION_KEPT)
    return known


def look_again(run: int) -> None:
    """Let the next question ask the database: a stop or a pause must not wait out the second."""
    cache.delete(_key(run))


def is_first_sign(who: int) -> bool:
    """Whether it is time to note that the participant is here: once in a while is enough."""
    return bool(cache.add(f"here.{who}", 1, SEEN_EVERY))


def _key(run: int) -> str:
    return f"news.{run}"


@lru_cache(maxsize=4096)
def _read(token: str) -> Wanted | None:
    """Signatures do not change, so each is worked out once in a process."""
    try:
        kind, *numbers = signing.Signer(salt=SALT).unsign(token).split(".")
    except signing.BadSignature:
        return None
    run, number, who, until = (int(one) for one in numbers)
    return Wanted(kind, run, number, who, until)
