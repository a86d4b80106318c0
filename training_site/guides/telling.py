"""How news reaches people: service notices on every page, subscriptions, the list of contacts."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from courses.stamp import Stamped
from training_site.uploads.models import check_address

NOTICES_KEY = "frame:notices"


def check_link(field: str, value: str) -> None:
    """Raise ValidationError for what is neither a page of ours nor on the web: it may run as code."""
    try:
        check_address(value)
    except ValidationError as error:
        said = _("Write an address that begins with / or https://.")
        raise ValidationError({field: said}) from error


class ServiceNotice(models.Model):
    """A few words on every page while something does not work, or is about to be mended."""

    text = models.CharField(_("text"), max_length=240)
    begins = models.DateTimeField(_("from"), default=timezone.now)
    ends = models.DateTimeField(_("until"))
    link = models.CharField(_("read more at"), max_length=200, blank=True)

    panels = [FieldPanel("text"), FieldPanel("begins"), FieldPanel("ends"), FieldPanel("link")]

    class Meta:
        verbose_name = _("service notice")
        verbose_name_plural = _("service notices")
        ordering = ["-begins"]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; it shows at once in this process, and within a minute in the others."""
        super().save(*args, **kwargs)
        cache.delete(NOTICES_KEY)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete; it goes as fast as it came."""
        deleted = super().delete(*args, **kwargs)
        cache.delete(NOTICES_KEY)
        return deleted

    def clean(self) -> None:
        """It ends after it begins."""
        super().clean()
        begins: Any = self.begins
        ends: Any = self.ends
        if begins and ends and ends <= begins:
            raise ValidationError({"ends": _("Choose a time after the notice begins.")})
        if self.link:
            check_link("link", self.link)


class Subscription(models.Model):
    """An address that wants news by e-mail; confirmed by a link, ended by a link in each message."""

    email = models.EmailField(_("e-mail address"), unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    last_sent_at = models.DateTimeField(_("last message"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return self.email


class Contact(Stamped):
    """Whom to ask about what: a function, never a private person."""

    name = models.CharField(_("function"), max_length=120, unique=True)
    about = models.CharField(_("ask them about"), max_length=240)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    hours = models.CharField(_("when they answer"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("about"),
        FieldPanel("phone"),
        FieldPanel("email"),
        FieldPanel("hours"),
        FieldPanel("order"),
    ]

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def dialled(self) -> str:
        """The telephone number as a telephone wants it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")
