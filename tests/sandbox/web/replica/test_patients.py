"""The register of the room, a person's page, and starting a case about somebody."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sandbox.process.flow import source_text
from sandbox.process.reading import load_flow
from sandbox.process.state import MINUTES_PER_DAY
from sandbox.world.models import Case, Entry, Person
from tests.sandbox.fictive import LOOKS_REAL
from tests.sandbox.web.replica.conftest import Room, words
from tests.sandbox.web.replica.test_writing import hidden, sent

WARD, CARE, HOME, DESK = "avdelning-4", "vc-an", "hsv-norr", "bistand"
KNOWN = {"consent": "consent", "function": "Går själv.", "ongoing": "Hemsjukvård på tisdagar.",
         "contacts": "Kim Låtsas, 070-174 06 05"}  # fmt: skip
REQUEST = {**KNOWN, "reason": "Feber sedan i går.", "recipients": [WARD]}
ADMISSION = {"assessment": "yes", "assessed_by": "Pia Påhitt"}


def start(number: int, action: str, flow: str = "spu") -> str:
    return f"personer/{number}/starta/{flow}/{action}/"


def cases(room: Room) -> list[tuple[int, str]]:
    return list(Case.objects.for_world(room.seat.world).values_list("no", "state"))


def test_the_register_finds_people_by_name_and_by_number(again: Room):
    person = Person.objects.for_world(again.seat.world).get(no=2)
    assert person.family_name in again.text(HOME, "personer/")
    found = again.text(HOME, f"personer/?sok={person.family_name.lower()}")
    assert str(person) in found
    digits = person.identity_number.replace("-", "")
    assert str(person) in again.text(HOME, f"personer/?sok={digits[-6:]}")
    assert "Ingen passar" in again.text(HOME, "personer/?sok=finns-inte-här")


def test_a_number_that_looks_real_is_neither_sought_nor_said_again(again: Room):
    number = LOOKS_REAL.replace("-", "")
    asked = {"sok": f"Alex {number}"}
    found = again.client.get(again.url(DESK, "personer/"), asked, follow=True)
    assert "Det där ser ut som ett riktigt personnummer" in words(found)
    assert number not in found.content.decode()


def test_a_person_page_shows_the_cases_one_takes_part_in_and_nothing_of_others(again: Room):
    assert "Ärende 1" in again.text(DESK, "personer/1/")
    outside = again.text("vc-backen", "personer/1/")
    assert "Ärende 1" not in outside
    assert "Ni är inte med i något ärende om personen" in outside
    assert "En annan enhet har ett öppet ärende" in outside


def test_somebody_with_a_protected_identity_has_no_address_on_the_page(again: Room):
    rows = Person.objects.for_world(again.seat.world).filter(no=2)
    person = rows.get()
    assert person.address in again.text(HOME, "personer/2/")
    rows.update(protected_identity=True)
    page = again.text(HOME, "personer/2/")
    assert "Skyddade personuppgifter" in page
    assert person.address not in page
    assert person.phone not in page
    form = again.text(WARD, start(2, "register_admission"))
    assert person.address not in form


def test_the_same_form_sent_twice_starts_one_case(again: Room):
    url = again.url(HOME, start(2, "send_care_request"))
    form = {**hidden(again.client.get(url).content.decode()), **REQUEST}
    first, second = again.client.post(url, form), again.client.post(url, form)
    shown = words(again.client.get(url))
    assert shown.index("Sjukhusets avdelningar") < shown.index("Avdelning 4")
    assert first.headers["Location"] == second.headers["Location"]
    assert cases(again) == [(1, "notified"), (2, "requested")]
    assert "Avdelning 4" in words(again.client.get(first.headers["Location"]))
    case = Case.objects.for_world(again.seat.world).get(no=2)
    assert case.facts["person"]["age"] == 2026 - case.person.birth_year
    assert again.client.get(again.url(WARD, "arende/2/")).status_code == 200


def test_a_start_that_is_refused_leaves_no_case_and_keeps_what_was_typed(again: Room):
    answer = sent(again, HOME, start(2, "send_care_request"), {**REQUEST, "contacts": ""})
    assert answer.status_code == 422
    assert "Fyll i fältet: Vem ringer man hos er?" in words(answer)
    assert "Feber sedan i går." in answer.content.decode()
    real = {**REQUEST, "reason": f"Gäller {LOOKS_REAL}"}
    assert sent(again, HOME, start(2, "send_care_request"), real).status_code == 422
    assert cases(again) == [(1, "notified")]
    assert not Entry.objects.for_world(again.seat.world).filter(kind="care_request").exists()


def test_a_visit_told_to_somebody_outside_any_consent_asks_once_before_the_case_begins(again: Room):
    visit = {"recipients": [HOME], "visit": "emergency", "text": "Stukad handled."}
    path = start(2, "send_care_message")
    assert "varken med i utskrivningen" in words(sent(again, WARD, path, visit))
    assert cases(again) == [(1, "notified")]
    assert sent(again, WARD, path, visit, do="anyway").status_code == 302
    assert cases(again) == [(1, "notified"), (2, "new")]


def test_a_person_has_one_discharge_at_a_time(again: Room):
    answer = sent(again, CARE, start(1, "send_care_request"), REQUEST)
    assert answer.status_code == 409
    rule = load_flow("spu").one_open
    assert f"{rule.refused} ({source_text(rule.sources)})" in words(answer)
    assert "Det finns ett öppet ärende" in words(answer)
    assert cases(again) == [(1, "notified")]
    assert again.text(CARE, "personer/1/").count(rule.refused) == 1  # not once for each beginning


def test_the_ward_goes_on_in_the_case_that_home_care_prepared(again: Room):
    """Prepared in advance, listed with its date, copied into the request, and then admitted."""
    sent(again, HOME, start(2, "save_prepared_request"), {**KNOWN, "updated_day": "2026-11-23"})
    assert "mån 23 nov" in again.text(HOME, "forberedda/")
    request = again.client.get(again.url(HOME, "arende/2/skriv/send_care_request/"))
    assert "Hemsjukvård på tisdagar." in request.content.decode()
    assert again.client.get(again.url(WARD, "arende/2/")).status_code == 404
    answer = sent(again, WARD, start(2, "register_admission"), ADMISSION)
    told = words(again.client.get(answer.headers["Location"]))
    assert "Senast tis 24 nov kl. 8.00 Räknas från mån 23 nov kl. 8.00" in told
    assert cases(again) == [(1, "notified"), (2, "admitted")]
    assert "Inget är förberett än" in again.text(HOME, "forberedda/")


def test_the_vardcentral_appoints_a_contact_by_itself_in_a_case_one_has_started(again: Room):
    sent(again, WARD, start(2, "register_admission"), ADMISSION)
    person = Person.objects.for_world(again.seat.world).get(no=2).profile
    told = {
        "recipients": [person["primary_care"], person["registered_in"]],
        "estimated_day": 33,
        "facts": ["name", "identity_number", "address", "estimated_day"],
    }
    assert again.do(WARD, "send_admission_notice", told, no=2) == ()

    again.until(30 * MINUTES_PER_DAY)

    case = Case.objects.for_world(again.seat.world).get(no=2)
    assert case.facts["contact_party"] == person["primary_care"]


def test_a_plan_outside_hospital_is_held_together_by_whoever_starts_it(again: Room):
    need = {"noticed_by": "region_care", "needs": "Tre enheter gör samma sak."}
    assert sent(again, CARE, start(2, "note_need", "sip"), need).status_code == 302
    assert Case.objects.for_world(again.seat.world).get(no=2).facts["coordinator"] == CARE
    assert "En annan enhet har ett öppet ärende" in again.text(DESK, "personer/2/")


def test_a_follow_up_that_is_only_planned_is_not_told_as_done(again: Room):
    sent(again, CARE, start(2, "note_need", "sip"), {"noticed_by": "person", "needs": "Rör sig."})
    consent = {
        "givers": [{"giver": "person", "answer": "yes"}],
        "purposes": ["make_plan", "share_mapping", "share_goals"],
        "receivers": [DESK],
    }
    row = {"text": "Stavgång", "responsible": CARE, "contact": "Ida Exempel, 070-174 06 11"}
    goals = {"main_goal": "Jag vill gå ut.", "main_day": 150, "measures": [row]}
    for action, body in (
        ("record_consent", consent),
        ("write_mapping", {"areas": [{"heading": "rorelse", "text": "Går med stavar."}]}),
        ("send_call", {"recipients": [DESK], "day": 29, "time": "10.00", "place": "Hemma",
                       "purpose": "Att komma ut."}),
    ):  # fmt: skip
        assert again.do(CARE, action, body, no=2) == ()
    again.until(30 * MINUTES_PER_DAY)
    planned = {"day": 60, "coordinator": CARE, "principal": "region"}
    for action, body in (
        ("hold_meeting", {"attended": [CARE, DESK]}),
        ("write_goals", goals),
        ("decide_follow_up", planned),
    ):
        assert again.do(CARE, action, body, no=2) == ()
    waits = again.text(CARE, "arende/2/")
    followed = {"measures": [{"what": "Stavgång", "outcome": "ongoing"}]}
    assert again.do(CARE, "follow_up_measures", followed, no=2) == ()

    assert "Uppföljning Nu bokat" in waits
    assert "Uppföljning Klar" in again.text(CARE, "arende/2/")


def test_the_lists_ask_no_more_for_many_than_for_one(again: Room):
    counts: list[int] = []
    again.text(DESK, "personer/")
    for many in (1, 3):
        again.cases(many)
        for page in ("personer/", "personer/1/", "forberedda/"):
            url = again.url(DESK, page)
            cache.clear()
            with CaptureQueriesContext(
                connection,
            ) as asked:
                again.client.get(url)
            counts.append(len(asked))
    assert counts[:3] == counts[3:]


def test_what_is_typed_before_a_case_begins_is_kept_until_it_is_sent_or_erased(again: Room):
    url = again.url(HOME, start(2, "send_care_request"))
    form = {**hidden(again.client.get(url).content.decode()), **REQUEST}
    assert "saved" in again.client.post(f"{url}utkast/", form).json()
    refused = again.client.post(f"{url}utkast/", form | {"reason": LOOKS_REAL})
    assert (refused.status_code, refused.json()["field"]) == (422, "reason")
    phone = Client()
    phone.force_login(again.user)
    phone.post(f"{url}utkast/", form)
    for one in (again.client, phone):
        assert "Feber sedan i går." in one.get(url).content.decode()
    again.client.post(again.url(HOME, "rummet/"), {"do": "erase", "sure": "1"})
    for one in (again.client, phone):
        assert "Feber sedan i går." not in one.get(url).content.decode()
    later = again.client.post(url, form | {"do": "later"}, follow=True)
    assert "Utkastet är sparat." in words(later)
    again.client.post(url, form)
    assert again.client.session["replica.started"] == {}
    assert len(cases(again)) == 2
