"""Exercise A: each thing that is missing draws the reply its receiver would give."""

from __future__ import annotations

import pytest

from sandbox.exercises.checks import checks
from sandbox.exercises.play import begin
from sandbox.exercises.replies import in_short, replies_for
from tests.sandbox.exercises.plays import model_body, played, reply, scenario_at, take, to_meeting

ALEX = scenario_at()


def goals(**changes):
    return {"goals": {**model_body(ALEX, "goals"), **changes}}


def measures(**changes):
    rows = model_body(ALEX, "goals")["measures"]
    return goals(measures=[{**rows[0], **changes}, *rows[1:]])


def test_consent_given_to_the_employer_makes_alex_ask_whether_you_rang():
    case = played(
        {"consent": {"receivers": ["vc-rehab", "bistand", "arbetsgivaren"], "exceptions": []}}
    )
    answer = reply(case, "consent", "alex")
    assert answer.tone == "missing"
    assert answer.text == "”Vänta, ringde ni mitt jobb?”"
    assert "arbetsgivaren" in answer.quote
    assert "Ta bort arbetsgivaren" in answer.attempt_hint


def test_a_call_without_a_question_makes_the_unit_wonder_why():
    questions = {"vc-rehab": "Vad kan göra ljudet uthärdligt?", "bistand": ""}
    answer = reply(played({"call": {"questions": questions}}), "call", "bistand")
    assert answer.text == "”Vi vet inte varför vi är kallade.”"
    assert answer.quote == "Du skrev ingen fråga till Biståndsenheten"
    assert answer.also == "Har inte svarat om någon kommer."
    assert "Vi behöver veta av er om …" in answer.attempt_hint


def test_a_measure_written_as_a_goal_makes_alex_ask_what_it_is_for():
    answer = reply(played(goals(main_goal="Ledsagning × 3")), "goals", "alex")
    assert answer.text == "”Ledsagning × 3? Det är väl något ni gör. Vad blir det för mig?”"
    assert "Ledsagning × 3" in answer.quote
    answer = reply(played(goals(subgoals=[{"text": "Ledsagning × 3."}])), "goals", "alex")
    assert answer.text == "”Ledsagning × 3? Det är väl något ni gör. Vad blir det för mig?”"
    assert answer.quote == "Du skrev som delmål: ”Ledsagning × 3.”"


def test_a_missing_responsible_makes_alex_ask_whom_to_ask():
    answer = reply(played(measures(responsible="")), "goals", "alex")
    assert answer.text == "”Vem är det som gör det? Jag vet inte vem jag ska fråga.”"
    assert "Arbetsterapeuten provar öronskydd" in answer.quote


def test_a_missing_contact_makes_the_unit_ask_whom_alex_should_ring():
    answer = reply(played(measures(contact="")), "goals", "vc-rehab")
    assert "Vem hos oss ska Alex ringa?" in answer.text
    assert "Arbetsterapeuten provar öronskydd" in answer.quote


def test_a_missing_date_makes_the_unit_ask_for_how_long():
    answer = reply(played(measures(until_day=None)), "goals", "vc-rehab")
    assert "Hur länge ska vi hålla på?" in answer.text
    assert "Skriv en slutdag" in answer.attempt_hint


def test_a_missing_date_on_alex_own_measure_makes_alex_ask_when():
    rows = model_body(ALEX, "goals")["measures"]
    case = played(goals(measures=[rows[0], rows[1], {**rows[2], "until_day": None}]))
    assert "Men till när?" in reply(case, "goals", "alex").text


def test_a_unit_not_called_says_at_the_meeting_that_no_call_came():
    case = played(
        {"call": {"recipients": ["bistand"], "questions": {"bistand": "Kan ledsagning ges?"}}}
    )
    answer = reply(case, "meeting", "vc-rehab")
    assert answer.text == "”Vi fick aldrig någon kallelse.”"
    assert answer.quote == "Du kallade: biståndsenheten"
    meeting = next(document for document in case.documents if document.kind == "meeting")
    assert meeting.body["attended"] == ["alex", "hemtjanst-norr", "bistand"]
    assert meeting.body["absent"] == [
        {"party": "vc-rehab", "reason": "Fick aldrig någon kallelse."}
    ]


def test_the_neighbour_wonders_why_and_the_log_says_that_the_consent_was_exceeded():
    case = played({"call": {"recipients": ["vc-rehab", "bistand", "grannen"]}}, until="call")
    answer = reply(case, "call", "grannen")
    assert answer.text == "”Varför fick jag det här?”"
    assert [line.data for line in case.log if line.code == "consent_exceeded"] == [
        {"parties": ["grannen"]}
    ]
    assert not next(one for one in checks(ALEX, case) if one.key == "consent_followed").met


def test_the_employer_learns_what_alex_did_not_want_to_tell():
    case = played({"call": {"recipients": ["vc-rehab", "bistand", "arbetsgivaren"]}}, until="call")
    assert "Vi visste inte att Alex har hemtjänst" in reply(case, "call", "arbetsgivaren").text
    assert "Står mitt jobb på kallelsen?" in reply(case, "call", "alex").text


