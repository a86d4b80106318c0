"""Every kind of block a lesson is built of. A block and its template share the name."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

INLINE_HELP = _(
    "Explain a word with [[word]] or [[word|as it is written here]]; cite with [[lag:L1]]."
)
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SIMPLE = ["bold", "italic", "ul", "link"]


def text(label: Any, **kwargs: Any) -> blocks.TextBlock:
    """A text field of a few lines."""
    return blocks.TextBlock(label=capfirst(label), rows=2, **kwargs)


def line(label: Any, **kwargs: Any) -> blocks.CharBlock:
    """A one-line field."""
    return blocks.CharBlock(label=capfirst(label), **kwargs)


def list_of(row: blocks.FieldBlock, label: Any) -> blocks.ListBlock:
    """A list of single fields; each is named for those who do not see the heading above it."""
    row.field.widget.attrs["aria-label"] = row.label
    return blocks.ListBlock(row, label=capfirst(label))


def rich(label: Any) -> blocks.RichTextBlock:
    """A few paragraphs."""
    return blocks.RichTextBlock(label=capfirst(label), features=SIMPLE, help_text=INLINE_HELP)


def rows(label: Any, fields: list[tuple[str, blocks.Block]]) -> blocks.ListBlock:
    """A list of rows with the same fields."""
    return blocks.ListBlock(blocks.StructBlock(fields), label=capfirst(label))


class FlipCards(blocks.StructBlock):
    """Cards with a front and a back; both are text, nothing turns by itself."""

    cards = rows(_("cards"), [("front", line(_("front"))), ("back", text(_("back")))])

    class Meta:
        label = capfirst(_("flip cards"))
        icon = "copy"


class Story(blocks.StructBlock):
    """A short story with the voice of one person."""

    title = line(_("title"))
    voice = line(_("who tells it"))
    text = rich(_("the story"))
    source = line(_("source"), required=False)

    class Meta:
        label = capfirst(_("story"))
        icon = "openquote"


class Reflection(blocks.StructBlock):
    """A question to think about; nothing is written down."""

    question = text(_("question"))

    class Meta:
        label = capfirst(_("reflection"))
        icon = "help"


class LawBox(blocks.StructBlock):
    """What the law says, in plain words, with its places and the day they were checked."""

    title = line(_("title"))
    laws = blocks.ListBlock(
        SnippetChooserBlock("courses.LawReference"), label=capfirst(_("law references"))
    )
    text = text(_("in plain words"), help_text=INLINE_HELP)

    class Meta:
        label = capfirst(_("law box"))
        icon = "form"


class Checklist(blocks.StructBlock):
    """Points to go through."""

    title = line(_("title"))
    points = list_of(line(_("point")), _("points"))

    class Meta:
        label = capfirst(_("checklist"))
        icon = "tasks"


class ProcessMap(blocks.StructBlock):
    """The steps of a process, one of them marked as where we are."""

    now = blocks.IntegerBlock(label=capfirst(_("current step")), min_value=1)
    steps = rows(
        _("steps"),
        [("title", line(_("title"))), ("who", line(_("who"))), ("text", text(_("what happens")))],
    )

    class Meta:
        label = capfirst(_("process map"))
        icon = "list-ol"


class Compare(blocks.StructBlock):
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


class LocalRuleBox(blocks.StructBlock):
    """A county's own rule; other counties' rules are labelled as examples."""

    rule = SnippetChooserBlock("courses.LocalRule", label=capfirst(_("local rule")))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """What the box is called depends on whose county this is; the shelf knows."""
        context = super().get_context(value, parent_context=parent_context)
        shelf = (parent_context or {}).get("shelf")
        if shelf and value.get("rule"):
            rule = value["rule"]
            context["heading"], context["own"] = shelf.rule_heading(rule), shelf.is_own(rule)
        return context

    class Meta:
        label = capfirst(_("local rule"))
        icon = "site"


class Example(blocks.StructBlock):
    """An example document: fields and what is written in them."""

    title = line(_("title"))
    fields = rows(_("fields"), [("name", line(_("field"))), ("text", text(_("text")))])

    class Meta:
        label = capfirst(_("example document"))
        icon = "doc-full"


class GroupQuestion(blocks.StructBlock):
    """A question to discuss in a group, step by step."""

    question = text(_("question"))
    minutes = blocks.IntegerBlock(label=capfirst(_("minutes")), min_value=1)
    steps = list_of(text(_("step")), _("steps"))

    class Meta:
        label = capfirst(_("group question"))
        icon = "group"


LINES = [("who", line(_("who"))), ("says", text(_("says")))]


class Scene(blocks.StructBlock):
    """A scene to read with voices, and what to notice in it."""

    title = line(_("title"))
    place = line(_("place"), required=False)
    lines = rows(_("lines"), LINES)
    notice = list_of(text(_("point")), _("what to notice"))

    class Meta:
        label = capfirst(_("scene"))
        icon = "media"


class Timeline(blocks.StructBlock):
    """What happens when, and who does it."""

    points = rows(
        _("points"),
        [
            ("when", line(_("when"))),
            ("what", text(_("what"))),
            ("who", line(_("who"), required=False)),
        ],
    )

    class Meta:
        label = capfirst(_("timeline"))
        icon = "date"


class Script(blocks.StructBlock):
    """Lines to practise saying."""

    title = line(_("title"))
    lines = rows(_("lines"), LINES)

    class Meta:
        label = capfirst(_("script"))
        icon = "comment"


class Quotation(blocks.StructBlock):
    """What a person says."""

    text = text(_("quotation"))
    who = line(_("who"), required=False)

    class Meta:
        label = capfirst(_("quotation"))
        icon = "openquote"


class QuestionNow(blocks.StructBlock):
    """A question placed before the rest of the text; it is one of the lesson's questions."""

    question = SnippetChooserBlock("courses_quiz.Question", label=capfirst(_("question")))

    class Meta:
        label = capfirst(_("question here"))
        icon = "help"


class TakeAway(blocks.StructBlock):
    """The one thing to remember."""

    text = rich(_("take with you"))

    class Meta:
        label = capfirst(_("take with you"))
        icon = "pick"


class LessonBody(blocks.StreamBlock):
    """The content of a lesson."""

    text = blocks.RichTextBlock(
        label=capfirst(_("text")),
        features=FEATURES,
        help_text=INLINE_HELP,
        template="courses/blocks/text.html",
    )
    flip_cards = FlipCards(template="courses/blocks/flip_cards.html")
    story = Story(template="courses/blocks/story.html")
    reflection = Reflection(template="courses/blocks/reflection.html")
    law_box = LawBox(template="courses/blocks/law_box.html")
    checklist = Checklist(template="courses/blocks/checklist.html")
    process_map = ProcessMap(template="courses/blocks/process_map.html")
    compare = Compare(template="courses/blocks/compare.html")
    local_rule = LocalRuleBox(template="courses/blocks/local_rule.html")
    example = Example(template="courses/blocks/example.html")
    group_question = GroupQuestion(template="courses/blocks/group_question.html")
    scene = Scene(template="courses/blocks/scene.html")
    timeline = Timeline(template="courses/blocks/timeline.html")
    script = Script(template="courses/blocks/script.html")
    quotation = Quotation(template="courses/blocks/quotation.html")
    question_now = QuestionNow(template="courses/blocks/question_now.html")
    take_away = TakeAway(template="courses/blocks/take_away.html")
