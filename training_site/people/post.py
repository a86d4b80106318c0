"""E-mail sent beside the answer to a request, so that nobody can time whether there was one."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.mail import EmailMessage

_log = logging.getLogger(__name__)
_senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="post")


def send_later(message: EmailMessage) -> None:
    """Hand the message over and return at once; a message that cannot be sent is logged.

    Where MAIL_IN_BACKGROUND is off it is sent first, with the same outcome for the caller.
    """
    if settings.MAIL_IN_BACKGROUND:
        _senders.submit(_send, message)
    else:
        _send(message)


def _send(message: EmailMessage) -> None:
    # A title that somebody wrote may not begin a new header.
    message.subject = " ".join(str(message.subject).splitlines())
    try:
        message.send()
    except OSError:  # SMTP errors too; the page has said what it says to everybody
        _log.exception("E-post kunde inte skickas")
