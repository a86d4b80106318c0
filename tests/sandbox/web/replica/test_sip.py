"""A SIP inside a planning: one plan through four desks, each unit's own part, children, secrecy."""

from __future__ import annotations

from typing import Any

from tests.sandbox.web.replica.conftest import Room, words
from tests.sandbox.web.replica.plan import (
    CENTRE,
    CONSENT,
    GOAL,
    HOME_CARE,
    MAPPING,
    MUNICIPALITY,
    SIP,
    WARD,
    asked,
    call,
    day,
    goals,
    in_days,
    met,
    send,
    told_about_the_person,
)

ABSENT = {"party": WARD, "reason": "Sjukdom", "new_way": "Ringer efter mötet"}
SHOWER = {"text": "Hjälper till i duschen", "contact": "Bo", "heading": "personlig-hygien"}
STEP = "Jag vill duscha utan att vara rädd."
WOUND = {"text": "Lägger om såret", "contact": "Eva, 070-174 06 13", "often": "Varannan dag"}
HEALED = {"what": "Lägger om såret", "outcome": "done", "text": "Läkt"}
AHEAD = {
    "day": in_days(40),
    "form": "phone",
    "coordinator": CENTRE,
    "coordinator_name": "Ida Exempel",
    "principal": "region",
    "documentation": [{"party": CENTRE, "what": "Planen"}],
}
BEFORE_THE_MEETING: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (CENTRE, "record_consent", CONSENT),
    (CENTRE, "write_basis", {"question": "Vem gör vad?", "important": "Sotis."}),
    (CENTRE, "write_mapping", MAPPING),
    (CENTRE, "send_call", call()),
    (MUNICIPALITY, "answer_call", {"answer": "comes", "who": "Kim Låtsas"}),
    (WARD, "answer_call", {"answer": "phone", "who": "Pia Påhitt"}),
)
AFTER_IT: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        CENTRE,
        "hold_meeting",
        {
            "attended": [MUNICIPALITY, HOME_CARE],
            "absent": [ABSENT],
            "others": [{"name": "Maj", "tie": "granne"}],
        },
    ),
    (CENTRE, "write_goals", goals()),
    (MUNICIPALITY, "write_own_measures", {"measures": [SHOWER]}),
    (HOME_CARE, "write_own_measures", {"measures": [WOUND]}),
    (CENTRE, "decide_follow_up", AHEAD),
    (HOME_CARE, "follow_up_measures", {"measures": [HEALED]}),
)


def test_one_plan_goes_from_consent_to_closed_through_four_desks(again: Room) -> None:
    room = again
    room.do(CENTRE, "appoint_contact", {"name": "Ida Exempel"})
    sent = [send(room, *one) for one in BEFORE_THE_MEETING]
    room.until(day(2) * 1440)
    sent += [send(room, *one) for one in AFTER_IT]
    at_the_ward = room.text(WARD, f"{SIP}/oversikt/")
    taking_part = room.text(MUNICIPALITY, f"{SIP}/deltagare/")
    sent.append(send(room, CENTRE, "close_plan", {"reason": "goals_reached"}))

    assert [one.status_code for one in sent] == [302] * len(sent)
    for said in (
        GOAL,
        "Personlig hygien Jag vill duscha utan att vara rädd.",
        "Hjälper till i duschen Biståndsenheten, Bo",
        "Jag går till brevlådan , varje dag Berit gör det här",
        "Lägger om såret , varannan dag",
        "Klart ”Läkt”",
        "Samordningsansvarig framåt Vårdcentralen Ån, Ida Exempel",
        "Övergripande ansvar Regionen",
        "Planen har det som lagen frågar efter.",
    ):
        assert said in at_the_ward
    assert "Kom inte: Sjukdom" in taking_part
    assert "Maj, granne Kom med personen" in taking_part
    assert "Var också med på mötet Maj, granne" in at_the_ward
    assert "Avslut, Berit Påhittad" in room.text(HOME_CARE, "?visa=nya")
    assert "Målen är uppnådda" in room.text(HOME_CARE, f"{SIP}/avsluta/")
    assert "Huvudmålet" not in room.text(CENTRE, "arende/1/").partition("Tider att hålla")[2]


