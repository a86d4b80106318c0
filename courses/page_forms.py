"""The forms editors fill in for pages: keys given by the site, and what cannot work told in time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.body_html import MARK
from courses.content_checks import stops, stops_in_line
from courses.keys import next_key
from courses.quiz.models import Question
from courses.sameness import same_blocks
from courses.shelf import take_down
from sandbox import practice

# Where a page lies and when it shows: not what it says.
NOT_CONTENT = {"slug", "go_live_at", "expire_at", "show_in_menus", "comment_notifications"}


def unknown_marks(texts: str) -> Iterator[str]:
    """What must be mended about [[…]] in `texts`, each thing once."""
    shelf, told = take_down(), set()
    for match in MARK.finditer(texts):
        name = match.group(1).strip()
        if name in told:
            continue
        told.add(name)
        if name.startswith("lag:"):
            if name[4:].strip() not in shelf.laws:
                yield _(
                    "There is no law reference “%(name)s”. Check its key in the list of references."
                ) % {"name": name[4:].strip()}
        elif name.lower() not in shelf.terms:
            yield _(
                "The word “%(name)s” is not in the glossary. Add it there first, or take the "
                "brackets away."
            ) % {"name": name}


def marks_of(stream: Any) -> Iterator[str]:
    """What must be mended about [[…]] in the blocks of `stream`, each thing once."""
    return unknown_marks(json.dumps(stream.get_prep_value(), ensure_ascii=False))


def tell(form: Any, name: str, problems: list[str]) -> None:
    """Say everything that is wrong with the blocks of a field at once.

    The administration shows the first error of such a field only, so all go in one.
    """
    if problems:
        form.add_error(name, " ".join(problems))


class ContentForm(WagtailAdminPageForm):
    """A page of a course. The site gives it its key, once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page and not self.instance.key:
            self.instance.key = next_key(self.parent_page)

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - as Django has it
        """The page; a change to what has been approved makes it a draft again."""
        if self._says_something_else() and hasattr(self.instance, "withdraw_review"):
            self.instance.withdraw_review()
        return super().save(commit=commit)

    def _says_something_else(self) -> bool:
        """Whether readers would meet other words or questions than before."""
        changed = [name for name in self.changed_data if name not in NOT_CONTENT]
        if any(self._differs(name) for name in changed):
            return True
        return any(
            name != "comments" and formset.has_changed() for name, formset in self.formsets.items()
        )

    def _differs(self, name: str) -> bool:
        """A changed field; a text of blocks that was only saved again does not count."""
        before, after = self.initial.get(name), self.cleaned_data.get(name)
        if not hasattr(after, "get_prep_value"):
            return True
        stored = [list(one.get_prep_value()) for one in (before, after) if one is not None]
        return len(stored) < 2 or not same_blocks(*stored)


class CourseForm(ContentForm):
    """A course: the questions of its fast track must be asked somewhere in it."""

    def clean(self) -> dict[str, Any]:
        """Says which questions no lesson of the course asks; a miss would lead nowhere."""
        data: dict[str, Any] = super().clean()
        wanted = (data.get("fast_track") or "").split()
        if not wanted:
            return data
        asked = apps.get_model("courses", "LessonQuestion").objects.filter(
            question__ref__in=wanted, lesson__path__startswith=self.instance.path or "-"
        )
        known = set(asked.values_list("question__ref", flat=True))
        for ref in dict.fromkeys(wanted):
            if ref not in known:
                words = _("No lesson of the course asks the question %(ref)s.") % {"ref": ref}
                self.add_error("fast_track", words)
        return data


class LessonForm(ContentForm):
    """A lesson: its exercise and its test must exist, and so must every word it explains."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "exercise" in self.fields:
            known = [(row.slug, row.title) for row in practice.exercises()]
            now = self.instance.exercise
            if now and now not in dict(known):
                known.append((now, now))
            choices = [("", _("No exercise")), *known]
            self.fields["exercise"].widget = forms.Select(choices=choices)

    def clean(self) -> dict[str, Any]:
        """Says what would leave the lesson half working."""
        data: dict[str, Any] = super().clean()
        body = data.get("body")
        if body is not None:
            # A draft may be half done; what is published, or sent to be, may not.
            tell(
                self,
                "body",
                [*marks_of(body), *([] if self.is_deferred_validation else stops(body))],
            )
        self._clean_lines(data)
        if data.get("test_draw"):
            self._clean_test(data)
        return data

    def _clean_lines(self, data: dict[str, Any]) -> None:
        """The lines above the text are read as well."""
        names = () if self.is_deferred_validation else ("title", "goal")
        for name in names:
            for problem in stops_in_line(data.get(name) or ""):
                self.add_error(name, problem)

    def _clean_test(self, data: dict[str, Any]) -> None:
        """A test needs a pass mark, a bank with enough questions, and lessons that exist."""
        if not data.get("test_pass_percent"):
            self.add_error("test_pass_percent", _("Write how many per cent it takes to pass."))
        bank = data.get("test_bank") or ""
        there = Question.objects.filter(bank=bank, live=True).count()
        if not bank:
            self.add_error("test_bank", _("Write which bank to draw from, for example K1."))
        elif there < data["test_draw"]:
            self.add_error(
                "test_draw",
                _("The bank %(bank)s has %(number)s published questions. Draw that many or fewer.")
                % {"bank": bank, "number": there},
            )
        wanted = re.split(r"[\s,]+", (data.get("test_after") or "").strip())
        lessons = apps.get_model("courses", "LessonPage").objects
        known = set(lessons.filter(key__in=wanted).values_list("key", flat=True))
        for key in wanted:
            if key and key not in known:
                self.add_error("test_after", _("There is no lesson %(key)s.") % {"key": key})
