"""The form a session on paper is registered with; whatever is wrong, what was typed stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandbox.live import offering, typed_lists
from sandbox.live.activity_forms import Watched
from sandbox.live.activity_paper import poll_counts, word_counts
from sandbox.live.afterwards import Asked, Person, Register, asked, judged, others, registered
from sandbox.live.joining import LONGEST_NAME
from sandbox.live.lobby import LARGEST
from sandbox.live.plan_forms import clock_field, day_field
from sandbox.live.typed_lists import MOST_TIMES
from sandbox.world.models import Activity, Participant, Run
from sandbox.world.templates import file_of

LONGEST_LIST = 12_000
FIGURES = {"class": "short", "inputmode": "numeric"}


class AfterwardsForm(Watched):
    """When it was, who came, what was answered on paper, and what each group did."""

    day = day_field(
        gettext_lazy("Day it was held"), missing=gettext_lazy("Choose the day it was held")
    )
    clock = clock_field(gettext_lazy("Began at"), missing=gettext_lazy("Write when it began"))
    groups = forms.IntegerField(
        label=gettext_lazy("Number of groups"),
        min_value=1,
        max_value=LARGEST,
        widget=forms.NumberInput(attrs=FIGURES),
        error_messages={
            "required": gettext_lazy("Write how many groups there were"),
            "invalid": gettext_lazy("Write the number of groups in figures"),
            "min_value": gettext_lazy("There has to be one group at least"),
            "max_value": gettext_lazy("There can be twelve groups at most"),
        },
    )
    people = forms.CharField(
        label=gettext_lazy("Who came? One on each line"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
    )

    def __init__(self, data: QueryDict | None = None, *, run: Run) -> None:
        starts = timezone.localtime(run.starts_at or run.created_at)
        first = {
            "day": starts.date(),
            "clock": starts.time().replace(second=0, microsecond=0),
            "groups": run.groups,
        }
        super().__init__(data, initial=first)
        self.run, self.read = run, file_of(run.scenario)
        self.asked, self.known = asked(run), registered(run)
        if self.is_bound:
            # Somebody another leader has added since the form was shown is left as she is.
            self.known = [one for one in self.known if f"name-{one.no}" in self.data]
        self.in_groups = run.mode == Run.Mode.GROUP
        self.fields["people"].help_text = _help(self.read, in_groups=self.in_groups)
        if not self.in_groups:
            del self.fields["groups"]
        for one in self.known:
            self._add_person(one)
        kept = {one.no: one for one in run.activities.all()}
        for question in self.asked:
            self._add_question(question, kept.get(question.no))
        met = judged(run)
        for line in self.lines():
            self.fields[f"met-{line}"] = forms.MultipleChoiceField(
                label=_("Group %(number)s") % {"number": line},
                required=False,
                choices=[(check.key, check.label) for check in self.read.checks],
                initial=sorted(met.get(line, ())),
                widget=forms.CheckboxSelectMultiple,
            )

    def lines(self) -> range:
        """The groups that are judged: as many as were typed, or as the session has."""
        typed = str(self.data.get("groups", "")) if self.is_bound else ""
        wanted = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 3 else 0
        return range(1, min(wanted or self.run.groups, LARGEST) + 1) if self.in_groups else range(0)

    def rows(self) -> Iterable[dict[str, Any]]:
        """The fields of everybody who is in the list already."""
        for one in self.known:
            names = ("name", "workplace", "group", "gone")
            row = {
                name: self[f"{name}-{one.no}"]
                for name in names
                if f"{name}-{one.no}" in self.fields
            }
            yield row | {"person": one, "errors": [row[name].errors for name in row]}

    def polls(self) -> Iterable[tuple[Asked, list[forms.BoundField]]]:
        """Each poll with a field for each of its answers."""
        for one in self.asked:
            if one.kind == Activity.Kind.POLL:
                yield one, [self[f"poll-{one.no}-{place}"] for place in range(len(one.options))]

    def words(self) -> list[forms.BoundField]:
        """The field of each word cloud."""
        return [self[f"words-{one.no}"] for one in self.asked if one.kind == Activity.Kind.WORDS]

    def judgements(self) -> Iterable[dict[str, Any]]:
        """Each group's boxes, step by step."""
        for line in self.lines():
            field = self[f"met-{line}"]
            boxes = {box.data["value"]: box for box in field.subwidgets}
            steps = [
                (step.title, [boxes[check.key] for check in step.checks])
                for step in self.read.steps
                if step.checks
            ]
            ticked = len(field.value() or ())
            yield {"line": line, "steps": steps, "met": ticked, "total": len(boxes)}

    def clean_day(self) -> datetime.date:
        """A day that has come."""
        day: datetime.date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("The session is registered when it has been held. Choose a day that has been.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        """The lists read line by line, with everybody told apart."""
        cleaned = super().clean()
        self._new, wrong = typed_lists.read_people(cleaned.get("people", ""), self.read)
        for text in wrong:
            self.add_error("people", text)
        self._words: dict[int, list[tuple[str, int]]] = {}
        for one in self.asked:
            if one.kind == Activity.Kind.WORDS:
                typed = cleaned.get(f"words-{one.no}", "")
                self._words[one.no], wrong = typed_lists.read_words(typed)
                for text in wrong:
                    self.add_error(f"words-{one.no}", text)
        self._tell_apart()
        self._seat_at_groups()
        return cleaned

    def register(self) -> Register:
        """What was typed; only after is_valid()."""
        data = self.cleaned_data
        starts = timezone.make_aware(datetime.datetime.combine(data["day"], data["clock"]))
        groups = data.get("groups", 1)
        return Register(
            starts_at=starts,
            groups=groups,
            people=self._everybody(),
            gone=frozenset(one.no for one in self.known if data.get(f"gone-{one.no}")),
            polls={
                one.no: [data.get(f"poll-{one.no}-{at}") or 0 for at in range(len(one.options))]
                for one, _fields in self.polls()
            },
            words=self._words,
            met={line: frozenset(data.get(f"met-{line}", ())) for line in self.lines()},
        )

    def unknown_workplaces(self) -> list[str]:
        """What was typed as a workplace and is kept as another one."""
        return typed_lists.unknown_workplaces(self.cleaned_data["people"], self.read)

    def _everybody(self) -> list[Person]:
        data = self.cleaned_data
        kept = [
            Person(
                " ".join(data.get(f"name-{one.no}", one.name).split()),
                data.get(f"workplace-{one.no}", ""),
                data.get(f"group-{one.no}"),
                one.no,
            )
            for one in self.known
            if not data.get(f"gone-{one.no}")
        ]
        return [*kept, *self._new]

    def _tell_apart(self) -> None:
        phones = [one.name for one in others(self.run)]
        shown = {one.no for one in self.known}
        untouched = [one.name for one in registered(self.run) if one.no not in shown]
        named = [one.name for one in self._everybody()]
        for name in typed_lists.twice([*named, *phones, *untouched]):
            text = _("%(name)s is there twice. Add a letter, or take one of them away.")
            if name.casefold() in {one.casefold() for one in phones}:
                text = _("%(name)s joined with a phone and is in the attendance already.")
            self.add_error("people", text % {"name": name})

    def _seat_at_groups(self) -> None:
        groups = self.cleaned_data.get("groups")
        for one in self._new:
            if self.in_groups and groups and one.group and one.group > groups:
                text = _("%(name)s: there is no group %(number)d.")
                self.add_error("people", text % {"name": one.name, "number": one.group})

    def _add_person(self, one: Participant) -> None:
        self.fields[f"name-{one.no}"] = forms.CharField(
            label=_("Name"),
            max_length=LONGEST_NAME,
            initial=one.name,
            error_messages={"required": _("Write a first name or an alias")},
        )
        self.fields[f"workplace-{one.no}"] = forms.ChoiceField(
            label=_("Workplace"),
            required=False,
            initial=one.workplace,
            choices=[*offering.workplaces(self.read), ("", _("Another workplace"))],
        )
        if self.in_groups:
            self.fields[f"group-{one.no}"] = forms.IntegerField(
                label=_("Group"),
                required=False,
                min_value=1,
                max_value=LARGEST,
                initial=one.line,
                widget=forms.NumberInput(attrs=FIGURES),
            )
        self.fields[f"gone-{one.no}"] = forms.BooleanField(label=_("Take away"), required=False)

    def _add_question(self, question: Asked, kept: Activity | None) -> None:
        if question.kind == Activity.Kind.WORDS:
            counted = word_counts(kept) if kept else []
            self.fields[f"words-{question.no}"] = forms.CharField(
                label=question.question,
                help_text=_("One word on each line. With a number if several wrote it: later; 3."),
                required=False,
                max_length=LONGEST_LIST,
                initial="\n".join(
                    word if times == 1 else f"{word}; {times}" for word, times in counted
                ),
                widget=forms.Textarea({"rows": 5}),
            )
            return
        counts = dict(enumerate(poll_counts(kept))) if kept else {}
        for place, option in enumerate(question.options):
            self.fields[f"poll-{question.no}-{place}"] = forms.IntegerField(
                label=option,
                required=False,
                min_value=0,
                max_value=MOST_TIMES,
                initial=counts.get(place),
                widget=forms.NumberInput(attrs=FIGURES),
            )


def _help(read: Any, *, in_groups: bool) -> str:
    places = ", ".join(name for _code, name in offering.workplaces(read))
    return (
        _("Name, workplace, group. For example: Kim, %(place)s, 2. The workplaces are: %(all)s.")
        if in_groups
        else _("Name, workplace. For example: Kim, %(place)s. The workplaces are: %(all)s.")
    ) % {"place": offering.workplaces(read)[0][1], "all": places}
