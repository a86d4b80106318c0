"""What is done with a question or something lifted: received, passed on, joined, answered."""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from training_site.guides import matters_letters
from training_site.guides.matters import Matter, MatterStep
from training_site.guides.telling import Contact

ENDED = (Matter.Status.ANSWERED, Matter.Status.CLOSED)
# An address is only for the answer; a follow-up question may come within the month.
KEPT_DAYS = 30
SUPPORT, PROCESS_OWNER = "Supporten", "Processägaren"
TRIES = 5
# As `new_secret` makes them.
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")


class CannotJoin(Exception):
    """A matter cannot be joined to itself, to one that is closed, or to another kind."""


@dataclass(frozen=True)
class Received:
    """What somebody asks or lifts."""

    kind: str
    subject: str
    text: str
    email: str = ""
    unit: str = ""


def new_secret() -> str:
    """What a matter is followed by: nobody guesses it."""
    return secrets.token_urlsafe(24)


def receive(what: Received, *, user: Any = None, once: str = "") -> tuple[Matter, str]:
    """Keep a question or something lifted; returns it and the secret its status is followed by.

    A fault in the system goes on to the support at once, when the support has an address. Only a
    digest of the secret is kept, so it cannot be shown again. `once` is the secret of a form: the
    same sent again with it is the same matter, something else is another.
    """
    secret = once if SECRET.fullmatch(once) else new_secret()
    before = matter_by(secret)
    if before is not None:
        if _said(before) == what:
            return before, secret
        secret = new_secret()
    try:
        return _begun(what, user, secret), secret
    except IntegrityError:
        # The same form at the same moment: the other was first.
        before = matter_by(secret)
        if before is None:
            raise
        return before, secret


@transaction.atomic
def _begun(what: Received, user: Any, secret: str) -> Matter:
    """A new matter with its first step; whoever is to know is told afterwards."""
    matter = _numbered(what, user, digest(secret))
    MatterStep.objects.create(matter=matter, status=matter.status, to=matter.to, user=user)
    _later(partial(matters_letters.received, matter, secret))
    if matter.to == Matter.To.SUPPORT:
        _hand_over(matter, SUPPORT)
    return matter


def _said(matter: Matter) -> Received:
    return Received(matter.kind, matter.subject, matter.text, matter.email, matter.unit)


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _numbered(what: Received, user: Any, secret_hash: str) -> Matter:
    """The matter under the next free number; of two at once the second takes the one after."""
    to = Matter.To.SUPPORT if what.kind == Matter.Kind.SYSTEM else Matter.To.COUNCIL
    for tried in range(TRIES):
        last = Matter.objects.aggregate(last=Max("no"))["last"] or 0
        try:
            with transaction.atomic():
                return Matter.objects.create(
                    no=last + 1,
                    kind=what.kind,
                    to=to,
                    subject=what.subject,
                    text=what.text,
                    user=user,
                    email=what.email,
                    unit=what.unit,
                    secret_hash=secret_hash,
                )
        except IntegrityError:
            if tried == TRIES - 1:
                raise
    raise AssertionError


def _hand_over(matter: Matter, name: str, by: Any = None, note: str = "") -> None:
    """Send the matter to a function of the list of contacts; without an address it stays put."""
    contact = Contact.objects.filter(name__iexact=name).exclude(email="").first()
    if contact is None:
        return
    _write(matter, Matter.Status.SENT_ON, by=by, note=note)
    _later(partial(matters_letters.handed_over, matter, contact.email))


@transaction.atomic
def move(matter: Matter, *, status: str, by: Any, note: str = "", to: str = "") -> None:
    """Give a matter, and those joined to it, a new status; each asker is told."""
    for one in _together(matter):
        if to:
            one.to = to
        _write(one, status, by=by, note=note)


@transaction.atomic
def send_on(matter: Matter, *, to: str, by: Any, note: str = "") -> None:
    """Send a matter on, to the support or the process owner, or back to the council."""
    status = Matter.Status.NEW if to == Matter.To.COUNCIL else Matter.Status.SENT_ON
    move(matter, status=status, by=by, note=note, to=to)
    name = {Matter.To.SUPPORT: SUPPORT, Matter.To.PROCESS_OWNER: PROCESS_OWNER}.get(Matter.To(to))
    contact = Contact.objects.filter(name__iexact=name).exclude(email="").first() if name else None
    if contact is not None:
        _later(partial(matters_letters.handed_over, matter, contact.email))


@transaction.atomic
def answer(matter: Matter, entry: Any, *, by: Any, note: str = "") -> None:
    """Answer with a published question and answer; everybody whose matter is joined gets it too."""
    for one in _together(matter):
        one.entry = entry
        _write(one, Matter.Status.ANSWERED, by=by, note=note)


@transaction.atomic
def wait_for(matter: Matter, entry: Any, *, by: Any) -> None:
    """Note that the answer is being written; it goes out when `entry` is published."""
    for one in _together(matter):
        one.entry = entry
        _write(one, Matter.Status.ONGOING, by=by, note=_("The council is writing an answer."))


@transaction.atomic
def published(entry: Any) -> None:
    """Answer everybody who waits for a question and answer that is now published."""
    waiting = Matter.objects.filter(entry=entry).exclude(status__in=ENDED)
    for matter in waiting.select_for_update(of=("self",)):
        _write(matter, Matter.Status.ANSWERED, by=None, note="")


@transaction.atomic
def join(matter: Matter, main: Matter, *, by: Any) -> None:
    """Join a duplicate to the matter that is answered. Raises CannotJoin.

    What is joined to `matter` already comes along, and an answer that has been given is given at
    once to those who come late.
    """
    main = main.joined_to or main
    if main.pk == matter.pk or main.status == Matter.Status.CLOSED or main.kind != matter.kind:
        raise CannotJoin
    for one in _together(matter):
        one.joined_to, one.entry, one.to = main, main.entry, main.to
        _write(
            one, main.status, by=by, note=_("Several have asked the same. You all get the answer.")
        )


def forget_addresses(day: datetime.date) -> int:
    """Delete the address of whoever got the answer a month ago; returns how many."""
    before = day - datetime.timedelta(days=KEPT_DAYS)
    done = Matter.objects.filter(status__in=ENDED).exclude(email="")
    return done.annotate(last=Max("steps__at")).filter(last__date__lt=before).update(email="")


def matters_of(user: Any) -> QuerySet[Matter]:
    """What `user` has asked and lifted, newest first. One query."""
    return Matter.objects.filter(user=user).select_related("entry").order_by("-no")


def matter_by(secret: str) -> Matter | None:
    """The matter whose secret this is. One query."""
    rows = Matter.objects.select_related("entry")
    return rows.filter(secret_hash=digest(secret)).first()


def _together(matter: Matter) -> list[Matter]:
    """The matter and those joined to it, locked."""
    rows = Matter.objects.select_for_update(of=("self",)).order_by("pk")
    return [*rows.filter(pk=matter.pk), *rows.filter(joined_to=matter)]


def _write(matter: Matter, status: str, *, by: Any, note: str) -> None:
    """Keep one step, and tell whoever gave an address."""
    matter.status = status
    matter.save(update_fields=["status", "to", "entry", "joined_to"])
    step = MatterStep.objects.create(matter=matter, status=status, to=matter.to, note=note, user=by)
    if matter.email:
        _later(partial(matters_letters.told, matter, step))


def _later(send: Callable[[], None]) -> None:
    """After the transaction: nobody is told what was not kept."""
    transaction.on_commit(send)
