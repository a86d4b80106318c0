"""What blocks are put together of: their fields, and the sample each shows in the list of blocks."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.samples import sample_of

INLINE_HELP = _(
    "Explain a word with [[word]] or [[word|as it is written here]]; cite with [[lag:L1]]."
)
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]
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


def number(label: Any, **kwargs: Any) -> blocks.IntegerBlock:
    """A whole number from one."""
    return blocks.IntegerBlock(label=capfirst(label), min_value=1, **kwargs)


def tick(label: Any, **kwargs: Any) -> blocks.BooleanBlock:
    """A box to tick."""
    return blocks.BooleanBlock(label=capfirst(label), required=False, **kwargs)


class LessonBlock(blocks.StructBlock):
    """A block of a lesson; in the list of blocks it shows itself with its sample."""

    def get_preview_value(self) -> Any:
        """The sample of this kind of block."""
        return self.to_python(sample_of(self.name))