def test_a_unit_that_neither_came_nor_is_noted_as_absent_is_asked_about(again: Room) -> None:
    room = asked(again)
    room.do(CENTRE, "write_mapping", MAPPING)
    room.do(CENTRE, "send_call", call(day=day(1)))
    room.do(MUNICIPALITY, "answer_call", {"answer": "phone", "who": "Kim Låtsas"})
    room.until(day(2) * 1440)
    there = {"attended": [MUNICIPALITY, HOME_CARE]}

    form = room.text(CENTRE, "arende/1/skriv/hold_meeting/")
    stopped = send(room, CENTRE, "hold_meeting", there, do="send")
    sent = send(room, CENTRE, "hold_meeting", there)

    assert "Biståndsenheten Vi är med per telefon, Kim Låtsas" in form.partition("Svar på")[2]
    assert "Det gäller: Avdelning 4." in words(stopped)
    assert "Det står inte om de kom: Avdelning 4." in words(room.client.get(sent.url))
    assert "Det står inte om de kom" in room.text(HOME_CARE, f"{SIP}/deltagare/")


def test_the_consent_lists_those_near_first_and_folds_the_register_without_losing_a_tick(
    again: Room,
) -> None:
    room = asked(again)
    typed = CONSENT | {"receivers": [MUNICIPALITY, "vup"], "purposes": []}  # purposes are required
    page = send(room, CENTRE, "record_consent", typed, do="send")
    groups = page.context["groups"]["receivers"]
    named = [(one.title, one.aside, one.chosen) for one in groups]
    assert named[0] == ("Med i ärendet", False, True)
    assert ("Personens kommun och vårdcentral", False, False) in named
    assert ("Specialistvård utanför sjukhuset", True, True) in named
    assert ("Primärvård", True, False) in named
    everybody = [choice.value for one in groups for choice in one.choices]
    shown = [choice.value for choice in page.context["form"]["receivers"].choices]
    assert sorted(everybody) == sorted(shown)


def test_a_plan_that_waits_for_units_says_so_to_everybody_and_lies_in_their_inbox(
    again: Room,
) -> None:
    room = met(again)
    room.do(CENTRE, "write_goals", goals(main_day=150))
    names = "Biståndsenheten, Hälso- och sjukvård i hemmet Norr"
    inbox = room.text(HOME_CARE)
    assert "1 plan väntar på era insatser." in inbox
    assert "Planer som väntar på era insatser (1)" in inbox
    assert "Vårdcentralen Ån skrev från mötet" in inbox
    assert "väntar på era insatser" in room.text(HOME_CARE, "oversikt/")
    assert f"Har inte skrivit sina insatser än: {names}." in room.text(CENTRE, f"{SIP}/oversikt/")
    assert f"Egna insatser är inte skrivna än: {names}." in room.text(CENTRE, f"{SIP}/utskrift/")
    assert f"inte skrivit än vad de gör: {names}." in room.text(CENTRE, "arende/1/den-enskilde/")
    asking = room.client.get(room.url(CENTRE, "arende/1/skriv/send_message/?som=insatser")).context[
        "form"
    ]
    chosen = {one.value for one in asking["recipients"].choices if one.selected}
    assert chosen == {MUNICIPALITY, HOME_CARE}
    room.until(day(3) * 1440)
    assert f"Har inte skrivit sina insatser: {names}." in room.text(CENTRE, "arende/1/")
    room.do(HOME_CARE, "write_own_measures", {"measures": [WOUND]})
    assert "Planer som väntar" not in room.text(HOME_CARE)
    left = "Har inte skrivit sina insatser än: Biståndsenheten."
    assert left in room.text(CENTRE, f"{SIP}/oversikt/")


