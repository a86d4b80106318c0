"""The tripwire stops real people's numbers, phones and addresses, and lets ordinary words be."""

# ruff: noqa: RUF001 — signs that look alike are what this is about.

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.fictive.detector import Finding, find, stops
from sandbox.fictive.identities import luhn_digit
from sandbox.fictive.people import FictivePerson, people

HERE = Path(__file__).parent
CARE = (HERE / "care_sentences.txt").read_text(encoding="utf-8").splitlines()
NUMBERS = [
    line
    for line in (HERE / "detector_numbers.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
FULL_WIDTH = str.maketrans("0123456789-+", "".join(chr(0xFF10 + n) for n in range(10)) + "－＋")
APART = [
    "", "-", "+", " ", "  ", " - ", "- ", " -", "--", "/", ".", "_", ",", ", ", ":", " (", "\t",
    "\n", "-\n", "\r\n", "–", "—", "−", "\u2010", "\u2011", "\u00a0", "\u202f", "\u2009", "\u200b",
    " \u2013 ", "    ", "|", " | ", "~", "*", "=", " = ", "\\", "[", " {", "\u2027", "\u2800", "\u3164",
    "\x01", "\x7f", "\ue000",
]  # fmt: skip
AROUND = [
    "{}",
    "Alex {} kom i dag",
    "({})",
    "pnr:{}.",
    "”{}”,",
    "rad ett\n{}\nrad tre",
    "rum 12 {} x",
    "A{}B",
    "Nr {}, tel 070-174 06 05",
    "{} 2 st",
    "2026-11-21 kl. 14.20 {}",
    "f. {}!",
    "1. {}",
    "- {}\n- hej",
    "20011305-0111 {}",
    "<b>{}</b>",
]


def _forms(number: str) -> list[str]:
    """The twelve digits as people write them."""
    short, tail = number[2:8], number[8:]
    forms = [f"{day}{sign}{tail}" for day in (number[:8], short) for sign in APART]
    for sign in "-/. ":
        long_day = sign.join((number[:4], number[4:6], number[6:8]))
        short_day = sign.join((number[2:4], number[4:6], number[6:8]))
        forms += [
            f"{day}{end}{tail}" for day in (long_day, short_day) for end in ("-", " ", "+", sign)
        ]
    forms += [f"{number[:2]} {short}{sign}{tail}" for sign in "- +"]
    for sign in " -.":
        forms += [sign.join(number), sign.join(number[2:])]
        forms += [sign.join(number[at : at + 2] for at in range(0, 12, 2))]
    forms += [" ".join(number[at : at + size] for at in range(0, 12, size)) for size in (3, 4)]
    for unseen in ("\ufe0f\u20e3", "\u200d", "\x00", "\x1b", "\u3164"):
        forms.append(unseen.join(number))
    forms += [form.translate(FULL_WIDTH) for form in forms]
    arabic = str.maketrans("0123456789", "".join(chr(0x660 + n) for n in range(10)))
    circles = str.maketrans("0123456789", "\u24ea" + "".join(chr(0x2780 + n) for n in range(9)))
    return [*forms, number.translate(arabic), number.translate(circles)]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_test_number_stops_in_every_form(number: str, around: str):
    assert [form for form in _forms(number) if not stops(around.format(form))] == []


BREAKS = [
    "\n",
    "\r\n",
    "\n    ",
    "  \n   ",
    "-\n",
    "- \n",
    "\n-",
    "\u00ad\n",
    "\u00a0\n",
    "\n\u00a0\u00a0",
]


@pytest.mark.parametrize("around", ["{}", "Alex {} kom", "rad\n\n({})"])
@pytest.mark.parametrize("number", [NUMBERS[0], NUMBERS[-1]])
def test_a_number_that_a_line_break_cuts_anywhere_stops(number: str, around: str):
    forms = [number, number[2:], f"{number[:8]}-{number[8:]}", f"{number[2:8]}-{number[8:]}"]
    cut = [
        around.format(form[:at] + sign + form[at:])
        for form in forms
        for at in range(1, len(form))
        if "-" not in (form[at - 1], form[at])
        for sign in BREAKS
    ]

    assert [text for text in cut if not stops(text)] == []


@pytest.mark.parametrize("number", [NUMBERS[0], NUMBERS[-1]])
def test_numbers_in_a_column_are_not_put_together(number: str):
    column = "\n".join(number[at : at + 3] for at in range(0, 12, 3))

    assert not stops(column)
    assert not stops(f"17\n{number[:5]}\n{number[5:]}\n40")
    assert not stops(f"{number[:5]}\n\n{number[5:]}")


@pytest.mark.parametrize("number", NUMBERS)
def test_every_test_number_has_a_right_check_digit(number: str):
    assert luhn_digit(number[2:11]) == int(number[11])


@pytest.mark.parametrize("line", CARE)
def test_ordinary_care_text_is_not_stopped(line: str):
    assert [finding for finding in find(line) if finding.level == "stop"] == []


def test_there_are_sixty_sentences_and_they_may_stand_in_one_text():
    assert len(CARE) >= 60
    assert not stops("\n".join(CARE))
    assert not stops(" ".join(CARE))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 14.20",
        "2026-11-21 14:20",
        "2026-11-21 08.00–16.30",
        "21/11-26 kl 14.20",
        "20/12–12/12 2026",
        "19/11–11/12 2026",
        "2026-11-21 – 2026-11-28",
        "2026-11-21–12-05",
        "2026-11-21--2026-12-05",
        "vecka 47 2026-11-16–2026-11-22",
        "2026-11-21 1450 ml",
        "2026-11-21 1 250 kr",
        "1 912 121 212 kr",
        "12 500 kr, 1 250 000 kr",
        "mån–fre 08.00–12.00 13.00–16.30",
        "08.00–16.30",
        "0800–1630",
        "24/9 14:08, 250619, ankn. 8040",
        "2/5 00.46, 2025-01-03 kl. 16:24–11:00",
        "14:29 08:18, 2027-08-14",
        "19/2 08.39 2026-09-12",
        "17/10–5/1 2026 000 27 Hittestad",
        "05-12-2026",
        "08-12-2026",
        "08/12 2026",
        "01 02 03 04",
        "07–09 12–14 17–19",
        "blodtryck 120/80 72 16 98 37",
        "BT 120/80, puls 72, AF 16, SpO2 98, temp 37,4",
        "1-0-1-0 i 10 dagar",
        "1+1+1+0",
        "S72.0, F32.1, AV034, DT013",
        "20261121 S720",
        "000 13 Hittestad",
        "ring 1177 eller 112, eller 114 14",
        "anknytning 1234, rum 12",
        "Dnr 2026-001234",
        "Dnr 2012-123456",
        "IBAN saknas, bankgiro 123-4567",
        "10 kap. 8 § lagen (2017:612)",
        "SOSFS 2014:5, HSLF-FS 2017:40",
        "alex@hittestad.example",
        "alex@example.com, kim@mail.example.org, x@y.test, a@b.localhost",
        "möte @ rum 3",
        "3 @ 5 kr",
        "",
        "\n\n",
    ],
)
def test_dates_times_prices_and_codes_are_left_alone(text: str):
    assert find(text) == ()


