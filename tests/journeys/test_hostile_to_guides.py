"""Whatever is sent to guides, questions and news: nothing leaks, is done twice or takes a page down."""

from __future__ import annotations

import datetime
import io
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.training_site.guides.conftest import House, house, person
from tests.training_site.guides.test_answers import entry
from tests.training_site.guides.test_news import news, signed_in
from tests.training_site.guides.test_reading import TODAY, guide, key_persons
from training_site.guides.campaigns import open_for_version, refresh
from training_site.guides.matters_acting import Received, receive
from training_site.guides.models import (
    Asked,
    Campaign,
    FaqEntry,
    GuideVersion,
    Matter,
    MatterStep,
    NewsItem,
    ServiceNotice,
    Subscription,
)
from training_site.guides.reminders import Reminder, _letter
from training_site.people.models import Assignment, User
from training_site.people.post import send_later

__all__ = ["guide", "house"]

HUGE = "9" * 6000
WEIRD = ["\x00", "٣", "9" * 20, HUGE, "<script>{{7*7}}🦆", "\r\nBcc: x@example.org"]
LONG_ADDRESS = "a" * 60 + "@" + ("b" * 60 + ".") * 3 + "b" * 30 + ".example.org"
ASK = "/fragor-och-svar/fraga/"
QUESTION = {"subject": "Vem bokar lokalen?", "text": "Ingen vet.", "email": "anna@example.org"}
FIELDS = ["for", "version", "do", "line", "email", "subject", "text", "unit", "once", "last",
    "upp-note", "vidare-to", "svar-entry", "samma-main"]  # fmt: skip
SECRET_WORDS = "Hemlig lydelse som ingen har godkänt"


@pytest.fixture(autouse=True)
def _after_commit(django_capture_on_commit_callbacks):
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        yield


@pytest.fixture
def campaign(guide) -> Campaign:
    """Of three asked np2 has a deputy, disa."""
    people = key_persons(3)
    people[2].assignments.update(deputy=person("disa"))
    opened = open_for_version(GuideVersion.objects.get(valid_to=None), kind="key_persons", days=9)
    assert opened is not None
    return opened


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def said(answer: Any) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def test_an_odd_value_in_an_address_or_a_field_breaks_no_page(house: House, campaign):
    item, answer = news(house), entry("Vem bokar lokalen?")
    matter, secret = receive(Received("question", "Vem bokar?", "Hej", "a@example.org"))
    client = Client(raise_request_exception=False)
    client.force_login(house.editor)
    posts = ["/guider/forbered/bekrafta/", f"/nyheter/{item.slug}/bekrafta/", ASK, "/lyft/rutin/",
        "/guider/forbered/for-vidare/", f"/processrad/fragor/{matter.no}/", "/prenumerera/"]  # fmt: skip
    gets = ["/guider/forbered/jamfor/", "/lyft/rutin/", "/sok/", "/processrad/bekraftelser/",
        f"/processrad/bekraftelser/{campaign.pk}/"]  # fmt: skip
    holes = ["/guider/forbered/versioner/%s/", "/arende/%s/", "/prenumerera/bekrafta/%s/",
        "/prenumerera/avsluta/%s/", "/processrad/fragor/%s/", "/nyheter/%s/"]  # fmt: skip
    query = ["q", "sida", "typ", "fran", "till", "visa", "organisation", "guide"]
    tried = []
    for value in WEIRD:
        tried += [client.post(path, dict.fromkeys(FIELDS, value)) for path in posts]
        tried += [client.get(path, dict.fromkeys(query, value)) for path in gets]
        tried += [client.get(path % quote(value, safe="")) for path in holes]

    assert [one.request["PATH_INFO"][:60] for one in tried if one.status_code >= 500] == []
    assert Client().get(f"/arende/{secret}/").status_code == 200
    assert FaqEntry.objects.get().question == answer.question


def test_an_address_longer_than_can_be_kept_is_refused_in_words(db):
    for path in (ASK, "/lyft/rutin/", "/prenumerera/"):
        html = said(Client().post(path, QUESTION | {"email": LONG_ADDRESS, "seen": "1"}))
        assert "Skriv högst 254 tecken. Nu är det 286." in html
        assert LONG_ADDRESS in html
    assert not Matter.objects.exists()
    assert not Subscription.objects.exists()


def test_signs_that_cannot_be_shown_take_neither_the_feed_nor_the_letter(house: House):
    title = "Ny\x0b guide\ufffe <script>]]> & mer"
    news(house, title)
    feed = ElementTree.fromstring(Client().get("/nyheter/feed/").content)  # noqa: S314 - our own

    titles = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert "Ny guide <script>]]> & mer" in titles


