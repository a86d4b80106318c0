"""What a guide is built of: sections and rows that can be cited, and the boxes lessons have too."""

from __future__ import annotations

from typing import Any

from django.core.validators import validate_slug
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.blocks import (
    INLINE_HELP,
    Checklist,
    LawBox,
    LocalRuleBox,
    TakeAway,
    line,
    rich,
    rows,
    text,
)

KEY_HELP = _(
    "Empty: made from the heading. Lessons cite the part by it, so it stays as it is once the "
    "guide is published."
)


def key() -> blocks.CharBlock:
    """The name a part is cited by; made when the form is read, so that nobody has to think of one."""
    return line(
        _("key"),
        required=False,
        max_length=60,
        validators=[validate_slug],
        help_text=KEY_HELP,
        form_classname="key",
    )


class Section(blocks.StructBlock):
    """A heading; what follows belongs to it until the next one."""

    title = line(_("heading"), max_length=120)
    key = key()

    class Meta:
        label = capfirst(_("section"))
        icon = "title"


class Steps(blocks.StructBlock):
    """What to do, in order."""

    rows = rows(
        _("steps"), [("title", line(_("the step"))), ("text", rich(_("how"))), ("key", key())]
    )

    class Meta:
        label = capfirst(_("steps"))
        icon = "list-ol"


class Timetable(blocks.StructBlock):
    """What happens when, who does it, and which law says so."""

    rows = rows(
        _("rows"),
        [
            ("when", line(_("when"))),
            ("what", text(_("what"), help_text=INLINE_HELP)),
            ("who", line(_("who"))),
            (
                "laws",
                blocks.ListBlock(
                    SnippetChooserBlock("courses.LawReference"),
                    label=capfirst(_("law references")),
                    default=[],
                ),
            ),
            ("key", key()),
        ],
    )

    class Meta:
        label = capfirst(_("timetable"))
        icon = "date"


class Avoid(blocks.StructBlock):
    """What not to do."""

    text = rich(_("avoid"))

    class Meta:
        label = capfirst(_("avoid"))
        icon = "cross"


class GuideBody(blocks.StreamBlock):
    """The content of a guide."""

    section = Section(template="guides/blocks/section.html")
    text = blocks.RichTextBlock(
        label=capfirst(_("text")),
        features=["h3", "bold", "italic", "ol", "ul", "link", "document-link"],
        help_text=INLINE_HELP,
        template="courses/blocks/text.html",
    )
    steps = Steps(template="guides/blocks/steps.html")
    timetable = Timetable(template="guides/blocks/timetable.html")
    checklist = Checklist(template="courses/blocks/checklist.html")
    law_box = LawBox(template="courses/blocks/law_box.html")
    local_rule = LocalRuleBox(template="courses/blocks/local_rule.html")
    avoid = Avoid(template="guides/blocks/avoid.html")
    take_away = TakeAway(template="courses/blocks/take_away.html")


class Change(blocks.StructBlock):
    """One thing that is new in a version."""

    what = line(_("what is new"), max_length=160)
    was = text(_("before, and why it was changed"), required=False)

    class Meta:
        label = capfirst(_("change"))
        icon = "edit"


def changes() -> Any:
    """At most three: who reads more?"""
    return blocks.StreamBlock([("change", Change())], max_num=3, required=False)
