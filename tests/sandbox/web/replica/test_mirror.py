"""What the person sees of the plan: goals and help, nothing of what the units write to each other."""

from __future__ import annotations

from sandbox.world.models import Case
from tests.sandbox.web.replica.conftest import MONDAY, Room
from tests.sandbox.web.replica.plan import (
    CENTRE,
    GOAL,
    MUNICIPALITY,
    call,
    day,
    goals,
    met,
    told_about_the_person,
)

MIRROR = "arende/1/den-enskilde/"
SECRETS = {
    "mapping": "Kartlagd rädsla för mörkret",
    "basis": "Underlagets frågeställning",
    "consent": "Det här sa hon om samtycket",
    "message": "Vi hinner inte före tisdag",
    "notes": "Ordväxling om vem som betalar",
    "call": "Kallelsens syfte",
}


def test_the_mirror_shows_goals_and_help_and_never_what_units_write_to_each_other(
    again: Room,
) -> None:
    room = again
    consent = {
        "ground": "consent",
        "givers": [{"giver": "person", "answer": "yes"}],
        "purposes": ["make_plan", "share_mapping", "share_goals"],
        "receivers": [MUNICIPALITY],
        "note": SECRETS["consent"],
    }
    area = {"heading": "rorelse", "text": SECRETS["mapping"]}
    told = {"recipients": [MUNICIPALITY], "subject": "Tider", "text": SECRETS["message"]}
    for action, body in (
        ("appoint_contact", {"name": "Ida Exempel"}),
        ("record_consent", consent),
        ("write_basis", {"question": SECRETS["basis"], "important": "Sotis"}),
        ("write_mapping", {"areas": [area]}),
        ("send_call", call(day=day(1), recipients=[MUNICIPALITY], purpose=SECRETS["call"])),
        ("send_message", told),
    ):
        assert not room.do(CENTRE, action, body)
    room.until(day(2) * 1440)
    room.do(CENTRE, "hold_meeting", {"attended": [MUNICIPALITY], "notes": SECRETS["notes"]})
    before = room.text(CENTRE, MIRROR)
    room.do(CENTRE, "write_goals", goals(main_day=150))

    page = room.client.get(room.url(CENTRE, MIRROR))
    text = room.text(CENTRE, MIRROR)

    assert "Det finns ingen plan än" in before
    assert GOAL in text
    assert "Det här gör jag själv Jag går till brevlådan, varje dag" in text
    assert "Följer upp medicinen Vårdcentralen Ån, Ida Exempel, 070-174 06 11" in text
    assert not [name for name, secret in SECRETS.items() if secret.encode() in page.content]


def test_of_a_childs_plan_the_page_says_who_reads_it(again: Room) -> None:
    room = again
    grown_up = room.text(CENTRE, MIRROR)
    told_about_the_person(room, minor=True, guardians=["mamma"])
    person = Case.objects.for_world(room.seat.world).get(no=1).person
    said = {}
    for age in (9, 13, 17):
        person.birth_year = MONDAY.year - age
        person.save()
        said[age] = room.text(CENTRE, MIRROR)

    assert "Vårdnadshavarna läser sidan tills Berit fyller 13" in said[9]
    assert "läser varken barnet eller vårdnadshavarna" in said[13]
    assert "Berit läser sidan själv" in said[17]
    assert "årdnadshavarna" not in grown_up


def test_the_mirror_is_off_from_the_minute_the_identity_is_protected(again: Room) -> None:
    room = met(again)
    room.do(CENTRE, "write_goals", goals(main_day=150))
    shown = room.text(CENTRE, MIRROR)
    told_about_the_person(room, protected=True)
    protected = room.client.get(room.url(CENTRE, MIRROR))
    told_about_the_person(room, protected=True)
    room.do(CENTRE, "close_plan", {"reason": "protected_identity"})
    told_about_the_person(room, protected=False)
    closed = room.client.get(room.url(CENTRE, MIRROR))

    assert GOAL in shown
    for page in (protected, closed):
        assert "Inget visas" in page.content.decode()
        assert GOAL.encode() not in page.content


def test_a_plan_that_is_closed_for_another_reason_stays_with_that_word(again: Room) -> None:
    room = met(again)
    room.do(CENTRE, "write_goals", goals(main_day=150))
    room.do(CENTRE, "close_plan", {"reason": "goals_reached"})

    text = room.text(CENTRE, MIRROR)

    assert "Planen är avslutad" in text
    assert GOAL in text


def test_a_unit_that_may_not_read_the_plan_sees_nothing_of_it_in_the_mirror(again: Room) -> None:
    room = met(again)
    room.do(CENTRE, "write_goals", goals(main_day=150))
    room.do(
        CENTRE,
        "note_withdrawal",
        {"extent": "part", "receivers": [MUNICIPALITY], "by": "person"},
    )

    page = room.client.get(room.url(MUNICIPALITY, MIRROR))

    assert GOAL.encode() not in page.content