def test_a_mapping_without_own_words_is_a_list_of_diagnoses():
    rows = [{"heading": "hemliv", "text": "Diagnos: hjärnskada. Hjälpmedel finns."}]
    case = played({"mapping": {"areas": rows}}, until="mapping")
    assert reply(case, "mapping", "vc-rehab").text == (
        "”Här står diagnos och hjälpmedel, men inte vad Alex vill.”"
    )
    assert "Var är det jag sa om att sjunga?" in reply(case, "mapping", "alex").text


def test_nobody_who_coordinates_ahead_makes_rehab_ask_who_calls_next_time():
    case = played({"follow_up": {"coordinator": ""}})
    assert reply(case, "follow_up", "vc-rehab").text == "”Vem kallar nästa gång?”"


def test_what_has_no_time_makes_alex_ask_when():
    case = played(goals(main_goal="Jag vill sjunga med andra igen.", main_day=None))
    assert "Till när då?" in reply(case, "goals", "alex").text


def test_no_subgoal_and_no_measure_make_alex_ask_for_the_way():
    assert "första steget" in reply(played(goals(subgoals=[])), "goals", "alex").text
    assert "vem gör vad" in reply(played(goals(measures=[])), "goals", "alex").text


GOOD = [
    ("consent", "alex", "”Skönt att du frågade vilka som får veta.”"),
    ("mapping", "vc-rehab", "”Nu förstår vi att det är ljudet, inte orken.”"),
    ("call", "alex", "”Hemma på förmiddagen, då orkar jag. Jag sätter larm på telefonen.”"),
    ("call", "vc-rehab", "”Bra att du skrev vad Alex vill kunna. Vi tar med arbetsterapeuten.”"),
    ("call", "bistand", "”Bra, då tar jag reda på vad som gäller för ledsagning.”"),
    ("goals", "alex", "”Ja, precis så.”"),
    ("follow_up", "vc-rehab", "”Då hörs vi om fyra veckor. Jag skriver in min del i dag.”"),
]


@pytest.mark.parametrize(("step", "sender", "says"), GOOD)
def test_the_colleagues_plan_draws_the_good_reply(step, sender, says):
    answer = reply(played(), step, sender)
    assert (answer.tone, answer.text) == ("worked", says)


def test_replies_quote_what_was_written_word_for_word():
    question = "Hur kan ni hjälpa Alex att orka en repetition?"
    case = played({"call": {"questions": {"vc-rehab": question, "bistand": "Kan ledsagning ges?"}}})
    assert reply(case, "call", "vc-rehab").quote == f"Du skrev: ”{question}”"
    assert "dag\u00a08, torsdag kl.\u00a010.00, hemma hos Alex" in reply(case, "call", "alex").quote


def test_what_worked_comes_first_and_there_is_one_thing_to_try():
    case = played(
        {"call": {"recipients": ["vc-rehab", "bistand", "grannen"], "questions": {}}}, until="call"
    )
    answers = replies_for(ALEX, case, "call")
    tones = [answer.tone for answer in answers]
    assert tones == sorted(tones, reverse=True)
    assert len([answer for answer in answers if answer.attempt_hint]) == 1
    assert in_short(answers) == "Fyra undrar något."
    assert in_short(replies_for(ALEX, played(), "call")) == "Alla har det de behöver."


def test_nobody_answers_what_has_not_been_sent():
    assert replies_for(ALEX, begin(ALEX), "call") == ()


def test_redoing_a_step_changes_the_replies_and_keeps_the_history():
    poor = played({"call": {"recipients": ["bistand"]}}, until="call")
    better = take(poor, "call", model_body(ALEX, "call"), ALEX)
    assert [answer.tone for answer in better.replies] == ["worked"] * 3
    assert [line.code for line in better.case.log].count("send_call") == 2
    case = to_meeting(better.case, ALEX)
    assert reply(case, "meeting", "vc-rehab").tone == "worked"


def test_after_a_poor_meeting_one_can_call_to_a_new_one():
    case = to_meeting(played({"call": {"recipients": ["bistand"]}}, until="call"), ALEX)
    again = take(case, "call", {**model_body(ALEX, "call"), "day": 15}, ALEX)
    assert not again.refused
    held = to_meeting(again.case, ALEX)
    assert held.now == 15 * 1440 + 600
    assert reply(held, "meeting", "vc-rehab").tone == "worked"


def test_consent_that_is_widened_later_lets_the_unit_in():
    case = played({"consent": {"receivers": ["bistand"]}}, until="call")
    assert "Vi ser inte att Alex har sagt ja" in reply(case, "call", "vc-rehab").text
    wider = take(case, "consent", model_body(ALEX, "consent"), ALEX).case
    assert reply(wider, "call", "vc-rehab").tone == "worked"
