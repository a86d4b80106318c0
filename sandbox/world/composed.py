"""Queries composed once in each process and asked many times, for what every page of a room reads.

Composing a query costs Django ten times what the database needs to answer it. A composed query is
written with the ORM as any other, with `given` where a value goes; what comes out are its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import connection
from django.db.models import CharField, Field, IntegerField, Model, QuerySet, Value
from django.db.models.query import get_related_populators

RowT = TypeVar("RowT", bound=Model)
Raw: TypeAlias = Sequence[Any]
BIGGEST = 2**63 - 1


class Given(Value):
    """Holds the place of a value that is given each time the query is asked."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A placeholder, whose parameter says which value belongs there."""
        return "%s", [self]


def number(name: str) -> Given:
    """The place of a whole number, or of a row's key."""
    return _given(name, IntegerField())


def text(name: str) -> Given:
    """The place of a text."""
    return _given(name, CharField())


def _given(name: str, field: Field[Any, Any]) -> Given:
    return Given(name, output_field=field)


class Composed(Generic[RowT]):
    """A query for rows of one model, composed at its first run for each kind of database."""

    def __init__(self, build: Callable[[], QuerySet[RowT]]) -> None:
        self._build = build
        self._known: dict[str, _Statement] = {}

    def rows(self, **given: str | int) -> list[RowT]:
        """The rows with these values in the places held for them, and what they are read with. One query."""
        return self.made(self.read(**given))

    def read(self, **given: str | int) -> list[Raw]:
        """The same as the database tells them, for who needs a few of them: see `place`. One query."""
        return self._statement.read(given)

    def place(self, column: str) -> int:
        """Where in a row as the database tells it a column of the model stands."""
        statement = self._statement
        return int(statement.part.start) + statement.names.index(column)

    def picker(self, *columns: str) -> Callable[[Raw], tuple[Any, ...]]:
        """What takes these columns out of a row as the database tells it, two at least."""
        return itemgetter(*map(self.place, columns))

    def made(self, rows: Iterable[Raw]) -> list[RowT]:
        """What `read` has found, as rows of the model."""
        return self._statement.made(rows)

    @property
    def _statement(self) -> _Statement:
        if connection.vendor not in self._known:
            self._known[connection.vendor] = _Statement(self._build())
        return self._known[connection.vendor]


class _Statement:
    """The statement, whose value goes where, and how its columns become rows of the models."""

    def __init__(self, query: QuerySet[Any]) -> None:
        self.compiler = query.query.get_compiler(connection=connection)
        self.sql, self.parameters = self.compiler.as_sql()
        select, about = self.compiler.select, self.compiler.klass_info
        self.converters = self.compiler.get_converters([column[0] for column in select])
        places = about["select_fields"]
        self.model, self.part = about["model"], slice(places[0], places[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.part]]
        # The type stubs are those of the next version, where it is told one thing more.
        self.beside = get_related_populators(about, select, connection.alias)  # type: ignore[call-arg]

    def read(self, given: Mapping[str, str | int]) -> list[Raw]:
        values = [given[one.value] if isinstance(one, Given) else one for one in self.parameters]
        if any(isinstance(one, int) and one > BIGGEST for one in values):
            return []  # no row has such a number, and SQLite cannot be asked for it
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return list(cursor.fetchall())

    def made(self, rows: Iterable[Raw]) -> list[Any]:
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [self._row(row) for row in rows]

    def _row(self, row: Any) -> Any:
        made = self.model.from_db(connection.alias, self.names, row[self.part])
        for populator in self.beside:
            populator.populate(row, made)
        return made
