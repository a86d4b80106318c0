"""The role a unit has in a case, and whether it has one: from its kind, and who holds the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.process.flow import Flow
from sandbox.process.kinds import has_system

COORDINATOR, UNIT, PERSON, READER = "coordinator", "unit", "person", "reader"
# In a discharge the kind of unit says who does what; the first of these that the flow has.
ROLES_OF_UNITS: Mapping[str, tuple[str, ...]] = {
    "inpatient": ("ward",),
    "primary_care": ("primary_care",),
    "specialist_care": ("specialist", "primary_care"),
    "municipal_assessment": ("municipality",),
    "municipal_health": ("care_unit",),
    "municipal_provider": ("care_unit",),
}


def role_in(flow: Flow, party: Mapping[str, Any], *, code: str, coordinator: str) -> str:
    """Return the role of a party in a case of this flow; `party` as the case's facts hold it.

    In a plan outside hospital whoever holds it together is the coordinator, and other units that have
    the system are called units. Whoever has no part in the flow only reads.
    """
    kind = party.get("kind")
    if kind == "person":
        return PERSON
    if COORDINATOR in flow.roles:
        if code == coordinator:
            return COORDINATOR
        return UNIT if has_system(party) else READER
    named = ROLES_OF_UNITS.get(str(party.get("unit")), ())
    return next((role for role in named if role in flow.roles), READER)


def has_part_in(flow: Flow, party: Mapping[str, Any]) -> bool:
    """Whether a party of this kind ever does anything in a case of the flow, but read.

    A school makes plans and has nothing to do in a discharge.
    """
    return has_system(party) and role_in(flow, party, code="", coordinator="") != READER
