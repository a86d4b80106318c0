"""What has happened in a case, newest first: who did what and when, and the documents that came of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sandbox.process.state import Happening
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.papers import Paper

MISSED, OPENED, HELD = "deadline_missed", "deadline_opened", "consent_exceeded"
MOVED, STAYS = "coordinator_moved", "coordinator_stays"


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    when: str
    who: str
    what: str
    paper: Paper | None
    tone: str


def happenings(view: CaseView) -> list[Line]:
    """The case's log in words, newest first; attempts that came to nothing are left out."""
    papers = {one.number: view.paper(one) for one in view.state.documents if one.status != "draft"}
    lines = [_line(view, one, papers) for one in reversed(view.state.log)]
    return [one for one in lines if one is not None]


def _line(view: CaseView, line: Happening, papers: dict[int, Paper]) -> Line | None:
    what, tone = _what(view, line)
    if not what:
        return None
    return Line(
        when=view.desk.time_words(line.at),
        who=view.name_of(line.actor) if line.actor in view.parties else "",
        what=what,
        paper=papers.get(line.document or 0),
        tone=tone,
    )


def _what(view: CaseView, line: Happening) -> tuple[str, str]:
    action = view.words.actions.get(line.code)
    if action is not None:
        return action.done, ""
    row = view.words.deadlines.get(str(line.data.get("deadline", "")))
    label = row.label if row else ""
    if line.code == MISSED:
        return _("Time ran out: %(what)s") % {"what": label}, "warn"
    if line.code == OPENED:
        return _("From now on: %(what)s") % {"what": label}, "warn"
    if line.code == MOVED:
        return _("Holds the plan together from now on"), ""
    if line.code == STAYS:
        return _("Did not take the plan over: the consent no longer covers the unit"), "warn"
    if line.code == HELD:
        return _("Was sent to more than the consent covers"), "warn"
    return "", ""
