"""What is typed is kept: offline, in two tabs, on the way back, and however hard one clicks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from sandbox.world.models import Event, World
from tests.browser import walking
from tests.browser.walking import COURSE

OFFLINE = "Du är offline. Det du skriver finns kvar och sparas när du är uppkopplad."
SIGNED_OUT = "Du är inte inloggad längre. Det du skriver finns kvar här när du har loggat in igen."
SAVED = re.compile(r"^Sparat kl\.\s\d{1,2}\.\d\d$")
WORDS = "Alex vill läsa planen själv först."


@pytest.fixture
def consent(open_as, learner, exercise) -> Page:
    """The first form of the exercise, open in a browser."""
    return open_as(learner, f"{exercise.home}steg/consent/")


@pytest.fixture
def questions(open_as, learner) -> Page:
    """The three questions of lesson 1.3, open in a browser."""
    page = open_as(learner, f"{COURSE}varfor-sip/det-har-sager-lagen/")
    page.get_by_role("button", name="Svara på 3 frågor").click()
    page.wait_for_url("**/fragor/**")
    return page


def _saying(page: Page):
    return page.locator("[data-saved]")


def test_a_form_of_the_exercise_is_kept_offline_and_saved_when_the_net_is_back(consent):
    consent.context.set_offline(True)
    consent.get_by_label("Något mer").fill(WORDS)
    expect(_saying(consent)).to_have_text(OFFLINE)

    consent.locator("button.btn[value=send]").click()
    expect(consent.get_by_label("Något mer")).to_have_value(WORDS)

    consent.context.set_offline(False)
    expect(_saying(consent)).to_have_text(SAVED)
    consent.reload()
    expect(consent.get_by_label("Något mer")).to_have_value(WORDS)


def test_answers_are_kept_offline_and_saved_when_the_net_is_back(questions):
    questions.context.set_offline(True)
    questions.locator("#q1-2").check()
    questions.locator("#q2-3").check()
    expect(_saying(questions)).to_have_text(OFFLINE)

    questions.context.set_offline(False)
    expect(_saying(questions)).to_have_text(SAVED)
    questions.reload()
    expect(questions.locator("#q1-2")).to_be_checked()
    expect(questions.locator("#q2-3")).to_be_checked()


def test_what_was_typed_offline_is_there_when_the_page_is_opened_again(consent):
    consent.context.set_offline(True)
    consent.get_by_label("Något mer").fill(WORDS)
    expect(_saying(consent)).to_have_text(OFFLINE)
    address = consent.url
    state = consent.context.storage_state()
    assert WORDS in str(state["origins"])

    page = consent.context.new_page()
    consent.close()
    page.context.set_offline(False)
    page.goto(address)
    expect(page.get_by_label("Något mer")).to_have_value(WORDS)
    expect(_saying(page)).to_have_text(SAVED)


def test_what_was_typed_after_being_signed_out_is_there_after_signing_in(consent):
    address, cookies = consent.url, consent.context.cookies()
    consent.context.clear_cookies(name="sessionid")
    consent.get_by_label("Något mer").fill(WORDS)
    expect(_saying(consent)).to_have_text(SIGNED_OUT)

    consent.get_by_label("Något mer").fill(f"{WORDS} Till sist.")
    consent.locator("button.btn[value=send]").click()
    consent.wait_for_url("**/konto/logga-in/**")
    consent.context.add_cookies(cookies)
    consent.goto(address)

    expect(consent.get_by_label("Något mer")).to_have_value(f"{WORDS} Till sist.")
    expect(_saying(consent)).to_have_text(SAVED)


def test_leaving_a_form_halfway_keeps_what_was_just_typed(consent):
    consent.get_by_label("Något mer").fill(WORDS)
    consent.get_by_role("link", name="Uppgiftslista").click()
    expect(consent.locator("h1")).to_have_text("Alex vill tillbaka till kören")

    consent.go_back()
    expect(consent.get_by_label("Något mer")).to_have_value(WORDS)


def test_the_back_button_after_sending_shows_what_was_sent(consent):
    body = walking.colleagues_plan()["consent"]
    walking.fill(consent, body)
    walking.send(consent)

    consent.go_back()
    expect(consent.get_by_label("Något mer")).to_have_value(body["note"])
    expect(consent.locator('[name=receivers][value="vc-rehab"]')).to_be_checked()
    walking.send(consent)
    expect(consent.locator("h1")).to_have_text("Samtycke: mottagarnas svar")


def test_the_back_button_after_handing_in_leads_to_the_answers(questions):
    walking.answer(questions, right=True)
    questions.get_by_role("button", name="Svara på frågorna").click()
    questions.wait_for_url("**/svar/")

    questions.go_back()
    questions.reload()
    expect(questions.locator("h1")).to_contain_text("Dina svar")


def test_a_double_click_sends_once(consent, learner):
    walking.fill(consent, walking.colleagues_plan()["consent"])
    consent.locator("button.btn[value=send]").dblclick()
    consent.wait_for_url("**/svar/")

    expect(consent.locator("h1")).to_have_text("Samtycke: mottagarnas svar")
    world = World.objects.get(run__learner=learner)
    assert Event.objects.for_world(world).filter(code="record_consent").count() == 1


def test_a_double_click_hands_in_once(questions, learner):
    walking.answer(questions, right=False)
    questions.get_by_role("button", name="Svara på frågorna").dblclick()
    questions.wait_for_url("**/svar/")

    expect(questions.locator("h1")).to_contain_text("Dina svar")
    assert [attempt.submitted_at is None for attempt in learner.quiz_attempts.all()] == [False]


def test_a_second_tab_is_told_that_the_first_one_has_sent(consent):
    second = consent.context.new_page()
    second.goto(consent.url)
    walking.fill(consent, walking.colleagues_plan()["consent"])
    walking.send(consent)

    second.bring_to_front()
    second.get_by_label("Något mer").fill(WORDS)
    second.locator("button.btn[value=send]").click()

    expect(second.get_by_role("alert")).to_be_visible()
    expect(second.get_by_label("Något mer")).to_have_value(WORDS)


def test_a_second_tab_is_told_that_the_answers_are_handed_in(questions):
    second = questions.context.new_page()
    second.goto(questions.url)
    walking.answer(questions, right=True)
    questions.get_by_role("button", name="Svara på frågorna").click()
    questions.wait_for_url("**/svar/")

    second.bring_to_front()
    second.locator("#q1-1").check()
    expect(_saying(second)).to_contain_text("Svaren är redan inlämnade")
    expect(second.locator("#q1-1")).to_be_checked()
    second.get_by_role("button", name="Svara på frågorna").click()
    expect(second.locator("h1")).to_contain_text("Dina svar")
