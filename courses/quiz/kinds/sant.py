"""True or false."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.quiz.kinds.base import Json, Problem
from courses.quiz.kinds.choice import ChoiceKind, OneChoice


class TrueFalseBlock(blocks.StructBlock):
    """Whether the statement is true."""

    right = blocks.BooleanBlock(label=_("The statement is true"), required=False)


class TrueFalse(OneChoice, ChoiceKind):
    """Sant eller falskt: 1 or 0. Always shown as true, then false."""

    code = "sant"
    label = _("True or false")
    short = _("true or false")
    hint = _("Choose true or false.")

    def block(self) -> blocks.StructBlock:
        """A tick for true."""
        return TrueFalseBlock(label=self.label)

    def from_entry(self, entry: Json) -> Json:
        """From `ratt: true|false`."""
        if not isinstance(entry.get("ratt"), bool):
            raise Problem("Skriv ”ratt: true” eller ”ratt: false”.", ("ratt",))
        return {"right": entry["ratt"]}

    def payload(self, raw: Json) -> Json:
        """Two options, in Swedish since they are content."""
        right = bool(raw.get("right"))
        return {
            "options": [
                {"id": "true", "text": _now("True"), "right": right},
                {"id": "false", "text": _now("False"), "right": not right},
            ]
        }

    def cues(self, payload: Json) -> Iterator[str]:
        """Two single words give nothing away."""
        return iter(())

    def order(self, payload: Json, rng: Random) -> Json:
        """True first, always."""
        return {"options": ["true", "false"]}
