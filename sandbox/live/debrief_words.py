"""A log line in words: who, what, when, and what the person noticed. Codes only, never text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from django.utils.translation import gettext as _

from sandbox.exercises.scenario import Scenario
from sandbox.process.flow import Flow
from sandbox.process.guards import GUARDS
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import MINUTES_PER_DAY, CaseState, Happening, day_of

NBSP = "\u00a0"
REFUSED, INJECT, HINT = "refused", "inject", "hint_given"
RECEIPTS = ("acknowledge", "acknowledge_call")
MISSED, OPENED = "deadline_missed", "deadline_opened"
FROM_OUTSIDE = (INJECT, HINT, MISSED, OPENED)


class Words:
    """What to call the lines of one case's log."""

    def __init__(self, scenario: Scenario, state: CaseState) -> None:
        self.scenario = scenario
        self.state = state

    @cached_property
    def flow(self) -> Flow:
        """The flow under the profile of the case."""
        return under(load_flow(self.state.flow), load_profile(self.state.profile))

    def name(self, actor: str) -> str:
        """What an actor of the log is called: its party, or the seat's own title alone."""
        party = self.scenario.parties.get(actor)
        if party:
            return party.name
        own = self.scenario.parties.get(self.scenario.role.party)
        return own.name if own and actor == self.scenario.role.role else actor

    def short(self, actor: str) -> str:
        """What an actor is called where there is little room."""
        party = self.scenario.parties.get(actor)
        return party.short if party else self.name(actor)

    def day(self, day: int) -> str:
        """A day as people say it."""
        return self.scenario.day_label(day).replace("dag ", f"dag{NBSP}", 1).capitalize()

    def day_short(self, minute: int) -> str:
        """The day of a minute: "dag 4"."""
        return f"dag{NBSP}{day_of(minute)}"

    def clock(self, minute: int) -> str:
        """The time of a minute: "kl. 13.10"."""
        return f"kl.{NBSP}{self.time(minute)}"

    def time(self, minute: int) -> str:
        """The time of a minute: "13.10"."""
        hour, rest = divmod(minute % MINUTES_PER_DAY, 60)
        return f"{hour}.{rest:02d}"

    def is_event(self, happened: Happening, parties: Sequence[str]) -> bool:
        """Whether it came from outside the organisations that have a column."""
        return happened.code in FROM_OUTSIDE or happened.actor not in parties

    def is_receipt(self, happened: Happening) -> bool:
        """Whether somebody only read what had come."""
        return happened.code in RECEIPTS

    def is_refusal(self, happened: Happening) -> bool:
        """Whether somebody tried what could not be done; reading twice is no such thing."""
        if happened.code != REFUSED or happened.actor_kind != "human":
            return False
        return happened.data.get("action") not in RECEIPTS

    def told(self, happened: Happening) -> tuple[str, str]:
        """The line as (words, tone); no words for a line that says nothing here."""
        if happened.code == INJECT:
            return self._inject(happened), "event"
        if happened.code == HINT:
            return _("A hint from the leader"), "event"
        if happened.code in (MISSED, OPENED):
            return self._deadline(happened)
        label = self._label(happened)
        if not label:
            return "", ""
        if happened.code == REFUSED:
            tried = _("Tried: %(what)s") % {"what": label} if self.is_refusal(happened) else ""
            return tried, "refused"
        return self.flow.actions[happened.code].done, "done"

    def who_did(self, happened: Happening) -> str:
        """Who and what, in one phrase."""
        text, _tone = self.told(happened)
        if happened.code in FROM_OUTSIDE:
            return text
        return _("%(who)s: %(what)s") % {"who": self.name(happened.actor), "what": text}

    def tried(self, happened: Happening) -> str:
        """A refused attempt, told kindly: what it was, and what it waited for."""
        rules = happened.data.get("rules") or [""]
        why = self._why(str(rules[0]), str(happened.data.get("action", "")))
        said = _("%(who)s wanted to: %(what)s. %(why)s") % {
            "who": self.name(happened.actor),
            "what": self._label(happened),
            "why": why,
        }
        return said.strip()

    def saw(self, today: Iterable[Happening]) -> tuple[str, ...]:
        """What the person noticed of a day, in the file's words; each thing once.

        That somebody reads is never noticed, and is told only the first time.
        """
        first = next((one.seq for one in self.state.log if self.is_receipt(one)), 0)
        said = (
            self.scenario.mirror.get(happened.code, "")
            for happened in today
            if not self.is_receipt(happened) or happened.seq == first
        )
        return tuple(dict.fromkeys(text for text in said if text))

    def _label(self, happened: Happening) -> str:
        action = self.flow.actions.get(str(happened.data.get("action", happened.code)))
        return action.label if action else ""

    def _why(self, rule: str, action: str) -> str:
        name = rule.rpartition(".")[2]
        row = self.flow.actions.get(action)
        if name == "roles" and row:
            return row.refused
        if name in GUARDS:
            return GUARDS[name].text
        return _("It was not yet time for that.")

    def _inject(self, happened: Happening) -> str:
        # By its ref: a message the leader wrote has a subject, and that is somebody's text.
        ref = happened.data.get("ref")
        known = next((one for one in self.scenario.injects if one.ref == ref), None)
        return known.title if known else _("A message from the leader")

    def _deadline(self, happened: Happening) -> tuple[str, str]:
        row = self.flow.deadlines.get(str(happened.data.get("deadline", "")))
        label = row.label if row else ""
        if happened.code == OPENED:
            return label, "event"
        return _("The time had passed: %(what)s") % {"what": label}, "late"
