"""The written people: one file each, with story, own words, home, network and the units they meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from content_files.yaml_marks import Marked, load_marked
from sandbox.fictive.checked import (
    choice_of,
    choices_of,
    flag_of,
    list_of,
    phone_of,
    text_of,
    texts_of,
)
from sandbox.fictive.identities import SEXES, Sex, is_fictitious

# Ages in the files are those reached during this year; a world counts from its own first day.
WRITTEN_FOR: Final = 2026
OF_AGE: Final = 18
MOST_GUARDIANS: Final = 2

GROUPS: Final = (
    "elderly",
    "somatic",
    "psychiatry",
    "addiction",
    "child",
    "disability",
    "brain_injury",
    "dementia",
    "palliative",
    "protected",
)
REPRESENTATIVES: Final = ("god_man", "forvaltare")
# What a god man or förvaltare may be appointed to do (föräldrabalken 11 kap. 4 and 7 §§).
SCOPES: Final = ("bevaka_ratt", "forvalta_egendom", "sorja_for_person")
# With these it is natural to ask the representative to a SIP; with the property alone it is not.
_SPEAKING: Final = ("bevaka_ratt", "sorja_for_person")

_TEXTS: Final = (
    "ref",
    "given_name",
    "family_name",
    "identity_number",
    "address",
    "phone",
    "email",
    "in_short",
    "background",
    "housing",
    "situation",
    "registered_in",
    "primary_care",
)
_LISTS: Final = ("own_words", "own_goals", "fears", "resources", "groups", "units")
_FIELDS: Final = (*_TEXTS, *_LISTS, "birth_year", "sex", "network")
HERE: Final = "lives_here"  # somebody who lives with the person
_EXTRA_TEXTS: Final = ("language", "communication")
_SWITCHES: Final = ("interpreter", "protected_identity")
_EXTRAS: Final = (*_EXTRA_TEXTS, *_SWITCHES, "guardians", "representative")


@dataclass(frozen=True)
class Tie:
    """Someone in a person's network, and what they are to each other.

    With a `code` they can be a party of a case, called by that code; then they may have a phone, a
    `name` of their own for letters, and live with the person.
    """

    who: str
    tie: str
    code: str = ""
    phone: str = ""
    name: str = ""
    lives_here: bool = False


@dataclass(frozen=True)
class Guardian:
    """Someone who has custody of a child: two decide together (föräldrabalken 6 kap. 13 §)."""

    code: str
    name: str
    tie: str
    phone: str
    lives_here: bool = False


@dataclass(frozen=True)
class Representative:
    """A god man or förvaltare, and what the appointment covers. Never the person's own consent."""

    kind: str
    name: str
    phone: str
    scope: tuple[str, ...]

    @property
    def belongs_in_a_plan(self) -> bool:
        """Whether the scope makes them a natural party of a SIP."""
        return any(part in _SPEAKING for part in self.scope)


@dataclass(frozen=True)
class Persona:
    """A person with a story. `ref` is how scenarios name them.

    `registered_in` is the unit that receives for the municipality they are registered in,
    `primary_care` their vårdcentral, `units` every unit they meet today: codes of the county's
    register. `situation` says where they are on day 0. Whoever is under age has guardians.
    """

    ref: str
    given_name: str
    family_name: str
    identity_number: str
    birth_year: int
    sex: Sex
    address: str
    phone: str
    email: str
    in_short: str
    background: str
    housing: str
    situation: str
    registered_in: str
    primary_care: str
    own_words: tuple[str, ...]
    own_goals: tuple[str, ...]
    network: tuple[Tie, ...]
    fears: tuple[str, ...]
    resources: tuple[str, ...]
    groups: tuple[str, ...]
    units: tuple[str, ...]
    language: str = "svenska"
    communication: str = ""
    interpreter: bool = False
    protected_identity: bool = False
    guardians: tuple[Guardian, ...] = ()
    representative: Representative | None = None

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}"

    def age_in(self, year: int) -> int:
        """The age reached during `year`."""
        return year - self.birth_year

    def minor_in(self, year: int) -> bool:
        """Whether they are under age all through `year`."""
        return self.age_in(year) < OF_AGE


