"""What asking and subscribing keeps about a person, for the page that shows her all of it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training_site.guides.matters import Matter, MatterStep
from training_site.guides.matters_acting import matters_of
from training_site.guides.telling import Subscription
from training_site.people.models import User
from training_site.people.my_data import Part, Row


def matter_rows(user: User) -> list[Row]:
    """What she has asked and lifted. One query."""
    return [
        {
            _("Matter number"): str(row.no),
            _("In short"): row.subject,
            _("In more words"): row.text,
            _("Status"): row.words,
            _("Received"): date_format(localtime(row.made_at).date()),
        }
        for row in matters_of(user)
    ]


def erase_matters(user: User) -> None:
    """The questions stay, for others have the same; who asked goes."""
    Matter.objects.filter(user=user).update(user=None, email="", unit="")
    MatterStep.objects.filter(user=user).update(user=None)


def subscription_rows(user: User) -> list[Row]:
    """Whether news goes to the account's address."""
    rows = Subscription.objects.filter(email__iexact=user.email)
    return [{_("News to"): row.email} for row in rows]


def erase_subscription(user: User) -> None:
    """End it."""
    Subscription.objects.filter(email__iexact=user.email).delete()


PARTS = (
    Part(
        key="fragor",
        title=gettext_lazy("Asked and lifted"),
        why=gettext_lazy("So that the council can answer, and you can see how it goes."),
        how_long=gettext_lazy(
            "The question stays with its answer. Your e-mail address is deleted a month after it."
        ),
        erasing=gettext_lazy("The question stays, without your name, address and unit."),
        rows=matter_rows,
        erase=erase_matters,
    ),
    Part(
        key="nyhetsbrev",
        title=gettext_lazy("News by e-mail"),
        why=gettext_lazy("You have asked for news by e-mail."),
        how_long=gettext_lazy("Until you end it."),
        erasing=gettext_lazy("It ends, and the address is deleted."),
        rows=subscription_rows,
        erase=erase_subscription,
    ),
)
