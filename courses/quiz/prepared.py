"""Queries composed once and run many times.

Composing a query costs Django ten times what the database needs to answer it. A prepared query is
written with the ORM as any other, with `Given` where the values go; what comes out are its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import CharField, Field, IntegerField, QuerySet, Value


class Given(Value):
    """Holds the place of a value that is given each time the query is run."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A placeholder, whose parameter says which value belongs there."""
        return "%s", [self]


def text(name: str) -> Given:
    """The place of a text."""
    return _given(name, CharField())


def number(name: str) -> Given:
    """The place of a whole number."""
    return _given(name, IntegerField())


def _given(name: str, field: Field[Any, Any]) -> Given:
    return Given(name, output_field=field)


class Prepared:
    """A `values_list()` query, composed at its first run for each kind of database."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._ready: dict[str, tuple[Any, str, tuple[Any, ...]]] = {}

    def rows(self, **given: str | int) -> list[tuple[Any, ...]]:
        """The rows with these values in the places held for them. One query."""
        if connection.vendor not in self._ready:
            composer = self._build().query.get_compiler(connection=connection)
            self._ready[connection.vendor] = (composer, *composer.as_sql())
        composer, sql, parameters = self._ready[connection.vendor]
        values = [given[one.value] if isinstance(one, Given) else one for one in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall()
        return [tuple(row) for row in composer.results_iter([found])]
