"""What an editor is promised: changes show at once, can be undone, and mistakes are told in time."""

from __future__ import annotations

import datetime
import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.models import CoursePage, GlossaryTerm, LawReference, LessonPage, ModulePage
from tests.courses import small_course
from tests.courses.conftest import COURSE, FIRST
from training_site.people.models import User
from training_site.people.roles import COUNCIL_EDITORS, make_groups

WRONG = {
    "title": "Ny lektion",
    "slug": "ny",
    "goal": "Efter lektionen kan du prova.",
    "minutes": "3",
}


@pytest.fixture
def lena(db) -> User:
    """An editor of the council."""
    lena = User.objects.create_user("lena@example.org", given_name="Lena", family_name="Låtsas")
    lena.groups.add(make_groups()[COUNCIL_EDITORS])
    return lena


@pytest.fixture
def editor(lena: User) -> Client:
    """Lena's browser, signed in."""
    client = Client()
    client.force_login(lena)
    return client


def _lesson(**fields: object) -> dict[str, str]:
    """A lesson as the page form posts it; `text` is what its one block says."""
    text = fields.pop("text", "<p>Ett stycke.</p>")
    data = {"body": streamfield([("text", rich_text(text))])}
    data |= {"question_links-TOTAL_FORMS": "0", "question_links-INITIAL_FORMS": "0"}
    data |= {"question_links-MIN_NUM_FORMS": "0", "question_links-MAX_NUM_FORMS": "1000"}
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    data |= {"exercise": "", "test_draw": "", "test_pass_percent": "", "test_bank": ""}
    data |= {"test_after": "", "reviewed_by": "", "reviewed_on": "", "action-publish": "1"}
    return nested_form_data(data | WRONG | fields)


def _add(editor: Client, **fields: object):
    module = ModulePage.objects.get(key="T1-1")
    return editor.post(f"/admin/pages/add/courses/lessonpage/{module.pk}/", _lesson(**fields))


def _edit(editor: Client, lesson: LessonPage, **fields: object):
    fields = {"title": lesson.title, "slug": lesson.slug, "goal": lesson.goal} | fields
    return editor.post(f"/admin/pages/{lesson.pk}/edit/", _lesson(**fields))


def test_what_an_editor_publishes_another_learner_reads_at_once(course, editor, reader):
    lesson = LessonPage.objects.get(key="T1-1.1")
    assert "Lenas mening" not in reader.get(FIRST).content.decode()

    _edit(editor, lesson, text="<p>Lenas mening.</p>", minutes="15")

    assert "Lenas mening." in reader.get(FIRST).content.decode()
    assert "15 minuter" in reader.get(COURSE).content.decode()


def test_the_loaded_text_stays_in_the_history_and_can_be_brought_back(course, editor, reader):
    lesson = LessonPage.objects.get(key="T1-1.1")
    loaded = lesson.latest_revision
    _edit(editor, lesson, text="<p>Ett misstag.</p>")

    history = editor.get(f"/admin/pages/{lesson.pk}/history/").content.decode()
    assert f"/admin/pages/{lesson.pk}/revisions/{loaded.pk}/revert/" in history
    loaded.publish()

    assert "Andra stycket" in reader.get(FIRST).content.decode()
    assert "Ett misstag" not in reader.get(FIRST).content.decode()


def test_a_new_lesson_gets_a_key_that_nobody_has(course, editor):
    assert _add(editor).status_code == 302
    assert LessonPage.objects.get(slug="ny").key == "T1-1.3"


def test_a_copied_lesson_gets_a_key_of_its_own(course, editor):
    lesson = LessonPage.objects.get(key="T1-1.1")

    editor.post(
        f"/admin/pages/{lesson.pk}/copy/",
        {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": lesson.get_parent().pk},
    )
    copy = LessonPage.objects.get(slug="kopia")
    _edit(editor, copy, text="<p>Kopians text.</p>")

    copy.refresh_from_db()
    assert (copy.key, copy.live) == ("T1-1.3", True)
    assert LessonPage.objects.get(pk=lesson.pk).key == "T1-1.1"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": ""}, "Det här fältet är obligatoriskt"),
        ({"text": "<p>[[finnsinte]]</p>"}, "Ordet ”finnsinte” finns inte i ordlistan. Lägg till"),
        ({"text": "<p>[[lag:L99]]</p>"}, "Lagrummet ”L99” finns inte"),
        ({"test_draw": "2", "test_bank": "T1"}, "Skriv hur många procent som krävs"),
        ({"test_draw": "2", "test_pass_percent": "80"}, "Skriv vilken bank frågorna ska dras ur"),
        ({"test_draw": "99", "test_pass_percent": "80", "test_bank": "T1"}, "publicerade frågor"),
        (
            {
                "test_draw": "1",
                "test_pass_percent": "80",
                "test_bank": "T1",
                "test_after": "T1-9.9",
            },
            "Lektionen T1-9.9 finns inte",
        ),
    ],
)
def test_a_mistake_in_a_lesson_is_told_in_swedish_and_what_was_typed_is_kept(
    course, editor, wrong, told
):
    answer = _add(editor, **wrong)
    form = answer.context["form"]

    assert told in str(form.errors)
    assert form["goal"].value() == WRONG["goal"]
    assert not LessonPage.objects.filter(slug="ny").exists()


