"""Everybody who is written: cannot exist, fits together, speaks plainly and for themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from personnummer import personnummer
from stdnum.se import personnummer as stdnum_personnummer

from courses.readability import GUIDE_LIX, LESSON_LIX, measure
from sandbox.fictive.detector import find
from sandbox.fictive.identities import is_fictitious
from sandbox.fictive.names import FAMILY_NAME_BEGINNINGS, PLAIN_FAMILY_NAMES, STREETS
from sandbox.fictive.personas import GROUPS, Persona, load_personas
from sandbox.fictive.phones import is_fiction_phone
from tests.journeys.test_swedish import WORDS as ENGLISH

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
YEAR = 2026
FIRST_PERSON = re.compile(r"\b(jag|mig|min|mitt|mina|vi|oss|vår|vårt|våra)\b", re.IGNORECASE)
# The counties, and the towns their regions sit in: nobody written may live near a real hospital.
REAL_PLACES = re.compile(
    r"\b(Stockholm|Uppsala|Södermanland|Sörmland|Nyköping|Östergötland|Linköping|Norrköping|Jönköping"
    r"|Kronoberg|Växjö|Kalmar|Gotland|Visby|Blekinge|Karlskrona|Skåne|Malmö|Lund|Helsingborg"
    r"|Kristianstad|Halland|Halmstad|Göteborg|Borås|Värmland|Karlstad|Örebro|Västmanland|Västerås"
    r"|Dalarna|Falun|Borlänge|Gävleborg|Gävle|Sundsvall|Härnösand|Jämtland|Östersund|Västerbotten"
    r"|Umeå|Norrbotten|Luleå|Kiruna)s?\b"
)
UNIT_KEYS = {
    "code", "name", "short", "mention", "detail", "kind", "principal", "unit", "municipality",
    "phone", "opening", "acknowledges", "tasks",
}  # fmt: skip
PLAYED_KEYS = {"rounds", "staffed", "staff"}  # of a unit with the system, for when nobody plays it
UNIT_KINDS = {
    "inpatient", "primary_care", "specialist_care", "municipal_assessment", "municipal_health",
    "municipal_provider", "school", "external",
}  # fmt: skip


@pytest.fixture(scope="module")
def people() -> list[Persona]:
    return list(load_personas(FIXTURES / "personas").values())


@pytest.fixture(scope="module")
def county() -> dict[str, Any]:
    text = (FIXTURES / "practice" / "pahitts-lan.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def _codes(county: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {unit["code"]: unit for unit in county["units"]}


def _texts(value: Any) -> Iterator[str]:
    """Every text of plain data, whatever it lies in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _lix(text: str) -> int:
    return measure([{"type": "text", "value": text}]).lix


def _said(persona: Persona) -> str:
    """What is written about and by the person, a line for each part."""
    parts = [persona.in_short, persona.background, persona.housing, persona.situation]
    parts += [*persona.own_words, *persona.own_goals, *persona.fears, *persona.resources]
    parts += [tie.tie for tie in persona.network]
    return "\n".join((*parts, persona.communication))


def test_there_are_people_of_every_target_group_in_three_municipalities(people, county):
    assert len(people) >= 24
    assert {group for persona in people for group in persona.groups} == set(GROUPS)
    assert {persona.registered_in for persona in people} == {
        municipality["receives"] for municipality in county["municipalities"]
    }


def test_no_written_number_could_be_anybodys_and_none_is_shared(people):
    numbers = [persona.identity_number for persona in people]

    assert len(set(numbers)) == len(numbers)
    for persona in people:
        number = persona.identity_number
        assert is_fictitious(number, sex=persona.sex)
        assert not stdnum_personnummer.is_valid(number)
        assert not personnummer.valid(number)
        assert number[:4] == str(persona.birth_year)


def test_names_places_phones_and_mail_are_made_up(people):
    stems = (*FAMILY_NAME_BEGINNINGS, *PLAIN_FAMILY_NAMES, "Låtsas", "Övning", "Påhitt")
    names = [persona.name for persona in people]

    assert len(set(names)) == len(names)
    for persona in people:
        assert persona.family_name.startswith(stems)
        assert persona.email.endswith("@hittestad.example")
        if not persona.protected_identity:
            assert any(street in persona.address for street in STREETS)
            assert re.search(r", 000 \d\d \w+$", persona.address)


