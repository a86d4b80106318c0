"""Whatever is sent to a led session: never a server error, no real person kept, no text lost."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sandbox.live.handing_out import leave_session
from sandbox.world.models import Activity, Contribution, Participant, Run, Seat
from sandbox.world.seating import flip
from sandbox.world.stopping import end, halt, pause
from tests.journeys.session_house import SECRET, House, house, phone, signed_in
from tests.journeys.test_hostile_requests import BODIES, WEIRD, _wrong
from tests.sandbox.live.session_steps import begun_now, come, hidden, seen
from tests.sandbox.world.led import HOME, take_step

TYPED = "Hon vill själv ringa hem först"
PUBLISHED = Path(__file__).parents[1] / "sandbox" / "fictive" / "detector_numbers.txt"
NUMBERS = [
    line for line in PUBLISHED.read_text(encoding="utf-8").splitlines() if line[:1].isdigit()
]
REAL = [f"{NUMBERS[0][:8]}-{NUMBERS[0][8:]}", f"Anna {NUMBERS[1][2:]}", "ring 070-123 45 67"]
# What would end or empty the session while it is being attacked, or ends the attacker's own visit.
LAST = {"end", "withdraw", "leave"}
FIELDS = [
    "do", "name", "workplace", "token", "code", "personal_code", "text", "seen", "choice", "word_1",
    "will", "title", "day", "clock", "place", "mode", "groups", "seat", "no", "value", "kind",
    "question", "options", "ref", "till", "to", "by", "says", "sender", "subject", "ready", "person",
    "what", "part", "there-1", "there-٣", f"there-{'9' * 600}", f"there-{'9' * 30}", "people", "words",
    "version", "note",
]  # fmt: skip
ASKED = ["grupp", "oppna", "till", "ovning", "svar", "kod", "part", "copies", "v"]


@pytest.fixture
def session(site: None) -> House:
    return house()


@pytest.fixture
def karin(site: None) -> Client:
    return signed_in("karin@example.org")


def _one_of_each(session: House) -> list[tuple[str, str]]:
    """One address of each name, but for those that would end the attack."""
    return list({name: (name, at) for name, at in session.addresses() if name not in LAST}.values())


def _home(run: Run) -> str:
    return f"/delta/{run.join_code.lower()}/"


def _alone(karin: Client) -> tuple[Client, str]:
    """A phone in a session side by side, and the address of its seat."""
    run = begun_now(karin, "alex-kor")
    browser = come(run, "Kim", phone=Client(raise_request_exception=False))
    karin.post(f"/utbildare/{run.pk}/borja/")
    seat = Seat.objects.get(run=run, participant__name="Kim")
    return browser, f"/ovning/{run.join_code.lower()}-{seat.no}/"


@pytest.mark.parametrize("visitor", ["leader", "guest"])
def test_values_nobody_would_type_break_no_address_of_a_session(session, visitor):
    client = signed_in("karin@example.org") if visitor == "leader" else phone(session.person(4))
    broken = []

    for name, address in _one_of_each(session):
        # Each round gives every field another of the values.
        for start in range(0, len(WEIRD), 4):
            values = WEIRD[start:] + WEIRD[:start]
            answers = [
                client.post(address, dict(zip(FIELDS, itertools.cycle(values), strict=False))),
                client.get(address, dict(zip(ASKED, values, strict=False))),
            ]
            broken += [f"{name} {start}: {one.status_code}" for one in answers if _wrong(one)]

    assert broken == []


@pytest.mark.parametrize("kind", ["invalid UTF-8", "JSON", "another charset", "multipart cut off"])
def test_a_body_nobody_would_send_breaks_no_address_of_a_session(session, kind):
    data, content_type = BODIES[kind]
    client = signed_in("karin@example.org")

    broken = [
        f"{name}: {answer.status_code}"
        for name, address in _one_of_each(session)
        if _wrong(answer := client.generic("POST", address, data, content_type=content_type))
    ]

    assert broken == []


@pytest.mark.parametrize("what", ["s" + "9" * 5000, "m" + "9" * 5000, "g" + "9" * 30, "s٣", "x1"])
def test_a_choice_of_what_to_erase_that_is_none_erases_nothing(session, karin, what):
    halt(session.run)
    before = session.rows()

    answer = karin.post(f"/utbildare/{session.run.pk}/stopp/radera/", {"what": what})

    assert not _wrong(answer)
    assert session.rows()[:4] == before[:4]


@pytest.mark.parametrize("field", ["title", "place"])
@pytest.mark.parametrize("text", REAL)
def test_a_session_is_not_called_by_a_real_persons_details(karin, field, text):
    run = begun_now(karin)
    page = karin.get(f"/utbildare/{run.pk}/andra/")
    first = {name: one.initial for name, one in page.context["form"].fields.items()}
    form = page.context["form"].initial | {"clock": "13:00"}

    answer = karin.post(f"/utbildare/{run.pk}/andra/", first | form | {field: text})

    assert answer.status_code == 422
    assert text in seen(answer) or text in answer.content.decode()
    run.refresh_from_db()
    assert text not in f"{run.title}{run.place}"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2999-01-01"])
def test_a_year_that_is_a_slip_of_the_finger_is_explained(karin, day):
    answer = karin.post("/utbildare/planera/", {"day": day, "title": "Torsdag", "clock": "13:00"})

    assert answer.status_code == 422
    assert "Kontrollera årtalet" in seen(answer)


@pytest.mark.parametrize("name", ["\u202e", "\u200b\u200d", "\u2066\u2069 "])
def test_a_name_nobody_can_see_is_no_name(karin, name):
    run = begun_now(karin)

    answer = Client().post(_home(run), {"name": name, "workplace": "elsewhere"})

    assert "Skriv ett förnamn eller ett alias" in seen(answer)
    assert not run.participants.exists()


def test_a_name_does_not_turn_the_line_around_for_the_next_one(karin):
    run = begun_now(karin)

    for name in ("\u202e\u0645\u0631\u062d", "🦆", "<script>alert(1)</script>"):
        Client().post(_home(run), {"name": name, "workplace": "elsewhere"})

    assert [one.name for one in run.participants.all()] == [
        "\u0645\u0631\u062d",
        "🦆",
        "<script>alert(1)</script>",
    ]
    assert "<script>alert" not in karin.get(f"/utbildare/{run.pk}/lobby/").content.decode()


def test_a_form_from_another_session_lets_its_owner_in_as_somebody_new(karin):
    first, second = begun_now(karin), begun_now(karin)
    token = hidden(Client().get(_home(first)), "token")
    form = {"token": token, "name": "Kim", "workplace": "elsewhere"}
    Client().post(_home(first), form)

    browser = Client(raise_request_exception=False)
    browser.post(_home(second), form)

    assert "Du är med." in seen(browser.get(_home(second)))
    assert browser.cookies["samova_plats"].value != token
    assert first.participants.get().token_hash != second.participants.get().token_hash


@pytest.mark.parametrize("path", ["plan/", "svar/1/", "efterat/"])
def test_codes_cannot_be_guessed_at_any_other_address_either(session, path):
    for number in range(60):
        Client().get(f"/delta/zzzz{number + 10}/{path}")
    guest = Client()

    there = guest.get(f"{_home(session.run)}{path}")
    nowhere = guest.get(f"/delta/zzzzzz/{path}")

    assert there.status_code == nowhere.status_code == 404
    assert phone(session.person(1)).get(f"{_home(session.run)}plan/").status_code == 200


@pytest.mark.parametrize("why", ["paused", "played by the system"])
def test_a_hint_asked_for_when_nothing_can_be_sent_keeps_what_was_typed(karin, why):
    browser, seat = _alone(karin)
    found = Seat.objects.latest("pk")
    if why == "paused":
        pause(found.run)
    else:
        flip(found, "actor")

    answer = browser.post(f"{seat}steg/consent/", {"do": "hint", "note": TYPED})

    assert answer.status_code == 409
    assert TYPED in answer.content.decode()
    assert ("Passet är pausat." if why == "paused" else "Platsen spelas av systemet") in seen(
        answer
    )


def test_the_way_to_the_meeting_waits_while_the_session_is_paused(karin):
    browser, address = _alone(karin)
    seat = Seat.objects.select_related("run__scenario", "world", "participant").latest("pk")
    for key in ("consent", "mapping", "call"):
        take_step(seat, key)
    pause(seat.run)

    answer = browser.post(f"{address}steg/call/svar/", follow=True)

    assert "Passet är pausat. Vänta tills utbildaren fortsätter." in seen(answer)


def test_what_is_typed_when_the_leader_ends_the_session_is_given_back(session):
    run, no = session.run, session.seat(HOME).no
    address = f"/ovning/{run.join_code.lower()}-{no}/steg/planning_hemtjanst/"
    browser = phone(session.person(4))
    end(run)
    before = session.rows()

    answer = browser.post(address, {"do": "send", "version": "3", "before": TYPED})

    assert "Passet är slut" in seen(answer)
    assert TYPED in seen(answer)
    assert "Det du skrev sist är inte skickat." in seen(answer)
    assert session.rows() == before
    saved = browser.post(f"{address}utkast/", {"before": TYPED}, headers={"x-autosave": "1"})
    assert saved.json()["error"] == "Passet är slut."
    assert browser.get(address).headers["Location"] == _home(run)


def test_a_stopped_session_takes_in_no_text_anywhere(session):
    run, no = session.run, session.seat(HOME).no
    browser = phone(session.person(4))
    seat = f"/ovning/{run.join_code.lower()}-{no}/"
    closing = run.activities.get(kind=Activity.Kind.CLOSING).no
    halt(run)

    for address in (
        f"{seat}steg/planning_hemtjanst/", f"{seat}steg/planning_hemtjanst/utkast/",
        f"{_home(run)}svar/{closing}/", f"{_home(run)}plan/",
    ):  # fmt: skip
        for do in ("send", "later", "hint"):
            browser.post(address, {"do": do, "before": TYPED, "text": TYPED, "will": TYPED})

    assert _tables_with(TYPED) == []


@pytest.mark.parametrize("visitor", ["leader", "writer"])
def test_a_stopped_session_shows_nobody_the_text(session, visitor):
    client = signed_in("karin@example.org") if visitor == "leader" else phone(session.person(1))
    halt(session.run)

    shown = [
        name
        for name, address in session.addresses()
        if SECRET in client.get(address, follow=True).content.decode()
    ]

    assert shown == []


@pytest.mark.parametrize("what", ["allt", "m60"])
def test_what_is_erased_is_in_no_table_and_on_no_page(session, karin, what):
    halt(session.run)

    karin.post(f"/utbildare/{session.run.pk}/stopp/radera/", {"what": what})
    karin.post(f"/utbildare/{session.run.pk}/stopp/slapp/")

    assert _tables_with(SECRET) == []
    assert not [
        name
        for name, address in session.addresses()
        if SECRET in karin.get(address, follow=True).content.decode()
    ]


def test_erasing_a_group_takes_its_answers_in_words_too(session, karin):
    halt(session.run)

    karin.post(f"/utbildare/{session.run.pk}/stopp/radera/", {"what": "g1"})

    answers = Contribution.objects.filter(participant__in=session.run.participants.filter(line=1))
    assert SECRET not in str(list(answers.values_list("value", flat=True)))


def test_whoever_has_left_reads_and_writes_nothing_of_the_groups(session):
    asked = session.run.activities.get(kind=Activity.Kind.GROUP_QUESTION)
    signed_in("karin@example.org").post(
        f"/utbildare/{session.run.pk}/fraga/{asked.no}/andra/", {"do": "open"}
    )
    gone: Participant = session.person(5)
    browser, address = phone(gone), f"{_home(session.run)}svar/{asked.no}/"
    assert SECRET in browser.get(address).content.decode()
    leave_session(run=session.run, participant=gone)

    looked, sent = browser.get(address, follow=True), browser.post(address, {"text": TYPED})

    assert SECRET not in f"{looked.content.decode()}{sent.content.decode()}"
    assert "Kom tillbaka med din egen kod" in seen(sent)
    assert TYPED in sent.content.decode()
    assert not gone.contributions.exists()


def _tables_with(text: str) -> list[str]:
    """The tables that hold the text in any column."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows: list[Any] = cursor.fetchall()
            found += [table] if text in str(rows) else []
    return found
