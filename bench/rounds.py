"""Interleaved rounds: the bare app, then ours, a second or three each, checked in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import kernel
from bench.flows import ONCE
from bench.servers import Aside
from bench.verdicts import Pair, Sample

CLIENTS = 2
CONNECTIONS = 4  # of each client while warming
WARM = 0.5  # seconds before the first round, so that every worker has met every page


@dataclass
class Target:
    """One server: where it listens, its process, who looks into its database, its learners."""

    port: int
    pid: int
    aside: Aside
    learners: list[dict[str, Any]]
    marks: dict[str, Any]
    log: Path


# name, our flow, the bare flow, goal. `course …` compares two pages of ours.
PAIRS = (
    ("lesson, signed in / bare page", "lesson", "bare_page", 2.0),
    ("lesson, guest / bare page", "guest_lesson", "bare_page", 0.5),
    ("one answer stored / bare POST", "save", "bare_answer", 1.8),
    ("ten questions / bare flow", "attempt", "bare_attempt", 1.6),
    ("course of 10 / bare page", "course", "bare_page", None),
    ("course of 1,000 / course of 10", "long_course", "course", 1.2),
    ("guide, signed in / bare page", "guide", "bare_page", 2.0),
    ("guide, guest / bare page", "guest_guide", "bare_page", 1.0),
    ("search with hits / bare page", "search", "bare_page", 2.0),
    ("board of 10,000 / bare page", "board", "bare_page", 2.0),
    ("council's desk / bare page", "desk", "bare_page", 3.0),
    ("table of 50 units / bare page", "units", "bare_page", 4.0),
    ("start page of a key person / bare page", "key_start", "bare_page", 3.0),
    ("10,000 confirmations as a file / bare page", "board_file", "bare_page", None),
    ("exercise started / bare POST", "practice_start", "bare_answer", None),
    ("exercise step / bare page, POST, page", "practice_step", "bare_step", None),
    ("exercise begun again / bare POST", "practice_again", "bare_answer", None),
)


@dataclass
class Run:
    """Everything one run needs."""

    ours: Target
    bare: Target
    clients: list[Aside]
    database: list[int]  # the roots of PostgreSQL's process tree, none on SQLite
    say: Callable[[str], None]

    def all(self, *, quick: bool, only: str) -> list[Pair]:
        """Every pair, round by round. Nothing runs beside anything else of ours."""
        pairs = [Pair(*row) for row in PAIRS if only in row[0]]
        times, seconds, patience = (2, 1.0, 2.0) if quick else (5, 3.0, 8.0)
        for flow in dict.fromkeys(flow for pair in pairs for flow in (pair.bare, pair.ours)):
            self.sample(flow, WARM, patience=0)
        for number in range(1, times + 1):
            beside: dict[str, Sample] = {}
            for pair in pairs:
                self.say(f"round {number} of {times}: {pair.name}")
                # A quick run takes one sample a round of what several pairs are beside.
                if not quick or pair.bare not in beside:
                    beside[pair.bare] = self.sample(pair.bare, seconds, patience=patience)
                ours = self.sample(pair.ours, seconds, patience=patience)
                pair.rounds.append((beside[pair.bare], ours))
        return pairs

    def sample(self, flow: str, seconds: float, *, patience: float, warm: int = 1) -> Sample:
        """One target for some seconds: processor time per flow, and whether all of it is right.

        Without patience it only warms: everybody once, or on so many connections as `warm` says.
        """
        target = self.target(flow)
        if patience:
            kernel.wait_for_calm(**self.who(target), limit=patience)
        if flow in ONCE:
            target.learners = target.aside.ask(
                do="practice", learners=target.learners, begun=ONCE[flow]
            )

        def play() -> list[dict[str, Any]]:
            shares = [target.learners[number::CLIENTS] for number in range(CLIENTS)]
            for client, share in zip(self.clients, shares, strict=True):
                job = {"flow": flow, "port": target.port, "seconds": seconds, "marks": target.marks}
                # While warming, connections enough to reach every worker.
                wide = {"least": warm * len(share), "connections": max(warm, CONNECTIONS)}
                wide = {"least": 1, "connections": 1} if patience else wide
                client.send({**job, **wide, "learners": share})
            answers = [client.receive() for client in self.clients]
            for number, answer in enumerate(answers):
                target.learners[number::CLIENTS] = answer["learners"]
            return answers

        return self.measured(flow, target, play)

    def target(self, flow: str) -> Target:
        """The server a flow is for."""
        return self.bare if flow.startswith("bare_") else self.ours

    def who(self, target: Target) -> dict[str, list[int]]:
        """Whose processor time is told apart."""
        return {"server": [target.pid], "database": self.database}

    def measured(
        self, flow: str, target: Target, play: Callable[[], list[dict[str, Any]]]
    ) -> Sample:
        """What the flow cost that `play` lets the clients play, and whether all of it is right."""
        before = target.aside.ask(do="stored")["stored"]
        start = kernel.now(**self.who(target))
        answers = play()
        spent = kernel.between(start, kernel.now(**self.who(target)))
        after = target.aside.ask(do="stored")["stored"]
        took = sorted(one for answer in answers for one in answer["took"])
        wrong = [answer["wrong"] for answer in answers if answer["wrong"]]
        wrong += _missing(flow, len(took), before, after)
        if wrong:
            self.say(f"{flow}: {wrong}\n{target.log.read_text(errors='replace')[-3000:]}")
        return Sample(
            cpu_ms=1000 * (spent.server + spent.database) / max(len(took), 1),
            flows=len(took),
            requests=sum(answer["requests"] for answer in answers),
            per_second=len(took) / spent.seconds,
            p50_ms=1000 * _part(took, 0.5),
            p95_ms=1000 * _part(took, 0.95),
            slowest_ms=1000 * _part(took, 1),
            others=spent.others,
            own=spent.own,
            wrong=f"{flow}: {'; '.join(wrong)}" if wrong else "",
        )


# What one flow leaves in the database: exactly this, and nothing else of these kinds.
LEAVES = {
    "bare_answer": {"answers": 1},
    "bare_attempt": {"answers": 10},
    "bare_step": {"answers": 1},
    "save": {"saved": 1},
    "attempt": {"saved": 10, "attempts": 1, "full_marks": 1},
    "practice_start": {"runs": 1},
    "practice_step": {"performed": 1},
    "practice_again": {"again": 1},
    "join": {"joined": 1},
    "come_in": {"joined": 1},
    "act": {"acts": 1},
    "room_write": {"acts": 1, "performed": 1},
    "room_again": {"again": 1},
}


def _missing(flow: str, flows: int, before: dict[str, int], after: dict[str, int]) -> list[str]:
    """What the database should hold more of than before, and does not."""
    leaves = LEAVES.get(flow, {})
    return [
        f"{after[kind] - before[kind]} {kind} stored by {flows} flows"
        for kind in before
        if kind in leaves and after[kind] - before[kind] != flows * leaves[kind]
    ]


def _part(ordered: list[float], part: float) -> float:
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0.0
