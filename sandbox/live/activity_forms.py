"""The forms people answer activities with, and the one a leader adds a question with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sandbox.exercises.scenario import RubricItem
from sandbox.live.activity_shapes import choices_of
from sandbox.web.real_data import explained
from sandbox.world.models import Activity
from sandbox.world.tripwire import LooksReal, inspect

Kind = Activity.Kind
WORDS = ("word_1", "word_2", "word_3")
LONGEST_WORD = 40
LONGEST_TEXT = 300
LONGEST_NOTE = 600
MOST_OPTIONS = 8


class Watched(forms.Form):
    """A form whose texts are searched for real people; what was typed stands in it again."""

    # With the error summary of the page; the fields say the rest.
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """The cleaned fields; a text that looks real becomes an error of its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            inspect(cleaned)
        except LooksReal as problem:
            for name, text in explained(problem).items():
                self.add_error(name if name in self.fields else None, text)
        return cleaned

    def value(self) -> dict[str, Any]:
        """The answer as it is kept."""
        return dict(self.cleaned_data)


class PollForm(Watched):
    """One of the options, or a step of the scale."""

    choice = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )

    def __init__(self, *args: Any, question: str, options: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["choice"]
        field.label = question
        field.choices = list(enumerate(choices_of(options)))  # type: ignore[attr-defined]


class WordsForm(Watched):
    """One to three words."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for number, name in enumerate(WORDS, start=1):
            self.fields[name] = forms.CharField(
                label=_("Word %(number)d") % {"number": number},
                max_length=LONGEST_WORD,
                required=number == 1,
                widget=forms.TextInput({"autocomplete": "off"}),
                error_messages={"required": _("Write at least one word.")},
            )

    def value(self) -> dict[str, Any]:
        """The words that were written, each once."""
        written = [" ".join(self.cleaned_data.get(name, "").split()) for name in WORDS]
        return {"words": list(dict.fromkeys(word for word in written if word))}


class ClosingForm(Watched):
    """A sentence or two."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("Write nothing about real people."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write a sentence.")},
    )


class NoteForm(Watched):
    """The group's note; `seen` names the notes that were in sight when it was written."""

    text = forms.CharField(
        label=_("Your group's note"),
        help_text=_("One of you writes for everybody. Write nothing about real people."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Write what the group says.")},
    )
    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def value(self) -> dict[str, Any]:
        """The note itself."""
        return {"text": self.cleaned_data["text"]}


class JudgingForm(Watched):
    """The scenario's rubric, 0 to 2 on each item."""

    def __init__(self, *args: Any, rubric: Sequence[RubricItem], **more: Any) -> None:
        super().__init__(*args, **more)
        for item in rubric:
            self.fields[item.key] = forms.TypedChoiceField(
                label=item.label,
                coerce=int,
                choices=list(enumerate(item.levels)),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the levels.")},
            )

    def value(self) -> dict[str, Any]:
        """The level chosen for each item."""
        return {"scores": {name: self.cleaned_data[name] for name in self.fields}}


class MondayForm(Watched):
    """What I do, when, and with whom: nobody else reads it."""

    will = forms.CharField(
        label=_("I am going to …"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what you are going to do.")},
    )
    when = forms.CharField(label=_("When"), max_length=80, required=False)
    who = forms.CharField(
        label=_("Whom I need to talk to"),
        help_text=_("Write a role, not a name. For example: my manager."),
        max_length=80,
        required=False,
    )


class QuestionForm(Watched):
    """A leader's own question."""

    kind = forms.ChoiceField(
        label=_("What kind of question?"),
        choices=[
            (Kind.POLL, _("Poll: everybody chooses an answer")),
            (Kind.WORDS, _("Word cloud: one to three words each")),
            (Kind.GROUP_QUESTION, _("Question for the group: one note from each group")),
        ],
        initial=Kind.POLL,
        widget=forms.RadioSelect,
    )
    question = forms.CharField(
        label=_("Question"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write the question.")},
    )
    options = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("One on each line. Without any, a poll is a scale from 1 to 5."),
        required=False,
        max_length=800,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_options(self) -> list[str]:
        """The lines that say something, each once."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) == 1:
            raise forms.ValidationError(_("Write at least two answers, or none."))
        if len(found) > MOST_OPTIONS:
            raise forms.ValidationError(_("Write at most eight answers."))
        return found


def form_for(
    activity: Activity,
    *,
    rubric: Sequence[RubricItem],
    data: QueryDict | None = None,
    kept: Mapping[str, Any] | None = None,
) -> Watched:
    """The form an activity is answered with: as posted, or as answered before."""
    value = kept or {}
    if activity.kind == Kind.POLL:
        return PollForm(
            data, question=activity.question, options=activity.options, initial=dict(value)
        )
    if activity.kind == Kind.WORDS:
        return WordsForm(data, initial=dict(zip(WORDS, value.get("words", ()), strict=False)))
    if activity.kind == Kind.JUDGING:
        return JudgingForm(data, rubric=rubric, initial=dict(value.get("scores", {})))
    simple = {
        Kind.CLOSING: ClosingForm,
        Kind.GROUP_QUESTION: NoteForm,
        Kind.MONDAY: MondayForm,
    }
    return simple[Kind(activity.kind)](data, initial=dict(value))
