"""Words the course pages need in templates."""

from __future__ import annotations

from django import template

from courses import labels

register = template.Library()
register.filter("day", labels.day)
register.filter("moment", labels.moment)
