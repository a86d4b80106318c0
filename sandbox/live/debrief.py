"""What happened, afterwards: by day and organisation, check by check. Codes in words, no text.

Nothing here says what anybody wrote. A document is read only when a leader opens it (`opened`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from sandbox.exercises.checks import CheckOutcome, checks, checks_of
from sandbox.exercises.scenario import Scenario
from sandbox.live.activity_plans import in_words, lines
from sandbox.live.debrief_words import Words
from sandbox.process.state import CaseState, Happening, day_of
from sandbox.web.reading import Facts
from sandbox.web.showing import sim_time
from sandbox.world.models import Case, Participant, Run, World
from sandbox.world.snapshot import snapshot
from sandbox.world.templates import file_of


@dataclass(frozen=True)
class Act:
    """Something done at a time of the day. `tone` is done, refused, late or event."""

    time: str
    text: str
    tone: str
    document: int | None = None


@dataclass(frozen=True)
class Day:
    """One simulated day: what came from outside, what each organisation did, what the person saw.

    For a large screen: `by_party` is what each organisation wrote, `in_short` what was written and
    by which ones.
    """

    label: str
    events: tuple[Act, ...]
    cells: tuple[tuple[Act, ...], ...]
    saw: tuple[str, ...]
    by_party: tuple[tuple[str, tuple[Act, ...]], ...] = ()
    in_short: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Met:
    """How one check went in one group: when it was done and by what, or what was missing."""

    met: bool
    when: str
    what: str
    limit: str
    missing: str


@dataclass(frozen=True)
class CheckRow:
    """One check over all groups; `met` of `total` had it."""

    label: str
    groups: tuple[Met, ...]

    @property
    def met(self) -> int:
        """In how many groups it was met."""
        return sum(one.met for one in self.groups)

    @property
    def total(self) -> int:
        """How many groups there are."""
        return len(self.groups)


@dataclass(frozen=True)
class Stage:
    """The checks of one stage; `counts` says how many of them each group had."""

    title: str
    rows: tuple[CheckRow, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many checks were met, group by group."""
        return tuple(sum(one.met for one in group) for group in self._by_group())

    def _by_group(self) -> Iterable[tuple[Met, ...]]:
        return zip(*(row.groups for row in self.rows), strict=True)


@dataclass(frozen=True)
class Story:
    """One group's time, day by day, with a column for each organisation."""

    line: int
    now: str
    met: int
    total: int
    columns: tuple[str, ...]
    days: tuple[Day, ...]
    tried: tuple[str, ...]


@dataclass(frozen=True)
class Debrief:
    """A whole session: checks by group, and the story of the chosen group.

    Side by side a group is one person, so there is no story and the groups have no number.
    """

    groups: tuple[int, ...]
    stages: tuple[Stage, ...]
    story: Story | None
    talk: tuple[str, ...]
    person: str


@dataclass(frozen=True)
class Own:
    """What one seat did: for the participant who held it."""

    name: str
    days: tuple[tuple[str, tuple[Act, ...]], ...]
    checks: tuple[CheckOutcome, ...]
    tried: tuple[str, ...]
    saw: tuple[tuple[str, tuple[str, ...]], ...]


def debrief(run: Run, *, line: int | None = None) -> Debrief:
    """The session afterwards. `line` chooses the group; the first one without it.

    Queries grow with the number of groups.
    """
    read = file_of(run.scenario)
    states = dict(_states(run))
    in_group = run.mode == Run.Mode.GROUP
    chosen = line if line in states else next(iter(states), None)
    return Debrief(
        groups=tuple(states) if in_group else (),
        stages=_stages(read, states.values()),
        story=story(read, states[chosen], chosen) if in_group and chosen is not None else None,
        talk=read.talk,
        person=person_name(read),
    )


def stories(run: Run) -> tuple[Story, ...]:
    """Every group's story so far, in order of number; also while the session runs."""
    read = file_of(run.scenario)
    return tuple(story(read, state, line) for line, state in _states(run))


def person_name(read: Scenario) -> str:
    """What the person the exercise is about is called."""
    return next((party.name for party in read.parties.values() if party.kind == "person"), "")


def own(run: Run, participant: Participant) -> tuple[Own, ...]:
    """What the participant's seats did; empty once the worlds have been taken away."""
    read = file_of(run.scenario)
    held = participant.seats.filter(run=run, world__isnull=False).select_related("world")
    return tuple(
        _own(read, state, seat.unit)
        for seat in held.order_by("no")
        if seat.world and (state := _state(seat.world)) is not None
    )


def opened(run: Run, line: int, number: int) -> tuple[str, Facts] | None:
    """One sent document of a group in words, for a leader who opens it; None when stopped."""
    state = next((state for at, state in _states(run, line) if at == line), None)
    if state is None or run.halted_at:
        return None
    found = next((one for one in state.documents if one.number == number), None)
    return in_words(state, file_of(run.scenario), found) if found else None