def load_personas(folder: Path) -> Mapping[str, Persona]:
    """Every persona in the folder's YAML files, by ref, in order of file name.

    Raises ContentError with file and line when a field is missing, unknown or of the wrong kind,
    when a number could be somebody's, when a child lacks guardians or a protected person shows an
    address, or when two files share a ref or a number.
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
    fields: dict[str, Any] = {name: text_of(marked, data[name], name) for name in _TEXTS}
    fields |= {name: texts_of(marked, data[name], name) for name in _LISTS}
    choices_of(marked, data["groups"], GROUPS, "groups")
    _check_identity(marked, data)
    phone_of(marked, data["phone"], "phone")
    _check_protection(marked, data)
    return Persona(
        **fields,
        **_extras(marked, data),
        birth_year=data["birth_year"],
        sex=data["sex"],
        network=_network(marked, data),
        guardians=_guardians(marked, data),
        representative=_representative(marked, data),
    )


def _fields_of(marked: Marked) -> dict[str, Any]:
    if not isinstance(marked.data, dict):
        raise marked.error("Filen ska innehålla en person med fält och värden.")
    for name in marked.data:
        if name not in (*_FIELDS, *_EXTRAS):
            raise marked.error(f"Fältet ”{name}” finns inte.", name)
    for name in _FIELDS:
        if name not in marked.data:
            raise marked.error(f"Fältet ”{name}” saknas.")
    return marked.data


def _extras(marked: Marked, data: dict[str, Any]) -> dict[str, Any]:
    """The fields a file may leave out, those that are there."""
    found: dict[str, Any] = {}
    for name in _EXTRA_TEXTS:
        if name in data:
            found[name] = text_of(marked, data[name], name)
    for flag in _SWITCHES:
        if flag in data:
            found[flag] = flag_of(marked, data[flag], flag)
    return found


def _network(marked: Marked, data: dict[str, Any]) -> tuple[Tie, ...]:
    ties = []
    for place, tie in enumerate(list_of(marked, data["network"], "network")):
        said = tie if isinstance(tie, dict) else {}
        more = {"code", "phone", "name", HERE}
        if not {"who", "tie"} <= set(said) <= {"who", "tie", *more}:
            message = "Skriv ”who” och ”tie” för var och en, och ”code” om hen kan vara part."
            raise marked.error(message, "network", place)
        here = HERE in said and flag_of(marked, said[HERE], "network", place, HERE)
        ties.append(Tie(**_texts_in(marked, said, "network", place), lives_here=here))
    return tuple(ties)


def _guardians(marked: Marked, data: dict[str, Any]) -> tuple[Guardian, ...]:
    """One or two for a child, none for an adult; by age in the year the files are written for."""
    minor = WRITTEN_FOR - data["birth_year"] < OF_AGE
    if not minor and "guardians" in data:
        raise marked.error("Den som är vuxen har inga vårdnadshavare.", "guardians")
    if not minor:
        return ()
    if "guardians" not in data:
        raise marked.error(
            "Den som är under 18 år ska ha vårdnadshavare: ”guardians”.", "birth_year"
        )
    rows = list_of(marked, data["guardians"], "guardians")
    if len(rows) > MOST_GUARDIANS:
        raise marked.error("Ett barn har högst två vårdnadshavare här.", "guardians")
    guardians = []
    for place, row in enumerate(rows):
        if not isinstance(row, dict) or set(row) - {HERE} != {"code", "name", "tie", "phone"}:
            message = "Skriv ”code”, ”name”, ”tie” och ”phone” för var och en."
            raise marked.error(message, "guardians", place)
        here = HERE in row and flag_of(marked, row[HERE], "guardians", place, HERE)
        texts = _texts_in(marked, row, "guardians", place)
        guardians.append(Guardian(**texts, lives_here=here))
    return tuple(guardians)


def _representative(marked: Marked, data: dict[str, Any]) -> Representative | None:
    if "representative" not in data:
        return None
    said = data["representative"]
    if not isinstance(said, dict) or set(said) != {"kind", "name", "phone", "scope"}:
        message = "Skriv ”kind”, ”name”, ”phone” och ”scope” för god man eller förvaltare."
        raise marked.error(message, "representative")
    return Representative(
        kind=choice_of(marked, said["kind"], REPRESENTATIVES, "representative", "kind"),
        name=text_of(marked, said["name"], "representative", "name"),
        phone=phone_of(marked, said["phone"], "representative", "phone"),
        scope=choices_of(marked, said["scope"], SCOPES, "representative", "scope"),
    )


def _texts_in(marked: Marked, row: dict[str, Any], *path: str | int) -> dict[str, str]:
    """Every value of a row as a text; a phone must be one for fiction."""
    return {
        key: (phone_of if key == "phone" else text_of)(marked, value, *path, key)
        for key, value in row.items()
        if key != HERE
    }


def _check_protection(marked: Marked, data: dict[str, Any]) -> None:
    """A protected person's file says how to reach them, never where they live."""
    shows_address = any(char.isdigit() for char in str(data["address"]))
    if data.get("protected_identity") and shows_address:
        message = "Den som har skyddade uppgifter ska inte ha sin adress i filen."
        raise marked.error(message, "address")


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
