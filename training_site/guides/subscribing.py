"""News by e-mail: asked for, confirmed by a link, ended by a link. Nobody learns who subscribes."""

from __future__ import annotations

import datetime
from functools import partial

from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from training_site.guides.matters_letters import link
from training_site.guides.news_feed import Told, told_since
from training_site.guides.telling import Subscription
from training_site.people.post import send_later

CONFIRM, END = "guides.subscribe", "guides.unsubscribe"
DAYS_TO_CONFIRM = 3


def ask(email: str) -> None:
    """Send a link to confirm; to an address that subscribes already, that it does."""
    row, _made = Subscription.objects.get_or_create(email=email.lower())
    if row.confirmed_at is None:
        path = reverse("guides:subscribe_confirm", args=[signing.dumps(row.pk, salt=CONFIRM)])
        lines = [
            _("Somebody, probably you, wants news from Samöva by e-mail. Confirm it here:"),
            link(path),
            "",
            _("The link works for %(days)s days.") % {"days": DAYS_TO_CONFIRM},
            _("Did you not ask for it? Then you need do nothing."),
        ]
        subject = _("Confirm that you want news from Samöva")
        send_later(EmailMessage(subject, "\n".join(lines), to=[row.email]))
        return
    lines = [_("You already get news from Samöva to this address.")]
    send_later(_with_an_end(_("You already get news from Samöva"), lines, row))


def waiting(token: str) -> Subscription | None:
    """The subscription a link in a confirmation leads to; None for a link that is old or wrong."""
    return _read(token, CONFIRM, max_age=DAYS_TO_CONFIRM * 24 * 3600)


def confirm(row: Subscription) -> None:
    """From now on. Twice is once."""
    Subscription.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def ending(token: str) -> Subscription | None:
    """The subscription a link at the foot of a letter leads to; None when it has ended."""
    return _read(token, END, max_age=None)


def end(row: Subscription) -> None:
    """Forget the address."""
    Subscription.objects.filter(pk=row.pk).delete()


def _read(token: str, salt: str, max_age: int | None) -> Subscription | None:
    try:
        pk = signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(pk=pk).first()


@transaction.atomic
def send_news(day: datetime.date) -> int:
    """Send each subscriber what is new since last, once a day at most; returns how many letters.

    The number of queries does not grow with the subscribers.
    """
    until = timezone.now()
    rows = list(Subscription.objects.select_for_update().exclude(confirmed_at=None))
    due = {row: since for row in rows if (since := _since(row, day)) is not None}
    if not due:
        return 0
    everything = told_since(min(due.values()), until)
    letters = {}
    for row, since in due.items():
        new = [one for one in everything if one.at > since]
        if new:
            letters[row.pk] = _letter(row, new)
    Subscription.objects.filter(pk__in=letters).update(last_sent_at=until)
    for letter in letters.values():
        transaction.on_commit(partial(send_later, letter))
    return len(letters)


def _since(row: Subscription, day: datetime.date) -> datetime.datetime | None:
    """From when things are new to this subscriber; None when she has had today's letter."""
    if row.last_sent_at is None:
        return row.confirmed_at
    sent_today = timezone.localdate(row.last_sent_at) >= day
    return None if sent_today else row.last_sent_at


def forget_unconfirmed(day: datetime.date) -> None:
    """Delete the addresses that nobody confirmed in time."""
    before = day - datetime.timedelta(days=DAYS_TO_CONFIRM)
    Subscription.objects.filter(confirmed_at=None, made_at__date__lt=before).delete()


def _letter(row: Subscription, new: list[Told]) -> EmailMessage:
    lines: list[str] = []
    for one in new:
        lines += [one.title, one.summary, link(one.path), ""]
    if len(new) == 1:
        subject = _("News: %(title)s") % {"title": new[0].title}
    else:
        subject = _("%(n)s pieces of news from Samöva") % {"n": len(new)}
    return _with_an_end(subject, lines[:-1], row)


def _with_an_end(subject: str, lines: list[str], row: Subscription) -> EmailMessage:
    """A letter with the link that ends the subscription, for people and for mail programs."""
    address = link(reverse("guides:unsubscribe", args=[signing.dumps(row.pk, salt=END)]))
    foot = ["", "--", _("End the subscription:"), address]
    return EmailMessage(
        " ".join(subject.split()),
        "\n".join([*lines, *foot]),
        to=[row.email],
        # RFC 2369 and 8058: the mail program's own button ends it with one post.
        headers={
            "List-Unsubscribe": f"<{address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
