"""An exercise with several seats: actors, deadlines, injects, seats that change hands, checks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.exercises.checks import checks, checks_of, is_done, step_state
from sandbox.exercises.injects import palette, send
from sandbox.exercises.led import Inject
from sandbox.exercises.play import advance, begin, next_event, play
from sandbox.exercises.reading import parse_scenario
from sandbox.exercises.seats import flip
from sandbox.exercises.solving import solve, solve_as
from sandbox.exercises.stages import stage_states
from sandbox.exercises.steps import next_step_for, whose_ball
from sandbox.process.state import Timer, latest, minute_of
from tests.sandbox.exercises.plays import model_body, scenario_at

OLOF_FILE = Path(__file__).parent / "scenarios" / "olof-hem.yaml"
OLOF = scenario_at(OLOF_FILE)
WARD, CENTRE, TOWN = "avdelning-4", "vc-an", "bistand"
EVERYBODY = (WARD, CENTRE, TOWN)


def take(case, step, body=None, **changes):
    """The turn when the step's own seat takes it as the colleague would, with changes."""
    row = OLOF.step(step)
    written = {**(model_body(OLOF, step) if body is None else body), **changes}
    return play(
        case,
        scenario=OLOF,
        action=row.action,
        role=OLOF.role_of(row.seat),
        actor=row.seat,
        body=written,
    )


def moved(case, day, time):
    return advance(case, scenario=OLOF, to=minute_of(day, time)).case


def codes(case):
    return [line.code for line in case.log]


def done(case, *steps):
    for step in steps:
        turn = take(case, step)
        assert not turn.refused, turn.refused
        case = turn.case
    return case


def outcome(case, key):
    return next(one for one in checks(OLOF, case) if one.key == key)


def test_the_same_file_is_played_by_everybody_or_alone_from_any_seat():
    assert is_done(OLOF, solve(OLOF))
    for party in EVERYBODY:
        assert is_done(OLOF, solve_as(OLOF, party)), party


def test_everybody_acts_under_the_own_party_and_the_line_names_the_step():
    case = solve(OLOF)
    line = next(line for line in case.log if line.code == "send_call")
    assert (line.actor, line.actor_kind, line.data) == (CENTRE, "human", {"step": "call"})
    assert latest(case, "planning").author == TOWN


def test_nobody_plays_for_a_party_that_a_person_plays():
    case = moved(begin(OLOF, humans=EVERYBODY), 9, "12.00")
    assert {line.actor_kind for line in case.log} == {"system"}


def test_a_party_without_a_person_writes_what_the_colleague_would_have_written():
    case = moved(begin(OLOF, humans=(CENTRE, TOWN)), 1, "18.00")
    notice = latest(case, "admission_notice")
    assert notice.author == WARD
    assert notice.body["recipients"] == [CENTRE, TOWN]
    assert case.log[-1].actor_kind == "actor"


def test_a_party_acknowledges_the_very_document_that_came():
    case = done(begin(OLOF, humans=(WARD,)), "notice")
    case = moved(case, 1, "23.00")
    number = latest(case, "admission_notice").number
    assert case.facts["read"] == {str(number): [CENTRE, TOWN]}


def test_an_actor_that_was_refused_tries_again_when_what_it_waited_for_is_there():
    case = begin(OLOF, humans=(WARD, TOWN))
    # The consent has been taken back: the health centre may not call.
    case = moved(done(case, "notice"), 3, "12.00")
    case = play(
        case, scenario=OLOF, action="withdraw_consent", role="primary_care", actor=CENTRE, body=None
    ).case
    case = moved(done(moved(case, 5, "10.00"), "ready"), 6, "12.00")
    assert "send_call" not in codes(case)
    refusals = [line for line in case.log if line.code == "refused"]
    assert [(line.actor, line.data["action"]) for line in refusals] == [(CENTRE, "send_call")]
    consent = model_body(OLOF, "consent")
    case = play(
        case,
        scenario=OLOF,
        action="record_consent",
        role="primary_care",
        actor=CENTRE,
        body=consent,
    ).case
    case = moved(case, 7, "12.00")
    assert "send_call" in codes(case)


