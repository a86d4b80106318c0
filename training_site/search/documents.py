"""Everything that can be found: taken down from what is published and open to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from courses.catalogue import Catalogue
from courses.outline import Course, Lesson
from courses.references import GlossaryTerm, LawReference
from courses.shelf import Shelf, swedish_order
from sandbox import practice
from training_site import navigation
from training_site.front.models import StandardPage
from training_site.guides.answers import FaqEntry, NewsItem
from training_site.guides.parts import FIRST, plain
from training_site.guides.telling import Contact
from training_site.guides.versions import GuideVersion
from training_site.search.index import Document

STEP = 4  # characters of the tree path per level
HEADING = re.compile(r"<h[2-4][^>]*>(.*?)</h[2-4]>", re.DOTALL)


def documents(
    published: Catalogue, exercises: Iterable[practice.ExerciseInfo]
) -> tuple[Document, ...]:
    """Every document, in an order that no database decides. About ten queries."""
    seen = _open_pages()
    found = [
        *_courses(published, seen),
        *_guides(seen, published.shelf),
        *_answers(),
        *_references(published.shelf),
        *_pages(seen),
        *_exercises(exercises),
        *_contacts(),
    ]
    known = {one.url for one in found}
    found += [one for one in _places() if one.url not in known]
    return tuple(sorted(found, key=lambda one: (one.kind, swedish_order(one.title), one.url)))


def _open_pages() -> dict[str, int]:
    """Tree path → id of the pages everybody may see, with nothing unpublished above them."""
    rows = dict(Page.objects.filter(depth__gt=1).public().live().values_list("path", "pk"))
    root = 2 * STEP
    return {
        path: pk
        for path, pk in rows.items()
        if all(path[:end] in rows for end in range(root, len(path), STEP))
    }


def _courses(published: Catalogue, seen: dict[str, int]) -> Iterator[Document]:
    """Courses and their lessons. One query."""
    open_ids = set(seen.values())
    pages = apps.get_model("courses", "LessonPage").objects.filter(pk__in=open_ids)
    bodies = dict(pages.values_list("pk", "body"))
    for course in published.courses:
        if course.pk in open_ids:
            text = plain(" ".join((course.audience, *course.outcomes)))
            yield Document("course", course.title, course.url, text, lead=plain(course.lead))
            for lesson in course.lessons:
                if lesson.pk in open_ids:
                    yield _lesson(course, lesson, bodies[lesson.pk], published.shelf)


def _lesson(course: Course, lesson: Lesson, body: Any, shelf: Shelf) -> Document:
    running = " ".join(str(row["value"]) for row in body.raw_data if row["type"] == "text")
    words = body.stream_block.get_searchable_content(body)
    return Document(
        kind="lesson",
        title=lesson.title,
        url=lesson.url,
        text=_said(" ".join(map(str, words)), shelf),
        lead=lesson.goal,
        headings=_headings(running),
        where=f"{course.title}, {course.module_of(lesson).title}",
    )


def _guides(seen: dict[str, int], shelf: Shelf) -> Iterator[Document]:
    """Each guide in force, and each part of it that has an address of its own."""
    rows = GuideVersion.objects.filter(page__in=seen.values(), valid_to=None).defer("body")
    for version in rows.select_related("page"):
        url = reverse("guides:guide", args=[version.page.slug])
        parts = version.part_values
        first = " ".join(part.text for part in parts if part.key == FIRST)
        yield Document("guide", version.title, url, _said(first, shelf), lead=version.lead)
        for part in parts:
            if part.key != FIRST:
                text = _said(part.text, shelf)
                address = f"{url}#{part.key}"
                yield Document("guide", part.title, address, text, where=version.title)


def _said(text: str, shelf: Shelf) -> str:
    """Rich text as words, with the names of laws where their keys stand."""
    return shelf.with_laws(plain(text))


def _headings(html: str) -> str:
    return plain(" ".join(HEADING.findall(html)))


def _answers() -> Iterator[Document]:
    """Questions and answers, and news."""
    for entry in FaqEntry.objects.filter(live=True):
        url = _address("guides:faq_entry", entry.slug)
        yield Document("faq", entry.question, url, plain(entry.answer))
    for item in NewsItem.objects.filter(live=True):
        url = _address("guides:news_item", item.slug)
        yield Document("news", item.title, url, plain(item.text), lead=plain(item.summary))


def _references(shelf: Shelf) -> Iterator[Document]:
    """Words of the glossary, and laws. No query."""
    terms: dict[str, GlossaryTerm] = {term.term: term for term in shelf.terms.values()}
    glossary, laws = reverse("courses:glossary"), reverse("courses:laws")
    for term in terms.values():
        url = f"{glossary}#{term.anchor}"
        yield Document("term", term.term, url, plain(term.text), also=term.forms)
    for law in shelf.laws.values():
        yield _law(law, laws)


def _law(law: LawReference, laws: str) -> Document:
    return Document(
        "law",
        law.title,
        f"{laws}#{law.key}",
        plain(law.summary),
        also=(law.act,),
        where=law.citation,
    )


def _pages(seen: dict[str, int]) -> Iterator[Document]:
    """Plain pages; the address is the path below the start page."""
    for page in StandardPage.objects.filter(pk__in=seen.values()):
        url = "/" + page.url_path.split("/", 2)[2]
        yield Document(
            kind="page",
            title=page.title,
            url=url,
            text=plain(page.body),
            lead=plain(page.lead),
            headings=_headings(page.body),
            for_editors=page.for_editors,
        )


def _exercises(infos: Iterable[practice.ExerciseInfo]) -> Iterator[Document]:
    rows = tuple(infos)
    found = practice.status(user_id=None, slugs=[info.slug for info in rows])
    for info in rows:
        yield Document("exercise", info.title, found[info.slug].url, info.role, lead=info.lead)


def _contacts() -> Iterator[Document]:
    for contact in Contact.objects.all():
        text = " · ".join(filter(None, (contact.phone, contact.email, contact.hours)))
        url = _address("guides:contacts")
        yield Document("contact", contact.name, url, text, lead=contact.about)


def _places() -> Iterator[Document]:
    """What the menus lead to."""
    columns = (column.links for column in navigation.FOOT)
    for links in (navigation.SECTIONS, *columns):
        for link in links:
            yield Document("place", str(link.title), link.url, "")


def _address(name: str, *args: str) -> str:
    """The address of a page, or of the start page while the page has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return "/"
