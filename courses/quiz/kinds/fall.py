"""A short case with several right next steps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.quiz.kinds.choice import ChoiceKind, ManyChoices


class Case(ManyChoices, ChoiceKind):
    """Fall: a situation, scored as several right answers."""

    code = "fall"
    label = _("Short case")
    short = _("a situation, several answers may be right")
    hint = _("Choose all that are wise.")
