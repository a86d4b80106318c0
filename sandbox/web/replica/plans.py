"""The planning of a case, unit by unit, side by side: the own first, the others' to read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sandbox.process.state import latest
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.papers import Paper
from sandbox.web.replica.parties import PartyRow, party_rows, units_of

PLANNING, WRITES = "planning", "write_planning"


@dataclass(frozen=True)
class Plan:
    """One unit's column: its planning, or why there is none to read."""

    unit: PartyRow
    paper: Paper | None
    colour: str
    earlier: int
    why: str


def plans_of(view: CaseView) -> list[Plan]:
    """A column for each unit of the case, the own first; then those who have written."""
    units = set(units_of(view))
    plans = [_plan(view, row) for row in party_rows(view) if row.code in units]
    return sorted(plans, key=lambda plan: (not plan.unit.mine, plan.paper is None))


def _plan(view: CaseView, row: PartyRow) -> Plan:
    found = latest(view.state, PLANNING, row.code)
    if found is not None:
        paper = view.paper(found)
        return Plan(row, paper, str(found.body.get("track") or ""), found.version - 1, "")
    if any(line.code == WRITES and line.actor == row.code for line in view.state.log):
        kind = view.words.documents[PLANNING].label
        said = {"paper": kind[:1].lower() + kind[1:]}
        why = _("Has written: %(paper)s. You can read it when the person has said yes to that.")
        return Plan(row, None, "", 0, why % said)
    why = _("You have not written yet.") if row.mine else _("Has not written yet.")
    return Plan(row, None, "", 0, why)
