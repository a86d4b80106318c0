"""People made from a seed and an anchor date: the same people every time, whatever the day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from random import Random
from typing import Final

from sandbox.fictive.identities import SEXES, Sex, draw_number
from sandbox.fictive.names import draw_address, draw_family_name, draw_given_name, mail_address
from sandbox.fictive.phones import draw_phone

# Who is in care: ages (first, last) and their share of a hundred people.
AGES: Final[tuple[tuple[int, int, int], ...]] = (
    (0, 17, 12),
    (18, 64, 30),
    (65, 79, 26),
    (80, 99, 32),
)
SEX_SHARES: Final = {"female": 48, "male": 47, "neutral": 5}
FIRST_ANCHOR_YEAR: Final = 2000
LAST_ANCHOR_YEAR: Final = 2099


@dataclass(frozen=True)
class FictivePerson:
    """Someone who cannot exist. The birth year stands by itself: the number holds no real date."""

    given_name: str
    family_name: str
    identity_number: str
    birth_year: int
    sex: Sex
    address: str
    phone: str
    email: str

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}"

    def age_in(self, year: int) -> int:
        """The age reached during `year`."""
        return year - self.birth_year

    def as_dict(self) -> dict[str, str | int]:
        """The fields as plain data, in a fixed order."""
        return asdict(self)


def people(n: int, seed: int | str, anchor: date) -> list[FictivePerson]:
    """`n` people of ages counted from `anchor`, no two with the same identity number.

    Each draws from a generator of its own, so the first k of n are the same people as `people(k)`.
    Raises ValueError when `n` is negative or `anchor` is outside the years 2000–2099.
    """
    if n < 0:
        raise ValueError("The number of people cannot be negative.")
    if not FIRST_ANCHOR_YEAR <= anchor.year <= LAST_ANCHOR_YEAR:
        raise ValueError("The anchor date must be in the years 2000–2099.")
    taken: set[str] = set()
    # No secret: the same seed must give the same people.
    rngs = (Random(f"{seed}:{i}") for i in range(n))  # noqa: S311
    return [draw_person(rng, anchor=anchor, taken=taken) for rng in rngs]


def draw_person(
    rng: Random,
    *,
    anchor: date,
    taken: set[str] | None = None,
    ages: tuple[int, int] | None = None,
) -> FictivePerson:
    """One person drawn from `rng`; a number already in `taken` is drawn again, and then added.

    `ages` (first, last) bounds the age; without it, ages are as in care.
    """
    if ages is None:
        first, last, _share = rng.choices(AGES, weights=[share for *_ages, share in AGES])[0]
    else:
        first, last = ages
    birth_year = anchor.year - rng.randint(first, last)
    sex = rng.choices(SEXES, weights=[SEX_SHARES[sex] for sex in SEXES])[0]
    given_name = draw_given_name(rng, sex=sex)
    family_name = draw_family_name(rng)
    address = draw_address(rng)
    phone = draw_phone(rng)
    number = draw_number(rng, year=birth_year, sex=sex)
    while taken is not None and number in taken:
        number = draw_number(rng, year=birth_year, sex=sex)
    if taken is not None:
        taken.add(number)
    return FictivePerson(
        given_name=given_name,
        family_name=family_name,
        identity_number=number,
        birth_year=birth_year,
        sex=sex,
        address=address,
        phone=phone,
        email=mail_address(given_name, family_name, number[9:12]),
    )
