"""Several right answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.quiz.kinds.choice import ChoiceKind, ManyChoices


class Several(ManyChoices, ChoiceKind):
    """Flera rätt: (right chosen - wrong chosen) / number right, at least 0."""

    code = "flera"
    label = _("Several right answers")
    short = _("several answers may be right")
    hint = _("Choose all that are right.")
