"""What a reader gets of every kind of block: in words, with labels, and what is her own kept hers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from PIL import Image

from content_files.yaml_marks import ContentError
from courses import catalogue, guide_citations, own_words
from courses.blocks import LessonBody
from courses.blocks.samples import FILE
from courses.guide_citations import GuidePlace
from courses.lesson_grammar import KINDS
from courses.loading import load_all
from courses.models import LessonPage, OwnWord
from courses.own_parts import ANSWER, NOTE, TICKS
from courses.quiz.loading import load_questions
from courses.references import LawReference
from tests.courses import small_course
from training_site.people.models import User
from training_site.people.roles import COUNCIL_EDITORS, make_groups

LESSON = "/kurser/testkurs/del-ett/ett/"
SECOND = "/kurser/testkurs/del-ett/tva/"
FRONT = "---\nid: T1-1.1\nslug: ett\ntitle: Alla block\nminutes: 4\ngoal: Efter lektionen kan du se.\n---\n"
PHOTO = "\n::: bild\nfil: rum.png\nalt: Ett rum med sex stolar.\nlang_text: Stolarna står i ring.\n:::\n"

# Wagtail leaves the file it scales a picture in to be closed when it is collected.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)

# What a guest gets of each block of a content file; samples.md holds one of each.
READ = {
    "vandkort": ['<details class="flip"><summary>SIP-mötet</summary>', "Tillfället då personen"],
    "berattelse": ["<b>Innan du läser:</b> Berättelsen handlar om", "En medarbetare berättar"],
    "reflektion": ["När märkte du senast", "skriv en egen anteckning</a>. Ingen annan kan läsa"],
    "lagruta": ['<a href="/lagrum/#L1">Socialtjänstlagen (2025:400)', "Läst i offentlig källa"],
    "checklista": ["<legend><h3>Före mötet</h3></legend>", 'type="checkbox" name="punkt"'],
    "processkarta": ['<li aria-current="step"><div><h3>Fråga personen</h3>', "Här är vi"],
    "jamfor": ["</svg> Bra</span><q>Jag vill kunna handla själv.", "</svg> Mindre bra</span>"],
    "lokal": ["<h3>Så gör vi i Påhitts län</h3>", "Vår egen regel."],
    "guide": [
        "<h3>Ur guiden: Samtycke</h3>",
        ">Förbered ett SIP-möte</a>, version 1.0",
        '<a href="/guider/forbered/#samtycke">Guiden har kommit i version 2.0</a>',
    ],
    "exempel": ["<dt>Huvudmål</dt><dd>Jag vill bo kvar hemma.</dd>"],
    "gruppfraga": ["När kallar vi för sent?", "10 minuter", 'class="print-only'],
    "omrostning": ["<b>Hur ofta kallar ni för sent?</b>", "Logga in och svara</a>"],
    "scen": ["<dt>Mötesledaren</dt>", "<h4>Lägg märke till</h4>"],
    "tidslinje": ["<h3>Samma dag</h3>", '<p class="source"><a href="/lagrum/#L1">'],
    "manus": ["<dt>Du</dt><dd>Vem vill du ha med på mötet?</dd>"],
    "citat": ["”Nu vet jag vem jag ska ringa.”", "<figcaption>Alex</figcaption>"],
    "fraga_nu": ["En fråga först", "Du svarar med knappen längst ned"],
    "ovning": ["Du spelar: Undersköterska", "15 minuter", 'href="/ovning/uppdrag/alex-kor/"'],
    "film": [
        '<video controls preload="none"',
        '<track kind="captions"',
        'srclang="sv"',
        "<summary>Läs vad som sägs i filmen</summary><p>En film.</p>",
        "<b>Fyra runt ett bord</b>, 3 minuter. Fyra personer sitter",
    ],
    "bild": [
        'role="img" aria-label="Fem personer står i en ring runt en person."',
        "<figcaption>Alla runt personen vet",
        'alt="Ett rum med sex stolar."',
        "<summary>Läs vad bilden visar</summary><p>Stolarna står i ring.</p>",
    ],
    "nedladdning": [
        "Checklista inför mötet (txt, ",
        '<a href="/guider/">Läs ”Checklista inför mötet” som webbsida</a>',
    ],
    "bildspel": [
        "<h4>En plan, en helhet</h4>",
        "Visa bilderna stort",
        "<summary>Talarstöd</summary><p>Fråga gruppen",
    ],
    "ta_med_dig": ["Ta med dig", "Säg om du menar processen"],
}


def _files(folder: Path) -> None:
    """The small course, with a lesson that has one of each block."""
    small_course.write(folder)
    beside = folder / "courses" / "t1"
    text = FILE.read_text("utf-8").split("---\n", 2)[2]
    text = text.replace(
        "fil: samples.md\ntitel: Fyra runt ett bord\ntext_pa_film: samples.md",
        "fil: m.mp4\ntitel: Fyra runt ett bord\ntext_pa_film: m.vtt",
    )
    text = text.replace("fil: samples.md", "fil: lista.txt").replace("regel: regeln", "regel: eget")
    (beside / "ett.md").write_text(FRONT + text + PHOTO, "utf-8")
    (beside / "m.mp4").write_bytes(b"film")
    (beside / "m.vtt").write_text("WEBVTT\n", "utf-8")
    (beside / "lista.txt").write_text("En lista.", "utf-8")
    picture = BytesIO()
    Image.new("RGB", (60, 40)).save(picture, "PNG")
    (beside / "rum.png").write_bytes(picture.getvalue())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The content files."""
    folder = tmp_path_factory.mktemp("innehall")
    _files(folder)
    return folder


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, folder) -> Iterator[None]:
    """The lesson with every block, published; gone again after this module."""
    known = list(guide_citations._finders)
    place = GuidePlace("Förbered ett SIP-möte", "Samtycke", "/guider/forbered/#samtycke", "2.0")
    guide_citations._finders[:] = [lambda slug, key: place if key == "samtycke" else None]
    kept = override_settings(MEDIA_ROOT=str(folder / "media"))
    with django_db_blocker.unblock(), transaction.atomic(), kept:
        call_command("load_scenarios", verbosity=0)
        load_all(folder, load_questions=load_questions)
        yield
        transaction.set_rollback(True)
    guide_citations._finders[:] = known


