"""What pages cite: law references, sources, local rules and glossary terms; and whose county this is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from courses.stamp import Stamped

NBSP = "\u00a0"
JOINED = "\u2060"  # no line break here


class Reference(Stamped):
    """What every reference has: digests of what the content files last wrote into it."""

    loaded = models.JSONField(default=dict, blank=True, editable=False)

    objects: models.Manager[Any] = models.Manager()

    class Meta:
        abstract = True


class LawReference(Reference):
    """One place in one act, with dates and who checked it when. Pages cite it by its key."""

    class Status(models.TextChoices):
        CHECKED = "V", _("checked against the act")
        READ = "L", _("read in a public source")
        UNCHECKED = "M", _("must be checked")

    key = models.SlugField(_("key"), max_length=20, unique=True, help_text=_("For example L1"))
    act = models.CharField(_("act"), max_length=160)
    sfs = models.CharField(_("SFS number"), max_length=20, help_text=_("For example 2025:400"))
    place = models.CharField(
        _("chapter and section"), max_length=120, help_text=_("For example 10 kap. 8–9 §§")
    )
    title = models.CharField(_("what it is about"), max_length=200)
    summary = models.TextField(_("in plain words"))
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    replaces = models.CharField(_("replaces"), max_length=200, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name=_("replaced by")
    )
    changed_on = models.DateField(
        _("changed in substance on"),
        null=True,
        blank=True,
        help_text=_(
            "Fill in when what the law says has changed. Everything that cites it, and has not been "
            "reviewed since, is then listed for the council."
        ),
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=1, choices=Status, default=Status.UNCHECKED)

    panels = [
        FieldPanel("key"),
        MultiFieldPanel([FieldPanel("act"), FieldPanel("sfs"), FieldPanel("place")], _("Place")),
        MultiFieldPanel([FieldPanel("title"), FieldPanel("summary")], _("Content")),
        MultiFieldPanel(
            [
                FieldPanel("valid_from"),
                FieldPanel("valid_to"),
                FieldPanel("replaces"),
                FieldPanel("replaced_by"),
                FieldPanel("changed_on"),
            ],
            _("Validity"),
        ),
        MultiFieldPanel(
            [FieldPanel("status"), FieldPanel("checked_on"), FieldPanel("checked_by")], _("Check")
        ),
    ]

    class Meta:
        verbose_name = _("law reference")
        verbose_name_plural = _("law references")
        ordering = ["act", "place"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="law_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.citation

    def clean(self) -> None:
        """A law cannot end before it begins."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("Choose a day after the law came into force.")})

    @property
    def citation(self) -> str:
        """Act, number and place, e.g. "Socialtjänstlagen (2025:400) 10 kap. 8 §", kept together."""
        place = self.place.replace(" ", NBSP).replace("–", f"–{JOINED}")
        return f"{self.act} ({self.sfs}) {place}"


class Source(Reference):
    """Where a statement comes from when it is not a law."""

    key = models.SlugField(_("key"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind of source"), max_length=80, blank=True)
    county = models.CharField(_("county"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    about = models.TextField(_("what it covers"), blank=True)

    panels = [
        FieldPanel("key"),
        FieldPanel("title"),
        FieldPanel("kind"),
        FieldPanel("county"),
        FieldPanel("year"),
        FieldPanel("about"),
    ]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title


class LocalRule(Reference):
    """What one county has agreed on beyond the law."""

    slug = models.SlugField(_("key"), max_length=80, unique=True)
    county = models.CharField(
        _("county"), max_length=80, help_text=_("For example Örebro län"), db_index=True
    )
    text = models.TextField(_("the rule in plain words"))
    agreement = models.CharField(_("agreement"), max_length=200, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)

    panels = [
        FieldPanel("slug"),
        FieldPanel("county"),
        FieldPanel("text"),
        FieldPanel("agreement"),
        FieldPanel("valid_from"),
    ]

    class Meta:
        verbose_name = _("local rule")
        verbose_name_plural = _("local rules")
        ordering = ["county", "slug"]

    def __str__(self) -> str:
        return f"{self.county}: {Truncator(self.text).words(12)}"


class GlossaryTerm(Reference):
    """A word explained in place and in the glossary; `also` are its other forms."""

    term = models.CharField(_("word"), max_length=120, unique=True)
    text = models.TextField(_("explanation"))
    also = models.TextField(
        _("other forms"), blank=True, help_text=_("One per line; lessons may use them as well")
    )

    panels = [FieldPanel("term"), FieldPanel("text"), FieldPanel("also")]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term

    @property
    def anchor(self) -> str:
        """Its id in a page and in the glossary."""
        return f"ord-{slugify(self.term)}"

    @property
    def forms(self) -> tuple[str, ...]:
        """Every other form a text may use."""
        return tuple(line.strip() for line in self.also.splitlines() if line.strip())


@register_setting(icon="site")
class CountySetting(Stamped, BaseSiteSetting):
    """Which county this installation serves. The seeded one is invented."""

    county = models.CharField(_("county"), max_length=80, default="Påhitts län")
    region = models.CharField(_("region"), max_length=80, default="Region Påhitt")
    municipality = models.CharField(_("municipality"), max_length=80, default="Hittestads kommun")

    panels = [FieldPanel("county"), FieldPanel("region"), FieldPanel("municipality")]

    class Meta:
        verbose_name = _("county")
