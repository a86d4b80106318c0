"""The service notices that are shown now, read at most once a minute in each process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from training_site.guides.telling import NOTICES_KEY, ServiceNotice

SECONDS = 60


@dataclass(frozen=True)
class Notice:
    """What a page needs of a notice; the times decide whether it is shown."""

    text: str
    link: str
    begins: datetime
    ends: datetime


def showing(now: datetime | None = None) -> tuple[Notice, ...]:
    """Those that have begun and not ended. One query a minute, none in between."""
    kept: tuple[Notice, ...] | None = cache.get(NOTICES_KEY)
    now = now or timezone.now()
    if kept is None:
        rows = ServiceNotice.objects.filter(ends__gt=now).order_by("begins", "pk")
        kept = tuple(Notice(row.text, row.link, row.begins, row.ends) for row in rows)
        cache.set(NOTICES_KEY, kept, SECONDS)
    return tuple(one for one in kept if one.begins <= now < one.ends)
