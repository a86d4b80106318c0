"""Make or drop the databases of a run: `-m bench.databases create|drop URL NAME…`."""

from __future__ import annotations

import sys

import psycopg
from psycopg import sql


def main() -> None:
    """One connection, one statement a name."""
    verb, url, *names = sys.argv[1:]
    words = {"create": "CREATE DATABASE {}", "drop": "DROP DATABASE IF EXISTS {} WITH (FORCE)"}
    with psycopg.connect(url.replace("psql://", "postgres://"), autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL(words[verb]).format(sql.Identifier(name)))


if __name__ == "__main__":
    main()
