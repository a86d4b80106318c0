"""What people write about themselves and each other, sent wrong, twice or too late: told, and kept."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from courses import catalogue
from courses.models import Attestation, AttestRequest, Enrolment
from courses.own_parts import NOTE, TICKS
from courses.own_words import LONGEST, OwnWord, notes_of
from tests.courses import small_course
from tests.courses.conftest import FIRST
from tests.courses.one_load import browser, loaded, person, undone
from training_site.people.models import Assignment, Membership, Organisation, Unit, User
from training_site.people.queries import account_of

TODAY = timezone.localdate()
MINE, STAFF = "/mitt-uppdrag/", "/mitt-uppdrag/medarbetare/"
NAME = "/mina-sidor/mina-uppgifter/namn/"
ASK = "/kurser/be-om-intyg/T1-1.1/"
SEEN = "Alla kom till tals"
OWN = """
::: reflektion
fraga: Vad tar du med dig?
anteckning: true
:::

::: checklista
titel: Inför mötet
punkter: [Ring personen, Boka rummet]
:::
"""
# One of the tax agency's test numbers, which nobody has.
NUMBER = "-".join(("19890201", "3286"))
# One of each kind of trouble; longer lists found nothing that these do not.
HOSTILE = [
    "", "x" * 10_000, "a\x00b", "\u202e🦆\r\nBcc: x@example.org", "<script>alert(1)</script>", "9" * 30,
    "9999-12-31", NUMBER,
]  # fmt: skip
ADDRESSES = [
    "/sok/?q={}", "/sok/?q=plan&typ={}", "/sok/?q=plan&sida={}", "/nyckelpersoner/?enhet={}",
    f"{MINE}enheter/?kurs={{}}", f"{MINE}enheter/?ordna={{}}", f"{STAFF}?kurs={{}}",
    "/kurser/intyga/{}/", "/kurser/snabbspar/{}/", f"{MINE}enheter/{{}}/session/",
]  # fmt: skip


def with_own_words(folder: Path) -> None:
    small_course.change(folder, "ett.md", "minutes: 4\n", f"minutes: 4\nattested:\n  - {SEEN}\n")
    small_course.change(folder, "ett.md", "Andra stycket", f"{OWN}\nAndra stycket")


@pytest.fixture(scope="module")
def course(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    with loaded(django_db_blocker, tmp_path_factory.mktemp("hostile"), with_own_words):
        yield


@pytest.fixture
def north(course) -> Iterator[Unit]:
    with undone():
        town = Organisation.objects.create(name="Hittestads kommun", kind="municipality")
        yield Unit.objects.create(
            organisation=town, name="Hemtjänst Norr", employees=12, employees_on=TODAY
        )


@pytest.fixture
def amina(north) -> User:
    return _works(north, "Amina")


@pytest.fixture
def mona(north) -> User:
    return _works(north, "Mona", manages=True)


@pytest.fixture
def johan(north, mona) -> User:
    user = _works(north, "Johan")
    _assignment(user, status="accepted", manager=mona).units.create(unit=north, since=TODAY)
    return user


def _works(unit: Unit, name: str, *, manages: bool = False) -> User:
    user = person(name)
    Membership.objects.create(user=user, unit=unit, since=TODAY, manages=manages)
    return user


def _assignment(user: User, **fields: object) -> Assignment:
    return Assignment.objects.create(user=user, kind="key_person", since=TODAY, **fields)


def _read(answer) -> str:
    return html.unescape(answer.content.decode())


def _block(kind: str) -> str:
    """Where the lesson's own note or ticks are sent."""
    found = catalogue.current().find_lesson("T1-1.1")
    assert found is not None
    own = catalogue.current().body(found[1]).own.values()
    return f"/kurser/eget/T1-1.1/{next(part.block for part in own if part.kind == kind)}/"


def _forms(johan: User, unit: Unit) -> dict[str, tuple[str, str, dict[str, object]]]:
    """Each form: whose it is, where it is, and its fields as they are filled in right."""
    own = Assignment.objects.get(user=johan).pk
    code = AttestRequest.objects.get().get_absolute_url()
    appoint = {
        "user": johan.pk,
        "kind": "sip_trainer",
        "since": TODAY,
        "niche": "",
        "units": unit.pk,
    }
    return {
        "a code": ("", "/konto/kod/", {"email": "amina@example.org"}),
        "a link": ("", "/konto/glomt-losenord/", {"email": "amina@example.org"}),
        "a name": ("amina", NAME, {"given_name": "Amina", "family_name": "P"}),
        "a note": ("amina", _block(NOTE), {"text": "Måndag."}),
        "leaving": ("johan", f"{MINE}{own}/avsluta/", {"last_day": TODAY, "reason": "Nytt arbete."}),
        "a deputy": ("johan", f"{MINE}{own}/ersattare/", {"deputy": ""}),
        "appointing": ("mona", f"{STAFF}utse/", appoint),
        "a number": ("mona", f"{STAFF}antal/{unit.pk}/", {"employees": "14"}),
        "a session's code": ("karin", "/kurser/intyga/", {"code": "abcdefghjkmn"}),
        "attesting": ("karin", code, {"held_on": TODAY, "seen": SEEN, "feedback": "Bra.", "do": "intyga"}),
    }  # fmt: skip


