"""The references pages cite, taken down once and looked up by name while a page is written out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.references import CountySetting, GlossaryTerm, LawReference, LocalRule

# The alphabet a Swedish reader expects: å, ä, ö last, in that order; accents beside their letter.
_LAST = str.maketrans({"å": "{a", "ä": "{b", "ö": "{c", "é": "e", "ü": "u"})
_LAW = re.compile(r"\bL\d+\b")


def swedish_order(word: str) -> str:
    """A key that sorts words the Swedish way."""
    return word.lower().translate(_LAST)


@dataclass(frozen=True)
class Shelf:
    """Terms by every form in lower case, laws by key, rules by slug, and whose county this is."""

    terms: dict[str, GlossaryTerm]
    laws: dict[str, LawReference]
    rules: dict[str, LocalRule]
    county: str

    def rule_heading(self, rule: LocalRule) -> str:
        """What the box of a local rule is called here."""
        if rule.county == self.county:
            return _("How we do it in %(county)s") % {"county": rule.county}
        return _("Example from %(county)s") % {"county": rule.county}

    def with_laws(self, words: str) -> str:
        """Plain words with the names of laws where their keys stand."""

        def name(key: re.Match[str]) -> str:
            law = self.laws.get(key[0])
            return law.citation if law else key[0]

        return _LAW.sub(name, words)

    def is_own(self, rule: LocalRule) -> bool:
        """The rule is this county's own."""
        return rule.county == self.county


def take_down() -> Shelf:
    """Read every reference; four queries."""
    terms: dict[str, GlossaryTerm] = {}
    for term in GlossaryTerm.objects.all():
        for form in (*term.forms, term.term):
            terms[form.lower()] = term
    setting = CountySetting.objects.first() or CountySetting()
    return Shelf(
        terms=terms,
        laws={law.key: law for law in LawReference.objects.select_related("replaced_by")},
        rules={rule.slug: rule for rule in LocalRule.objects.all()},
        county=setting.county,
    )
