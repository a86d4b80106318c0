"""Invented names: given names anyone may have, and family names, streets and towns nobody has."""

from __future__ import annotations

from random import Random
from typing import Final

from sandbox.fictive.identities import Sex

_NAMES: Final[dict[Sex, str]] = {
    "female": (
        "Agnes Aina Alva Amina Anja Asta Astrid Berit Birgit Britta Cecilia Daniela Disa Doris Ebba "
        "Edit Elin Elsa Emine Ester Fatima Gerd Greta Gudrun Gun Hanna Hedvig Helga Hilda Inga Ingrid "
        "Iris Jasmin Karin Kerstin Laila Lena Linnea Lovisa Maj Maria Marit Märta Nadja Olga Petra "
        "Ragnhild Rut Saga Samira Siri Solveig Stina Svea Tora Tuva Ulla Vera Viola Zahra Åsa"
    ),
    "male": (
        "Abbe Adam Ahmed Albin Anders Arne Arvid Axel Bengt Bertil Birger Bo Conny Dag Daniel Ebbe "
        "Einar Elis Emil Erik Evert Filip Folke Göran Gustav Hamid Hans Harald Hugo Ibrahim Isak Ivar "
        "Jan Johan Jonas Karl Kjell Lars Leif Leo Liam Lorens Malte Mats Nils Olle Oskar Ove Pelle "
        "Ragnar Rolf Sixten Stig Sven Sverker Tage Tomas Tore Ulf Valter Viktor Yusuf Åke Östen"
    ),
    "neutral": (
        "Alex Alexis Bille Billie Charlie Chris Dani Eli Elliot Frankie Jamie Jo Kim Lo Love Lou Manu "
        "Max Micha Mika Mio Nemo Nico Noa Noor Nour Robin Sam Sascha Toni Vanja Vide Wille Yael"
    ),
}
GIVEN_NAMES: Final = {sex: tuple(names.split()) for sex, names in _NAMES.items()}

FAMILY_NAME_BEGINNINGS: Final = (
    "Drömlands",
    "Exempel",
    "Fabel",
    "Fantasi",
    "Fiktiv",
    "Hittepå",
    "Låtsas",
    "Påhitts",
    "Sago",
    "Skrönes",
    "Övnings",
)
FAMILY_NAME_ENDINGS: Final = (
    "son",
    "dotter",
    "berg",
    "dal",
    "gren",
    "hav",
    "kvist",
    "löv",
    "man",
    "ros",
    "ström",
    "vik",
)
PLAIN_FAMILY_NAMES: Final = ("Hittepå", "Påhittad", "Fantasi", "Låtsas", "Fiktiv", "Övning")

REGION: Final = "Region Påhitt"
# An invented town and its part of the postcodes 000 xx: no Swedish postcode begins with 0.
TOWNS: Final[tuple[tuple[str, range], ...]] = (
    ("Hittestad", range(10, 40)),
    ("Låtsasby", range(40, 60)),
    ("Påhittsköping", range(60, 80)),
    ("Övningsvik", range(80, 100)),
)
STREETS: Final = (
    "Påhittsvägen",
    "Hittepågatan",
    "Låtsasgatan",
    "Exempelstigen",
    "Fantasigränd",
    "Fabelbacken",
    "Sagolekstorget",
    "Övningsvägen",
    "Skrönestigen",
    "Drömlandsallén",
)
# The domain is reserved and can have no owner (RFC 2606, RFC 6761).
MAIL_DOMAIN: Final = "hittestad.example"
COMPANIES: Final = tuple(f"{begin}bolaget" for begin in FAMILY_NAME_BEGINNINGS)

_FOLDED = str.maketrans("åäöéü", "aaoeu")


def draw_given_name(rng: Random, *, sex: Sex) -> str:
    """A given name for `sex`."""
    return rng.choice(GIVEN_NAMES[sex])


def draw_family_name(rng: Random) -> str:
    """A family name that says it is invented, such as Låtsasson or Övningsdotter."""
    place = rng.randrange(
        len(PLAIN_FAMILY_NAMES) + len(FAMILY_NAME_BEGINNINGS) * len(FAMILY_NAME_ENDINGS)
    )
    if place < len(PLAIN_FAMILY_NAMES):
        return PLAIN_FAMILY_NAMES[place]
    begin, end = divmod(place - len(PLAIN_FAMILY_NAMES), len(FAMILY_NAME_ENDINGS))
    beginning, ending = FAMILY_NAME_BEGINNINGS[begin], FAMILY_NAME_ENDINGS[end]
    if ending == "son" and not beginning.endswith("s"):
        return f"{beginning}sson"
    return beginning + ending


def draw_street(rng: Random) -> str:
    """An invented street with a house number."""
    return f"{rng.choice(STREETS)} {rng.randint(1, 60)}"


def draw_place(rng: Random) -> tuple[str, str]:
    """A postcode 000 xx and the invented town it belongs to."""
    town, codes = rng.choice(TOWNS)
    return f"000 {rng.choice(codes):02d}", town


def draw_address(rng: Random) -> str:
    """An address on one line: Påhittsvägen 1, 000 13 Hittestad."""
    postcode, town = draw_place(rng)
    return f"{draw_street(rng)}, {postcode} {town}"


def mail_address(given_name: str, family_name: str, serial: str) -> str:
    """An address under a reserved domain, in ASCII: alex.hittepa.011@hittestad.example."""
    name = f"{given_name}.{family_name}".lower().translate(_FOLDED)
    return f"{name}.{serial}@{MAIL_DOMAIN}"
