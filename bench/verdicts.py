"""From rounds to a verdict that a busy machine cannot turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Sample:
    """One target in one round. `wrong` says why the figure is void."""

    cpu_ms: float  # server and database, per flow
    flows: int
    requests: int
    per_second: float
    p50_ms: float
    p95_ms: float
    others: float  # cores used by others meanwhile
    own: float = 0.0  # cores used by the clients and the harness
    slowest_ms: float = 0.0
    wrong: str = ""


@dataclass
class Pair:
    """What is measured against what, round by round."""

    name: str
    ours: str
    bare: str
    goal: float | None = None
    rounds: list[tuple[Sample, Sample]] = field(default_factory=list)  # (bare, ours)

    @property
    def wrong(self) -> list[str]:
        """Everything that voids the figure."""
        return [sample.wrong for both in self.rounds for sample in both if sample.wrong]

    @property
    def ratios(self) -> list[float]:
        """Server processor time, ours over bare, per round."""
        return [ours.cpu_ms / bare.cpu_ms for bare, ours in self.rounds if bare.cpu_ms]

    @property
    def verdict(self) -> str:
        """MET by the median; MISSED only if even the best round is over; NOISY between."""
        if self.wrong or not self.ratios:
            return "VOID"
        if self.goal is None:
            return "SHOWN"
        if median(self.ratios) <= self.goal:
            return "MET"
        return "MISSED" if min(self.ratios) > self.goal else "NOISY"

    def as_data(self) -> dict[str, Any]:
        """For the JSON at the end."""
        ratios = self.ratios
        bare, ours = ([both[side] for both in self.rounds] for side in (0, 1))
        return {
            "name": self.name,
            "verdict": self.verdict,
            "goal": self.goal,
            "ratio": _spread(ratios),
            "ours": _summary(ours),
            "bare": _summary(bare),
            "wrong": self.wrong,
        }


def _spread(values: list[float]) -> dict[str, float] | None:
    if not values:
        return None
    low, high = min(values), max(values)
    return {"median": round(median(values), 3), "min": round(low, 3), "max": round(high, 3)}


def _summary(samples: list[Sample]) -> dict[str, Any]:
    return {
        name: _spread([getattr(sample, name) for sample in samples])
        for name in ("cpu_ms", "per_second", "p50_ms", "p95_ms", "slowest_ms", "own", "others")
    } | {
        "flows": sum(sample.flows for sample in samples),
        "requests": sum(sample.requests for sample in samples),
    }


def table(pairs: list[Pair]) -> str:
    """The ratios as text, one line a pair."""
    wide = max([34, *(len(pair.name) for pair in pairs)])
    head = (
        f"{'ratio of server CPU':{wide}} {'goal':>6} {'median [min-max]':>20} {'ours ms':>8}"
        f" {'bare ms':>8} {'p95 ms':>7} {'clients':>7} {'others':>6}  verdict"
    )
    lines = [head]
    for pair in pairs:
        data = pair.as_data()
        ratio, ours, bare = data["ratio"], data["ours"], data["bare"]
        if not ratio:
            lines.append(f"{pair.name:{wide}} {'':>6} {'–':>20}  {pair.verdict}: {pair.wrong[:1]}")
            continue
        spread = f"{ratio['median']:.2f} [{ratio['min']:.2f}-{ratio['max']:.2f}]"
        goal = f"{pair.goal:.1f}" if pair.goal else "–"
        others, own = (max(ours[who]["max"], bare[who]["max"]) for who in ("others", "own"))
        lines.append(
            f"{pair.name:{wide}} {goal:>6} {spread:>20} {ours['cpu_ms']['median']:8.2f}"
            f" {bare['cpu_ms']['median']:8.2f} {ours['p95_ms']['median']:7.1f} {own:7.2f}"
            f" {others:6.2f}  {pair.verdict}"
        )
        lines.extend(f"    {reason}" for reason in pair.wrong[:2])
    return "\n".join(lines)


@dataclass
class Wait:
    """How long was waited in each round, in milliseconds, and how long one may (None: only shown)."""

    name: str
    goal: float | None
    rounds: list[float] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """As of a ratio."""
        if not self.rounds:
            return "VOID"
        if self.goal is None:
            return "SHOWN"
        if median(self.rounds) <= self.goal:
            return "MET"
        return "MISSED" if min(self.rounds) > self.goal else "NOISY"

    def as_data(self) -> dict[str, Any]:
        """For the JSON at the end."""
        return {
            "name": self.name,
            "verdict": self.verdict,
            "goal_ms": self.goal,
            "ms": _spread(self.rounds),
        }


def waits_table(waits: list[Wait]) -> str:
    """The waits as text, one line each."""
    lines = [f"{'waiting':54} {'limit ms':>8} {'median [min-max]':>20}  verdict"]
    for wait in waits:
        found = wait.as_data()["ms"]
        goal = f"{wait.goal:g}" if wait.goal is not None else "–"
        spread = f"{found['median']:.0f} [{found['min']:.0f}-{found['max']:.0f}]" if found else "–"
        lines.append(f"{wait.name:54} {goal:>8} {spread:>20}  {wait.verdict}")
    return "\n".join(lines)


@dataclass(frozen=True)
class Count:
    """Something exact: what it is, how many, at most how many (None: only shown)."""

    name: str
    number: float
    limit: float | None = None

    @property
    def verdict(self) -> str:
        """MET, MISSED or SHOWN."""
        if self.limit is None:
            return "SHOWN"
        return "MET" if self.number <= self.limit else "MISSED"

    def as_data(self) -> dict[str, Any]:
        """For the JSON at the end."""
        return {
            "name": self.name,
            "number": self.number,
            "limit": self.limit,
            "verdict": self.verdict,
        }


def counts_table(counts: list[Count]) -> str:
    """The counts as text, one line each."""
    lines = [f"{'count':54} {'limit':>8} {'number':>8}  verdict"]
    for count in counts:
        limit = f"{count.limit:g}" if count.limit is not None else "–"
        lines.append(f"{count.name:54} {limit:>8} {count.number:8g}  {count.verdict}")
    return "\n".join(lines)
