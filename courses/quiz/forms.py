"""The questions page as it comes back: answers read from posted fields, whatever they hold."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from courses.quiz.actions import PageView
from courses.quiz.kinds import KINDS, Json
from courses.quiz.queries import response_of
from courses.quiz.show import AskedItem, asked


def new_token() -> str:
    """A name for one opening of the page."""
    return secrets.token_hex(8)


class AnswerSheet:
    """A posted questions page. Nothing in it can raise; what is not an answer is left aside."""

    def __init__(self, posted: QueryDict) -> None:
        self.posted: Mapping[str, list[str]] = dict(posted.lists())

    @property
    def page(self) -> PageView:
        """Which opening of the page this is, and what it showed."""
        token = (self.posted.get("sida") or [""])[-1]
        seen = {
            int(match[1]): values[-1]
            for name, values in self.posted.items()
            if values and (match := re.fullmatch(r"q([1-9]\d?)\.sett", name))
        }
        return PageView(token if re.fullmatch(r"[0-9a-f]{16}", token) else "", seen)

    @property
    def moved(self) -> str:
        """The prefix of the question whose step was moved with an arrow button, or ''."""
        names = [name for name in self.posted if name.endswith(".flytta")]
        return names[0].removesuffix(".flytta") if names else ""

    @property
    def sure(self) -> dict[int, bool]:
        """Slot -> whether the learner says she is sure, of the questions where she says."""
        return {
            int(match[1]): values[-1] == "ja"
            for name, values in self.posted.items()
            if values
            and values[-1] in ("ja", "nej")
            and (match := re.fullmatch(r"q([1-9]\d?)\.saker", name))
        }

    def read(self, items: list[Any]) -> dict[int, Json]:
        """Slot -> response."""
        return {
            item.slot: KINDS[item.version.kind].parse(
                item.version.payload["content"],
                item.option_order,
                self.posted,
                prefix=f"q{item.slot}",
            )
            for item in items
        }


def asked_items(
    items: list[Any], *, missing: tuple[int, ...] = (), sure: Mapping[int, bool] | None = None
) -> list[AskedItem]:
    """The public form of an attempt's items, with the latest answers."""
    shown = [
        asked(
            item.version.payload,
            item.option_order,
            response_of(item),
            slot=item.slot,
            of=len(items),
            missing=item.slot in missing,
        )
        for item in items
    ]
    return [replace(one, sure=sure.get(one.slot)) for one in shown] if sure else shown
