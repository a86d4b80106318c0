"""Words for outcomes: parts, headlines, points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.quiz.kinds import KINDS, Graded
from courses.quiz.policy import Policy
from courses.quiz.scoring import needed

# Fewer answers than this say more of a person than of a question.
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class PartLook:
    """How one part's outcome is shown: class of the row, icon, status class, words."""

    row: str
    icon: str
    status: str
    words: str | Promise


PARTS: dict[str, PartLook] = {
    "chosen_right": PartLook("r", "ok", "done", gettext_lazy("Right, you chose it")),
    "chosen_wrong": PartLook(
        "w", "wrong", "bad", gettext_lazy("You chose it, but it is not right")
    ),
    "missed": PartLook("m", "alert", "warn", gettext_lazy("Right answer that you did not choose")),
    "left_out": PartLook("n", "circle", "", gettext_lazy("Not right, and you left it out")),
    "right_place": PartLook("r", "ok", "done", gettext_lazy("Right place")),
    "other_place": PartLook("m", "swap", "warn", gettext_lazy("You had it in place %(given)s")),
    "placed_right": PartLook("r", "ok", "done", gettext_lazy("Right: %(want)s")),
    "placed_wrong": PartLook(
        "w", "wrong", "bad", gettext_lazy("You chose: %(given)s\nRight answer: %(want)s")
    ),
    "unanswered": PartLook("m", "alert", "warn", gettext_lazy("No answer\nRight answer: %(want)s")),
    "unplaced": PartLook("m", "alert", "warn", gettext_lazy("No answer")),
}


@dataclass(frozen=True)
class Headline:
    """The first thing said of one answer: kind of notice, icon, words."""

    notice: str
    icon: str
    words: str


def part_words(code: str, *, given: str, want: str) -> str:
    """What became of one part, in words."""
    return str(PARTS[code].words) % {"given": given, "want": want}


def how_many(kind: str, graded: Graded) -> str:
    """ "2 of 4 right ones, 1 wrong" in the words of the kind."""
    numbers = {"got": graded.got, "of": graded.of}
    if kind == "ordning":
        return _("%(got)s of %(of)s steps come straight after the right one") % numbers
    words = _("%(got)s of %(of)s right") % numbers
    if not graded.wrong:
        return words
    wrong = ngettext("%(n)s wrong", "%(n)s wrong", graded.wrong) % {"n": graded.wrong}
    return f"{words}, {wrong}"


def headline(kind: str, graded: Graded, *, answered: bool) -> Headline:
    """Right, partly right, not quite, or no answer."""
    if not answered:
        return Headline("warn", "circle", _("No answer"))
    if graded.fraction >= 1:
        return Headline("ok", "ok", _("Right"))
    if graded.fraction > 0:
        words = _("Partly right: %(how_many)s") % {"how_many": how_many(kind, graded)}
        return Headline("warn", "half", words)
    if graded.got:
        words = _("Not quite: %(how_many)s") % {"how_many": how_many(kind, graded)}
        return Headline("warn", "alert", words)
    return Headline("warn", "alert", _("Not quite"))


def points(value: float, *, up: bool = False) -> str:
    """Points with at most one decimal; rounded against the learner's favour, never into a pass."""
    tenths = math.ceil(value * 10 - 1e-6) if up else math.floor(value * 10 + 1e-6)
    return number_format(tenths / 10, decimal_pos=1 if tenths % 10 else 0)


def count(slot: int, of: int) -> str:
    """Which question of how many. Here, as templates ask for the language at each number."""
    return _("Question %(n)s of %(of)s") % {"n": slot, "of": of}


def verdict(*, score: float, of: float, passed: bool, policy: Policy) -> str:
    """One or two sentences that begin the result page."""
    numbers = {"score": points(score), "of": points(of)}
    if policy.mode == "practice":
        if score >= of:
            return _("All right. Read the explanations if you want to know why.")
        return _("Well on the way. Read the explanations and try again whenever you want.")
    if passed:
        return _("You got %(score)s of %(of)s. You have passed.") % numbers
    numbers["need"] = points(needed(of, policy), up=True)
    return (
        _(
            "You got %(score)s of %(of)s. You need %(need)s. "
            "Read the explanations and try again with new questions."
        )
        % numbers
    )


def terms(policy: Policy, count: int) -> list[str]:
    """What the row under the heading says of an attempt."""
    words = [ngettext("%(n)s question", "%(n)s questions", count) % {"n": count}]
    if policy.minutes:
        minutes = {"n": policy.minutes}
        words.append(
            ngettext("About %(n)s minute", "About %(n)s minutes", policy.minutes) % minutes
        )
    if policy.pass_percent:
        words.append(_("Passed at %(percent)s percent") % {"percent": policy.pass_percent})
    if policy.tries is None:
        words.append(_("As many tries as you want"))
    else:
        tries = {"n": policy.tries}
        words.append(ngettext("%(n)s try", "%(n)s tries", policy.tries) % tries)
    return words


def kind_of(question: Any) -> str:
    """The kind of a Question, in words."""
    return ", ".join(str(KINDS[block.block_type].label) for block in question.body)


def review(question: Any) -> str:
    """Who has reviewed a Question, or that it is a draft."""
    return question.reviewed_by or _("Draft – not reviewed")


def answers(question: Any) -> str:
    """How many have answered a Question from queries.question_statistics; few are not told apart."""
    number = question.answers or 0
    few = _("fewer than %(n)s") % {"n": SMALLEST_GROUP}
    return number_format(number) if number >= SMALLEST_GROUP else few


def mean(question: Any) -> str:
    """The mean share of the points, in percent; a dash when few have answered."""
    if (question.answers or 0) < SMALLEST_GROUP:
        return "–"
    return _("%(percent)s percent") % {"percent": number_format(round(question.mean * 100))}