def test_whatever_is_written_in_the_fields_gets_an_answer_in_swedish(amina, johan, north, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    person("Karin", leads=True)
    browser(amina).post(ASK)
    wrong = []

    for name, (whose, address, right) in _forms(johan, north).items():
        client = Client(raise_request_exception=False)
        if whose:
            client.force_login(User.objects.get(email=f"{whose}@example.org"))
        for value in HOSTILE:
            with undone():
                answer = client.post(address, dict.fromkeys(right, value))
            said = answer.content.decode()
            fine = answer.status_code in (200, 302, 404, 422) and "<script>alert" not in said
            if not fine or (said and 'lang="sv"' not in said):
                wrong.append(f"{name}: {value[:20]!r} {answer.status_code}")

    assert wrong == []


def test_whatever_stands_in_an_address_gets_a_page(mona, johan):
    _assignment(mona, status="accepted").units.create(unit=Unit.objects.get(), since=TODAY)
    client = browser(mona)

    for address in ADDRESSES:
        for value in HOSTILE:
            answer = client.get(address.format(quote(value[:500])))

            assert answer.status_code in (200, 403, 404), f"{address} {value[:20]!r}"
            assert "<script>alert" not in answer.content.decode()
            assert 'lang="sv"' in answer.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2126-01-01"])
def test_a_year_nobody_can_have_meant_is_said_and_the_reason_stands(johan, mona, amina, day):
    own = Assignment.objects.get(user=johan)
    leaving = {"last_day": day, "reason": "Jag börjar på ett annat arbete."}
    appoint = {"user": amina.pk, "kind": "sip_trainer", "since": day}

    left = _read(browser(johan).post(f"{MINE}{own.pk}/avsluta/", leaving))
    appointed = _read(browser(mona).post(f"{STAFF}utse/", appoint))

    own.refresh_from_db()
    assert own.status == "accepted"
    assert "Jag börjar på ett annat arbete." in left
    assert "Välj en dag inom fem år." in appointed
    assert not amina.assignments.exists()


def test_a_unit_larger_than_any_number_is_no_unit(mona, johan):
    form = {"user": johan.pk, "kind": "key_person", "since": TODAY, "units": "9" * 30}

    assert "Välj bland enheterna som visas." in _read(browser(mona).post(f"{STAFF}utse/", form))


def test_an_empty_appointment_says_what_to_choose(mona):
    page = _read(browser(mona).post(f"{STAFF}utse/", {"since": "2026-02-30"}))

    assert "Välj vem du utser." in page
    assert "Välj ett uppdrag." in page
    assert "Skriv en dag som finns, till exempel 2026-12-01." in page


def test_a_unit_without_a_known_manager_gives_a_letter_to_copy_and_a_way_back(amina, course):
    town = Organisation.objects.get()
    alone = Unit.objects.create(organisation=town, name="Hemtjänst Söder")
    _assignment(amina, status="accepted").units.create(unit=alone, since=TODAY)

    page = _read(browser(amina).get(f"{MINE}enheter/{alone.pk}/session/"))

    assert "Kopiera brevet och skicka det själv." in page
    assert "Tillbaka till enheterna" in page


@pytest.mark.parametrize("typed", ["tolv", "-3", "100000", ""])
def test_a_number_that_is_none_stands_in_its_form_with_what_to_write(mona, north, typed):
    page = _read(browser(mona).post(f"{STAFF}antal/{north.pk}/", {"employees": typed}))

    north.refresh_from_db()
    assert north.employees == 12
    assert "Skriv antalet anställda med siffror, från 0 till 9999." in page
    assert f'value="{typed}"' in page or not typed
    assert "Antalet är inte sparat" in page


def test_a_notice_or_an_answer_sent_twice_is_told_so_and_stands(johan, mona, amina):
    own = Assignment.objects.get(user=johan)
    waiting = _assignment(amina)
    notice = {"last_day": TODAY, "reason": "Nytt arbete."}
    told = {}

    for _time in range(2):
        left = browser(johan).post(f"{MINE}{own.pk}/avsluta/", notice, follow=True)
        yes = browser(mona).post(f"{STAFF}{waiting.pk}/ja/", follow=True)
        told = {"left": _read(left), "yes": _read(yes)}
    back = _read(browser(mona).get(f"{STAFF}{waiting.pk}/nej/", follow=True))

    waiting.refresh_from_db()
    assert waiting.status == "accepted"
    assert "Uppdraget är redan avslutat." in told["left"]
    assert "Någon har redan svarat." in told["yes"]
    assert "Någon har redan svarat." in back


def test_somebody_without_a_known_manager_is_not_told_that_one_has_been_written_to(amina):
    own = _assignment(amina, status="accepted")
    address = f"{MINE}{own.pk}/avsluta/"

    before = _read(browser(amina).get(address))
    after = _read(browser(amina).post(address, {"last_day": TODAY}, follow=True))

    assert "Vi vet inte vem som är din chef." in before
    assert "Berätta det själv för din chef." in after
    assert not mail.outbox


def test_somebody_asked_only_for_one_answer_comes_home_after_giving_it(amina):
    boss = person("Bo")
    waiting = _assignment(amina, manager=boss)

    page = browser(boss).post(f"{STAFF}{waiting.pk}/ja/", follow=True)

    waiting.refresh_from_db()
    assert waiting.status == "accepted"
    assert page.status_code == 200
    assert "Du har sagt ja." in _read(page)


def test_a_name_is_one_line_of_what_can_be_seen(amina, mona):
    browser(amina).post(NAME, {"given_name": "Ami\u202ena\r\nBcc: x", "family_name": "P\u200b"})

    amina.refresh_from_db()
    assert amina.get_full_name() == "Amina Bcc: x P"
    for typed, said in (
        ("\u200b", "Skriv ditt förnamn"),
        (NUMBER, "riktigt personnummer"),
    ):
        page = _read(browser(amina).post(NAME, {"given_name": typed}))
        amina.refresh_from_db()
        assert said in page
        assert typed in page
        assert amina.given_name == "Amina Bcc: x"


def test_a_note_of_full_length_with_line_breaks_is_kept_and_signs_no_database_keeps_are_not(amina):
    full = "rad\n" * (LONGEST // 4 - 1) + "slut"

    browser(amina).post(_block(NOTE), {"text": full.replace("\n", "\r\n")})
    assert notes_of(amina.pk)[0].text == full

    browser(amina).post(_block(NOTE), {"text": "Min\x00 tanke"})
    assert notes_of(amina.pk)[0].text == "Min tanke"


def test_what_is_written_after_being_signed_out_is_shown_back_and_a_script_is_told_no(amina):
    browser(amina).post(ASK)
    attest = AttestRequest.objects.get().get_absolute_url()
    guest = Client()

    for address, field in ((_block(NOTE), "text"), (attest, "feedback")):
        answer = guest.post(address, {field: "Du höll tiden <och> lyssnade."})
        assert answer.status_code == 403
        assert "Du höll tiden &lt;och&gt; lyssnade." in answer.content.decode()
        assert "/konto/logga-in/?next=" in answer.content.decode()
    ticks = guest.post(_block(TICKS), {"punkt": "1"}, headers={"accept": "*/*"})

    assert ticks.status_code == 403
    assert not OwnWord.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", str(TODAY - datetime.timedelta(days=400))])
def test_a_session_in_another_year_is_not_attested_and_the_words_stand(amina, day):
    browser(amina).post(ASK)
    form = {"held_on": day, "seen": SEEN, "feedback": "Du höll tiden.", "do": "intyga"}

    page = _read(
        browser(person("Karin", leads=True)).post(
            AttestRequest.objects.get().get_absolute_url(), form
        )
    )

    assert "Välj en dag under det senaste året." in page
    assert "Du höll tiden." in page
    assert not Attestation.objects.exists()


def test_a_second_code_for_what_is_attested_already_is_closed(amina):
    browser(amina).post(ASK)
    browser(karin := person("Karin", leads=True)).post(
        AttestRequest.objects.get().get_absolute_url(),
        {"held_on": TODAY, "seen": SEEN, "feedback": "Bra.", "do": "intyga"},
    )
    now = timezone.now()
    late = AttestRequest.objects.create(
        enrolment=Enrolment.objects.get(user=amina),
        lesson_key="T1-1.1",
        made_at=now,
        expires_at=now + datetime.timedelta(days=1),
    )

    page = browser(person("Cesar", leads=True)).post(
        late.get_absolute_url(),
        {"held_on": TODAY, "seen": SEEN, "feedback": "Bra.", "do": "intyga"},
    )

    assert "Koden går inte att använda" in _read(page)
    assert [one.trainer for one in Attestation.objects.all()] == [karin]


@pytest.mark.parametrize("address", ["s\u0131v@example.org", "\u017fiv@example.org"])
def test_an_address_that_only_looks_like_hers_opens_and_sends_nothing(course, address):
    with undone():
        siv = person("Siv")
        for path in ("/konto/kod/", "/konto/glomt-losenord/"):
            Client().post(path, {"email": address})

        assert account_of("SIV@example.org ") == siv
        assert account_of(address) is None
        assert not mail.outbox


def test_nobody_writes_on_what_is_another_learners(amina, johan, mona):
    browser(amina).post(_block(NOTE), {"text": "Bara min."})
    browser(amina).post(ASK)

    other = browser(johan)
    other.post(_block(NOTE), {"text": ""})
    other.post("/kurser/dra-tillbaka/T1-1.1/")
    other.post(AttestRequest.objects.get().get_absolute_url(), {"feedback": "Kapad."})

    assert [note.text for note in notes_of(amina.pk)] == ["Bara min."]
    assert AttestRequest.objects.get().closed_at is None
    assert "Bara min." not in _read(other.get(FIRST))
    assert not Attestation.objects.exists()
