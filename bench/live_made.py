"""Led sessions for a run: filled, begun and looked into; 24 people each, on the house's own way in.

Participants are written in bulk, for nobody measures how they came; worlds and seats are made by
the code that begins every session.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from typing import Any

from django.utils import timezone

from sandbox.live import planning, poll
from sandbox.world import news
from sandbox.world.doors import run_version
from sandbox.world.groups import seat_the_groups
from sandbox.world.models import Entry, Event, Participant, Run, Seat, World
from sandbox.world.queries import hash_of
from sandbox.world.sessions import PERSONAL_CODE_LENGTH
from sandbox.world.starting import ALPHABET
from sandbox.world.templates import current, file_of
from training_site.people.models import User

EXERCISE = "berit-gar-hem"
GROUPS, SEATS = 4, 6  # 24 people
CROWD = 30  # who come at once
LOBBIES = 6  # sessions for crowds to come to, one after the other
ASKING = 24  # phones that ask for news, spread over all sessions
FORM = "o" * 32  # the form key; any well-formed one will do when cookie and form agree
ACT = "send_message"  # how the log calls it
TRAINER = "utbildare@example.org"


def gather(sessions: int) -> dict[str, Any]:
    """So many sessions whose 24 people wait in the lobby, and lobbies with nobody in them yet.

    Sessions of an earlier call are taken away first.
    """
    began = time.monotonic()
    Run.objects.exclude(mode=Run.Mode.SOLO).delete()
    full = [_lobby() for _number in range(sessions)]
    for run in full:
        _fill(run)
    empty = [_lobby() for _number in range(LOBBIES)]
    return {
        "sessions": [run.pk for run in full],
        "lobby": [_asker("lobby", run.pk, mark="Gäst 24") for run in full],
        "crowds": [_crowd(run) for run in empty],
        "seconds": time.monotonic() - began,
    }


def begin(sessions: list[int]) -> dict[str, Any]:
    """Hand out the roles: everybody sits in a seat of a group of six. What the flows need."""
    began, phones = time.monotonic(), []
    for run in Run.objects.filter(pk__in=sessions).order_by("pk"):
        seat_the_groups(run, _cast())
        phones += _phones(run)
    every = max(len(phones) // ASKING, 1)
    return {
        "phones": phones,
        "board": [_asker("board", run, mark="Hemgång") for run in sessions],
        "seat": [phone["asker"] for phone in phones[::every]],
        "seconds": time.monotonic() - began,
    }


def empty_lobbies(crowds: list[list[dict[str, Any]]]) -> None:
    """Send the crowds home, so that they can come again."""
    codes = {person["code"] for crowd in crowds for person in crowd}
    Participant.objects.filter(run__join_code__in=[code.upper() for code in codes]).delete()


def render(kind: str, sessions: list[int], seconds: float) -> int:
    """Render parts of pages anew for some seconds, of one session after the other; how many."""
    until, done = time.monotonic() + seconds, 0
    while time.monotonic() < until or not done:
        key = sessions[done % len(sessions)]
        run = Run.objects.select_related("scenario", "trainer").get(pk=key)
        number = done % (GROUPS * SEATS) + 1 if kind == "seat" else 0
        html = poll.PARTS[kind](run, news.Wanted(kind, key, number, 0, 0), "https://127.0.0.1")
        assert html
        done += 1
    return done


def stored() -> dict[str, int]:
    """How much there is of what the flows leave behind."""
    return {
        "joined": Participant.objects.count(),
        "acts": Entry.everywhere.filter(kind="message", no__isnull=False).count(),
    }


def lost(sent: list[str], sessions: list[int]) -> dict[str, Any]:
    """Texts that are not in the log exactly once, worlds with gaps in it, and every version."""
    subjects: Counter[str] = Counter()
    for entry in Entry.everywhere.filter(world__run__in=sessions, kind="message"):
        if entry.no is not None and Event.everywhere.filter(entry=entry, code=ACT).count() == 1:
            subjects[entry.body["subject"]] += 1
    gaps = 0
    for world in World.objects.filter(run__in=sessions, kind=World.Kind.LIVE):
        told = list(Event.objects.for_world(world).order_by("seq").values_list("seq", flat=True))
        gaps += told != list(range(1, world.seq + 1))
    return {
        "lost": sum(subjects[text] == 0 for text in sent),
        "twice": sum(subjects[text] > 1 for text in sent),
        "gaps": gaps,
        "versions": {run: str(run_version(run)) for run in sessions},
    }


def _trainer() -> User:
    found = User.objects.filter(email=TRAINER).first()
    return found or User.objects.create(email=TRAINER, given_name="Uma", password="!")


def _lobby() -> Run:
    plan = planning.usual_plan(current(EXERCISE), starts_at=timezone.now())
    run = planning.plan_run(trainer=_trainer(), scenario=current(EXERCISE), plan=plan)
    planning.open_lobby(run=run)
    return run


def _parties() -> list[str]:
    return [card.party for card in file_of(current(EXERCISE)).seats if not card.optional][:SEATS]


def _cast() -> dict[int, dict[str, int]]:
    """Group, party, number of the participant."""
    return {
        group + 1: {party: group * SEATS + place for place, party in enumerate(_parties(), 1)}
        for group in range(GROUPS)
    }


def _fill(run: Run) -> None:
    now = timezone.now()
    Participant.objects.bulk_create(
        Participant(
            run=run,
            no=no,
            name=f"Gäst {no}",
            workplace=party,
            token_hash=hash_of(_token(run.pk, no)),
            personal_code="".join(secrets.choice(ALPHABET) for _ in range(PERSONAL_CODE_LENGTH)),
            joined_at=now,
            last_seen=now,
        )
        for seats in _cast().values()
        for party, no in seats.items()
    )


def _token(run: int, no: int) -> str:
    return f"{run:0>16}{no:0>16}"


def _crowd(run: Run) -> list[dict[str, Any]]:
    """Thirty people with the session's page open, each with the token of its form."""
    parties = _parties()
    return [
        {
            "code": run.join_code.lower(),
            "name": f"Anna {number}",
            "workplace": parties[number % SEATS],
            "token": _token(run.pk, number),
            "cookies": {"csrftoken": FORM},
        }
        for number in range(1, CROWD + 1)
    ]


def _phones(run: Run) -> list[dict[str, Any]]:
    """The phones of a session, each in its seat and with somebody in the group to write to."""
    seats = Seat.objects.filter(run=run, participant__isnull=False).select_related("participant")
    code, parties = run.join_code.lower(), _parties()
    return [
        {
            "home": f"/ovning/{code}-{seat.no}/",
            "to": parties[(parties.index(seat.unit) + 1) % SEATS],
            "cookies": {"samova_plats": _token(run.pk, seat.participant.no), "csrftoken": FORM},
            "asker": _asker("seat", run.pk, seat.no, seat.participant.pk, mark='id="nu"'),
        }
        for seat in seats.order_by("no")
        if seat.participant
    ]


def _asker(kind: str, run: int, number: int = 0, who: int = 0, *, mark: str) -> dict[str, Any]:
    """A page that asks for news, and what stands in its part."""
    url = news.address(kind=kind, run=run, number=number, who=who)
    return {"url": url, "run": run, "mark": mark, "version": "", "cookies": {}}
