"""Who has been sent what in a recorded session: names, codes, secrets, and what nobody has sent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.browser.recording import Tape
from tests.browser.session import LEADER, PROJECTOR, Person, Room

SENTENCE = re.compile(r"(?<=[.!?”])\s+")
SHORT = 25  # characters: what everybody may say


def secrets_of(room: Room) -> dict[str, list[str]]:
    """The sentences of every secret briefing that nobody writes anywhere, by party."""
    written = " ".join(str(move.body) for move in room.read.model)
    return {
        card.party: [
            sentence
            for sentence in SENTENCE.split(" ".join(card.secret.split()))
            if len(sentence) > SHORT and sentence not in written
        ]
        for card in room.read.seats
    }


def strangers(tape: Tape, text: str, allowed: Iterable[str]) -> list[str]:
    """Where the text has been sent to somebody it was not for."""
    return [
        f"{text!r} to {who}: {', '.join(sorted(set(asked))[:3])}"
        for who, asked in tape.holding(text).items()
        if who not in set(allowed)
    ]


def spaced(code: str) -> str:
    """An own code as it is shown."""
    return f"{code[:4]}\u00a0{code[4:]}"


def secrets_astray(tape: Tape, room: Room) -> list[str]:
    """Sentences of a briefing that have come to anybody but those who play the part."""
    return [
        stray
        for party, sentences in secrets_of(room).items()
        for sentence in sentences
        for stray in strangers(tape, sentence, _players(room, party))
    ]


def private_astray(tape: Tape, room: Room) -> list[str]:
    """Drafts, plans for Monday and codes that have come to anybody but the one they belong to."""
    found: list[str] = []
    for one in room.people:
        for kind in ("utkast", "plan", "pausad"):
            found += strangers(tape, one.mark(kind), [one.who])
        for code in (one.own_code, spaced(one.own_code)):
            found += strangers(tape, code, [one.who, LEADER])
    return found


def tokens_astray(tape: Tape) -> list[str]:
    """Cookies and addresses for news that have been sent to more than one."""
    holders: dict[str, set[str]] = {}
    for one in tape.sent:
        for token in re.findall(r"samova_plats=([\w-]{20,})|(/ovning/tavla/[\w:.-]+)", one.text):
            holders.setdefault("".join(token), set()).add(one.who)
    return [f"{token} to {who}" for token, who in holders.items() if len(who) > 1]


def names_on_the_wall(tape: Tape, room: Room) -> list[str]:
    """Participants' names that the projector has been sent."""
    return [
        f"{one.name}: {tape.holding(one.name, whole=True)[PROJECTOR]}"
        for one in room.people
        if PROJECTOR in tape.holding(one.name, whole=True)
    ]


def _players(room: Room, party: str) -> list[str]:
    return [one.who for one in room.people if party in (one.party, one.workplace)]


def group_of(room: Room, one: Person) -> list[str]:
    """Everybody in the same group."""
    return [other.who for other in room.people if other.group == one.group]
