"""Put steps in the right order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.quiz.kinds.base import (
    Graded,
    Json,
    Kind,
    Part,
    Posted,
    entry_items,
    list_of,
    repeated,
    rows,
    shuffled,
    texts,
    unanswered,
)


class StepBlock(blocks.StructBlock):
    """One step."""

    text = blocks.CharBlock(label=_("Step"), max_length=200)


class StepsBlock(blocks.StructBlock):
    """The steps in the right order."""

    steps = list_of(StepBlock(), at_least=3, at_most=10, label=_("Steps, in right order"))


def moved(current: list[str], wanted: dict[str, int]) -> list[str]:
    """The steps after each got the place (from 1) asked for; those not moved fill the rest.

    Two that ask for one place: the one that stood first gets it, the other the next free place.
    """
    movers = [key for i, key in enumerate(current, 1) if wanted.get(key, i) != i]
    result: list[str | None] = [None] * len(current)
    for key in sorted(movers, key=lambda key: wanted[key]):
        place = wanted[key] - 1
        free = [i for i in range(len(result)) if result[i] is None]
        result[min(free, key=lambda i: ((i - place) % len(result), i))] = key
    rest = iter(key for key in current if key not in movers)
    return [key if key is not None else next(rest) for key in result]


class Order(Kind):
    """Ordning: the share of right neighbours."""

    code = "ordning"
    label = _("Put in order")
    short = _("put in order")
    hint = _("Choose a place in the list or move with the arrows.")
    template = "quiz/kinds/order.html"

    def block(self) -> blocks.StructBlock:
        """The steps."""
        return StepsBlock(label=self.label)

    def from_entry(self, entry: Json) -> Json:
        """From `ordning: [{id, t}]`, in right order."""
        items = entry_items(entry, "ordning", {"t": str})
        return {"steps": [{"id": item["id"], "value": {"text": item["t"]}} for item in items]}

    def payload(self, raw: Json) -> Json:
        """{"steps": [{id, text}]} in right order."""
        return {"steps": [{"id": key, "text": value["text"]} for key, value in rows(raw, "steps")]}

    def problems(self, payload: Json) -> Iterator[str]:
        """At least three steps, no two alike."""
        if len(payload["steps"]) < 3:
            yield "Frågan behöver minst tre steg."
        if repeated([step["text"] for step in payload["steps"]]):
            yield "Två steg har samma text."

    def order(self, payload: Json, rng: Random) -> Json:
        """Shuffled, and never right from the start."""
        right = [step["id"] for step in payload["steps"]]
        mixed = shuffled(right, rng)
        while mixed == right and len(right) > 1:
            mixed = shuffled(right, rng)
        return {"steps": mixed}

    def public(self, payload: Json, order: Json, response: Json) -> Json:
        """The steps as the learner has them now, or as they were shuffled."""
        words = texts(payload["steps"])
        now: list[str] = self.tidy(payload, response).get("order") or order["steps"]
        places = range(1, len(now) + 1)
        return {
            "places": list(places),
            "steps": [
                {"id": key, "text": words[key], "place": place, "last": place == len(now)}
                for place, key in zip(places, now, strict=True)
            ],
        }

    def parse(self, payload: Json, order: Json, posted: Posted, *, prefix: str) -> Json:
        """The steps by the places chosen; the page's own order is the order of its fields.

        `<prefix>.flytta` = "<id>.upp" or "<id>.ned" moves one step one place.
        The order as first shown is no answer: see `initial`.
        """
        ids = {step["id"] for step in payload["steps"]}
        names = (name.removeprefix(f"{prefix}.") for name in posted if name.startswith(prefix))
        current = [key for key in names if key in ids]
        if len(current) != len(ids):
            return {}
        wanted: dict[str, int] = {}
        for key in current:
            value = (posted[f"{prefix}.{key}"] or ("",))[-1]
            if value.isdecimal() and len(value) < 3 and 1 <= int(value) <= len(ids):
                wanted[key] = int(value)
        now = moved(current, wanted)
        step, _dot, direction = (posted.get(f"{prefix}.flytta") or ("",))[-1].rpartition(".")
        if step in ids:
            at = now.index(step)
            to = at + {"upp": -1, "ned": 1}.get(direction, 0)
            if 0 <= to < len(now):
                now[at], now[to] = now[to], now[at]
        return {"order": now}

    def initial(self, order: Json) -> Json:
        """The order the page shows from the start."""
        return {"order": order["steps"]}

    def tidy(self, payload: Json, response: object) -> Json:
        """Only a full order of exactly this question's steps counts."""
        given = response.get("order") if isinstance(response, dict) else None
        ids = [step["id"] for step in payload["steps"]]
        if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
            return {}
        return {"order": given} if sorted(given) == sorted(ids) else {}

    def complete(self, payload: Json, response: Json) -> bool:
        """The learner has put them in some order."""
        return bool(self.tidy(payload, response))

    def grade(self, payload: Json, response: object) -> Graded:
        """Neighbours that follow each other as they should, of all such pairs."""
        right = [step["id"] for step in payload["steps"]]
        given = self.tidy(payload, response).get("order", [])
        pairs = set(pairwise(given))
        got = sum(pair in pairs for pair in pairwise(right))
        of = len(right) - 1
        words = texts(payload["steps"])
        parts = []
        for place, key in enumerate(right, 1):
            at = given.index(key) + 1 if given else 0
            code = "unplaced" if not at else "right_place" if at == place else "other_place"
            text = f"{place}. {words[key]}"
            parts.append(Part(key, at == place, code, text, given=str(at or "")))
        return Graded(got / of, got, of, 0, tuple(parts))

    def summary(self, payload: Json, response: object) -> str:
        """The steps as ordered, numbered."""
        words = texts(payload["steps"])
        given = self.tidy(payload, response).get("order", [])
        return "; ".join(f"{i}. {words[key]}" for i, key in enumerate(given, 1)) or unanswered()
