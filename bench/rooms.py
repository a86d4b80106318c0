"""Rooms for free practice: opened, copied, begun again, taken away; and the pages at a desk in one.

First what is done to whole rooms, in a process beside the server, next to plain copies of the same
rows. Then the pages, with so many rooms in the database.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import Any

from bench import kernel
from bench.rounds import Run
from bench.verdicts import Pair, Sample, Wait

SIZES = {True: (10, 2000), False: (10, 200, 2000)}  # rooms there are, quick or not
DEEDS = {True: 10, False: 25}  # of each kind a round
SESSIONS = 2  # seeded a round
LEARNERS = 8  # who have a room each that is asked for
WARM = 0.3
# Connections of each client while warming: four may all come to the same worker, and what the other
# then reads for the first time would be measured as if it had been kept.
WIDE = 8
# What is done, against what, the goal, and whether it is a whole session of thirty.
WHOLE = (
    ("room begun again / DELETE, INSERT … SELECT", "room_again", "plain_again", 2.0, False),
    ("30 rooms seeded / INSERT … SELECT", "room_seed", "plain_seed", 3.0, True),
)
# How long it takes: the most milliseconds nine of ten may wait.
TIMED = (
    ("room opened", "room_open", None),
    ("room copied", "room_copy", None),
    ("room begun again", "room_again", 100),
    ("room taken away", "room_purge", None),
)
PAGES = (
    ("case page / bare page", "room_case", "bare_page", 3.0),
    ("inbox / bare page", "room_inbox", "bare_page", None),
    ("overview / bare page", "room_overview", "bare_page", None),
    ("case page, first read / bare page", "room_case_first", "bare_page", None),
    ("inbox, first read / bare page", "room_inbox_first", "bare_page", None),
    ("overview, first read / bare page", "room_overview_first", "bare_page", None),
    ("patient list / bare page", "room_people", "bare_page", None),
    ("message written / bare page, POST, page", "room_write", "bare_step", None),
)
GROWN = 1.3  # how much more a page may cost among the most rooms than among the fewest


class Rooms:
    """The part of a run that is about rooms for free practice."""

    def __init__(self, run: Run, *, quick: bool, only: str) -> None:
        self.run, self.quick, self.only = run, quick, only
        self.times, self.seconds, self.patience = (2, 0.7, 0.5) if quick else (5, 2.0, 4.0)
        self.pairs: list[Pair] = []
        self.waits: list[Wait] = []

    def all(self) -> None:
        """Whole rooms first, while the database holds few; then pages, among more and more."""
        learners = self.run.ours.learners[:LEARNERS]
        if any(self.only in name for name, *_rest in (*WHOLE, *TIMED)):
            self._gather(learners, SIZES[True][0])
            self._whole()
        sizes = SIZES[self.quick]
        if any(self.only in _named(row[0], size) for row in PAGES for size in sizes):
            stages = [self._pages(learners, size) for size in sizes]
            self._grown(stages[0], stages[-1], sizes[-1] // sizes[0])

    def _gather(self, learners: list[dict[str, Any]], size: int) -> list[dict[str, Any]]:
        made = self._inside("gather", learners=[one["id"] for one in learners], rooms=size)
        self.run.say(f"{size} rooms of {sum(made['rows'].values())} rows: {made['rows']}")
        return [one | room for one, room in zip(learners, made["rooms"], strict=True)]

    # ------------------------------------------------------------------ whole rooms

    def _whole(self) -> None:
        pairs = [(Pair(*row[:4]), row[4]) for row in WHOLE if self.only in row[0]]
        timed = [(row, [], []) for row in TIMED if self.only in row[0]]
        number = DEEDS[self.quick]
        self._done("room_again", 1)
        for _round in range(self.times):
            for pair, session in pairs:
                self.run.say(f"round {_round + 1} of {self.times}: {pair.name}")
                both = [
                    self._done(flow, SESSIONS if session else number)[0]
                    for flow in (pair.bare, pair.ours)
                ]
                pair.rounds.append((both[0], both[1]))
            for row, half, most in timed:
                took = sorted(self._done(row[1], number)[1])
                half.append(1000 * median(took))
                most.append(1000 * took[int(0.9 * (len(took) - 1))])
        self.pairs += [pair for pair, _session in pairs]
        for (name, _flow, goal), half, most in timed:
            self.waits += [Wait(f"{name}, p50", None, half), Wait(f"{name}, p90", goal, most)]

    def _done(self, what: str, times: int) -> tuple[Sample, list[float]]:
        """Do it inside, and what that cost; what it leaves behind is taken away again."""
        target = replace(self.run.ours, pid=self.run.ours.aside.process.pid)
        kernel.wait_for_calm(**self.run.who(target), limit=self.patience)
        found: list[float] = []

        def play() -> list[dict[str, Any]]:
            found.extend(self._inside("play", what=what, times=times))
            return [{"took": found, "requests": 0, "wrong": ""}]

        sample = self.run.measured(what, target, play)
        self._inside("clean")
        return sample, found

    # ------------------------------------------------------------------ pages

    def _pages(self, learners: list[dict[str, Any]], size: int) -> dict[str, Pair]:
        there = self._gather(learners, size)
        pairs = {
            row[1]: Pair(_named(row[0], size), *row[1:])
            for row in PAGES
            if self.only in _named(row[0], size)
        }
        run = replace(self.run, ours=replace(self.run.ours, learners=there))
        for flow in pairs:
            run.sample(flow, WARM, patience=0, warm=WIDE)
        for number in range(1, self.times + 1):
            beside: dict[str, Sample] = {}
            for pair in pairs.values():
                self.run.say(f"round {number} of {self.times}: {pair.name}")
                if pair.bare not in beside:
                    beside[pair.bare] = run.sample(pair.bare, self.seconds, patience=self.patience)
                if not pair.ours.endswith("_first"):  # every worker's, and not since long ago
                    run.sample(pair.ours, WARM, patience=0, warm=WIDE)
                ours = run.sample(pair.ours, self.seconds, patience=self.patience)
                pair.rounds.append((beside[pair.bare], ours))
        self.pairs += pairs.values()
        return pairs

    def _grown(self, few: dict[str, Pair], many: dict[str, Pair], times: int) -> None:
        """Each page among the most rooms beside itself among the fewest, both told by the bare page."""
        for flow in few.keys() & many.keys():
            name = f"{few[flow].name.partition(' /')[0]}, {times} times as many rooms"
            pair = Pair(name, flow, flow, GROWN)
            for first, last in zip(few[flow].rounds, many[flow].rounds, strict=True):
                same = first[1].cpu_ms * last[0].cpu_ms / first[0].cpu_ms
                pair.rounds.append((replace(first[1], cpu_ms=same), last[1]))
            self.pairs.append(pair)

    def _inside(self, call: str, **given: Any) -> Any:
        return self.run.ours.aside.ask(do="room", call=call, given=given)["found"]


def _named(name: str, size: int) -> str:
    return f"{name}, {size} rooms"
