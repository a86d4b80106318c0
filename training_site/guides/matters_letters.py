"""The letters about a matter: to whoever asked, and to the function it is handed over to."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from training_site.guides.matters import Matter, MatterStep
from training_site.people.post import send_later


def link(path: str) -> str:
    """A path with the site's own name before it."""
    return f"{(settings.WAGTAILADMIN_BASE_URL or '').rstrip('/')}{path}"


def received(matter: Matter, secret: str) -> None:
    """To the asker: the number, and the secret address; nothing without an e-mail address."""
    if not matter.email:
        return
    lines = [
        _("Hi,"),
        "",
        _("We have received this: %(subject)s") % {"subject": matter.subject},
        _("Number: %(no)s") % {"no": matter.no},
        "",
        _("Follow it here. Keep the link to yourself:"),
        link(reverse("guides:matter", args=[secret])),
        "",
        _("We delete your address a month after the answer."),
    ]
    _send(_("Received, number %(no)s") % {"no": matter.no}, lines, matter.email)


def told(matter: Matter, step: MatterStep) -> None:
    """To the asker: what has happened, and the answer when there is one."""
    lines = [
        _("Hi,"),
        "",
        _("It is about number %(no)s: %(subject)s") % {"no": matter.no, "subject": matter.subject},
        _("Status: %(status)s") % {"status": step.words},
    ]
    if step.note:
        lines += ["", step.note]
    if matter.status == Matter.Status.ANSWERED and matter.entry is not None:
        path = reverse("guides:faq_entry", args=[matter.entry.slug])
        lines += ["", _("Read the answer:"), link(path)]
    lines += ["", _("The link where you follow it is in our first message.")]
    subject = _("Number %(no)s: %(status)s") % {"no": matter.no, "status": step.words}
    _send(subject, lines, matter.email)


def handed_over(matter: Matter, address: str) -> None:
    """To the function that takes over: what it is about, without the asker's address."""
    lines = [
        _("This is handed over to you from Samöva."),
        "",
        _("Number: %(no)s") % {"no": matter.no},
        _("It is about: %(subject)s") % {"subject": matter.subject},
    ]
    if matter.unit:
        lines.append(_("Unit: %(unit)s") % {"unit": matter.unit})
    if matter.text:
        lines += ["", matter.text]
    lines += ["", _("Say what happens with it here:"), link(queue_path(matter))]
    _send(
        _("Number %(no)s: %(subject)s") % {"no": matter.no, "subject": matter.subject},
        lines,
        address,
    )


def queue_path(matter: Matter) -> str:
    """Where the council looks at a matter."""
    return reverse("guides:queue_matter", args=[matter.no])


def _send(subject: str, lines: list[str], to: str) -> None:
    # A subject that somebody wrote may not begin a new header.
    send_later(EmailMessage(" ".join(subject.split()), "\n".join(lines), to=[to]))