@pytest.mark.parametrize(
    "phone",
    [
        "070-123 45 67",
        "0701234567",
        "070 123 45 67",
        "0701-23 45 67",
        "07 01 23 45 67",
        "0 7 0 1 2 3 4 5 6 7",
        "070.123.45.67",
        "070/123 45 67",
        "070‑123 45 67",
        "070–1234567",
        "０７０－１２３４５６７",
        "070\u200b1234567",
        "072-123 45 67",
        "+46701234567",
        "+46 70 123 45 67",
        "+46 (0)70-123 45 67",
        "+46(0)701234567",
        "+46-70-123 45 67",
        "+46 070 123 45 67",
        "0046 70 123 45 67",
        "00 46 70 123 45 67",
        "0046701234567",
        "46701234567",
        "08-123 456 78",
        "08-12 34 56",
        "(08) 123 456 78",
        "08/123 456 78",
        "+46 8 123 456 78",
        "031-12 34 56",
        "0980-123 45",
        "018-123456",
        "0771-12 34 56",
        "070-174 06 04",
        "070-174 07 00",
        "+46 70 174 06 04",
        "08-465 003 99",
        "+47 22 12 34 56",
        "+45 12 34 56 78",
        "+1 555 123 4567",
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "Ring {} i dag.",
        "tel:{},",
        "({})",
        "rad\n{}\nrad",
        "070-174 06 05 {}",
        "070-174 06 05/{}",
        "{} / 031-12 34 56",
    ],
)
def test_a_phone_outside_the_ranges_for_fiction_stops(phone: str, around: str):
    assert stops(around.format(phone))


@pytest.mark.parametrize(
    "phone",
    [
        "070-174 06 05",
        "0701740699",
        "070 174 06 05",
        "+46 70 174 06 05",
        "+46 (0)70-174 06 05",
        "0046 701740605",
        "031-390 06 00",
        "040-628 04 99",
        "08-465 004 00",
        "(08) 465 004 00",
        "0980-31 92 99",
        "070-174 06 05 ankn. 12",
        "070-174 06 05, 031-390 06 00",
        "070-174 06 05 031-390 06 00",
        "070-174 06 05\n031-390 06 00",
        "070-174 06 05/031-390 06 00",
    ],
)
def test_a_phone_for_fiction_is_let_through(phone: str):
    assert find(phone) == ()