def test_a_draft_and_a_seat_of_ones_own_that_somebody_waits_for_stand_among_what_to_do(
    again: Room,
) -> None:
    """Both units are played by the same person: the case says whom everybody waits for."""
    room = met(again)
    friend = goals(others=[{"text": "Går med till torget", "who": "Väninnan"}])
    stopped = send(room, CENTRE, "write_goals", friend, do="send")
    assert stopped.status_code == 422
    assert "Fråga personen och skriv svaret i samtycket först: Dokumentera samtycke" in words(
        stopped
    )
    case = room.text(CENTRE, "arende/1/")
    assert "Ni har börjat. Det ligger kvar som utkast." in case
    room.do(MUNICIPALITY, "send_message", {"recipients": [CENTRE], "subject": "När?"})
    waits = room.text(MUNICIPALITY, "arende/1/")
    assert "Byt till Vårdcentralen Ån" in waits
    assert "väntar på dig Du spelar den också: byt uppdrag" in waits


def test_to_call_somebody_the_person_has_said_no_to_is_asked_about_in_those_words(
    again: Room,
) -> None:
    room = asked(again, exceptions=["vup"])
    room.do(CENTRE, "write_mapping", MAPPING)
    stopped = send(room, CENTRE, "send_call", call(recipients=[MUNICIPALITY, "vup"]), do="send")
    assert "Personen har sagt nej: Vuxenpsykiatrin" in words(stopped)
    assert "Personen har sagt nej till" in room.text(CENTRE, "arende/1/skriv/send_call/")


def test_who_takes_over_answers_at_once_and_holds_the_plan_from_the_day_that_is_said(
    again: Room,
) -> None:
    room = met(again)
    room.do(CENTRE, "write_goals", goals(main_day=150))
    told = {"day": day(40), "coordinator": CENTRE, "coordinator_name": "Ida Exempel"}
    told["principal"] = "municipality"
    room.do(CENTRE, "decide_follow_up", told)
    asked_of = send(room, CENTRE, "hand_over", {"to": HOME_CARE, "from_day": in_days(4)})
    waits = room.text(HOME_CARE, "arende/1/")
    form = room.client.get(room.url(HOME_CARE, "arende/1/skriv/answer_hand_over/")).context["form"]
    reached = {"name": "Eva Exempel", "phone": form["phone"].value}  # the unit's own number
    said = send(room, HOME_CARE, "answer_hand_over", {"answer": "yes", **reached})
    before = room.text(CENTRE, f"{SIP}/deltagare/")
    mirrors = [room.text(CENTRE, "arende/1/den-enskilde/")]
    room.until(day(4) * 1440 + 60)
    mirrors.append(room.text(CENTRE, "arende/1/den-enskilde/"))
    after = room.text(HOME_CARE, f"{SIP}/deltagare/")

    assert [asked_of.status_code, said.status_code] == [302, 302]
    assert "Ni är tillfrågade om att samordna planen." in waits
    assert "Samordningsansvarig: Vårdcentralen Ån" in before
    assert "Hälso- och sjukvård i hemmet Norr tar över fre 27 nov" in before
    assert "Samordningsansvarig: Hälso- och sjukvård i hemmet Norr" in after
    assert "Svar på överlämningen: Ja, Eva Exempel" in room.text(CENTRE, "arende/1/")
    assert "Samordnar planen från och med nu" in room.text(HOME_CARE, "arende/1/handelser/")
    ring = "Ring om något inte fungerar:"
    assert f"{ring} Ida Exempel, Vårdcentralen Ån" in mirrors[0]
    assert f"{ring} Eva Exempel, Hälso- och sjukvård i hemmet Norr" in mirrors[1]
    assert "0980-31 92 10" in mirrors[1]
    assert "Från den dag som är sagd är det ni som kallar" in words(room.client.get(said.url))
    assert "fel roll" not in room.text(CENTRE, "arende/1/")