def test_a_title_with_a_line_break_begins_no_header_of_a_letter(house: House, campaign):
    GuideVersion.objects.update(title="Ny guide\r\nBcc: x@example.org")

    send_later(_letter_about(Campaign.objects.get()))

    assert "\n" not in mail.outbox[-1].subject
    assert mail.outbox[-1].recipients() == ["np0@example.org"]


def _letter_about(campaign: Campaign) -> mail.EmailMessage:
    return _letter(campaign, Reminder("np0@example.org", "np0", ""))


def test_names_from_anywhere_are_only_text_in_the_files(client, house: House, campaign):
    User.objects.filter(pk=user("np0").pk).update(given_name="\x0b=HYPERLINK(1)", family_name="")
    client.force_login(house.editor)
    path = f"/processrad/bekraftelser/{campaign.pk}/lista."

    sheet = load_workbook(io.BytesIO(client.get(f"{path}xlsx").content)).active
    text = client.get(f"{path}csv").content.decode("utf-8-sig")

    assert "'=HYPERLINK(1)" in [row[0].value for row in sheet.iter_rows()]
    assert "\n'=HYPERLINK(1);" in text


def test_confirming_for_nobody_or_a_stranger_confirms_for_no_one(client, house: House, campaign):
    client.force_login(user("np1"))
    refused = "Du får inte bekräfta för den personen nu. Inget har noterats."

    for path in ("/guider/forbered/", f"/nyheter/{news(house).slug}/"):
        for named in ("999999", "x", HUGE, str(user("np0").pk)):
            client.post(f"{path}bekrafta/", {"version": "1.1", "for": named})
            assert refused in said(client.get(path))
    assert not Asked.objects.exclude(confirmed_at=None).exists()


def test_a_stranger_does_not_learn_who_has_left(client, campaign):
    Assignment.objects.filter(user=user("np0")).update(until=TODAY - datetime.timedelta(days=1))
    refresh(campaign, TODAY)
    client.force_login(person("nils"))
    body = {"version": "1.1", "for": str(user("np0").pk)}

    html = said(client.post("/guider/forbered/bekrafta/", body, follow=True))

    assert "lämnat" not in html
    assert "Du får inte bekräfta för den personen nu." in html


def test_whoever_left_and_came_back_keeps_what_she_confirmed_and_her_deputy_may_not_in_between(
    client, campaign
):
    assignment = Assignment.objects.filter(user=user("np2"))
    assignment.update(until=TODAY - datetime.timedelta(days=1))
    refresh(campaign, TODAY)
    client.force_login(user("disa"))
    body = {"version": "1.1", "for": str(user("np2").pk)}

    client.post("/guider/forbered/bekrafta/", body)
    between = Asked.objects.exclude(confirmed_at=None).count()
    assignment.update(until=None)
    refresh(campaign, TODAY)
    client.post("/guider/forbered/bekrafta/", body)

    row = campaign.asked.get(user=user("np2"))
    assert between == 0
    assert row.left_on is None
    assert row.confirmed_by == user("disa")


def test_only_the_version_in_force_is_confirmed(client, campaign):
    client.force_login(user("np0"))

    for version in ("1.0", "1.2", "", "1.1 "):
        client.post("/guider/forbered/bekrafta/", {"version": version})
        assert "Guiden har kommit i version 1.1." in said(client.get("/guider/forbered/"))
    assert not Asked.objects.exclude(confirmed_at=None).exists()


def test_a_guide_taken_out_of_use_is_gone_and_nothing_is_confirmed(client, guide, campaign):
    type(guide).objects.update(live=False)
    client.force_login(user("np0"))
    client.post("/guider/forbered/bekrafta/", {"version": "1.1"})
    tails = ["", "versioner/", "versioner/1.0/", "jamfor/?fran=1.0&till=1.1", "for-vidare/"]

    assert {client.get(f"/guider/forbered/{tail}").status_code for tail in tails} == {404}
    assert "forbered" not in said(client.get("/nyheter/feed/"))
    assert not Asked.objects.exclude(confirmed_at=None).exists()


def test_somebody_signed_out_in_the_middle_comes_back_to_the_news(house: House, campaign):
    item = news(house)
    answer = Client().post(f"/nyheter/{item.slug}/bekrafta/", follow=False)

    assert answer["Location"] == f"/konto/logga-in/?next=%2Fnyheter%2F{item.slug}%2F"
    back = signed_in(user("np0")).get(f"/nyheter/{item.slug}/bekrafta/", follow=True)
    assert "Jag har läst och fört vidare" in said(back)


