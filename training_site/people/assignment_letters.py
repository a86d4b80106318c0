"""The letters about assignments: to a manager, or to the person appointed. Never about gaps."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.labels import day
from training_site.people.assignments import Assignment
from training_site.people.models import Unit, User
from training_site.people.post import send_later

STAFF_PAGE = "/mitt-uppdrag/medarbetare/"
OWN_PAGE = "/mitt-uppdrag/"
# What a key person asks a unit's manager for.
ASKED = ("session", "course", "head_count")


def proposed(assignment: Assignment, to: Iterable[User]) -> None:
    """Tell the managers that there is an assignment to say yes or no to."""
    words = _about(assignment)
    subject = _("%(name)s is proposed as %(assignment)s") % words
    body = _(
        "%(name)s is proposed as %(assignment)s from %(since)s.\n\n"
        "You are asked as manager. Say yes or no here:\n%(link)s\n\n"
        "If you say no, tell why. The person sees your answer."
    ) % (words | {"link": _link(STAFF_PAGE)})
    _send(subject, body, to)


def answered(assignment: Assignment) -> None:
    """Tell the person what the manager answered."""
    words = _about(assignment) | {"link": _link(OWN_PAGE), "reason": assignment.end_reason}
    if assignment.status == Assignment.Status.ACCEPTED:
        subject = _("You are now %(assignment)s") % words
        body = _("Your manager has said yes. Your assignment begins %(since)s.\n%(link)s") % words
    else:
        subject = _("Your manager has said no to an assignment") % words
        body = _("It is about the assignment as %(assignment)s. Reason: %(reason)s") % words
    _send(subject, body, [assignment.user])


def ended(assignment: Assignment, units: int, to: Iterable[User]) -> None:
    """Tell the managers that an assignment ends, and how many units are left without."""
    words = _about(assignment) | {"until": day(assignment.until), "units": units}
    subject = _("%(name)s leaves the assignment as %(assignment)s") % words
    body = _("The last day is %(until)s.") % words
    if units:
        body += (
            " "
            + ngettext(
                "%(units)s unit is without a key person after that.",
                "%(units)s units are without a key person after that.",
                units,
            )
            % words
        )
    body += "\n\n" + _("Appoint somebody else here:\n%(link)s") % {"link": _link(STAFF_PAGE)}
    _send(subject, body, to)


def asking(what: str, unit: Unit, sender: User) -> tuple[str, str]:
    """Subject and text of what a key person asks a unit's manager; `what` is one of ASKED."""
    words = {"unit": unit.name, "sender": sender.get_full_name(), "link": _link(STAFF_PAGE)}
    words |= {"courses": _link("/kurser/")}
    if what == "session":
        subject = _("Shall we book a session for %(unit)s?") % words
        body = _(
            "I am the key person of %(unit)s. I suggest a training session about SIP for the "
            "staff. Answer me with a day that suits you."
        )
    elif what == "course":
        subject = _("A course for %(unit)s") % words
        body = _(
            "I am the key person of %(unit)s. The courses in Samöva take little time and can be "
            "done on the phone: %(courses)s"
        )
    else:
        subject = _("How many work at %(unit)s?") % words
        body = _(
            "I am the key person of %(unit)s. The number of employees is old or missing. Confirm "
            "it with one click: %(link)s"
        )
    return subject, body % words + "\n\n" + sender.get_full_name()


def ask(what: str, unit: Unit, sender: User, to: Iterable[User]) -> None:
    """Send what a key person asks; the answer goes to her."""
    subject, body = asking(what, unit, sender)
    _send(subject, body, to, reply_to=sender)


def _about(assignment: Assignment) -> dict[str, str]:
    return {
        "name": assignment.user.get_full_name(),
        "assignment": str(assignment.get_kind_display()),
        "since": day(assignment.since),
    }


def _link(path: str) -> str:
    return f"{(settings.WAGTAILADMIN_BASE_URL or '').rstrip('/')}{path}"


def _send(subject: str, body: str, to: Iterable[User], reply_to: User | None = None) -> None:
    for user in to:
        message = EmailMessage(
            subject, body, to=[user.email], reply_to=[reply_to.email] if reply_to else None
        )
        send_later(message)
