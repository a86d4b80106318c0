"""What stops a text from being published, and what its editor is warned about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses import readability
from sandbox import practice


def stops(stream: Any) -> list[str]:
    """Why the blocks of `stream` (a StreamValue) may not be published yet, each thing once."""
    found = [*_files(stream), *_written(list(stream.get_prep_value()))]
    return list(dict.fromkeys(found))


def stops_in_line(text: str) -> list[str]:
    """Why `text`, a title or a lead, may not be published yet, each thing once."""
    return list(dict.fromkeys(_written([{"type": "line", "value": text}])))


def _written(data: list[dict[str, Any]]) -> Iterator[str]:
    """What no text may hold: a law by its paragraph, or what looks like a real person's."""
    for words in readability.bare_paragraphs(data):
        yield _("“%(words)s”: cite the law with [[lag:…]] instead of writing its paragraph.") % {
            "words": words
        }
    for text in readability.texts(data):
        yield from practice.looks_real(readability.plain(text))


def _files(stream: Any) -> Iterator[str]:
    """What films, pictures, slides and files lack for those who do not see or hear them."""
    checks = {"film": _film, "picture": _picture, "download": _download, "slides": _slides}
    for child in stream:
        check = checks.get(child.block_type)
        if check:
            yield from check(child.value)


def _film(value: Any) -> Iterator[str]:
    film = value.get("film")
    if film is None:
        return
    if not film.captions:
        yield _("The film “%(title)s” has no captions. Add them to the film.") % {
            "title": film.title
        }
    if not film.transcript.strip():
        yield _("The film “%(title)s” has no transcript. Add it to the film.") % {
            "title": film.title
        }


def _picture(value: Any) -> Iterator[str]:
    if not value.get("image") and not value.get("figure"):
        yield _("A picture block has no picture. Choose one, or take the block away.")
    elif not value.get("decorative") and not (value.get("alt") or "").strip():
        yield _("A picture has no alternative text. Write one, or mark the picture as decorative.")


def _download(value: Any) -> Iterator[str]:
    document = value.get("document")
    if document is not None and not document.html_alternative:
        yield _("The file “%(title)s” cannot be read as a page. Say on the file where it can.") % {
            "title": document.title
        }


def _slides(value: Any) -> Iterator[str]:
    for slide in value.get("slides") or ():
        if slide.get("figure") and not (slide.get("picture") or "").strip():
            yield _("The slide “%(title)s” does not say what its figure shows.") % {
                "title": slide["title"]
            }


def warnings(stream: Any, *, lix: int = readability.LESSON_LIX) -> list[str]:
    """What makes the blocks of `stream` hard to read; nothing that stops them."""
    found = readability.measure(stream.get_prep_value())
    rows = []
    if found.lix > lix:
        rows.append(
            _("LIX is %(lix)d. Aim below %(limit)d: shorter sentences, shorter words.")
            % {"lix": found.lix, "limit": lix}
        )
    if found.longest > readability.LONGEST_SENTENCE:
        rows.append(
            _("A sentence has %(words)d words. Aim for %(limit)d at most: “%(start)s …”")
            % {
                "words": found.longest,
                "limit": readability.LONGEST_SENTENCE,
                "start": " ".join(found.sentence.split()[:8]),
            }
        )
    rows.extend(_full_screens(found.screens))
    return rows


def _full_screens(screens: Iterable[int]) -> Iterator[str]:
    for place, words in enumerate(screens, 1):
        if words > readability.LONGEST_SCREEN:
            yield _("Screen %(place)d has %(words)d words. Aim for %(limit)d: add a heading.") % {
                "place": place,
                "words": words,
                "limit": readability.LONGEST_SCREEN,
            }


def lacking(page: Any) -> list[str]:
    """What a course lacks for readers to know whether they can trust it."""
    rows = []
    if not page.owned_by:
        rows.append(_("The course has no owner. Write who answers for it."))
    if not page.review_by:
        rows.append(_("The course has no day when it is to be reviewed."))
    return rows
