"""Coming in, coming back and leaving: participants without accounts, sessions or passwords."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sandbox.live.codes import clean
from sandbox.world.models import Participant, Run
from sandbox.world.queries import hash_of
from sandbox.world.run_log import moved_on
from sandbox.world.runs import CODE_LENGTH
from sandbox.world.sessions import PERSONAL_CODE_LENGTH
from sandbox.world.starting import ALPHABET
from sandbox.world.tripwire import inspect

LONGEST_NAME = 40
# More than any room holds: whoever has the code cannot fill the site with people.
MOST_PEOPLE = 120
# What coming in needs of a session: with all its columns the query takes twice as long to compose.
TO_JOIN = ("mode", "state", "join_code", "title", "seq", "scenario__digest", "scenario__draft")
_TOKEN = re.compile(r"[\w-]{32}", re.ASCII)
_TRIES = 8


class UsedElsewhere(Exception):
    """The form's token is a browser's in another session."""


class Full(Exception):
    """No more people fit in the session."""


def new_token() -> str:
    """A token for one form and, once the form is sent, for one browser."""
    return secrets.token_urlsafe(24)


def is_token(text: str) -> bool:
    """Whether the text can be a token of ours."""
    return bool(_TOKEN.fullmatch(text))


def open_run(code: str, *, to_join: bool = False) -> Run | None:
    """The led session with this code, however it was typed, if people may come to it.

    `to_join` reads only what joining needs, for thirty people who come at once.
    """
    wanted = clean(code)
    if len(wanted) != CODE_LENGTH:
        return None
    rows = Run.objects.select_related("scenario").only(*TO_JOIN) if to_join else _runs()
    states = (Run.State.LOBBY, Run.State.RUNNING)
    # An open code is one session's, so nothing needs to be put in order.
    found = list(rows.filter(join_code=wanted, state__in=states)[:1])
    return found[0] if found and found[0].mode != Run.Mode.SOLO else None


def any_run(code: str) -> Run | None:
    """The newest led session that has had this code, open, planned or ended."""
    wanted = clean(code)
    if len(wanted) != CODE_LENGTH:
        return None
    return _runs().filter(join_code=wanted).order_by("-pk").first()


def participant_with(run: Run, token: str, user: Any = None) -> Participant | None:
    """The participant this browser belongs to, or the one this account has joined as."""
    if token:
        found = run.participants.filter(token_hash=hash_of(token)).first()
        if found:
            return found
    if user is not None and user.is_authenticated:
        return run.participants.filter(user=user.pk).order_by("no").first()
    return None


def join(
    *, run: Run, token: str, name: str, workplace: str = "", kind: str = "", user: Any = None
) -> Participant:
    """The participant of the form with this token; sent twice, the form gives the same one.

    Raises LooksReal for a name that looks like a real person's number or address, UsedElsewhere,
    and Full.
    """
    inspect({"name": name}, kind="join")
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                return _new_participant(run, token, name.strip(), workplace, kind, user)
        except IntegrityError:
            # The form came twice, or somebody drew the same code.
            found = participant_with(run, token)
            if found:
                return back(participant=found)
        if Participant.objects.filter(token_hash=hash_of(token)).exists():
            raise UsedElsewhere
    raise RuntimeError("No free personal code.")


def rejoin(*, run: Run, personal_code: str) -> tuple[Participant, str] | None:
    """The person with this code in the session and a token for the new browser; None if nobody.

    The old browser is no longer that person.
    """
    wanted = clean(personal_code)
    if len(wanted) != PERSONAL_CODE_LENGTH:
        return None
    found = run.participants.filter(personal_code=wanted).first()
    if found is None:
        return None
    token = new_token()
    found.token_hash = hash_of(token)
    found.save(update_fields=["token_hash"])
    return back(participant=found), token


def hide_name(*, run: Run, no: int) -> bool:
    """Call a participant by number: the name was somebody's who should not be named here."""
    changed = run.participants.filter(no=no).update(name=_("Participant %(no)d") % {"no": no})
    moved_on(run)
    return bool(changed)


def back(*, participant: Participant) -> Participant:
    """Somebody who had left is here again."""
    if participant.left_at is not None:
        participant.left_at = None
        participant.save(update_fields=["left_at"])
        moved_on(participant.run)
    return participant


def _runs() -> QuerySet[Run]:
    return (
        Run.objects.exclude(mode=Run.Mode.SOLO)
        .select_related("scenario")
        .defer("scenario__source", "scenario__modes")
    )


def _new_participant(
    run: Run, token: str, name: str, workplace: str, kind: str, user: Any
) -> Participant:
    # The run's row first: people who come at the same time queue here, and get numbers in order.
    moved_on(run)
    known = list(run.participants.order_by().values_list("no", "name"))
    if len(known) >= MOST_PEOPLE:
        raise Full
    now: datetime = timezone.now()
    return Participant.objects.create(
        run=run,
        no=max((number for number, _name in known), default=0) + 1,
        name=_distinct(name, {used for _number, used in known}),
        workplace=workplace,
        kind=kind or Participant.Kind.PERSON,
        token_hash=hash_of(token),
        personal_code="".join(secrets.choice(ALPHABET) for _place in range(PERSONAL_CODE_LENGTH)),
        user=user if user is not None and user.is_authenticated else None,
        joined_at=now,
        last_seen=now,
    )


def _distinct(name: str, used: set[str]) -> str:
    """The name, or with a number behind it when somebody has it already: "Kim 2"."""
    shown, number = name[:LONGEST_NAME], 2
    while shown in used:
        tail = f" {number}"
        shown, number = name[: LONGEST_NAME - len(tail)] + tail, number + 1
    return shown
