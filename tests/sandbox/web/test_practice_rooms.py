"""The pages around a practice room: opening, changing seats, the clock, starting over, leaving."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from sandbox.world.models import Entry, Seat, World
from sandbox.world.rooms import rooms_of
from tests.sandbox.county import CLINIC, TOWN, WARD, load_small_county
from training_site.people.models import User

ROOMS = "/ovning/rum/"


@pytest.fixture
def county(db):
    return load_small_county()


@pytest.fixture
def amina(db) -> User:
    return User.objects.create_user("amina@example.org", given_name="Amina")


@pytest.fixture
def client(amina) -> Client:
    signed_in = Client()
    signed_in.force_login(amina)
    return signed_in


def opened(client: Client, unit: str = TOWN, **more: object) -> str:
    """The address of a new room."""
    wish = {"profile": "lifecare", "unit": unit, "who": "all", **more}
    return client.post(ROOMS, wish).headers["Location"]


def words(answer) -> str:
    """What the page says, without markup."""
    page = answer.content.decode().partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_page_of_exercises_leads_to_a_room_with_an_inbox(county, client):
    assert ROOMS in client.get("/ovning/").content.decode()
    inbox = words(client.get(opened(client)))
    assert "Biståndsenheten" in inbox
    assert "Inskrivningsmeddelande" in inbox


def test_whoever_is_not_signed_in_is_asked_to(county):
    answer = Client().get(ROOMS)
    assert answer.headers["Location"].startswith("/konto/logga-in/")


@pytest.mark.parametrize("who", ["all", "surprise"])
def test_a_second_click_leads_to_the_room_the_first_one_opened(county, client, amina, who):
    form = {"who": who, "token": client.get(ROOMS).context["token"]}
    first = opened(client, **form)
    assert opened(client, **form) == first
    assert len(rooms_of(amina.pk)) == 1
    assert opened(client, WARD, **form) != first  # something else was chosen
    assert opened(client, who=who, token="K7P4MX:made:up") not in (first, "")
    assert len(rooms_of(amina.pk)) == 3


def test_choosing_nobody_to_meet_says_what_to_do_and_keeps_the_choices(county, client):
    wish = {"profile": "lifecare", "unit": CLINIC, "who": "chosen"}
    answer = client.post(ROOMS, wish)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Välj minst en person, eller alla." in page
    assert f'value="{CLINIC}" selected' in page


@pytest.mark.parametrize("wish", [{"unit": "bup2"}, {"profile": "x"}, {"template": "999999"}])
def test_a_wish_nobody_can_meet_says_so_in_words(county, client, amina, wish):
    answer = client.post(ROOMS, {"profile": "lifecare", "unit": TOWN, "who": "all", **wish})
    assert "Välj en enhet och ett system i listorna." in answer.content.decode()
    assert rooms_of(amina.pk) == []


def test_one_changes_seats_and_lets_a_unit_answer_by_itself(county, client):
    home = opened(client)
    ward = client.post(f"{home}uppdrag/", {"unit": WARD, "keep": "on"}).headers["Location"]
    assert ward != home
    assert "Avdelning 4" in words(client.get(ward))
    answer = client.post(f"{ward}uppdrag/", {"do": "back", "unit": TOWN}, follow=True)
    assert "Biståndsenheten svarar av sig själv igen." in answer.content.decode()
    assert Seat.objects.get(unit=TOWN).kind == Seat.Kind.ACTOR


def test_the_desk_one_has_left_says_so_and_one_sits_down_there_again(county, client):
    home = opened(client)
    ward = client.post(f"{home}uppdrag/", {"unit": WARD}).headers["Location"]
    assert "Du har lämnat Biståndsenheten" in words(client.get(home))
    assert "Du har lämnat" not in words(client.get(ward))
    again = client.post(f"{home}uppdrag/", {"unit": TOWN}).headers["Location"]
    assert again == home
    assert "Du har lämnat" not in words(client.get(home))


@pytest.mark.parametrize(
    ("to", "said"), [("1", "9.00"), ("4", "12.00"), ("morning", "tis"), ("next", "hände")]
)
def test_the_time_moves_on_command_and_says_what_it_is(county, client, to, said):
    home = opened(client)
    answer = client.post(f"{home}klocka/", {"to": to, "back": home}, follow=True)
    assert "Klockan är nu" in answer.content.decode()
    assert said in words(answer)


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/admin/", "/\\evil"])
def test_moving_the_time_never_leads_out_of_the_room(county, client, back):
    home = opened(client)
    answer = client.post(f"{home}klocka/", {"to": "1", "back": back})
    assert answer.headers["Location"] == home


def test_starting_over_and_undoing_it_ask_first_and_are_then_done(county, client):
    home = opened(client)
    client.post(f"{home}klocka/", {"to": "4"})
    sure = {"do": "again", "sure": "1"}
    page = client.post(f"{home}rummet/", sure, follow=True).content.decode()
    assert "Ångra att börja om" in page
    page = client.post(f"{home}rummet/", {"do": "undo", "sure": "1"}, follow=True)
    assert "Du är tillbaka där du var innan du började om." in page.content.decode()
    assert "12.00" in words(page)


def test_the_same_cases_are_shown_as_another_system_says_it(county, client):
    home = opened(client)
    before = words(client.get(f"{home}arende/1/"))
    page = client.post(f"{home}rummet/", {"do": "speak", "profile": "neutral"}, follow=True)
    assert "Rummet visas nu så här: Neutral." in page.content.decode()
    client.post(f"{home}rummet/", {"do": "speak", "profile": "lifecare"}, follow=True)
    assert words(client.get(f"{home}arende/1/")) == before
    page = client.post(f"{home}rummet/", {"do": "speak", "profile": "x"}, follow=True)
    assert "Välj ett system i listan." in page.content.decode()


def test_only_a_trainer_is_offered_to_share_and_a_name_is_asked_for(county, client, amina):
    home = opened(client)
    assert "Dela rummet" not in client.get(f"{home}rummet/").content.decode()
    assert client.post(f"{home}rummet/", {"do": "share", "title": "x"}).status_code == 404
    amina.user_permissions.add(Permission.objects.get(codename="lead_run"))
    answer = client.post(f"{home}rummet/", {"do": "share", "title": " "})
    assert "Skriv vad rummet ska heta." in answer.content.decode()
    client.post(f"{home}rummet/", {"do": "share", "title": "Morgon på avdelningen"})
    assert "Morgon på avdelningen" in client.get(ROOMS).content.decode()


def test_leaving_for_good_takes_the_room_away_and_its_address_with_it(county, client):
    home = opened(client)
    key = World.objects.get(run__join_code=home.split("/")[3].split("-")[0].upper()).pk
    asked = words(client.get(f"{home}rummet/?gor=leave"))
    assert words(client.post(f"{home}rummet/", {"do": "leave"})) == asked
    assert "Vill du ta bort rummet?" in asked
    assert Entry.objects.for_world(key).exists()
    client.post(f"{home}rummet/", {"do": "leave", "sure": "1"})
    assert "Rummet är borttaget." in words(client.get(f"{home}arende/1/", follow=True))
    typed = f"{home}arende/1/skriv/send_message/utkast/"
    assert client.post(typed, headers={"X-Autosave": "1"}).status_code == 410
    assert not Entry.objects.for_world(key).exists()


def test_nobody_comes_into_the_room_of_somebody_else(county, client):
    home = opened(client)
    bo = Client()
    bo.force_login(User.objects.create_user("bo@example.org"))
    assert bo.get(home).status_code == 404
    assert bo.post(f"{home}rummet/", {"do": "leave"}).status_code == 404
    assert client.get(home).status_code == 200


def test_the_log_check_tells_which_unit_opened_the_case(county, client):
    home = opened(client)
    client.get(f"{home}arende/1/")
    ward = client.post(f"{home}uppdrag/", {"unit": WARD}).headers["Location"]
    rows = words(client.get(f"{ward}loggar/"))
    assert "Biståndsenheten" in rows
    assert "Berit Påhittad" in rows


def test_who_has_six_rooms_is_told_before_wishing_for_one_more_and_where_to_leave(county, client):
    for _time in range(6):
        last = opened(client)
    full = client.get(ROOMS)
    code = last.removeprefix(ROOMS).strip("/")
    leave = f"{ROOMS}{code}/rummet/"
    client.post(leave, {"do": "leave", "sure": "1"})

    assert "Du har sex rum, och fler går det inte att ha." in words(full)
    assert f'href="{leave}?gor=leave"' in full.content.decode()
    assert "Öppna övningsrummet" not in words(full)
    assert "Öppna övningsrummet" in words(client.get(ROOMS))
