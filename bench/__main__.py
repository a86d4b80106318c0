"""`make bench`: ours beside the bare app in one run, then exact counts; JSON as the last line."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import kernel, rounds
from bench.live import Live
from bench.rooms import Rooms
from bench.servers import Aside, gunicorn
from bench.verdicts import Count, Pair, Wait, counts_table, table, waits_table

LEARNERS = 48
LONGEST = {True: 900, False: 3600}  # seconds, quick or not; then it ends whatever it was doing


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="2 rounds of 1 s, not 5 of 3 s")
    parser.add_argument(
        "--db",
        choices=["sqlite", "postgres"],
        default="postgres"
        if os.environ.get("DATABASE_URL", "").startswith("postgres")
        else "sqlite",
        help="postgres: DATABASE_URL, or a cluster of its own",
    )
    parser.add_argument("--only", default="", help="pairs whose name contains this")
    parser.add_argument("--no-live", action="store_true", help="no led sessions")
    parser.add_argument("--no-rooms", action="store_true", help="no rooms for free practice")
    parser.add_argument("--counts", action="store_true", help="only the exact counts")
    parser.add_argument("--strict", action="store_true", help="a MISSED ratio fails too")
    return parser.parse_args()


def say(text: str) -> None:
    """To people; standard output is for the JSON."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _environment(folder: Path, url: str, settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": settings,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": "127.0.0.1",
        "TRUST_PROXY": "1",
        "BENCH_STATIC": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
    }


@contextlib.contextmanager
def _urls(engine: str, folder: Path) -> Any:
    """Addresses of two empty databases: ours and the bare app's."""
    if engine == "sqlite":
        yield tuple(f"sqlite:///{folder / name}.sqlite3" for name in ("ours", "bare"))
        return
    from bench.postgres import two_databases

    with two_databases() as urls:
        yield urls


Found = tuple[list[Pair], list[Count], list[Wait]]


def _run(arguments: argparse.Namespace, folder: Path) -> Found:
    with contextlib.ExitStack() as stack:
        ours_url, bare_url = stack.enter_context(_urls(arguments.db, folder))
        ours_env = _environment(folder, ours_url, "bench.settings")
        bare_env = _environment(folder, bare_url, "bench.bare.settings")
        inside = stack.enter_context(Aside("bench.inside", ours_env, folder / "inside.log"))
        bare = stack.enter_context(Aside("bench.bare.prepare", bare_env, folder / "bare.log"))
        say(f"making data ({arguments.db}) …")
        marks = inside.ask(do="prepare", learners=LEARNERS)
        learners = bare.ask(do="prepare", learners=LEARNERS)["learners"]
        counts = [Count(**row) for row in inside.ask(do="counts")]
        say(counts_table(counts))
        if arguments.counts:
            return [], counts, []
        clients = [
            stack.enter_context(Aside("bench.player", ours_env, folder / "client.log"))
            for _number in range(rounds.CLIENTS)
        ]
        doors = ("training_site.wsgi:application", "bench.bare.wsgi:application")
        targets = []
        for door, env, aside, people in zip(
            doors, (ours_env, bare_env), (inside, bare), (marks["learners"], learners), strict=True
        ):
            log = folder / f"{door.split('.')[0]}.log"
            port, pid = stack.enter_context(gunicorn(door, env, log))
            targets.append(rounds.Target(port, pid, aside, people, marks, log))
        database = kernel.postgres(urlsplit(ours_url).port) if arguments.db == "postgres" else []
        run = rounds.Run(*targets, clients, database=database, say=say)
        pairs = run.all(quick=arguments.quick, only=arguments.only)
        live, rooms = (
            kind(run, quick=arguments.quick, only=arguments.only) for kind in (Live, Rooms)
        )
        for part, left_out in ((live, arguments.no_live), (rooms, arguments.no_rooms)):
            if not left_out:
                part.all()
        pairs, waits = [*pairs, *live.pairs, *rooms.pairs], [*live.waits, *rooms.waits]
        say(table(pairs))
        say(waits_table(waits))
        say(counts_table(live.counts))
        return pairs, [*counts, *live.counts], waits


def _report(arguments: argparse.Namespace, found: Found) -> str:
    pairs, counts, waits = found
    return json.dumps(
        {
            "engine": arguments.db,
            "quick": arguments.quick,
            "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.release()}",
            "python": platform.python_version(),
            "ratios": [pair.as_data() for pair in pairs],
            "counts": [count.as_data() for count in counts],
            "waits": [wait.as_data() for wait in waits],
        },
        ensure_ascii=False,
    )


def main() -> int:
    """Run it. 1 when a count is over its limit or a figure is void (--strict: or MISSED)."""
    arguments = _arguments()

    def stop(*_signal: object) -> None:
        raise SystemExit("bench: stopped")

    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(sign, stop)
    signal.alarm(LONGEST[arguments.quick])
    folder = Path(tempfile.mkdtemp(prefix="samova-bench-"))
    try:
        found = _run(arguments, folder)
    finally:
        signal.alarm(0)
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(_report(arguments, found) + "\n")
    pairs, counts, _waits = found
    bad = {"VOID", "MISSED"} if arguments.strict else {"VOID"}
    failed = any(pair.verdict in bad for pair in pairs)
    return int(failed or any(count.verdict == "MISSED" for count in counts))


if __name__ == "__main__":
    sys.exit(main())