def test_what_the_basis_says_is_asked_about_and_follows_into_the_plan(again: Room) -> None:
    before = again.text(MUNICIPALITY, "arende/1/skriv/write_planning/")
    room = asked(again)
    after = room.text(HOME_CARE, "arende/1/skriv/write_planning/")
    form = room.text(CENTRE, "arende/1/skriv/write_basis/")
    wanted = {
        "question": "Hem?",
        "important": "Att Sotis får bo kvar.",
        "units": [MUNICIPALITY, "kommunrehab"],
        "principal": "municipality",
    }
    stopped = send(room, CENTRE, "write_basis", wanted, do="send")
    met(room, asked_first=False, basis=wanted)
    goals_form = room.text(CENTRE, "arende/1/skriv/write_goals/")
    room.do(CENTRE, "write_goals", goals(main_day=150))
    ahead = room.client.get(room.url(CENTRE, "arende/1/skriv/decide_follow_up/")).context["form"]
    known = [one.value for one in ahead["coordinator"].choices[:4]]
    meeting = room.client.get(room.url(CENTRE, "arende/1/skriv/hold_meeting/")).context["groups"]
    withdrawn = room.client.get(room.url(CENTRE, "arende/1/skriv/note_withdrawal/")).context

    assert "Ingen annan ser er planering än." in before
    assert "Er planering går till dem som samtycket omfattar: " in after
    assert "Vårdcentralen Ån" in after.partition("samtycket omfattar: ")[2].partition(".")[0]
    assert form.index("Omfattas av samtycket") < form.index("Omfattas inte av samtycket")
    assert "Det gäller: Kommunens rehab." in words(stopped)
    assert "”Att Sotis får bo kvar.”" in goals_form
    assert "Jag går med stavar." in goals_form
    assert [one.value for one in ahead["principal"].choices if one.selected] == ["municipality"]
    assert set(known) == {CENTRE, MUNICIPALITY, HOME_CARE, WARD}
    assert CENTRE in [one.value for one in meeting["attended"][0].choices]
    (covered,) = withdrawn["groups"]["receivers"]
    assert {one.value for one in covered.choices} == set(CONSENT["receivers"])


def test_only_the_coordinator_writes_in_the_mapping_and_the_others_read_why(again: Room) -> None:
    room = asked(again)
    room.do(CENTRE, "write_mapping", MAPPING)

    page = room.text(MUNICIPALITY, f"{SIP}/kartlaggning/")
    tried = send(room, MUNICIPALITY, "write_mapping", MAPPING)

    assert "Bara samordningsansvarig skriver i kartläggningen." in page
    assert "Exempel från Örebro län" in page
    assert "Jag går med stavar." in page
    assert tried.status_code == 422
    assert "Bara samordningsansvarig skriver i kartläggningen." in words(tried)


def test_a_unit_cannot_write_or_follow_up_the_part_of_another(again: Room) -> None:
    room = met(again)
    mine = {"measures": [{"text": "Lägger om såret", "contact": "Eva"}]}
    assert not room.do(HOME_CARE, "write_own_measures", mine)
    theirs = {"text": "Hjälper till i duschen", "responsible": MUNICIPALITY, "contact": "Bo"}

    # The guard measures_are_own, which the profile lays on the goals.
    written_by_the_centre = room.do(CENTRE, "write_goals", goals(main_day=150, measures=[theirs]))
    room.do(CENTRE, "write_goals", goals(main_day=150))
    followed_up = send(
        room,
        MUNICIPALITY,
        "follow_up_measures",
        {"measures": [{"what": "Lägger om såret", "outcome": "done"}]},
    )

    assert written_by_the_centre[0].startswith("Varje enhet skriver sina egna insatser.")
    assert "Varje enhet följer upp sina egna insatser." in words(followed_up)
    assert 'id="f-measures"' in followed_up.content.decode()
    assert "Lägger om såret" in room.text(CENTRE, f"{SIP}/oversikt/")


