"""The list of guides, and a guide: owned by a council, versioned, published with two keys only."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Orderable, Page, PagePermissionTester

from courses.fields import BlockFreeStreamField
from courses.stamp import Stamped
from training_site.guides import audiences
from training_site.guides.blocks import GuideBody, changes
from training_site.guides.campaigns import open_for_version
from training_site.guides.desk_version_panel import VersionPanel
from training_site.guides.forms import GuideForm
from training_site.guides.keys import approvers, has_both
from training_site.guides.numbers import FIRST_NUMBER, ChangeKind
from training_site.guides.reading import preview_context
from training_site.guides.telling import check_link
from training_site.guides.versions import GuideVersion, freeze

MOST_CHANGES = 3


class OpenToAll(PagePermissionTester):
    """Guides are for everybody: their addresses ask for no password, so none can be set."""

    def can_set_view_restrictions(self) -> bool:
        """Never."""
        return False


class GuideIndexPage(Stamped, Page):
    """All guides."""

    introduction = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["front.StartPage"]
    subpage_types = ["guides.GuidePage"]
    max_count = 1
    template = "guides/index.html"
    content_panels = [TitleFieldPanel("title"), FieldPanel("introduction")]
    promote_panels: list[Any] = []

    class Meta:
        verbose_name = _("list of guides")

    def __str__(self) -> str:
        return str(self.title)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """As for other pages, but for who may read."""
        return OpenToAll(user, self)


class GuidePermissions(OpenToAll):
    """Nobody publishes a guide by a button of their own: it takes two keys."""

    def can_publish(self) -> bool:
        """Never; an approved workflow publishes."""
        return False

    def can_publish_subpage(self) -> bool:
        """Never."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002
        """Only a guide that readers have never met; its versions are records."""
        # Told by the page itself: a list asks for every row. The versions protect themselves too.
        never_met = self.page.first_published_at is None
        return bool(never_met and super().can_delete(ignore_bulk=ignore_bulk))

    def can_unpublish(self) -> bool:
        """A guide is taken out of use by the administrator, in an emergency."""
        return bool(self.user.is_superuser and self.page.live)


class GuidePage(Stamped, Page):
    """A guide of a council, as it is being written; readers are shown its versions."""

    council = models.ForeignKey(
        "people.Council", on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    lead = models.TextField(_("introduction"), max_length=400)
    audience = models.CharField(_("for you who"), max_length=200)
    body = BlockFreeStreamField(GuideBody(), verbose_name=_("content"), blank=True)
    number = models.CharField(_("version"), max_length=12, default=FIRST_NUMBER)
    change_kind = models.CharField(
        _("type of change"),
        max_length=12,
        choices=[
            (ChangeKind.EDITORIAL, _("Editorial: nothing to do differently, nobody is asked")),
            (
                ChangeKind.SUBSTANCE,
                _("Of substance: new version number, and it is to be confirmed"),
            ),
        ],
    )
    changes = BlockFreeStreamField(
        changes(), verbose_name=_("what is new"), blank=True, help_text=_("At most three points.")
    )
    needs_lawyer = models.BooleanField(_("a lawyer reads it too"), default=False)
    valid_from = models.DateField(
        _("valid from"),
        null=True,
        help_text=_("If the day lies ahead, the version is published on that day by itself."),
    )
    review_by = models.DateField(_("to be reviewed no later than"), null=True)
    confirmed_by = models.CharField(
        _("confirmed by"),
        max_length=40,
        choices=audiences.CHOICES,
        default=audiences.DEFAULT,
    )
    confirm_days = models.PositiveSmallIntegerField(_("days to confirm"), default=14)
    loaded = models.JSONField(default=dict, blank=True, editable=False)

    base_form_class = GuideForm
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types: list[str] = []
    show_in_menus_default = False
    template = "guides/guide.html"
    unseen_fields = frozenset(
        {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
    )
    content_panels = [
        TitleFieldPanel("title"),
        MultiFieldPanel(
            [
                VersionPanel(),
                FieldPanel("change_kind"),
                FieldPanel("changes"),
                FieldPanel("valid_from"),
                FieldPanel("review_by"),
                FieldPanel("needs_lawyer"),
            ],
            _("This version"),
        ),
        FieldPanel("lead"),
        FieldPanel("audience"),
        FieldPanel("body"),
        InlinePanel("attachments", label=_("attachment"), heading=_("Attachments")),
        MultiFieldPanel(
            [FieldPanel("council"), FieldPanel("confirmed_by"), FieldPanel("confirm_days")],
            _("Owner and readers"),
        ),
    ]
    promote_panels: list[Any] = []
    settings_panels = [
        FieldPanel(
            "slug",
            heading=_("Address"),
            help_text=_("Lessons cite the guide by it. Do not change it once it is published."),
        ),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def __str__(self) -> str:
        return str(self.title)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """As for other pages, but for publishing."""
        return GuidePermissions(user, self)

    def clean(self) -> None:
        """Refuse days in the wrong order."""
        super().clean()
        if self.valid_from and self.review_by and self.review_by <= self.valid_from:
            raise ValidationError({"review_by": _("Choose a day after the guide begins to hold.")})

    def change_rows(self) -> list[dict[str, str]]:
        """What is new, as plain rows: [{"what", "was"}]."""
        return [dict(child.value) for child in self.changes]

    def schedule(self) -> None:
        """Let the page go live at the start of the day it is valid from, if that lies ahead."""
        ahead = self.valid_from is not None and self.valid_from > timezone.localdate()
        self.go_live_at = (
            timezone.make_aware(datetime.datetime.combine(self.valid_from, datetime.time.min))
            if ahead and self.valid_from
            else None
        )

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision that has both keys, and keep it as a version.

        Raises PermissionDenied without them, whoever asks. A revision with a day ahead waits.
        """
        if not has_both(revision):
            raise PermissionDenied
        with transaction.atomic():
            # A scheduled revision has been approved already; what it says is what goes live.
            kwargs["skip_permission_checks"] = True
            answer = super().publish(revision, *args, **kwargs)
            fresh = GuidePage.objects.get(pk=self.pk)
            known = GuideVersion.objects.filter(revision_id=revision.pk).exists()
            if fresh.live_revision_id == revision.pk and not known:
                fresh.went_live(revision)
        return answer

    def went_live(self, revision: Any) -> None:
        """Keep the version, and ask the audience when it is one of substance."""
        version = freeze(self, revision=revision, approved_by=approvers(revision))
        open_for_version(version, kind=self.confirmed_by, days=self.confirm_days)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """In a preview: the guide as a guest would see it, from what is being written."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | preview_context(self)


class Attachment(Orderable):
    """A document that belongs to a guide."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "uploads.UploadedDocument", on_delete=models.PROTECT, related_name="+"
    )
    alternative = models.CharField(
        _("the same on a page"),
        max_length=200,
        help_text=_(
            "The address of a page that says the same, for those who cannot read the file."
        ),
    )

    # The field has no name of its own; the administration would make one of the code's word.
    panels = [FieldPanel("document", heading=_("Document")), FieldPanel("alternative")]

    def clean(self) -> None:
        """The page that says the same is ours, or on the web."""
        super().clean()
        if self.alternative:
            check_link("alternative", self.alternative)
