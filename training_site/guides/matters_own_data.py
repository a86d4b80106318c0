"""What asking and subscribing keeps about a person, for the page that shows her all of it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.labels import day
from training_site.guides.matters import Matter, MatterStep
from training_site.guides.telling import Subscription
from training_site.people.models import User
from training_site.people.my_data import Part, Row


def matter_rows(user: User) -> list[Row]:
    """What she has asked and lifted, signed in or from her own address. One query."""
    return [
        {
            _("Matter number"): str(row.no),
            _("In short"): row.subject,
            _("In more words"): row.text,
            _("Status"): row.words,
            _("Received"): day(row.made_at),
        }
        for row in Matter.objects.filter(_hers(user)).order_by("-no")
    ]


def erase_matters(user: User) -> None:
    """The questions stay, for others have the same; who asked goes, and her own words about it."""
    hers = Matter.objects.filter(_hers(user))
    MatterStep.objects.filter(matter__in=hers, user=user).update(user=None)
    hers.update(user=None, email="", unit="", text="")


def _hers(user: User) -> Q:
    """Asked when signed in, or with her address; no address at all is nobody's."""
    mine = Q(user=user)
    return mine | Q(email__iexact=user.email) if user.email else mine


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
        erasing=gettext_lazy(
            "What you asked in short stays, without your name, address and unit. What you wrote in "
            "more words is deleted."
        ),
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
