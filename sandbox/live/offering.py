"""What a scenario offers a led session: modes, workplaces and the run sheet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandbox.exercises.led import Phase
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.process.kinds import CARE
from sandbox.world.models import Run, Scenario
from sandbox.world.templates import file_of


def led_scenarios() -> list[Scenario]:
    """The scenarios that can be led, those for groups first."""
    rows = (
        Scenario.objects.exercises().filter(current=True).select_related("template").defer("source")
    )
    found = [row for row in rows.order_by("title", "slug") if modes(file_of(row))]
    return sorted(found, key=lambda row: Run.Mode.GROUP not in modes(file_of(row)))


def modes(read: Exercise) -> tuple[str, ...]:
    """How the scenario may be led, groups first."""
    return tuple(mode for mode in (Run.Mode.GROUP, Run.Mode.PARALLEL) if mode in read.modes)


def seat_name(read: Exercise, party: str) -> str:
    """What a seat is called: the name of its party."""
    found = read.parties.get(party)
    return found.name if found else party


def workplaces(read: Exercise) -> list[tuple[str, str]]:
    """The organisations of the scenario, as code and name: what a workplace may be like."""
    return [(party.code, party.name) for party in read.parties.values() if party.kind in CARE]


def run_sheet(read: Exercise) -> tuple[Phase, ...]:
    """The parts of a session; for a scenario that says nothing, the usual ones."""
    return read.phases or (
        Phase("gather", "gather", _("Gathering"), 10),
        Phase("case", "case", _("The case and the roles"), 5),
        Phase("roleplay", "roleplay", _("Practice"), read.minutes),
        Phase("feedback", "feedback", _("Feedback"), 15),
        Phase("closing", "closing", _("Closing"), 10),
    )
