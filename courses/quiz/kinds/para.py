"""Match things that belong together."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.quiz.kinds.base import Json, entry_items, list_of, repeated, rows, shuffled
from courses.quiz.kinds.placing import PlacingKind


class PairBlock(blocks.StructBlock):
    """Two that belong together."""

    left = blocks.CharBlock(label=_("This"), max_length=300)
    right = blocks.CharBlock(label=_("belongs with this"), max_length=300)


class PairsBlock(blocks.StructBlock):
    """The pairs."""

    pairs = list_of(PairBlock(), at_least=2, at_most=10, label=_("Pairs"))


class Match(PlacingKind):
    """Para ihop: the share of right pairs."""

    code = "para"
    label = _("Match")
    short = _("match")
    hint = _("Choose in the list what belongs with each row.")

    def block(self) -> blocks.StructBlock:
        """The pairs."""
        return PairsBlock(label=self.label)

    def from_entry(self, entry: Json) -> Json:
        """From `par: [{id, v, h}]`."""
        items = entry_items(entry, "par", {"v": str, "h": str})
        return {
            "pairs": [{"id": i["id"], "value": {"left": i["v"], "right": i["h"]}} for i in items]
        }

    def payload(self, raw: Json) -> Json:
        """{"pairs": [{id, left, right}]}."""
        return {
            "pairs": [
                {"id": key, "left": value["left"], "right": value["right"]}
                for key, value in rows(raw, "pairs")
            ]
        }

    def problems(self, payload: Json) -> Iterator[str]:
        """At least two pairs; no text twice on a side, or two answers would both be right."""
        pairs = payload["pairs"]
        if len(pairs) < 2:
            yield "Frågan behöver minst två par."
        if repeated([p["left"] for p in pairs]) or repeated([p["right"] for p in pairs]):
            yield "Samma text står två gånger på samma sida."

    def things(self, payload: Json) -> list[Json]:
        """The left sides; each belongs with its own right side."""
        return [{"id": p["id"], "text": p["left"], "target": p["id"]} for p in payload["pairs"]]

    def targets(self, payload: Json) -> dict[str, str]:
        """The right sides."""
        return {pair["id"]: pair["right"] for pair in payload["pairs"]}

    def target_order(self, payload: Json, rng: Random) -> list[str]:
        """Shuffled apart from the left sides."""
        return shuffled(list(self.targets(payload)), rng)
