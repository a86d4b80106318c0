"""Queries composed once and run many times.

Composing a query costs Django ten times what the database needs to answer it. A prepared query is
written with the ORM as any other, with `Given` where the values go; what comes out are its rows.
`insert` is the same for new rows, whose statement is the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import CharField, Field, IntegerField, Model, QuerySet, Value

# By model and kind of database.
_insertions: dict[tuple[type[Model], str], tuple[str, list[Field[Any, Any]]]] = {}


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
        self._composed: dict[str, _Composed] = {}

    def rows(self, **given: str | int) -> list[tuple[Any, ...]]:
        """The rows with these values in the places held for them. One query."""
        if connection.vendor not in self._composed:
            self._composed[connection.vendor] = _Composed(self._build())
        composed = self._composed[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, composed.values(given))
            found = cursor.fetchall()
        return composed.read(found)


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, all or none in a transaction; they do not learn their keys.

    One statement. With bulk_create(), which composes it anew, storing an answer takes half as long again.
    """
    if not rows:
        return
    model = type(rows[0])
    key = model, connection.vendor
    if key not in _insertions:
        _insertions[key] = _insertion(model)
    sql, fields = _insertions[key]
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)


def _insertion(model: type[Model]) -> tuple[str, list[Field[Any, Any]]]:
    """The statement for one row of the model in this kind of database, and the fields it takes."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    name = connection.ops.quote_name
    columns = ", ".join(name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES ({places})", fields  # noqa: S608


class _Composed:
    """The statement, whose value goes where, and how its columns are read."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        self.compiler = query.query.get_compiler(connection=connection)
        self.sql, self.parameters = self.compiler.as_sql()
        columns = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)

    def values(self, given: dict[str, str | int]) -> list[Any]:
        return [given[one.value] if isinstance(one, Given) else one for one in self.parameters]

    def read(self, found: list[Any]) -> list[tuple[Any, ...]]:
        if not self.converters:
            return found
        return [tuple(row) for row in self.compiler.apply_converters(found, self.converters)]
