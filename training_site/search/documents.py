"""Everything that can be found: taken down from what is published and open to everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from courses.catalogue import Catalogue
from courses.outline import Course
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


def documents(
    published: Catalogue, exercises: Iterable[practice.ExerciseInfo]
) -> tuple[Document, ...]:
    """Every document, in an order that no database decides. About ten queries."""
    seen = _open_pages()
    found = [
        *_courses(published, seen),
        *_guides(seen),
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
    """Courses and their lessons."""
    open_ids = set(seen.values())
    lessons = apps.get_model("courses", "LessonPage").objects.live()
    bodies = {page.pk: page.body for page in lessons.only("pk", "body")}
    for course in published.courses:
        if course.pk not in open_ids:
            continue
        text = " ".join((course.audience, *course.outcomes))
        yield Document("course", course.title, course.url, plain(text), plain(course.lead))
        yield from _lessons(course, bodies, open_ids)


def _lessons(course: Course, bodies: dict[int, Any], open_ids: set[int]) -> Iterator[Document]:
    for lesson in course.lessons:
        if lesson.pk not in open_ids:
            continue
        body = bodies.get(lesson.pk)
        words = body.stream_block.get_searchable_content(body) if body else []
        yield Document(
            kind="lesson",
            title=lesson.title,
            url=lesson.url,
            text=plain(" ".join(map(str, words))),
            lead=lesson.goal,
            where=f"{course.title}, {course.module_of(lesson).title}",
        )


def _guides(seen: dict[str, int]) -> Iterator[Document]:
    """Each guide in force, and each part of it that has an address of its own."""
    rows = GuideVersion.objects.filter(page__in=seen.values(), valid_to=None).defer("body")
    for version in rows.select_related("page"):
        url = reverse("guides:guide", args=[version.page.slug])
        first = next((one.text for one in version.part_values if one.key == FIRST), "")
        yield Document("guide", version.title, url, plain(first), version.lead)
        for part in version.part_values:
            if part.key != FIRST:
                yield Document(
                    "guide", part.title, f"{url}#{part.key}", plain(part.text), where=version.title
                )


def _answers() -> Iterator[Document]:
    """Questions and answers, and news."""
    for entry in FaqEntry.objects.filter(live=True):
        url = _address("guides:faq_entry", entry.slug)
        yield Document("faq", entry.question, url, plain(entry.answer))
    for item in NewsItem.objects.filter(live=True):
        url = _address("guides:news_item", item.slug)
        yield Document("news", item.title, url, plain(item.text), plain(item.summary))


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
        yield Document("page", page.title, url, plain(page.body), plain(page.lead))


def _exercises(infos: Iterable[practice.ExerciseInfo]) -> Iterator[Document]:
    rows = tuple(infos)
    found = practice.status(user_id=None, slugs=[info.slug for info in rows])
    for info in rows:
        yield Document("exercise", info.title, found[info.slug].url, info.role, info.lead)


def _contacts() -> Iterator[Document]:
    for contact in Contact.objects.all():
        text = " · ".join(filter(None, (contact.phone, contact.email, contact.hours)))
        yield Document("contact", contact.name, _address("guides:contacts"), text, contact.about)


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
