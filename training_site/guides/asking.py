"""What a reader of a guide is asked: whether the version is to be confirmed, by whom, and by when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject

from courses.quiz.prepared import Prepared, number, text
from training_site.guides.audiences import WHO
from training_site.guides.confirmations import Asked, Campaign
from training_site.people.models import Assignment

# Fewer than this, and a number may say who.
FEWEST_SHOWN = 5
KEPT_COUNTS = 300


@dataclass(frozen=True)
class Asking:
    """The read confirmation of a version: how many are asked now, and how many have confirmed."""

    pk: int
    deadline: datetime.date
    closed: bool
    who: str
    asked: int
    confirmed: int

    @property
    def may_be_shown(self) -> bool:
        """Five or more are asked, and five or more have confirmed."""
        return min(self.asked, self.confirmed) >= FEWEST_SHOWN


@dataclass(frozen=True)
class Row:
    """One person who is asked, as the page of the guide speaks of her."""

    user_id: int
    name: str
    left_on: datetime.date | None
    confirmed_at: datetime.datetime | None
    confirmed_by_id: int | None
    confirmed_by: str


@dataclass(frozen=True)
class Reader:
    """What one person is asked to confirm: for herself, and for those she is the deputy of."""

    own: Row | None
    others: tuple[Row, ...]

    @property
    def waits(self) -> bool:
        """She is asked herself, still, and has not confirmed."""
        return bool(self.own and not self.own.left_on and not self.own.confirmed_at)


NOBODY = Reader(None, ())


def with_asking(versions: QuerySet[Any]) -> QuerySet[Any]:
    """The versions with what `asking_of` reads, in the same query.

    A campaign belongs to the first edition of a number; a corrected edition asks nobody anew.
    """
    same = {"version__page": OuterRef("page"), "version__number": OuterRef("number")}
    campaign = Campaign.objects.filter(**same).order_by("-pk")
    said = JSONObject(
        pk="pk", deadline="deadline", closed="closed_at", kind=KT("audience__kind"), seq="seq"
    )
    return versions.annotate(campaign_said=Subquery(campaign.values(said=said)[:1]))


def asking_of(version: Any, token: str) -> Asking | None:
    """The confirmation of a version that was read by `with_asking`, under a content stamp."""
    said = version.campaign_said
    if said is None:
        return None
    asked, confirmed = _how_far(said["pk"], said["seq"], token)
    return Asking(
        pk=said["pk"],
        deadline=datetime.date.fromisoformat(said["deadline"][:10]),
        closed=said["closed"] is not None,
        who=str(WHO.get(said["kind"], "")),
        asked=asked,
        confirmed=confirmed,
    )


_far: dict[tuple[int, int, str], tuple[int, int]] = {}


def _how_far(campaign_id: int, seq: int, token: str) -> tuple[int, int]:
    """How many are asked, and how many have confirmed; counted when a row has changed, then kept.

    To count ten thousand takes longer than all the rest of the page.
    """
    place = (campaign_id, seq, token)
    if not token or len(_far) >= KEPT_COUNTS:
        _far.clear()
    if place not in _far:
        _far[place] = next(iter(_counted.rows(campaign=campaign_id)), (0, 0))
    return _far[place]


_counted = Prepared(
    lambda: (
        Asked.objects.filter(campaign=number("campaign"), left_on=None)
        .order_by()
        .values("campaign")
        .annotate(asked=Count("pk"), confirmed=Count("confirmed_at"))
        .values_list("asked", "confirmed")
    )
)


def reader_of(campaign_id: int, user_id: int, day: datetime.date) -> Reader:
    """What somebody is asked in a campaign on `day`, as herself and as deputy. One query."""
    found = _asked.rows(campaign=campaign_id, user=user_id, day=day.isoformat())
    rows = [_row(*values) for values in found]
    own = next((row for row in rows if row.user_id == user_id), None)
    others = [row for row in rows if row.user_id != user_id and row.left_on is None]
    return Reader(own, tuple(sorted(others, key=lambda row: row.user_id)))


def _row(  # noqa: PLR0913 - the columns of the query, in order
    user_id: int,
    given_name: str,
    family_name: str,
    left_on: datetime.date | None,
    confirmed_at: datetime.datetime | None,
    confirmed_by_id: int | None,
    by_given: str | None,
    by_family: str | None,
) -> Row:
    name = f"{given_name} {family_name}".strip()
    by = f"{by_given or ''} {by_family or ''}".strip()
    return Row(user_id, name, left_on, confirmed_at, confirmed_by_id, by)


COLUMNS = (
    "user_id",
    "user__given_name",
    "user__family_name",
    "left_on",
    "confirmed_at",
    "confirmed_by_id",
    "confirmed_by__given_name",
    "confirmed_by__family_name",
)


def _asked_rows() -> QuerySet[Any, Any]:
    """Her own row and those she is the deputy of; two halves, so that each is found by an index."""
    day: Any = text("day")
    held = Assignment.objects.active(day).filter(deputy=number("user"), user__is_active=True)
    rows = Asked.objects.filter(campaign=number("campaign")).order_by().values_list(*COLUMNS)
    return rows.filter(user=number("user")).union(rows.filter(user__in=held.values("user")))


_asked = Prepared(_asked_rows)
