"""Exercise A in the replica's own forms: what a learner writes, and what comes back."""

from __future__ import annotations

import copy

import pytest

from sandbox import practice

pytestmark = pytest.mark.django_db


def test_the_colleagues_plan_meets_every_part_and_draws_only_good_replies(alex, model_bodies):
    alex.play(model_bodies)

    done = alex.page("klart/")
    assert "Övningen är klar" in done
    assert "Lämna övningen och gå vidare" in done
    for step in ("consent", "mapping", "call", "goals", "follow_up"):
        assert "Saknar något" not in alex.replies(step)


def test_a_learner_who_has_done_nothing_is_told_where_to_begin(alex):
    page = alex.page()

    assert "Du har 5 steg att göra" in page
    assert "Börja med samtycke" in page


def test_consent_given_to_the_employer_makes_alex_ask_about_the_job(alex, model_bodies):
    body = model_bodies["consent"] | {
        "receivers": ["vc-rehab", "bistand", "arbetsgivaren"],
        "exceptions": [],
    }
    alex.send("consent", body)

    page = alex.replies("consent")
    assert "Vänta, ringde ni mitt jobb?" in page
    assert "Arbetsgivaren" in page


def test_a_call_without_a_question_leaves_the_unit_wondering_why(alex, model_bodies):
    alex.send("consent", model_bodies["consent"])
    alex.send("mapping", model_bodies["mapping"])
    call = copy.deepcopy(model_bodies["call"])
    del call["questions"]["bistand"]
    alex.send("call", call)

    assert "Vi vet inte varför vi är kallade." in alex.replies("call")


def test_a_unit_that_was_never_called_says_so_at_the_meeting(alex, model_bodies):
    alex.send("consent", model_bodies["consent"])
    alex.send("mapping", model_bodies["mapping"])
    alex.send("call", model_bodies["call"] | {"recipients": ["bistand"]})

    assert "Vi fick aldrig någon kallelse." in alex.to_the_meeting()


def test_a_measure_written_as_a_goal_makes_alex_ask_what_it_is_for(alex, model_bodies):
    bodies = {key: model_bodies[key] for key in ("consent", "mapping", "call")}
    alex.play(bodies)
    goals = copy.deepcopy(model_bodies["goals"])
    goals["subgoals"] = [{"text": "Ledsagning × 3", "day": 60}]
    alex.send("goals", goals)

    page = alex.replies("goals")
    assert "Vad blir det för mig?" in page
    assert "Ledsagning × 3" in page


def test_what_was_sent_can_be_changed_and_the_replies_change_with_it(alex, model_bodies):
    alex.send("consent", model_bodies["consent"] | {"exceptions": []})
    alex.send("consent", model_bodies["consent"])

    page = alex.replies("consent")
    assert "Saknar något" not in page
    assert "En sak att pröva" not in page


def test_the_course_learns_that_the_exercise_is_done_and_never_that_it_was_undone(
    alex, model_bodies
):
    alex.play(model_bodies)
    alex.client.post(f"{alex.home}igen/")
    user = int(alex.client.session["_auth_user_id"])

    found = practice.status(user_id=user, slugs=["alex-kor"])["alex-kor"]
    assert found.state == "done"
    assert "Du har 5 steg att göra" in alex.page()


def test_the_earlier_attempt_can_be_read_by_the_learner_alone(alex, bo, model_bodies):
    alex.play(model_bodies)
    alex.client.post(f"{alex.home}igen/")

    assert "vårkonserten" in alex.page("tidigare/1/")
    assert bo.get(f"{alex.home}tidigare/1/").status_code == 404


def test_a_hint_is_given_without_losing_what_is_typed(alex):
    answer = alex.client.post(
        f"{alex.home}steg/consent/", {"do": "hint", "note": "Alex vill läsa själv först."}
    )
    page = answer.content.decode()

    assert "Läs en gång till vad Alex har sagt ja och nej till." in page
    assert "Alex vill läsa själv först." in page


def test_the_comparison_opens_only_when_every_form_has_been_sent(alex, model_bodies):
    assert "Jämför din plan" not in alex.page("jamfor/")

    alex.play(model_bodies)

    assert "Jämför din plan" in alex.page("jamfor/")


def test_the_own_judgement_is_kept_for_the_learner(alex, model_bodies):
    alex.play(model_bodies)
    alex.client.post(f"{alex.home}bedomning/", {"own_goal": "2"})

    page = alex.page("bedomning/")
    chosen = page.split('name="own_goal" value="2"')[1][:20]
    assert "checked" in chosen
