"""Templates hold no inline script or style, and no text outside the catalogue."""

from __future__ import annotations

import re

import pytest
from django.template.base import Lexer, TokenType

from tests.house import tree

INLINE = {
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[\w:-]*)\s*=", re.IGNORECASE),
    "script address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "other host": re.compile(r"\b(src|href|action)\s*=\s*[\"']?(https?:)?//", re.IGNORECASE),
}
SEEN_ATTRIBUTE = re.compile(r"\b(?:aria-label|title|alt|placeholder)=\"([^\"]*)\"")
WORD = re.compile(r"[A-Za-zÅÄÖåäö]{2,}")
# Names, the marks of the practice environment, and what a reader never sees as a word.
SAME_EVERYWHERE = {"Samöva", "SIP", "ÖVNING", "ÖVNINGSMILJÖ", "FIKTIV", "FIKTIVT", "nbsp", "ndash"}
# Shown when the site itself cannot answer, so they stand alone, without tags.
STANDING_ALONE = tuple(f"training_site/templates/{code}.html" for code in (400, 500, 503))
BLOCKS = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans"}
BLOCKS |= {"comment": "endcomment", "verbatim": "endverbatim", "block body_class": "endblock"}


@pytest.mark.parametrize("kind", INLINE)
def test_templates_obey_the_content_security_policy(kind: str):
    hits = [
        f"{name}: {found.group()[:60]}"
        for name, text in tree.templates().items()
        for found in INLINE[kind].finditer(text)
    ]

    assert hits == []


def _bare_text(source: str) -> str:
    """The text of a template that no tag translates: without tags, variables and mark-up."""
    kept, closing = [], ""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            name = "block body_class" if token.contents == "block body_class" else name
            ends = name == closing
            closing = BLOCKS.get(name, "") if not closing or ends else closing
        elif token.token_type == TokenType.TEXT and not closing:
            kept.append(token.contents)
    joined = "".join(kept)
    shown = re.sub(r"<!--.*?-->|<[^>]*>|[\w-]+=\"[^\"]*\"", " ", joined, flags=re.DOTALL)
    return " ".join([shown, *SEEN_ATTRIBUTE.findall(joined)])


def test_every_text_in_a_template_is_in_the_catalogue():
    bare = {
        name: words
        for name, text in tree.templates().items()
        if name not in STANDING_ALONE
        and (words := [w for w in WORD.findall(_bare_text(text)) if w not in SAME_EVERYWHERE])
    }

    assert bare == {}


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("<p>{% translate 'Start' %}</p>", ""),
        ('<p class="{% if a %}x{% endif %}">{{ b }}</p>', ""),
        ("{% blocktranslate %}You have {{ n }}{% endblocktranslate %}", ""),
        ("<p>Start here</p>", "Start here"),
        ('<button aria-label="Close">×</button>', "× Close"),
    ],
    ids=["translated", "tags in attributes", "translated block", "bare text", "bare attribute"],
)
def test_the_rule_above_sees_what_a_reader_would_see(source: str, bare: str):
    assert " ".join(_bare_text(source).split()) == bare
