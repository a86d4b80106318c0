"""Who cites which section of a guide, in which version, and which law; and what has changed since."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import catalogue, labels
from courses.guide_citations import CITATION, Citation, GuidePlace
from courses.pages import LessonPage
from courses.quiz.models import Question
from courses.quiz.sources import Source
from courses.references import LawReference
from sandbox import practice
from training_site.guides.numbers import ChangeKind
from training_site.guides.versions import GuideVersion

LAW_MARK = re.compile(r"\[\[lag:\s*([^\[\]|<>]+?)\s*(?:\|[^\[\]<>]+)?\]\]")


@dataclass(frozen=True)
class Cites:
    """What a text cites: sections of guides, laws by key, and laws by their number in the database."""

    guides: frozenset[Citation] = frozenset()
    laws: frozenset[str] = frozenset()
    law_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Citer:
    """A lesson, question, exercise or guide: where it is edited, and when somebody last saw to it."""

    title: str
    sort: str
    edit_url: str
    seen_on: datetime.date | None
    cites: Cites = field(compare=False)


@dataclass(frozen=True)
class Stale:
    """One citation to look at: who cites what, where that is, and what has changed."""

    who: Citer
    what: str
    url: str
    changed: str


@dataclass(frozen=True)
class PractiseLink:
    """Where something of a guide is practised, and how long it takes."""

    title: str
    url: str
    length: str


def find(slug: str, section: str) -> GuidePlace | None:
    """A section as readers see it today. One query; None when there is no such guide."""
    version = _in_force([slug]).get(slug)
    return _place(version, slug, section) if version else None


def sources_of(keys: frozenset[str]) -> Mapping[str, Source]:
    """Key → source, for the citations of guides among the keys. One query when there are any."""
    wanted = {key: cited for key in keys if (cited := Citation.read(key))}
    if not wanted:
        return {}
    versions = _in_force(cited.guide for cited in wanted.values())
    return {
        key: _source(key, cited, versions[cited.guide])
        for key, cited in wanted.items()
        if cited.guide in versions
    }


def _source(key: str, cited: Citation, version: GuideVersion) -> Source:
    place = _place(version, cited.guide, cited.section)
    words = {"title": place.title, "section": place.section_title, "number": cited.version}
    newer = version.number != cited.version
    return Source(
        key=key,
        text=_("The guide %(title)s: %(section)s, version %(number)s") % words,
        url=place.url,
        note=_("the guide has come in version %(number)s") % {"number": version.number}
        if newer
        else "",
    )


def _in_force(slugs: Iterable[str]) -> dict[str, Any]:
    """Slug → the version that holds, of guides in use. One query."""
    rows = GuideVersion.objects.filter(
        page__slug__in=set(slugs), page__live=True, valid_to=None
    ).select_related("page")
    return {row.page.slug: row for row in rows.defer("body", "page__body")}


def _place(version: GuideVersion, slug: str, section: str) -> GuidePlace:
    """Where a section stands; the whole guide when it has no such section any more."""
    titles = {part.key: part.title for part in version.part_values}
    url = reverse("guides:guide", args=[slug])
    return GuidePlace(
        title=version.title,
        section_title=titles.get(section) or version.title,
        url=f"{url}#{section}" if section in titles else url,
        version=version.number,
    )


def practise_links(slug: str) -> tuple[PractiseLink, ...]:
    """The exercises and the published lessons that cite a guide, exercises first. Three queries."""
    found = [
        PractiseLink(
            one.title, reverse("practice:assignment", args=[one.slug]), labels.minutes(one.minutes)
        )
        for one in practice.exercises()
        if any(cited.guide == slug for cited in _read_all(one.cites))
    ]
    citing = {
        pk
        for pk, body in LessonPage.objects.live().public().values_list("pk", "body")
        if any(cited.guide == slug for cited in cites_in(list(body.raw_data)).guides)
    }
    for course in catalogue.current().courses:
        found.extend(
            PractiseLink(
                f"{lesson.name}, {course.title}", lesson.url, labels.minutes(lesson.minutes)
            )
            for lesson in course.lessons
            if lesson.pk in citing
        )
    return tuple(found)


def cites_in(blocks: Iterable[Any]) -> Cites:
    """What stream data cites, in its blocks and in its marks."""
    guides: set[Citation] = set()
    laws: set[str] = set()
    ids: set[int] = set()
    for key, value in _values("", list(blocks)):
        if key == "guide" and isinstance(value, Mapping):
            cited = (str(value.get(name) or "") for name in ("guide", "section", "version"))
            guides.add(Citation(*cited))
        elif key in {"law", "laws"} and isinstance(value, int):
            ids.add(value)
        elif isinstance(value, str):
            laws.update(LAW_MARK.findall(value))
            guides.update(_read_all(CITATION.findall(value)))
    return Cites(frozenset(guides), frozenset(laws), frozenset(ids))


def _values(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every value in stream data under the name it has there; a block's value under its type."""
    if isinstance(value, Mapping):
        if "type" in value and "value" in value:
            # The rows of a list are all called "item": they are what the list is called.
            inner = key if value["type"] == "item" else value["type"]
            if inner == "guide":
                yield inner, value["value"]
            yield from _values(inner, value["value"])
            return
        for name, one in value.items():
            yield from _values(name, one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _values(key, one)
    else:
        yield key, value


def _read_all(keys: Iterable[str]) -> Iterator[Citation]:
    yield from filter(None, map(Citation.read, keys))


def stale() -> list[Stale]:
    """Everything that cites what has changed in substance since. Six queries, however much there is.

    A guide counts when a version of substance came after the cited one; a law when it was changed
    later than the citing text was reviewed or, when nobody has reviewed it, published.
    """
    citers = [*_lessons(), *_questions(), *_exercises(), *_guides()]
    versions = _versions({cited.guide for one in citers for cited in one.cites.guides})
    laws = list(LawReference.objects.exclude(changed_on=None))
    found = [
        row for one in citers for row in (*_stale_guides(one, versions), *_stale_laws(one, laws))
    ]
    return sorted(found, key=lambda row: (row.who.sort, row.who.title, row.what))


def _lessons() -> Iterator[Citer]:
    fields = ("pk", "key", "title", "body", "reviewed_on", "last_published_at")
    for row in LessonPage.objects.live().values(*fields):
        yield Citer(
            title=f"{row['key']} {row['title']}",
            sort=_("Lesson"),
            edit_url=reverse("wagtailadmin_pages:edit", args=[row["pk"]]),
            seen_on=row["reviewed_on"] or _day(row["last_published_at"]),
            cites=cites_in(list(row["body"].raw_data)),
        )


def _questions() -> Iterator[Citer]:
    """The date of a question's review is not kept: its latest publication counts."""
    fields = ("pk", "ref", "stem", "sources", "last_published_at")
    for row in Question.objects.filter(live=True).values(*fields):
        yield Citer(
            title=f"{row['ref']} {row['stem']}",
            sort=_("Question"),
            edit_url=_edit_url("wagtailsnippets_courses_quiz_question:edit", row["pk"]),
            seen_on=_day(row["last_published_at"]),
            cites=Cites(
                guides=frozenset(_read_all(CITATION.findall(row["sources"]))),
                laws=frozenset(re.findall(r"\bL\d+\b", CITATION.sub("", row["sources"]))),
            ),
        )


def _exercises() -> Iterator[Citer]:
    """Exercises are files: they are changed there, and tell no day."""
    for one in practice.exercises():
        cites = Cites(guides=frozenset(_read_all(one.cites)))
        yield Citer(one.title, _("Exercise"), "", None, cites)


def _guides() -> Iterator[Citer]:
    rows = GuideVersion.objects.filter(valid_to=None, page__live=True)
    for row in rows.values("page_id", "title", "body", "published_at"):
        yield Citer(
            title=row["title"],
            sort=_("Guide"),
            edit_url=reverse("wagtailadmin_pages:edit", args=[row["page_id"]]),
            seen_on=_day(row["published_at"]),
            cites=cites_in(row["body"]),
        )


def _edit_url(name: str, pk: int) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None


def _versions(slugs: set[str]) -> dict[str, list[Any]]:
    """Slug → every version of the guide, oldest first. One query."""
    found: dict[str, list[Any]] = {}
    rows = GuideVersion.objects.filter(page__slug__in=slugs, page__live=True)
    rows = rows.select_related("page").defer("body", "page__body")
    for row in rows.order_by("published_at", "pk"):
        found.setdefault(row.page.slug, []).append(row)
    return found


def _stale_guides(who: Citer, versions: Mapping[str, list[Any]]) -> Iterator[Stale]:
    for cited in who.cites.guides:
        rows = versions.get(cited.guide)
        if not rows:
            yield Stale(who, cited.key, "", _("The guide is not there any more."))
            continue
        newer = [
            row
            for row in rows
            if row.kind == ChangeKind.SUBSTANCE and _pair(row.number) > _pair(cited.version)
        ]
        if newer:
            place = _place(rows[-1], cited.guide, cited.section)
            words = {"title": place.title, "section": place.section_title}
            what = _("%(title)s: %(section)s") % words
            said = " ".join(filter(None, (_what_is_new(newer), _of_section(cited, rows))))
            yield Stale(who, f"{what}, version {cited.version}", place.url, said)


def _pair(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", number))


def _what_is_new(newer: list[Any]) -> str:
    """The changes of every version since, as the council has said them."""
    return " ".join(
        _("Version %(number)s: %(what)s")
        % {"number": row.number, "what": " ".join(change["what"] for change in row.changes)}
        for row in newer
    )


def _of_section(cited: Citation, rows: list[Any]) -> str:
    """What has happened to the very section that is cited."""
    was = next((row for row in reversed(rows) if row.number == cited.version), None)
    before = {part.key: part for part in was.part_values} if was else {}
    now = {part.key: part for part in rows[-1].part_values}
    if cited.section not in now:
        return _("The section is gone.")
    if cited.section not in before:
        return ""
    same = before[cited.section] == now[cited.section]
    return _("The section itself is the same.") if same else _("The section itself has changed.")


def _stale_laws(who: Citer, laws: list[LawReference]) -> Iterator[Stale]:
    if who.seen_on is None:
        return
    for law in laws:
        cited = law.key in who.cites.laws or law.pk in who.cites.law_ids
        if cited and law.changed_on and law.changed_on > who.seen_on:
            said = _("Changed in substance on %(day)s.") % {"day": labels.day(law.changed_on)}
            yield Stale(who, law.citation, f"{reverse('courses:laws')}#{law.key}", said)
