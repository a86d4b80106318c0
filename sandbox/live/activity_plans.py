"""Another group's plan to judge: what it has sent, in words, and nothing of who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.exercises.scenario import Scenario
from sandbox.live.activity_shapes import plan_label
from sandbox.process.flow import Field
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Document, day_of, latest
from sandbox.web.forms import Options
from sandbox.web.reading import Facts, facts
from sandbox.world.models import Case, Run, World
from sandbox.world.snapshot import snapshot
from sandbox.world.templates import file_of

# The parts of a plan that are judged; a scenario without one of them leaves it out.
PARTS = ("goals", "follow_up")
USES = ("receiver", "responsible", "coordinator", "any")


@dataclass(frozen=True)
class Plan:
    """A group's plan as others read it. `parts` is empty until something has been sent."""

    line: int
    label: str
    parts: tuple[tuple[str, Facts], ...]


def lines(run: Run) -> list[int]:
    """The numbers of the run's groups, in order; one query."""
    live = World.objects.filter(run=run, kind=World.Kind.LIVE)
    return list(live.order_by("line").values_list("line", flat=True).distinct())


def line_to_judge(run: Run, line: int | None) -> int | None:
    """The group whose plan this group judges: the next one. None without another group."""
    groups = lines(run)
    if line not in groups or len(groups) < 2:
        return None
    return groups[(groups.index(line) + 1) % len(groups)]


def plan_of(run: Run, line: int) -> Plan:
    """The newest sent goals and follow-up of the group; constant number of queries."""
    state = _state_of(run, line)
    parts = _parts(state, file_of(run.scenario)) if state else ()
    return Plan(line=line, label=plan_label(line), parts=parts)


def for_the_wall(run: Run, line: int) -> Plan:
    """The same plan as large type has room for: what is written in words, and no contacts."""
    state = _state_of(run, line)
    found = latest(state, PARTS[0]) if state else None
    parts: tuple[tuple[str, Facts], ...] = ()
    if state and found:
        kind = under(load_flow(state.flow), load_profile(state.profile)).documents[found.kind]
        written = [(field.label, _written(field, found.body)) for field in kind.fields]
        parts = ((kind.label, [(label, lines) for label, lines in written if lines]),)
    return Plan(line=line, label=plan_label(line), parts=parts)


def _state_of(run: Run, line: int) -> CaseState | None:
    """The group's case as it is; None without such a group."""
    world = World.objects.filter(run=run, kind=World.Kind.LIVE, line=line).first()
    case = Case.objects.for_world(world).order_by("no").first() if world else None
    return snapshot(world, case).state if world and case else None


def _written(field: Field, body: Mapping[str, Any]) -> list[str]:
    """What somebody has written in a field in words; of rows, what stands first in each."""
    value = body.get(field.key)
    if field.type == "longtext":
        return [value] if value else []
    if field.type == "rows" and field.fields[0].type == "longtext":
        return [row[field.fields[0].key] for row in value or () if row.get(field.fields[0].key)]
    return []


def _parts(state: CaseState, scenario: Scenario) -> tuple[tuple[str, Facts], ...]:
    sent = (latest(state, kind) for kind in PARTS)
    return tuple(in_words(state, scenario, found) for found in sent if found)


def in_words(state: CaseState, scenario: Scenario, document: Document) -> tuple[str, Facts]:
    """A document as (what it is called, its fields in words)."""
    flow = under(load_flow(state.flow), load_profile(state.profile))
    kind = flow.documents[document.kind]
    return kind.label, facts(kind, _options(state, scenario), document.body)


def _options(state: CaseState, scenario: Scenario) -> Options:
    parties = scenario.parties.values()
    return Options(
        parties={
            use: [(one.code, one.name) for one in parties if use == "any" or use in one.uses]
            for use in USES
        },
        headings=list(load_profile(state.profile).headings.items()),
        day_name=scenario.day_label,
        today=day_of(state.now),
    )