@pytest.fixture
def lesson(loaded, db) -> LessonPage:
    """The lesson; what a test does to it is undone."""
    return LessonPage.objects.get(key="T1-1.1")


@pytest.fixture
def guest_page(lesson) -> str:
    """What somebody who has not signed in gets."""
    return re.sub(r">\s+<", "><", Client().get(LESSON).content.decode())


def _reader(name: str = "amina") -> tuple[User, Client]:
    user = User.objects.create_user(f"{name}@example.org", given_name=name.title())
    client = Client()
    client.force_login(user)
    return user, client


def _part(kind: str):
    found = catalogue.current().find_lesson("T1-1.1")
    own = catalogue.current().body(found[1]).own
    return next(part for part in own.values() if part.kind == kind)


def _address(kind: str) -> str:
    return f"/kurser/eget/T1-1.1/{_part(kind).block}/"


@pytest.mark.parametrize("kind", READ)
def test_a_reader_gets_every_block_in_words(guest_page, kind):
    for words in READ[kind]:
        assert words in guest_page


def test_every_kind_of_block_has_a_sample_a_template_and_a_test():
    blocks = {kind.block for kind in KINDS.values()} | {"text"}

    assert set(READ) == set(KINDS)
    assert blocks == set(LessonBody().child_blocks)
    for name, block in LessonBody().child_blocks.items():
        assert block.meta.template == f"courses/blocks/{name}.html"


def test_an_editor_is_shown_every_block_before_choosing_it(lesson):
    lena, editor = _reader("lena")
    lena.groups.add(make_groups()[COUNCIL_EDITORS])
    for name, block in LessonPage.body.field.stream_block.child_blocks.items():
        page = editor.get("/admin/block-preview/", {"id": block.definition_prefix})
        assert block.is_previewable, name
        assert "block-preview" in page.content.decode(), name


