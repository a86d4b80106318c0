"""A school counsellor's day: the call to answer, the own part to write, a plan to begin, no discharge."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from sandbox.world.models import Case, Entry, Person, Seat
from tests.sandbox.web.conftest import as_post
from tests.sandbox.web.replica.conftest import CASE, FIXTURES, Room, opened, words
from tests.sandbox.web.replica.plan import in_days
from tests.sandbox.web.replica.test_writing import sent

PUPILS, CHILDREN, CENTRE, WARD = "elevhalsan", "barn-unga-ovningskoping", "vc-backen", "avdelning-4"
HABILITATION = "habiliteringen"
CONSENT = {
    "givers": [
        {"giver": "guardian_1", "name": "Linnea Skrönesgren", "answer": "yes"},
        {"giver": "guardian_2", "name": "Viktor Skrönesgren", "answer": "yes"},
    ],
    "child_answer": "yes",
    "basis": "oral",
    "purposes": ["make_plan", "share_mapping", "share_goals"],
    "others_measures": True,
    "receivers": [HABILITATION, CHILDREN, "mamma", "pappa"],
}
CALL = {
    "recipients": [HABILITATION, CHILDREN, "mamma", "pappa"],
    "day": in_days(3),
    "time": "10.00",
    "place": "Verkstan på fritids",
    "purpose": "En skoldag som Abbe orkar.",
    "questions": {HABILITATION: "Vilket råd gäller för matsalen?"},
}


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> Path:
    """A county with Berit in hospital, a pupil with a plan, and one about whom nothing is begun."""
    folder: Path = tmp_path_factory.mktemp("county")
    (folder / "cases").mkdir()
    shutil.copy(FIXTURES / "practice" / "pahitts-lan.yaml", folder)
    (folder / "cases" / "berit.yaml").write_text(CASE, encoding="utf-8")
    for name in ("saga", "abbe"):
        shutil.copy(FIXTURES / "practice" / "cases" / f"{name}.yaml", folder / "cases")
    return folder


@pytest.fixture(scope="module")
def whole_room(django_db_setup, django_db_blocker, county) -> Iterator[Room]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield opened(county)
        transaction.set_rollback(True)


@pytest.fixture
def school(whole_room, db) -> Room:
    """The room as it was opened, for one test."""
    client = Client()
    client.force_login(whole_room.user)
    return Room(whole_room.user, Seat.objects.get(pk=whole_room.seat.pk), client)


def numbered(room: Room, given_name: str) -> int:
    return Person.objects.for_world(room.seat.world).get(given_name=given_name).no


def about(room: Room, given_name: str) -> int:
    cases = Case.objects.for_world(room.seat.world)
    return cases.get(person__given_name=given_name).no


def begun(room: Room, *acts: tuple[str, dict[str, Any]]) -> int:
    """A plan the school has begun for the pupil nobody had begun one for, and done this in."""
    path = f"personer/{numbered(room, 'Abbe')}/starta/sip/note_need/"
    need = {"noticed_by": "school", "needs": "Tre håll ger olika råd om skoldagen."}
    sent(room, PUPILS, path, need)
    no = about(room, "Abbe")
    for action, body in acts:
        assert room.do(PUPILS, action, body, no=no) == ()
    return no


def test_the_school_is_chosen_under_a_heading_of_its_own_and_the_one_by_letter_is_not(school: Room):
    groups = school.client.get(school.url(PUPILS, "uppdrag/")).context["groups"]
    heading, units = groups[-1]
    assert heading == "Skola"
    assert [unit.party.code for unit in units] == [PUPILS]
    assert "skolan" not in {unit.party.code for _heading, units in groups for unit in units}


def test_the_morning_has_a_call_to_read_at_the_school_s_own_hours(school: Room):
    inbox = school.text(PUPILS)
    assert "2 meddelanden väntar på kvittering" in inbox
    assert "skulle ha kvitterats fre 20 nov kl. 8.00" in inbox
    assert "senast i dag kl. 8.00" in inbox  # what came on Friday afternoon, not on Saturday


def test_the_school_answers_the_call_and_writes_its_own_part_after_the_meeting(school: Room):
    no = about(school, "Saga")
    assert "Svara på kallelsen" in school.text(PUPILS, f"arende/{no}/")
    answer = {"answer": "comes", "who": "Alva Hittepå", "role": "skolkurator"}
    assert sent(school, PUPILS, f"arende/{no}/skriv/answer_call/", answer).status_code == 302
    school.until(31 * 1440)
    assert "1 plan väntar på era insatser" in school.text(PUPILS)
    measure = {"text": "Möter Saga vid porten", "contact": "Alva Hittepå, 0980-31 92 40"}
    sent(school, PUPILS, f"arende/{no}/skriv/write_own_measures/", as_post({"measures": [measure]}))
    assert "Möter Saga vid porten" in school.text(CHILDREN, f"arende/{no}/sip/oversikt/")
    assert "väntar på era insatser" not in school.text(PUPILS)


def test_the_school_reads_what_the_consent_covers_and_not_the_consent_itself(school: Room):
    no = about(school, "Saga")
    page = school.text(PUPILS, f"arende/{no}/")
    assert "finns, omfattar er" in page
    assert "ingen säger att det är mammas fel" not in page
    assert "Lagar middag fyra kvällar" in school.text(PUPILS, f"arende/{no}/sip/kartlaggning/")


def test_the_school_begins_a_plan_asks_two_guardians_and_calls_in_the_system(school: Room):
    no = begun(school)
    form = school.client.get(school.url(PUPILS, f"arende/{no}/skriv/record_consent/"))
    assert "Linnea Skrönesgren" in form.content.decode()
    for action, body in (
        ("record_consent", CONSENT),
        ("write_basis_minor", {"own_words": "Jag vill gå hem innan matsalen."}),
        ("write_mapping", {"areas": [{"heading": "hemliv", "text": "Går hem efter lunch."}]}),
        ("send_call", CALL),
    ):
        answer = sent(school, PUPILS, f"arende/{no}/skriv/{action}/", as_post(body), do="anyway")
        assert answer.status_code == 302, (action, words(answer))
    assert "Kallelse" in school.text(HABILITATION)
    school.until(30 * 1440)
    case = school.text(PUPILS, f"arende/{no}/")
    assert "svar på kallelsen" in case.lower()


def test_a_school_that_plans_the_follow_up_is_told_why_it_names_another_unit(school: Room):
    areas = {"areas": [{"heading": "hemliv", "text": "Går hem efter lunch."}]}
    called = ("send_call", {**CALL, "day": 31})
    no = begun(school, ("record_consent", CONSENT), ("write_mapping", areas), called)
    school.until(31 * 1440 + 10 * 60)
    goal = {"main_goal": "Jag vill äta lunch i skolan."}
    for action, body in (("hold_meeting", {"attended": ["abbe", PUPILS]}), ("write_goals", goal)):
        assert school.do(PUPILS, action, body, no=no) == ()
    form = school.client.get(school.url(PUPILS, f"arende/{no}/skriv/decide_follow_up/"))
    choices = {one.value for one in form.context["form"]["coordinator"].choices}
    assert HABILITATION in choices
    assert PUPILS not in choices
    assert "Skolan får börja en plan och kalla" in words(form)


def test_a_child_s_own_basis_is_not_followed_by_a_question_for_the_adult_s(school: Room):
    no = begun(school, ("record_consent", CONSENT))
    assert "Skriv underlaget för minderårig" in school.text(PUPILS, f"arende/{no}/")
    begun_with = {"own_words": "Jag vill gå hem innan matsalen."}
    assert school.do(PUPILS, "write_basis_minor", begun_with, no=no) == ()
    todo = school.client.get(school.url(PUPILS, f"arende/{no}/")).context["todo"]
    assert [one.label for one in todo.must] == ["Skriv kartläggningen"]


def test_the_school_is_near_when_somebody_else_asks_a_pupil_s_guardians(school: Room):
    path = f"personer/{numbered(school, 'Abbe')}/starta/sip/note_need/"
    sent(school, CHILDREN, path, {"noticed_by": "social_services", "needs": "Ingen vet."})
    no = about(school, "Abbe")
    form = school.client.get(school.url(CHILDREN, f"arende/{no}/skriv/record_consent/"))
    near = form.context["groups"]["receivers"][1]
    assert PUPILS in {one.value for one in near.choices}
    assert not near.aside
    adult = f"personer/{numbered(school, 'Berit')}/starta/sip/record_consent/"
    groups = school.client.get(school.url(CHILDREN, adult)).context["groups"]["receivers"]
    assert all(one.aside for one in groups if PUPILS in {c.value for c in one.choices})


def test_a_call_to_the_school_goes_in_the_system_and_to_the_other_by_letter(school: Room):
    receivers = [PUPILS, "skolan", "mamma", "pappa"]
    path = f"personer/{numbered(school, 'Abbe')}/starta/sip/note_need/"
    sent(school, CHILDREN, path, {"noticed_by": "social_services", "needs": "Ingen vet."})
    no = about(school, "Abbe")
    for action, body in (
        ("record_consent", {**CONSENT, "receivers": receivers}),
        ("write_mapping", {"areas": [{"heading": "hemliv", "text": "Går hem efter lunch."}]}),
    ):
        assert school.do(CHILDREN, action, body, no=no) == ()
    form = school.client.get(school.url(CHILDREN, f"arende/{no}/skriv/send_call/"))
    inside, outside, *_rest = form.context["groups"]["recipients"]
    assert [one.value for one in inside.choices] == [PUPILS]
    assert {"skolan", "mamma"} <= {one.value for one in outside.choices}
    called = {**CALL, "day": 31, "recipients": receivers, "questions": {}}
    assert school.do(CHILDREN, "send_call", called, no=no) == ()
    call = Entry.objects.for_world(school.seat.world).get(case__no=no, kind="call")
    assert set(call.body["by_letter"]) == {"abbe", "skolan", "mamma", "pappa"}
    assert "Hittestads skola" in school.text(CHILDREN, f"arende/{no}/brev/")
    assert f"arende/{no}/" in school.client.get(school.url(PUPILS)).content.decode()


def test_a_deviation_a_letter_and_a_link_speak_of_plans_at_the_school(school: Room):
    no = begun(school)
    about_a_plan = school.text(PUPILS, f"arende/{no}/skriv/report_deviation/")
    assert "Kallelsen kom dagen före mötet" in about_a_plan
    assert "utskrivning" not in school.text(PUPILS, f"arende/{no}/brev/").lower()
    links = school.text(PUPILS, "lankar/")
    assert "SIP för barn och unga" in links
    assert "inskrivning till hemma" not in links


def test_a_pupil_s_yes_is_taken_back_by_whoever_gave_it(school: Room):
    no = begun(school, ("record_consent", CONSENT))
    form = school.text(PUPILS, f"arende/{no}/skriv/note_withdrawal/")
    assert "Vad tas tillbaka?" in form
    assert "personen" not in form.lower().split("vad tas tillbaka?")[1].split("så blev det sagt")[0]


def test_a_unit_that_does_not_read_the_consent_can_write_down_whom_it_goes_for_no_more(
    school: Room,
):
    no = about(school, "Saga")
    path = f"arende/{no}/skriv/note_withdrawal/"
    (group,) = school.client.get(school.url(PUPILS, path)).context["groups"]["receivers"]
    assert {one.value for one in group.choices} >= {PUPILS, CENTRE, "mamma", "pappa"}

    said = {"extent": "part", "receivers": [PUPILS], "by": "guardian_1", "told_to": "Alva Hittepå"}
    mapping = f"arende/{no}/sip/kartlaggning/"
    assert "Lagar middag fyra kvällar" in school.text(PUPILS, mapping)
    assert sent(school, PUPILS, path, said).status_code == 302
    assert "Lagar middag fyra kvällar" not in school.text(PUPILS, mapping)


# ------------------------------------------------------------------ nothing of a discharge


def test_the_school_is_shown_no_page_or_word_of_stays_in_hospital(school: Room):
    for page in ("", "oversikt/", "rapporter/", f"personer/{numbered(school, 'Saga')}/"):
        answer = school.client.get(school.url(PUPILS, page))
        menu = {row["key"]: row["label"] for row in answer.context["menu"]}
        assert not {"payment", "prepared"} & set(menu)
        assert menu["patients"] == "Personer"
        said = words(answer).lower()
        for word in ("utskrivning", "patient", "vårdkontakt", "sjukhus", "vårdtider", "lpt"):
            assert word not in said, (page, word)
    assert "Betalning" in [row["label"] for row in _menu(school, CHILDREN)]


def _menu(room: Room, unit: str) -> list[dict[str, str]]:
    menu: list[dict[str, str]] = room.client.get(room.url(unit)).context["menu"]
    return menu


def test_the_school_may_begin_a_plan_and_nothing_of_a_discharge(school: Room):
    number = numbered(school, "Abbe")
    ways = school.client.get(school.url(PUPILS, f"personer/{number}/")).context["ways"]
    assert [one.label for one in ways] == ["Samordnad individuell plan"]
    form = school.text(PUPILS, f"personer/{number}/starta/sip/note_need/")
    assert "SIP enligt hälso- och sjukvårdslagen" in form
    assert "efter utskrivning från sjukhus" not in form
    other = school.text(CHILDREN, f"personer/{number}/starta/sip/note_need/")
    assert "efter utskrivning från sjukhus" in other


@pytest.mark.parametrize("action", ["register_admission", "send_care_message"])
def test_the_school_finds_out_by_no_address_who_has_a_discharge_going_on(school: Room, action: str):
    for name in ("Berit", "Abbe"):  # in hospital, and at home
        path = f"personer/{numbered(school, name)}/starta/spu/{action}/"
        written = {"recipients": [CENTRE], "text": "Röntgen.", "do": "anyway"}
        answers = [
            school.client.get(school.url(PUPILS, path)),
            school.client.post(school.url(PUPILS, path), written),
            school.client.post(school.url(PUPILS, f"{path}utkast/"), written),
        ]
        assert [one.status_code for one in answers] == [404, 404, 404]
    assert school.client.get(school.url(WARD, path)).status_code == 200


def test_the_school_reads_nothing_of_a_discharge_even_when_it_has_been_written_to(school: Room):
    no = about(school, "Berit")
    assert school.client.get(school.url(PUPILS, f"arende/{no}/")).status_code == 404
    letter = {"recipients": [PUPILS], "subject": "Skolbarnen", "text": "Berit har barnbarn hos er."}
    school.do(WARD, "send_message", letter, no=no)
    inbox = school.text(PUPILS)
    assert "Skolbarnen" not in inbox
    assert "Berit" not in inbox
    assert school.client.get(school.url(PUPILS, f"arende/{no}/")).status_code == 404


def test_in_a_discharge_the_school_is_outside_the_system_as_other_schools_are(school: Room):
    no = about(school, "Berit")
    form = school.client.get(school.url(WARD, f"arende/{no}/skriv/report_deviation/"))
    reached = {one.value for one in form.context["form"]["recipients"].choices}
    assert CENTRE in reached
    assert PUPILS not in reached
