"""Exercise B: what people commonly miss draws the answer its receiver would give."""

from __future__ import annotations

import pytest

from sandbox.exercises.injects import send
from sandbox.exercises.play import begin, play
from sandbox.exercises.replies import replies_for
from tests.sandbox.exercises.berit import AT_HOME, BERIT, SEATS, UNITS, body_of, played, reply


def goals(**changes):
    return {"goals": {**body_of("goals"), **changes}}


def test_a_notice_without_the_health_centre_leaves_nobody_to_hold_it_together():
    # Later steps need the notice, so the story stops here.
    case = played({"notice": {"recipients": UNITS[1:]}}, until="notice")
    answer = reply(case, "notice", "vc-an")
    assert answer.tone == "missing"
    assert "ingen utsett någon fast vårdkontakt" in answer.text
    assert "biståndsenheten" in answer.quote
    assert "Lägg till Vårdcentralen Ån" in answer.attempt_hint


def test_more_than_four_facts_before_berit_has_said_yes_makes_her_ask():
    case = played({"notice": {"more": "Är rädd om nätterna."}}, until="notice")
    assert reply(case, "notice", "berit").text == "”Frågade ni mig innan ni skrev det där?”"
    without = played({"notice": {"facts": ["name", "address"]}}, until="notice")
    assert "När tror ni att hon åker hem?" in reply(without, "notice", "bistand").text


HIDDEN = [
    ("planning_ward", "berit", "när det är dags att tvätta sig"),
    ("planning_vc", "avdelning-4", "träffar Berit efter operationen"),
    ("planning_bistand", "vc-an", "Vad är det vi inte vet?"),
    ("planning_hemtjanst", "berit", "Och Sotis?"),
    ("planning_hsv", "avdelning-4", "Räknar ni med såret?"),
    ("planning_rehab", "berit", "Kommer jag in överallt hemma"),
]


@pytest.mark.parametrize(("step", "sender", "said"), HIDDEN)
def test_planning_that_keeps_to_itself_what_only_one_knows_is_noticed(step, sender, said):
    dull = {"before": "Som vanligt.", "now": "Allt är bra.", "ask": "", "measures": []}
    answer = reply(played({step: dull}), step, sender)
    assert answer.tone == "missing"
    assert said in answer.text
    assert answer.attempt_hint
    assert reply(played(), step, sender).tone == "worked"


def test_answering_the_daughter_without_asking_berit_makes_berit_ask_who_talks_to_her():
    change = {"ask_berit": {"recipients": ["dottern"], "text": "Vi ordnar korttids."}}
    case = played(change)
    assert "Vem pratar med mig?" in reply(case, "ask_berit", "berit").text
    assert "då säger jag till mamma att det är klart" in reply(case, "ask_berit", "dottern").text


def test_the_daughters_wish_is_not_berits_goal():
    wish = "Berit ska till korttids så att dottern kan vara lugn"
    answer = reply(played(goals(main_goal=wish)), "goals", "berit")
    assert answer.text == "”Det där är min dotters mål. Jag vill vara hemma hos Sotis.”"
    assert wish in answer.quote
    offered = played({"sip_offer": {"own_words": "Dottern vill att hon får korttids."}})
    assert "min dotters ord" in reply(offered, "sip_offer", "berit").text
    refused = played({"sip_offer": {"own_words": "Jag vill inte till korttids."}})
    assert reply(refused, "sip_offer", "berit").tone == "worked"


def test_a_call_without_a_question_makes_the_unit_wonder():
    questions = {**body_of("call")["questions"], "bistand": "", "kommunrehab": " "}
    case = played({"call": {"questions": questions}})
    assert reply(case, "call", "bistand").text == "”Vi vet inte vad ni vill att vi svarar på.”"
    assert "trappan, badrummet eller promenaden" in reply(case, "call", "kommunrehab").text
    assert reply(case, "call", "hsv-norr").tone == "worked"


def test_the_three_days_of_the_call_are_not_those_of_the_payment():
    late = played({"call": {"day": 12}}, until="call", times={"call": 9 * 1440 + 600})
    assert (
        "De fyra dagarna gäller betalningen, inte kallelsen" in reply(late, "call", "bistand").text
    )
    soon = played({"call": {"day": 8}}, until="call")
    answer = reply(soon, "call", "berit")
    assert answer.text == "”Redan? Jag har knappt hunnit hem.”"
    assert "De tre dagarna gäller kallelsen, inte mötet" in answer.attempt_hint


