"""From a case to its letters: everything the unit at the desk would put in an envelope."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.letters.calls import call_letters, cancelled_letters
from sandbox.letters.homes import home_letters
from sandbox.letters.letter import Held, Letter
from sandbox.letters.plans import blank_form, filled_form, plan_letters
from sandbox.letters.telling import TRACK, Telling


@dataclass(frozen=True)
class Post:
    """The letters of a case, the newest first; the forms; and the letters that are not written."""

    letters: tuple[Letter, ...]
    forms: tuple[Letter, ...]
    held: tuple[Held, ...]

    def find(self, key: str) -> Letter | None:
        """The letter or form with this key; None when there is none for the one who asks."""
        return next((one for one in (*self.letters, *self.forms) if one.key == key), None)


def post_of(telling: Telling) -> Post:
    """Everything on paper that is the unit's to send, from what it may read and no more."""
    called, not_called = call_letters(telling)
    cancelled, not_cancelled = cancelled_letters(telling)
    planned, not_planned = plan_letters(telling)
    letters = (*planned, *called, *cancelled, *home_letters(telling))
    forms = [filled_form(telling), blank_form(telling)] if TRACK in telling.flow.tracks else []
    return Post(
        letters=tuple(sorted(letters, key=lambda one: one.when, reverse=True)),
        forms=tuple(one for one in forms if one is not None),
        held=tuple(dict.fromkeys((*not_called, *not_cancelled, *not_planned))),
    )
