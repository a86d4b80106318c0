"""Starting what is measured and ending it again, by process id, whatever happens."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
# The same for both: two workers of two threads, connections kept.
GUNICORN = "--workers 2 --threads 2 --keep-alive 75 --log-level warning --graceful-timeout 3"


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end(process: subprocess.Popen[Any]) -> None:
    """End one process and what it started, kindly and then not."""
    if process.poll() is not None:
        return
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(6)
            return


@contextlib.contextmanager
def gunicorn(door: str, env: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """The application behind `door` on a free port: (port, process id)."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", door, *GUNICORN.split()]
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}"],
            cwd=PROJECT,
            env=env,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )
        try:
            _listening(port, process, log)
            yield port, process.pid
        finally:
            end(process)


def _listening(port: int, process: subprocess.Popen[Any], log: Path) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')[-2000:]}")


class Aside:
    """A process that answers one line of JSON with another."""

    def __init__(self, module: str, env: dict[str, str], log: Path) -> None:
        self.module, self.log = module, log
        with log.open("ab") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=PROJECT,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=sink,
                text=True,
                start_new_session=True,
            )

    def send(self, job: dict[str, Any]) -> None:
        """Ask, without waiting for the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()

    def receive(self) -> Any:
        """The answer to the oldest question. Raises RuntimeError when the process has died."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            tail = self.log.read_text(errors="replace")[-3000:]
            raise RuntimeError(f"{self.module} ended before it answered:\n{tail}")
        return json.loads(line)

    def ask(self, **job: Any) -> Any:
        """Ask and wait."""
        self.send(job)
        return self.receive()

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, *error: object) -> None:
        end(self.process)
