"""Words the course pages need in templates."""

from __future__ import annotations

import datetime

from django import template

from courses import labels

register = template.Library()


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """A date as "21 november 2026", kept together on one line."""
    return labels.day(value) if value else ""


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A day and a time as "21 november 2026 kl. 14.20", kept together on one line."""
    return labels.moment(value) if value else ""
