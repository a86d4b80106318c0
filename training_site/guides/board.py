"""Who has confirmed, who has not yet, and who has left: the council's board of a read confirmation."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.quiz.prepared import Prepared, number
from training_site.guides.confirmations import Asked, Campaign
from training_site.people.councils import Place

CONFIRMED, WAITING, LEFT = "bekraftade", "inte", "lamnat"
# What is chosen in the address → which rows, and what they are called.
STATES: dict[str, tuple[Q, Any]] = {
    CONFIRMED: (Q(left_on=None, confirmed_at__isnull=False), gettext_lazy("Have confirmed")),
    WAITING: (Q(left_on=None, confirmed_at=None), gettext_lazy("Have not confirmed yet")),
    LEFT: (Q(left_on__isnull=False), gettext_lazy("Have left the role")),
}


@dataclass(frozen=True)
class Tally:
    """How far an organisation has come; `deputies` are those whose deputy confirmed."""

    organisation: str
    confirmed: int
    waiting: int
    left: int
    deputies: int
    first_reminders: int
    last_reminders: int

    @property
    def asked(self) -> int:
        """Everyone who is asked now."""
        return self.confirmed + self.waiting


def campaigns_for(place: Place) -> QuerySet[Campaign]:
    """The confirmations that somebody may follow; what there is, by what she is to the councils.

    Editors follow all, a member of a council those of its own guides and news.
    """
    rows = Campaign.objects.select_related("version", "news").defer(
        "version__body", "version__parts"
    )
    rows = rows.annotate(guide_slug=F("version__page__slug")).order_by("-opened_at", "-pk")
    if place.is_editor:
        return rows
    return rows.filter(
        Q(version__page__council__in=place.councils) | Q(news__council__in=place.councils)
    )


def state_for(place: Place, pk: int) -> Hashable | None:
    """What the board of a campaign stands on: while it is the same, so is the board. One query.

    None for a campaign that is not there, or of another council. The same as `campaigns_for`
    answers, without the work of composing it.
    """
    for seq, closed_at, council_id in _states.rows(pk=pk):
        if place.follows(council_id):
            return pk, seq, closed_at
    return None


_states = Prepared(
    lambda: (
        Campaign.objects.filter(pk=number("pk"))
        .order_by()
        .values_list("seq", "closed_at", Coalesce("version__page__council", "news__council"))
    )
)


def with_counts(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """The campaigns with how many are asked, and how many have confirmed; counted in an index."""
    here = Asked.objects.filter(campaign=OuterRef("pk"), left_on=None).order_by()
    by_campaign = here.values("campaign")
    return campaigns.annotate(
        asked_now=_count(by_campaign, "campaign"), confirmed_now=_count(by_campaign, "confirmed_at")
    )


def _count(rows: QuerySet[Any, Any], column: str) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(n=Count(column)).values("n")), 0)


def tallies(campaign: Campaign) -> tuple[Tally, ...]:
    """How far each organisation has come, those without a name last. One query."""
    confirmed, waiting, left = (STATES[state][0] for state in (CONFIRMED, WAITING, LEFT))
    by_deputy = confirmed & ~Q(confirmed_by=F("user"))
    rows = (
        campaign.asked.order_by()
        .values("organisation")
        .annotate(
            confirmed=Count("pk", filter=confirmed),
            waiting=Count("pk", filter=waiting),
            left=Count("pk", filter=left),
            deputies=Count("pk", filter=by_deputy),
            first_reminders=Count("first_reminder_on"),
            last_reminders=Count("last_reminder_on"),
        )
    )
    found = (Tally(**row) for row in rows)
    return tuple(sorted(found, key=lambda row: (not row.organisation, row.organisation)))


def total(rows: tuple[Tally, ...]) -> Tally:
    """All organisations together."""
    names = ["confirmed", "waiting", "left", "deputies", "first_reminders", "last_reminders"]
    return Tally("", **{name: sum(getattr(row, name) for row in rows) for name in names})


def people(campaign: Campaign, *, state: str = "", organisation: str = "") -> QuerySet[Asked]:
    """The people of a campaign, in the order of their names; those asked later come last."""
    rows = campaign.asked.select_related("user", "confirmed_by").order_by("pk")
    if state in STATES:
        rows = rows.filter(STATES[state][0])
    if organisation:
        rows = rows.filter(organisation=organisation)
    return rows


def state_of(row: Asked) -> str:
    """Which of STATES a person is in."""
    return _state(row.left_on, row.confirmed_at)


def _state(left_on: datetime.date | None, confirmed_at: datetime.datetime | None) -> str:
    if left_on is not None:
        return LEFT
    return CONFIRMED if confirmed_at is not None else WAITING


def headings() -> list[str]:
    """The first row of what is exported."""
    return [
        _("Name"),
        _("Unit"),
        _("Organisation"),
        _("Status"),
        _("Confirmed on"),
        _("Confirmed by"),
        _("Passed on"),
        _("First reminder"),
        _("Last reminder"),
        _("Left the role"),
    ]


# What a row of an export is made of; read as plain values, for rows of models are slow to make.
COLUMNS = (
    "user__given_name",
    "user__family_name",
    "unit",
    "organisation",
    "confirmed_at",
    "confirmed_by__given_name",
    "confirmed_by__family_name",
    "forwarded_at",
    "first_reminder_on",
    "last_reminder_on",
    "left_on",
)


def cells(rows: QuerySet[Asked]) -> Iterator[list[str]]:
    """The people, one row each, days as 2026-11-21."""
    words = {state: str(said) for state, (_rows, said) in STATES.items()}
    for row in rows.values(*COLUMNS).iterator(chunk_size=2000):
        yield [
            _name(row, "user"),
            row["unit"],
            row["organisation"],
            words[_state(row["left_on"], row["confirmed_at"])],
            _day(row["confirmed_at"]),
            _name(row, "confirmed_by"),
            _day(row["forwarded_at"]),
            _day(row["first_reminder_on"]),
            _day(row["last_reminder_on"]),
            _day(row["left_on"]),
        ]


def _name(row: dict[str, Any], who: str) -> str:
    given, family = row[f"{who}__given_name"], row[f"{who}__family_name"]
    return f"{given or ''} {family or ''}".strip()


def _day(value: datetime.date | None) -> str:
    if isinstance(value, datetime.datetime):
        value = timezone.localdate(value)
    return value.isoformat() if value else ""


def file_rows(people: QuerySet[Asked]) -> Iterator[list[str]]:
    """The file of a list of people: headings, then a row each."""
    yield headings()
    yield from cells(people)
