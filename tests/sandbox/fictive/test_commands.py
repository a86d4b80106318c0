"""The two commands: people on order, and the tripwire for files."""

from __future__ import annotations

import io
import json
import sys

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from sandbox.fictive.identities import is_fictitious

# Made in parts, so that the file holds no number that could be somebody's.
REAL = "19121212" + "-" + "1212"


def _made(*arguments: str) -> str:
    out = io.StringIO()
    call_command("make_people", *arguments, stdout=out)
    return out.getvalue()


def test_people_come_as_json():
    made = json.loads(_made("--n", "12", "--seed", "7", "--anchor", "2026-01-12", "--json"))

    assert len(made) == 12
    assert list(made[0]) == [
        "given_name",
        "family_name",
        "identity_number",
        "birth_year",
        "sex",
        "address",
        "phone",
        "email",
    ]
    assert all(is_fictitious(person["identity_number"], sex=person["sex"]) for person in made)


def test_the_same_order_gives_the_same_people_whatever_the_day():
    order = ("--n", "30", "--seed", "vt", "--anchor", "2026-01-12", "--json")
    with time_machine.travel("2026-02-03"):
        first = _made(*order)
    with time_machine.travel("2031-09-30"):
        second = _made(*order)

    assert first == second
    assert json.loads(first)[:5] == json.loads(_made("--n", "5", *order[2:]))
    assert _made(*order[:3], "ht", *order[4:]) != first


def test_people_come_as_a_table_for_a_reader():
    lines = _made("--n", "3", "--anchor", "2026-01-12").splitlines()

    assert lines[0].split()[:2] == ["Namn", "Nummer"]
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--n", "tio", "--anchor", "2026-01-12"], "heltal"),
        (["--n", "-1", "--anchor", "2026-01-12"], "heltal"),
        (["--n", "100001", "--anchor", "2026-01-12"], "heltal"),
        (["--n", "3"], "Ange --anchor"),
        (["--anchor", "12 januari"], "datum"),
        (["--anchor", "2026-13-12"], "datum"),
        (["--anchor", "1999-12-31"], "åren"),
    ],
)
def test_a_bad_order_is_answered_in_swedish(arguments, message):
    with pytest.raises(CommandError, match=message):
        _made(*arguments)


def _searched(argument: str) -> tuple[list[dict[str, object]], int]:
    out = io.StringIO()
    code = 0
    try:
        call_command("detect_real_data", argument, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    assert REAL not in out.getvalue()
    return json.loads(out.getvalue()), code


def test_a_file_with_nothing_real_ends_well(tmp_path):
    (tmp_path / "a.txt").write_text("Alex, 20011305-0111, 070-174 06 11", encoding="utf-8")

    assert _searched(str(tmp_path / "a.txt")) == ([], 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_a_file_is_searched_in_its_own_encoding(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(f"Å\nÄr {REAL} här".encode(encoding))

    findings, code = _searched(str(tmp_path / "a.txt"))

    assert findings == [{"line": 2, "column": 4, "kind": "personal_number", "level": "stop"}]
    assert code == 1


def test_bytes_that_mean_nothing_hide_nothing(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"\x00\xfe\x81\n\x9d" + REAL.encode() + b"\xff\x80")

    assert _searched(str(tmp_path / "a.bin"))[1] == 1


def test_a_warning_alone_ends_well(tmp_path):
    (tmp_path / "a.txt").write_text("Storgatan 12", encoding="utf-8")

    findings, code = _searched(str(tmp_path / "a.txt"))

    assert ([finding["level"] for finding in findings], code) == (["warn"], 0)


def test_standard_input_is_searched(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REAL.encode())))

    assert _searched("-")[1] == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04zip", b"%PDF-1.7", b"\xd0\xcf\x11\xe0doc"])
def test_a_packed_file_is_not_called_clean(tmp_path, content):
    (tmp_path / "a.docx").write_bytes(content)

    with pytest.raises(CommandError, match="inte ren text") as caught:
        call_command("detect_real_data", str(tmp_path / "a.docx"))
    assert caught.value.returncode == 2


@pytest.mark.parametrize(("name", "message"), [("borta.txt", "finns inte"), ("", "inte att läsa")])
def test_a_file_that_cannot_be_read_ends_with_two(tmp_path, name, message):
    with pytest.raises(CommandError, match=message) as caught:
        call_command("detect_real_data", str(tmp_path / name))
    assert caught.value.returncode == 2


def test_no_file_at_all_ends_with_two():
    with pytest.raises(CommandError, match="Ange en fil") as caught:
        call_command("detect_real_data")
    assert caught.value.returncode == 2
