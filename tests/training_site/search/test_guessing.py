"""Did you mean."""

from __future__ import annotations

import pytest

from training_site.search.guessing import closest, distance
from training_site.search.index import Document, build

INDEX = build(
    [
        Document("term", "samtycke", "/a/", "Personens ja. Kallelse, kallelse och kallelser."),
        Document("term", "mål", "/b/", "Vad någon vill."),
    ]
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("samtyke", "samtycke"),
        ("samtykce", "samtycke"),
        ("kalelse", "kallelse"),
        ("xyzzyqwerty", ""),
        ("xq", ""),
        ("a" * 10_000, ""),
    ],
)
def test_the_word_spelled_most_like_it(written, meant):
    assert closest(written, INDEX) == meant


def test_two_letters_that_have_changed_places_are_one_mistake():
    assert distance("sipp", "spip", 2) == 1
    assert distance("abc", "xyz", 2) > 2