def story(read: Scenario, state: CaseState, line: int) -> Story:
    """One group's story, from its log alone."""
    words = Words(read, state)
    outcomes = checks(read, state)
    columns = [card for card in read.seats if not card.optional or _acted(read, state, card.party)]
    parties = [read.author_of(card.party) for card in columns]
    days = sorted({day_of(happened.at) for happened in state.log})
    return Story(
        line=line,
        now=sim_time(read, state.now),
        met=sum(one.met for one in outcomes),
        total=len(outcomes),
        columns=tuple(words.name(party) for party in parties),
        days=tuple(_day(words, state.log, day, parties) for day in days),
        tried=_tried(words, state.log),
    )


def _day(words: Words, log: Sequence[Happening], day: int, parties: Sequence[str]) -> Day:
    today = [happened for happened in log if day_of(happened.at) == day]
    outside = [one for one in today if words.is_event(one, parties)]
    inside = [one for one in today if not words.is_event(one, parties)]
    cells = [_acts(words, [one for one in inside if one.actor == party]) for party in parties]
    wrote = {
        party: those
        for party, acts in zip(parties, cells, strict=True)
        if (those := tuple(act for act in acts if act.document is not None))
    }
    texts: dict[str, list[str]] = {}
    for party, acts in wrote.items():
        for text in dict.fromkeys(act.text for act in acts):
            texts.setdefault(text, []).append(words.short(party))
    return Day(
        label=words.day(day),
        events=_acts(words, outside),
        cells=tuple(cells),
        saw=words.saw(today),
        by_party=tuple((words.name(party), acts) for party, acts in wrote.items()),
        in_short=tuple((text, tuple(names)) for text, names in texts.items()),
    )


def _acts(words: Words, happened: Iterable[Happening]) -> tuple[Act, ...]:
    """The lines in words; what was read at one time is one act."""
    found: list[Act] = []
    read_at: Counter[str] = Counter()
    for one in happened:
        time = words.time(one.at)
        if words.is_receipt(one):
            read_at[time] += 1
            continue
        text, tone = words.told(one)
        if text:
            found.append(Act(time, text, tone, one.document))
    for time, count in read_at.items():
        text = ngettext("Read %(count)d message", "Read %(count)d messages", count)
        found.append(Act(time, text % {"count": count}, "done"))
    return tuple(sorted(found, key=lambda act: act.time.rjust(5)))


def _acted(read: Scenario, state: CaseState, party: str) -> bool:
    return any(happened.actor == read.author_of(party) for happened in state.log)


def _tried(words: Words, log: Iterable[Happening], party: str = "") -> tuple[str, ...]:
    """What was tried and could not be done yet, told once each with how often."""
    tries = Counter(
        words.tried(one) for one in log if words.is_refusal(one) and party in ("", one.actor)
    )
    return tuple(
        f"{text} ({_times(count)})" if count > 1 else text for text, count in tries.items() if text
    )


def _times(count: int) -> str:
    return ngettext("%(count)d time", "%(count)d times", count) % {"count": count}


def _own(read: Scenario, state: CaseState, party: str) -> Own:
    words = Words(read, state)
    name = read.author_of(party) if read.shared or party == read.role.party else party
    days = sorted({day_of(one.at) for one in state.log})
    by_day = {day: [one for one in state.log if day_of(one.at) == day] for day in days}
    acts = {
        day: _acts(words, [one for one in those if one.actor == name])
        for day, those in by_day.items()
    }
    saw = {day: words.saw(those) for day, those in by_day.items()}
    return Own(
        name=words.name(name),
        days=tuple((words.day(day), those) for day, those in acts.items() if those),
        checks=checks_of(read, state, party) if read.shared else checks(read, state),
        tried=_tried(words, state.log, name),
        saw=tuple((words.day(day), those) for day, those in saw.items() if those),
    )


def _stages(read: Scenario, states: Iterable[CaseState]) -> tuple[Stage, ...]:
    """The checks under the stages their steps belong to, in order; the others last."""
    each = [[_met(read, state, one) for one in checks(read, state)] for state in states]
    if not each:
        return ()
    stage_of = {step: stage.title for stage in read.stages for step in stage.steps}
    rows: dict[str, list[CheckRow]] = {stage.title: [] for stage in read.stages}
    for place, check in enumerate(read.checks):
        row = CheckRow(check.label, tuple(group[place] for group in each))
        rows.setdefault(stage_of.get(check.step, ""), []).append(row)
    return tuple(Stage(title, tuple(those)) for title, those in rows.items() if those)


def _met(read: Scenario, state: CaseState, outcome: CheckOutcome) -> Met:
    words = Words(read, state)
    decided = next((one for one in state.log if one.seq == outcome.evidence_seq), None)
    return Met(
        met=outcome.met,
        when=f"{words.day_short(decided.at)} {words.clock(decided.at)}" if decided else "",
        what=words.who_did(decided) if decided else "",
        limit=outcome.limit,
        missing=outcome.missing_text,
    )


def _states(run: Run, line: int | None = None) -> Iterable[tuple[int, CaseState]]:
    """Every group's case, in order of number, or one group's."""
    wanted = [line] if line is not None else lines(run)
    worlds = World.objects.filter(run=run, kind=World.Kind.LIVE, line__in=wanted).order_by("line")
    for world in worlds:
        state = _state(world)
        if state is not None:
            yield world.line, state


def _state(world: World) -> CaseState | None:
    case = Case.objects.for_world(world).order_by("no").first()
    return snapshot(world, case).state if case else None