def test_a_word_an_editor_adds_is_explained_at_once(course, editor, reader):
    editor.post(
        "/admin/snippets/courses/glossaryterm/add/",
        {"term": "Nyord", "text": "Ett ord som Lena skrev.", "also": ""},
    )

    assert GlossaryTerm.objects.filter(term="Nyord").exists()
    assert "Ett ord som Lena skrev." in reader.get("/ordlista/").content.decode()


def test_a_law_cannot_end_before_it_begins(course, editor):
    law = LawReference.objects.get(key="L1")
    names = ("key", "act", "sfs", "place", "title", "summary", "replaces", "checked_by", "status")
    form = {name: getattr(law, name) for name in names}
    form |= {"valid_from": "2025-07-01", "valid_to": "2025-06-30", "replaced_by": ""}
    form |= {"checked_on": "", "title": "Lenas rubrik"}

    answer = editor.post(f"/admin/snippets/courses/lawreference/edit/{law.pk}/", form)

    assert "Välj en dag efter" in str(answer.context["form"].errors)
    assert answer.context["form"]["title"].value() == "Lenas rubrik"


def test_a_law_is_found_by_its_words_when_a_lesson_chooses_one(course, editor):
    LawReference.objects.create(
        key="L98", act="Ankdammslagen", sfs="1999:1", place="1 §", title="A"
    )
    LawReference.objects.create(key="L99", act="Vasslagen", sfs="1999:2", place="1 §", title="V")

    found = editor.get(
        "/admin/snippets/choose/courses/lawreference/results/", {"q": "ankdamm 1999"}
    )

    assert "Ankdammslagen" in found.content.decode()
    assert "Vasslagen" not in found.content.decode()


def test_a_council_editor_uploads_a_picture_and_a_document(editor):
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    one = {"files[]": SimpleUploadedFile("bild.png", picture.getvalue(), "image/png")}
    other = {"files[]": SimpleUploadedFile("mall.txt", b"En mall", "text/plain")}

    for folder, file in (("images", one), ("documents", other)):
        answer = editor.post(f"/admin/{folder}/multiple/add/", file | {"title": "Fil"})
        assert json.loads(answer.content)["success"]

    assert get_image_model().objects.count() == get_document_model().objects.count() == 1


def test_an_editor_can_change_her_own_name(editor, lena):
    form = {"name_email-first_name": "Lena", "name_email-last_name": "Nysson"}
    form |= {"name_email-email": lena.email, "theme-theme": "system", "theme-contrast": "system"}
    form |= {"theme-density": "default", "theme-keyboard_shortcuts": "on"}

    page = editor.get("/admin/account/").content.decode()
    editor.post("/admin/account/", form)

    lena.refresh_from_db()
    assert 'value="Låtsas"' in page
    assert lena.family_name == "Nysson"


def test_texts_that_the_administrations_scripts_show_are_swedish(client):
    page = client.get("/admin/jsi18n/").content.decode()
    told = json.JSONDecoder().raw_decode(page.split("const newcatalog = ")[1])[0]

    assert told["Search options…"] == "Sök bland blocken …"
    assert told["The minimum number of items is %(min_num)d"].startswith("Lägg till fler")
    assert told["%(num)s min"] == ["%(num)s min", "%(num)s min"]


def approve(lesson: LessonPage) -> None:
    """As a council's approval leaves the page."""
    lesson.reviewed_by, lesson.reviewed_on = "Rådet: Lena Låtsas", datetime.date(2026, 11, 20)
    lesson.save_revision().publish()


def test_nobody_types_who_has_reviewed_a_page(course, editor):
    lesson = LessonPage.objects.get(key="T1-1.1")

    _edit(editor, lesson, reviewed_by="Jag själv", reviewed_on="2026-11-20")

    lesson.refresh_from_db()
    assert lesson.is_draft


def test_a_change_to_an_approved_page_makes_it_a_draft_again(course, editor, reader):
    lesson = LessonPage.objects.get(key="T1-1.1")
    approve(lesson)
    assert "Utkast – ej granskad" not in reader.get(FIRST).content.decode()

    _edit(editor, lesson, text="<p>Ändrad text.</p>")

    assert "Utkast – ej granskad" in reader.get(FIRST).content.decode()


def test_saving_an_approved_page_without_a_change_keeps_the_approval(course, editor):
    lesson = LessonPage.objects.get(key="T1-1.2")
    _edit(editor, lesson, text="<p>Ett stycke.</p>", goal=lesson.goal)
    lesson.refresh_from_db()
    approve(lesson)

    _edit(editor, lesson, text="<p>Ett stycke.</p>", goal=lesson.goal)

    assert not LessonPage.objects.get(pk=lesson.pk).is_draft


def test_a_fast_track_asks_only_what_a_lesson_of_the_course_asks(course, editor):
    page = CoursePage.objects.get(key="T1")
    data = {name: getattr(page, name) for name in ("title", "slug", "lead", "audience", "outcomes")}
    data |= {"version": "1.0", "owned_by": "Rådet", "fast_track": "Q01 Q99", "certificate": ""}
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}

    answer = editor.post(f"/admin/pages/{page.pk}/edit/", data | {"action-publish": "1"})

    assert "Ingen lektion i kursen ställer frågan Q99." in answer.content.decode()


def test_a_file_that_says_something_new_takes_the_approval_away(folder, load):
    load()
    approve(LessonPage.objects.get(key="T1-1.1"))
    load()
    assert not LessonPage.objects.get(key="T1-1.1").is_draft

    small_course.change(folder, "ett.md", "Andra stycket", "Ett nytt stycke")
    load()

    assert LessonPage.objects.get(key="T1-1.1").is_draft