def test_what_a_party_was_refused_is_noted_once_and_plans_no_endless_tries():
    case = begin(OLOF, humans=(WARD, TOWN))
    case = moved(done(case, "notice"), 3, "12.00")
    case = play(
        case, scenario=OLOF, action="withdraw_consent", role="primary_care", actor=CENTRE, body=None
    ).case
    case = moved(done(moved(case, 5, "10.00"), "ready"), 6, "12.00")
    for _ in range(3):
        case = take(case, "ready", recipients=[CENTRE]).case
        case = send(case, scenario=OLOF, inject="sjuk").case
        case = moved(case, case.now // 1440 + 1, "12.00")
    refusals = [line for line in case.log if line.code == "refused" and line.actor == CENTRE]
    assert len(refusals) == 1


def test_a_time_limit_that_is_kept_says_nothing_and_one_that_is_not_is_noted():
    kept = moved(done(begin(OLOF, humans=EVERYBODY), "notice"), 3, "12.00")
    assert "deadline_missed" not in codes(kept)
    late = moved(begin(OLOF, humans=EVERYBODY), 3, "12.00")
    line = next(line for line in late.log if line.code == "deadline_missed")
    assert (line.data, line.actor) == ({"deadline": "admission_notice"}, "system")
    assert line.at == minute_of(2, "16.00")


def test_the_two_limits_after_ready_for_discharge_are_not_the_same():
    case = done(moved(begin(OLOF, humans=EVERYBODY), 1, "17.00"), "notice")
    case = done(moved(case, 5, "13.10"), "contact", "ready")
    case = moved(case, 12, "12.00")
    at = {
        line.data["deadline"]: (line.code, line.at) for line in case.log if "deadline" in line.data
    }
    assert at["call"] == ("deadline_missed", minute_of(8, "23.59"))
    # After noon the municipality pays from four days later; the call still has three.
    assert at["payment"] == ("deadline_opened", minute_of(9, "00.00"))


def test_standing_still_lets_no_time_run_out():
    case = begin(OLOF, humans=EVERYBODY)
    again = case
    for _ in range(5):
        again = advance(again, scenario=OLOF, to=again.now).case
    assert again == case
    case = done(case, "notice")
    assert [timer.status for timer in case.timers] == ["cancelled"]


def test_the_next_event_is_the_nearest_of_any_kind():
    case = begin(OLOF, humans=(WARD,))
    assert next_event(case) == minute_of(2, "16.00")
    case = done(case, "notice")
    assert next_event(case) == minute_of(1, "19.00")
    assert next_event(begin(OLOF, humans=EVERYBODY[:2])) == minute_of(2, "16.00")


def test_what_happens_from_outside_comes_once_when_its_time_has_come():
    case = done(begin(OLOF, humans=EVERYBODY), "notice", "contact")
    assert "inject" not in codes(moved(case, 2, "15.59"))
    case = done(case, "contact")
    case = moved(case, 5, "12.00")
    line = next(line for line in case.log if line.code == "inject")
    assert line.at == minute_of(2, "16.00")
    assert codes(case).count("inject") == 1
    message = latest(case, "message")
    assert (message.author, message.number) == ("systern", line.document)
    assert message.body["recipients"] == [TOWN]


def test_the_log_names_what_came_but_never_what_it_said():
    case = send(begin(OLOF), scenario=OLOF, inject="sjuk", says="Något helt annat.").case
    line = case.log[-1]
    assert line.data == {"ref": "sjuk", "title": OLOF.inject("sjuk").title, "to": [WARD, CENTRE]}
    assert latest(case, "message").body["text"] == "Något helt annat."
    assert case.facts["ill"] == [TOWN]


def test_sending_now_is_at_once_whatever_the_clock_has_done():
    case = done(begin(OLOF, humans=EVERYBODY), "notice", "contact")
    for at in (case.now, minute_of(2, "15.00"), minute_of(6, "03.00")):
        later = advance(case, scenario=OLOF, to=at).case
        turn = send(later, scenario=OLOF, inject="systern-ringer", to=(CENTRE,))
        assert turn.happenings[0].at == turn.case.now == at
        assert latest(turn.case, "message").body["recipients"] == [CENTRE]
    early = send(case, scenario=OLOF, inject="systern-ringer").case
    assert codes(moved(early, 9, "12.00")).count("inject") == 1


def test_what_is_held_waits_for_the_leader():
    case = moved(begin(OLOF, humans=EVERYBODY), 9, "12.00")
    assert "inject" not in codes(case)
    assert [came for _, came in palette(OLOF, case)] == [False, False, False]
    case = send(case, scenario=OLOF, inject="sjuk").case
    assert [came for _, came in palette(OLOF, case)] == [False, False, True]


def test_the_leader_can_write_something_of_the_own():
    own = Inject("eget", "Hissen är trasig", "", "olof", (WARD,), "Hissen", "Hissen står stilla.")
    turn = send(begin(OLOF), scenario=OLOF, inject=own)
    assert latest(turn.case, "message").body["subject"] == "Hissen"
    with pytest.raises(KeyError):
        send(begin(OLOF), scenario=OLOF, inject=replace(own, sender="kungen"))
    with pytest.raises(ValueError, match="någon som får"):
        send(begin(OLOF), scenario=OLOF, inject=replace(own, to=()))


def test_the_person_changes_the_consent_and_the_case_changes_with_it():
    case = done(begin(OLOF, humans=EVERYBODY), "notice", "contact", "consent")
    turn = send(case, scenario=OLOF, inject="andrat-samtycke")
    assert [line.code for line in turn.happenings] == ["inject", "record_consent"]
    assert turn.case.consents[-1].exceptions == {"systern"}
    assert turn.happenings[1].actor == CENTRE


def test_an_actor_answers_what_came_from_outside():
    case = done(begin(OLOF, humans=(WARD, CENTRE)), "notice", "contact")
    case = moved(case, 3, "12.00")
    message = latest(case, "message", TOWN)
    assert message.body["recipients"] == [CENTRE]


def test_a_message_to_somebody_else_does_not_take_back_an_answer():
    rule = (
        "  - {party: olof, upon: send_message, after: PT2H, do: send_message,\n"
        "     when: {path: message.recipients, contains: olof},\n"
        "     body: {recipients: [bistand], subject: Svar, text: Jag vill hem.}}\n\n"
        "injects:\n"
    )
    text = OLOF_FILE.read_text(encoding="utf-8")
    asked = parse_scenario(text.replace("injects:\n", rule, 1), "svar.yaml")
    case = done(begin(asked, humans=EVERYBODY), "notice")
    for receiver in ("olof", CENTRE):
        body = {"recipients": [receiver], "subject": "Hem", "text": "Vad vill du?"}
        case = play(
            case,
            scenario=asked,
            action="send_message",
            role="municipality",
            actor=TOWN,
            body=body,
        ).case
    case = advance(case, scenario=asked, to=case.now + 300).case
    assert [document.author for document in case.documents if document.kind == "message"] == [
        TOWN,
        TOWN,
        "olof",
    ]


def test_a_hint_that_is_due_is_noted():
    case = begin(OLOF)
    timer = Timer(case.now + 5, "hint", "hint:call", {"check": "call_in_time"}, "pending")
    case = advance(replace(case, timers=(timer,)), scenario=OLOF, to=case.now + 5).case
    assert (case.log[-1].code, case.log[-1].data) == ("hint_given", {"check": "call_in_time"})


def test_who_takes_a_seat_takes_over_from_the_machine_with_everything_in_place():
    case = begin(OLOF, humans=(CENTRE, TOWN))
    turn = flip(case, scenario=OLOF, party=WARD, human=True)
    assert [line.code for line in turn.happenings] == ["seat_taken"]
    assert turn.happenings[0].actor_kind == "system"
    later = moved(turn.case, 2, "12.00")
    assert "send_admission_notice" not in codes(later)
    assert turn.case.documents == case.documents
    assert turn.case.log[: len(case.log)] == case.log


def test_who_leaves_a_seat_leaves_only_what_was_not_done():
    case = begin(OLOF, humans=EVERYBODY)
    case = done(moved(case, 1, "17.00"), "notice", "receipt")
    case = moved(case, 3, "09.00")
    left = flip(case, scenario=OLOF, party=TOWN, human=False).case
    case = moved(left, 6, "12.00")
    by_town = [(line.code, line.actor_kind) for line in case.log if line.actor == TOWN]
    assert by_town == [("acknowledge", "human"), ("write_planning", "actor")]
    planned = next(line for line in case.log if line.code == "write_planning")
    assert planned.at == minute_of(4, "09.00")


def test_who_leaves_late_does_not_move_the_days_of_the_story():
    left = flip(
        moved(begin(OLOF, humans=EVERYBODY), 1, "16.30"), scenario=OLOF, party=WARD, human=False
    )
    assert next_event(left.case) == minute_of(1, "18.00")
    late = flip(
        moved(begin(OLOF, humans=EVERYBODY), 2, "09.00"), scenario=OLOF, party=WARD, human=False
    )
    assert next_event(late.case) == minute_of(2, "10.00")


def test_coming_and_going_loses_no_time_limit():
    case = done(begin(OLOF, humans=EVERYBODY), "notice", "contact", "ready")
    waiting = {timer.ref: timer.due for timer in case.timers if timer.status == "pending"}
    for party in EVERYBODY:
        for human in (False, True):
            case = flip(case, scenario=OLOF, party=party, human=human).case
    after = {timer.ref: timer.due for timer in case.timers if timer.status == "pending"}
    assert after == waiting
    assert flip(case, scenario=OLOF, party=WARD, human=True).happenings == ()


def test_each_person_has_the_own_checks_and_the_group_has_them_all():
    case = done(begin(OLOF, humans=EVERYBODY), "notice", "receipt")
    assert [(one.key, one.met) for one in checks_of(OLOF, case, TOWN)] == [
        ("receipt_given", True),
        ("planning_written", False),
    ]
    each = [one.key for party in EVERYBODY for one in checks_of(OLOF, case, party)]
    assert sorted(each) == sorted(one.key for one in checks(OLOF, case))


def test_a_check_on_time_shows_its_limit_and_the_line_that_decided():
    case = done(moved(begin(OLOF, humans=EVERYBODY), 1, "17.00"), "notice", "contact")
    assert outcome(case, "notice_in_time").limit == "senast dag 2 kl. 16.00"
    assert outcome(case, "call_in_time").limit == ""
    case = moved(done(case, "consent", "mapping"), 5, "13.10")
    case = done(case, "ready")
    assert outcome(case, "call_in_time").limit == "senast dag 8 kl. 23.59"
    in_time = done(moved(case, 8, "23.59"), "call")
    assert outcome(in_time, "call_in_time").met
    line = next(one for one in in_time.log if one.code == "send_call")
    assert outcome(in_time, "call_in_time").evidence_seq == line.seq
    assert not outcome(done(moved(case, 9, "00.00"), "call"), "call_in_time").met


def test_what_was_done_in_time_stays_so_however_often_it_is_done_again():
    case = done(begin(OLOF, humans=EVERYBODY), "notice")
    line = outcome(case, "notice_in_time").evidence_seq
    case = take(moved(case, 4, "12.00"), "notice").case
    assert outcome(case, "notice_in_time").met
    assert outcome(case, "notice_in_time").evidence_seq == line


def test_the_order_of_two_things_decides_a_check():
    case = done(begin(OLOF, humans=EVERYBODY), "notice", "ready", "contact")
    assert not outcome(case, "ready_after_contact").met
    assert outcome(solve(OLOF), "ready_after_contact").met
    assert outcome(solve(OLOF), "consent_first").met


def test_the_log_grows_and_no_check_changes_its_mind_about_what_has_been():
    case = solve(OLOF)
    assert [one.met for one in checks(OLOF, case)] == [
        one.met for one in checks(OLOF, replace(case, now=case.now + 9000, timers=()))
    ]


def test_each_seat_sees_its_own_steps_open_one_after_another():
    case = begin(OLOF, humans=EVERYBODY)
    assert next_step_for(OLOF, case, WARD).key == "notice"
    assert next_step_for(OLOF, case, TOWN) is None
    state = step_state(OLOF, case, "receipt")
    assert (state.state, state.reason) == ("locked", "Det har inte kommit till er än.")
    case = done(case, "notice")
    assert next_step_for(OLOF, case, TOWN).key == "receipt"
    assert next_step_for(OLOF, done(case, "receipt"), TOWN).key == "planning"


def test_the_ball_is_with_those_that_others_wait_for():
    case = begin(OLOF, humans=EVERYBODY)
    assert [(ball.party, ball.title) for ball in whose_ball(OLOF, case)] == [
        (WARD, "Inskrivningsmeddelande")
    ]
    case = done(case, "notice", "receipt", "receipt_vc", "contact", "planning", "ready")
    # Nobody else waits for a step of its own: then there is nobody to wait for.
    assert whose_ball(OLOF, case) == ()


def test_the_stages_show_how_far_the_group_has_come():
    case = begin(OLOF, humans=EVERYBODY)
    assert [state for _, _, state in stage_states(OLOF, case)] == ["now", "todo", "todo"]
    case = done(case, "notice", "receipt", "receipt_vc", "contact")
    assert [state for _, _, state in stage_states(OLOF, case)] == ["done", "now", "todo"]
    assert {state for _, _, state in stage_states(OLOF, solve(OLOF))} == {"done"}


def test_two_steps_with_the_same_action_are_taken_one_after_the_other():
    text = OLOF_FILE.read_text(encoding="utf-8")
    extra = (
        "  - {key: consent_again, seat: vc-an, title: Ändra samtycket, lead: Fråga igen.,\n"
        "     action: record_consent, document: consent, redo: Ändra}\n"
        "model:\n"
    )
    twice = parse_scenario(text.replace("model:\n", extra, 1), "tva.yaml")
    case = done(begin(twice, humans=EVERYBODY), "notice", "contact")
    body = model_body(twice, "consent")
    steps = []
    for receivers in ([WARD], [WARD, TOWN]):
        turn = play(
            case,
            scenario=twice,
            action="record_consent",
            role="primary_care",
            actor=CENTRE,
            body={**body, "receivers": receivers},
        )
        case = turn.case
        steps.append(turn.step)
    assert steps == ["consent", "consent_again"]
    assert step_state(twice, case, "consent").state == "done"


def test_alone_the_clock_goes_to_the_day_of_the_step_but_never_in_a_group():
    text = OLOF_FILE.read_text(encoding="utf-8").replace(
        "    action: notify_ready\n",
        '    action: notify_ready\n    starts: {day: 5, time: "13.10"}\n',
        1,
    )
    timed = parse_scenario(text, "tid.yaml")
    for humans, day in (((WARD,), 5), (EVERYBODY, 1)):
        case = begin(timed, humans=humans)
        for step in ("notice", "ready"):
            row = timed.step(step)
            turn = play(
                case,
                scenario=timed,
                action=row.action,
                role="ward",
                actor=WARD,
                body=model_body(timed, step),
            )
            assert not turn.refused
            case = turn.case
        assert case.now // 1440 == day
