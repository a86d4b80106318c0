"""On the questions page: two tabs, reload, logging out, blanks, arrows; all without JavaScript."""

from __future__ import annotations

import re

import pytest

from courses.quiz.actions import submit
from courses.quiz.models import Attempt, Step
from courses.quiz.queries import attempt_with_answers
from tests.courses.quiz.answering import fields, right_answers

pytestmark = pytest.mark.django_db


class Tab:
    """One opening of the questions page, with the hidden fields it was given."""

    def __init__(self, client, attempt: Attempt) -> None:
        self.client, self.address = client, f"/fragor/{attempt.public_id}/"
        html = client.get(self.address).content.decode()
        hidden = re.findall(r'name="(sida|q\d+\.sett)" value="(\w+)"', html)
        self.hidden: dict = dict(hidden)

    def save(self, **posted):
        return self.client.post(f"{self.address}spara/", self.hidden | posted)

    def press(self, button: str, **posted):
        return self.client.post(self.address, self.hidden | posted | {"do": button})


def _options(attempt: Attempt, slot: int = 1) -> list[str]:
    return attempt.items.get(slot=slot).option_order["options"]


def _responses(amina, attempt: Attempt) -> list[dict | None]:
    _attempt, items = attempt_with_answers(amina.pk, attempt.public_id)
    return [item.latest_response for item in items]


def test_two_tabs_that_answer_different_questions_both_count(web, amina, practice):
    attempt = practice("Q10", "Q13")
    one, two = _options(attempt, 1)[0], _options(attempt, 2)[0]
    left, right = Tab(web, attempt), Tab(web, attempt)

    left.save(q1=one)
    right.save(q2=two)

    assert _responses(amina, attempt) == [{"chosen": [one]}, {"chosen": [two]}]


def test_a_tab_left_open_does_not_undo_what_was_chosen_later_in_another(web, amina, practice):
    attempt = practice("Q10", "Q13")
    first, later = _options(attempt, 1)[:2]
    left, right = Tab(web, attempt), Tab(web, attempt)

    left.save(q1=first)
    right.save(q1=later)
    left.save(q1=first, q2=_options(attempt, 2)[0])

    assert _responses(amina, attempt)[0] == {"chosen": [later]}
    assert Step.objects.filter(item__slot=1).count() == 2


def test_taking_back_a_choice_in_the_same_tab_is_a_change(web, amina, practice):
    attempt = practice("Q02")
    tab = Tab(web, attempt)

    tab.save(q1=_options(attempt)[0])
    tab.save()

    assert _responses(amina, attempt) == [{}]


def test_steps_that_were_never_moved_do_not_undo_another_tabs_order(web, amina, practice):
    attempt = practice("Q04")
    start = attempt.items.get().option_order["steps"]
    idle, busy = Tab(web, attempt), Tab(web, attempt)
    asis = {f"q1.{key}": str(place) for place, key in enumerate(start, 1)}

    busy.press("save", **asis, **{"q1.flytta": f"{start[0]}.ned"})
    idle.save(**asis)

    assert _responses(amina, attempt) == [{"order": [start[1], start[0], *start[2:]]}]


def test_a_reload_and_a_new_login_find_everything_where_it_was(client, web, amina, practice):
    attempt = practice("Q10", "Q02", "Q06", "Q07", "Q22", "Q04")
    Tab(web, attempt).save(**fields(attempt))
    before = _shown(web, attempt)

    client.logout()
    assert client.get(f"/fragor/{attempt.public_id}/").status_code == 302
    client.force_login(amina)

    assert _shown(client, attempt) == before
    assert len(re.findall(r" checked| selected", before)) == 1 + 4 + 5 + 6 + 7 + 6


def _shown(client, attempt: Attempt) -> str:
    html = client.get(f"/fragor/{attempt.public_id}/").content.decode()
    return re.sub(r'name="(csrfmiddlewaretoken|sida)" value="\w+"', "", html)


def test_saving_for_later_leads_back_to_the_lesson(web, amina, practice):
    attempt = practice("Q10")

    answer = Tab(web, attempt).press("later", q1=_options(attempt)[0])

    assert answer.url == "/kurser/lektion/"
    assert _responses(amina, attempt) == [{"chosen": [_options(attempt)[0]]}]


def test_autosave_answers_with_the_time_in_swedish(web, practice, time_machine):
    time_machine.move_to("2026-11-21 11:14:30+00:00", tick=False)
    attempt = practice("Q10")

    answer = Tab(web, attempt).save(q1=_options(attempt)[0])

    assert answer.json() == {"saved": "kl.\u00a012.14"}


def test_autosave_after_the_hand_in_says_so(web, amina, practice):
    attempt = practice("Q10")
    tab = Tab(web, attempt)
    submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    answer = tab.save(q1=_options(attempt)[0])

    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Svaren är redan inlämnade.")


