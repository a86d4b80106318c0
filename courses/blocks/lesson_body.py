"""Every kind of block a lesson is built of. A block and its template share the name."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks import citing, doing, showing, telling
from courses.blocks.fields import FEATURES, INLINE_HELP
from courses.blocks.samples import sample_of

THINK, CITE = capfirst(_("to do")), capfirst(_("to cite"))
TELL, SHOW = capfirst(_("to tell")), capfirst(_("to show"))


def _template(name: str) -> str:
    return f"courses/blocks/{name}.html"


class RunningText(blocks.RichTextBlock):
    """Headings, paragraphs and lists."""

    def get_preview_value(self) -> Any:
        """The sample of this kind of block."""
        return self.to_python(sample_of(self.name))


class LessonBody(blocks.StreamBlock):
    """The content of a lesson."""

    text = RunningText(
        label=capfirst(_("text")),
        features=FEATURES,
        help_text=INLINE_HELP,
        template=_template("text"),
    )
    flip_cards = telling.FlipCards(template=_template("flip_cards"), group=THINK)
    story = telling.Story(template=_template("story"), group=TELL)
    reflection = doing.Reflection(template=_template("reflection"), group=THINK)
    law_box = citing.LawBox(template=_template("law_box"), group=CITE)
    checklist = doing.Checklist(template=_template("checklist"), group=THINK)
    process_map = telling.ProcessMap(template=_template("process_map"), group=TELL)
    compare = telling.Compare(template=_template("compare"), group=TELL)
    local_rule = citing.LocalRuleBox(template=_template("local_rule"), group=CITE)
    guide = citing.GuideCitation(template=_template("guide"), group=CITE)
    example = telling.Example(template=_template("example"), group=TELL)
    group_question = doing.GroupQuestion(template=_template("group_question"), group=THINK)
    poll = doing.Poll(template=_template("poll"), group=THINK)
    scene = telling.Scene(template=_template("scene"), group=TELL)
    timeline = telling.Timeline(template=_template("timeline"), group=TELL)
    script = telling.Script(template=_template("script"), group=TELL)
    quotation = telling.Quotation(template=_template("quotation"), group=TELL)
    question_now = doing.QuestionNow(template=_template("question_now"), group=THINK)
    practise = doing.Practise(template=_template("practise"), group=THINK)
    film = showing.Film(template=_template("film"), group=SHOW)
    picture = showing.Picture(template=_template("picture"), group=SHOW)
    download = showing.Download(template=_template("download"), group=SHOW)
    slides = showing.Slides(template=_template("slides"), group=SHOW)
    take_away = telling.TakeAway(template=_template("take_away"), group=TELL)
