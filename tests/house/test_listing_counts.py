"""A list in the administration asks as much of the database for one row as for three and fifty."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from bench.council_made import people
from bench.counting import counted, counted_warm
from courses.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.quiz.models import Question
from courses.references import GlossaryTerm, LawReference, LocalRule, Source
from tests.training_site.guides.conftest import House, make_house
from training_site.guides.models import (
    Contact,
    ExerciseReview,
    FaqEntry,
    GuideIndexPage,
    GuidePage,
    NewsItem,
    ServiceNotice,
)
from training_site.people.models import (
    Assignment,
    Council,
    CouncilSeat,
    Membership,
    Organisation,
    Unit,
)
from training_site.uploads.models import (
    UploadedDocument,
    UploadedImage,
    UploadedMedia,
    UploadedRendition,
)

pytestmark = pytest.mark.sweep

DAY = datetime.date(2026, 1, 1)
SIZES = (1, 3, 50)
FULL = 3  # more would show nothing more, and takes long


def rows_of(house: House, numbers: range) -> None:
    """Rows with these numbers in every register; each of its own owner."""
    users = people(len(numbers), f"Rad{numbers.start}x")
    for model, make in MAKERS.items():
        model.objects.bulk_create(make(n, house) for n in numbers)
    owners = list(Organisation.objects.filter(name__in=[f"Kommun {n}" for n in numbers]))
    councils = list(Council.objects.filter(name__in=[f"Råd {n}" for n in numbers]))
    units = Unit.objects.bulk_create(Unit(organisation=one, name=one.name) for one in owners)
    pairs = list(zip(users, units, councils, strict=True))
    Membership.objects.bulk_create(Membership(user=u, unit=w, since=DAY) for u, w, _c in pairs)
    CouncilSeat.objects.bulk_create(
        CouncilSeat(user=u, council=c, category="chair_region", since=DAY) for u, _w, c in pairs
    )
    Assignment.objects.bulk_create(
        Assignment(user=u, manager=u, kind="key_person", since=DAY) for u, _w, _c in pairs
    )
    UploadedRendition.objects.bulk_create(
        UploadedRendition(image=one, filter_spec="max-165x165", file=FILE, width=8, height=8)
        for one in UploadedImage.objects.filter(renditions=None)
    )
    for number in numbers:
        pages_of(house, number)


def pages_of(house: House, number: int) -> None:
    """A guide, a course and a lesson; the first each in a module of its own, and changed."""
    guides, courses = GuideIndexPage.objects.get(), CourseIndexPage.objects.first()
    if courses is None:
        courses = CourseIndexPage(title="Kurser", slug="kurser", key="K")
        guides.get_parent().add_child(instance=courses)
    course = CoursePage(
        title=f"Kurs {number}", slug=f"kurs-{number}", key=f"K{number + 90}", lead="Kort.",
        audience="Alla", outcomes="Kan.", owned_by="Rådet",
    )  # fmt: skip
    module = ModulePage(title="Del", slug="del", key=f"K{number + 90}-1")
    lesson = LessonPage(
        title=f"Lektion {number}",
        slug=f"l{number}",
        key=f"K{number + 90}-1.1",
        goal="Kan.",
        minutes=3,
    )
    guide = GuidePage(
        title=f"Guide {number}", slug=f"guide-{number}", council=house.council, lead="Kort.",
        audience="Alla", change_kind="substance", valid_from=DAY,
        review_by=THEN.date(),
    )  # fmt: skip
    guides.add_child(instance=guide)
    courses.add_child(instance=course)
    module = ModulePage.objects.last() if number >= FULL else course.add_child(instance=module)
    module.add_child(instance=lesson)
    for page in (guide, lesson) if number < FULL else ():
        page.save_revision(user=house.editor)


MAKERS: dict[Any, Callable[[int, House], Any]] = {
    Organisation: lambda n, _h: Organisation(name=f"Kommun {n}", kind="municipality"),
    Council: lambda n, _h: Council(name=f"Råd {n}", county=f"Län {n}"),
    Contact: lambda n, _h: Contact(name=f"Roll {n}", about="Allt"),
    ServiceNotice: lambda n, _h: ServiceNotice(text=f"Stängt {n}", begins=THEN, ends=THEN),
    GlossaryTerm: lambda n, _h: GlossaryTerm(term=f"ord {n}", text="Ett ord."),
    LawReference: lambda n, _h: LawReference(key=f"L{n}9", act="Lagen", sfs="1:1", place="1"),
    Source: lambda n, _h: Source(key=f"S{n}9", title="Källa"),
    LocalRule: lambda n, _h: LocalRule(slug=f"regel-{n}", county="Län", text="Så."),
    FaqEntry: lambda n, h: FaqEntry(
        slug=f"svar-{n}", council=h.council, question=f"Vem {n}?", answer="<p>Du.</p>",
        answered_on=DAY, review_by=DAY,
    ),
    NewsItem: lambda n, h: NewsItem(
        slug=f"nytt-{n}", council=h.council, title=f"Nytt {n}", summary="Nytt.", published_on=DAY
    ),
    Question: lambda n, _h: Question(
        ref=f"Q{n}9", bank=f"K{n}", level=1, stem=f"Vem {n}?", feedback="Du.",
        body=[{"type": "sant", "value": {"right": True}}],
    ),
    ExerciseReview: lambda n, _h: ExerciseReview(
        slug=f"ovning-{n}", title=f"Övning {n}", file_version="1", live=False
    ),
    UploadedImage: lambda n, _h: UploadedImage(title=f"Bild {n}", file=FILE, width=8, height=8),
    UploadedDocument: lambda n, _h: UploadedDocument(title=f"Fil {n}", file=FILE),
    UploadedMedia: lambda n, _h: UploadedMedia(
        title=f"Film {n}", file=FILE, type="video", duration=2
    ),
}  # fmt: skip
THEN = timezone.now() - datetime.timedelta(days=1)
FILE = "original_images/bild.png"
FILES = {UploadedImage, UploadedDocument, UploadedMedia}
REGISTERS = [*(MAKERS.keys() - FILES), Unit, Membership, CouncilSeat, Assignment]
LISTS = [
    *(f"/admin/snippets/{one._meta.app_label}/{one._meta.model_name}/" for one in REGISTERS),
    "/admin/guider/", "/admin/lektioner/", "/admin/pages/", "/admin/images/", "/admin/documents/",
    "/admin/media/", "/admin/users/",
]  # fmt: skip


@pytest.fixture
def house(db, settings, tmp_path: Path, time_machine) -> House:
    """A council with an editor and an administrator, and a picture in a folder of its own."""
    # Nothing that is asked for once a minute comes in between.
    time_machine.move_to(timezone.now(), tick=False)
    settings.MEDIA_ROOT = str(tmp_path)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    default_storage.save(FILE, picture)
    return make_house()


def test_every_list_costs_the_same_for_one_row_three_and_fifty(house: House):
    client, found, before = Client(), {}, 0
    client.force_login(house.root)
    for size in SIZES:
        rows_of(house, range(before, size))
        before = size
        client.get("/admin/pages/")
        counting = counted_warm if size == 1 else counted
        parents = [GuideIndexPage.objects.get().pk, CourseIndexPage.objects.get().pk]
        for url in [*LISTS, *(f"/admin/pages/{pk}/" for pk in parents)]:
            page = counting(lambda url=url: client.get(url))
            found.setdefault(url, []).append(page.queries)

    assert {url: counts for url, counts in found.items() if len(set(counts)) > 1} == {}
