"""What the projector may show: a closed list of views, none of which holds anybody's text or name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sandbox.live import activities, codes, debrief
from sandbox.live.activity_plans import for_the_wall, lines
from sandbox.live.lobby import counted, present
from sandbox.live.qr import qr
from sandbox.live.telling import NBSP
from sandbox.world.models import Activity, Run
from sandbox.world.news import look_again
from sandbox.world.queries import person_of
from sandbox.world.run_log import moved_on
from sandbox.world.templates import file_of

SEP = ":"
TALKING = ("feedback", "closing")
# (groups at most, acts of each): what fits a wall of 1280 × 800 in type that the last row can read.
ROOM_FOR = ((1, 6), (2, 4), (4, 2))


@dataclass(frozen=True)
class Choice:
    """A view the leader can put on the wall."""

    value: str
    label: str
    is_shown: bool


@dataclass(frozen=True)
class View:
    """What is on the wall: the template of the view and what it shows."""

    template: str
    title: str
    context: Mapping[str, Any]


def choices(run: Run) -> tuple[Choice, ...]:
    """Every view the leader may choose now, the one on the wall marked."""
    found = [("case", _("The case"))]
    if run.state != Run.State.ENDED:
        found = [("join", _("The code")), ("rules", _("The rules")), *found]
    groups = lines(run) if run.mode == Run.Mode.GROUP else []
    if groups:
        found.append(("timeline", _("What has happened")))
    found += [
        (
            f"plans{SEP}{one},{other}",
            _("The plans of groups %(a)d and %(b)d") % {"a": one, "b": other},
        )
        for one, other in _pairs(groups)
    ]
    if talks(run):
        found += [
            (f"debrief{SEP}{line}", _("Afterwards: group %(number)d") % {"number": line})
            for line in groups
        ]
    return tuple(Choice(value, label, value == run.projector) for value, label in found)


def talks(run: Run) -> bool:
    """Whether the room has come to the part where it talks about what happened, or has ended."""
    if run.state == Run.State.ENDED:
        return True
    kinds = [str(phase.get("kind", "")) for phase in run.phases]
    return run.phase < len(kinds) and kinds[run.phase] in TALKING


def show(*, run: Run, value: str) -> None:
    """Put a view on the wall. Raises ValueError for anything that is not on the list."""
    if value not in {one.value for one in choices(run)} and not _activity(run, value):
        raise ValueError("The projector shows nothing that is not on its list.")
    Run.objects.filter(pk=run.pk).update(projector=value)
    moved_on(run)
    look_again(run.pk)


def wall(run: Run, *, site: str) -> dict[str, Any]:
    """Everything live/parts_projector.html shows. `site` is where people come to, "https://…"."""
    found = view(run)
    return {"view": found, "run": run, **found.context, **_entrance(run, site)}


def view(run: Run) -> View:
    """What is on the wall. A stopped or paused session shows that, and nothing else."""
    if run.halted_at:
        return View("live/projector_calm.html", _("The session is stopped"), {})
    if run.paused_at:
        return View("live/projector_calm.html", _("Paused"), {})
    kind, _sep, rest = run.projector.partition(SEP)
    made = _VIEWS.get(kind, _join)(run, rest)
    return made or _join(run, "")


def _entrance(run: Run, site: str) -> dict[str, Any]:
    """How to come in: the code, its picture, and how many have."""
    path = reverse("live:home", args=[run.join_code.lower()])
    return {
        "code": codes.spaced(run.join_code).replace(" ", NBSP),
        "qr": qr(f"{site}{path}"),
        "short": f"{site.partition('//')[2]}{reverse('live:enter')}",
        "come": len(counted(present(run))),
    }


def _join(run: Run, _rest: str) -> View:
    if run.state == Run.State.ENDED:
        return View("live/projector_calm.html", _("The session is over"), {})
    return View("live/projector_join.html", _("Join the session"), _case_context(run))


def _rules(_run: Run, _rest: str) -> View:
    return View("live/projector_rules.html", _("Today's rules"), {})


def _case(run: Run, _rest: str) -> View:
    return View("live/projector_case.html", file_of(run.scenario).title, _case_context(run))


def _timeline(run: Run, _rest: str) -> View:
    stories = debrief.stories(run)
    room = next((acts for most, acts in ROOM_FOR if len(stories) <= most), 1)
    groups = [{"line": one.line, "now": one.now, "acts": _latest(one)[:room]} for one in stories]
    return View("live/projector_timeline.html", _("What has happened"), {"groups": groups})


def _latest(story: debrief.Story) -> list[tuple[str, str, str]]:
    """The latest acts of a group as (day and time, organisation, what), newest first."""
    told = [
        (number, act.time.rjust(5), f"{day.label} {act.time}", name, act.text)
        for number, day in enumerate(story.days)
        for name, acts in (*day.by_party, ("", day.events))
        for act in acts
    ]
    told.sort(key=lambda line: line[:2])
    return [line[2:] for line in reversed(told)]


def _plans(run: Run, rest: str) -> View | None:
    wanted = [int(one) for one in rest.split(",") if one.isdecimal()]
    if not wanted or not set(wanted) <= set(lines(run)):
        return None
    plans = [for_the_wall(run, line) for line in wanted]
    return View("live/projector_plans.html", _("Two plans side by side"), {"plans": plans})


def _asked(run: Run, rest: str) -> View | None:
    asked = activities.for_projector(run, int(rest)) if rest.isdecimal() else None
    return (
        View("live/parts_activity_projector.html", asked.question, {"asked": asked})
        if asked
        else None
    )


def _after(run: Run, rest: str) -> View | None:
    if not rest.isdecimal() or int(rest) not in lines(run):
        return None
    told = debrief.debrief(run, line=int(rest))
    return View(
        "live/parts_after_projector.html",
        _("What happened"),
        {"debrief": told, "story": told.story},
    )


_VIEWS: Mapping[str, Callable[[Run, str], View | None]] = {
    "join": _join,
    "rules": _rules,
    "case": _case,
    "timeline": _timeline,
    "plans": _plans,
    "activity": _asked,
    "debrief": _after,
}


def _case_context(run: Run) -> dict[str, Any]:
    read = file_of(run.scenario)
    person = person_of(run.scenario.template) if run.scenario.template else None
    return {"read": read, "case_lines": read.case_lines or (read.lead,), "person": person}


def _pairs(groups: list[int]) -> list[tuple[int, int]]:
    """Two and two beside each other: 1 and 2, 3 and 4; the last one again when it is left over."""
    pairs = [(groups[i], groups[i + 1]) for i in range(0, len(groups) - 1, 2)]
    if len(groups) > 1 and len(groups) % 2:
        pairs.append((groups[-2], groups[-1]))
    return pairs


def _activity(run: Run, value: str) -> bool:
    kind, _sep, no = value.partition(SEP)
    if kind != "activity" or not no.isdecimal():
        return False
    shown = run.activities.exclude(kind=Activity.Kind.MONDAY)
    return shown.filter(no=int(no)).exists()