def test_the_goal_coach_asks_about_a_goal_that_is_a_measure_and_sends_nothing(again: Room) -> None:
    room = met(again)
    answer = send(room, CENTRE, "write_goals", {"main_goal": "Hemtjänst x 3"}, do="ask")
    offered = answer.context["form"]["measures"].rows[0].inputs["responsible"].choices

    assert CENTRE in {one.value for one in offered}
    assert "forsakringskassan" not in {one.value for one in offered}  # nobody has said yes to that
    assert "Målcoachen frågar" in words(answer)
    assert "Det här ser ut som en insats." in words(answer)
    assert "Det finns ingen plan att läsa än." in room.text(CENTRE, f"{SIP}/oversikt/")


def test_a_call_tells_who_must_come_and_who_is_invited_by_letter(again: Room) -> None:
    room = asked(again)
    wanted = {"question": "Hem?", "important": "Sotis", "units": [MUNICIPALITY], "place": "I köket"}
    room.do(CENTRE, "write_basis", wanted)
    room.do(CENTRE, "write_mapping", MAPPING)

    page = room.client.get(room.url(CENTRE, "arende/1/skriv/send_call/"))
    form, inputs = words(page), page.context["form"]
    assert (
        send(room, CENTRE, "send_call", call(recipients=[MUNICIPALITY, "skolan"])).status_code < 400
    )
    paper = room.text(CENTRE, f"{SIP}/kallelse/")
    panel = room.text(CENTRE, "arende/1/")

    answer = {"answer": "comes", "who": "Kim Låtsas", "reason": "Jag tar med beslutet."}
    send(room, MUNICIPALITY, "answer_call", answer)
    assert "Svar på kallelsen" in room.text(CENTRE, "?visa=nya")
    assert "Meddelande till den som kallar Jag tar med beslutet." in room.text(
        CENTRE, f"{SIP}/kallelse/"
    )
    assert "Hittestads skola Skola Finns inte i systemet" in panel.replace(" Visa kontakt", "")
    assert form.index("Kallas i systemet") < form.index("Bjuds in med brev")
    assert form.index("Bjuds in med brev") < form.index("Omfattas inte av samtycket")
    assert "Varför kallar du? * obligatoriskt" in form
    assert [one.value for one in inputs["recipients"].choices if one.selected] == [MUNICIPALITY]
    assert inputs["purpose"].value == "Hem?"
    assert "möte tis 24 nov kl. 10.00" in room.text(MUNICIPALITY, "oversikt/")
    assert "SIP-möte om 26 tim" in room.text(MUNICIPALITY, "arende/1/")
    assert inputs["place"].value == "I köket"
    assert "Önskat yrke från" not in paper
    assert "Får kallelsen som brev Berit" in paper.replace("Hittestads skola", "").replace(
        "  ", " "
    )


def test_the_clock_goes_to_the_meeting_and_a_second_click_moves_nothing_more(again: Room) -> None:
    asked(again)
    again.do(CENTRE, "send_call", call(day=day(1)))
    page = again.client.get(again.url(CENTRE, "arende/1/"))
    began = page.context["desk"].now
    clock, pressed = again.url(CENTRE, "klocka/"), {"to": "meeting-1", "from": str(began)}

    there = words(again.client.post(clock, pressed, follow=True))
    twice = words(again.client.post(clock, {"to": "1", "from": str(began)}, follow=True))

    assert "Till mötet, tis 24 nov kl. 10.00" in words(page)
    assert "Klockan är nu tis 24 nov kl. 10.00" in there
    assert "Tiden var redan flyttad. Klockan är nu tis 24 nov kl. 10.00." in twice
    assert "Till mötet" not in again.text(CENTRE, "arende/1/")