def test_practice_with_a_blank_asks_for_it_and_keeps_the_rest(web, amina, practice):
    attempt = practice("Q10", "Q06")
    chosen = _options(attempt)[0]

    answer = Tab(web, attempt).press("submit", q1=chosen)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "En fråga är inte besvarad än" in html
    assert '<a href="#q2-1">Fråga 2: Ordet SIP används' in html
    assert f'value="{chosen}" checked' in html
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_practice_cannot_be_handed_in_with_a_blank_however_it_is_asked(web, practice):
    attempt = practice("Q10")

    assert Tab(web, attempt).press("confirm").status_code == 422


def test_a_match_that_is_half_done_is_not_answered_yet(web, practice):
    attempt = practice("Q06")
    first = attempt.items.get().option_order["things"][0]

    answer = Tab(web, attempt).press("submit", **{f"q1.{first}": "1"})

    assert answer.status_code == 422
    assert '<option value="1" selected>' in answer.content.decode()


def test_steps_as_they_were_first_shown_are_no_answer(web, practice):
    attempt = practice("Q04")

    assert Tab(web, attempt).press("submit", **fields(attempt, {})).status_code == 422


def test_a_test_with_blanks_is_handed_in_after_a_question_back(web, final_test):
    attempt = final_test()
    tab = Tab(web, attempt)

    asked = tab.press("submit")
    done = tab.press("confirm")

    assert "12 frågor är inte besvarade än" in asked.content.decode()
    assert "Lämna in ändå" in asked.content.decode()
    assert done.url == f"/fragor/{attempt.public_id}/svar/"
    attempt.refresh_from_db()
    assert attempt.passed is False


def test_an_arrow_moves_one_step_and_keeps_everything_else_typed(web, amina, practice):
    attempt = practice("Q04", "Q10")
    start = attempt.items.get(slot=1).option_order["steps"]
    asis = {f"q1.{key}": str(place) for place, key in enumerate(start, 1)}
    chosen = _options(attempt, 2)[0]

    answer = Tab(web, attempt).press("", **asis, q2=chosen, **{"q1.flytta": f"{start[2]}.upp"})

    moved = [start[0], start[2], start[1], *start[3:]]
    assert answer.url == f"/fragor/{attempt.public_id}/#q1"
    assert _responses(amina, attempt) == [{"order": moved}, {"chosen": [chosen]}]


@pytest.mark.parametrize(
    ("wanted", "result"),
    [
        ({0: 6}, [1, 2, 3, 4, 5, 0]),
        ({5: 1}, [5, 0, 1, 2, 3, 4]),
        ({0: 2, 1: 1}, [1, 0, 2, 3, 4, 5]),
        ({4: 2}, [0, 4, 1, 2, 3, 5]),
        ({3: 1, 4: 1}, [3, 4, 0, 1, 2, 5]),
        ({0: 99}, [0, 1, 2, 3, 4, 5]),
    ],
    ids=["first to last", "last to first", "swap", "one up", "two ask for one place", "no place"],
)
def test_places_in_the_lists_put_the_steps_in_order(web, amina, practice, wanted, result):
    attempt = practice("Q04")
    start = attempt.items.get().option_order["steps"]
    posted = {f"q1.{key}": str(wanted.get(at, at + 1)) for at, key in enumerate(start)}

    Tab(web, attempt).save(**posted)

    expected = {"order": [start[at] for at in result]}
    assert (_responses(amina, attempt)[0] or {"order": start}) == expected


def test_a_passed_attempt_leads_on_and_a_failed_one_offers_new_questions(web, amina, final_test):
    failed = submit(user=amina, public_id=final_test().public_id, blanks_allowed=True)
    html = web.get(f"/fragor/{failed.public_id}/svar/").content.decode()
    assert "Du fick 0 av 12. Du behöver 9,6. Läs förklaringarna och prova med nya frågor." in html

    again = web.post(f"/fragor/{failed.public_id}/igen/")

    second = Attempt.objects.get(number=2)
    assert again.url == f"/fragor/{second.public_id}/"
    submit(user=amina, public_id=second.public_id, answers=right_answers(second))
    html = web.get(f"/fragor/{second.public_id}/svar/").content.decode()
    assert "Du fick 12 av 12. Du är godkänd." in html
    assert '<a class="btn" href="/kurser/klar/">' in html
    assert f'href="/fragor/{failed.public_id}/svar/"' in html


def test_a_handed_in_attempt_shows_its_outcome_and_an_open_one_its_questions(web, amina, practice):
    attempt = practice("Q10")
    address = f"/fragor/{attempt.public_id}/"
    assert web.get(f"{address}svar/").url == address

    submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    assert web.get(address).url == f"{address}svar/"
