"""What is sent through the administration, by an editor or as one: refused in words, or harmless."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import TaskState
from wagtailmedia.models import get_media_model

from tests.training_site.guides.conftest import House, house, person, seat
from tests.training_site.guides.test_news import news
from tests.training_site.guides.test_reading import key_persons
from tests.training_site.guides.test_two_keys import approve, sent
from training_site.guides.campaigns import open_for_version
from training_site.guides.matters_acting import Received, receive
from training_site.guides.models import Asked, FaqEntry, GuideVersion, Key, MatterStep
from training_site.guides.versions import freeze
from training_site.people.models import Council
from training_site.people.roles import CHAIRS_MUNICIPALITY, make_groups

__all__ = ["house"]

EVIL = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOT_ITS_NAME = "Innehållet i filen stämmer inte med namnet"
DAMAGED = "Bilden är skadad eller innehåller något annat."
NO_CAPTIONS = "Det här är ingen textfil till film."


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    """A folder of uploads of the test's own."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def lena(house: House) -> Client:
    """The editor's browser, which shows an error page as a user would meet it."""
    return browser(house.editor)


def browser(user: Any, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.force_login(user)
    return client


def said(answer: Any) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def picture(kind: str = "PNG", tail: bytes = b"") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue() + tail


def enormous() -> bytes:
    """A picture of a few bytes that says it is thirty thousand points wide and as high."""

    def part(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    rows = part(b"IDAT", zlib.compress(b""))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + rows + part(b"IEND", b"")


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


FILM = b"\0\0\0\x18ftypmp42" + bytes(30)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\n"
# What it is, its name, what is in it, what is said.
PICTURES = {
    "a drawing with a script": ("bild.svg", SVG, "Bildformatet stöds inte."),
    "a drawing named as a picture": ("bild.png", SVG, "Inte en giltig .png bild."),
    "a page named as a picture": ("bild.jpg", EVIL, "Ladda upp en giltig bild."),
    "two endings": ("bild.png.html", picture(), "Bildformatet stöds inte."),
    "a picture with a page after it": ("bild.png", picture(tail=EVIL), DAMAGED),
    "a picture that is a script": (
        "bild.gif",
        b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)//",
        DAMAGED,
    ),
    "half a picture": ("bild.jpg", picture("JPEG")[:-200], DAMAGED),
    "another kind than its name says": ("bild.gif", picture(), "Inte en giltig .gif bild."),
    "one that would fill the memory": ("bild.png", enormous(), "för hög upplösning"),
    "nothing": ("bild.png", b"", "Den skickade filen är tom."),
    "ten bytes more than may be": ("bild.png", picture(tail=bytes(5000)), "Filen är för stor"),
}
DOCUMENTS = {
    "a page": ("a.html", EVIL, "Filändelsen “html” är inte giltig."),
    "a drawing": ("a.svg", SVG, "Filändelsen “svg” är inte giltig."),
    "a page after two endings": ("a.pdf.html", EVIL, "Filändelsen “html” är inte giltig."),
    "a page named as a document": ("a.pdf", EVIL, NOT_ITS_NAME),
    "a page named as text": ("a.txt", EVIL, NOT_ITS_NAME),
    "a page named as an office file": ("a.docx", EVIL, NOT_ITS_NAME),
    "an archive of something else": ("a.xlsx", packed(skript=EVIL), NOT_ITS_NAME),
    "what is no text": ("a.csv", b"a;b\x00", NOT_ITS_NAME),
    "too much": ("a.txt", b"x" * 5000, "Filen är för stor"),
}
FILMS = {
    "a page named as a film": {"file": ("a.mp4", EVIL), "said": NOT_ITS_NAME},
    "a page": {"file": ("a.html", EVIL), "said": "Filändelsen “html” är inte giltig."},
    "too much of a film": {"file": ("a.mp4", FILM + bytes(5000)), "said": "Filen är för stor"},
    "a page named as captions": {"captions": ("a.vtt", EVIL), "said": NO_CAPTIONS},
    "captions named as a page": {"captions": ("a.html", CAPTIONS), "said": NO_CAPTIONS},
    "a script in captions": {"captions": ("a.vtt", CAPTIONS + EVIL), "said": NO_CAPTIONS},
    "a drawing as picture of a film": {"thumbnail": ("a.png", SVG), "said": DAMAGED},
}


@pytest.fixture
def small(settings) -> None:
    """Files of more than some thousand bytes are too big."""
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 4000
    settings.MEDIA_MAX_UPLOAD_SIZE = 4000


def uploads(folder: str, field: str) -> list[tuple[str, str, str]]:
    """The three ways to upload: address, name of the title, name of the file."""
    chooser = f"{field}-chooser-upload"
    return [
        (f"/admin/{folder}/add/", "title", "file"),
        (f"/admin/{folder}/multiple/add/", "title", "files[]"),
        (f"/admin/{folder}/chooser/create/", f"{chooser}-title", f"{chooser}-file"),
    ]


def told(answer: Any) -> str:
    """What is said of the form, wherever it is said."""
    if answer["Content-Type"].startswith("application/json") and b"error_message" in answer.content:
        return str(json.loads(answer.content)["error_message"])
    return str(answer.context["form"].errors)


def test_a_picture_that_is_something_else_is_refused_in_words(lena: Client, small, media: Path):
    for what, (name, data, why) in PICTURES.items():
        for address, title, field in uploads("images", "image"):
            file = SimpleUploadedFile(name, data)
            assert why in told(lena.post(address, {title: "Bild", field: file})), what

    assert not get_image_model().objects.exists()
    assert list(media.rglob("*.*")) == []


def test_a_document_that_is_something_else_is_refused_in_words(lena: Client, small, media: Path):
    for what, (name, data, why) in DOCUMENTS.items():
        for address, title, field in uploads("documents", "document"):
            file = SimpleUploadedFile(name, data)
            page = told(lena.post(address, {title: "Fil", field: file}))
            assert why in page, what
            assert "Filändelsen “”" not in page

    assert not get_document_model().objects.exists()
    assert list(media.rglob("*.*")) == []


def test_a_film_with_captions_that_are_something_else_is_refused_in_words(
    lena: Client, small, media: Path
):
    form = {"title": "Film", "duration": "1", "tags": ""}
    for what, sent_in in FILMS.items():
        given = {"file": ("a.mp4", FILM)} | sent_in
        why = given.pop("said")
        files = {field: SimpleUploadedFile(*named) for field, named in given.items()}
        assert why in told(lena.post("/admin/media/video/add/", form | files)), what
    assert not get_media_model().objects.exists()
    assert list(media.rglob("*.*")) == []

    right = CAPTIONS + "<v Åsa>Är 1 < 2?</v> <i>Ja</i>".encode()
    files = {
        "file": SimpleUploadedFile("a.mp4", FILM),
        "captions": SimpleUploadedFile("a.vtt", right),
    }
    lena.post("/admin/media/video/add/", form | files)
    assert get_media_model().objects.get().captions


def test_a_document_is_given_as_what_it_is_and_runs_nothing(lena: Client, media: Path):
    document = b"%PDF-1.7\n<script>alert(1)</script>"
    file = SimpleUploadedFile("../../<b>mall.pdf", document)
    lena.post("/admin/documents/add/", {"title": "Mall", "file": file, "tags": ""})
    kept = get_document_model().objects.get()

    answer = Client().get(kept.url)

    assert b"%PDF" in answer.getvalue()
    assert Path(kept.file.path).parent == media / "documents"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert "<" not in answer["Content-Disposition"]
    for path in (f"/dokument/{kept.pk}/..%2f..%2fmanage.py", f"/dokument/{kept.pk}/annan.pdf",
                 "/media/documents/../../manage.py", "/media/%2e%2e/manage.py"):  # fmt: skip
        assert Client().get(path).status_code == 404, path


def test_another_councils_seat_opens_and_approves_nothing(house: House):
    other = Council.objects.create(name="Andra rådet", county="Annat län")
    maja = person("maja")
    seat(maja, other, "chair_municipality")
    guide = sent(house)
    state = guide.current_workflow_task_state.pk
    review, client = f"/processrad/granska/{state}/", browser(maja)

    for path in (review, f"{review}text/"):
        assert client.get(path).status_code == 404
    for path in (review, f"/admin/pages/workflow/action/{guide.pk}/approve/{state}/"):
        answer = client.post(path, {"do": "approve", "next": "https://evil.example/"})
        assert "evil" not in answer.headers.get("Location", "")
    assert not Key.objects.exists()


def test_a_key_is_not_turned_without_the_forms_own_or_for_a_text_that_is_settled(house: House):
    guide = sent(house)
    review = f"/processrad/granska/{guide.current_workflow_task_state.pk}/"
    refused = browser(house.ulla, enforce_csrf_checks=True).post(review, {"do": "approve"})
    assert "Formuläret hade blivit för gammalt" in said(refused)
    assert not Key.objects.exists()

    guide.current_workflow_state.cancel(user=house.editor)
    stale = browser(house.ulla).post(review, {"do": "approve"}, follow=True)

    assert "Ingenting har ändrats." in said(stale)
    assert not Key.objects.exists()


def test_a_link_to_what_is_published_already_says_so_and_turns_no_key(house: House):
    guide = sent(house)
    state = guide.current_workflow_task_state.pk
    for chair in (house.ulla, house.ragnar):
        approve(guide, chair)
    before = versions_and_keys()
    house.ulla.groups.add(make_groups()[CHAIRS_MUNICIPALITY])
    ways = [
        f"/processrad/granska/{state}/",
        f"/admin/pages/workflow/action/{guide.pk}/approve/{state}/",
        f"/admin/pages/workflow/action/{guide.pk}/reject/{state}/",
    ]

    for path in ways:
        for user in (house.ulla, house.editor):
            answer = browser(user).post(path, {"do": "approve", "comment": "x"}, follow=True)
            told = said(answer)
            assert "redan godkänd" in told or "väntar för närvarande inte" in told, path
    text = browser(house.ulla).get(f"{ways[0]}text/")
    assert 'lang="sv"' in said(text)
    assert "Gör en plan B" not in said(text)

    assert versions_and_keys() == before


def versions_and_keys() -> list[Any]:
    """What approving and publishing leave behind."""
    states = TaskState.objects.values_list("pk", "status", "finished_at", "comment")
    keys, kept = Key.objects.values_list("user", "turned_at"), GuideVersion.objects.values_list()
    return [list(states), list(keys), list(kept)]


def test_nothing_is_uploaded_confirmed_or_answered_without_the_forms_own(house: House):
    house.guide.live = True
    house.guide.save()
    asked = key_persons(1)[0]
    version = freeze(house.guide, revision=None, approved_by=[])
    opened = open_for_version(version, kind="key_persons", days=9)
    item, matter = news(house), receive(Received("question", "Vem bokar?", "Hej", ""))[0]
    answered = {"do": "answer", "svar-entry": "x", "line": "Vi.", "upp-note": "Strax."}
    files = [way for kind in ("images", "documents") for way in uploads(kind, kind[:-1])]
    tried = [
        *((house.editor, path, {title: "x", field: FILM}) for path, title, field in files),
        (house.editor, "/admin/media/video/add/", {"title": "Film", "duration": "1"}),
        (asked, "/guider/forbered/bekrafta/", {"version": version.number}),
        (asked, f"/nyheter/{item.slug}/bekrafta/", {}),
        (house.editor, f"/processrad/fragor/{matter.no}/", answered),
        (house.editor, "/admin/snippets/guides/faqentry/add/", {"question": "Vem?"}),
        (house.editor, f"/admin/pages/{house.guide.pk}/edit/", {"title": "Nytt"}),
    ]
    before = list(MatterStep.objects.values_list())

    for user, path, form in tried:
        answer = browser(user, enforce_csrf_checks=True).post(path, form)
        assert answer.status_code == 403, path
        assert "Formuläret hade blivit för gammalt" in said(answer), path

    assert opened.asked.filter(confirmed_at=None).count() == opened.asked.count() == 1
    assert not Asked.objects.exclude(confirmed_at=None).exists()
    assert list(MatterStep.objects.values_list()) == before
    models = (get_image_model(), get_document_model(), get_media_model(), FaqEntry)
    assert not any(model.objects.exists() for model in models)


def test_another_host_name_comes_into_no_letter(house: House):
    path, form = "/konto/glomt-losenord/", {"email": house.editor.email}
    client = Client(raise_request_exception=False)
    assert client.post(path, form, headers={"host": "evil.example"}).status_code == 400
    assert not mail.outbox

    client.post(path, form, headers={"x-forwarded-host": "evil.example"})

    assert "http://testserver/" in str(mail.outbox[0].body)
    assert "evil" not in str(mail.outbox[0].body)


def test_another_pages_revision_is_not_found_in_swedish(lena: Client, house: House):
    revision = house.guide.save_revision().pk
    parent = house.guide.get_parent().pk
    for path in (f"{parent}/revisions/{revision}/revert/", f"{parent}/revisions/{revision}/view/",
                 f"{parent}/revisions/compare/{revision}...latest/", "abc/edit/"):  # fmt: skip
        answer = lena.get(f"/admin/pages/{path}")
        assert answer.status_code == 404, path
        assert 'lang="sv"' in said(answer)
