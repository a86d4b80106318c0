"""What the pages show of an exercise: steps, replies, comparison and timeline in words.

Everything here is worked out from the scenario and the plain case; nothing is read or written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.exercises.checks import CheckOutcome, StepState, checks, is_done, step_state
from sandbox.exercises.compare import Side
from sandbox.exercises.replies import Reply
from sandbox.exercises.scenario import Scenario, Step
from sandbox.process.flow import Flow
from sandbox.process.state import MINUTES_PER_DAY, CaseState, Document, Happening

NBSP = "\u00a0"
ICONS = {"person": "person", "health": "care", "social_care": "home"}
TONES = {"done": "done", "draft": "now", "not_started": "todo", "locked": "locked"}


@dataclass(frozen=True)
class StepItem:
    """One step in the list or in the bar at the top."""

    key: str
    number: int
    title: str
    state: str
    hint: str
    source: str
    current: bool

    @property
    def tone(self) -> str:
        """The status the list shows."""
        return TONES[self.state]

    @property
    def word(self) -> str:
        """The status in words; a step that is begun has something left."""
        return ""


def step_items(
    steps: tuple[Step, ...], states: Mapping[str, StepState], current: str = ""
) -> tuple[StepItem, ...]:
    """The steps that are forms, numbered, with where each one stands."""
    return tuple(
        StepItem(
            step.key,
            number,
            step.title,
            states[step.key].state,
            states[step.key].reason,
            states[step.key].source,
            step.key == current,
        )
        for number, step in enumerate(_forms(steps), start=1)
    )


def _forms(steps: tuple[Step, ...]) -> list[Step]:
    return [step for step in steps if step.kind == "form"]


def position(steps: tuple[Step, ...], key: str) -> str:
    """Where in the exercise a step is: "Steg 3 av 5"; empty for a moment of the clock."""
    keys = [row.key for row in _forms(steps)]
    if key not in keys:
        return ""
    return _("Step %(number)d of %(total)d") % {
        "number": keys.index(key) + 1,
        "total": len(keys),
    }


def progress(items: tuple[StepItem, ...]) -> str:
    """How far the learner has come, in words."""
    states = [item.state for item in items]
    done = states.count("done")
    if not done:
        return ngettext("You have %d step to do.", "You have %d steps to do.", len(states)) % len(
            states
        )
    return ngettext(
        "%(done)d of %(total)d step is done.", "%(done)d of %(total)d steps are done.", len(states)
    ) % {"done": done, "total": len(states)}


def missing(scenario: Scenario, case: CaseState) -> tuple[str, ...]:
    """What is left, only for steps that have been sent."""
    sent = {document.kind for document in case.documents if document.status != "draft"}
    steps = {step.key: step.document for step in scenario.steps}
    return tuple(
        outcome.missing_text
        for outcome in checks(scenario, case)
        if not outcome.met and steps[outcome.step] in sent
    )


def next_step(scenario: Scenario, case: CaseState) -> Step | None:
    """The first step that is not done and may be opened, moments included; None when all is met."""
    if is_done(scenario, case):
        return None
    waiting = [
        step
        for step in scenario.steps
        if step_state(scenario, case, step.key).state == "not_started"
    ]
    begun = [
        step for step in scenario.steps if step_state(scenario, case, step.key).state == "draft"
    ]
    return next(iter(waiting), None) or next(iter(begun), None)


@dataclass(frozen=True)
class ReplyView:
    """One reply as it is shown."""

    sender_name: str
    detail: str
    is_person: bool
    icon: str
    status: str
    word: str
    quote: str
    text: str
    also: str


def reply_views(replies: tuple[Reply, ...]) -> tuple[ReplyView, ...]:
    """The replies with their picture and status word."""
    return tuple(
        ReplyView(
            sender_name=reply.sender_name,
            detail=reply.sender_detail,
            is_person=reply.sender_kind == "person",
            icon=ICONS.get(reply.sender_kind, "bubble"),
            status="ok" if reply.tone == "worked" else "warn",
            word=_("Worked") if reply.tone == "worked" else _("Lacks something"),
            quote=reply.quote,
            text=reply.text,
            also=reply.also,
        )
        for reply in replies
    )


def replies_lead(replies: tuple[Reply, ...]) -> str:
    """One sentence over the replies: how many could go on, how many lack something."""
    worked = sum(reply.tone == "worked" for reply in replies)
    lacking = len(replies) - worked
    if not lacking:
        return _("What you wrote has been read. Everybody got what they need.")
    if not worked:
        return _("What you wrote has been read. Something is missing before they can go on.")
    return ngettext(
        "What you wrote has been read. %(lacking)d of %(total)d lacks something.",
        "What you wrote has been read. %(lacking)d of %(total)d lack something.",
        lacking,
    ) % {"lacking": lacking, "total": len(replies)}


@dataclass(frozen=True)
class SideView:
    """One section of the comparison as it is shown."""

    title: str
    tone: str
    icon: str
    word: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    note: str
    about: str


def side_views(sides: tuple[Side, ...]) -> tuple[SideView, ...]:
    """The sections with their status in words and picture."""
    words = {
        "equal": ("ok", "equal", _("Alike")),
        "differs": ("now", "swap", _("Differs")),
        "missing": ("warn", "plus", _("Missing in yours")),
    }
    return tuple(
        SideView(
            side.title,
            *words[side.status],
            tuple(_capital(line) for line in side.mine),
            tuple(_capital(line) for line in side.theirs),
            side.difference,
            side.note,
        )
        for side in sides
    )


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]


def checks_in(scenario: Scenario, case: CaseState, step: str = "") -> tuple[CheckOutcome, ...]:
    """The outcomes of one step, or of all."""
    return tuple(one for one in checks(scenario, case) if not step or one.step == step)


def sim_time(scenario: Scenario, minute: int) -> str:
    """A simulated minute as people say it: "dag 8, torsdag, kl. 10.00"."""
    day, rest = divmod(minute, MINUTES_PER_DAY)
    clock = f"{rest // 60}.{rest % 60:02d}"
    return f"{scenario.day_label(day)}, kl.{NBSP}{clock}".replace("dag ", f"dag{NBSP}", 1)


@dataclass(frozen=True)
class TimelineItem:
    """One line of what has happened."""

    text: str
    when: str


def timeline(scenario: Scenario, flow: Flow, log: tuple[Happening, ...]) -> list[TimelineItem]:
    """The log in words, newest last; refused attempts are told as tries."""
    items = []
    for line in log:
        action = flow.actions.get(str(line.data.get("action", line.code)))
        if action is None:
            continue
        party = scenario.parties.get(line.actor)
        who = party.name if party else _("You")
        if line.code == "refused":
            text = _("%(who)s tried: %(what)s") % {"who": who, "what": action.label}
        else:
            text = _("%(who)s: %(what)s") % {"who": who, "what": action.done}
        items.append(TimelineItem(text, sim_time(scenario, line.at)))
    return items


def mirror(scenario: Scenario, log: tuple[Happening, ...]) -> list[TimelineItem]:
    """What the person noticed of what happened, in the file's words; each thing once."""
    found: dict[str, TimelineItem] = {}
    for line in log:
        said = scenario.mirror.get(line.code)
        if said:
            found.setdefault(line.code, TimelineItem(said, sim_time(scenario, line.at)))
    return list(found.values())


def document_status(document: Document) -> str:
    """A document's status in words."""
    words: Mapping[str, str] = {
        "draft": _("Draft"),
        "sent": _("Sent (practice)"),
        "acknowledged": _("Acknowledged"),
        "withdrawn": _("Replaced by a newer one"),
    }
    return words[document.status]
