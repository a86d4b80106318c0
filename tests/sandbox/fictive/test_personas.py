"""The written people, and what is said when a file about one of them is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from content_files.yaml_marks import ContentError
from sandbox.fictive.personas import load_personas

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "personas"


def _copy(tmp_path: Path, ref: str, *changes: tuple[str, str]) -> Path:
    text = (FOLDER / f"{ref}.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / f"{ref}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_six_people_of_the_courses_are_there_with_their_numbers():
    personas = load_personas(FOLDER)

    six = {
        "alex": ("Alex Hittepå", "20011305-0111", 25),
        "berit": ("Berit Påhittad", "19411312-0247", 85),
        "nemo": ("Nemo Låtsasson", "20121301-0377", 14),
        "kim": ("Kim Exempelsson", "19881320-0415", 38),
        "rut": ("Rut Övningsdotter", "19531308-0560", 73),
        "sam": ("Sam Fantasi", "19991323-0682", 27),
    }
    assert {
        ref: (personas[ref].name, personas[ref].identity_number, personas[ref].age_in(2026))
        for ref in six
    } == six


@pytest.mark.parametrize(
    ("changes", "line", "word"),
    [
        ([("birth_year: 2001", "birth_year: 2002")], 7, "Födelseåret"),
        ([("20011305-0111", "20011305-0112")], 6, "påhittat"),
        ([("sex: neutral", "sex: female")], 6, "stämmer inte"),
        ([("sex: neutral", "sex: okänt")], 8, "female, male eller neutral"),
        ([("phone: 070-174 06 11", "phone: 070-123 45 67")], 10, "verklig"),
        ([("hittestad.example", "gmail.com")], 11, "verklig"),
        ([("address: Påhittsvägen 1, 000 13 Hittestad", "address: Storgatan 1")], 9, "verklig"),
        ([("  - who: Grannen\n    tie:", "  - who: Grannen\n    ties:")], 22, "who"),
        ([("given_name: Alex", "given_name: 7")], 4, "text"),
        ([("email:", "mejl:")], 11, "finns inte"),
        ([("fears:\n  - Att", "fears:\n  x: Att"), ("  - Att hjälpen", "  y: Att hjälpen")], 26, "lista"),
        ([("birth_year: 2001\n", "")], 3, "saknas"),
        ([("phone: 070-174 06 11", "phone: utan telefon")], 10, "fiktion"),
        ([("groups: [brain_injury", "groups: [cyklist")], 41, "Välj bland"),
        ([("groups:", "guardians: [mamma]\ngroups:")], 41, "vuxen"),
        ([("groups:", "protected_identity: true\ngroups:")], 9, "skyddade"),
        ([("groups:", "interpreter: ibland\ngroups:")], 41, "true eller false"),
        ([("groups:", "representative: [Gunnar]\ngroups:")], 41, "scope"),
        ([("groups:", "representative: {kind: mormor, name: G, phone: 1, scope: 2}\ngroups:")], 41, "Välj"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_swedish_with_the_line(tmp_path, changes, line, word):
    path = _copy(tmp_path, "alex", *changes)

    with pytest.raises(ContentError) as caught:
        load_personas(tmp_path)

    assert (caught.value.line, caught.value.path) == (line, str(path))
    assert word in caught.value.message
    assert f"rad {line}" in str(caught.value)


@pytest.mark.parametrize(
    ("guardians", "line", "word"),
    [
        ("", 5, "vårdnadshavare"),
        ("guardians: [Mia]\n", 46, "phone"),
        ("guardians: [a, b, c]\n", 46, "högst två"),
        (
            "guardians: [{code: mamma, name: Mia, tie: Mamma, phone: 070-123 45 67}]\n",
            46,
            "verklig",
        ),
    ],
)
def test_a_child_has_one_guardian_or_two_who_can_be_reached(tmp_path, guardians, line, word):
    path = _copy(tmp_path, "nemo")
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("guardians:")] + guardians, encoding="utf-8")

    with pytest.raises(ContentError, match=word) as caught:
        load_personas(tmp_path)

    assert caught.value.line == line


def test_only_a_representative_for_the_person_or_their_rights_belongs_in_a_plan(tmp_path):
    _copy(tmp_path, "elis")
    money = load_personas(tmp_path)["elis"].representative
    _copy(tmp_path, "elis", ("[forvalta_egendom]", "[forvalta_egendom, sorja_for_person]"))
    person = load_personas(tmp_path)["elis"].representative

    assert (money.belongs_in_a_plan, person.belongs_in_a_plan) == (False, True)


def test_two_files_cannot_be_the_same_person(tmp_path):
    _copy(tmp_path, "alex")
    (tmp_path / "alex.yaml").rename(tmp_path / "a.yaml")
    _copy(tmp_path, "alex", ("ref: alex", "ref: alexis"))

    with pytest.raises(ContentError, match="Numret tillhör redan"):
        load_personas(tmp_path)

    _copy(tmp_path, "alex")
    with pytest.raises(ContentError, match="finns redan"):
        load_personas(tmp_path)


def test_a_file_that_is_a_list_is_refused(tmp_path):
    (tmp_path / "x.yaml").write_text("- ref: alex\n", encoding="utf-8")

    with pytest.raises(ContentError, match="en person"):
        load_personas(tmp_path)
