"""What the four kinds with options to choose among share."""

from __future__ import annotations

from collections.abc import Iterator
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

PART_CODES = {
    (True, True): "chosen_right",
    (True, False): "chosen_wrong",
    (False, True): "missed",
    (False, False): "left_out",
}


class OptionBlock(blocks.StructBlock):
    """One option."""

    text = blocks.CharBlock(label=_("Option"), max_length=400)
    right = blocks.BooleanBlock(label=_("Right answer"), required=False)


class OptionsBlock(blocks.StructBlock):
    """The options of a question."""

    options = list_of(OptionBlock(), at_least=2, at_most=10, label=_("Options"))


class OneChoice:
    """Grading when exactly one option is right: 1 or 0."""

    multiple = False

    def fraction(self, right: int, wrong: int, of: int) -> float:
        """1 when the right one is chosen."""
        return 1.0 if right else 0.0


class ManyChoices:
    """Grading when several are right: (right - wrong) / number right, never below 0."""

    multiple = True

    def fraction(self, right: int, wrong: int, of: int) -> float:
        """A wrong choice costs what a right one gives, so choosing all gains nothing."""
        return max(0.0, (right - wrong) / of)


class ChoiceKind(Kind):
    """Options to choose among; subclasses say how many and how it is scored."""

    template = "quiz/kinds/choices.html"
    multiple: bool

    def fraction(self, right: int, wrong: int, of: int) -> float:
        """The fraction for `right` right and `wrong` wrong choices."""
        raise NotImplementedError

    def block(self) -> blocks.StructBlock:
        """Options, each right or not."""
        return OptionsBlock(label=self.label)

    def from_entry(self, entry: Json) -> Json:
        """From `alternativ: [{id, t, ratt}]`."""
        items = entry_items(entry, "alternativ", {"t": str})
        return {
            "options": [
                {"id": i["id"], "value": {"text": i["t"], "right": i.get("ratt") is True}}
                for i in items
            ]
        }

    def payload(self, raw: Json) -> Json:
        """{"options": [{id, text, right}]}."""
        return {
            "options": [
                {"id": key, "text": value["text"], "right": bool(value.get("right"))}
                for key, value in rows(raw, "options")
            ]
        }

    def problems(self, payload: Json) -> Iterator[str]:
        """At least two options, no two alike, and the right number of right ones."""
        right = sum(option["right"] for option in payload["options"])
        if len(payload["options"]) < 2:
            yield "Frågan behöver minst två alternativ."
        if not right:
            yield "Inget alternativ är markerat som rätt."
        if right > 1 and not self.multiple:
            yield "Bara ett alternativ får vara rätt i den här sortens fråga."
        if repeated([option["text"] for option in payload["options"]]):
            yield "Två alternativ har samma text."

    def cues(self, payload: Json) -> Iterator[str]:
        """A right option clearly longer than all others is guessed without knowing."""
        if self.multiple:
            return
        right = max(len(o["text"]) for o in payload["options"] if o["right"])
        other = max(len(o["text"]) for o in payload["options"] if not o["right"])
        if right > other * 1.25:
            yield "Det rätta alternativet är klart längst. Gör ett annat lika långt."

    def order(self, payload: Json, rng: Random) -> Json:
        """The options, shuffled."""
        return {"options": shuffled([option["id"] for option in payload["options"]], rng)}

    def public(self, payload: Json, order: Json, response: Json) -> Json:
        """The options in the attempt's order, with what is chosen."""
        words, chosen = texts(payload["options"]), self.tidy(payload, response).get("chosen", [])
        return {
            "multiple": self.multiple,
            "options": [
                {"id": key, "text": words[key], "chosen": key in chosen} for key in order["options"]
            ],
        }

    def parse(self, payload: Json, order: Json, posted: Posted, *, prefix: str) -> Json:
        """The chosen options; of a question with one answer, the last one posted."""
        return self.tidy(payload, {"chosen": list(posted.get(prefix, ()))})

    def tidy(self, payload: Json, response: object) -> Json:
        """Keep options of this question, each once, in the question's own order."""
        given = response.get("chosen") if isinstance(response, dict) else None
        given = [key for key in given if isinstance(key, str)] if isinstance(given, list) else []
        mine = [option["id"] for option in payload["options"] if option["id"] in given]
        if not self.multiple:
            known = [key for key in given if key in mine]
            mine = known[-1:]
        return {"chosen": mine} if mine else {}

    def complete(self, payload: Json, response: Json) -> bool:
        """Something is chosen."""
        return bool(self.tidy(payload, response))

    def grade(self, payload: Json, response: object) -> Graded:
        """One part for each option."""
        chosen = self.tidy(payload, response).get("chosen", [])
        parts = tuple(
            Part(
                id=option["id"],
                ok=(option["id"] in chosen) == option["right"],
                code=PART_CODES[option["id"] in chosen, option["right"]],
                text=option["text"],
            )
            for option in payload["options"]
        )
        codes = [part.code for part in parts]
        right, wrong = codes.count("chosen_right"), codes.count("chosen_wrong")
        of = right + codes.count("missed")
        return Graded(self.fraction(right, wrong, of), right, of, wrong, parts)

    def summary(self, payload: Json, response: object) -> str:
        """The chosen texts, quoted."""
        words = texts(payload["options"])
        chosen = self.tidy(payload, response).get("chosen", [])
        return "; ".join(f"”{words[key]}”" for key in chosen) or unanswered()
