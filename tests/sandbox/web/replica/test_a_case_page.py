"""A case: what to do now and why not the rest, the parties, the plans side by side, what happened."""

from __future__ import annotations

from django.core.cache import cache
from django.template.loader import get_template

from sandbox.process.reading import load_flow
from tests.sandbox.web.replica.conftest import EVERYBODY, words
from tests.sandbox.web.replica.plan import CENTRE, goals, met

PLAN = {"track": "red", "now": "Går tio meter med rollator.", "measures": []}
CONSENT = {
    "basis": "oral",
    "ground": "consent",
    "givers": [{"giver": "person", "name": "Berit", "answer": "yes"}],
    "purposes": ["make_plan", "share_mapping", "share_goals"],
    "receivers": ["avdelning-4", *EVERYBODY],
    "exceptions": [],
}


def test_what_waits_stands_first_and_what_is_closed_says_why_with_its_source(room):
    page = room.text("bistand", "arende/1/")

    read, planned = "Läs och kvittera: inskrivningsmeddelande", "Säg vad ni gör i dag"
    assert page.index(read) < page.index(planned)
    assert "Det är verksamhetschefen i öppenvården som utser den fasta vårdkontakten" in page
    assert "Lagen (2017:612) om samverkan vid utskrivning 2 kap. 5 §" in page
    assert "Läs mer: Från inskrivning till hemma" in page


def test_times_that_run_are_told_as_time_left_to_the_unit_that_can_keep_them(room):
    room.do("vc-an", "appoint_contact", {"name": "Ida Exempel"})
    room.do("avdelning-4", "record_consent", CONSENT)
    room.do("vc-an", "offer_sip", {"answer": "yes"})
    room.do("avdelning-4", "notify_ready", {"recipients": EVERYBODY, "doctor": "Pia Påhitt"})

    mine = room.text(CENTRE, "arende/1/")
    notice = room.text("vc-an", "arende/1/utskrivningsklar/")

    assert "3 dagar kvar Skriv kallelse till SIP Senast tors 26 nov." in mine
    assert "Bedömd Pia Påhitt" in notice
    assert "Två tider som börjar räknas nu Kallelse till SIP 3 dagar kvar" in notice
    assert "Kommunens betalningsansvar kan börja om 3 dagar" in notice


def test_the_party_panel_tells_what_each_is_in_the_case_and_who_has_read(room):
    room.do("vc-an", "appoint_contact", {"name": "Ida Exempel", "phone": "070-174 06 11"})
    room.do("bistand", "refuse_notice", {"answer": "not_registered_here", "reason": "Flyttad"})

    panel = room.text("avdelning-4", "arende/1/").partition("Parter")[2]

    assert "Avdelning 4 Slutenvård · det här är ni inskrivande enhet" in panel
    assert "fast vårdkontakt: Ida Exempel, 070-174 06 11" in panel
    assert "Telefon 08-465 004 20" in panel
    assert "Biståndsenheten Kommun, beslutar om stöd" in panel
    assert "Avvisat inskrivningsmeddelandet" in panel


def test_plans_stand_side_by_side_once_the_person_has_said_yes_to_it(room):
    room.do("avdelning-4", "write_planning", PLAN)
    without = room.text("bistand", "arende/1/planering/")
    room.do("avdelning-4", "record_consent", CONSENT)
    room.do("bistand", "write_planning", {"before": "Klarade sig själv.", "measures": []})

    both = room.text("bistand", "arende/1/planering/")

    assert "Går tio meter" not in without
    assert "Har skrivit: planering. Ni kan läsa när personen har sagt ja" in without
    assert both.index("Klarade sig själv.") < both.index("Går tio meter med rollator.")
    assert "rött spår" in both


def test_people_who_meet_before_the_discharge_leave_it_ahead(room):
    met(room)
    assert "Utskrivning Inte än" in room.text(CENTRE, "arende/1/")


