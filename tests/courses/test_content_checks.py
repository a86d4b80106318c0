"""What stops a lesson from being published, and what its editor is only warned about."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, override_settings
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtailmedia.models import get_media_model

from courses import readability
from courses.content_checks import stops
from courses.loading import load_all
from courses.models import CoursePage, LessonPage
from courses.quiz.loading import load_questions
from tests.courses import small_course
from training_site.people.models import User
from training_site.people.roles import COUNCIL_EDITORS, make_groups

# Wagtail leaves the file it scales a picture in to be closed when it is collected.
pytestmark = [
    pytest.mark.usefixtures("small", "db"),
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
    ),
]
LONG = "Det här är en mening som har många ord och som bara fortsätter och fortsätter utan att "
LONG += "någon någonsin sätter en punkt där en läsare kan andas ut och tänka efter en stund."


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The small course, published; gone again after this module."""
    folder = small_course.write(tmp_path_factory.mktemp("innehall"))
    with django_db_blocker.unblock(), transaction.atomic():
        load_all(folder, load_questions=load_questions)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _own_files(tmp_path):
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        yield


@pytest.fixture
def editor(db) -> Client:
    """The browser of an editor of the council."""
    lena = User.objects.create_user("lena@example.org", given_name="Lena", family_name="Låtsas")
    lena.groups.add(make_groups()[COUNCIL_EDITORS])
    client = Client()
    client.force_login(lena)
    return client


def _film(**values):
    return get_media_model().objects.create(
        title="Mötet", type="video", file=ContentFile(b"film", "mote.mp4"), **values
    )


