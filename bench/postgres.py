"""Two empty PostgreSQL databases for a run, beside whatever else the server holds."""

from __future__ import annotations

import contextlib
import secrets
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from bench.servers import PROJECT
from tests.postgres import database

# Unlike a test cluster this one waits for the disk: an answer that is said to be stored, is.
DURABLE = "-c listen_addresses=127.0.0.1 -c shared_buffers=256MB -c jit=off"


def _psql(verb: str, url: str, names: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "bench.databases", verb, url, *names]
    subprocess.run(command, cwd=PROJECT, check=True, timeout=60)


@contextlib.contextmanager
def two_databases() -> Iterator[tuple[str, ...]]:
    """Addresses of ours and the bare app's, dropped afterwards. DATABASE_URL's server if given."""
    mark = secrets.token_hex(4)
    names = (f"samova_bench_{mark}", f"bare_bench_{mark}")
    with database(options=DURABLE) as url:
        _psql("create", url, names)
        try:
            yield tuple(urlsplit(url)._replace(path=f"/{name}").geturl() for name in names)
        finally:
            _psql("drop", url, names)
