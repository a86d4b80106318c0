"""Somebody else was first: what happened meanwhile, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from sandbox.process.flow import Action, Flow
from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState
from sandbox.world.models import Case, Event, Seat, World


@dataclass(frozen=True)
class Happened:
    """One thing done in the case: the action's words, who did it, and when (wall clock)."""

    label: str
    who: str
    at: datetime

    def __str__(self) -> str:
        time = time_format(timezone.localtime(self.at))
        return _("%(label)s (%(who)s, at %(time)s)") % {
            "label": self.label,
            "who": self.who,
            "time": time,
        }


class Conflict(Exception):
    """The case has moved on since the form was opened; nothing was done.

    `happened` says what was done meanwhile, `version` is the case's now. `kept` tells whether what
    was written is kept as a draft.
    """

    def __init__(self, happened: tuple[Happened, ...], *, version: int, kept: bool) -> None:
        self.happened = happened
        self.version = version
        self.kept = kept
        super().__init__(self._words())

    def _words(self) -> str:
        if self.happened:
            what = "; ".join(str(one) for one in self.happened)
            first = _("This was done while you were writing: %(what)s.") % {"what": what}
        else:
            first = _("The exercise was started again while you were writing.")
        if not self.kept:
            return first
        return f"{first} {_('What you wrote is kept as a draft.')}"


def what_happened(world: World, case: Case, *, since: int) -> tuple[Event, ...]:
    """The actions done in the case after version `since`, oldest first."""
    events = Event.objects.for_world(world).filter(case=case, version__gt=since).order_by("seq")
    actions = load_flow(case.flow).actions
    return tuple(event for event in events if event.code in actions)


def told_of(
    events: Iterable[Event], case: Case, state: CaseState, seat: Seat
) -> tuple[Happened, ...]:
    """The actions in words, as the seat is told of them."""
    actions = load_flow(case.flow).actions
    return tuple(
        Happened(actions[event.code].done, _who(event, state, seat), event.at) for event in events
    )


def overtaking(events: Iterable[Event], state: CaseState, *, action: str, actor: str) -> bool:
    """Whether any of the events was about the same thing as the action, or changed the consent.

    With several seats people write side by side: what somebody else did to something else is no
    hindrance, and the rules are asked again in any case.
    """
    flow = load_flow(state.flow)
    mine = flow.actions.get(action)
    if mine is None:
        return False
    return any(_meets(event, mine, flow, actor) for event in events)


def _meets(event: Event, mine: Action, flow: Flow, actor: str) -> bool:
    theirs = flow.actions[event.code]
    if not mine.document:
        return event.code == mine.code and event.actor == actor and not mine.effects
    if "consents" in {path.partition(".")[0] for path in event.patch}:
        return True
    if theirs.document != mine.document:
        return False
    kind = flow.documents[mine.document]
    if getattr(kind, "many", False):
        return False
    return event.actor == actor or not getattr(kind, "own", False)


def _who(event: Event, state: CaseState, seat: Seat) -> str:
    if event.seat_id == seat.pk:
        return _("you, in another window")
    party = state.facts.get("parties", {}).get(event.actor, {})
    name: str = party.get("name") or event.actor
    return name
