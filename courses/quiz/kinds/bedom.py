"""Judge statements: good or less good."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.quiz.kinds.base import Json, entry_items, list_of, repeated, rows
from courses.quiz.kinds.placing import PlacingKind


class StatementBlock(blocks.StructBlock):
    """One statement, the verdict and why."""

    text = blocks.CharBlock(label=_("Statement"), max_length=300)
    good = blocks.BooleanBlock(label=_("Good"), required=False)
    why = blocks.CharBlock(label=_("Why"), max_length=300)


class StatementsBlock(blocks.StructBlock):
    """The statements."""

    statements = list_of(StatementBlock(), at_least=2, at_most=10, label=_("Statements"))


class Judge(PlacingKind):
    """Bedöm: the share judged right, with a reason for each."""

    code = "bedom"
    label = _("Good or less good")
    short = _("good or less good")
    hint = _("Choose for each one.")
    template = "quiz/kinds/judge.html"

    def block(self) -> blocks.StructBlock:
        """The statements."""
        return StatementsBlock(label=self.label)

    def from_entry(self, entry: Json) -> Json:
        """From `pastaenden: [{id, t, bra, varfor}]`."""
        items = entry_items(entry, "pastaenden", {"t": str, "bra": bool, "varfor": str})
        return {
            "statements": [
                {"id": i["id"], "value": {"text": i["t"], "good": i["bra"], "why": i["varfor"]}}
                for i in items
            ]
        }

    def payload(self, raw: Json) -> Json:
        """{"statements": [{id, text, good, why}]}."""
        return {
            "statements": [
                {
                    "id": key,
                    "text": value["text"],
                    "good": bool(value.get("good")),
                    "why": value["why"],
                }
                for key, value in rows(raw, "statements")
            ]
        }

    def problems(self, payload: Json) -> Iterator[str]:
        """At least two, of both sorts, no two alike."""
        statements = payload["statements"]
        if len(statements) < 2:
            yield "Frågan behöver minst två påståenden."
        if len({statement["good"] for statement in statements}) < 2:
            yield "Minst ett påstående ska vara bra och minst ett mindre bra."
        if repeated([statement["text"] for statement in statements]):
            yield "Två påståenden har samma text."

    def things(self, payload: Json) -> list[Json]:
        """The statements, with the reason as feedback."""
        return [
            {
                "id": s["id"],
                "text": s["text"],
                "target": "good" if s["good"] else "less",
                "feedback": s["why"],
            }
            for s in payload["statements"]
        ]

    def targets(self, payload: Json) -> dict[str, str]:
        """Good, then less good."""
        return {"good": _now("Good"), "less": _now("Less good")}
