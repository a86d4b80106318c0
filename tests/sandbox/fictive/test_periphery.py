"""The people around the written ones: as many as the room lacks, the same for the same seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import time_machine
import yaml

from content_files.yaml_marks import ContentError
from sandbox.fictive.identities import is_fictitious
from sandbox.fictive.periphery import Periphery, load_periphery, people_around
from sandbox.fictive.personas import Persona, load_personas

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
COUNTY = FIXTURES / "practice" / "pahitts-lan.yaml"
ANCHOR = date(2026, 1, 12)


@pytest.fixture(scope="module")
def periphery() -> Periphery:
    return load_periphery(COUNTY)


@pytest.fixture(scope="module")
def written() -> list[Persona]:
    return list(load_personas(FIXTURES / "personas").values())


def test_a_room_gets_the_people_it_lacks_and_always_some(periphery):
    assert periphery.beside(10) == periphery.room - 10
    assert periphery.beside(periphery.room + 6) == periphery.least > 0


def test_the_same_seed_and_anchor_give_the_same_people_on_any_day(periphery):
    with time_machine.travel("2026-02-03"):
        first = people_around(periphery, 40, anchor=ANCHOR)
    with time_machine.travel("2031-09-30"):
        second = people_around(periphery, 40, anchor=ANCHOR)

    assert first == second
    assert people_around(periphery, 12, anchor=ANCHOR) == first[:12]
    assert people_around(replace(periphery, seed="annat"), 12, anchor=ANCHOR) != first[:12]


def test_they_live_simple_grown_up_lives_in_units_that_are_there(periphery):
    units = {unit["code"] for unit in yaml.safe_load(COUNTY.read_text(encoding="utf-8"))["units"]}
    ages = {life.situation: life.ages for life in periphery.lives}
    made = people_around(periphery, 120, anchor=ANCHOR)

    assert {life.units for life in periphery.lives} >= {()}
    assert len({person.situation for person in made}) == len(periphery.lives)
    assert len({person.registered_in for person in made}) == 2
    for person in made:
        first, last = ages[person.situation]
        assert first <= person.age_in(ANCHOR.year) <= last
        assert not person.minor_in(ANCHOR.year)
        assert {person.registered_in, *person.units} <= units
        assert is_fictitious(person.identity_number, sex=person.sex)


def test_nobody_is_taken_for_a_written_person_or_for_another(periphery, written):
    everybody = [*written, *people_around(periphery, 60, anchor=ANCHOR, written=written)]
    around = everybody[len(written) :]

    assert len({person.identity_number for person in everybody}) == len(everybody)
    assert len({person.phone for person in everybody}) == len(everybody)
    assert len({person.given_name for person in everybody}) == len(everybody)
    assert len({person.ref for person in everybody}) == len(everybody)
    assert around[0].network == ()


def test_an_impossible_order_is_refused(periphery):
    with pytest.raises(ValueError, match="negative"):
        people_around(periphery, -1, anchor=ANCHOR)
    with pytest.raises(ValueError, match="no municipality"):
        people_around(replace(periphery, municipalities=()), 1, anchor=ANCHOR)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("  room: 25", "  room: många", "helt tal"),
        ("  least: 5\n", "", "least"),
        ("  seed: pahitts-lan\n", "  seed: pahitts-lan\n  sed: 1\n", "finns inte"),
        ("ages: [60, 79]", "ages: [16, 79]", "vuxna"),
        ("ages: [60, 79]", "ages: 60", "två hela tal"),
        ("municipal: false", "municipal: kanske", "true eller false"),
        ("groups: [somatic]", "groups: [kroppen]", "Välj bland"),
        ("in_short: Planerad knäoperation.", "in_short: Ring 070-123 45 67", "verklig"),
        ("towns: [Övningsvik]", "towns: []", "minst en rad"),
        ("periphery:\n", "periferi:\n", "Här ska det stå"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_in_swedish_with_the_line(tmp_path, old, new, word):
    text = COUNTY.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "lan.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ContentError, match=word) as caught:
        load_periphery(path)

    assert caught.value.path == str(path)
    assert caught.value.line >= 1
