"""A led session with text everywhere, and everybody who might come to its addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import get_resolver, reverse

from sandbox.live import activities
from sandbox.world import leading
from sandbox.world.models import (
    Activity,
    Contribution,
    Entry,
    Event,
    Participant,
    Run,
    RunEvent,
    RunLeader,
    RunResult,
    Seat,
    Timer,
    Token,
    World,
)
from sandbox.world.perform import save_draft
from sandbox.world.queries import hash_of
from tests.sandbox.world.led import HOME, WARD, berit, full_house, planned_run, seat_of
from tests.sandbox.world.led import take_step as taken
from training_site.people.models import User

# Two groups of one session: what is written in the first is nobody else's.
SECRET = "Katten Sotis har ingen som matar henne"
COOKIE = "samova_plats"

# What an address of a session takes in its holes, beside the session itself. A new hole must be
# named here: the sweep looks at every address there is.
HOLES: dict[str, list[Any]] = {
    "no": [1, 2, 3],
    "line": [1, 2],
    "key": ["notice", "planning_hemtjanst", "send_message"],
    "number": [1, 2, 3],
    "ref": ["katten", "dotter-ringer"],
}
# About no session, and the same for everybody: reading them is nobody's secret.
ABOUT_NONE = {"enter", "attendance", "trainer", "plan", "begin_now", "index", "leave", "assignment"}
# The poll's address is signed: it has tests of its own.
SIGNED = {"news"}


def phone(participant: Participant) -> Client:
    """A guest's browser."""
    client = Client(raise_request_exception=False)
    client.cookies[COOKIE] = token_of(participant)
    return client


def token_of(participant: Participant) -> str:
    return f"gast-{participant.run_id}-{participant.no}-".ljust(32, "x")


def signed_in(email: str, *, leads: bool = False) -> Client:
    """The browser of somebody with an account."""
    user, _made = User.objects.get_or_create(email=email, defaults={"given_name": "Bo"})
    if leads:
        user.user_permissions.add(Permission.objects.get(codename="lead_run"))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@dataclass
class House:
    """The session under attack and the one beside it."""

    run: Run
    other: Run
    worlds: tuple[World, ...]

    def person(self, no: int) -> Participant:
        return self.run.participants.get(no=no)

    def seat(self, party: str, *, group: int = 1) -> Seat:
        return seat_of(self.worlds[group - 1], party)

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Every address of the session with its name, the holes filled with what is there."""
        code = self.run.join_code.lower()
        numbers = [seat.no for seat in (self.seat(WARD), self.seat(HOME), self.seat(HOME, group=2))]
        for namespace in ("live", "practice"):
            for pattern in get_resolver().namespace_dict[namespace][1].url_patterns:
                name, holes = str(pattern.name), list(pattern.pattern.converters)
                if name in ABOUT_NONE | SIGNED:
                    continue
                codes = [f"{code}-{no}" for no in numbers] if namespace == "practice" else [code]
                filled = _filled(holes, {"code": codes, "run": [self.run.pk], **HOLES})
                for given in filled:
                    yield name, reverse(f"{namespace}:{name}", kwargs=given)

    def rows(self) -> list[Any]:
        """Everything an intruder could have changed."""
        mine = [Entry.everywhere, Event.everywhere, Token.everywhere, Timer.everywhere]
        rest = (World, Seat, Participant, Activity, Contribution, RunEvent, RunLeader, RunResult)
        managers = [*mine, *(model._default_manager for model in rest)]
        found = [list(manager.order_by("pk").values()) for manager in managers]
        for one in found[6]:
            one.pop("last_seen")
        return [*found, list(Run.objects.order_by("pk").values())]


def _filled(holes: list[str], values: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{}]
    for hole in holes:
        found = [one | {hole: value} for one in found for value in values[hole]]
    return found


def house() -> House:
    """Karin leads two groups of six; in the first, everything that can be written has the secret."""
    karin = User.objects.get(email="karin@example.org")
    scenario = berit()
    run = planned_run(scenario, trainer=karin, groups=2, title="Torsdagens pass")
    other = planned_run(scenario, trainer=User.objects.get(email="olle@example.org"))
    worlds = full_house(run, groups=2)
    full_house(other)
    for participant in Participant.objects.all():
        participant.token_hash = hash_of(token_of(participant))
        participant.save()
    for one in (run, other):
        one.refresh_from_db()
        activities.prepare(one)
    found = House(run, other, worlds)
    _write(found)
    return found


def _write(found: House) -> None:
    ward, home = found.seat(WARD), found.seat(HOME)
    taken(ward, "notice")
    save_draft(seat=home, kind="planning", body={"note": SECRET, "text": SECRET, "needs": SECRET})
    leading.give_hint(found.worlds[0], text=f"{SECRET}, tipsar ledaren.")
    message = leading.free_inject(sender="dottern", to=(WARD,), subject="Hej", says=f"{SECRET}.")
    leading.send_inject(found.worlds[0], message)
    for kind, value in (
        (Activity.Kind.GROUP_QUESTION, {"text": SECRET}),
        (Activity.Kind.WORDS, {"words": [SECRET[:40]]}),
        (Activity.Kind.CLOSING, {"text": SECRET}),
        (Activity.Kind.MONDAY, {"will": SECRET, "when": "", "who": ""}),
    ):
        one = found.run.activities.filter(kind=kind).first()
        if one is None:
            one = activities.add(run=found.run, kind=kind, question="Vad?")
        activities.open_one(run=found.run, no=one.no)
        activities.answer(activity=one, participant=found.person(1), value=value)