def test_loading_the_same_files_again_changes_nothing(lesson, folder):
    report = load_all(folder, load_questions=load_questions)

    assert report.counts["changed"] + report.counts["made"] + report.counts["kept"] == 0


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("::: film\nfil: m.mp4\nbeskrivning: X\nminuter: 1\n:::", "”text_pa_film” saknas"),
        ("::: bild\nfigur: ring\n:::", "Skriv ett av: alt, dekorativ"),
        ("::: bild\nalt: X\n:::", "Skriv ett av: fil, figur"),
        ("::: bild\nfigur: hund\nalt: X\n:::", "Välj något av: ring"),
        ("::: nedladdning\nfil: lista.txt\ntitel: X\n:::", "”alternativ” saknas"),
        ("::: bild\nfil: ../../utanfor.png\nalt: X\n:::", "samma mapp"),
        ("::: bild\nfil: borta.png\nalt: X\n:::", "finns inte"),
        ("::: reflektion\nfraga: X\nanteckning: kanske\n:::", "true eller false"),
    ],
)
def test_a_file_that_leaves_somebody_out_is_told_with_its_line(loaded, db, folder, wrong, told):
    path = folder / "courses" / "t1" / "tva.md"
    before = path.read_text("utf-8")
    path.write_text(before + wrong, "utf-8")
    try:
        with pytest.raises(ContentError, match=told):
            load_all(folder, load_questions=load_questions)
    finally:
        path.write_text(before, "utf-8")


def test_a_note_is_kept_for_its_owner_only_and_never_on_the_page_guests_share(lesson):
    amina, hers = _reader()
    _bo, his = _reader("bo")
    Client().get(LESSON)

    answer = hers.post(_address(NOTE), {"text": "Måndagar är svårast."})

    assert answer.url.startswith(f"{LESSON}#del-")
    assert "Måndagar är svårast." in hers.get(LESSON).content.decode()
    assert "Måndagar är svårast." not in his.get(LESSON).content.decode()
    assert "Måndagar är svårast." not in Client().get(LESSON).content.decode()
    assert [note.text for note in own_words.notes_of(amina.pk)] == ["Måndagar är svårast."]


def test_an_emptied_note_is_gone(lesson):
    amina, hers = _reader()
    hers.post(_address(NOTE), {"text": "Bort med den."})
    hers.post(_address(NOTE), {"text": " "})

    assert own_words.notes_of(amina.pk) == []
    assert not OwnWord.objects.filter(user=amina, kind=NOTE).exists()


