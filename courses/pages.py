"""The pages editors write: course index, course, module, lesson."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Orderable, Page

from courses.blocks import LessonBody
from courses.fields import BlockFreeStreamField
from courses.keys import next_key
from courses.page_forms import ContentForm, CourseForm, LessonForm
from courses.page_panels import WarningsPanel
from courses.previews import preview_context
from courses.stamp import Stamped


class ContentPage(Stamped, Page):
    """What every page of a course has: a stable key and what the content files last wrote."""

    key = models.CharField(
        _("key"), max_length=40, unique=True, help_text=_("Stable; never change it afterwards")
    )
    loaded = models.JSONField(default=dict, blank=True, editable=False)

    base_form_class = ContentForm
    show_in_menus_default = False
    promote_panels: list[Any] = []
    settings_panels = [
        *Page.settings_panels,
        FieldPanel(
            "slug",
            heading=_("Address"),
            help_text=_("The last part of the address. Links to the old address stop working."),
        ),
        FieldPanel(
            "key", read_only=True, help_text=_("Given by the site; results are kept under it.")
        ),
    ]
    # What saving a draft writes on the page itself.
    unseen_fields = frozenset(
        {
            "latest_revision",
            "latest_revision_created_at",
            "draft_title",
            "has_unpublished_changes",
        }
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A copy of a page is given a key of its own, as Wagtail gives it an address of its own."""
        if self._state.adding and type(self).objects.filter(key=self.key).exists():
            self.key = next_key(self.get_parent())
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """An earlier version of the page; its key is always the page's own."""
        page = super().with_content_json(content)
        page.key = self.key
        return page

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template shows in a preview: the page as an anonymous reader sees it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | preview_context(self)


class Reviewed(models.Model):
    """Mixin: who reviewed the page and when; empty means a draft, and the page says so."""

    reviewed_by = models.CharField(
        _("reviewed by"), max_length=120, blank=True, help_text=_("Council and lawyer, by name")
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    review_panel = MultiFieldPanel(
        [FieldPanel("reviewed_by", read_only=True), FieldPanel("reviewed_on", read_only=True)],
        _("Review"),
        help_text=_("Filled in when a council approves the page. A change to the page empties it."),
    )

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        """No named council has approved the content yet."""
        return not (self.reviewed_by and self.reviewed_on)

    def withdraw_review(self) -> None:
        """What was approved is no longer what stands here."""
        self.reviewed_by, self.reviewed_on = "", None


class CourseIndexPage(ContentPage):
    """All courses."""

    introduction = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["wagtailcore.Page", "front.StartPage"]
    subpage_types = ["courses.CoursePage"]
    max_count = 1
    template = "courses/index.html"
    content_panels = [TitleFieldPanel("title"), FieldPanel("introduction")]

    class Meta:
        verbose_name = _("course index")


class CoursePage(Reviewed, ContentPage):
    """A course: for whom, what one can do afterwards, which certificate it gives."""

    lead = models.TextField(_("introduction"))
    audience = models.CharField(_("for you who"), max_length=200)
    outcomes = models.TextField(
        _("after the course you can"), help_text=_("One per line, begin with a verb")
    )
    certificate = models.TextField(_("certificate"), blank=True)
    certificate_months = models.PositiveSmallIntegerField(
        _("the certificate is valid, months"), null=True, blank=True
    )
    privacy = models.CharField(_("who sees what"), max_length=240, blank=True)
    fast_track = models.TextField(
        _("questions of the fast track"),
        blank=True,
        help_text=_("References of questions asked in the lessons, one per line"),
    )
    fast_track_minutes = models.PositiveSmallIntegerField(
        _("minutes of the fast track"),
        null=True,
        blank=True,
        help_text=_("For somebody who can it all; worked out from the lessons when left empty"),
    )
    version = models.CharField(_("version"), max_length=20, default="1.0")
    owned_by = models.CharField(_("owned by"), max_length=120)
    updated_on = models.DateField(_("content updated"), null=True, blank=True)
    review_by = models.DateField(_("to be reviewed no later than"), null=True, blank=True)

    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course.html"
    base_form_class = CourseForm
    content_panels = [
        WarningsPanel(),
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("audience"),
        FieldPanel("outcomes"),
        MultiFieldPanel(
            [FieldPanel("certificate"), FieldPanel("certificate_months"), FieldPanel("privacy")],
            _("Certificate and privacy"),
        ),
        MultiFieldPanel(
            [FieldPanel("fast_track"), FieldPanel("fast_track_minutes")], _("Fast track")
        ),
        MultiFieldPanel(
            [
                FieldPanel("version"),
                FieldPanel("owned_by"),
                FieldPanel("updated_on"),
                FieldPanel("review_by"),
            ],
            _("Metadata"),
        ),
        Reviewed.review_panel,
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")


class ModulePage(ContentPage):
    """A part of a course: a heading over its lessons."""

    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/module.html"
    content_panels = [TitleFieldPanel("title")]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class LessonPage(Reviewed, ContentPage):
    """A lesson: one goal, a few screens of text, then its questions, exercise or test."""

    goal = models.CharField(
        _("goal"), max_length=240, help_text=_("Begin with: Efter lektionen kan du …")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    body = BlockFreeStreamField(LessonBody(), verbose_name=_("content"), blank=True)
    exercise = models.SlugField(
        _("exercise"), max_length=80, blank=True, help_text=_("Its short name, e.g. alex-kor")
    )
    attested = models.TextField(
        _("what a trainer attests"),
        blank=True,
        help_text=_("One point per line. A trainer says for each whether it was seen."),
    )
    test_draw = models.PositiveSmallIntegerField(
        _("questions drawn"), null=True, blank=True, help_text=_("Only for a final test")
    )
    test_pass_percent = models.PositiveSmallIntegerField(
        _("per cent to pass"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    test_bank = models.CharField(_("drawn from the bank of course"), max_length=40, blank=True)
    test_after = models.CharField(
        _("locked until done"), max_length=200, blank=True, help_text=_("Lesson keys with spaces")
    )

    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/lesson.html"
    base_form_class = LessonForm
    content_panels = [
        WarningsPanel(),
        TitleFieldPanel("title"),
        FieldPanel("goal"),
        FieldPanel("minutes"),
        FieldPanel("body"),
        InlinePanel("question_links", label=_("question"), heading=_("Questions after the lesson")),
        FieldPanel("exercise"),
        FieldPanel("attested"),
        MultiFieldPanel(
            [
                FieldPanel("test_draw"),
                FieldPanel("test_pass_percent"),
                FieldPanel("test_bank"),
                FieldPanel("test_after"),
            ],
            _("Final test"),
        ),
        Reviewed.review_panel,
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(test_draw__isnull=True)
                | models.Q(test_pass_percent__isnull=False) & ~models.Q(test_bank=""),
                name="test_has_bank_and_pass_mark",
            )
        ]


class LessonQuestion(Orderable):
    """That a question is asked after a lesson, in this order."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="question_links")
    question = models.ForeignKey(
        "courses_quiz.Question", models.PROTECT, related_name="+", verbose_name=_("question")
    )

    panels = [FieldPanel("question")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["lesson", "question"], name="question_once_per_lesson")
        ]
