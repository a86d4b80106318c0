"""Which news somebody is asked to pass on: for her start page, her assignment and the news itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.labels import day as in_words
from training_site.guides.confirmations import Asked, waiting_for
from training_site.people.promises import Promise, register


def news_to_pass_on(user: Any, day: datetime.date) -> QuerySet[Asked]:
    """What `user` is asked to pass on and has not, the most urgent first; `row.campaign.news`.

    One query however many. Those whose day has passed are there too: they are still to be done.
    """
    rows = waiting_for(user, day).filter(campaign__news__live=True)
    return rows.select_related("campaign__news")


@register
def of_anybody_asked(user: Any, day: datetime.date) -> Iterable[Promise]:
    """ "1 nyhet att föra vidare senast 30 november", and where it is read."""
    waiting = list(news_to_pass_on(user, day))
    if not waiting:
        return
    words = {"n": len(waiting), "day": in_words(waiting[0].campaign.deadline)}
    late = waiting[0].campaign.deadline < day
    yield Promise(
        text=ngettext(
            "%(n)s piece of news to pass on by %(day)s",
            "%(n)s pieces of news to pass on, the first by %(day)s",
            len(waiting),
        )
        % words,
        title=_("News to pass on"),
        url="/nyheter/",
        state="warn" if late else "todo",
        word=_("Late") if late else _("To pass on"),
        place=15,
    )
