"""News reaches those who are asked to pass it on, once; service notices show in their time."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.training_site.guides.conftest import House, person
from tests.training_site.guides.test_reminding import key_person
from training_site.guides.models import Asked, Campaign, NewsItem, ServiceNotice
from training_site.guides.news_asked import news_to_pass_on
from training_site.guides.versions import freeze
from training_site.people.models import Assignment
from training_site.people.promises import promises_for

ATOM = "{http://www.w3.org/2005/Atom}"


def news(house: House, title: str = "Två nya guider", days: int | None = 8) -> NewsItem:
    """A published piece of news, to be passed on within so many days."""
    today = timezone.localdate()
    made = NewsItem.objects.create(
        slug=f"nyhet-{NewsItem.objects.count()}",
        title=title,
        summary="Två guider är nya. Läs dem. De gäller nu.",
        text="<p>Läs dem i telefonen.</p>",
        council=house.council,
        published_on=today,
        forward_by=today + datetime.timedelta(days=days) if days is not None else None,
    )
    made.save_revision().publish(skip_permission_checks=True)
    return NewsItem.objects.get(pk=made.pk)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_publishing_asks_the_audience_once_however_often_it_is_published(house: House):
    anna = key_person("anna")
    item = news(house)
    item.save_revision().publish(skip_permission_checks=True)

    assert [row.user for row in Asked.objects.all()] == [anna]
    assert Campaign.objects.get().news == item


def test_news_without_a_day_asks_nobody(house: House):
    key_person("anna")
    news(house, days=None)

    assert not Campaign.objects.exists()


def test_whoever_is_asked_confirms_and_is_asked_no_more(house: House):
    anna = key_person("anna")
    item = news(house)
    client, today = signed_in(anna), timezone.localdate()
    words = [promise.text for promise in promises_for(anna, today)]
    day = item.forward_by.day

    before = client.get(f"/nyheter/{item.slug}/").content.decode()
    after = client.post(f"/nyheter/{item.slug}/bekrafta/", follow=True).content.decode()

    assert any(f"1 nyhet att föra vidare senast {day}" in one for one in words)
    assert "Jag har läst och fört vidare" in before
    assert "Den betyder inte att du garanterar" in before
    assert "Det är noterat att nyheten är läst och förd vidare." in after
    assert "Jag har läst och fört vidare" not in after
    assert not news_to_pass_on(anna, today).exists()


def test_a_reader_who_is_not_asked_has_no_button_and_cannot_confirm(house: House):
    key_person("anna")
    item = news(house)
    client = signed_in(person("bo"))

    assert "Jag har läst" not in client.get(f"/nyheter/{item.slug}/").content.decode()
    said = client.post(f"/nyheter/{item.slug}/bekrafta/", follow=True).content.decode()
    assert "Du behöver inte bekräfta det här." in said
    assert not Asked.objects.exclude(confirmed_at=None).exists()


def test_a_deputy_confirms_for_the_one_she_stands_in_for(house: House):
    disa = person("disa")
    anna = key_person("anna", deputy=disa)
    item = news(house)
    client = signed_in(disa)

    assert "Bekräfta för anna" in client.get(f"/nyheter/{item.slug}/").content.decode()
    client.post(f"/nyheter/{item.slug}/bekrafta/", {"for": anna.pk})

    assert Asked.objects.get(user=anna).confirmed_by == disa
    Assignment.objects.update(deputy=None)
    assert "Bekräfta för" not in client.get(f"/nyheter/{item.slug}/").content.decode()


def test_the_list_asks_as_much_for_three_as_for_one(house: House):
    anna = key_person("anna")
    client, today = signed_in(anna), timezone.localdate()
    counted: set[tuple[int, int]] = set()
    for number in range(3):
        news(house, f"Nyhet {number}")
        client.get("/nyheter/")
        with CaptureQueriesContext(connection) as page:
            assert f"Nyhet {number}" in client.get("/nyheter/").content.decode()
        with CaptureQueriesContext(connection) as asked:
            assert (
                len([row.campaign.news.title for row in news_to_pass_on(anna, today)]) == number + 1
            )
        counted.add((len(page), len(asked)))

    assert len(counted) == 1


def test_the_feed_has_news_and_new_versions_of_guides(house: House):
    news(house, "Två & tre")
    house.guide.live = True
    house.guide.save()
    freeze(house.guide, revision=None, approved_by=[])

    feed = ElementTree.fromstring(Client().get("/nyheter/feed/").content)  # noqa: S314

    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")]
    assert titles == ["Förbered ett SIP-möte, version 1.0", "Två & tre"]
    assert links[0].endswith("/guider/forbered/")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"


@pytest.mark.parametrize(
    ("begins", "ends", "shown"), [(-1, 1, True), (1, 2, False), (-2, -1, False)]
)
def test_a_service_notice_shows_in_its_time_on_every_page(house: House, begins, ends, shown):
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    ServiceNotice.objects.create(
        text="Inloggningen är långsam.", begins=now + begins * hour, ends=now + ends * hour
    )

    for path in ("/fragor-och-svar/", "/ovning/"):
        page = Client().get(path).content.decode()
        assert ("Inloggningen är långsam." in page) is shown


def test_a_notice_that_is_read_already_costs_nothing_and_ends_by_itself(house: House, time_machine):
    now = timezone.now()
    ServiceNotice.objects.create(text="Kort avbrott.", ends=now + datetime.timedelta(seconds=30))
    Client().get("/kontakter/")

    with CaptureQueriesContext(connection) as queries:
        assert "Kort avbrott." in Client().get("/kontakter/").content.decode()
    time_machine.move_to(now + datetime.timedelta(seconds=31))

    assert not [one for one in queries if "servicenotice" in one["sql"]]
    assert "Kort avbrott." not in Client().get("/kontakter/").content.decode()
