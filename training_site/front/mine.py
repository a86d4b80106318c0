"""What Mina sidor shows beside courses and practice: what is asked of her, and what she has left."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import catalogue
from courses.body_html import part_id
from courses.own_words import notes_of
from training_site.guides.confirmations import Asked
from training_site.guides.matters import Matter
from training_site.guides.matters_acting import matters_of
from training_site.people.models import User

# So many are shown at once; the rest are under a heading that opens, or on a page of their own.
AT_MOST = 5


@dataclass(frozen=True)
class ToRead:
    """A guide or a piece of news she was asked to read and pass on, and how that stands."""

    title: str
    version: str  # empty for news
    url: str
    deadline: datetime.date
    late: bool
    confirmed_at: datetime.datetime | None
    by_deputy: bool


@dataclass(frozen=True)
class OwnNote:
    """A note from a lesson, with the way back to where it was written."""

    lesson: str
    text: str
    url: str
    written_at: datetime.datetime


@dataclass(frozen=True)
class Mine:
    """Everything of it; a part that is empty is not shown."""

    waiting: tuple[ToRead, ...]
    confirmed: tuple[ToRead, ...]
    notes: tuple[OwnNote, ...]
    matters: tuple[Matter, ...]

    @property
    def new_notes(self) -> tuple[OwnNote, ...]:
        """The newest notes."""
        return self.notes[:AT_MOST]

    @property
    def older_notes(self) -> tuple[OwnNote, ...]:
        """The rest."""
        return self.notes[AT_MOST:]

    @property
    def new_matters(self) -> tuple[Matter, ...]:
        """The newest matters; there is a page for all."""
        return self.matters[:AT_MOST]


def mine(user: User) -> Mine:
    """What is hers. Three queries, however much there is."""
    asked = list(_asked(user, timezone.localdate()))
    waiting = sorted((one for one in asked if not one.confirmed_at), key=lambda one: one.deadline)
    return Mine(
        waiting=tuple(waiting),
        confirmed=tuple(one for one in asked if one.confirmed_at),
        notes=tuple(_notes(user)),
        matters=tuple(matters_of(user)),
    )


def _asked(user: User, day: datetime.date) -> Iterable[ToRead]:
    """What she is asked to read now, and what she has confirmed, the latest first."""
    rows = (
        Asked.objects.filter(user=user, asked_on__lte=day)
        .annotate(
            guide=F("campaign__version__page__slug"),
            guide_title=F("campaign__version__title"),
            number=F("campaign__version__number"),
            news=F("campaign__news__slug"),
            news_title=F("campaign__news__title"),
            deadline=F("campaign__deadline"),
            closed_at=F("campaign__closed_at"),
        )
        .order_by("-confirmed_at", "-pk")
    )
    for row in rows:
        if row.confirmed_at is None and (row.left_on or row.closed_at):
            continue
        if row.guide:
            url = reverse("guides:guide", args=[row.guide])
            if row.confirmed_at:
                url = reverse("guides:version", args=[row.guide, row.number])
        else:
            url = reverse("guides:news_item", args=[row.news])
        yield ToRead(
            title=row.guide_title or row.news_title,
            version=row.number or "",
            url=url,
            deadline=row.deadline,
            late=row.deadline < day,
            confirmed_at=row.confirmed_at,
            by_deputy=row.confirmed_at is not None and row.confirmed_by_id != row.user_id,
        )


def _notes(user: User) -> Iterable[OwnNote]:
    published = catalogue.current()
    for note in notes_of(user.pk):
        found = published.find_lesson(note.lesson_key)
        lesson = found[1] if found else None
        yield OwnNote(
            lesson=lesson.name if lesson else _("A lesson that is no longer there"),
            text=note.text,
            url=f"{lesson.url}#{part_id(note.block)}" if lesson else "",
            written_at=note.written_at,
        )
