"""One-time form tokens: made for a form without a query, remembered when the form comes back."""

from __future__ import annotations

import secrets

from sandbox.world.models import Seat, Token, World


def new_token(world: World) -> str:
    """A token for one form; it says which attempt the form belongs to."""
    return f"{world.generation}.{secrets.token_urlsafe(12)}"


def from_other_world(token: str | None, world: World) -> bool:
    """Whether the form was made for another attempt, before "practise again" or its undoing."""
    attempt, dot, _rest = (token or "").partition(".")
    return bool(dot) and attempt.isdecimal() and attempt != str(world.generation)


def used(seat: Seat, token: str | None) -> Token | None:
    """What the form led to, if it has been sent from this seat before; in its present world."""
    if not token or seat.world_id is None:
        return None
    return Token.objects.for_world(seat.world_id).filter(seat=seat, value=token).first()
