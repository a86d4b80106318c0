"""A session in words: when it is, who has come, and where its one button leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.live import offering
from sandbox.live.codes import spaced
from sandbox.world.models import Run
from sandbox.world.templates import file_of

NBSP = "\u00a0"


@dataclass(frozen=True)
class Told:
    """A session as the trainer's lists show it. `meta` says the rest, in short phrases."""

    run: Run
    code: str
    when: str
    tone: str
    word: str
    meta: tuple[str, ...]
    url: str


def told(run: Run) -> Told:
    """The session in words. `run.come` is how many are in, where the query has counted them."""
    tone, word = _standing(run)
    return Told(
        run=run,
        code=spaced(run.join_code),
        when=when(run),
        tone=tone,
        word=word,
        meta=tuple(filter(None, (run.place, _come(run), *size(run)))),
        url=_place(run),
    )


def when(run: Run) -> str:
    """Day and times: "Torsdag 26 november 2026 kl. 13–15.30"."""
    if run.starts_at is None:
        return ""
    begins = timezone.localtime(run.starts_at)
    ends = begins + timedelta(minutes=sum(phase["minutes"] for phase in run.phases))
    day = date_format(begins, "l j F Y")
    return f"{day[:1].upper()}{day[1:]} kl.{NBSP}{_clock(begins)}–{_clock(ends)}"


def size(run: Run) -> tuple[str, ...]:
    """How many groups and organisations; one phrase each."""
    if run.mode != Run.Mode.GROUP:
        return (_("Side by side, everybody on their own"),)
    organisations = len(offering.workplaces(file_of(run.scenario)))
    return (
        ngettext("%(count)d group", "%(count)d groups", run.groups) % {"count": run.groups},
        ngettext("%(count)d organisation", "%(count)d organisations", organisations)
        % {"count": organisations},
    )


def _come(run: Run) -> str:
    come: int | None = getattr(run, "come", None)
    if come is None or run.state == Run.State.PLANNED:
        return ""
    if run.state == Run.State.ENDED:
        return ngettext("%(count)d took part", "%(count)d took part", come) % {"count": come}
    return ngettext("%(count)d is in", "%(count)d are in", come) % {"count": come}


def _standing(run: Run) -> tuple[str, str]:
    return {
        Run.State.PLANNED: ("todo", _("Planned")),
        Run.State.LOBBY: ("now", _("Gathering")),
        Run.State.RUNNING: ("now", _("In progress")),
        Run.State.ENDED: ("done", _("Ended")),
    }[Run.State(run.state)]


def _place(run: Run) -> str:
    """The page of the session as it stands; the trainer's view and the debrief are theirs."""
    here = reverse("live:run", args=[run.pk])
    tails = {Run.State.LOBBY: "lobby/", Run.State.RUNNING: "ledarvy/", Run.State.ENDED: "efterat/"}
    return here + tails.get(Run.State(run.state), "")


def _clock(moment: datetime) -> str:
    """A time as a text says it: "13", "15.30"."""
    clock = date_format(moment, "G.i")
    return str(clock).removesuffix(".00")
