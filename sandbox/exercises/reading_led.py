"""Reads what a led session adds to a scenario file: seats, injects, stages, phases and talk."""

from __future__ import annotations

from typing import Any

from sandbox.exercises import led
from sandbox.exercises.reading_rows import At, Rows

SEAT_KEYS = frozenset(
    {"party", "role", "title", "text", "know", "goal", "secret", "optional", "solo"}
)
INJECT_KEYS = frozenset(
    {"ref", "title", "hint", "from", "to", "subject", "says"}
    | {"hold", "upon", "after", "plays", "sets"}
)
PLAYED_KEYS = frozenset({"action", "role", "body", "party"})
PHASE_KEYS = frozenset({"key", "kind", "title", "minutes", "notes"})


class LedRows(Rows):
    """Reads the parts of a file that a session with several people uses."""

    def seats(self) -> tuple[led.SeatCard, ...]:
        """Return the seats; a file without them has one, its role."""
        found = tuple(self.seat(*one) for one in self.rows(self.data, "seats"))
        if not found:
            return (self.seat(self.need(self.data, "role"), ("role",)),)
        codes = [seat.party for seat in found]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                raise self.marked.error(f"Parten ”{code}” har redan en plats.", "seats", index)
        role = self.data.get("role")
        if role and self.need(role, "party", "role") != codes[0]:
            raise self.marked.error("role ska vara den första platsen i seats.", "role", "party")
        return found

    def seat(self, row: Any, at: At) -> led.SeatCard:
        self.only(row, SEAT_KEYS, *at)
        return led.SeatCard(
            party=self.need(row, "party", *at),
            role=row.get("role", "coordinator"),
            title=self.need(row, "title", *at),
            text=self.need(row, "text", *at).strip(),
            know=self.texts(row, "know", *at),
            goal=(row.get("goal") or "").strip(),
            secret=(row.get("secret") or "").strip(),
            optional=self.flag(row, "optional", *at, default=False),
            solo=self.flag(row, "solo", *at, default=True),
        )

    def injects(self) -> tuple[led.Inject, ...]:
        """Return the injects, each with a ref of its own."""
        found: dict[str, led.Inject] = {}
        for row, at in self.rows(self.data, "injects"):
            inject = self.inject(row, at)
            if inject.ref in found:
                raise self.marked.error(f"Händelsen ”{inject.ref}” finns redan.", *at)
            found[inject.ref] = inject
        return tuple(found.values())

    def inject(self, row: Any, at: At) -> led.Inject:
        self.only(row, INJECT_KEYS, *at)
        upon = row.get("upon") or ""
        hold = self.flag(row, "hold", *at, default=not upon)
        if hold == bool(upon):
            raise self.marked.error(
                "Händelsen behöver hold: true, eller upon och after. Inte båda.", *at
            )
        return led.Inject(
            ref=str(self.need(row, "ref", *at)),
            title=self.need(row, "title", *at),
            hint=(row.get("hint") or "").strip(),
            sender=self.need(row, "from", *at),
            to=self.texts(row, "to", *at),
            subject=self.need(row, "subject", *at),
            says=self.need(row, "says", *at).strip(),
            hold=hold,
            upon=upon,
            after=self.period(row, "after", at) if upon else 0,
            plays=self.played(row["plays"], (*at, "plays")) if row.get("plays") else None,
            sets=self.mapping(row, "sets", *at),
            line=self.marked.line_of(*at),
        )

    def played(self, row: Any, at: At) -> led.Played:
        self.only(row, PLAYED_KEYS, *at)
        return led.Played(
            action=self.need(row, "action", *at),
            role=self.need(row, "role", *at),
            body=self.mapping(row, "body", *at),
            party=row.get("party", ""),
        )

    def stages(self) -> tuple[led.Stage, ...]:
        """Return the columns of the leader's board."""
        found = []
        for row, at in self.rows(self.data, "stages"):
            self.only(row, frozenset({"key", "title", "steps"}), *at)
            found.append(
                led.Stage(
                    key=self.need(row, "key", *at),
                    title=self.need(row, "title", *at),
                    steps=self.texts(row, "steps", *at),
                    line=self.marked.line_of(*at),
                )
            )
        return tuple(found)

    def phases(self) -> tuple[led.Phase, ...]:
        """Return the parts of the session, in order."""
        found = []
        for row, at in self.rows(self.data, "phases"):
            self.only(row, PHASE_KEYS, *at)
            found.append(
                led.Phase(
                    key=self.need(row, "key", *at),
                    kind=self.one_of(row, "kind", led.PHASE_KINDS, *at),
                    title=self.need(row, "title", *at),
                    minutes=self.count(row, "minutes", *at),
                    notes=(row.get("notes") or "").strip(),
                )
            )
        return tuple(found)

    def count(self, row: Any, key: str, *at: str | int) -> int:
        value = self.need(row, key, *at)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.marked.error(f"”{key}” ska vara ett heltal.", *at, key)
        return value

    def activities(self) -> tuple[led.ActivityCard, ...]:
        """Return the questions prepared for everybody."""
        found = []
        for row, at in self.rows(self.data, "activities"):
            self.only(row, frozenset({"kind", "question", "options"}), *at)
            found.append(
                led.ActivityCard(
                    kind=self.one_of(row, "kind", led.ACTIVITY_KINDS, *at),
                    question=self.need(row, "question", *at),
                    options=self.texts(row, "options", *at),
                )
            )
        return tuple(found)

    def said(self, key: str) -> dict[str, str]:
        """Return rows of name: text. Raises ContentError when one is not a text."""
        found: dict[str, str] = {}
        for name, text in self.mapping(self.data, key).items():
            if not isinstance(text, str):
                raise self.marked.error(f"”{name}” ska vara en text.", key, name)
            found[str(name)] = text.strip()
        return found

    def modes(self) -> tuple[str, ...]:
        """Return how the exercise can be played."""
        found = self.texts(self.data, "modes") or ("solo", "parallel")
        for index, mode in enumerate(found):
            if mode not in led.MODES:
                words = ", ".join(led.MODES)
                text = f"”{mode}” finns inte. Välj bland: {words}."
                raise self.marked.error(text, "modes", index)
        return found
