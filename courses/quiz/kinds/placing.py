"""What the three kinds with a list of things to place share: share right."""

from __future__ import annotations

from abc import abstractmethod
from random import Random
from string import ascii_uppercase

from courses.quiz.kinds.base import Graded, Json, Kind, Part, Posted, shuffled, unanswered

LONGEST_IN_A_LIST = 32


class PlacingKind(Kind):
    """Each thing gets one of several targets. A response is {"placed": {thing: target}}.

    The browser posts a target's place in the attempt's own order, never an id that could be matched
    against the thing it belongs to.
    """

    template = "quiz/kinds/placing.html"

    @abstractmethod
    def things(self, payload: Json) -> list[Json]:
        """The things to place: id, text, target (the key), and feedback if any."""

    @abstractmethod
    def targets(self, payload: Json) -> dict[str, str]:
        """Target id -> text."""

    def target_order(self, payload: Json, rng: Random) -> list[str]:
        """The targets in the order they are offered; as written unless a kind shuffles."""
        return list(self.targets(payload))

    def order(self, payload: Json, rng: Random) -> Json:
        """The things shuffled, and the targets as the kind wants them."""
        return {
            "things": shuffled([thing["id"] for thing in self.things(payload)], rng),
            "targets": self.target_order(payload, rng),
        }

    def public(self, payload: Json, order: Json, response: Json) -> Json:
        """The things, the targets by number, and what is chosen."""
        words = {thing["id"]: thing["text"] for thing in self.things(payload)}
        names, targets = self.targets(payload), order["targets"]
        placed = self.tidy(payload, response).get("placed", {})
        return {
            "targets": [
                {"n": n, "text": names[key], "letter": ascii_uppercase[n - 1]}
                for n, key in enumerate(targets, 1)
            ],
            # What a narrow list would cut off is written out above, with a letter to find it by.
            "listed": max(len(name) for name in names.values()) > LONGEST_IN_A_LIST,
            "things": [
                {
                    "id": key,
                    "text": words[key],
                    "chosen": targets.index(placed[key]) + 1 if key in placed else 0,
                }
                for key in order["things"]
            ],
        }

    def parse(self, payload: Json, order: Json, posted: Posted, *, prefix: str) -> Json:
        """The target number of each thing, turned into its id."""
        placed: dict[str, str] = {}
        for key in order["things"]:
            value = (posted.get(f"{prefix}.{key}") or ("",))[-1]
            if value.isdecimal() and len(value) < 3 and 1 <= int(value) <= len(order["targets"]):
                placed[key] = order["targets"][int(value) - 1]
        return self.tidy(payload, {"placed": placed})

    def tidy(self, payload: Json, response: object) -> Json:
        """Keep this question's things with this question's targets."""
        given = response.get("placed") if isinstance(response, dict) else None
        if not isinstance(given, dict):
            return {}
        targets = self.targets(payload)
        placed = {
            thing["id"]: given[thing["id"]]
            for thing in self.things(payload)
            if isinstance(given.get(thing["id"]), str) and given[thing["id"]] in targets
        }
        return {"placed": placed} if placed else {}

    def complete(self, payload: Json, response: Json) -> bool:
        """Every thing has a target."""
        placed = self.tidy(payload, response).get("placed", {})
        return len(placed) == len(self.things(payload))

    def grade(self, payload: Json, response: object) -> Graded:
        """One part for each thing; the fraction is the share right."""
        placed = self.tidy(payload, response).get("placed", {})
        names, parts = self.targets(payload), []
        for thing in self.things(payload):
            given = placed.get(thing["id"])
            ok = given == thing["target"]
            code = "unanswered" if given is None else "placed_right" if ok else "placed_wrong"
            parts.append(
                Part(
                    id=thing["id"],
                    ok=ok,
                    code=code,
                    text=thing["text"],
                    want=names[thing["target"]],
                    given=names[given] if given else "",
                    feedback=thing.get("feedback", ""),
                )
            )
        got = sum(part.ok for part in parts)
        return Graded(got / len(parts), got, len(parts), 0, tuple(parts))

    def summary(self, payload: Json, response: object) -> str:
        """Each thing with the target it was given."""
        placed, names = self.tidy(payload, response).get("placed", {}), self.targets(payload)
        rows = [
            f"{thing['text']} – {names[placed[thing['id']]]}"
            for thing in self.things(payload)
            if thing["id"] in placed
        ]
        return "; ".join(rows) or unanswered()
