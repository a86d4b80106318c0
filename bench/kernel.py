"""Processor time as the kernel accounts for it: ours, the database's, and everybody else's."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
WINDOW = 0.4  # seconds over which the others' use is watched
CALM = 0.5  # cores the others may use while we measure


def _processes() -> dict[int, tuple[int, str, int]]:
    """For each process: its parent, its name and its ticks with those of its reaped children."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            text = (entry / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        name = text[text.index("(") + 1 : text.rindex(")")]
        fields = text[text.rindex(")") + 2 :].split()
        found[int(entry.name)] = (int(fields[1]), name, sum(int(n) for n in fields[11:15]))
    return found


def _tree(roots: Iterable[int], processes: dict[int, tuple[int, str, int]]) -> set[int]:
    """The roots and everything below them."""
    tree, waiting = set(), [root for root in roots if root in processes]
    while waiting:
        pid = waiting.pop()
        tree.add(pid)
        waiting += [child for child, (parent, _, _) in processes.items() if parent == pid]
    return tree


def postgres(port: int | None) -> list[int]:
    """The server that was started on the port; every one there is when none says its port."""
    found = [pid for pid, (_, name, _) in _processes().items() if name == "postgres"]
    said = [pid for pid in found if f"-p\0{port}\0" in _command(pid)]
    return said or found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def _busy() -> float:
    """Seconds of processor time spent by the whole machine since it started."""
    fields = [int(n) for n in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICK


@dataclass(frozen=True)
class Moment:
    """Seconds of processor time used until now, by whom, and when that was."""

    at: float
    server: float
    database: float
    own: float
    machine: float


@dataclass(frozen=True)
class Spent:
    """What was spent between two moments: seconds of processor time, own and others' cores."""

    seconds: float
    server: float
    database: float
    own: float
    others: float


def now(*, server: Iterable[int], database: Iterable[int]) -> Moment:
    """Read the clocks. Both are roots of process trees; own is the harness's, clients and all."""
    at, machine, processes = time.monotonic(), _busy(), _processes()
    below_server, below_database = _tree(server, processes), _tree(database, processes)
    own = _tree([os.getpid()], processes) - below_server - below_database

    def spent(pids: set[int]) -> float:
        return sum(processes[pid][2] for pid in pids) / TICK

    return Moment(at, spent(below_server), spent(below_database), spent(own), machine)


def between(first: Moment, last: Moment) -> Spent:
    """The difference of two moments."""
    seconds = last.at - first.at
    server, database = last.server - first.server, last.database - first.database
    own = last.own - first.own
    others = max(0.0, last.machine - first.machine - server - database - own) / seconds
    return Spent(seconds, server, database, own / seconds, others)


def wait_for_calm(*, server: Iterable[int], database: Iterable[int], limit: float) -> float:
    """Wait at most `limit` seconds for the others to use little; the cores they use at the end."""
    roots, until = {"server": list(server), "database": list(database)}, time.monotonic() + limit
    while True:
        first = now(**roots)
        time.sleep(WINDOW)
        others = between(first, now(**roots)).others
        if others < CALM or time.monotonic() + WINDOW > until:
            return others
