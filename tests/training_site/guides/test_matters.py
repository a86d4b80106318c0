"""Whoever asks or lifts something sees what becomes of it, and nobody else does."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.training_site.guides.conftest import House, person
from tests.training_site.guides.test_answers import entry
from tests.training_site.guides.test_reading import publish
from training_site.guides import matters_acting
from training_site.guides.matters_acting import Received, receive
from training_site.guides.models import Contact, FaqEntry, Matter
from training_site.people import my_data

ASK = "/fragor-och-svar/fraga/"
QUESTION = {"subject": "Vem bokar lokalen?", "text": "Ingen vet.", "email": "fragar@example.org"}


@pytest.fixture(autouse=True)
def _after_commit(django_capture_on_commit_callbacks):
    """Letters leave when the transaction has been kept."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


@pytest.fixture
def do(django_capture_on_commit_callbacks):
    """Do something, with what follows once it has been kept."""

    def done(action, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return action(*args, **kwargs)

    return done


def asked(subject: str = "Vem bokar lokalen?", email: str = "", user=None) -> Matter:
    return receive(Received("question", subject, "", email), user=user)[0]


def council(house: House) -> Client:
    client = Client()
    client.force_login(house.ulla)
    return client


def letters_to(email: str) -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if letter.to == [email]]


def test_a_guest_asks_and_follows_it_by_the_link_she_is_mailed(house: House, do):
    answer = do(Client().post, ASK, QUESTION)
    matter = Matter.objects.get()
    shown = Client().get(answer.url).content.decode()
    path = re.search(r"/arende/[\w-]+/", letters_to("fragar@example.org")[0].body)[0]
    do(
        council(house).post,
        f"/processrad/fragor/{matter.no}/",
        {"do": "upp", "upp-note": "Vi tar upp det i rådet."},
    )
    later = Client().get(path).content.decode()

    assert f"Ditt nummer är {matter.no}." in shown
    assert path in shown
    assert "Mottaget" in shown
    assert "Tittas på" in later
    assert "Vi tar upp det i rådet." in later
    assert "Vi tar upp det i rådet." in letters_to("fragar@example.org")[1].body
    assert Client().get("/arende/gissad/").status_code == 404


def test_what_looks_like_a_persons_data_is_stopped_and_what_was_typed_is_kept(db):
    number = "20000101" + "-" + "2384"
    answer = Client().post(ASK, QUESTION | {"text": f"Hon har {number} och ringer."})
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "Det ser ut som ett riktigt personnummer" in text
    assert f"Hon har {number} och ringer." in text
    assert 'value="Vem bokar lokalen?"' in text
    assert not Matter.objects.exists()


def test_answers_that_are_alike_are_shown_before_it_is_sent(house: House):
    entry("Vem bokar lokalen till mötet?")
    client = Client()

    first = client.post(ASK, QUESTION).content.decode()
    assert "Finns svaret här?" in first
    assert "Vem bokar lokalen till mötet?" in first
    assert "Ingen vet." in first
    assert not Matter.objects.exists()

    client.post(ASK, QUESTION | {"seen": "1"})
    assert Matter.objects.get().subject == "Vem bokar lokalen?"


