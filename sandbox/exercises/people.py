"""Who has part in a case because of who the person is: relatives, guardians, a representative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sandbox.exercises.scenario import Party
from sandbox.fictive.personas import OF_AGE, Guardian, Persona, Representative, Tie

RELATIVES = "relatives"
TITLES = {"god_man": "god man", "forvaltare": "förvaltare"}


def parties_around(persona: Persona) -> dict[str, Party]:
    """Return the person first and then everybody around who can be a party, by code."""
    subject = _person(persona.ref, persona.name, mention=persona.given_name)
    everybody = (subject, *_others(persona))
    return {party.code: party for party in everybody}


def subject_of(persona: Mapping[str, Any], code: str) -> dict[str, Party]:
    """Return somebody without a file of their own, whom a case says all there is of, by code."""
    name = str(persona.get("name", ""))
    return {code: _person(code, name, mention=name.partition(" ")[0])} if name else {}


def fact_of(persona: Persona | Mapping[str, Any], *, year: int) -> dict[str, Any]:
    """Return what the rules ask about the person, who is as old as one gets in that year."""
    if not isinstance(persona, Persona):
        age = int(persona.get("age", OF_AGE))
        return {
            "age": age,
            "minor": age < OF_AGE,
            "protected": False,
            "guardians": [],
            "registered_in": persona.get("registered_in", ""),
            "primary_care": persona.get("primary_care", ""),
            "representative": None,
        }
    one = persona.representative
    return {
        "age": persona.age_in(year),
        "minor": persona.minor_in(year),
        "protected": persona.protected_identity,
        "guardians": [guardian.code for guardian in persona.guardians],
        "registered_in": persona.registered_in,
        "primary_care": persona.primary_care,
        "representative": {"party": _code(one), "scope": list(one.scope)} if one else None,
    }


def _person(code: str, name: str, *, mention: str) -> Party:
    return _party(code, name, mention=mention, kind="person", unit="person")


def _others(persona: Persona) -> Iterator[Party]:
    guardians: Mapping[str, Guardian] = {one.code: one for one in persona.guardians}
    for guardian in persona.guardians:
        yield _guardian(guardian)
    for tie in persona.network:
        if tie.code and tie.code not in guardians:
            yield _relative(tie)
    if persona.representative:
        yield _representative(persona.representative)


def _guardian(guardian: Guardian) -> Party:
    short = guardian.tie.partition(".")[0]
    party = _party(guardian.code, guardian.name, mention=short.lower(), detail="vårdnadshavare")
    return replace(party, called=guardian.name, lives_here=guardian.lives_here)


def _relative(tie: Tie) -> Party:
    mention = tie.who[:1].lower() + tie.who[1:]
    party = _party(tie.code, tie.who, mention=mention, detail="närstående")
    return replace(party, called=tie.name, lives_here=tie.lives_here)


def _representative(one: Representative) -> Party:
    title = TITLES[one.kind]
    mention = f"{title} {one.name}"
    party = _party(_code(one), one.name, mention=mention, detail=title, unit=one.kind)
    return replace(party, called=one.name)


def _code(one: Representative) -> str:
    return one.kind.replace("_", "-")


def _party(
    code: str,
    name: str,
    *,
    mention: str,
    detail: str = "",
    kind: str = "other",
    unit: str = RELATIVES,
) -> Party:
    uses = ("responsible",) if kind == "person" else ("receiver", "responsible")
    return Party(code, name, name, mention, detail, kind, "", uses, unit)