def _save(editor: Client, *blocks, publish: bool = True):
    """The lesson as the page form posts it, with these blocks."""
    lesson = LessonPage.objects.get(key="T1-1.1")
    data = {"body": streamfield(list(blocks)), "title": lesson.title, "slug": lesson.slug}
    data |= {"goal": lesson.goal, "minutes": "4", "exercise": "", "attested": ""}
    data |= {f"question_links-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM")}
    data |= {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM")}
    data |= dict.fromkeys(("test_draw", "test_pass_percent", "test_bank", "test_after"), "")
    data |= {"reviewed_by": "", "reviewed_on": ""}
    data |= {"action-publish": "1"} if publish else {}
    return editor.post(f"/admin/pages/{lesson.pk}/edit/", nested_form_data(data))


def _errors(answer) -> str:
    return str(answer.context["form"].errors) if answer.context else ""


@pytest.fixture
def loaded_body():
    """Makes a stream of one block, as a page has it."""

    def make(block):
        name, value = block
        if isinstance(value, dict):
            value = {key: int(row) if row.isdigit() else row or None for key, row in value.items()}
        field = LessonPage.body.field
        return field.to_python([{"type": name, "value": value, "id": str(uuid.uuid4())}])

    return make


def _picture(**values):
    fields = {"image": "", "figure": "", "alt": "", "caption": "", "long_text": ""}
    return ("picture", fields | values)


def _film_block(film):
    return ("film", {"film": str(film.pk), "description": "Ett möte.", "minutes": "3"})


STOPPED = {
    "a picture without words": (lambda: _picture(figure="ring"), "En bild saknar alternativtext"),
    "a picture block without a picture": (lambda: _picture(alt="X"), "Ett bildblock saknar bild"),
    "a photo without words": (
        lambda: _picture(
            image=str(get_image_model().objects.create(title="Rum", file=get_test_image_file()).pk)
        ),
        "En bild saknar alternativtext",
    ),
    "a film without captions": (
        lambda: _film_block(_film(transcript="Text.")),
        "Filmen ”Mötet” saknar undertexter",
    ),
    "a film without a transcript": (
        lambda: _film_block(_film(captions=ContentFile(b"WEBVTT", "m.vtt"))),
        "Filmen ”Mötet” saknar utskrift",
    ),
    "a file that is no page": (
        lambda: (
            "download",
            {
                "document": str(
                    get_document_model()
                    .objects.create(title="Listan", file=ContentFile(b"x", "l.txt"))
                    .pk
                ),
                "title": "",
            },
        ),
        "Filen ”Listan” går inte att läsa som webbsida",
    ),
    "a bare paragraph": (
        lambda: ("text", "<p>Enligt 8 § ska planen göras.</p>"),
        "Enligt 8 § ska planen",
    ),
    "a bare chapter": (
        lambda: ("quotation", {"text": "Det står i 10 kap. i lagen.", "who": ""}),
        "hänvisa till lagen",
    ),
    "an address of a real person": (
        lambda: ("text", "<p>Skriv till eva.berg@gmail.com.</p>"),
        "ser ut som en riktig e-postadress",
    ),
}


@pytest.mark.parametrize("case", STOPPED)
def test_what_leaves_somebody_out_or_tells_of_somebody_is_stopped_with_what_to_do(
    loaded_body, case
):
    make, told = STOPPED[case]

    assert told in " ".join(stops(loaded_body(make())))


def test_a_lesson_that_leaves_somebody_out_is_not_published_but_may_be_a_draft(editor):
    block = _picture(figure="ring")

    assert "En bild saknar alternativtext" in _errors(_save(editor, block))
    assert _save(editor, block, publish=False).status_code == 302
    assert LessonPage.objects.get(key="T1-1.1").has_unpublished_changes


@pytest.mark.parametrize(
    "make",
    [
        lambda: _picture(figure="ring", alt="Fem personer i en ring."),
        lambda: _picture(figure="ring", decorative="on"),
        lambda: _film_block(_film(transcript="Text.", captions=ContentFile(b"WEBVTT", "m.vtt"))),
        lambda: ("text", rich_text("<p>Planen finns i [[lag:L1]] och [[lag:L1|10 kap. 8 §]].</p>")),
    ],
)
def test_what_everybody_can_take_in_is_published(editor, make):
    assert _save(editor, make()).status_code == 302
    assert not LessonPage.objects.get(key="T1-1.1").has_unpublished_changes


def test_hard_text_is_published_with_a_warning_that_says_what_to_do(editor):
    words = " ".join(["ord"] * 201)
    answer = _save(editor, ("text", rich_text(f"<p>{LONG}</p><h2>Mer</h2><p>{words}.</p>")))
    page = LessonPage.objects.get(key="T1-1.1")

    shown = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert answer.status_code == 302
    assert not page.has_unpublished_changes
    assert "En mening har 201 ord. Sikta på högst 25" in shown
    assert "Skärm 2 har 202 ord. Sikta på högst 200: lägg in en rubrik." in shown
    assert "LIX är" in shown
    assert "Du kan publicera ändå." in shown


def test_a_course_that_nobody_is_to_review_is_pointed_out(editor):
    course = CoursePage.objects.get(key="T1")
    address = f"/admin/pages/{course.pk}/edit/"
    assert "saknar dag då den ska granskas" not in editor.get(address).content.decode()
    course.review_by = None
    course.save_revision().publish()

    assert "Kursen saknar dag då den ska granskas." in editor.get(address).content.decode()


def test_an_easy_text_is_measured_as_a_reader_would():
    text = "<h2>En rubrik</h2><p>Ring kl. 14.20. Planen är [[SIP|personens]]: [[lag:L1]].</p>"
    measured = readability.measure([{"type": "text", "value": text}])

    assert measured.words == 8
    assert measured.longest == 3
    assert measured.lix == round(8 / 3 + 100 * 1 / 8)
    assert measured.screens == (8,)


def test_each_slide_is_a_screen_and_names_of_other_things_are_no_words():
    slides = [{"value": {"title": "Ett två", "figure": "ring"}}, {"value": {"title": "Tre"}}]
    data = [
        {"type": "slides", "value": {"title": "Bilder", "slides": slides}},
        {"type": "guide", "value": {"guide": "a-b", "section": "c", "version": "1", "text": "Hej"}},
    ]

    assert readability.measure(data).screens == (1, 2, 1, 1)


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("/guider/a/", True),
        ("https://example.org/a", True),
        ("//example.org", False),
        ("javascript:alert(1)", False),
        ("/\\example.org", False),
        ("a b", False),
    ],
)
def test_what_a_file_says_is_found_on_a_page_of_ours_or_on_the_web_and_nowhere_else(address, fits):
    field = get_document_model()._meta.get_field("html_alternative")
    try:
        field.formfield().clean(address)
        field.run_validators(address)
    except ValidationError:
        assert not fits
    else:
        assert fits