@pytest.mark.parametrize(
    "mail",
    [
        "anna.svensson@gmail.com",
        "ANNA@REGIONEN.SE",
        "anna@example.se",
        "anna+sip@mail.kommunen.se",
        "anna@exempel.example.se",
        "anna@notexample.com",
        "anna@åkommun.se",
        "anna (at) kommunen.se",
        "anna[at]kommunen.se",
        "anna＠kommunen.se",
        "an\u200bna@kommunen.se",
        "<anna@kommunen.se>.",
    ],
)
def test_an_ordinary_mail_address_stops(mail: str):
    assert [finding.kind for finding in find(f"Skriv till {mail}, tack")] == ["email"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("19121212-1213", "number_like"),
        ("191212-1213", "number_like"),
        ("Storgatan 12", "street"),
        ("Kyrkvägen 3", "street"),
        ("114 55 Stockholm", "postcode"),
        ("SE2321000016-A12B", "hsa_id"),
        ("556016-0680", "organisation_number"),
        ("195001K001", None),
        ("19500101K001", "personal_number"),
        ("19500101-K001", "personal_number"),
        ("22870512AB12", "reserve_number"),
        ("2023-01-05 1420", None),
    ],
)
def test_what_only_looks_real_warns(text: str, kind: str | None):
    findings = find(text)

    assert [finding.level for finding in findings if finding.level == "stop"] == []
    assert [finding.kind for finding in findings] == ([kind] if kind else [])


@pytest.mark.parametrize(
    "text",
    [
        "född 1912-12-12, sista fyra 1212",
        "121212, fyra sista: 1212",
        "19121212 (sista siffrorna 1212)",
        "född 1912-12-12, sista fyra\n1212",
    ],
)
def test_a_birth_date_with_the_last_four_further_on_stops(text: str):
    assert stops(text)


def test_an_interim_number_with_a_right_check_digit_stops():
    nine = "500101100"

    assert stops(f"19{nine[:6]}-T{nine[7:]}{luhn_digit(nine)}")


def test_a_regions_reserve_number_with_a_right_check_digit_stops():
    eleven = "99195012345"

    assert stops(f"{eleven}{luhn_digit(eleven[2:])}")


def test_our_streets_and_towns_do_not_even_warn():
    for person in people(300, "street", date(2026, 1, 12)):
        assert find(person.address) == ()


def test_a_finding_says_where_and_what_and_nothing_of_the_text():
    text = "Hej\r\nå １９１２１２１２－１２１２\rsedan\n  anna@kommunen.se"

    assert find(text) == (
        Finding(2, 3, "personal_number", "stop"),
        Finding(4, 3, "email", "stop"),
    )
    assert "1212" not in repr(find(text))


def test_the_place_is_right_after_signs_that_cannot_be_seen_or_grow():
    text = "\u200b\u200b½ ﬁ " + NUMBERS[0]

    assert find(text) == (Finding(1, 7, "personal_number", "stop"),)


def test_what_is_known_may_stand():
    number, phone, mail = NUMBERS[0], "070-123 45 67", "anna@kommunen.se"
    known = frozenset({f"{number[:8]}-{number[8:]}", phone, mail})

    assert find(f"{number} {phone} {mail}", known=known) == ()
    assert find(f"{number[2:]}, 0701234567, ANNA@kommunen.se", known=known) == ()
    assert len(find(f"{NUMBERS[1]} 070-123 45 68 bo@kommunen.se", known=known)) == 3


# -- what always holds ---------------------------------------------------------------------------

seeds = st.integers(0, 10_000)
days = st.dates(date(1890, 1, 1), date(2019, 12, 31))
glue = st.sampled_from([" ", ", ", "; ", "\n", "\t", " – ", ". ", " (", ") ", "/"])


def _shown(person: FictivePerson, way: int) -> list[str]:
    number = person.identity_number
    return [
        person.name,
        (number, number.replace("-", ""), number[2:], number.replace("-", " "))[way],
        person.address,
        (person.phone, f"+46 {person.phone[1:]}", person.phone.replace(" ", ""), person.phone)[way],
        person.email,
    ]


@settings(max_examples=300, deadline=None)
@given(seed=seeds, way=st.integers(0, 3), between=glue, order=st.permutations(range(5)))
def test_our_own_people_never_stop(seed: int, way: int, between: str, order: list[int]):
    parts = [
        part
        for person in people(2, seed, date(2026, 1, 12))
        for part in (_shown(person, way)[place] for place in order)
    ]

    assert not stops(between.join(parts))


@settings(max_examples=500, deadline=None)
@given(
    born=days,
    serial=st.integers(1, 999),
    coordination=st.booleans(),
    form=st.integers(0, 1000),
    around=st.sampled_from(AROUND),
)
def test_a_valid_number_stops_however_it_is_set_apart(born, serial, coordination, form, around):
    nine = f"{born:%y%m}{born.day + 60 * coordination:02d}{serial:03d}"
    forms = _forms(f"{born:%Y}"[:2] + nine + str(luhn_digit(nine)))

    assert stops(around.format(forms[form % len(forms)]))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789 -+./(),:\n@aAkKåsSE\u200b１ﬁ\r", max_size=120))
def test_any_text_gives_places_inside_it(text: str):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    for finding in find(text):
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