def test_a_program_that_fills_in_everything_and_one_that_asks_on_and_on_are_stopped(db, settings):
    client = Client()
    client.post(ASK, QUESTION | {"webbplats": "https://example.org"})
    assert not Matter.objects.exists()

    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"ask": "2/h/ip"}
    answers = [client.post(ASK, QUESTION) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Ingen vet." in answers[2].content.decode()


def test_everybody_whose_question_is_joined_gets_the_answer(house: House, do):
    main = asked(email="en@example.org")
    same = asked("Vem ordnar rum?", email="tva@example.org")
    answer = entry("Vem bokar lokalen till mötet?")
    client = council(house)

    client.post(f"/processrad/fragor/{same.no}/", {"do": "samma", "samma-main": main.pk})
    mail.outbox.clear()
    do(
        client.post,
        f"/processrad/fragor/{main.no}/",
        {"do": "svar", "svar-entry": answer.pk, "svar-note": ""},
    )

    same.refresh_from_db()
    assert (same.status, same.entry, same.joined_to) == ("answered", answer, main)
    assert {letter.to[0] for letter in mail.outbox} == {"en@example.org", "tva@example.org"}
    assert all(answer.slug in letter.body for letter in mail.outbox)


def test_a_new_answer_goes_out_when_it_is_published_and_not_before(house: House, do):
    matter = asked(email="en@example.org")
    client = Client()
    client.force_login(house.editor)

    begun = client.post(f"/processrad/fragor/{matter.no}/", {"do": "nytt"})
    draft = FaqEntry.objects.get()
    assert begun.url == f"/admin/snippets/guides/faqentry/edit/{draft.pk}/"
    assert draft.question == "Vem bokar lokalen?"
    assert Client().get(f"/fragor-och-svar/{draft.slug}/").status_code == 404
    matter.refresh_from_db()
    assert matter.status == "ongoing"

    mail.outbox.clear()
    do(draft.get_latest_revision().publish, skip_permission_checks=True)

    matter.refresh_from_db()
    assert matter.status == "answered"
    assert draft.slug in letters_to("en@example.org")[0].body


def test_a_routine_goes_to_the_council_and_on_to_the_process_owner(house: House, do):
    Contact.objects.create(name="Processägaren", about="Allt.", email="agare@example.org")
    client = Client()
    client.force_login(house.editor)
    client.post("/lyft/rutin/", {"subject": "Kallelsen kommer sent", "text": "", "unit": "Norr"})
    matter = Matter.objects.get()
    do(
        council(house).post,
        f"/processrad/fragor/{matter.no}/",
        {"do": "vidare", "vidare-to": "process_owner", "vidare-note": "Kräver beslut."},
    )

    own = client.get(f"/lyft/mina/{matter.no}/").content.decode()
    assert "Skickad vidare till processägaren" in own
    assert "Kräver beslut." in own
    assert "till processägaren" in client.get("/lyft/mina/").content.decode()
    assert "Kallelsen kommer sent" in letters_to("agare@example.org")[0].body
    assert house.editor.email not in letters_to("agare@example.org")[0].body


def test_what_is_lifted_about_a_guide_says_which_and_nobody_asks_for_it(house: House):
    publish(house.guide)
    chosen = Client().get("/lyft/?guide=forbered").content.decode()
    assert 'href="/lyft/rutin/?guide=forbered"' in chosen
    form = Client().get("/lyft/rutin/?guide=forbered").content.decode()
    assert "Det gäller guiden ”Förbered ett SIP-möte”, version 1.0." in form
    assert "Vilken rutin eller guide?" not in form

    Client().post("/lyft/rutin/?guide=forbered", {"subject": "Oklart", "text": "Steg 2."})

    text = "Gäller guiden ”Förbered ett SIP-möte”, version 1.0.\n\nSteg 2."
    assert Matter.objects.get().text == text
    assert "guiden" not in Client().get("/lyft/?guide=hittepa").content.decode()


def test_a_fault_goes_to_the_support_at_once(house: House, do):
    Contact.objects.create(name="Supporten", about="Fel.", email="support@example.org")

    do(Client().post, "/lyft/system/", {"subject": "Sidan är tom", "text": "Efter inloggning."})

    matter = Matter.objects.get()
    assert (matter.to, matter.status) == ("support", "sent_on")
    assert "Efter inloggning." in letters_to("support@example.org")[0].body


def test_no_text_is_taken_about_something_that_has_happened(db):
    Contact.objects.create(name="Avvikelser i kommunen", about="Skriv avvikelsen i DF.")

    text = Client().get("/lyft/handelse/").content.decode()

    assert "<textarea" not in text
    assert "Avvikelser i kommunen" in text
    assert Client().post("/lyft/handelse/", {"text": "Hon föll."}).status_code == 405


def test_another_persons_matter_is_not_found(house: House):
    matter = asked(user=house.editor)
    client = Client()
    client.force_login(person("nyfiken"))

    assert client.get(f"/lyft/mina/{matter.no}/").status_code == 404
    assert matter.subject not in client.get("/lyft/mina/").content.decode()
    assert client.get("/processrad/fragor/").status_code == 404
    assert client.post(f"/processrad/fragor/{matter.no}/", {"do": "upp"}).status_code == 404


def test_the_lists_ask_as_much_for_three_as_for_one(house: House):
    client = Client()
    client.force_login(house.root)
    counted: dict[str, set[int]] = {}
    for number in range(3):
        main = asked(f"Fråga {number}?", user=house.root)
        matters_acting.join(asked("Samma?", user=house.root), main, by=house.root)
        for path in ("/processrad/fragor/", "/lyft/mina/"):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert f"Fråga {number}?" in client.get(path).content.decode()
            counted.setdefault(path, set()).add(len(queries))

    assert [len(found) for found in counted.values()] == [1, 1]


def test_whoever_deletes_her_account_leaves_the_question_without_her(house: House):
    asked(email="lena@example.org", user=house.editor)

    my_data.erase(house.editor)

    left = Matter.objects.get()
    assert (left.subject, left.user, left.email) == ("Vem bokar lokalen?", None, "")


def test_an_address_is_forgotten_a_month_after_the_answer(house: House):
    matter, waiting = asked(email="en@example.org"), asked(email="tva@example.org")
    matters_acting.answer(matter, entry("Vem bokar?"), by=house.ulla)
    today = timezone.localdate()

    matters_acting.forget_addresses(today + timezone.timedelta(days=29))
    matter.refresh_from_db()
    assert matter.email == "en@example.org"
    matters_acting.forget_addresses(today + timezone.timedelta(days=32))

    matter.refresh_from_db()
    waiting.refresh_from_db()
    assert (matter.email, waiting.email) == ("", "tva@example.org")
