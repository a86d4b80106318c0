"""Blocks the reader does something with: think, tick off, discuss, answer, practise."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.blocks.fields import LessonBlock, line, list_of, number, text, tick
from courses.own_parts import ANSWER, NOTE, TICKS, OwnPart, marker
from sandbox import practice


class OwnBlock(LessonBlock):
    """A block with a part that is each learner's own: it is put in when the page is shown."""

    def own_part(self, value: Any, block_id: str) -> OwnPart | None:
        """What is the learner's own in this block; None when there is nothing."""
        raise NotImplementedError

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """In a lesson, where the learner's own part goes."""
        context = super().get_context(value, parent_context=parent_context)
        block_id = (parent_context or {}).get("block_id", "")
        if block_id and self.own_part(value, block_id):
            context["own"] = marker(block_id)
        return context


def _options(value: Any) -> tuple[tuple[str, str], ...]:
    """The rows of a list with the keys they keep when they are reworded or moved."""
    return tuple((str(row.id), str(row.value)) for row in value.bound_blocks)


class Reflection(OwnBlock):
    """A question to think about; with a note, what the learner writes is hers alone."""

    question = text(_("question"))
    note = tick(
        _("the learner may write a private note"), help_text=_("Nobody else can read the note.")
    )

    def own_part(self, value: Any, block_id: str) -> OwnPart | None:
        """The note."""
        if not value.get("note"):
            return None
        return OwnPart(NOTE, block_id, str(value["question"]))

    class Meta:
        label = capfirst(_("reflection"))
        icon = "help"


class Checklist(OwnBlock):
    """Points to go through; what a learner ticks is kept for her."""

    title = line(_("title"))
    points = list_of(line(_("point")), _("points"))

    def own_part(self, value: Any, block_id: str) -> OwnPart | None:
        """The ticks."""
        return OwnPart(TICKS, block_id, str(value["title"]), _options(value["points"]))

    class Meta:
        label = capfirst(_("checklist"))
        icon = "tasks"


class Poll(OwnBlock):
    """A question without a right answer: the learner answers, then sees what others answered."""

    question = text(_("question"))
    options = list_of(line(_("option")), _("options"))

    def own_part(self, value: Any, block_id: str) -> OwnPart | None:
        """The answer."""
        return OwnPart(ANSWER, block_id, str(value["question"]), _options(value["options"]))

    class Meta:
        label = capfirst(_("poll"))
        icon = "tick-inverse"


class GroupQuestion(LessonBlock):
    """A question to discuss in a group, step by step."""

    question = text(_("question"))
    minutes = number(_("minutes"))
    steps = list_of(text(_("step")), _("steps"))

    class Meta:
        label = capfirst(_("group question"))
        icon = "group"


class QuestionNow(LessonBlock):
    """A question placed before the rest of the text; it is one of the lesson's questions."""

    question = SnippetChooserBlock("courses_quiz.Question", label=capfirst(_("question")))

    class Meta:
        label = capfirst(_("question here"))
        icon = "help"


def _exercises() -> list[tuple[str, str]]:
    """The exercises there are to choose among."""
    return [(row.slug, row.title) for row in practice.exercises()]


class Practise(LessonBlock):
    """An exercise in the practice environment, as a card."""

    exercise = blocks.ChoiceBlock(choices=_exercises, label=capfirst(_("exercise")))
    role = line(_("the role you play"), required=False)
    minutes = number(_("minutes"), required=False)
    text = text(_("what you practise"), required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """What the practice environment says of the exercise, and where it begins."""
        context = super().get_context(value, parent_context=parent_context)
        slug = value.get("exercise") or ""
        try:
            context["exercise"] = practice.exercise(slug)
        except LookupError:
            context["exercise"] = None
        context["url"] = practice.status(user_id=None, slugs=[slug])[slug].url if slug else ""
        return context

    class Meta:
        label = capfirst(_("exercise"))
        icon = "pick"
