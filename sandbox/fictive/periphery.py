"""The people around the written ones: simple lives, drawn by seed so that a room has people enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Final

from content_files.yaml_marks import Marked, load_marked
from sandbox.fictive.checked import choices_of, flag_of, list_of, number_of, text_of, texts_of
from sandbox.fictive.people import FictivePerson, draw_person
from sandbox.fictive.personas import GROUPS, OF_AGE, Persona

_MUNICIPALITY: Final = frozenset({"name", "towns", "receives", "primary_care"})
_TEXTS: Final = ("in_short", "housing", "situation")
_LISTS: Final = ("own_words", "own_goals", "groups")
_LIFE: Final = frozenset({*_TEXTS, *_LISTS, "share", "ages", "municipal", "units"})
_PERIPHERY: Final = frozenset({"room", "least", "seed", "lives"})


@dataclass(frozen=True)
class Municipality:
    """Where people are registered: its towns, the unit that receives for it, the nearest clinic."""

    name: str
    towns: tuple[str, ...]
    receives: str
    primary_care: str


@dataclass(frozen=True)
class Life:
    """A simple life that many may have. `share` is how common it is, `ages` the first and the last."""

    share: int
    ages: tuple[int, int]
    municipal: bool
    units: tuple[str, ...]
    groups: tuple[str, ...]
    in_short: str
    housing: str
    situation: str
    own_words: tuple[str, ...]
    own_goals: tuple[str, ...]


@dataclass(frozen=True)
class Periphery:
    """Who else lives in the county: `room` people in all, but at least `least` beside the written."""

    room: int
    least: int
    seed: str
    lives: tuple[Life, ...]
    municipalities: tuple[Municipality, ...]

    def beside(self, written: int) -> int:
        """How many people to draw for a room with so many written ones."""
        return max(self.least, self.room - written)


def load_periphery(path: Path) -> Periphery:
    """The municipalities and the periphery of a county's file.

    Raises ContentError with file and line when something is missing, unknown or of the wrong kind.
    """
    marked = load_marked(path)
    data = marked.data if isinstance(marked.data, dict) else {}
    row = _row(marked, data.get("periphery"), _PERIPHERY, "periphery")
    for name in ("room", "least"):
        number_of(marked, row[name], "periphery", name)
    places = list_of(marked, data.get("municipalities"), "municipalities")
    lives = list_of(marked, row["lives"], "periphery", "lives")
    return Periphery(
        room=row["room"],
        least=row["least"],
        seed=str(row["seed"]),
        lives=tuple(_life(marked, life, place) for place, life in enumerate(lives)),
        municipalities=tuple(_municipality(marked, one, place) for place, one in enumerate(places)),
    )


def people_around(
    periphery: Periphery, n: int, *, anchor: date, written: Iterable[Persona] = ()
) -> tuple[Persona, ...]:
    """`n` people with simple lives, aged from `anchor`; no two share a given name, number or phone.

    The first k of n are the same people as for k. Raises ValueError when `n` is negative or a drawn
    town lies in no municipality.
    """
    if n < 0:
        raise ValueError("The number of people cannot be negative.")
    taken = {mark for persona in written for mark in _marks(persona)}
    made = []
    for place in range(n):
        persona = _somebody(periphery, place, anchor=anchor, taken=taken)
        taken |= _marks(persona)
        made.append(persona)
    return tuple(made)


def _somebody(periphery: Periphery, place: int, *, anchor: date, taken: set[str]) -> Persona:
    for attempt in count():
        # No secret: the same seed must give the same people.
        rng = Random(f"{periphery.seed}:{place}:{attempt}")  # noqa: S311
        life = rng.choices(periphery.lives, weights=[life.share for life in periphery.lives])[0]
        drawn = draw_person(rng, anchor=anchor, ages=life.ages)
        if not _marks(drawn) & taken:
            return _living(drawn, life, _home(periphery, drawn), ref=f"person-{place + 1}")
    raise AssertionError("Counting never ends.")


def _marks(person: Persona | FictivePerson) -> set[str]:
    """What no two people in a room share."""
    return {person.given_name, person.identity_number, person.phone}


def _home(periphery: Periphery, drawn: FictivePerson) -> Municipality:
    town = drawn.address.rsplit(" ", 1)[1]
    for municipality in periphery.municipalities:
        if town in municipality.towns:
            return municipality
    raise ValueError(f"The town {town} lies in no municipality.")


def _living(drawn: FictivePerson, life: Life, home: Municipality, *, ref: str) -> Persona:
    units = dict.fromkeys((home.primary_care, *life.units))
    if life.municipal:
        units[home.receives] = None
    return Persona(
        ref=ref,
        given_name=drawn.given_name,
        family_name=drawn.family_name,
        identity_number=drawn.identity_number,
        birth_year=drawn.birth_year,
        sex=drawn.sex,
        address=drawn.address,
        phone=drawn.phone,
        email=drawn.email,
        in_short=life.in_short,
        background=life.in_short,
        housing=life.housing,
        situation=life.situation,
        registered_in=home.receives,
        primary_care=home.primary_care,
        own_words=life.own_words,
        own_goals=life.own_goals,
        network=(),
        fears=(),
        resources=(),
        groups=life.groups,
        units=tuple(units),
    )


def _municipality(marked: Marked, said: object, place: int) -> Municipality:
    at = ("municipalities", place)
    row = _row(marked, said, _MUNICIPALITY, *at)
    return Municipality(
        name=text_of(marked, row["name"], *at, "name"),
        towns=texts_of(marked, row["towns"], *at, "towns"),
        receives=text_of(marked, row["receives"], *at, "receives"),
        primary_care=text_of(marked, row["primary_care"], *at, "primary_care"),
    )


def _life(marked: Marked, said: object, place: int) -> Life:
    at = ("periphery", "lives", place)
    row = _row(marked, said, _LIFE, *at)
    ages = row["ages"]
    if not isinstance(ages, list) or len(ages) != 2 or any(type(age) is not int for age in ages):
        raise marked.error("Skriv två hela tal: yngsta och äldsta ålder.", *at, "ages")
    if not OF_AGE <= ages[0] <= ages[1]:
        message = "De runt omkring är vuxna: yngsta åldern är minst 18 och högst den äldsta."
        raise marked.error(message, *at, "ages")
    words: dict[str, Any] = {name: text_of(marked, row[name], *at, name) for name in _TEXTS}
    words |= {name: texts_of(marked, row[name], *at, name) for name in _LISTS}
    choices_of(marked, row["groups"], GROUPS, *at, "groups")
    return Life(
        share=number_of(marked, row["share"], *at, "share"),
        ages=(ages[0], ages[1]),
        municipal=flag_of(marked, row["municipal"], *at, "municipal"),
        units=texts_of(marked, row["units"], *at, "units") if row["units"] else (),
        **words,
    )


def _row(
    marked: Marked, said: object, names: frozenset[str], *path: str | int
) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise marked.error(f"Här ska det stå: {', '.join(sorted(names))}.", *path)
    for name in said:
        if name not in names:
            raise marked.error(f"Fältet ”{name}” finns inte.", *path, name)
    for name in sorted(names - set(said)):
        raise marked.error(f"Fältet ”{name}” saknas.", *path)
    return said
