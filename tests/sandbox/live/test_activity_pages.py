"""The pages of activities: phones without accounts answer, leaders decide, projector and others."""

from __future__ import annotations

import pytest

from sandbox.live import activities
from sandbox.web.seats import seat_fragment
from sandbox.world.models import Contribution, Participant, Run
from tests.sandbox.live.asking import (
    browser,
    leader,
    of_kind,
    opened,
    says,
    sent_plan,
    session,
    somebody,
)
from tests.sandbox.live.session_steps import TEST_NUMBER
from tests.sandbox.world.led import WARD, berit, full_house, planned_run, seat_of
from training_site.people.models import User

PLAN = {"will": "Ringa avdelningen", "when": "Klockan nio", "who": "Enhetschefen"}


@pytest.fixture
def karin(db) -> User:
    return User.objects.create_superuser("karin@example.org", given_name="Karin")


@pytest.fixture
def run(karin) -> Run:
    return session(karin)


@pytest.fixture
def vera(run) -> Participant:
    return somebody(run, "Vera", 1)


@pytest.fixture
def maj(run) -> Participant:
    return somebody(run, "Maj", 2)


def answer_page(activity) -> str:
    return f"/delta/{activity.run.join_code.lower()}/svar/{activity.no}/"


def page(client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_a_phone_answers_a_poll_and_sees_its_answer_again(vera, maj):
    poll = opened(vera.run, "poll")
    phone = browser(vera)

    phone.post(answer_page(poll), {"choice": "3", "do": "send"})

    assert Contribution.objects.get(participant=vera).value == {"choice": 3}
    assert 'value="3" id="id_choice_3" checked' in page(phone, answer_page(poll))


def test_every_kind_has_a_form_that_is_kept(run, vera, maj):
    sent = {
        "poll": {"choice": "0"},
        "words": {"word_1": "tillit", "word_2": "mod"},
        "group_question": {"text": "Vi ringer först"},
        "closing": {"text": "Att ringa i tid"},
    }
    for kind, data in sent.items():
        browser(vera).post(answer_page(opened(run, kind)), data)

    kept = {one.activity.kind for one in Contribution.objects.filter(participant=vera)}

    assert kept == set(sent)


def test_a_real_number_is_stopped_with_a_reason_and_stands_in_the_field(vera):
    words = opened(vera.run, "words")

    answer = browser(vera).post(answer_page(words), {"word_1": TEST_NUMBER, "word_2": "mod"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "ser ut som ett riktigt personnummer" in shown
    assert f'value="{TEST_NUMBER}"' in shown
    assert not Contribution.objects.exists()


def test_an_answer_that_comes_too_late_is_told_and_stands_in_the_field(run, vera):
    closing = opened(run, "closing")
    activities.close(run=run, no=closing.no)

    answer = browser(vera).post(answer_page(closing), {"text": "Att ringa i tid"})

    assert answer.status_code == 409
    assert "Frågan är stängd" in answer.content.decode()
    assert "Att ringa i tid" in answer.content.decode()


def test_the_other_phones_note_is_shown_beside_and_both_are_put_together(run, vera):
    otto = somebody(run, "Otto", 1)
    asked = opened(run, "group_question")
    one, other = browser(vera), browser(otto)
    one.get(answer_page(asked))
    other.get(answer_page(asked))
    one.post(answer_page(asked), {"text": "Vi ringer", "seen": ""})
    other.post(answer_page(asked), {"text": "Vi skriver", "seen": ""})

    again = one.get(answer_page(asked))
    seen = again.context["form"]["seen"].value()
    one.post(answer_page(asked), {"text": "Vi ringer och skriver", "seen": seen})

    assert "Vi ringer" in again.content.decode()
    assert "Vi skriver" in again.content.decode()
    notes = activities.standing_notes(asked, 1)
    assert [note["text"] for note in notes] == ["Vi ringer och skriver"]
    assert all(name.isalpha() for name in seen.split())  # no digits, which could look like a number


def test_another_groups_note_is_on_no_page_of_this_group(run, vera, maj):
    asked = opened(run, "group_question")
    says(asked, maj, text="Bara för bord två")

    assert "Bara för bord två" not in page(browser(vera), answer_page(asked))


def test_a_plan_for_monday_is_kept_and_is_in_no_byte_of_anybody_elses_page(run, karin, vera, maj):
    code = run.join_code.lower()
    monday = opened(run, "monday")
    browser(vera).post(f"/delta/{code}/plan/", PLAN)
    own = page(browser(vera), f"/delta/{code}/plan/")
    boss = leader(karin)

    others = [
        page(browser(maj), f"/delta/{code}/plan/"),
        page(browser(maj), f"/delta/{code}/"),
        page(boss, f"/delta/{code}/plan/"),
        page(boss, f"/utbildare/{run.pk}/fraga/"),
        page(boss, f"/utbildare/{run.pk}/fraga/{monday.no}/"),
        repr(activities.for_leader(run)),
        repr(activities.results(run)),
    ]

    for text in PLAN.values():
        assert text in own
        assert not any(text in other for other in others)


def test_a_plan_is_found_again_on_another_phone_with_the_personal_code_after_the_end(run, vera):
    code = run.join_code.lower()
    opened(run, "monday")
    browser(vera).post(f"/delta/{code}/plan/", PLAN)
    Run.objects.filter(pk=run.pk).update(state=Run.State.ENDED)
    other = browser(vera)
    other.cookies.clear()

    other.post(f"/delta/{code}/tillbaka/", {"personal_code": vera.personal_code})

    assert PLAN["will"] in page(other, f"/delta/{code}/plan/")


def test_the_next_groups_sent_plan_is_judged_without_a_name(karin):
    # Side by side, where each moves the clock of the own case.
    run = session(karin, mode=Run.Mode.PARALLEL)
    vera, maj = somebody(run, "Veronika", 1), somebody(run, "Maj", 2)
    sent_plan(vera)
    judging = opened(run, "judging")

    shown = page(browser(maj), answer_page(judging))
    form = browser(maj).get(answer_page(judging)).context["form"]
    browser(maj).post(answer_page(judging), dict.fromkeys(form.fields, "2"))

    assert "Jag vill sjunga med kören på vårkonserten" in shown
    assert "Veronika" not in shown
    kept = Contribution.objects.get(participant=maj).value
    assert kept["of"] == 1
    assert set(kept["scores"].values()) == {2}


def test_there_is_nothing_to_judge_before_the_other_group_has_sent_anything(run, vera, maj):
    judging = opened(run, "judging")

    assert "ingen plan att bedöma" in page(browser(maj), answer_page(judging))


def test_a_leader_opens_lets_through_and_closes_with_plain_buttons(run, karin, vera, maj):
    words = of_kind(run, "words")
    boss = leader(karin)
    act = f"/utbildare/{run.pk}/fraga/{words.no}/andra/"

    boss.post(act, {"do": "open"})
    browser(vera).post(answer_page(words), {"word_1": "tillit"})
    waiting = page(boss, f"/utbildare/{run.pk}/fraga/{words.no}/")
    boss.post(act, {"do": "let:all"})
    boss.post(act, {"do": "project"})
    boss.post(act, {"do": "close"})

    run.refresh_from_db()
    shown = activities.for_projector(run, words.no)
    assert "tillit" in waiting
    assert [word.text for word in shown.result.words] == ["tillit"]
    assert not shown.is_open


def test_a_leader_adds_a_question_with_answers_of_her_own(run, karin):
    leader(karin).post(
        f"/utbildare/{run.pk}/fraga/ny/",
        {"kind": "poll", "question": "Ringer ni?", "options": "Ja\nNej\n\nJa\n"},
    )

    made = run.activities.order_by("no").last()
    assert (made.question, made.options, made.state) == ("Ringer ni?", ["Ja", "Nej"], "prepared")


def test_only_leaders_reach_the_questions_of_a_session(run, vera, client):
    other = User.objects.create_user("otto@example.org", given_name="Otto")
    client.force_login(other)
    poll = of_kind(run, "poll")

    answers = [
        who.post(f"/utbildare/{run.pk}/fraga/{poll.no}/andra/", {"do": "open"}).status_code
        for who in (client, browser(vera))
    ]

    assert 200 not in answers
    assert of_kind(run, "poll").state == "prepared"


def test_a_question_that_is_not_opened_cannot_be_read_by_a_phone(run, vera):
    poll = of_kind(run, "poll")

    assert poll.question not in page(browser(vera), answer_page(poll))


def test_a_leaders_page_follows_the_answers_by_itself_and_only_with_its_own_address(
    run, karin, vera, client
):
    words = opened(run, "words")
    shown = leader(karin).get(f"/utbildare/{run.pk}/fraga/{words.no}/")
    news = shown.context["live_url"]
    says(words, vera, words=["tillit"])

    fresh = client.get(news, {"v": "older"}).content.decode()
    forged = client.get(f"{news[:-3]}xx/")

    assert "tillit" in fresh
    assert 'name="csrfmiddlewaretoken"' not in fresh
    assert forged.status_code == 410


def test_a_question_reaches_the_phone_that_sits_in_its_role_until_it_is_answered(karin):
    run = planned_run(berit(), trainer=karin)
    (world,) = full_house(run)
    activities.prepare(run)
    seat = seat_of(world, WARD)
    words = opened(run, "words")
    asked = seat_fragment(seat)
    says(words, seat.participant, words=["tillit"])

    assert f"/delta/{run.join_code.lower()}/svar/{words.no}/" in asked
    assert words.question in asked
    assert words.question not in seat_fragment(seat)


def test_not_even_ones_own_plan_is_shown_while_the_session_is_stopped(run, vera):
    opened(run, "monday")
    address = f"/delta/{run.join_code.lower()}/plan/"
    browser(vera).post(address, PLAN)
    Run.objects.filter(pk=run.pk).update(halted_at=run.created_at)

    stopped = page(browser(vera), address)
    Run.objects.filter(pk=run.pk).update(halted_at=None)

    assert not any(text in stopped for text in PLAN.values())
    assert PLAN["will"] in page(browser(vera), address)
