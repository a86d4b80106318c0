"""What one request in an exercise works on: the seat, its world and case, and the scenario.

A room is found from the code in the address and the person who asks: the learner who signed in, or
in a led session the guest whose token the browser holds. A leader may look, and only look, into any
seat of her own session. Anybody else gets 404.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from sandbox.exercises.checks import StepState, step_state
from sandbox.exercises.led import SeatCard
from sandbox.exercises.scenario import Scenario, Step
from sandbox.process.flow import Action, DocumentKind, Flow
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Document, day_of, draft, latest
from sandbox.process.tracks import acts, role_on
from sandbox.web.forms import Options
from sandbox.web.reading import Facts, facts
from sandbox.world import news, queries
from sandbox.world.company import Company, company
from sandbox.world.doors import BETWEEN
from sandbox.world.models import Case, Run, Seat, World
from sandbox.world.models import Scenario as ScenarioRow
from sandbox.world.parts import has_many
from sandbox.world.templates import current, file_of

PARTY_USES = ("receiver", "responsible", "coordinator", "any")
GUEST_COOKIE = "samova_plats"


class Stopped(Exception):
    """The leader has stopped the session: no page of it shows any text."""


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
    watching: bool = False

    @property
    def run(self) -> Run:
        """The run that the seat is a place in."""
        return self.seat.run

    @property
    def several(self) -> bool:
        """Whether the scenario has several seats, each with its own role card."""
        return has_many(self.scenario)

    @property
    def party(self) -> str:
        """The party this seat plays where there are several; empty where one plays everything."""
        return self.seat.unit if self.several else ""

    @property
    def title(self) -> str:
        """What the seat is called: its party."""
        return self.name_of(self.seat.unit)

    @property
    def base(self) -> str:
        """The run's own code, without the number of the seat."""
        return self.code.partition(BETWEEN)[0]

    @property
    def led(self) -> bool:
        """Whether somebody leads the run; otherwise the learner practises alone."""
        return self.run.mode != Run.Mode.SOLO

    @property
    def own_clock(self) -> bool:
        """Whether whoever sits here may move the clock: in a group it is the leader's."""
        return self.run.mode != Run.Mode.GROUP and not self.watching

    @property
    def paused(self) -> bool:
        """Whether the leader has paused the session: reading and typing go on, sending waits."""
        return self.run.paused_at is not None

    @property
    def card(self) -> SeatCard:
        """The role card of this seat."""
        return self.scenario.seat(self.party)

    @cached_property
    def company(self) -> Company:
        """Whose turn it is, how far the group is, and when something happens next."""
        return company(self.seat)

    @cached_property
    def states(self) -> Mapping[str, StepState]:
        """Where each step of this seat stands, with its own drafts counted as begun."""
        if not self.several:
            return {one.key: step_state(self.scenario, self.state, one.key) for one in self.steps}
        return {one.key: self._standing(one) for one in self.steps}

    def _standing(self, step: Step) -> StepState:
        found = self.company.states[step.key]
        begun = found.state == "not_started" and draft(self.state, step.document) is not None
        return replace(found, state="draft") if begun else found

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that are this seat's to do."""
        return self.scenario.steps_of(self.party) if self.several else self.scenario.steps

    @property
    def form_steps(self) -> tuple[Step, ...]:
        """The steps of this seat that are forms."""
        return tuple(step for step in self.steps if step.kind == "form")

    def name_of(self, party: str) -> str:
        """What a party is called."""
        found = self.scenario.parties.get(party)
        return found.name if found else self.scenario.role.title

    def sent(self, document: str) -> Document | None:
        """The newest sent document of the kind: this seat's own where there are several seats."""
        if self.several:
            return latest(self.state, document, author=self.party)
        return latest(self.state, document)

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

    def acts(self, row: Action) -> bool:
        """Whether the row is for this seat, as things stand in the case."""
        return acts(self.state, self.flow, row, role=self.seat.role, actor=self.seat.unit)

    def reads_always(self, kind: DocumentKind) -> bool:
        """Whether this seat may always read documents of the kind."""
        role = role_on(self.state, self.flow, kind.track, role=self.seat.role, actor=self.seat.unit)
        return kind.readers.get(role) == "always"

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
            same_day=self.several,
        )

    def options_for(self, document: str) -> Options:
        """What the choices of one form are filled with: nobody writes to their own unit."""
        if not (self.several and self.kind(document).addressed_by):
            return self.options
        others = {
            use: [pair for pair in pairs if pair[0] != self.party]
            for use, pairs in self.options.parties.items()
        }
        return replace(self.options, parties=others)

    @property
    def step_before_meeting(self) -> Step:
        """The step whose action calls the meeting; the first step when there is no meeting."""
        meeting = self.scenario.meeting
        calling = (s for s in self.scenario.steps if meeting and s.action == meeting.upon)
        return next(calling, self.scenario.steps[0])

    def facts(self, document: str) -> Facts:
        """The newest sent document of the kind in words; empty when there is none."""
        found = self.sent(document)
        return facts(self.kind(document), self.options, found.body) if found else []

    def has_text(self, document: str) -> bool:
        """Whether the learner has written anything of this kind."""
        return bool(self.sent(document) or draft(self.state, document))

    def saved_text(self, document: str) -> str:
        """When the draft was last kept, in words; empty when there is none."""
        at = self.drafts.get(document)
        if at is None:
            return ""
        return _("Saved at %(time)s") % {"time": time_format(timezone.localtime(at))}

    def crumbs(self, *, tasks: bool = True) -> list[tuple[str, str]]:
        """The way back: the exercises, then this exercise's task list."""
        trail = [] if self.led else [(_("Practise"), reverse("practice:index"))]
        if tasks:
            title = _("Your role") if self.several else _("Task list")
            trail.append((title, reverse("practice:tasks", args=[self.code])))
        return trail

    def context(self) -> dict[str, Any]:
        """What every page of the room shows."""
        return {
            "room": self,
            "scenario": self.scenario,
            "person": self.person,
            "given_name": self.person.given_name,
            "consent": self._consent(),
            "guest": self._guest(),
            "calm": self._calm(),
        }

    def _calm(self) -> dict[str, str] | None:
        """Where a page of a led session hears that everything has been stopped."""
        participant = self.seat.participant_id
        if not self.led or self.watching or participant is None:
            return None
        return news.followed(kind="calm", run=self.run.pk, who=participant)

    def _guest(self) -> dict[str, Any] | None:
        """What the foot says to whoever takes part without an account."""
        if not self.led or self.watching:
            return None
        group = self.world.line if self.run.mode == Run.Mode.GROUP else None
        return {"group": group, "leave": reverse("live:leave", args=[self.base])}

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
    """The room of the one who asks. Raises Http404 when the code is not theirs.

    Raises PermissionDenied when a leader who looks on tries to write, Stopped when the session is.
    """
    seat, watching = _seat(request, code)
    if watching and request.method not in ("GET", "HEAD"):
        raise PermissionDenied
    return open_room(seat, code, watching=watching, generation=generation)


def open_room(
    seat: Seat, code: str, *, watching: bool = False, generation: int | None = None
) -> Room:
    """The room of a seat that has been found already.

    Raises Http404 when there is no world, Stopped when the session is.
    """
    if seat.run.halted_at is not None:
        raise Stopped
    loaded = queries.load(seat, generation=generation, watching=watching)
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
        watching=watching,
    )


def _seat(request: HttpRequest, code: str) -> tuple[Seat, bool]:
    """The seat the code leads to for the one who asks, and whether they only look on."""
    if BETWEEN in code:
        held = queries.seat_for(request.COOKIES.get(GUEST_COOKIE, ""), code)
        if held:
            return held, False
    seat = queries.seat_for(request.user, code)
    if seat:
        return seat, False
    looked_into = queries.seat_watched(request.user, code) if BETWEEN in code else None
    if looked_into is None:
        raise Http404
    return looked_into, True
