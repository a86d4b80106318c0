"""Exact counts: what a request asks of the database, writes to it, and sends back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpResponse

# Marking the edges of a transaction is not asking for anything; engines and tests differ in it.
EDGE = re.compile(r"^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


@dataclass
class Counted:
    """The statements of one request, the rows they wrote, and the answer."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0
    response: HttpResponse | None = None

    @property
    def queries(self) -> int:
        """Statements, the edges of transactions left out."""
        return len(self.statements)

    @property
    def size(self) -> int:
        """Bytes of the answer's body."""
        return len(self.response.content) if self.response else 0


@contextmanager
def counting() -> Iterator[Counted]:
    """Count what goes through the default connection."""
    found = Counted()

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        result = execute(sql, parameters, many, context)
        if not EDGE.match(sql):
            found.statements.append(sql)
        if WRITE.match(sql) and not _sqlite():
            found.rows += max(context["cursor"].rowcount, 0)
        return result

    before = _changes()
    with connection.execute_wrapper(note):
        yield found
    found.rows += _changes() - before


def _sqlite() -> bool:
    return connection.vendor == "sqlite"


def _changes() -> int:
    """SQLite counts the rows it has written itself; its cursors do not know before a fetch."""
    connection.ensure_connection()
    return int(connection.connection.total_changes) if _sqlite() else 0


def counted(request: Callable[[], HttpResponse]) -> Counted:
    """One request. The answer must be a page or a redirect."""
    with counting() as found:
        found.response = request()
    assert found.response.status_code in (200, 302), found.response.content[:500]
    return found


def counted_warm(request: Callable[[], HttpResponse]) -> Counted:
    """The second of two equal requests: what everyone but the first visitor costs."""
    counted(request)
    return counted(request)
