"""The person a scenario is about, as columns; what no file says is made up from the slug."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from random import Random
from typing import Any

from sandbox.fictive.identities import draw_number
from sandbox.fictive.names import draw_address, mail_address
from sandbox.fictive.personas import Persona
from sandbox.fictive.phones import draw_phone
from sandbox.world.models import Person

_COLUMNS = frozenset(
    field.name for field in Person._meta.concrete_fields if field.name not in ("id", "world", "no")
)

Written = Mapping[str, Persona]


def described(persona: Mapping[str, Any], written: Written) -> dict[str, Any]:
    """What the files say of the person: the written persona by `ref`, overlaid by the scenario's.

    Raises KeyError for a `ref` nobody has written.
    """
    ref = persona.get("ref")
    if not ref:
        return dict(persona)
    return {**asdict(written[ref]), **{key: persona[key] for key in persona if key != "name"}}


def columns(said: Mapping[str, Any], *, slug: str, anchor: date) -> dict[str, Any]:
    """The columns of a Person row; `age` counts from the anchor's year.

    What has no column of its own is kept in `profile`. The same slug always gives the same person.
    """
    given, _space, family = str(said.get("name", "")).rpartition(" ")
    made: dict[str, Any] = {
        "given_name": given or family,
        "family_name": family if given else "",
        "sex": "neutral",
        "birth_year": anchor.year - int(said.get("age", 40)),
        **said,
    }
    rng = Random(f"{slug}:{said.get('ref', '')}")  # noqa: S311 — the same person every time, no secret
    number = draw_number(rng, year=made["birth_year"], sex=made["sex"])
    made.setdefault("identity_number", number)
    made.setdefault("address", draw_address(rng))
    made.setdefault("phone", draw_phone(rng))
    made.setdefault("email", mail_address(made["given_name"], made["family_name"], number[9:12]))
    made["persona"] = str(made.pop("ref", ""))
    rest = {key: value for key, value in made.items() if key not in _COLUMNS and key != "name"}
    kept = {key: value for key, value in made.items() if key in _COLUMNS}
    return {**kept, "profile": rest}
