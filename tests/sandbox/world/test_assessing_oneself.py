"""The learner's own judgement: 0, 1 or 2 on each row of the rubric, beside the checks."""

from __future__ import annotations

import pytest

from sandbox.world.assessment import assess, assessment
from sandbox.world.models import CheckResult, RunResult
from sandbox.world.reset import practise_again
from sandbox.world.templates import file_of
from tests.sandbox.world.conftest import NOW, play_model


def test_the_answers_are_kept_and_can_be_changed(seat):
    first, second, *_ = [item.key for item in file_of(seat.run.scenario).rubric]

    assess(seat=seat, answers={first: 2, second: 0}, now=NOW)
    assess(seat=seat, answers={second: 1}, now=NOW)

    assert assessment(seat) == {first: 2, second: 1}


def test_judging_oneself_changes_no_check_and_no_result(seat):
    play_model(seat, steps=1)
    checks = list(CheckResult.objects.for_world(seat.world).values())
    results = list(RunResult.objects.values())

    assess(seat=seat, answers={file_of(seat.run.scenario).rubric[0].key: 2}, now=NOW)

    assert list(CheckResult.objects.for_world(seat.world).values()) == checks
    assert list(RunResult.objects.values()) == results


@pytest.mark.parametrize("answers", [{"no_such_row": 1}, {"": 0}])
def test_a_row_the_rubric_does_not_have_is_refused(seat, answers):
    with pytest.raises(ValueError, match="rubric"):
        assess(seat=seat, answers=answers)

    assert assessment(seat) == {}


@pytest.mark.parametrize("answer", [3, -1])
def test_only_nought_one_and_two_are_answers(seat, answer):
    with pytest.raises(ValueError, match="rubric"):
        assess(seat=seat, answers={file_of(seat.run.scenario).rubric[0].key: answer})

    assert assessment(seat) == {}


def test_a_new_attempt_begins_without_answers(seat):
    assess(seat=seat, answers={file_of(seat.run.scenario).rubric[0].key: 2}, now=NOW)

    fresh = practise_again(seat=seat, now=NOW)

    assert assessment(fresh) == {}
