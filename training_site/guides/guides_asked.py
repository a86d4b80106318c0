"""Which guides somebody is asked to confirm: for her start page, and for the page of what is kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.labels import day as in_words
from training_site.guides.confirmations import Asked, waiting_for
from training_site.people.models import User
from training_site.people.my_data import Part, Row
from training_site.people.promises import Promise


def guides_to_confirm(user: Any, day: datetime.date) -> QuerySet[Any]:
    """What `user` is asked to confirm and has not, the most urgent first; `row.slug`. One query."""
    rows = waiting_for(user, day).filter(campaign__version__page__live=True)
    return rows.annotate(slug=F("campaign__version__page__slug"), deadline=F("campaign__deadline"))


def of_anybody_asked(user: Any, day: datetime.date) -> Iterable[Promise]:
    """ "1 guide att bekräfta senast 30 november 2026", and where it is read."""
    waiting = list(guides_to_confirm(user, day))
    if not waiting:
        return
    first = waiting[0]
    late = first.deadline < day
    alone = len(waiting) == 1
    yield Promise(
        text=ngettext(
            "%(n)s guide to confirm by %(day)s",
            "%(n)s guides to confirm, the first by %(day)s",
            len(waiting),
        )
        % {"n": len(waiting), "day": in_words(first.deadline)},
        title=_("Guides to confirm"),
        url=reverse("guides:guide", args=[first.slug]) if alone else reverse("guides:index"),
        state="warn" if late else "todo",
        word=_("Late") if late else _("To confirm"),
        place=14,
    )


def rows_of(user: User) -> list[Row]:
    """What she has been asked to read, what she has confirmed, also for others. One query."""
    rows = Asked.objects.filter(Q(user=user) | Q(confirmed_by=user)).order_by("asked_on", "pk")
    return [
        {
            _("What"): str(row.campaign),
            _("For"): row.user.get_full_name(),
            _("Unit"): row.unit,
            _("Confirmed on"): in_words(row.confirmed_at),
            _("Passed on"): in_words(row.forwarded_at),
        }
        for row in _light(rows)
    ]


def _light(rows: QuerySet[Asked]) -> QuerySet[Asked]:
    """The rows with what they are about, but not its text."""
    wanted = rows.select_related("user", "campaign__version", "campaign__news")
    return wanted.defer("campaign__version__body", "campaign__version__parts")


def erase(user: User) -> None:
    """The row is needed for how many have read; where she worked goes, as her name does."""
    Asked.objects.filter(user=user).update(unit="")


PART = Part(
    key="lasbekraftelser",
    title=gettext_lazy("Read confirmations"),
    why=gettext_lazy("So that the council knows that what is new has reached those it concerns."),
    how_long=gettext_lazy("As long as the guide or the piece of news is kept."),
    erasing=gettext_lazy("How many have read stays. Your name and your unit go."),
    rows=rows_of,
    erase=erase,
)
