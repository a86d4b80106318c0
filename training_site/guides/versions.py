"""Published versions of guides, written once: what readers, lessons and confirmations point at."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training_site.guides.numbers import ChangeKind
from training_site.guides.parts import Part, parts_of


class GuideVersion(models.Model):
    """One published text of a guide.

    `number` changes with substance; `edition` counts editorial corrections of the same number.
    `body` is stream data, `parts` the keyed parts, `changes` [{"what", "was"}], `approved_by`
    [{"side", "name", "on"}]. Only `valid_to` is written afterwards, when another takes over.
    """

    page = models.ForeignKey(
        "guides.GuidePage",
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("guide"),
    )
    number = models.CharField(_("version"), max_length=12)
    edition = models.PositiveSmallIntegerField(_("edition"), default=0)
    kind = models.CharField(
        _("type of change"), max_length=12, choices=[(kind, kind) for kind in ChangeKind]
    )
    title = models.CharField(_("title"), max_length=255)
    lead = models.TextField(_("introduction"), blank=True)
    owner = models.CharField(_("owner"), max_length=160)
    body = models.JSONField(_("content"), default=list)
    parts = models.JSONField(default=list)
    changes = models.JSONField(_("what is new"), default=list)
    approved_by = models.JSONField(_("approved by"), default=list)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    review_by = models.DateField(_("to be reviewed no later than"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    revision_id = models.PositiveBigIntegerField(null=True, unique=True)

    class Meta:
        verbose_name = _("version of a guide")
        verbose_name_plural = _("versions of guides")
        ordering = ["page", "-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "number", "edition"], name="guide_version_once"
            ),
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(valid_to__isnull=True),
                name="guide_one_version_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def part_values(self) -> tuple[Part, ...]:
        """The parts as values."""
        return tuple(Part(**row) for row in self.parts)

    @property
    def is_in_force(self) -> bool:
        """Nothing has taken its place."""
        return self.valid_to is None


def in_force(page_id: int) -> GuideVersion | None:
    """The version that holds now; one query."""
    return GuideVersion.objects.filter(page_id=page_id, valid_to__isnull=True).first()


def versions_of(page_id: int) -> list[GuideVersion]:
    """Every version, newest first, without their text; one query."""
    return list(
        GuideVersion.objects.filter(page_id=page_id)
        .defer("body", "parts")
        .order_by("-published_at", "-pk")
    )


def freeze(page: Any, *, revision: Any, approved_by: list[dict[str, str]]) -> GuideVersion:
    """Keep what `page` says as a version; the one before it ends the day before. Two or three writes.

    `revision` may be None for a guide that is loaded from a file. Part of the caller's transaction.
    """
    body = list(page.body.get_prep_value())
    before = GuideVersion.objects.select_for_update().filter(page_id=page.pk, valid_to=None).first()
    today = timezone.localdate()
    edition = 0
    if before is not None:
        if before.number == page.number:
            edition = before.edition + 1
        last = max(before.valid_from, (page.valid_from or today) - datetime.timedelta(days=1))
        before.valid_to = last
        before.save(update_fields=["valid_to"])
    return GuideVersion.objects.create(
        page_id=page.pk,
        number=page.number,
        edition=edition,
        kind=page.change_kind or ChangeKind.SUBSTANCE,
        title=page.title,
        lead=page.lead,
        owner=str(page.council),
        body=body,
        parts=[part.to_json() for part in parts_of(body)],
        changes=page.change_rows(),
        approved_by=approved_by,
        valid_from=page.valid_from or today,
        review_by=page.review_by,
        revision_id=revision.pk if revision else None,
    )
