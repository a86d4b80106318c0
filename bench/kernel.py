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
    """What was spent between two moments: seconds of processor time, and others' cores."""

    seconds: float
    server: float
    database: float
    others: float


def now(*, server: Iterable[int], postgres: bool) -> Moment:
    """Read the clocks. `server` are roots of the server's process tree; own is the harness's."""
    at, machine, processes = time.monotonic(), _busy(), _processes()
    below_server = _tree(server, processes)
    database = {pid for pid, (_, name, _) in processes.items() if postgres and name == "postgres"}
    own = _tree([os.getpid()], processes) - below_server - database

    def spent(pids: set[int]) -> float:
        return sum(processes[pid][2] for pid in pids) / TICK

    return Moment(at, spent(below_server), spent(database), spent(own), machine)


def between(first: Moment, last: Moment) -> Spent:
    """The difference of two moments."""
    seconds = last.at - first.at
    server, database = last.server - first.server, last.database - first.database
    ours = server + database + last.own - first.own
    others = max(0.0, last.machine - first.machine - ours) / seconds
    return Spent(seconds, server, database, others)


def wait_for_calm(*, server: Iterable[int], postgres: bool, limit: float) -> float:
    """Wait at most `limit` seconds for the others to use little; the cores they use at the end."""
    roots, until = list(server), time.monotonic() + limit
    while True:
        first = now(server=roots, postgres=postgres)
        time.sleep(WINDOW)
        others = between(first, now(server=roots, postgres=postgres)).others
        if others < CALM or time.monotonic() + WINDOW > until:
            return others
