"""Earlier attempts beside a result: the latest few, and all of them to whoever asks."""

from __future__ import annotations

import re

import pytest

from courses.quiz.actions import submit
from tests.courses.quiz.answering import right_answers

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="/fragor/(\w+)/svar/"')


@pytest.fixture
def practised(practice, amina):
    """Practises a number of times; the public ids, oldest first."""

    def times(number: int) -> list[str]:
        ids = []
        for _turn in range(number):
            attempt = practice("Q10")
            submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))
            ids.append(attempt.public_id)
        return ids

    return times


def _page(web, public_id: str, query: str = "") -> str:
    return web.get(f"/fragor/{public_id}/svar/{query}").content.decode()


def test_the_five_latest_of_the_others_are_listed_newest_first(practised, web):
    ids = practised(8)

    html = _page(web, ids[-1])

    assert LINK.findall(html) == ids[-2:-7:-1]
    assert 'href="?alla=1#alla"' in html


def test_the_link_shows_every_other_attempt(practised, web):
    ids = practised(8)

    html = _page(web, ids[-1], "?alla=1")

    assert LINK.findall(html) == ids[-2::-1]
    assert "?alla=1" not in html


def test_an_old_result_lists_the_latest_and_not_itself(practised, web):
    ids = practised(8)

    html = _page(web, ids[0])

    assert LINK.findall(html) == ids[:-6:-1]
    assert 'href="?alla=1#alla"' in html


def test_five_others_need_no_link(practised, web):
    ids = practised(6)

    html = _page(web, ids[-1])

    assert LINK.findall(html) == ids[-2::-1]
    assert "?alla=1" not in html