def test_words_that_nobody_has_approved_are_in_no_public_byte(house: House, guide):
    item, answer = news(house), entry("Vem bokar lokalen?")
    guide.title = guide.lead = SECRET_WORDS
    guide.number, guide.valid_from = "1.2", datetime.date(2026, 12, 1)
    scheduled = guide.save_revision()
    scheduled.approved_go_live_at = timezone.now() + datetime.timedelta(days=10)
    scheduled.save()
    item.title = item.summary = item.text = SECRET_WORDS
    item.save_revision()
    answer.question = answer.answer = SECRET_WORDS
    answer.save_revision()
    unborn = NewsItem(slug="ofodd", title=SECRET_WORDS, summary=SECRET_WORDS, live=False)
    unborn.council, unborn.published_on = house.council, TODAY
    unborn.save()
    pages = ["/guider/", "/guider/forbered/", "/guider/forbered/versioner/", "/nyheter/feed/",
        "/guider/forbered/versioner/1.2/", "/guider/forbered/jamfor/?fran=1.1&till=1.2",
        "/guider/forbered/for-vidare/", "/nyheter/", "/nyheter/ofodd/", f"/nyheter/{item.slug}/",
        "/nyheter/ofodd/for-vidare/", "/fragor-och-svar/", f"/fragor-och-svar/{answer.slug}/",
        "/sok/?q=lydelse"]  # fmt: skip

    assert [page for page in pages if SECRET_WORDS in said(Client().get(page))] == []
    assert SECRET_WORDS not in said(Client().post(ASK, {"subject": "Hemlig lydelse godkänt"}))


def test_a_question_sent_twice_is_one_and_another_from_the_same_form_is_another(db):
    client = Client()
    once = client.get(ASK).context["form"]["once"].value()
    sent = QUESTION | {"once": once, "seen": "1"}

    first, again = client.post(ASK, sent), client.post(ASK, sent)
    other = client.post(ASK, sent | {"subject": "Vem har nyckeln?"})

    assert first.url == again.url != other.url
    assert Matter.objects.count() == 2
    assert len(mail.outbox) <= 2


def test_the_second_of_two_tabs_in_the_queue_is_told_and_keeps_what_it_wrote(house: House):
    matter, _secret = receive(Received("question", "Vem bokar?", "", "anna@example.org"))
    client, path = signed_in(house.ulla), f"/processrad/fragor/{matter.no}/"
    last = client.get(path).context["last"]
    client.post(path, {"do": "upp", "upp-note": "Vi läser den.", "last": last})

    second = client.post(path, {"do": "stang", "stang-note": "Det är min text.", "last": last})
    double = client.post(path, {"do": "upp", "upp-note": "Vi läser den.", "last": last})

    assert "Något har hänt sedan du öppnade sidan." in said(second)
    assert "Det är min text." in said(second)
    assert "Något har hänt" in said(double)
    assert MatterStep.objects.filter(note="Vi läser den.").count() == 1
    assert Matter.objects.get().status == "ongoing"


def test_a_second_answer_can_be_begun_when_the_first_is_published(house: House):
    matter, _secret = receive(Received("question", "Vem bokar?", ""))
    client, path = signed_in(house.editor), f"/processrad/fragor/{matter.no}/"
    client.post(path, {"do": "nytt"})
    FaqEntry.objects.update(live=True)

    client.post(path, {"do": "nytt"})

    assert FaqEntry.objects.count() == 2


def test_somebody_elses_matter_and_letters_links_open_nothing(house: House):
    matter, secret = receive(Received("question", "Vem bokar?", "Min text"), user=person("anna"))
    stranger = signed_in(person("bo"))
    kept = Subscription.objects.create(email="anna@example.org", confirmed_at=timezone.now())
    waits = Subscription.objects.create(email="bo2@example.org")
    token = signing.dumps(kept.pk, salt="guides.unsubscribe")
    wrong = [signing.dumps(kept.pk, salt="guides.subscribe"), token[:-1], f"{kept.pk}", "x:y:z"]

    for one in wrong:
        Client().post(f"/prenumerera/avsluta/{one}/")
    Client().post(f"/prenumerera/bekrafta/{signing.dumps(waits.pk, salt='guides.unsubscribe')}/")

    assert stranger.get(f"/lyft/mina/{matter.no}/").status_code == 404
    assert stranger.get(f"/processrad/fragor/{matter.no}/").status_code == 404
    assert stranger.get(f"/arende/{secret[:-1]}/").status_code == 404
    assert Subscription.objects.filter(confirmed_at__isnull=False).get() == kept
    Client().post(f"/prenumerera/avsluta/{token}/")
    assert list(Subscription.objects.all()) == [waits]


def test_a_notice_on_every_page_leads_only_to_pages():
    now = timezone.now()
    for link in ("javascript:alert(1)", "//ond.example.org", "data:text/html,x"):
        notice = ServiceNotice(text="Avbrott", ends=now + datetime.timedelta(hours=1), link=link)
        with pytest.raises(ValidationError, match="Skriv en adress som börjar med / eller https"):
            notice.clean()
