"""Stop – a real person: one press covers everybody's text, and only what is chosen is erased."""

from __future__ import annotations

import pytest

from sandbox.live import joining
from sandbox.world.models import Entry, Run
from sandbox.world.queries import hash_of
from tests.sandbox.live.leading_steps import fresh, karin, leading, led_session, page_of, world
from tests.sandbox.live.session_steps import browser, seen
from tests.sandbox.world.led import CARE, WARD, model_step, seat_of, send, take_step


@pytest.fixture
def run(db) -> Run:
    """Two groups, and in both of them the ward has written how it is for Berit."""
    run = led_session(karin())
    for line in (1, 2):
        seat = seat_of(world(run, line), WARD)
        take_step(seat, "notice")
        action, body = model_step(run.scenario, "planning_ward")
        own = {
            key: f"{text} ({line})" if isinstance(text, str) else text for key, text in body.items()
        }
        send(seat, action, own, step="planning_ward")
    return fresh(run)


def text_of(run: Run, line: int) -> set[str]:
    """The longer texts the ward of the group has written since it began."""
    written = Entry.objects.for_world(world(run, line)).filter(author=WARD, seat__isnull=False)
    return {
        text
        for entry in written
        for text in entry.body.values()
        if isinstance(text, str) and len(text) > 12
    }


def test_one_press_covers_all_text_at_once_without_a_question(run):
    seat = seat_of(world(run), WARD)
    token = joining.new_token()
    seat.participant.token_hash = hash_of(token)
    seat.participant.save()
    phone = browser()
    phone.cookies["samova_plats"] = token
    card = f"/ovning/{run.join_code.lower()}-{seat.no}/"

    answer = leading(run).post(page_of(run, "stopp/"), follow=True)

    assert "Passet är stoppat" in seen(answer)
    assert "visar att passet är stoppat" in seen(answer)
    shown = phone.get(card).content.decode()
    assert "Passet är stoppat" in shown
    assert not [text for text in text_of(run, 1) if text in shown]


def test_a_stop_erases_nothing_and_lifting_it_shows_everything_again(run):
    before = text_of(run, 1)
    trainer = leading(run)

    trainer.post(page_of(run, "stopp/"))
    assert text_of(run, 1) == before != set()

    trainer.post(page_of(run, "stopp/slapp/"))
    assert fresh(run).halted_at is None


def test_only_the_group_that_was_chosen_is_erased(run):
    kept = text_of(run, 2)
    trainer = leading(run)
    trainer.post(page_of(run, "stopp/"))

    trainer.post(page_of(run, "stopp/radera/"), {"what": "g1"})

    assert text_of(run, 1) == set()
    assert text_of(run, 2) == kept != set()
    assert "Text raderades" in seen(trainer.get(page_of(run)))


def test_only_the_organisation_that_was_chosen_is_erased(run):
    trainer = leading(run)
    trainer.post(page_of(run, "stopp/"))
    other = seat_of(world(run), CARE).no

    trainer.post(page_of(run, "stopp/radera/"), {"what": f"s{other}"})
    assert text_of(run, 1)

    trainer.post(page_of(run, "stopp/radera/"), {"what": f"s{seat_of(world(run), WARD).no}"})
    assert text_of(run, 1) == set()


def test_everything_can_be_erased(run):
    trainer = leading(run)
    trainer.post(page_of(run, "stopp/"))

    answer = trainer.post(page_of(run, "stopp/radera/"), {"what": "allt"}, follow=True)

    assert text_of(run, 1) == text_of(run, 2) == set()
    assert "Raderat på" in seen(answer)


def test_nothing_is_erased_without_a_choice_or_without_a_stop(run):
    before = text_of(run, 1)
    trainer = leading(run)

    trainer.post(page_of(run, "stopp/radera/"), {"what": "allt"})
    trainer.post(page_of(run, "stopp/"))
    trainer.post(page_of(run, "stopp/radera/"), {"what": ""})
    trainer.post(page_of(run, "stopp/radera/"), {"what": "m7"})

    assert text_of(run, 1) == before
