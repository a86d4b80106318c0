"""Sort cards into heaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.quiz.kinds.base import Json, Problem, entry_items, list_of, repeated, rows
from courses.quiz.kinds.placing import PlacingKind


class CardBlock(blocks.StructBlock):
    """One card and the heap it belongs in."""

    text = blocks.CharBlock(label=_("Card"), max_length=200)
    heap = blocks.CharBlock(label=_("Heap, spelt as above"), max_length=120)


class HeapsBlock(blocks.StructBlock):
    """Heaps and cards."""

    heaps = list_of(
        blocks.StructBlock([("text", blocks.CharBlock(label=_("Heap"), max_length=120))]),
        at_least=2,
        at_most=6,
        label=_("Heaps"),
    )
    cards = list_of(CardBlock(), at_least=2, at_most=14, label=_("Cards"))


class Sort(PlacingKind):
    """Sortera: the share of cards in the right heap."""

    code = "sortera"
    label = _("Sort into heaps")
    short = _("sort")
    hint = _("Choose in the list where each one belongs.")

    def block(self) -> blocks.StructBlock:
        """Heaps and cards."""
        return HeapsBlock(label=self.label)

    def from_entry(self, entry: Json) -> Json:
        """From `hogar: [text]` and `kort: [{id, t, hog}]`."""
        heaps = entry.get("hogar")
        if not isinstance(heaps, list) or not all(isinstance(heap, str) for heap in heaps):
            raise Problem("Frågan saknar listan ”hogar”.", ("hogar",))
        items = entry_items(entry, "kort", {"t": str, "hog": str})
        for index, item in enumerate(items):
            if item["hog"] not in heaps:
                raise Problem(f"Högen ”{item['hog']}” finns inte i hogar.", ("kort", index, "hog"))
        return {
            "heaps": [{"id": f"hog {heap}", "value": {"text": heap}} for heap in heaps],
            "cards": [{"id": i["id"], "value": {"text": i["t"], "heap": i["hog"]}} for i in items],
        }

    def payload(self, raw: Json) -> Json:
        """{"heaps": [{id, text}], "cards": [{id, text, heap: id}]}."""
        heaps = [{"id": key, "text": value["text"]} for key, value in rows(raw, "heaps")]
        by_name = {heap["text"].strip().casefold(): heap["id"] for heap in heaps}
        return {
            "heaps": heaps,
            "cards": [
                {
                    "id": key,
                    "text": value["text"],
                    "heap": by_name.get(value["heap"].strip().casefold(), ""),
                }
                for key, value in rows(raw, "cards")
            ],
        }

    def problems(self, payload: Json) -> Iterator[str]:
        """Two heaps or more, every card in one of them, nothing twice."""
        if len(payload["heaps"]) < 2:
            yield "Frågan behöver minst två högar."
        if len(payload["cards"]) < 2:
            yield "Frågan behöver minst två kort."
        for name in ("heaps", "cards"):
            if repeated([item["text"] for item in payload[name]]):
                yield "Samma text står på två högar eller två kort."
        for card in payload["cards"]:
            if not card["heap"]:
                yield f"Kortet ”{card['text']}” hör till en hög som inte finns."

    def things(self, payload: Json) -> list[Json]:
        """The cards."""
        return [dict(card, target=card["heap"]) for card in payload["cards"]]

    def targets(self, payload: Json) -> dict[str, Any]:
        """The heaps, in the order written."""
        return {heap["id"]: heap["text"] for heap in payload["heaps"]}
