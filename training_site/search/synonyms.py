"""What people call things, and what they are called here: read from a file once per process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from content_files.yaml_marks import load_marked
from training_site.search.words import bare, stem, words

FILE = "fixtures/references/synonyms.yaml"
Phrase = tuple[str, ...]


@cache
def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """The file of the site."""
    return read_synonyms(Path(settings.PROJECT) / FILE)


def read_synonyms(path: Path) -> dict[Phrase, tuple[Phrase, ...]]:
    """Stems without dots of what is written → the words of what it means, in the file's order.

    Raises ContentError with file and line.
    """
    marked = load_marked(path)
    found: dict[Phrase, tuple[Phrase, ...]] = {}
    for number, row in enumerate(marked.data):
        said, meant = row.get("skrivs") or [], row.get("menas") or []
        if not said or not meant:
            raise marked.error("Skriv både ”skrivs” och ”menas”.", number)
        means = tuple(tuple(words(str(one))) for one in meant)
        for one in said:
            key = spelled(words(str(one)))
            found[key] = found.get(key, ()) + means
    return found


def spelled(phrase: list[str] | Phrase) -> Phrase:
    """A phrase as synonyms are looked up: stems without dots."""
    return tuple(bare(stem(word)) for word in phrase)
