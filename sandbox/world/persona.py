"""The person a scenario is about, as columns; what the file leaves out is made up from its slug."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from sandbox.fictive.identities import draw_number
from sandbox.fictive.names import draw_address, mail_address
from sandbox.fictive.phones import draw_phone
from sandbox.world.models import Person

_COLUMNS = frozenset(
    field.name for field in Person._meta.concrete_fields if field.name not in ("id", "world", "no")
)


def columns(persona: Mapping[str, Any], *, slug: str, anchor: date) -> dict[str, Any]:
    """The columns of a Person row; `age` counts from the anchor's year.

    What has no column of its own is kept in `profile`. The same slug always gives the same person.
    """
    given, _space, family = str(persona.get("name", "")).rpartition(" ")
    made = {"given_name": given or family, "family_name": family if given else "", **persona}
    made.setdefault("sex", "neutral")
    made.setdefault("birth_year", anchor.year - int(made.get("age", 40)))
    rng = Random(f"{slug}:{made.get('ref', '')}")  # noqa: S311 — the same person every time, no secret
    number = draw_number(rng, year=made["birth_year"], sex=made["sex"])
    made.setdefault("identity_number", number)
    made.setdefault("address", draw_address(rng))
    made.setdefault("phone", draw_phone(rng))
    made.setdefault("email", mail_address(made["given_name"], made["family_name"], number[9:12]))
    made["persona"] = str(made.get("persona") or made.pop("ref", ""))
    rest = {key: value for key, value in made.items() if key not in _COLUMNS and key != "name"}
    kept = {key: value for key, value in made.items() if key in _COLUMNS}
    return {**kept, "profile": {**kept.get("profile", {}), **rest}}
