"""Words as search sees them."""

from __future__ import annotations

import pytest

from training_site.search.words import bare, fold, stem, words


@pytest.mark.parametrize(
    "family",
    [
        ["kalla", "kallar", "kallelse", "kallelsen"],
        ["samtycke", "samtycket"],
        ["skola", "skolan"],
        ["plan", "planen", "planer"],
        ["mål", "målet", "målen"],
        ["utskrivningsklar", "utskrivningsklara"],
        ["underskrift", "underskrifter"],
    ],
)
def test_forms_of_a_word_have_one_stem(family):
    assert len({stem(word) for word in family}) == 1


def test_letters_with_dots_are_letters_of_their_own_and_can_be_left_out():
    assert fold("MÅL") == "mål"
    assert stem("mål") != stem("mal")
    assert bare("mål") == "mal"


def test_a_letter_written_as_two_signs_is_one():
    assert words("Vårdplan") == ["vårdplan"]


def test_what_is_not_letters_or_digits_parts_the_words():
    assert words("SIP-möte, kl. 14.20 😀") == ["sip", "möte", "kl", "14", "20"]