def test_every_phone_is_one_for_fiction_and_rings_in_one_place(people, county):
    files = [yaml.safe_load(path.read_text("utf-8")) for path in _files("personas")]
    phones = re.findall(r"\b0\d{1,3}-[\d ]+\d", "\n".join(_texts([files, county["units"]])))

    assert len(phones) > len(people) + len(county["units"])
    assert [p for p in phones if not is_fiction_phone(re.sub(r"\D", "", p))] == []
    assert sorted(phones) == sorted(set(phones))


def _files(folder: str) -> list[Path]:
    return sorted((FIXTURES / folder).glob("*.yaml"))


def test_where_they_live_is_where_they_are_registered(people, county):
    receives = {town: row["receives"] for row in county["municipalities"] for town in row["towns"]}

    for persona in people:
        if not persona.protected_identity:
            assert receives[persona.address.rsplit(" ", 1)[1]] == persona.registered_in


def test_every_unit_they_meet_is_in_the_register(people, county):
    units = _codes(county)

    for persona in people:
        assert {persona.registered_in, persona.primary_care, *persona.units} <= set(units)
        assert units[persona.registered_in]["unit"] == "municipal_assessment"
        assert units[persona.primary_care]["unit"] == "primary_care"


def test_what_they_meet_fits_their_age_and_who_decides_for_them(people):
    for persona in people:
        age = persona.age_in(YEAR)
        minor = persona.minor_in(YEAR)
        assert 0 < age < 100
        assert bool(persona.guardians) == minor == ("child" in persona.groups)
        assert age >= 65 or "elderly" not in persona.groups
        assert not minor or persona.representative is None
        assert minor or not {"bup", "skolan"} & set(persona.units) or persona.ref == "noor"
        assert not minor or not {"vup", "beroende", "vuxna"} & set(persona.units)


def test_they_speak_for_themselves(people):
    for persona in people:
        assert FIRST_PERSON.search(" ".join(persona.own_words)), persona.ref
        assert [goal for goal in persona.own_goals if not FIRST_PERSON.search(goal)] == []


def test_the_children_of_parted_parents_have_two_guardians_who_differ(people):
    tindra = next(persona for persona in people if persona.ref == "tindra")

    assert [guardian.code for guardian in tindra.guardians] == ["mamma", "pappa"]
    assert len({guardian.phone for guardian in tindra.guardians}) == 2
    assert any(len(persona.guardians) == 1 for persona in people)


def test_representatives_have_different_scopes_to_practise_on(people):
    found = {persona.ref: persona.representative for persona in people if persona.representative}

    assert {one.kind for one in found.values()} == {"god_man", "forvaltare"}
    assert {one.belongs_in_a_plan for one in found.values()} == {True, False}


def test_everything_about_them_is_easy_to_read_and_swedish(people):
    for persona in people:
        said = _said(persona)
        assert _lix(said) <= LESSON_LIX, persona.ref
        assert set(re.findall(r"\w+", said.lower())) & ENGLISH == set(), persona.ref
        assert not REAL_PLACES.search(said), persona.ref
        assert "!" not in said


def test_the_protected_person_is_found_nowhere(people):
    hidden = [persona for persona in people if persona.protected_identity]

    assert hidden
    for persona in hidden:
        assert "000" not in persona.address
        assert not any(street in _said(persona) for street in STREETS)


def test_the_register_says_the_same_of_every_unit(county):
    units = county["units"]

    assert len(_codes(county)) == len(units)
    for unit in units:
        played = PLAYED_KEYS if unit["kind"] != "other" else set()
        assert set(unit) == UNIT_KEYS | played, unit["code"]
        assert unit["unit"] in UNIT_KINDS
        assert unit["kind"] in {"health", "social_care", "education", "other"}
        assert (unit["principal"] == "municipality") == bool(unit["municipality"])
        assert not find("\n".join(_texts(unit)))
    assert {unit["unit"] for unit in units} == UNIT_KINDS


def test_the_register_reads_easily_and_names_no_real_place(county):
    text = "\n".join(_texts([unit["tasks"] for unit in county["units"]]))

    assert _lix(text) <= GUIDE_LIX
    assert not REAL_PLACES.search("\n".join(_texts(county)))
    assert set(re.findall(r"\w+", text.lower())) & ENGLISH == set()


def test_authorities_outside_are_marked_as_practice(county):
    for unit in county["units"]:
        assert (unit["unit"] == "external") == unit["name"].endswith("(övning)")


def test_each_municipality_receives_in_one_unit_of_its_own(county):
    units = _codes(county)

    for row in county["municipalities"]:
        assert units[row["receives"]]["municipality"] == row["name"]
        assert units[row["receives"]]["unit"] == "municipal_assessment"
        assert units[row["primary_care"]]["unit"] == "primary_care"
