"""Questions in the admin: written, published, and how they are answered."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.choosing import chooser_by
from courses.quiz import labels
from courses.quiz.forms_of_editors import QuestionForm
from courses.quiz.models import Question
from courses.quiz.queries import question_statistics


class QuestionViewSet(SnippetViewSet):
    """The question bank."""

    model = Question
    icon = "help"
    menu_label = _("Question bank")
    menu_order = 310
    add_to_admin_menu = True
    list_display = [
        "ref",
        "stem",
        "bank",
        Column("body", label=_("Kind"), accessor=labels.kind_of),
        Column("reviewed_by", label=_("Review"), accessor=labels.review),
        Column("answers", label=_("Answers"), accessor=labels.answers),
        Column("mean", label=_("Mean"), accessor=labels.mean),
    ]
    list_filter = ["bank", "level", "live"]
    search_fields = ["ref", "stem"]
    ordering = ["ref"]
    list_per_page = 50
    chooser_per_page = 25
    chooser_viewset_class = chooser_by("ref", "stem")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("ref"), FieldPanel("bank"), FieldPanel("level")]),
            FieldPanel("stem"),
            FieldPanel("body"),
            FieldPanel("feedback"),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "sources",
                        help_text=_(
                            "Keys of references, such as: L1, L2, S1. A section of a guide is "
                            "written guide:address#key@1.0."
                        ),
                    ),
                    FieldPanel("county"),
                    FieldPanel("reviewed_by", read_only=True),
                ],
                heading=_("Source and review"),
            ),
            PublishingPanel(),
        ],
        base_form_class=QuestionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """With how many answered and how well; one query whatever the number of questions."""
        return question_statistics()


register_snippet(QuestionViewSet)
