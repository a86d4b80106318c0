"""What the start page and Mina sidor show: courses and practice of the person signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

try:
    from courses.queries import course_cards
except ImportError:
    course_cards = None
try:
    from sandbox import practice
except ImportError:
    practice = None

STATES = {"not_started": "todo", "ongoing": "now", "done": "done"}


@dataclass(frozen=True)
class ExerciseCard:
    """One exercise, and how far this person has come in it."""

    title: str
    lead: str
    minutes: int
    role: str
    url: str
    state: str  # todo | now | done
    word: str  # says more than the state's own word, or empty
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Home:
    """Everything a start page shows. A guest has exercises only."""

    courses: tuple[Any, ...] = ()
    exercises: tuple[ExerciseCard, ...] = ()

    @property
    def resume(self) -> Any:
        """The course to go on with: one that is begun, else one that is not, else none."""
        for state in ("now", "todo"):
            for card in self.courses:
                if card.state == state and card.resume_url:
                    return card
        return None


def home(user: Any) -> Home:
    """Courses and exercises as `user` has left them; for a guest the exercises, not begun."""
    user_id = user.pk if user is not None and user.is_authenticated else None
    courses = tuple(course_cards(user_id)) if course_cards and user_id else ()
    return Home(courses=courses, exercises=_exercises(user_id))


def _exercises(user_id: int | None) -> tuple[ExerciseCard, ...]:
    if practice is None:
        return ()
    infos = practice.exercises()
    slugs = [info.slug for info in infos]
    found = practice.status(user_id=user_id, slugs=slugs) if user_id else {}
    return tuple(_card(info, found.get(info.slug)) for info in infos)


def _card(info: Any, status: Any) -> ExerciseCard:
    state = STATES[status.state] if status else "todo"
    word = ""
    if status and state == "now" and status.steps:
        word = _("Step %(step)s of %(steps)s") % {"step": status.step, "steps": status.steps}
    return ExerciseCard(
        title=info.title,
        lead=info.lead,
        minutes=info.minutes,
        role=info.role,
        url=f"/ovning/uppdrag/{info.slug}/",
        state=state,
        word=word,
        missing=status.missing if status else (),
    )