def test_ready_after_noon_makes_the_municipality_count_four_days():
    assert "fyra dagar till betalningsansvaret" in reply(played(), "ready", "bistand").text


def test_six_measures_and_no_goal_make_berit_ask_where_they_are_going():
    rows = [{**body_of("goals")["measures"][0], "text": f"Insats {n}."} for n in range(6)]
    answer = reply(played(goals(main_goal="", measures=rows)), "goals", "berit")
    assert answer.text == "”Sex saker som ni ska göra. Men vart är det vi ska?”"
    assert "Insats 0" in answer.quote


def test_information_without_the_doctors_visit_is_missed_by_who_should_have_booked_it():
    change = {"information": {"follow_up": "Såret läggs om varannan dag."}}
    answer = reply(played(change), "information", "vc-an")
    assert "Vi trodde att ni bokade, och ni trodde att vi gjorde det" in answer.text
    empty = played({"information": {"to_person": []}})
    assert "Jag fick inget papper med mig" in reply(empty, "information", "berit").text


def test_the_plan_sent_to_the_daughter_after_the_change_comes_back_to_berit():
    change = {"about_daughter": {"recipients": ["dottern", "vc-an"], "text": "Här är planen."}}
    answer = reply(played(change), "about_daughter", "berit")
    assert "min dotter och frågade om räkningarna" in answer.text
    assert "dottern" in answer.quote


def test_an_old_consent_after_the_change_makes_berit_remind():
    case = played({"consent": {"limits": []}})
    assert "inte ska få veta något om mina pengar" in reply(case, "consent", "berit").text
    before = played({"consent": {"limits": []}}, until="goals")
    assert reply(before, "consent", "berit").tone == "worked"


def test_rehab_that_is_ill_and_comes_anyway_makes_the_caller_wonder_who():
    case = played({"answer_rehab": {"answer": "comes"}})
    assert "Vem är det då som kommer?" in reply(case, "answer_rehab", "vc-an").text
    assert "hur jag kommer ut genom porten" in reply(case, "meeting", "berit").text
    cancelled = played({"answer_rehab": {"answer": "declines"}})
    assert "Ska vi ställa in?" in reply(cancelled, "answer_rehab", "vc-an").text


def test_what_worked_comes_first_and_there_is_one_thing_to_try():
    case = played({"notice": {"recipients": ["bistand"], "facts": []}}, until="notice")
    answers = replies_for(BERIT, case, "notice")
    assert len([answer for answer in answers if answer.attempt_hint]) == 1
    tones = [answer.tone for answer in answers]
    assert tones == sorted(tones, reverse=True)


def test_own_measures_without_a_contact_leave_berit_without_a_number():
    for step in ("measures_bistand", "measures_hemtjanst", "measures_hsv", "measures_rehab"):
        row = {**body_of(step)["measures"][0], "contact": ""}
        answer = reply(played({step: {"measures": [row]}}), step, "berit")
        assert "Vem ringer jag" in answer.text
        assert row["text"] in answer.quote


def test_a_unit_that_is_not_called_says_so():
    case = played({"call": {"recipients": AT_HOME[1:]}}, until="call")
    assert "Besluten är våra" in reply(case, "call", "bistand").text


def test_a_message_meant_for_somebody_else_is_told_to_its_sender():
    case = begin(BERIT, humans=SEATS)
    case = send(case, scenario=BERIT, inject="fel-mottagare").case
    message = case.documents[-1]
    assert (message.author, message.body["recipients"]) == ("avdelning-7", ["hemtjanst-norr"])
    turn = play(
        case,
        scenario=BERIT,
        action="send_message",
        role="care_unit",
        actor="hemtjanst-norr",
        body={
            "recipients": ["avdelning-7"],
            "subject": "Fel mottagare",
            "text": "Det gäller inte oss.",
        },
    )
    told = {answer.sender: answer for answer in turn.replies}
    assert "Vi valde fel mottagare" in told["avdelning-7"].text
    assert {answer.tone for answer in turn.replies} == {"worked"}


def test_going_home_a_day_earlier_is_told_to_everybody():
    case = send(played(until="planning_rehab"), scenario=BERIT, inject="andrat-datum").case
    assert case.facts["estimated_day"] == 6
    assert [line.code for line in case.log][-2:] == ["inject", "change_date"]