def test_a_note_that_looks_like_a_real_person_is_not_kept_and_not_lost(lesson):
    amina, hers = _reader()

    answer = hers.post(_address(NOTE), {"text": "Ring henne på eva.berg@gmail.com"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ser ut som en riktig e-postadress" in page
    assert "Ring henne på eva.berg@gmail.com</textarea>" in page
    assert own_words.notes_of(amina.pk) == []


def test_ticks_are_kept_and_what_is_not_on_the_list_is_not(lesson):
    amina, hers = _reader()
    key = _part(TICKS).options[1][0]

    hers.post(_address(TICKS), {"punkt": [key, "pahittad"]})

    page = hers.get(LESSON).content.decode()
    assert f'value="{key}" checked' in page
    assert page.count(" checked>") == 1
    assert OwnWord.objects.get(user=amina, kind=TICKS).text == key


def test_a_poll_shows_counts_first_when_five_have_answered(lesson):
    part = _part(ANSWER)
    often, seldom = part.options[2][0], part.options[0][0]
    for number in range(4):
        user, _client = _reader(f"nr{number}")
        own_words.answer(
            user_id=user.pk, lesson_key="T1-1.1", part=part, key=often, now=timezone.now()
        )
    _amina, hers = _reader()
    asked = hers.get(LESSON).content.decode()
    assert "<legend>Hur ofta kallar ni för sent?</legend>" in asked
    _bo, his = _reader("bo")

    answered = OwnWord.objects.filter(kind=ANSWER)
    fewest = answered.count()
    own_words.answer(user_id=_bo.pk, lesson_key="T1-1.1", part=part, key=seldom, now=timezone.now())
    answered.filter(user__email="nr0@example.org").delete()
    before = his.get(LESSON).content.decode()
    hers.post(_address(ANSWER), {"val": often})
    after = re.sub(r">\s+<", "><", his.get(LESSON).content.decode())

    assert fewest == 4
    assert "Svara och se resultatet" in asked
    assert "Resultatet visas när minst fem har svarat" in before
    assert "<td>4</td>" in after
    assert '80&nbsp;%</span><progress value="80" max="100" aria-hidden="true">' in after
    assert "5 svar</caption>" in after


def test_a_poll_promises_its_result_only_to_the_fifth_who_answers(lesson):
    _amina, hers = _reader()

    page = hers.get(LESSON).content.decode()

    assert "Svara och se resultatet" not in page
    assert "Svara i omröstningen</button>" in page
    assert "Resultatet visas när minst fem har svarat." in page


def test_an_answer_stands_and_an_option_that_is_not_there_is_no_answer(lesson):
    amina, hers = _reader()
    first, second = (key for key, _words in _part(ANSWER).options[:2])

    assert hers.post(_address(ANSWER), {"val": "pahittat"}).status_code == 422
    hers.post(_address(ANSWER), {"val": first})
    hers.post(_address(ANSWER), {"val": second})

    assert [row.text for row in OwnWord.objects.filter(user=amina)] == [first]


def test_a_guest_who_posts_is_given_her_text_back_with_the_way_in_and_nothing_is_kept(lesson):
    page = Client().post(_address(NOTE), {"text": "Hej"}).content.decode()

    assert ">Hej</textarea>" in page
    assert 'href="/konto/logga-in/?next=' in page
    assert not OwnWord.objects.exists()


def test_own_parts_cost_one_question_of_the_database_and_none_where_there_are_none(lesson):
    _amina, hers = _reader()
    hers.get(LESSON), hers.get(SECOND), hers.get(LESSON)
    hers.get(SECOND)
    with CaptureQueriesContext(
        connection,
    ) as without:
        hers.get(SECOND)
    guest = Client()
    guest.get(LESSON)
    with CaptureQueriesContext(connection) as shared:
        guest.get(LESSON)

    assert not [row for row in without.captured_queries if "ownword" in row["sql"]]
    assert len(shared) == 1
    with CaptureQueriesContext(connection) as whole:
        hers.get(LESSON)
    assert len([row for row in whole.captured_queries if "ownword" in row["sql"]]) == 1


def test_a_slide_stands_large_with_the_next_one_beside_it_and_notes_when_asked_for(lesson):
    page = Client().get("/kurser/bildspel/T1-1.1/1/").content.decode()
    noted = Client().get("/kurser/bildspel/T1-1.1/1/?anteckningar=1").content.decode()
    last = Client().get("/kurser/bildspel/T1-1.1/2/").content.decode()

    assert "<h1>En plan, en helhet</h1>" in page
    assert 'rel="next" href="/kurser/bildspel/T1-1.1/2/' in page
    assert "Fråga gruppen vem" not in page
    assert "Fråga gruppen vem" in noted
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last
    assert Client().get("/kurser/bildspel/T1-1.1/3/").status_code == 404


def test_slides_are_printed_with_what_to_say_to_each(lesson):
    page = Client().get("/kurser/bildspel/T1-1.1/").content.decode()

    assert "1. En plan, en helhet</h2>" in page
    assert "Fråga gruppen vem de skulle ringa först." in page
    assert "2. En fråga till oss</h2>" in page


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"status": "M", "checked_on": "2026-11-20"}, "Inte kontrollerad mot lagtexten än."),
        ({"status": "M"}, "Inte kontrollerad mot lagtexten än."),
        ({"status": "L", "checked_on": "2026-11-20"}, "Läst i offentlig källa 20 november 2026."),
        ({"status": "V", "checked_on": "2026-11-20"}, "Kontrollerad mot lagtexten 20 november"),
        ({"status": "V", "checked_on": "2026-11-22"}, "Kontrollerad mot lagtexten 21 november"),
    ],
)
def test_a_law_box_is_checked_no_better_than_the_least_checked_law_in_it(db, other, said):
    one = {"act": "Lag", "sfs": "2025:1", "place": "1 §"}
    laws = [
        LawReference.objects.create(key="X1", status="V", checked_on=dt.date(2026, 11, 21), **one),
        LawReference.objects.create(key="X2", **one | other),
    ]
    block = LessonBody().child_blocks["law_box"]

    html = block.render(
        block.to_python({"title": "T", "text": "X", "laws": [law.pk for law in laws]})
    )

    assert said in html.replace("\u00a0", " ")
    assert html.count("ontrollerad") + html.count("Läst i") == 1
