"""What runs, written into a text by an editor or as one: it never reaches those who read."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from tests.training_site.guides.conftest import House, house
from tests.training_site.guides.test_editing import filled_in, signed_in
from tests.training_site.guides.test_two_keys import approve

__all__ = ["house"]

EVIL_ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " \tjava\nscript:alert(1)", "vbscript:x",
    "data:text/html,<script>alert(1)</script>", 'https://a.example/" onmouseover="alert(1)',
    "javascript&colon;alert(1)", "\x01javascript:alert(1)",
]  # fmt: skip
TAGS = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def evil_text() -> str:
    """What no editor types: tags, addresses that run, pictures and films with a handler."""
    kinds = [("LINK", {"url": address}) for address in EVIL_ADDRESSES]
    kinds += [("IMAGE", {"id": "1", "src": "x", "alt": '" onerror="alert(1)', "format": "left"})]
    kinds += [("EMBED", {"url": "javascript:alert(1)"}), ("SCRIPT", {"src": "//evil.example"})]
    blocks = [
        {
            "key": f"k{place}", "type": "unstyled", "depth": 0, "text": f"Klicka {TAGS}",
            "inlineStyleRanges": [{"offset": 0, "length": 6, "style": '"><script>'}],
            "entityRanges": [{"offset": 0, "length": 6, "key": place}],
        }
        for place in range(len(kinds))
    ]  # fmt: skip
    entities = {
        str(place): {"type": kind, "mutability": "MUTABLE", "data": data}
        for place, (kind, data) in enumerate(kinds)
    }
    return json.dumps({"blocks": blocks, "entityMap": entities})


class Running(HTMLParser):
    """Everything in a page that could run, besides the site's own scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            address = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            scheme = address.partition(":")[0]
            runs = name in {"href", "src", "action", "formaction"} and (
                scheme in {"javascript", "vbscript", "data"} or "evil" in address
            )
            if runs or name.startswith("on"):
                self.found.append(f"{tag} {name}={value}")
        own = dict(attrs).get("src") or ""
        if tag in {"script", "iframe", "object", "embed"} and not own.startswith("/static/"):
            self.found.append(tag)


def test_what_runs_in_a_text_never_reaches_those_who_read_a_guide(house: House):
    edit, day = f"/admin/pages/{house.guide.pk}/edit/", timezone.localdate().isoformat()
    form = filled_in(house, change_kind="substance", what=f"Nytt {TAGS}", valid_from=day)
    form |= {"title": f"Guide {TAGS}", "lead": TAGS, "audience": TAGS, "action-submit": "1"}
    for place in range(2):
        form[f"body-0-value-rows-{place}-value-text"] = evil_text()
        form[f"body-0-value-rows-{place}-value-title"] = f'Ring "><a href=javascript:x {TAGS}'
    signed_in(house.editor).post(edit, form)
    for chair in (house.ulla, house.ragnar):
        approve(house.guide, chair)

    for path in ("/guider/forbered/", "/guider/", "/guider/forbered/versioner/1.0/"):
        page = Client().get(path).content.decode()
        assert "&lt;script&gt;alert(1)" in page, path
        assert Running(page).found == [], path
    shown = Client().get("/guider/forbered/").content.decode()
    assert "Klicka" in shown
    assert 'href="https://a.example/' in shown


def test_what_runs_in_a_text_never_reaches_those_who_read_a_lesson(house: House):
    lena = signed_in(house.editor)
    small_course_of(house)
    lesson = LessonPage.objects.get()
    blocks = [
        ("text", evil_text()),
        ("quote", {"text": TAGS, "who": TAGS}),
        ("story", {"title": TAGS, "voice": TAGS, "text": evil_text(), "warning": TAGS}),
        ("take_away", {"text": evil_text()}),
    ]
    form = {
        "title": f"Ett {TAGS}", "slug": "ett", "goal": TAGS, "minutes": "3", "exercise": "",
        "body": streamfield(blocks), "question_links": inline_formset([]),
        "comments": inline_formset([]), "action-publish": "1",
    }  # fmt: skip

    lena.post(f"/admin/pages/{lesson.pk}/edit/", nested_form_data(form))

    lesson.refresh_from_db()
    page = lena.get(lesson.url).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("Klicka") >= len(EVIL_ADDRESSES)
    assert Running(page).found == []


def small_course_of(house: House) -> None:
    """A course of one lesson."""
    parent = house.guide.get_parent().get_parent()
    chain = [
        CourseIndexPage(title="Kurser", slug="kurser", key="K"),
        CoursePage(
            title="Kurs", slug="kurs", key="K9", lead="Kort.", audience="Alla", outcomes="Kan.",
            owned_by="Rådet",
        ),
        ModulePage(title="Del", slug="del", key="K9-1"),
        LessonPage(title="Ett", slug="ett", key="K9-1.1", goal="Kan.", minutes=3),
    ]  # fmt: skip
    for page in chain:
        parent.add_child(instance=page)
        parent = page
