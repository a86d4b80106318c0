"""That no count of people under five can be read or worked out from a table whose sum is known."""

from __future__ import annotations

from itertools import product

import pytest

from training_site.figures.hiding import FEW, Cell, Column, cell, column


def test_under_five_is_said_and_not_shown():
    assert cell(4) == cell(0) == Cell(None, few=True)
    assert cell(5) == Cell(5)


def test_a_column_without_small_numbers_is_shown_whole():
    assert column([5, 12, 7]) == Column((Cell(5), Cell(12), Cell(7)), Cell(24))


def test_one_small_number_takes_the_smallest_other_with_it():
    assert column([3, 40, 9]).cells == (Cell(None, few=True), Cell(40), Cell(None))


def test_of_a_whole_county_a_nought_is_shown():
    assert column([14, 0, 0], zeros=True).cells == (Cell(14), Cell(0), Cell(0))


def test_the_sum_goes_when_it_would_give_a_small_number_away():
    assert column([4, 4]) == Column((Cell(None, few=True),) * 2, Cell(None))
    assert column([5, 0]) == Column((Cell(5), Cell(None, few=True)), Cell(None))


@pytest.mark.parametrize(("least", "zeros"), [(0, False), (1, True)])
def test_nobody_who_knows_the_sum_can_tell_one_small_number_from_another(least, zeros):
    for values in product((0, 1, 2, 4, 5, 6, 9), repeat=3):
        found = column(values, zeros=zeros)
        hidden = [place for place, one in enumerate(found.cells) if one.value is None]
        small = {place for place in hidden if found.cells[place].few}

        assert small == {at for at, value in enumerate(values) if least <= value < FEW}
        assert found.total.value is None or found.total.value >= FEW
        if found.total.value is not None:
            assert not hidden or sum(values[place] for place in hidden) >= FEW
            _may_be_anything(values, hidden, small, least)


def _may_be_anything(values, hidden, small, least):
    """Of all ways to fill the hidden cells that fit the sum, each small one takes every value."""
    known = sum(values[place] for place in hidden)
    ranges = [range(least, FEW) if place in small else range(FEW, known + 1) for place in hidden]
    fits = [guess for guess in product(*ranges) if sum(guess) == known]
    for at, place in enumerate(hidden):
        if place in small:
            assert {guess[at] for guess in fits} == set(range(least, FEW)), (values, hidden)
