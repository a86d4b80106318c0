"""E-mail about approvals: to the side that is waited for, and to the editor when it is settled."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from courses.labels import day
from training_site.guides.keys import SIDE_WORDS, council_of, waiting_for
from training_site.people import councils
from training_site.people.models import User
from training_site.people.post import send_later


def ask_for_keys(state: TaskState) -> None:
    """Write to the first key holder of each side that is waited for: the chair, when there is one."""
    council = council_of(state.workflow_state.content_object)
    if council is None:
        return
    waiting = waiting_for(state)
    for side in waiting.sides:
        lines = [
            waiting.words,
            "",
            _("Read, compare with what holds now, and approve for %(side)s, or send it back:")
            % {"side": SIDE_WORDS[side]},
            review_address(state),
        ]
        holders = councils.keyholders(council, side, timezone.localdate())
        _send(holders[:1], _("To approve: %(title)s") % {"title": title_of(state)}, lines)


def ask_lawyer(state: TaskState) -> None:
    """Write to the council's lawyer, who reads last."""
    council = council_of(state.workflow_state.content_object)
    if council is None:
        return
    seats = council.seats.holding().filter(category="lawyer", user__is_active=True)
    lines = [
        _("The municipalities and the region have approved."),
        "",
        _("Read, and approve or send it back:"),
        review_address(state),
    ]
    people = [seat.user for seat in seats.select_related("user")]
    _send(people, _("To read as lawyer: %(title)s") % {"title": title_of(state)}, lines)


def tell_sent_back(state: TaskState, *, by: Any, comment: str) -> None:
    """Write to the editor that the text has come back, and why."""
    lines = [_("%(name)s has sent the text back.") % {"name": by.get_full_name()}]
    if comment:
        lines += ["", f"”{comment}”"]
    lines += ["", _("Change it and send it again:"), _site(reverse("guides:desk"))]
    _send(_editor(state), _("Sent back: %(title)s") % {"title": title_of(state)}, lines)


def tell_approved(state: TaskState, *, goes_live: datetime.datetime | None) -> None:
    """Write to the editor that both keys are turned, and when it can be read."""
    if goes_live is None:
        said = _("Both sides have approved. It is published now.")
    else:
        said = _("Both sides have approved. It is published by itself on %(day)s.")
        said %= {"day": day(goes_live)}
    _send(_editor(state), _("Approved: %(title)s") % {"title": title_of(state)}, [said])


def title_of(state: TaskState) -> str:
    """What the text is called in the revision that waits."""
    return str(state.revision.object_str)


def review_address(state: TaskState) -> str:
    """Where it is read and approved, with the site's own name before it."""
    return _site(reverse("guides:review", args=[state.pk]))


def _site(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def _editor(state: TaskState) -> list[User]:
    editor = state.workflow_state.requested_by
    return [editor] if editor is not None and editor.is_active else []


def _send(people: Iterable[User], subject: str, lines: list[str]) -> None:
    for person in people:
        hello = [_("Hello %(name)s,") % {"name": person.get_short_name()}, ""]
        body = "\n".join(map(str, hello + lines))
        letter = EmailMessage(subject=subject, body=body, to=[person.email])
        transaction.on_commit(partial(send_later, letter))
