"""What one request in an exercise works on: the seat, its world and case, and the scenario.

A room is found from the code in the address and the person who asks. Anybody else gets 404.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from sandbox.exercises.scenario import Scenario, Step
from sandbox.process.flow import DocumentKind, Flow
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, day_of, draft, latest
from sandbox.web.forms import Options
from sandbox.web.reading import Facts, facts
from sandbox.world import queries
from sandbox.world.models import Case, Seat, World
from sandbox.world.models import Scenario as ScenarioRow
from sandbox.world.templates import current, file_of

PARTY_USES = ("receiver", "responsible", "coordinator", "any")


def scenario_page(slug: str) -> tuple[Scenario, queries.PersonView | None]:
    """The scenario as it is now and its person. Raises Http404 for one that does not exist."""
    try:
        row = current(slug)
    except ScenarioRow.DoesNotExist:
        raise Http404 from None
    return file_of(row), queries.person_of(row.template) if row.template else None


@dataclass(frozen=True)
class Room:
    """One seat's view of its case."""

    code: str
    seat: Seat
    world: World
    case: Case
    state: CaseState
    scenario: Scenario
    person: queries.PersonView
    drafts: dict[str, datetime]

    @property
    def version(self) -> int:
        """The case's version, sent with every form."""
        return self.case.version

    @cached_property
    def flow(self) -> Flow:
        """The flow under the profile of this world."""
        return under(load_flow(self.state.flow), load_profile(self.state.profile))

    def kind(self, document: str) -> DocumentKind:
        """The document kind's definition."""
        return self.flow.documents[document]

    @cached_property
    def options(self) -> Options:
        """What the choices of every form are filled with."""
        parties = self.scenario.parties.values()
        return Options(
            parties={
                use: [
                    (party.code, party.name)
                    for party in parties
                    if use == "any" or use in party.uses
                ]
                for use in PARTY_USES
            },
            headings=list(load_profile(self.state.profile).headings.items()),
            day_name=self.scenario.day_label,
            today=day_of(self.state.now),
        )

    @property
    def step_before_meeting(self) -> Step:
        """The step whose action calls the meeting; the first step when there is no meeting."""
        meeting = self.scenario.meeting
        calling = (s for s in self.scenario.steps if meeting and s.action == meeting.upon)
        return next(calling, self.scenario.steps[0])

    def facts(self, document: str) -> Facts:
        """The newest sent document of the kind in words; empty when there is none."""
        found = latest(self.state, document)
        return facts(self.kind(document), self.options, found.body) if found else []

    def has_text(self, document: str) -> bool:
        """Whether the learner has written anything of this kind."""
        return bool(latest(self.state, document) or draft(self.state, document))

    def saved_text(self, document: str) -> str:
        """When the draft was last kept, in words; empty when there is none."""
        at = self.drafts.get(document)
        if at is None:
            return ""
        return _("Saved at %(time)s") % {"time": time_format(timezone.localtime(at))}

    def crumbs(self, *, tasks: bool = True) -> list[tuple[str, str]]:
        """The way back: the exercises, then this exercise's task list."""
        trail = [(_("Practise"), reverse("practice:index"))]
        if tasks:
            trail.append((_("Task list"), reverse("practice:tasks", args=[self.code])))
        return trail

    def context(self) -> dict[str, Any]:
        """What every page of the room shows."""
        return {
            "room": self,
            "scenario": self.scenario,
            "person": self.person,
            "given_name": self.person.given_name,
            "consent": self._consent(),
        }

    def _consent(self) -> dict[str, list[str]] | None:
        found = latest(self.state, "consent")
        if found is None:
            return None
        names = {code: party.name for code, party in self.scenario.parties.items()}
        return {
            key: [names[code] for code in found.body.get(key, ()) if code in names]
            for key in ("receivers", "exceptions")
        }


def room_for(request: HttpRequest, code: str, *, generation: int | None = None) -> Room:
    """The room of the one who asks. Raises Http404 when the code is not theirs."""
    seat = queries.seat_for(request.user, code)
    if seat is None:
        raise Http404
    loaded = queries.load(seat, generation=generation)
    if loaded is None:
        raise Http404
    return Room(
        code=code,
        seat=seat,
        world=loaded.world,
        case=loaded.case,
        state=loaded.state,
        scenario=loaded.scenario,
        person=loaded.person,
        drafts=loaded.drafts,
    )
