"""Questions as editors write them, and the versions that learners were asked."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from courses.fields import BlockFreeStreamField
from courses.quiz.frozen import FrozenModel
from courses.quiz.kinds import KINDS, Json, Problem
from courses.quiz.show import preview
from courses.quiz.sources import ONE, keys_in


def digest_of(payload: Json) -> str:
    """Sha256 of the payload, whatever the order of its keys."""
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Question(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """One question of the bank. Publishing it freezes a QuestionVersion; only those are asked."""

    class Level(models.IntegerChoices):
        EASY = 1, _("1 – easy")
        MEDIUM = 2, _("2 – medium")
        HARD = 3, _("3 – hard")

    ref = models.CharField(
        _("number"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^Q\d{2,}$", _("Write Q and digits, such as Q01."))],
    )
    bank = models.CharField(_("bank"), max_length=20, db_index=True, help_text=_("Such as K1."))
    stem = models.TextField(_("question"), max_length=600)
    body = BlockFreeStreamField(
        [(code, kind.block()) for code, kind in KINDS.items()],
        min_num=1,
        max_num=1,
        verbose_name=_("answers"),
    )
    feedback = models.TextField(
        _("feedback"), max_length=900, help_text=_("Shown after the answer, also when it is right.")
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    sources = models.CharField(
        _("sources"),
        max_length=300,
        blank=True,
        validators=[
            RegexValidator(
                rf"^{ONE}(, ?{ONE})*$",
                _("Write such as: L1, S1 or guide:address#key@1.0, with a comma between."),
            )
        ],
    )
    county = models.CharField(
        _("county whose own rule it asks about"),
        max_length=60,
        blank=True,
        help_text=_("Empty when it holds in the whole country."),
    )
    reviewed_by = models.CharField(
        _("reviewed by"),
        max_length=160,
        blank=True,
        help_text=_("Council and lawyer. Empty: shown as a draft, not reviewed."),
    )
    # The file's own digest at the latest load, so that an editor's change is not overwritten.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="question")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="question",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["ref"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__gte=1) & models.Q(level__lte=3), name="question_level_1_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.stem}"

    @property
    def revisions(self) -> Any:
        """Every saved version of the text, drafts too."""
        return self._revisions

    def raw_body(self) -> tuple[str, Json]:
        """(kind code, raw value) of the one block. Raises Problem when there is not exactly one."""
        stream = list(self.body.get_prep_value())
        if len(stream) != 1:
            raise Problem("Frågan ska ha en sorts svar.", ("body",))
        return stream[0]["type"], stream[0]["value"]

    def payload(self) -> Json:
        """Everything that is asked and how it is graded. Raises Problem."""
        code, raw = self.raw_body()
        return {
            "ref": self.ref,
            "bank": self.bank,
            "kind": code,
            "stem": self.stem,
            "feedback": self.feedback,
            "level": self.level,
            "sources": keys_in(self.sources),
            "county": self.county,
            "reviewed": bool(self.reviewed_by),
            "content": KINDS[code].payload(raw),
        }

    def clean(self) -> None:
        """Refuse a question that cannot be asked."""
        super().clean()
        try:
            payload = self.payload()
        except Problem as problem:
            raise ValidationError({"body": problem.message}) from problem
        problems = list(KINDS[payload["kind"]].problems(payload["content"]))
        if problems:
            raise ValidationError({"body": problems})

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish, and freeze what is now live."""
        with transaction.atomic():
            super().publish(revision, *args, **kwargs)
            stored = type(self).objects.get(pk=self.pk)
            if stored.live:
                stored.freeze()

    def freeze(self) -> QuestionVersion:
        """The version that says exactly what is stored; made only when something has changed."""
        payload = self.payload()
        if self.payload() != payload:
            # Ids missing in the database are minted anew at every reading.
            raise Problem("Ett svarsalternativ saknar stabilt id. Spara frågan på nytt.", ("body",))
        digest = digest_of(payload)
        mine = models.Q(question=self) | models.Q(ref=self.ref)
        latest = QuestionVersion.objects.filter(mine).order_by("-number").first()
        if latest and latest.digest == digest and latest.question_id == self.pk:
            return latest
        return QuestionVersion.objects.create(
            question=self,
            ref=self.ref,
            number=latest.number + 1 if latest else 1,
            kind=payload["kind"],
            payload=payload,
            digest=digest,
        )

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The question as a learner meets it."""
        return "quiz/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The public form of what is being written."""
        return {"item": preview(self.payload())}


class QuestionVersion(FrozenModel):
    """What a question said on the day it was published. Attempts point here, never at Question.

    The question may be deleted: ref and payload stay (docs/decisions/0011-deleting-a-question.md).
    """

    question = models.ForeignKey(
        Question, on_delete=models.SET_NULL, null=True, related_name="versions"
    )
    ref = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    payload = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        ordering: ClassVar[list[str]] = ["ref", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["ref", "number"], name="version_ref_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ref}, version {self.number}"
