"""A site of its own for one council: fifty-eight key persons, a guide, and a server in front."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests import seeded
from tests.browser.session import NAMES
from training_site.guides.models import Campaign, GuidePage
from training_site.guides.numbers import ChangeKind, following
from training_site.people.coverage import active_key_persons, open_units
from training_site.people.models import Assignment, AssignmentUnit, Membership, User

GUIDE = "forbered-ett-sip-mote"
TITLE = "Förbered ett SIP-möte"
KEY_PERSONS = 58
FAMILIES = ("Påhittsäng", "Övningshage", "Låtsasmark")
NEW_STEP = "Skriv upp båda numren före mötet."
LONG, SHORT = "Numret till den som är ersättare", "Numret till ersättaren"


@contextmanager
def own_site() -> Iterator[str]:
    """The address of a server in front of a fresh copy of the site; both are gone afterwards."""
    before = connections["default"].settings_dict["NAME"]
    target = seeded.CACHE / f"council-{os.getpid()}.sqlite3"
    seeded.use_copy(target)
    server = LiveServer("127.0.0.1")
    try:
        yield server.url
    finally:
        server.stop()
        seeded.point_at(before)
        seeded.remove(target)


def signed_in(user: User) -> Client:
    """The browser of somebody, without a window."""
    client = Client()
    client.force_login(user)
    return client


def demo(name: str) -> User:
    """One of the seeded people."""
    return User.objects.get(email=f"{name}@example.org")


def appoint_key_persons(day: datetime.date) -> None:
    """Make so many that there are fifty-eight with the seeded ones, all with a workplace."""
    places = list(open_units(day))
    missing = KEY_PERSONS - active_key_persons(day).count()
    users = User.objects.bulk_create(
        User(
            email=f"nyckel{number:02}@example.org",
            given_name=NAMES[number % len(NAMES)],
            family_name=FAMILIES[number // len(NAMES)],
        )
        for number in range(missing)
    )
    since = day - datetime.timedelta(days=400)
    rows = [(user, places[number % len(places)]) for number, user in enumerate(users)]
    Membership.objects.bulk_create(
        Membership(user=user, unit=unit, since=since) for user, unit in rows
    )
    held = Assignment.objects.bulk_create(
        Assignment(user=user, kind="key_person", status="accepted", since=since)
        for user, _unit in rows
    )
    AssignmentUnit.objects.bulk_create(
        AssignmentUnit(assignment=one, unit=unit, since=since)
        for one, (_user, unit) in zip(held, rows, strict=True)
    )


def revise(editor: User, *, kind: ChangeKind, what: str = "", old: str, new: str) -> None:
    """What the editor does: change a few words of the guide, say what is new, send it."""
    page = GuidePage.objects.get(slug=GUIDE).get_latest_revision_as_object()
    page.change_kind = kind
    page.number = following(page.number, kind)
    page.changes = [{"type": "change", "value": {"what": what, "was": ""}}] if what else []
    page.valid_from = timezone.localdate()
    body = list(page.body.get_prep_value())
    page.body = _replaced(body, old, new)
    page.save_revision(user=editor, log_action=True)
    page.get_workflow().start(page, editor)


def _replaced(value: Any, old: str, new: str) -> Any:
    """The same data with some words changed wherever they stand."""
    if isinstance(value, dict):
        return {key: _replaced(one, old, new) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, old, new) for one in value]
    return value.replace(old, new) if isinstance(value, str) else value


def review_path() -> str:
    """Where the text that waits is approved."""
    state = GuidePage.objects.get(slug=GUIDE).current_workflow_task_state
    return f"/processrad/granska/{state.pk}/"


def campaign_of(number: str) -> Campaign:
    """The read confirmation of a version of the guide."""
    return Campaign.objects.get(version__page__slug=GUIDE, version__number=number)


def reminded(number: str) -> list[str]:
    """To whom letters about a version have gone since this was asked last."""
    wanted = f"Läs och bekräfta: {TITLE} {number}"
    found = sorted(letter.to[0] for letter in mail.outbox if letter.subject == wanted)
    mail.outbox.clear()
    return found
