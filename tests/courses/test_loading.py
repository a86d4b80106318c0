"""Content files become pages: once, in place, and never over an editor's change."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from content_files.yaml_marks import ContentError
from courses.models import LawReference, LessonPage
from tests.courses import small_course


def lesson(key: str = "T1-1.1") -> LessonPage:
    return LessonPage.objects.get(key=key)


def ids(page: LessonPage) -> list[str]:
    """The ids of every block and list item, as they are stored."""
    found = []
    for block in page.body.raw_data:
        found.append(block["id"])
        value = block["value"]
        lists = (
            [part for part in value.values() if isinstance(part, list)]
            if isinstance(value, dict)
            else []
        )
        found.extend(item["id"] for items in lists for item in items)
    return found


def test_loading_again_changes_nothing(load):
    load()
    revisions = Revision.objects.count()

    report = load()

    assert set(report.counts) == {"same"}
    assert Revision.objects.count() == revisions


def test_blocks_and_their_list_items_keep_their_ids_when_the_text_changes(load, folder):
    load()
    before = ids(lesson())
    small_course.change(folder, "ett.md", "Baksidan", "En annan baksida")

    load()

    assert ids(lesson()) == before
    assert ids(lesson()) == ids(lesson())
    assert len(set(before)) == len(before) == 5


def test_a_changed_file_is_published(load, folder, client):
    load()
    small_course.change(folder, "ett.md", "Första lektionen", "Den första")

    assert load().counts["changed"] == 1
    assert "Den första" in client.get(lesson().url).content.decode()


def test_what_an_editor_has_changed_is_left_and_named(load, folder):
    load()
    page = lesson()
    page.goal = "Redaktörens mål."
    page.save_revision().publish()
    small_course.change(folder, "ett.md", "Första lektionen", "Den första")

    report = load()

    assert report.kept == ["Första lektionen"]
    assert lesson().goal == "Redaktörens mål."


def test_a_draft_an_editor_is_writing_is_left_alone(load, folder):
    load()
    page = lesson()
    page.title = "Halvfärdigt"
    page.save_revision()
    small_course.change(folder, "ett.md", "Framsidan", "En framsida")

    assert load().kept == ["Första lektionen"]


def test_a_page_an_editor_has_withdrawn_is_not_published_again(load, folder):
    load()
    lesson().unpublish()
    small_course.change(folder, "ett.md", "Framsidan", "En framsida")

    load()

    assert lesson().live is False


def test_a_reference_an_editor_has_changed_is_left_alone(load, folder):
    load()
    law = LawReference.objects.get(key="L1")
    law.summary = "Juristens ord."
    law.save()
    path = folder / "references" / "laws.yaml"
    path.write_text(path.read_text("utf-8").replace("En plan.", "En annan plan."), "utf-8")

    assert load().counts["kept"] == 1
    assert LawReference.objects.get(key="L1").summary == "Juristens ord."


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("::: vandkort", "::: vandord", 12, "okänt"),
        ("  bak: Baksidan", "  baksida: Baksidan", 14, "okänt"),
        ("  bak: Baksidan\n", "", 13, "saknas"),
        ("regel: annat", "regel: finns-inte", 22, "finns inte"),
        ("minutes: 4", "minutes: fyra", 5, "heltal"),
        ("title: Första lektionen", "title:", 4, "title"),
        ("regel: annat\n:::", "regel: annat", 21, "inte avslutat"),
        ("regel: annat", "regel: [annat", 23, "YAML"),
    ],
)
def test_a_mistake_is_pointed_out_with_file_and_line(load, folder, old, new, line, words):
    path = small_course.change(folder, "ett.md", old, new)

    with pytest.raises(ContentError) as caught:
        load()

    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert words in caught.value.message


def test_a_broken_file_leaves_everything_as_it_was(load, folder, db):
    load()
    small_course.change(folder, "ett.md", "Framsidan", "En framsida")
    small_course.change(folder, "prov.md", "minutes: 10", "minutes: tio")

    with pytest.raises(CommandError, match=r"prov\.md, rad 5"):
        call_command("load_content", folder=folder, verbosity=0)

    assert "Framsidan" in str(lesson().body.raw_data[1]["value"])


def test_the_blocks_of_a_lesson_are_not_in_the_migrations():
    _name, _path, args, kwargs = LessonPage._meta.get_field("body").deconstruct()

    assert args == [[]] or args == []
    assert "block_lookup" not in kwargs
