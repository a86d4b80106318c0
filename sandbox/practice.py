"""The one door of the sandbox: what the rest of the house may ask about exercises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.fictive.detector import find
from sandbox.world import own_data
from sandbox.world.models import Participant, Run, RunResult, Scenario, Seat
from sandbox.world.starting import start_alone
from sandbox.world.templates import file_of

Records = own_data.Records
NOT_STARTED, ONGOING, DONE = "not_started", "ongoing", "done"


@dataclass(frozen=True)
class ExerciseInfo:
    """An exercise as a list shows it; `minutes` is how long it takes, `draft` that nobody has
    approved it yet; `cites` the sections of guides it is written after, as guide:adress#nyckel@1.0.
    """

    slug: str
    title: str
    minutes: int
    role: str
    lead: str
    version: str
    draft: bool
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class PracticeStatus:
    """How far one person has come in one exercise.

    `step` of `steps` forms are sent; `missing` says in Swedish what is left. `url` is where to go
    on: the run, or the start page of an exercise not begun. Once done, always done. `last_at` is
    when something was last done in one that is under way.
    """

    slug: str
    state: str
    step: int
    steps: int
    missing: tuple[str, ...]
    url: str
    done_at: datetime | None
    last_at: datetime | None = None


@dataclass(frozen=True)
class LedSession:
    """A session that somebody is to lead, or is leading: `joined` people have come in."""

    title: str
    starts_at: datetime | None
    url: str
    joined: int


@dataclass(frozen=True)
class AttendedSession:
    """A led session somebody was in: what it was called, and when it began."""

    title: str
    began_at: datetime


@dataclass(frozen=True)
class HeldSessions:
    """The led sessions of a year: how many were held, and how many came to those and stayed.

    `joined` is everybody on the lists of the sessions that were held, `present` those of them who
    count as having been there. `unclosed` sessions were to be held but nobody has ended them, so
    their lists may still change; they are in no other number. `unlisted` were ended with nobody on
    the list.
    """

    sessions: int
    joined: int
    present: int
    unclosed: int
    unlisted: int


def looks_real(text: str) -> tuple[str, ...]:
    """Why `text` may not be kept, in Swedish, each reason once; empty when nothing in it looks real.

    For free text that is written outside the practice environment as well: nobody's identity
    number, telephone or address belongs in a question or a note.
    """
    said = {
        "phone": _("That looks like a real telephone number. Take it away to go on."),
        "email": _("That looks like a real e-mail address. Take it away to go on."),
    }
    number = _("That looks like a real identity number. Take it away to go on.")
    kinds = (found.kind for found in find(text) if found.level == "stop")
    return tuple(dict.fromkeys(said.get(kind, number) for kind in kinds))


def exercises() -> tuple[ExerciseInfo, ...]:
    """Every exercise there is, by title."""
    return tuple(info for info, _status in every_status(user_id=None, known={}))


def every_status(
    *, user_id: int | None, known: Mapping[str, PracticeStatus]
) -> tuple[tuple[ExerciseInfo, PracticeStatus], ...]:
    """Every exercise by title, and how far she has come; three queries, one for a guest."""
    current = Scenario.objects.exercises().filter(current=True).defer("source")
    rows = current.order_by("title", "slug")
    found = {**_statuses(user_id, {r.slug: r for r in rows if r.slug not in known}), **known}
    return tuple((_info(row), found[row.slug]) for row in rows)


def exercise(slug: str) -> ExerciseInfo:
    """One exercise. Raises LookupError when it is not there."""
    row = Scenario.objects.exercises().filter(slug=slug, current=True).defer("source").first()
    if row is None:
        raise LookupError(slug)
    return _info(row)


def approve(*, slug: str, version: str) -> None:
    """Take the draft mark from a version of an exercise, when a council has approved it.

    Who approved it is kept by whoever asks. Only the text that is current now loses the mark; a
    file that is changed and loaded again has it anew. Raises LookupError when that version is not
    the current one.
    """
    rows = Scenario.objects.filter(slug=slug, version=version, current=True)
    if not rows.update(draft=False):
        raise LookupError(f"{slug} {version}")


def status(*, user_id: int | None, slugs: Iterable[str]) -> dict[str, PracticeStatus]:
    """How far the person has come in each exercise, in three queries however many there are.

    A slug that is not loaded gets the state of one not begun, with nothing missing.
    """
    wanted = tuple(dict.fromkeys(slugs))
    current = Scenario.objects.filter(slug__in=wanted, current=True).defer("source")
    return _statuses(user_id, dict.fromkeys(wanted) | {row.slug: row for row in current})


def _statuses(user_id: int | None, rows: Mapping[str, Any]) -> dict[str, PracticeStatus]:
    """The same of exercises that are read already, None for one that is not there."""
    results: dict[str, list[RunResult]] = {slug: [] for slug in rows}
    seats: dict[str, Seat] = {}
    if user_id is not None:
        for result in RunResult.objects.filter(user_id=user_id, scenario__in=list(rows)):
            results[result.scenario].append(result)
        seats = {seat.run.scenario.slug: seat for seat in _open_seats(user_id, tuple(rows))}
    return {slug: _status(slug, row, seats.get(slug), results[slug]) for slug, row in rows.items()}


def start(*, user: Any, slug: str, seat: str = "") -> str:
    """The address of the person's run of the exercise, begun now unless it is under way.

    `seat` is the party to play where there are several; the first one when it is left out. Raises
    LookupError when the exercise or the seat is not there.
    """
    try:
        place = start_alone(user=user, slug=slug, party=seat)
    except Scenario.DoesNotExist as error:
        raise LookupError(slug) from error
    return _run_url(place.run)


def attended(*, user_id: int) -> tuple[AttendedSession, ...]:
    """The led sessions the person was in, newest first: joined signed in, or claimed by code.

    What a leader has corrected counts first; else who stayed to the end. Rehearsals do not count.
    One query.
    """
    rows = (
        _attended()
        .filter(user_id=user_id)
        .select_related("run__scenario")
        .defer("run__phases", "run__scenario__source")
        .order_by("-joined_at", "-pk")
    )
    # A session that has been emptied has no title of its own any more.
    return tuple(
        AttendedSession(row.run.title or row.run.scenario.title, row.run.starts_at or row.joined_at)
        for row in rows
    )


def records_of(user_id: int) -> Records:
    """All that practice keeps under the account: attempts, sessions, erasures. Six queries."""
    return own_data.records_of(user_id)


def forget(user_id: int) -> None:
    """Delete her own runs and her words in led sessions; results stay, under no name."""
    own_data.forget(user_id)


def last_attended(*, user_ids: Iterable[int]) -> dict[int, datetime]:
    """When each of the people was last in a led session; who never was is left out. One query."""
    rows = _attended().filter(user_id__in=list(user_ids)).values("user_id")
    when = Max(Coalesce("run__starts_at", "joined_at"))
    return dict(rows.annotate(last=when).order_by().values_list("user_id", "last"))


def led(*, user_ids: Iterable[int], year: int) -> dict[int, int]:
    """How many sessions each of the people led to the end in a calendar year, alone or with others.

    Rehearsals and practice alone do not count; who led none is left out. Two queries.
    """
    wanted = list(user_ids)
    runs = (
        Run.objects.filter(state=Run.State.ENDED, rehearsal=False)
        .exclude(mode=Run.Mode.SOLO)
        .annotate(held_at=Coalesce("starts_at", "created_at"))
        .filter(held_at__year=year)
        .order_by()
    )
    pairs = set(runs.filter(trainer__in=wanted).values_list("pk", "trainer_id"))
    pairs |= set(runs.filter(leaders__user__in=wanted).values_list("pk", "leaders__user_id"))
    return dict(Counter(user_id for _run, user_id in pairs))


def held(*, year: int, through: date | None = None) -> HeldSessions:
    """The led sessions of a calendar year, through a day of it when one is given. Two queries.

    Rehearsals and practice alone do not count, nor do interpreters and support persons.
    """
    runs = (
        Run.objects.filter(rehearsal=False)
        .exclude(mode=Run.Mode.SOLO)
        .annotate(held_at=Coalesce("starts_at", "created_at"))
        .filter(held_at__year=year)
        .order_by()
    )
    if through is not None:
        runs = runs.filter(held_at__date__lte=through)
    ended = runs.filter(state=Run.State.ENDED)
    people = Participant.objects.filter(run__in=ended.values("pk"), kind=Participant.Kind.PERSON)
    came = people.aggregate(
        joined=Count("pk"), present=Count("pk", filter=_COUNTS), listed=Count("run", distinct=True)
    )
    over = Q(held_at__date__lt=timezone.localdate())
    numbers = runs.aggregate(
        sessions=Count("pk", filter=Q(state=Run.State.ENDED)),
        unclosed=Count("pk", filter=~Q(state=Run.State.ENDED) & over),
    )
    return HeldSessions(
        sessions=numbers["sessions"],
        joined=came["joined"],
        present=came["present"],
        unclosed=numbers["unclosed"],
        unlisted=numbers["sessions"] - came["listed"],
    )


def next_to_lead(*, user_id: int) -> LedSession | None:
    """The session that goes on now, else the one that begins first; rehearsals do not count.

    A planned one is forgotten the day after. One query.
    """
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    going_on = Q(state__in=[Run.State.LOBBY, Run.State.RUNNING])
    run = (
        Run.objects.filter(Q(trainer_id=user_id) | Q(leaders__user_id=user_id), rehearsal=False)
        .exclude(mode=Run.Mode.SOLO)
        .filter(going_on | Q(state=Run.State.PLANNED, starts_at__gte=today))
        .select_related("scenario")
        .defer("phases", "scenario__source")
        .annotate(
            joined=Count("participants", filter=Q(participants__left_at=None), distinct=True),
            waits=ExpressionWrapper(~going_on, output_field=BooleanField()),
        )
        .order_by("waits", "starts_at", "-pk")
        .first()
    )
    if run is None:
        return None
    title = run.title or run.scenario.title
    return LedSession(title, run.starts_at, reverse("live:run", args=[run.pk]), run.joined)


# Who counts as having been there: as corrected, or else in and not gone before the end.
_STAYED = Q(left_at__isnull=True) | Q(left_at__gte=F("run__ended_at"))
_COUNTS = Q(attended=True) | Q(attended__isnull=True) & _STAYED


def _attended() -> QuerySet[Participant]:
    return Participant.objects.filter(run__rehearsal=False).filter(_COUNTS)


def check(*, user_id: int, slug: str, key: str) -> tuple[float, str]:
    """The share (0–1) of a named check, or of all of them for an empty key, with what is missing.

    The person's best attempt counts. Raises LookupError for an exercise or key that is not there.
    """
    row = Scenario.objects.exercises().filter(slug=slug, current=True).defer("source").first()
    if row is None:
        raise LookupError(slug)
    known = {one.key: one for one in file_of(row).checks}
    if key and key not in known:
        raise LookupError(key)
    best = _best(list(RunResult.objects.filter(user_id=user_id, scenario=slug)))
    met = best.checks if best else {}
    wanted = [key] if key else list(known)
    missing = [known[one].missing for one in wanted if not met.get(one)]
    return 1 - len(missing) / len(wanted), " ".join(missing)


def _info(row: Scenario) -> ExerciseInfo:
    read = file_of(row)
    return ExerciseInfo(
        slug=row.slug,
        title=row.title,
        minutes=read.minutes,
        role=read.role.title,
        lead=read.lead,
        version=row.version,
        draft=row.draft,
        cites=read.cites,
    )


def _open_seats(user_id: int, slugs: tuple[str, ...]) -> Iterable[Seat]:
    return (
        Seat.objects.select_related("run__scenario", "world")
        .defer("run__scenario__source")
        .filter(
            user_id=user_id,
            run__learner_id=user_id,
            run__mode=Run.Mode.SOLO,
            run__scenario__slug__in=slugs,
            world__isnull=False,
        )
        .exclude(run__state=Run.State.ENDED)
        .order_by("run__pk")
    )


def _status(
    slug: str, row: Scenario | None, seat: Seat | None, results: list[RunResult]
) -> PracticeStatus:
    read = file_of(seat.run.scenario) if seat else file_of(row) if row else None
    done = min((one.ended_at for one in results if one.ended_at), default=None)
    now = _present(seat, results)
    state = DONE if done else ONGOING if seat else NOT_STARTED
    return PracticeStatus(
        slug=slug,
        state=state,
        step=now.step if now else 0,
        steps=_steps(read, seat) if read else 0,
        missing=() if done or read is None else _missing(read, now),
        url=_run_url(seat.run) if seat else reverse("practice:assignment", args=[slug]),
        done_at=done,
        last_at=seat.world.touched_at if seat and seat.world else None,
    )


def _steps(read: Exercise, seat: Seat | None) -> int:
    """How many forms there are to fill in: those of the seat where there are several."""
    party = seat.unit if seat else read.role.party
    own = read.steps_of(party) if read.shared else read.steps
    return sum(step.kind == "form" for step in own)


def _present(seat: Seat | None, results: list[RunResult]) -> RunResult | None:
    """The result of the attempt under way; without one, of the best there has been."""
    if seat is None or seat.world is None:
        return _best(results)
    return next(
        (one for one in results if one.seat_id == seat.pk and one.attempt == seat.world.generation),
        None,
    )


def _best(results: list[RunResult]) -> RunResult | None:
    return max(results, key=lambda one: (one.ended_at is not None, one.met, -one.pk), default=None)


def _missing(read: Exercise, result: RunResult | None) -> tuple[str, ...]:
    met = result.checks if result else {}
    return tuple(one.missing for one in read.checks if not met.get(one.key))


def _run_url(run: Run) -> str:
    return reverse("practice:tasks", args=[run.join_code.lower()])
