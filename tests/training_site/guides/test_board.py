"""The council follows a read confirmation: who has confirmed, who has not, and who has left."""

from __future__ import annotations

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.training_site.guides.conftest import House, person
from tests.training_site.guides.test_reading import TODAY, guide, key_persons
from training_site.guides.campaigns import confirm, open_for_version, refresh
from training_site.guides.models import Campaign, GuideVersion
from training_site.people.models import Assignment, Council, Membership, Organisation, Unit, User
from training_site.spreadsheets import harmless

__all__ = ["guide"]


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


@pytest.fixture
def campaign(guide) -> Campaign:
    """Of six asked, np0 has confirmed, disa for np1, np2 has left; np3 works at Hemtjänst Norr."""
    people = key_persons(6)
    disa = person("disa")
    people[1].assignments.update(deputy=disa)
    home = Organisation.objects.create(name="Hittestads kommun", kind="municipality")
    unit = Unit.objects.create(name="Hemtjänst Norr", organisation=home, kind="home_care")
    Membership.objects.create(user=people[3], unit=unit, title="x", since=datetime.date(2026, 1, 1))
    opened = open_for_version(GuideVersion.objects.get(valid_to=None), kind="key_persons", days=9)
    assert opened is not None
    confirm(opened, asked_user=people[0], by=people[0])
    confirm(opened, asked_user=people[1], by=disa)
    Assignment.objects.filter(user=people[2]).update(until=TODAY - datetime.timedelta(days=1))
    refresh(opened, TODAY)
    return opened


def board(client, campaign: Campaign, **query: str) -> str:
    answer = client.get(reverse("guides:confirmations", args=[campaign.pk]), query)
    return answer.content.decode().replace("\u00a0", " ")


def test_the_board_says_who_has_confirmed_who_has_not_and_who_has_left(
    client, campaign, house: House
):
    client.force_login(house.ulla)

    html = board(client, campaign)

    assert "2 av 5 har bekräftat." in html
    assert "av ersättaren disa" in html
    assert "Lämnade uppdraget 21 november 2026" in html
    assert "Hittestads kommun" in html
    assert "Hemtjänst Norr" in html


def test_the_board_shows_one_group_at_a_time(client, campaign, house: House):
    client.force_login(house.editor)

    waiting = board(client, campaign, visa="inte").split('id="personer"')[1]
    one = board(client, campaign, organisation="Hittestads kommun").split('id="personer"')[1]

    assert [f"np{at}<" in waiting for at in range(6)] == [False, False, False, True, True, True]
    assert [f"np{at}<" in one for at in range(6)] == [False, False, False, True, False, False]


def test_nobody_outside_the_council_finds_the_board(client, campaign, house: House):
    other = Council.objects.create(name="Processrådet i grannlänet", county="Grannlänet")
    outsider = person("gunnar")
    outsider.seats.create(
        council=other, category="chair_region", since=TODAY - datetime.timedelta(days=1)
    )
    addresses = [
        reverse("guides:confirmations", args=[campaign.pk]),
        reverse("guides:confirmations_file", args=[campaign.pk, "csv"]),
    ]
    for who in (house.root, user("np0"), outsider):
        client.force_login(who)
        assert {client.get(address).status_code for address in addresses} == {404}
    for who in (house.root, user("np0")):
        client.force_login(who)
        assert client.get(reverse("guides:board")).status_code == 404


def test_the_list_has_every_campaign_with_how_far_it_has_come(client, campaign, house: House):
    client.force_login(house.ragnar)

    html = client.get(reverse("guides:board")).content.decode()

    assert "Förbered ett SIP-möte 1.1" in html
    assert "2 av 5" in html


def test_the_export_opens_in_a_swedish_spreadsheet(client, campaign, house: House):
    client.force_login(house.ulla)

    body = client.get(reverse("guides:confirmations_file", args=[campaign.pk, "csv"])).content

    assert body.startswith(b"\xef\xbb\xbf")
    lines = body.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Namn;Enhet;Organisation;Status;Bekräftade den;Bekräftad av;")
    assert lines[1].startswith("np0;;;Har bekräftat;2026-11-21;np0;")
    assert lines[2].split(";")[5] == "disa"
    assert len(lines) == 7


def test_no_cell_of_an_export_is_a_formula(client, campaign, house: House):
    User.objects.filter(email="np0@example.org").update(given_name="=HYPERLINK(1)")
    client.force_login(house.ulla)

    body = client.get(reverse("guides:confirmations_file", args=[campaign.pk, "xlsx"])).content

    cell = load_workbook(io.BytesIO(body)).active["A2"]
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")
    assert [harmless(text) for text in ("+46", "@a", "-1", "Å")] == ["'+46", "'@a", "'-1", "Å"]


def test_the_board_costs_the_same_for_few_and_many(
    client, campaign, house: House, django_assert_max_num_queries
):
    client.force_login(house.ulla)
    addresses = [reverse("guides:board"), reverse("guides:confirmations", args=[campaign.pk])]
    counts = []
    for turn in range(2):
        for address in addresses:
            client.get(address)
            with django_assert_max_num_queries(9) as captured:
                client.get(address)
            counts.append(len(captured))
        for at in range(3):
            extra = person(f"extra{turn}-{at}")
            campaign.asked.create(user=extra, asked_on=TODAY, organisation=f"Org {at}")
            confirm(campaign, asked_user=extra, by=extra)
    assert counts[:2] == counts[2:]


def test_a_number_no_database_has_and_one_that_nobody_has_given_are_no_board(client, house: House):
    client.force_login(house.ulla)
    for number in ("9" * 12, "9" * 30):
        address = f"/processrad/bekraftelser/{number}/"
        assert client.get(address).status_code == 404
        assert client.get(f"{address}lista.csv").status_code == 404


def test_a_board_seen_before_shows_who_has_confirmed_since(client, campaign, house: House):
    client.force_login(house.ulla)
    assert "2 av 5 har bekräftat." in board(client, campaign)

    confirm(campaign, asked_user=user("np3"), by=user("np3"))

    assert "3 av 5 har bekräftat." in board(client, campaign)
    assert "Förbered ett SIP-möte 1.1" in board(client, campaign).split("</title>")[0]


def test_the_desk_leads_to_the_board_only_those_who_may_open_it(client, campaign, house: House):
    found = {}
    for who in (house.ulla, house.editor, house.root):
        client.force_login(who)
        html = client.get(reverse("guides:desk")).content.decode()
        found[who.given_name] = [
            f'href="{reverse(name)}"' in html for name in ("guides:board", "guides:to_review")
        ]

    assert found == {"ulla": [True, True], "lena": [True, True], "olle": [False, False]}