def test_a_plan_of_another_case_is_shown_the_way_to(room):
    room.cases(2, other_people=False)
    met(room)
    room.do(CENTRE, "write_goals", goals(main_day=150))
    assert "Se planen som personen redan har" in room.text(CENTRE, "arende/2/")


def test_what_was_withdrawn_is_struck_through_with_why_and_stays(room):
    room.do("avdelning-4", "send_message", {"recipients": ["bistand"], "subject": "Nycklar"})
    room.do("avdelning-4", "withdraw_document", {"document": 3, "reason": "wrong_person"})

    history = room.client.get(room.url("bistand", "arende/1/handelser/"))
    paper = room.text("bistand", "arende/1/dokument/3/")

    assert "<s>Skickade ett meddelande</s>" in history.content.decode()
    assert "Avdelning 4 makulerade: fel person" in words(history)
    assert "Nycklar" in paper
    assert "Avdelning 4 makulerade: fel person" in paper


def test_a_notice_of_admission_shows_what_was_ticked_and_nothing_more(room):
    page = room.text("bistand", "arende/1/dokument/2/")

    assert "Namn Berit Påhittad" in page
    assert "Folkbokföringsadress" in page
    assert "Beräknad utskrivning fre 27 nov" in page


def test_every_message_of_a_discharge_is_read_in_a_way_of_its_own():
    flow = load_flow("spu")
    written = {row.document for row in flow.actions.values() if row.track == "spu"} - {""}
    pages = {f"replica/papers/{kind}.html" for kind in written}

    assert {get_template(page).template.name for page in pages} == pages


def test_a_case_asks_the_database_little_however_long_it_is(room, django_assert_max_num_queries):
    url = room.url("bistand", "arende/1/")
    room.client.get(url)  # the county is read once for all
    cache.clear()
    with django_assert_max_num_queries(20) as short:
        first = room.client.get(url)
    for number in range(15):
        room.do(
            "avdelning-4",
            "send_message",
            {"recipients": ["bistand"], "subject": f"Nyckel {number}"},
        )
    cache.clear()
    with django_assert_max_num_queries(20) as long:
        second = room.client.get(url)

    assert "Nyckel 14" not in words(first)
    assert "Nyckel 14" in words(second)
    assert len(long) == len(short)


def to_do(room, unit: str) -> str:
    """What the case says that the unit is to do now."""
    page = room.text(unit, "arende/1/").partition("Att göra nu")[2]
    return page.partition("Du kan också")[0].partition("Det som inte går nu")[0]


def test_the_next_step_that_no_clock_counts_waits_for_the_unit_that_takes_it(room):
    room.do("bistand", "acknowledge", {"document": 2})
    before = to_do(room, "bistand")
    room.do("bistand", "write_planning", {"track": "yellow"})
    after = to_do(room, "bistand")
    met(room)
    at_the_meeting = to_do(room, "bistand"), to_do(room, CENTRE)

    assert "Säg vad ni gör i dag, vad som behövs och från vilken dag." in before
    assert "Säg vad ni gör i dag" not in after
    assert "Mötet är hållet. Skriv vad er enhet gör." in at_the_meeting[0]
    assert "Mötet är hållet" not in at_the_meeting[1]


def test_the_receiving_unit_sends_the_notice_on_to_its_own_and_an_answered_one_waits_no_more(room):
    onward = {"recipients": ["hemtjanst-norr"], "subject": "Vidare", "forwards": 2}
    abroad = {**onward, "recipients": ["hemtjanst-ovningskoping"]}
    waiting = room.text("bistand")
    sent = room.do("bistand", "send_message", onward)
    refused = room.do("bistand", "send_message", abroad)
    room.do("bistand", "refuse_notice", {"answer": "not_registered_here", "reason": "Flyttad."})

    assert (sent, len(refused)) == ((), 1)
    assert "1 meddelande väntar på kvittering" in waiting
    assert "Inte kvitterat (0)" in room.text("bistand")
    assert "Folkbokföringsadress" in room.text("hemtjanst-norr", "arende/1/dokument/2/")
