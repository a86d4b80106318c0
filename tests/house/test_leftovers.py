"""No address of a package index, no path of somebody's machine, nothing left lying about."""

from __future__ import annotations

import datetime
import re

import pytest

from tests.house import tree

# One letter of each word stands in brackets, so that this file does not hold what it forbids.
INDEXES = re.compile(
    r"p[y]pi\.org|python[h]osted\.org|npm[j]s\.(com|org)|[r]egistry\.[a-z]+\.[a-z]+"
    r"|(?<!emit-)index[-]url|js[d]elivr|un[p]kg\.com|cdn[j]s\.|fonts\.google[a]pis"
    r"|arti[f]actory|crates[.]io",
    re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w.}])/(work|root|home|tmp|Users)[/]\w")
UNFINISHED = re.compile(r"\b(T[O]DO|FIX[M]E|XX[X]|HA[C]K|W[I]P)\b")
HOW_WORK_IS_ORGANISED = re.compile(
    r"\b(clau[d]e|anthro[p]ic|chat[g]pt|open[a]i|copi[l]ot|sub-?a[g]ents?"
    r"|language m[o]dels?|contract\.m[d]|iss[u]e #?\d+|the b[r]ief)\b",
    re.IGNORECASE,
)
IDENTITY = re.compile(r"(?<![\w.-])((?:19|20)?\d{6})[-+]?(\d{4})(?![\w-]|\.\d)")


def _hits(pattern: re.Pattern[str], *, but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{name}:{number} {found.group()}"
        for name, text in tree.texts().items()
        if not name.startswith(but)
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line))
    ]


def test_no_file_names_a_package_index_or_somebody_elses_delivery_network():
    assert _hits(INDEXES) == []


def test_no_file_holds_a_path_of_somebodys_machine():
    assert _hits(MACHINE, but=("LICENSE",)) == []


def test_no_file_says_that_something_is_unfinished():
    assert _hits(UNFINISHED, but=("training_site/static/vendor/",)) == []


def test_no_file_says_how_the_work_is_organised():
    assert _hits(HOW_WORK_IS_ORGANISED) == []


def _could_be_issued(day: str, serial: str) -> bool:
    """Whether the digits make a date (or a coordination number's) and the check digit is right."""
    digits = [int(digit) for digit in day[-6:] + serial]
    doubled = [digit * 2 if index % 2 == 0 else digit for index, digit in enumerate(digits)]
    if sum(digit // 10 + digit % 10 for digit in doubled) % 10:
        return False
    year, month, number = int(day[-6:-4]), int(day[-4:-2]), int(day[-2:])
    try:
        datetime.date(2000 + year, month, number - 60 if number > 60 else number)
    except ValueError:
        return False
    return True


def test_no_file_holds_a_personal_identity_number_that_could_have_been_issued():
    # The tax agency publishes test numbers; the tripwire is tried with them.
    allowed = ("tests/sandbox/", "requirements/")
    real = [
        f"{name}: {found.group()[:4]}…"
        for name, text in tree.texts().items()
        if not name.startswith(allowed)
        for found in IDENTITY.finditer(text)
        if _could_be_issued(*found.groups())
    ]

    assert real == []


@pytest.mark.parametrize(
    ("day", "serial", "possible"),
    [
        ("20000101", "2384", True),
        ("000161", "2381", True),
        ("20001301", "2380", False),
        ("20000101", "2385", False),
    ],
    ids=["a birth date", "a coordination number", "a month that is not", "a wrong check digit"],
)
def test_the_rule_above_knows_a_number_that_could_have_been_issued(day, serial, possible):
    # Written in parts, so that no file holds such a number whole.
    assert _could_be_issued(day, serial) is possible


def test_people_are_made_only_by_our_own_provider():
    """Faker's Swedish numbers, phones, company mail and places could be somebody's."""
    banned = re.compile(
        r"""\.(ssn|phone_number|company_email|municipality|swedish_municipality)\(|["'](ssn|phone_number|company_email)["']"""
    )
    hits = [
        f"{name}: {found.group()}"
        for name, text in tree.modules("").items()
        if not name.startswith(("sandbox/fictive/", "tests/sandbox/fictive/", "tests/house/"))
        for found in banned.finditer(text)
    ]

    assert hits == []