def test_two_versions_of_a_plan_are_compared_in_words(again: Room) -> None:
    room = met(again)
    room.do(CENTRE, "write_goals", goals(main_day=150))
    room.do(
        CENTRE,
        "write_goals",
        goals(main_day=150, main_goal="Jag vill gå ut till jul.", subgoals=[]),
    )
    numbers = [
        one.number
        for one in room.client.get(room.url(CENTRE, f"{SIP}/oversikt/")).context["versions"]
    ]

    page = room.text(CENTRE, f"{SIP}/oversikt/?fran={numbers[0]}&till={numbers[1]}")

    assert f"Ändrad Huvudmål Före {GOAL} Nu Jag vill gå ut till jul." in page
    assert "Borttagen Delmål Före Jag vill duscha utan att vara rädd." in page


def test_a_child_is_asked_and_both_guardians_answer(again: Room) -> None:
    room = again
    told_about_the_person(room, minor=True, guardians=["mamma", "pappa"])
    url = room.url(CENTRE, "arende/1/skriv/record_consent/")
    form = words(room.client.get(url))
    one = {"giver": "guardian_1", "name": "Malin", "answer": "yes"}
    other = {"giver": "guardian_2", "name": "Peter", "answer": "no"}

    asked_first = send(room, CENTRE, "record_consent", CONSENT | {"givers": [one, other]}, "send")
    send(room, CENTRE, "record_consent", CONSENT | {"givers": [one, other]})
    stopped = room.text(CENTRE, f"{SIP}/underlag/")
    page = room.client.get(room.url(CENTRE, "arende/1/"))
    both = [one, {**other, "answer": "yes"}]
    send(room, CENTRE, "record_consent", CONSENT | {"givers": both, "child_answer": "yes"})
    asks = room.text(CENTRE, "arende/1/")
    basis = {"own_words": "Jag vill vara ute.", "guardians": [{"name": "Malin", "consent": "yes"}]}
    blank = room.client.get(room.url(CENTRE, "arende/1/skriv/write_basis_minor/")).context["form"]
    answers = [str(row.inputs["consent"].value) for row in blank["guardians"].rows]
    written = send(room, CENTRE, "write_basis_minor", basis)

    assert answers == ["yes", "yes"]
    assert "Vad säger barnet självt?" in form
    assert "Bara de som vårdnadshavarna har sagt ja till." in form
    assert "Det gäller: den andra vårdnadshavaren." in words(asked_first)
    assert asks.index("Skriv underlaget för minderårig") < asks.index("Du kan också")
    assert "Vårdnadshavare 2" in form
    assert "Peter har inte sagt ja. Vårdnadshavare bestämmer tillsammans" in stopped
    assert "Behov uppmärksammat" in stopped
    assert "saknas, Peter har sagt nej" in words(page)
    assert "Ingen går runt en vårdnadshavare." in words(page)
    assert written.status_code == 302
    assert "Jag vill vara ute." in room.text(CENTRE, f"{SIP}/underlag/")


def test_why_one_guardian_was_enough_is_asked_anew_and_a_yes_taken_back_says_what_to_do(
    again: Room,
) -> None:
    room = again
    told_about_the_person(room, minor=True, guardians=["mamma", HOME_CARE])
    one = {"giver": "guardian_1", "name": "Malin", "answer": "yes"}
    away = {"giver": "guardian_2", "name": "Peter", "answer": "hindered"}
    excused = CONSENT | {"givers": [one, away], "guardian_exception": "hindered"}
    assert send(room, CENTRE, "record_consent", excused).status_code == 302
    form = room.client.get(room.url(CENTRE, "arende/1/skriv/record_consent/")).context["form"]
    taken_back = {"extent": "part", "receivers": ["skolan"], "by": "guardian_2"}
    sent = send(room, CENTRE, "note_withdrawal", taken_back)
    told = words(room.client.get(sent.url))

    assert not any(one.selected for one in form["guardian_exception"].choices)
    assert [one.selected for one in form["givers"].rows[1].inputs["answer"].choices][-1]
    assert "Vem tog tillbaka det? Hälso- och sjukvård i hemmet Norr" in told
    assert "Ring dem och säg det." in told
    assert "Inga tider börjar räknas" not in told


