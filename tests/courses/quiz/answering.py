"""Answers as a learner, or someone less honest, would give them."""

from __future__ import annotations

from courses.quiz.models import Attempt


def right_answer(kind: str, content: dict) -> dict:
    """The response that scores full marks."""
    if kind in {"en", "flera", "fall", "sant"}:
        return {"chosen": [option["id"] for option in content["options"] if option["right"]]}
    if kind == "ordning":
        return {"order": [step["id"] for step in content["steps"]]}
    if kind == "para":
        return {"placed": {pair["id"]: pair["id"] for pair in content["pairs"]}}
    if kind == "sortera":
        return {"placed": {card["id"]: card["heap"] for card in content["cards"]}}
    good = {True: "good", False: "less"}
    return {"placed": {s["id"]: good[s["good"]] for s in content["statements"]}}


def right_answers(attempt: Attempt) -> dict[int, dict]:
    """Slot -> the right response, for a whole attempt."""
    return {
        item.slot: right_answer(item.version.kind, item.version.payload["content"])
        for item in attempt.items.select_related("version")
    }


def fields(attempt: Attempt, answers: dict[int, dict] | None = None) -> dict[str, list[str]]:
    """The page's fields for these answers, by default the right ones."""
    answers = right_answers(attempt) if answers is None else answers
    posted: dict[str, list[str]] = {}
    for item in attempt.items.select_related("version"):
        response, order = answers.get(item.slot, {}), item.option_order
        prefix = f"q{item.slot}"
        if "chosen" in response:
            posted[prefix] = response["chosen"]
        for key in order.get("steps", ()):
            now = response.get("order", order["steps"])
            posted[f"{prefix}.{key}"] = [str(now.index(key) + 1)]
        for key, target in response.get("placed", {}).items():
            posted[f"{prefix}.{key}"] = [str(order["targets"].index(target) + 1)]
    return posted
