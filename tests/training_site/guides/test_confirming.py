"""Confirming that a guide is read, and passing on what is new in it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from tests.training_site.guides.conftest import person
from tests.training_site.guides.test_reading import TODAY, guide, key_persons, page, second
from training_site.guides.campaigns import open_for_news, open_for_version, refresh
from training_site.guides.guides_asked import of_anybody_asked, rows_of
from training_site.guides.models import Asked, Campaign, GuideVersion, NewsItem
from training_site.people.models import Assignment, User

__all__ = ["guide"]
BUTTON = "Jag har läst och fört vidare"


@pytest.fixture
def campaign(guide) -> Campaign:
    """Three key persons are asked to confirm version 1.1; np2 has a deputy, disa."""
    people = key_persons(3)
    people[2].assignments.update(deputy=person("disa"))
    opened = open_for_version(GuideVersion.objects.get(valid_to=None), kind="key_persons", days=9)
    assert opened is not None
    return opened


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def press(client, *, asked: User | None = None, version: str = "1.1"):
    """What the button does."""
    body = {"version": version} | ({"for": str(asked.pk)} if asked else {})
    return client.post(reverse("guides:confirm", args=["forbered"]), body, follow=True)


def confirmed(campaign: Campaign) -> list[str]:
    rows = campaign.asked.exclude(confirmed_at=None).order_by("pk")
    return [row.user.given_name for row in rows]


def test_whoever_is_asked_sees_the_button_and_what_it_means(client, campaign):
    client.force_login(user("np0"))

    html = page(client)

    assert html.count(BUTTON) == 1
    assert "Bekräftelsen betyder att du läst. Den betyder inte att du garanterar" in html
    assert "Bekräfta senast 30 november 2026." in html
    assert "fran=1.0&amp;till=1.1" in html


def test_after_the_button_the_page_says_when_and_which_version(client, campaign):
    client.force_login(user("np0"))

    html = press(client).content.decode().replace("\u00a0", " ")

    assert "Tack. Du har bekräftat version 1.1 den 21 november 2026." in html
    assert BUTTON not in html
    assert confirmed(campaign) == ["np0"]


def test_pressing_twice_or_in_two_tabs_is_once(client, campaign):
    client.force_login(user("np0"))
    press(client)
    first = campaign.asked.get(user=user("np0")).confirmed_at

    html = press(client).content.decode()

    assert "Tack. Du har bekräftat" in html
    assert campaign.asked.get(user=user("np0")).confirmed_at == first


def test_opening_the_address_confirms_nothing(client, campaign):
    client.force_login(user("np0"))

    client.get(reverse("guides:confirm", args=["forbered"]), {"version": "1.1"}, follow=True)

    assert confirmed(campaign) == []


def test_a_guest_signs_in_and_comes_back(client, campaign):
    assert BUTTON not in page(client)
    answer = client.post(reverse("guides:confirm", args=["forbered"]), {"version": "1.1"})

    assert answer["Location"] == "/konto/logga-in/?next=%2Fguider%2Fforbered%2F"


def test_somebody_who_is_not_asked_has_no_button_and_changes_nothing(client, campaign):
    client.force_login(person("nils"))

    assert BUTTON not in page(client)
    assert "Du behöver inte bekräfta det här." in press(client).content.decode()
    assert "Du får inte bekräfta för den" in press(client, asked=user("np0")).content.decode()
    assert confirmed(campaign) == []


def test_a_deputy_confirms_for_the_one_she_stands_in_for(client, campaign):
    client.force_login(user("disa"))
    assert "Bekräfta för np2" in page(client)
    assert BUTTON not in page(client)

    press(client, asked=user("np2"))

    assert campaign.asked.get(user=user("np2")).confirmed_by == user("disa")
    assert "Tack. Du har bekräftat version 1.1 för np2 den 21 november 2026." in page(client)


def test_somebody_who_has_left_the_role_is_thanked_without_a_button(client, campaign):
    Assignment.objects.filter(user=user("np0")).update(until=TODAY - datetime.timedelta(days=1))
    refresh(campaign, TODAY)
    client.force_login(user("np0"))

    assert "Du lämnade uppdraget den 21 november 2026 och behöver inte" in page(client)
    assert BUTTON not in page(client)
    assert "Tack för det du har gjort." in press(client).content.decode()
    assert confirmed(campaign) == []


def test_what_has_come_since_the_page_was_opened_is_not_confirmed_unread(client, campaign, guide):
    guide.number = "1.1"
    newer = second(guide)
    GuideVersion.objects.filter(pk=newer.pk).update(number="1.2")
    newer.refresh_from_db()
    later = open_for_version(newer, kind="key_persons", days=9)
    client.force_login(user("np0"))

    html = press(client, version="1.1").content.decode()

    assert "Guiden har kommit i version 1.2." in html
    assert confirmed(campaign) == confirmed(later) == []


def forward(client, **body: str) -> str:
    """The page of the three lines."""
    address = reverse("guides:forward", args=["forbered"])
    answer = client.post(address, body, follow=True) if body else client.get(address)
    return answer.content.decode().replace("\u00a0", " ")


def test_the_three_lines_say_what_is_new_what_to_do_and_from_when(client, guide):
    html = forward(client)

    text = html.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0].splitlines()
    assert text[0] == "Nytt i ”Förbered ett SIP-möte”, version 1.1: Telefonnummer skrivs upp."
    assert text[1].startswith("Gör så här: ")
    assert text[2] == "Gäller från 21 november 2026."
    assert text[-1].endswith(reverse("guides:guide", args=["forbered"]))
    assert "mailto:?subject=Nytt%20i%20" in html


def test_the_living_link_carries_the_name_the_reader_came_by(client, guide):
    address = reverse("guides:forward", args=["forbered"])
    said = client.get(address, headers={"host": "localhost:8171"}).content.decode()
    page = client.get("/guider/forbered/", headers={"host": "localhost:8171"}).content.decode()

    assert "\n\nhttp://localhost:8171/guider/forbered/</textarea>" in said
    assert 'href="http://localhost:8171/guider/forbered/"' in page


def test_the_list_says_which_guide_the_reader_is_asked_to_confirm(client, campaign):
    client.force_login(user("np0"))
    before = client.get("/guider/").content.decode().replace("\u00a0", " ")
    press(client)

    assert "Bekräfta senast 30 november 2026" in before
    assert "Bekräfta senast" not in client.get("/guider/").content.decode()


def test_a_line_of_ones_own_is_put_first_unless_it_looks_real(client, guide):
    assert "<textarea" in forward(client, do="put", line="Hej alla.")
    assert "Hej alla.\n\nNytt i" in forward(client, do="put", line="Hej alla.")

    html = forward(client, do="put", line="Ring 070-123 45 67 i dag.")

    assert "Det ser ut som ett riktigt telefonnummer." in html.replace("&nbsp;", " ")
    assert "070-123 45 67 i dag.\n\nNytt" not in html


def test_that_it_is_passed_on_is_noted_once_for_whoever_is_asked(client, campaign):
    client.force_login(user("np0"))

    assert "Tack. Du skickade den vidare den 21 november 2026." in forward(client, do="sent")

    row = Asked.objects.get(user=user("np0"))
    assert (row.forwarded_at is not None, row.confirmed_at) == (True, None)


def test_the_start_page_and_ones_own_data_know_what_is_asked(client, campaign):
    np0 = user("np0")
    (promise,) = of_anybody_asked(np0, TODAY)
    assert promise.text.replace("\u00a0", " ") == "1 guide att bekräfta senast 30 november 2026"
    assert promise.url == "/guider/forbered/"

    client.force_login(np0)
    press(client)

    assert list(of_anybody_asked(np0, TODAY)) == []
    (row,) = rows_of(np0)
    assert row["Vad"] == "Förbered ett SIP-möte 1.1"
    assert row["Bekräftade den"].replace("\u00a0", " ") == "21 november 2026"


def test_news_that_is_passed_on_is_done(client, house):
    anna = key_persons(1)[0]
    item = NewsItem.objects.create(
        slug="ny-rutin",
        title="Ny rutin",
        council=house.council,
        summary="Rutinen är ny. Läs den. Den gäller från 1 december.",
        published_on=TODAY,
        forward_by=TODAY + datetime.timedelta(days=90),
        live=True,
    )
    opened = open_for_news(item)
    assert opened is not None
    client.force_login(anna)
    address = reverse("guides:forward_news", args=["ny-rutin"])

    html = client.get(address).content.decode()
    client.post(address, {"do": "sent"})

    assert "Rutinen är ny.\nLäs den.\nDen gäller från 1 december.\n\nhttp" in html
    assert opened.asked.get(user=anna).confirmed_by == anna
