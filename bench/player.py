"""Plays a flow for some seconds; run as a process of its own: `-m bench.player`.

A job is {"flow", "port", "seconds", "least", "connections", "learners": [{"cookies"}], "marks"};
with "at" everybody does the flow once, at that moment (crowd.py).
"""

from __future__ import annotations

import http.client
import time
from typing import Any

from bench.client import Browser, Wrong
from bench.crowd import all_at_once
from bench.flows import FLOWS, ONCE
from bench.lines import answer_lines


def play(job: dict[str, Any]) -> dict[str, Any]:
    """Repeat a flow for some seconds, another learner each time; how long each took."""
    flow, learners = FLOWS[job["flow"]], job["learners"]
    if "at" in job:
        return all_at_once(flow, job)
    browsers = [Browser(job["port"]) for _number in range(job["connections"])]
    took: list[float] = []
    until = time.monotonic() + job["seconds"]
    wrong = ""
    try:
        while time.monotonic() < until or len(took) < job["least"]:
            if job["flow"] in ONCE and len(took) == len(learners):
                break
            turn, place = divmod(len(took), len(learners))
            # Another connection each time round, so that everybody comes to every worker.
            browser, learner = browsers[(turn + place) % len(browsers)], learners[place]
            browser.cookies = learner["cookies"]
            started = time.monotonic()
            flow(browser, learner, job["marks"])
            took.append(time.monotonic() - started)
    except (Wrong, OSError, http.client.HTTPException) as error:
        wrong = f"{type(error).__name__}: {error}"
    for browser in browsers:
        browser.close()
    requests = sum(browser.sent for browser in browsers)
    return {"took": took, "requests": requests, "wrong": wrong, "learners": learners}


if __name__ == "__main__":
    answer_lines(play)
