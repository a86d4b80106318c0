"""Blocks that show: films, pictures, files to take away, slides for a workplace meeting."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import VideoChooserBlock

from courses.blocks.fields import LessonBlock, line, list_of, number, rows, text, tick
from courses.lesson_grammar import FIGURES

FIGURE_LABELS = (
    _("People around one person"),
    _("Steps upwards"),
    _("A road with stops"),
    _("A meeting table"),
)
ALT_HELP = _("Say what the picture shows, for those who do not see it.")


def _figure() -> blocks.ChoiceBlock:
    """One of the figures that are drawn in the house; they follow light and dark."""
    choices = list(zip(FIGURES, FIGURE_LABELS, strict=True))
    return blocks.ChoiceBlock(choices=choices, required=False, label=capfirst(_("figure")))


class Film(LessonBlock):
    """A film. Its captions and transcript belong to the film, in the list of films."""

    film = VideoChooserBlock(label=capfirst(_("film")))
    description = text(
        _("what is shown"), help_text=_("For those who do not see the film. Say what happens.")
    )
    minutes = number(_("minutes"))

    class Meta:
        label = capfirst(_("film"))
        icon = "media"


class Picture(LessonBlock):
    """A picture or a figure, with words that say the same or a mark that it adds nothing."""

    image = ImageChooserBlock(label=capfirst(_("picture")), required=False)
    figure = _figure()
    alt = text(_("alternative text"), required=False, help_text=ALT_HELP)
    decorative = tick(_("decorative, adds nothing to the text"))
    caption = line(_("caption"), required=False)
    long_text = text(
        _("long description"),
        required=False,
        help_text=_("When the alternative text is not enough, for example for a diagram."),
    )

    class Meta:
        label = capfirst(_("picture or figure"))
        icon = "image"


class Download(LessonBlock):
    """A file to take away. Where the same can be read as a page belongs to the file."""

    document = DocumentChooserBlock(label=capfirst(_("file")))
    title = line(_("title"), required=False)

    class Meta:
        label = capfirst(_("file to take away"))
        icon = "download"


class Slides(LessonBlock):
    """Slides to show at a workplace meeting, each with notes for the one who leads."""

    title = line(_("title"))
    slides = rows(
        _("slides"),
        [
            ("title", line(_("title"))),
            ("points", list_of(text(_("point")), _("points"))),
            ("figure", _figure()),
            ("picture", text(_("what the picture shows"), required=False)),
            ("notes", text(_("speaker notes"), required=False)),
        ],
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """In a lesson, whose slides they are: each has an address of its own."""
        context = super().get_context(value, parent_context=parent_context)
        parent = parent_context or {}
        context["lesson"], context["block_id"] = parent.get("lesson"), parent.get("block_id")
        return context

    class Meta:
        label = capfirst(_("slides"))
        icon = "desktop"
