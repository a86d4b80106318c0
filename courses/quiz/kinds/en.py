"""One right answer among several."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.quiz.kinds.choice import ChoiceKind, OneChoice


class One(OneChoice, ChoiceKind):
    """Ett rätt: 1 or 0."""

    code = "en"
    label = _("One right answer")
    short = _("one answer is right")
    hint = _("Choose the one that is right.")