def test_for_a_protected_person_no_digital_plan_is_made_and_the_one_there_is_ends(
    again: Room,
) -> None:
    room = met(again)
    room.do(CENTRE, "write_goals", goals(main_day=150))
    told_about_the_person(room, protected=True)

    page = room.text(CENTRE, f"{SIP}/kartlaggning/")
    written = room.do(CENTRE, "write_mapping", MAPPING)
    otherwise = room.do(CENTRE, "close_plan", {"reason": "goals_reached"})
    rightly = room.do(CENTRE, "close_plan", {"reason": "protected_identity"})

    assert "Ingen digital SIP görs." in page
    assert written[0].startswith("Personen har skyddade personuppgifter.")
    assert otherwise[0].startswith("Skälet stämmer inte med läget.")
    assert not rightly
    assert "Personen har fått skyddade uppgifter" not in room.text(MUNICIPALITY, f"{SIP}/avsluta/")


def test_the_tabs_stand_in_the_order_of_the_system_and_ask_no_more_for_a_longer_plan(
    again: Room, django_assert_max_num_queries
) -> None:
    room = met(again)
    parts = room.client.get(room.url(CENTRE, f"{SIP}/")).context["parts"]
    url = room.url(CENTRE, f"{SIP}/oversikt/")

    assert [one.label for one in parts] == [
        "Personuppgifter",
        "Underlag",
        "Samtycke",
        "Kallelse",
        "Kartläggning",
        "Möte",
        "Skapa SIP",
        "Uppföljning",
        "Utvärdering",
        "Deltagare",
        "Avsluta planering",
        "Översikt aktuell SIP",
        "Utskrift",
    ]
    for _time in range(2):
        room.do(CENTRE, "write_goals", goals(main_day=150))
        with django_assert_max_num_queries(20):
            room.client.get(url)


def test_a_measure_laid_at_the_coordinators_sub_goal_never_falls_out_of_the_plan(
    again: Room,
) -> None:
    room = met(again)
    first = room.client.get(room.url(CENTRE, "arende/1/skriv/write_goals/")).context["form"]
    room.do(CENTRE, "write_goals", goals(main_day=150))
    mine = [{"text": "Larm i duschen", "subgoal": 0}, {"text": "Ringer", "subgoal": 4}]
    room.do(MUNICIPALITY, "write_own_measures", {"measures": mine})
    again_at = room.client.get(room.url(MUNICIPALITY, "arende/1/skriv/write_own_measures/"))
    own = again_at.context["form"]["measures"].rows[0].inputs["subgoal"]
    plan = room.text(HOME_CARE, f"{SIP}/oversikt/")

    assert [one.value for one in first["measures"].rows[0].inputs["subgoal"].choices] == ["0"]
    assert plan.index(STEP) < plan.index("Larm i duschen") < plan.index("Ringer")
    assert [(one.label, one.selected) for one in own.choices] == [(f"1. {STEP}", True)]

    named = int(own.choices[0].value)
    step = {"text": "Jag vill veta vem jag ringer."}
    both = [{"text": "Larm i duschen", "subgoal": named}, {"text": "Ger ett kort", "subgoal": 0}]
    room.do(MUNICIPALITY, "write_own_measures", {"subgoals": [step], "measures": both})
    plan = room.text(HOME_CARE, f"{SIP}/oversikt/")
    written = room.text(HOME_CARE, f"{SIP}/skapa/")
    found = [plan.index(one) for one in (STEP, "Larm i duschen", step["text"], "Ger ett kort")]
    assert found == sorted(found)
    assert all(f"hör till delmålet ”{one}”" in written for one in (STEP, step["text"]))
