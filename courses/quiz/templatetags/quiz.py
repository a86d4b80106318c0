"""The rows of a question, written in Python: a page has forty, and a template takes twice as long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from training_site.templatetags.samova import icon

if TYPE_CHECKING:
    from courses.quiz.results import PartRow
    from courses.quiz.show import AskedItem

register = template.Library()

CHOICE = (
    '<label class="choice"><input type="{}" name="{}" id="{}-{}" value="{}"{}>'
    "<span>{}</span></label>\n"
)
OUTCOME = '<li class="{}">{}<span>{}<span class="status {}">{}</span>{}</span></li>\n'
CHECKED = mark_safe(" checked")


@register.simple_tag
def choices(item: AskedItem) -> SafeString:
    """The options of a question with options to choose among, as radio buttons or check boxes."""
    kind, name = "checkbox" if item.public["multiple"] else "radio", item.prefix
    rows = enumerate(item.public["options"], 1)
    return format_html_join(
        "",
        CHOICE,
        (
            (kind, name, name, at, row["id"], CHECKED if row["chosen"] else "", row["text"])
            for at, row in rows
        ),
    )


@register.simple_tag
def outcomes(parts: Iterable[PartRow]) -> SafeString:
    """What became of each part of an answer: icon, text, words and what to learn from it."""
    return format_html_join(
        "",
        OUTCOME,
        (
            (part.row, icon(part.icon), part.text, part.status, part.words, _hint(part.feedback))
            for part in parts
        ),
    )


def _hint(words: str) -> str:
    return format_html('<span class="hint">{}</span>', words) if words else ""
