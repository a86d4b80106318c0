"""The versions of a plan, and the difference between two of them in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.plan_words import PLAN_KINDS, Plan, plan_of

ALIKE = 0.55  # texts more alike than this are one and the same, changed


@dataclass(frozen=True)
class Version:
    """The plan as it was after somebody wrote in it."""

    number: int
    label: str
    author: str
    when: str


@dataclass(frozen=True)
class Change:
    """One difference: what is new, gone, or otherwise; a changed text has both."""

    tone: str  # "ok" new | "bad" gone | "now" changed
    word: str
    what: str
    before: str = ""
    after: str = ""


def versions(view: CaseView) -> list[Version]:
    """Every time the plan was written in, as far as the unit may read, the oldest first."""
    return [
        Version(
            number=one.number,
            label=view.flow.documents[one.kind].label,
            author=view.name_of(one.author),
            when=view.desk.time_words(one.sent_at or 0),
        )
        for one in view.state.documents
        if one.kind in PLAN_KINDS and one.status != "draft"
    ]


def compared(view: CaseView, first: int, second: int) -> list[Change]:
    """What changed from one version to another, the goals first."""
    before, after = sorted((first, second))
    old, new = plan_of(view, upto=before) or Plan(), plan_of(view, upto=after) or Plan()
    return list(_changes(old, new, view.coordinator_word))


def _changes(old: Plan, new: Plan, role: str) -> Iterator[Change]:
    pairs = (
        (_("Main goal"), old.main_goal, new.main_goal),
        (_("Main goal until"), old.main_until, new.main_until),
        (_("Next follow-up"), old.next_day, new.next_day),
        (_("%(role)s from now on") % {"role": role}, old.coordinator, new.coordinator),
    )
    for what, before, after in pairs:
        yield from _one(what, before, after)
    yield from _several(
        _("Sub-goal"), [_step(one) for one in old.steps], [_step(one) for one in new.steps]
    )
    yield from _several(pgettext("plan", "Measure"), list(_measures(old)), list(_measures(new)))


def _step(step: object) -> str:
    text, until = getattr(step, "text", ""), getattr(step, "until", "")
    return f"{text} ({until})" if until else str(text)


def _measures(plan: Plan) -> Iterator[str]:
    for one in plan.measures:
        rest = [part for part in (one.often, one.until) if part]
        yield f"{one.who}: {one.text}" + (f" ({', '.join(rest)})" if rest else "")


def _one(what: str, before: str, after: str) -> Iterator[Change]:
    if before == after:
        return
    if before and after:
        yield Change("now", _("Changed"), what, before, after)
    elif after:
        yield Change("ok", _("New"), what, after=after)
    else:
        yield Change("bad", _("Gone"), what, before=before)


def _several(what: str, old: list[str], new: list[str]) -> Iterator[Change]:
    gone = [one for one in old if one not in new]
    for text in [one for one in new if one not in old]:
        like = _nearest(text, gone)
        if like:
            gone.remove(like)
        yield from _one(what, like, text)
    for text in gone:
        yield from _one(what, text, "")


def _nearest(text: str, among: Iterable[str]) -> str:
    scored = [(SequenceMatcher(None, one, text).ratio(), one) for one in among]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else ""
