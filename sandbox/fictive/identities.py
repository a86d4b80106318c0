"""Identity numbers that no authority can have issued: how one is made and recognised.

A number is written YYYYMMDD-NNNC. It is false in two independent ways: its month is 13–19, where no
Swedish scheme has numbers (personnummer and samordningsnummer stop at 12, reserve numbers and
organisationsnummer start at 20), and its check digit is five more than the right one, modulo ten.
"""

from __future__ import annotations

import re
from random import Random
from typing import Final, Literal

Sex = Literal["female", "male", "neutral"]
SEXES: Final[tuple[Sex, ...]] = ("female", "male", "neutral")

CENTURIES: Final = ("19", "20")
MONTHS: Final = tuple(str(month) for month in range(13, 20))
DAYS: Final = tuple(f"{day:02d}" for day in range(1, 29))
FIRST_SERIAL: Final = 1
LAST_SERIAL: Final = 999
CHECK_DIGIT_SHIFT: Final = 5

# What an odd or even third serial digit says, as it does in issued numbers.
MALE_DIGITS: Final = "13579"
FEMALE_DIGITS: Final = "02468"

# A digit doubled, and the two digits that may give added: 7 becomes 14 becomes 5.
_DOUBLED: Final = {str(digit): digit * 2 // 10 + digit * 2 % 10 for digit in range(10)}
_FORM = re.compile(
    r"(?P<century>19|20)(?P<rest>[0-9]{2}1[3-9](?:0[1-9]|1[0-9]|2[0-8]))-(?P<end>[0-9]{4})"
)


def luhn_digit(digits: str) -> int:
    """The right check digit for `digits`, weights 2, 1, 2 … from the right (folkbokföringslagen 18 §)."""
    doubled = sum(map(_DOUBLED.__getitem__, digits[::-2]))
    return -(doubled + sum(map(int, digits[-2::-2]))) % 10


def wrong_digit(nine: str) -> int:
    """The check digit we print after YYMMDDNNN: five more than the right one, modulo ten."""
    return (luhn_digit(nine) + CHECK_DIGIT_SHIFT) % 10


def fictive_number(*, year: int, month: int, day: int, serial: int) -> str:
    """The number YYYYMMDD-NNNC for the given parts.

    Raises ValueError when the year is not 1900–2099, the month not 13–19, the day not 1–28 or the
    serial not 1–999.
    """
    nine = f"{year % 100:02d}{month:02d}{day:02d}{serial:03d}"
    number = f"{year:04d}{month:02d}{day:02d}-{serial:03d}{wrong_digit(nine)}"
    if not is_fictitious(number):
        raise ValueError(
            "A fictitious number has year 1900–2099, month 13–19, day 1–28, serial 1–999."
        )
    return number


def draw_number(rng: Random, *, year: int, sex: Sex) -> str:
    """A number for someone born in `year`, drawn from `rng`; odd serial for male, even for female."""
    serial = rng.randint(FIRST_SERIAL, LAST_SERIAL)
    if sex == "male":
        serial |= 1
    elif sex == "female":
        serial = serial & ~1 or 2
    return fictive_number(
        year=year, month=rng.randint(13, 19), day=rng.randint(1, 28), serial=serial
    )


def is_fictitious(number: str, *, sex: Sex | None = None) -> bool:
    """Whether `number` (YYYYMMDD-NNNC) follows the rule, and the parity of `sex` when one is given."""
    match = _FORM.fullmatch(number)
    if match is None or match["end"].startswith("000"):
        return False
    if int(match["end"][3]) != wrong_digit(match["rest"] + match["end"][:3]):
        return False
    return sex is None or number[11] in parity_digits(sex)


def is_fictitious_digits(digits: str) -> bool:
    """Whether 12 digits, or 10 without the century, are a fictitious number without its dash."""
    if len(digits) == 10:
        digits = CENTURIES[0] + digits
    return len(digits) == 12 and is_fictitious(f"{digits[:8]}-{digits[8:]}")


def parity_digits(sex: Sex) -> str:
    """The digits the third serial digit may be for `sex`; neutral has no parity."""
    if sex == "male":
        return MALE_DIGITS
    return FEMALE_DIGITS if sex == "female" else MALE_DIGITS + FEMALE_DIGITS
