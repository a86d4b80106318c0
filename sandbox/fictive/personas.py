"""The written people: one file each, with their story, own words, network, fears and resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from content_files.yaml_marks import Marked, load_marked
from sandbox.fictive.detector import find
from sandbox.fictive.identities import SEXES, Sex, is_fictitious

_TEXTS: Final = (
    "ref",
    "given_name",
    "family_name",
    "identity_number",
    "address",
    "phone",
    "email",
    "background",
)
_LISTS: Final = ("own_words", "fears", "resources")
_FIELDS: Final = (*_TEXTS, *_LISTS, "birth_year", "sex", "network")


@dataclass(frozen=True)
class Tie:
    """Someone in a person's network, and what they are to each other."""

    who: str
    tie: str


@dataclass(frozen=True)
class Persona:
    """A person with a story. `ref` is how scenarios name them."""

    ref: str
    given_name: str
    family_name: str
    identity_number: str
    birth_year: int
    sex: Sex
    address: str
    phone: str
    email: str
    background: str
    own_words: tuple[str, ...]
    network: tuple[Tie, ...]
    fears: tuple[str, ...]
    resources: tuple[str, ...]

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}"

    def age_in(self, year: int) -> int:
        """The age reached during `year`."""
        return year - self.birth_year


def load_personas(folder: Path) -> Mapping[str, Persona]:
    """Every persona in the folder's YAML files, by ref, in order of file name.

    Raises ContentError with file and line when a field is missing, unknown or of the wrong kind,
    when a number could be somebody's, or when two files share a ref or a number.
    """
    personas: dict[str, Persona] = {}
    numbers: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        marked = load_marked(path)
        persona = _read(marked)
        if persona.ref in personas:
            raise marked.error(f"Personen ”{persona.ref}” finns redan i en annan fil.", "ref")
        if persona.identity_number in numbers:
            raise marked.error("Numret tillhör redan en annan person.", "identity_number")
        personas[persona.ref] = persona
        numbers.add(persona.identity_number)
    return personas


def _read(marked: Marked) -> Persona:
    data = _fields_of(marked)
    for name in _TEXTS:
        _text(marked, data[name], name)
    for name in _LISTS:
        for place, line in enumerate(_list(marked, data[name], name)):
            _text(marked, line, name, place)
    _check_identity(marked, data)
    fields: dict[str, Any] = {name: data[name] for name in _TEXTS}
    fields |= {name: tuple(data[name]) for name in _LISTS}
    return Persona(
        **fields, birth_year=data["birth_year"], sex=data["sex"], network=_network(marked, data)
    )


def _fields_of(marked: Marked) -> dict[str, Any]:
    if not isinstance(marked.data, dict):
        raise marked.error("Filen ska innehålla en person med fält och värden.")
    for name in marked.data:
        if name not in _FIELDS:
            raise marked.error(f"Fältet ”{name}” finns inte.", name)
    for name in _FIELDS:
        if name not in marked.data:
            raise marked.error(f"Fältet ”{name}” saknas.")
    return marked.data


def _network(marked: Marked, data: dict[str, Any]) -> tuple[Tie, ...]:
    ties = []
    for place, tie in enumerate(_list(marked, data["network"], "network")):
        if not isinstance(tie, dict) or set(tie) != {"who", "tie"}:
            raise marked.error("Skriv ”who” och ”tie” för var och en.", "network", place)
        ties.append(
            Tie(
                who=_text(marked, tie["who"], "network", place, "who"),
                tie=_text(marked, tie["tie"], "network", place, "tie"),
            )
        )
    return tuple(ties)


def _check_identity(marked: Marked, data: dict[str, Any]) -> None:
    number, year, sex = data["identity_number"], data["birth_year"], data["sex"]
    if sex not in SEXES:
        raise marked.error("Fältet ”sex” är female, male eller neutral.", "sex")
    if not is_fictitious(number):
        message = "Numret måste vara påhittat: ÅÅÅÅMMDD-NNNK med månad 13–19, dag 01–28 och fel kontrollsiffra."
        raise marked.error(message, "identity_number")
    if not is_fictitious(number, sex=cast("Sex", sex)):
        raise marked.error("Numrets näst sista siffra stämmer inte med ”sex”.", "identity_number")
    if type(year) is not int or str(year) != number[:4]:
        raise marked.error("Födelseåret stämmer inte med numret.", "birth_year")


def _list(marked: Marked, value: object, *path: str | int) -> list[object]:
    if not isinstance(value, list) or not value:
        raise marked.error(f"Fältet ”{path[-1]}” ska vara en lista med minst en rad.", *path)
    return value


def _text(marked: Marked, value: object, *path: str | int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise marked.error("Här ska det stå en text.", *path)
    if find(value):
        raise marked.error("Texten ser ut att handla om någon verklig. Byt ut den.", *path)
    return value
