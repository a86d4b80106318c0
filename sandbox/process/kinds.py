"""What kinds of parties there are: who gives care, who has the planning system, and whose a unit is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Whom the law makes plan together: health care and social services, in region and municipality.
CARE = ("health", "social_care")
# Who has the system: those, and a school that is let in to the plans of its pupils.
IN_SYSTEM = (*CARE, "education")
# Who is reached by letter, by telephone or face to face: the person, those near, and others.
OTHER = "other"
OUTSIDE = ("person", OTHER)
SCHOOL = "school"


def has_system(party: Mapping[str, Any]) -> bool:
    """Return whether a party, as the facts of the case hold it, has the planning system there."""
    return party.get("kind") in IN_SYSTEM


def principal_of(party: Mapping[str, Any]) -> str:
    """Return whose a unit is by the law of plans: region, municipality, or "".

    A municipality's school is no principal of health care or social services (L1, L2).
    """
    return "" if party.get("unit") == SCHOOL else str(party.get("principal") or "")
