"""Many at once: each in a thread of its own, with a connection of its own, at a given moment."""

from __future__ import annotations

import http.client
import threading
import time
from typing import Any

from bench.client import Browser, Wrong


def all_at_once(flow: Any, job: dict[str, Any]) -> dict[str, Any]:
    """Let every learner of the job do the flow once from `job["at"]` (monotonic) on.

    How long each took from that moment, connecting included.
    """
    took: list[float] = []
    wrong: list[str] = []

    def one(learner: dict[str, Any]) -> None:
        browser = Browser(job["port"], dict(learner["cookies"]))
        time.sleep(max(0.0, job["at"] - time.monotonic()))
        try:
            flow(browser, learner, job["marks"])
            took.append(time.monotonic() - job["at"])
        except (Wrong, OSError, http.client.HTTPException) as error:
            wrong.append(f"{type(error).__name__}: {error}")
        browser.close()

    threads = [threading.Thread(target=one, args=(learner,)) for learner in job["learners"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "took": took,
        "requests": len(took),
        "wrong": "; ".join(wrong[:3]),
        "learners": job["learners"],
    }
