"""Codes as people read and type them, and the limit on guessing them."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

# Guesses that lead nowhere, from one address: a whole room behind one door may mistype and go on,
# while a million codes still take weeks.
MISSES = 60
WINDOW_SECONDS = 300
NBSP = "\u00a0"


def clean(typed: str) -> str:
    """A code as it is kept, however it was typed: no spaces or dashes, capitals only."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def spaced(code: str) -> str:
    """A code as it is read aloud: "K7P 4MX", "K7P4 MXQR"."""
    half = (len(code) + 1) // 2
    return f"{code[:half]}{NBSP}{code[half:]}"


def may_guess(request: HttpRequest) -> bool:
    """Whether the address has guessed wrong few enough times lately. Right codes cost nothing."""
    return int(cache.get(_key(request), 0)) < MISSES


def missed(request: HttpRequest) -> None:
    """Count one code that led nowhere."""
    key = _key(request)
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        # It ran out between the two calls.
        cache.set(key, 1, WINDOW_SECONDS)


def _key(request: HttpRequest) -> str:
    return f"live:missed:{request.META.get('REMOTE_ADDR', '')}"
