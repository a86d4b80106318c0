"""The terms of an attempt, frozen with it: a later change never touches one that has begun."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal


@dataclass(frozen=True)
class Policy:
    """What an attempt is for and what it takes.

    mode: practice wants every question answered and cannot be failed; test has a pass mark.
    pass_percent: share of the points needed, 1–100; tries: how many attempts, None = any number.
    crumbs: (title, url) from the course down. next_url is where the one button leads afterwards;
    straight_on goes there at once. certainty: each question also asks how sure the learner is.
    """

    mode: Literal["practice", "test"]
    title: str
    back_url: str
    next_url: str
    feedback: Literal["after"] = "after"
    pass_percent: int | None = None
    tries: int | None = None
    next_title: str = ""
    minutes: int | None = None
    crumbs: tuple[tuple[str, str], ...] = ()
    certainty: bool = False
    straight_on: bool = False

    def __post_init__(self) -> None:
        if self.mode not in ("practice", "test"):
            raise ValueError(f"Okänt läge: {self.mode}")
        if (self.pass_percent is not None) != (self.mode == "test"):
            raise ValueError("Ett prov har en gräns för godkänt, en övning har ingen.")
        if self.pass_percent is not None and not 1 <= self.pass_percent <= 100:
            raise ValueError("Gränsen för godkänt är 1–100 procent.")
        if self.tries is not None and self.tries < 1:
            raise ValueError("Antalet försök är minst 1.")

    def to_json(self) -> dict[str, Any]:
        """As stored with the attempt."""
        return asdict(self) | {"crumbs": [list(crumb) for crumb in self.crumbs]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Policy:
        """Back from an attempt; keys this version does not know are left aside."""
        known = {name.name for name in fields(cls)}
        kept = {key: value for key, value in data.items() if key in known}
        return cls(**kept | {"crumbs": tuple((t, url) for t, url in data.get("crumbs", ()))})
