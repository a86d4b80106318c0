"""Blocks that tell: stories, scenes, examples, what happens when."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.blocks.fields import LessonBlock, line, list_of, number, rich, rows, text


class Story(LessonBlock):
    """A short story with the voice of one person; what may be hard to read is said before."""

    title = line(_("title"))
    warning = line(
        _("warning before the story"),
        required=False,
        help_text=_("Only when the story may be hard to read. Say what it is about."),
    )
    voice = line(_("who tells it"))
    text = rich(_("the story"))
    source = line(_("source"), required=False)

    class Meta:
        label = capfirst(_("story"))
        icon = "openquote"


class FlipCards(LessonBlock):
    """Cards with a front and a back; both are text, nothing turns by itself."""

    cards = rows(_("cards"), [("front", line(_("front"))), ("back", text(_("back")))])

    class Meta:
        label = capfirst(_("flip cards"))
        icon = "copy"


class ProcessMap(LessonBlock):
    """The steps of a process, one of them marked as where we are."""

    now = number(_("current step"))
    steps = rows(
        _("steps"),
        [("title", line(_("title"))), ("who", line(_("who"))), ("text", text(_("what happens")))],
    )

    class Meta:
        label = capfirst(_("process map"))
        icon = "list-ol"


class Compare(LessonBlock):
    """Good beside less good, with the reason for each."""

    pairs = rows(
        _("pairs"),
        [
            ("good", text(_("good"), required=False)),
            ("why_good", text(_("why it is good"), required=False)),
            ("less", text(_("less good"), required=False)),
            ("why_less", text(_("why it is less good"), required=False)),
        ],
    )

    class Meta:
        label = capfirst(_("good and less good"))
        icon = "view"


class Example(LessonBlock):
    """An example document: fields and what is written in them."""

    title = line(_("title"))
    fields = rows(_("fields"), [("name", line(_("field"))), ("text", text(_("text")))])

    class Meta:
        label = capfirst(_("example document"))
        icon = "doc-full"


LINES = [("who", line(_("who"))), ("says", text(_("says")))]


class Scene(LessonBlock):
    """A scene to read with voices, and what to notice in it."""

    title = line(_("title"))
    place = line(_("place"), required=False)
    lines = rows(_("lines"), LINES)
    notice = list_of(text(_("point")), _("what to notice"))

    class Meta:
        label = capfirst(_("scene"))
        icon = "media"


class Timeline(LessonBlock):
    """What happens when, and who does it."""

    points = rows(
        _("points"),
        [
            ("when", line(_("when"))),
            ("what", text(_("what"))),
            ("who", line(_("who"), required=False)),
            (
                "law",
                SnippetChooserBlock(
                    "courses.LawReference", label=capfirst(_("law reference")), required=False
                ),
            ),
        ],
    )

    class Meta:
        label = capfirst(_("timeline"))
        icon = "date"


class Script(LessonBlock):
    """Lines to practise saying."""

    title = line(_("title"))
    lines = rows(_("lines"), LINES)

    class Meta:
        label = capfirst(_("script"))
        icon = "comment"


class Quotation(LessonBlock):
    """What a person says."""

    text = text(_("quotation"))
    who = line(_("who"), required=False)

    class Meta:
        label = capfirst(_("quotation"))
        icon = "openquote"


class TakeAway(LessonBlock):
    """The one thing to remember."""

    text = rich(_("take with you"))

    class Meta:
        label = capfirst(_("take with you"))
        icon = "pick"
