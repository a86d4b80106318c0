"""Led sessions: lobby, crowds by code, boards and seats that ask for news, acts; 1, 10, 40 at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bench import kernel
from bench.client import Browser
from bench.rounds import CLIENTS, CONNECTIONS, Run
from bench.verdicts import Count, Pair, Sample, Wait

SIZES = {"postgres": (1, 10, 40), "sqlite": (1, 10)}  # sessions of 24 open at once
LAST_IN = 500  # ms until the last of a crowd is in
SETTLED = 5.0  # seconds within which every board must show the last version
HEAD_START = 0.15  # seconds for a crowd to gather in front of the door
WARM = 0.2
FEW = 8  # phones that act while warming
# What is measured, against what, and the goal. A crowd comes at once; the others ask in turn.
LOBBY = (
    ("lobby poll, changed / bare poll", "lobby_changed", "bare_poll", 1.3),
    ("lobby poll, unchanged / bare poll", "lobby_unchanged", "bare_poll", 0.9),
)
CROWDS = (
    ("30 join at once / bare POST", "join", "bare_answer", 2.0),
    ("30 come the whole way in / page, POST, page", "come_in", "bare_step", None),
)
SEATED = (
    ("board poll, changed / bare poll", "board_changed", "bare_poll", 1.3),
    ("board poll, unchanged / bare poll", "board_unchanged", "bare_poll", 0.9),
    ("seat poll, changed / bare poll", "seat_changed", "bare_poll", 1.3),
    ("seat poll, unchanged / bare poll", "seat_unchanged", "bare_poll", 0.9),
    ("act / bare page, POST, page", "act", "bare_step", None),
)
# Done in one process, once for each change: what the first who asks pays besides.
RENDERED = (
    ("board written anew / bare poll", "board", "bare_poll", None),
    ("seat's part written anew / bare poll", "seat", "bare_poll", None),
)


class Live:
    """The led part of a run: stage by stage, so many sessions at once."""

    def __init__(self, run: Run, *, quick: bool, only: str) -> None:
        self.run, self.only = run, only
        self.times, self.seconds, self.patience = (2, 0.7, 0.5) if quick else (5, 2.0, 4.0)
        self.pairs: list[Pair] = []
        self.waits: list[Wait] = []
        self.counts: list[Count] = []
        self.made: dict[str, Any] = {}
        self.bare: dict[str, Sample] = {}

    def all(self) -> None:
        """Every stage: people gather, roles are handed out, and nothing of it may be lost."""
        for size in SIZES["postgres" if self.run.database else "sqlite"]:
            rows = [row for part in (LOBBY, CROWDS, SEATED, RENDERED) for row in part]
            if not any(self.only in self._named(row[0], size) for row in rows):
                continue
            self.made = self._inside("gather", sessions=size)
            self._stage(size, ((LOBBY, self._asked), (CROWDS, self._crowded)))
            self.made |= (begun := self._inside("begin", sessions=self.made["sessions"]))
            seconds = self.made["seconds"] + begun["seconds"]
            self.run.say(f"{size} sessions of 24 made and begun in {seconds:.1f} s")
            self._stage(size, ((SEATED, self._asked), (RENDERED, self._rendered)))
            self._nothing_lost(size)

    def _named(self, name: str, size: int) -> str:
        return f"{name}, {size} open"

    def _stage(self, size: int, parts: Any) -> None:
        """Round by round; the bare app's sample is taken once for all that it is beside."""
        measured = [
            (Pair(self._named(row[0], size), *row[1:]), how)
            for rows, how in parts
            for row in rows
            if self.only in self._named(row[0], size)
        ]
        for number in range(1, self.times + 1):
            self.bare = {}
            for pair, how in measured:
                self.run.say(f"round {number} of {self.times}: {pair.name}")
                pair.rounds.append(how(pair, size))
        self.pairs += [pair for pair, _how in measured]

    def _asked(self, pair: Pair, size: int) -> tuple[Sample, Sample]:
        """Each client asks again and again, in turn for everybody there is."""
        return self._beside(pair.bare), self._ours(pair.ours)

    def _beside(self, flow: str) -> Sample:
        if flow not in self.bare:
            self.bare[flow] = self.run.sample(flow, self.seconds, patience=self.patience)
        return self.bare[flow]

    def _ours(self, flow: str) -> Sample:
        kind = flow.partition("_")[0]
        there = self.made["phones"] if flow == "act" else self.made[kind]
        # Each of the two clients asks for somebody, also when there is only one.
        people = there * CLIENTS if len(there) < CLIENTS else there
        target = replace(self.run.ours, learners=people)
        run = replace(self.run, ours=target)
        if flow == "act":
            # A few are enough for every worker to have read the exercise.
            few = replace(target, learners=people[:FEW])
            replace(run, ours=few).sample(flow, WARM, patience=0)
            people[:FEW] = few.learners
        else:
            run.sample(flow, WARM, patience=0, warm=CONNECTIONS)
        found = run.sample(flow, self.seconds, patience=self.patience)
        if flow == "act":
            self.made["phones"] = target.learners
        return found

    def _crowded(self, pair: Pair, size: int) -> tuple[Sample, Sample]:
        """Thirty at once, to one lobby after the other, beside thirty at once to the bare app."""
        crowds = self.made["crowds"]
        people = self.run.bare.learners[: len(crowds[0])]
        if not pair.rounds:
            # So that every worker has met the pages.
            for flow, crowd in ((pair.bare, people), (pair.ours, crowds[0])):
                self._crowd(flow, [crowd])
            self._inside("empty_lobbies", crowds=crowds)
        bare = self._crowd(pair.bare, [people] * len(crowds))
        self._inside("empty_lobbies", crowds=crowds)
        ours = self._crowd(pair.ours, crowds)
        self._inside("empty_lobbies", crowds=crowds)
        if pair.goal:
            name = f"the last of 30 is in, {size} open"
            known = [wait for wait in self.waits if wait.name == name]
            wait = known[0] if known else Wait(name, LAST_IN)
            self.waits += [] if known else [wait]
            wait.rounds.append(ours.slowest_ms)
        return bare, ours

    def _crowd(self, flow: str, crowds: list[list[dict[str, Any]]]) -> Sample:
        target = self.run.target(flow)
        kernel.wait_for_calm(**self.run.who(target), limit=self.patience)

        def play() -> list[dict[str, Any]]:
            answers = []
            for crowd in crowds:
                job = {"flow": flow, "port": target.port, "marks": target.marks}
                job["at"] = time.monotonic() + HEAD_START
                for number, client in enumerate(self.run.clients):
                    client.send({**job, "learners": crowd[number::CLIENTS]})
                answers += [client.receive() for client in self.run.clients]
            return answers

        return self.run.measured(flow, target, play)

    def _rendered(self, pair: Pair, size: int) -> tuple[Sample, Sample]:
        """The parts of pages, written again and again inside a process beside the server."""
        inside = self.run.ours.aside
        target = replace(self.run.ours, pid=inside.process.pid)

        def play() -> list[dict[str, Any]]:
            given = {"kind": pair.ours, "sessions": self.made["sessions"], "seconds": self.seconds}
            done = self._inside("render", **given)
            return [{"took": [self.seconds / done] * done, "requests": 0, "wrong": ""}]

        return self._beside(pair.bare), self.run.measured(pair.ours, target, play)

    def _nothing_lost(self, size: int) -> None:
        """Every act that was answered is in the log once; every board comes to the last version."""
        sent = [text for phone in self.made["phones"] for text in phone.get("sent", ())]
        found = self._inside("lost", sent=sent, sessions=self.made["sessions"])
        behind = sum(1 for _one in self._behind(found["versions"]))
        name = f"{size} open: %s of {len(sent)} acts"
        self.counts += [
            Count(name % "lost", found["lost"], 0),
            Count(name % "stored twice", found["twice"], 0),
            Count(f"{size} open: worlds with a gap in the log", found["gaps"], 0),
            Count(f"{size} open: boards and seats left behind", behind, 0),
        ]

    def _behind(self, versions: dict[str, str]) -> Iterator[str]:
        """The addresses that do not come to the last version in time."""
        browser, until = Browser(self.run.ours.port), time.monotonic() + SETTLED
        for asker in [*self.made["board"], *self.made["seat"]]:
            wanted = versions[str(asker["run"])]
            while True:
                answer = browser.get(f"{asker['url']}?v=0")
                if str(answer.headers.get("X-Version", "")).partition(".")[0] == wanted:
                    break
                if time.monotonic() > until:
                    yield asker["url"]
                    break
                time.sleep(0.1)
        browser.close()

    def _inside(self, call: str, **given: Any) -> Any:
        return self.run.ours.aside.ask(do="led", call=call, given=given)["found"]
