"""A Faker over sv_SE whose numbers, phones, mail, places and companies cannot be anyone's."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from faker import Faker
from faker.providers import BaseProvider

from sandbox.fictive.identities import SEXES, Sex, draw_number
from sandbox.fictive.names import (
    COMPANIES,
    MAIL_DOMAIN,
    REGION,
    STREETS,
    TOWNS,
    draw_address,
    draw_family_name,
    draw_given_name,
    draw_place,
    draw_street,
    mail_address,
)
from sandbox.fictive.people import FictivePerson, draw_person
from sandbox.fictive.phones import draw_phone

FIRST_BIRTH_YEAR: Final = 1925
LAST_BIRTH_YEAR: Final = 2020


class FictiveProvider(BaseProvider):
    """Registered last, so that every method here hides the one of the same name in sv_SE."""

    def fictive_number(self, *, sex: Sex = "neutral", year: int | None = None) -> str:
        """An identity number that cannot have been issued."""
        rng = self.generator.random
        born = rng.randint(FIRST_BIRTH_YEAR, LAST_BIRTH_YEAR) if year is None else year
        return draw_number(rng, year=born, sex=sex)

    def fictive_person(self, *, anchor: date) -> FictivePerson:
        """A whole person, aged from `anchor`."""
        return draw_person(self.generator.random, anchor=anchor)

    def fictive_phone(self) -> str:
        """A phone number kept for fiction."""
        return draw_phone(self.generator.random)

    def fictive_address(self) -> str:
        """An address on one line in an invented town."""
        return draw_address(self.generator.random)

    def fictive_email(self, *_: Any, **__: Any) -> str:
        """A mail address under a reserved domain."""
        rng = self.generator.random
        sex = rng.choice(SEXES)
        name = draw_given_name(rng, sex=sex), draw_family_name(rng)
        return mail_address(*name, f"{rng.randint(1, 999):03d}")

    # Names from here on are Faker's own; their arguments are taken and not used.

    def ssn(self, *_: Any, **__: Any) -> str:
        """Our number instead of a real-looking one."""
        return self.fictive_number()

    def phone_number(self, *_: Any, **__: Any) -> str:
        """A number for fiction instead of one a person may have."""
        return self.fictive_phone()

    def first_name(self) -> str:
        """A given name."""
        rng = self.generator.random
        return draw_given_name(rng, sex=rng.choice(SEXES))

    def first_name_female(self) -> str:
        """A given name for a woman."""
        return draw_given_name(self.generator.random, sex="female")

    def first_name_male(self) -> str:
        """A given name for a man."""
        return draw_given_name(self.generator.random, sex="male")

    def last_name(self) -> str:
        """An invented family name."""
        return draw_family_name(self.generator.random)

    def name(self) -> str:
        """A given name and an invented family name."""
        return f"{self.first_name()} {self.last_name()}"

    def name_female(self) -> str:
        """A woman's given name and an invented family name."""
        return f"{self.first_name_female()} {self.last_name()}"

    def name_male(self) -> str:
        """A man's given name and an invented family name."""
        return f"{self.first_name_male()} {self.last_name()}"

    def address(self) -> str:
        """An address on one line in an invented town."""
        return self.fictive_address()

    def street_address(self) -> str:
        """An invented street with a number."""
        return draw_street(self.generator.random)

    def street_name(self) -> str:
        """An invented street."""
        return str(self.generator.random.choice(STREETS))

    def city(self) -> str:
        """An invented town."""
        return str(self.generator.random.choice(TOWNS)[0])

    def postcode(self) -> str:
        """A postcode that is not in use."""
        return draw_place(self.generator.random)[0]

    def administrative_unit(self) -> str:
        """The invented region."""
        return REGION

    def company(self) -> str:
        """An invented company."""
        return str(self.generator.random.choice(COMPANIES))

    def org_id(self, *_: Any, **__: Any) -> str:
        """An organisation number that cannot be one: third digit 0, check digit wrong."""
        return "000000-0005"

    def org_and_vat_id(self, *_: Any, **__: Any) -> tuple[str, str]:
        """The same, twice."""
        return self.org_id(), self.org_id()

    def license_plate(self) -> str:
        """A plate that says what it is: real ones are three letters and three signs."""
        return "FIKTIV"

    def domain_name(self, *_: Any, **__: Any) -> str:
        """The reserved domain."""
        return MAIL_DOMAIN

    first_name_nonbinary = first_name
    last_name_female = last_name_male = last_name_nonbinary = last_name
    name_nonbinary = name
    email = safe_email = free_email = company_email = fictive_email
    ascii_email = ascii_safe_email = ascii_free_email = ascii_company_email = fictive_email
    free_email_domain = safe_domain_name = hostname = domain_name
    basic_phone_number = msisdn = cellphone_number = phone_number
    vat_id = org_vat_id = org_id
    zipcode = postalcode = postcode
    state = region = county = municipality = administrative_unit
    city_name = city
    company_name = company


def fictive_faker(seed: int | str) -> Faker:
    """A Faker of its own, seeded, where nothing real-looking comes out."""
    faker = Faker("sv_SE", use_weighting=False)
    faker.add_provider(FictiveProvider)
    faker.seed_instance(seed)
    return faker
