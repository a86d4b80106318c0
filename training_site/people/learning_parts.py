"""What is kept of what somebody learns: courses, answers, certificates and practice."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses import own_data
from courses.labels import day
from sandbox import practice
from training_site.people.models import User
from training_site.people.my_data import Part, Row


def course_rows(user: User) -> list[Row]:
    """The courses she has begun."""
    return own_data.courses_of(user.pk)


def lesson_rows(user: User) -> list[Row]:
    """The lessons she has opened."""
    return own_data.lessons_of(user.pk)


def answer_rows(user: User) -> list[Row]:
    """The questions she has answered."""
    return own_data.answers_of(user.pk)


def certificate_rows(user: User) -> list[Row]:
    """Her certificates."""
    return own_data.certificates_of(user.pk)


def note_rows(user: User) -> list[Row]:
    """What she has written, ticked and answered in lessons."""
    return own_data.notes_of(user.pk)


def attestation_rows(user: User) -> list[Row]:
    """What has been attested of her, and by her."""
    return own_data.attestations_of(user.pk)


def forget_courses(user: User) -> None:
    """Delete what she wrote for herself, and take her name from the rest."""
    own_data.forget(user.pk)


def exercise_rows(user: User) -> list[Row]:
    """Her attempts at exercises, and how much she wrote is still there."""
    kept = practice.records_of(user.pk)
    rows: list[Row] = [
        {
            _("Exercise"): one.title,
            _("Begun"): day(one.began_at),
            _("Ended"): day(one.ended_at),
            _("Result"): _("%(met)d of %(total)d met") % {"met": one.met, "total": one.total},
        }
        for one in kept.attempts
    ]
    if kept.worlds:
        rows.append({_("Your own texts in exercises"): str(kept.worlds)})
    rows += [{_("Text you have reported and erased"): day(at)} for at in kept.erasures]
    return rows


def session_rows(user: User) -> list[Row]:
    """The led sessions she has been in or led."""
    return [
        {
            _("Session"): one.title,
            _("Date"): day(one.began_at),
            _("Name in the session"): one.name,
            _("Part in it"): _("led it") if one.led else _("took part"),
        }
        for one in practice.records_of(user.pk).sessions
    ]


def forget_practice(user: User) -> None:
    """Delete her runs, and her name and words in led sessions."""
    practice.forget(user.pk)


_COUNTED = gettext_lazy("As long as you have the account; after that without your name.")
_STAYS = gettext_lazy("Your name is taken away. The rows stay, so that what is counted is right.")

PARTS = (
    Part(
        key="kurser",
        title=gettext_lazy("Courses"),
        why=gettext_lazy("So that you can go on, and so that your unit can count who is done."),
        how_long=_COUNTED,
        erasing=_STAYS,
        rows=course_rows,
        erase=forget_courses,
    ),
    Part(
        key="lektioner",
        title=gettext_lazy("Lessons you have opened"),
        why=gettext_lazy("So that you find your place again and see what is left."),
        how_long=_COUNTED,
        erasing=_STAYS,
        rows=lesson_rows,
    ),
    Part(
        key="anteckningar",
        title=gettext_lazy("Your own notes in lessons"),
        why=gettext_lazy("So that you can read them again. Nobody else sees your notes and ticks."),
        how_long=gettext_lazy("Until you take them away, or as long as you have the account."),
        erasing=gettext_lazy("All of it is deleted at once."),
        rows=note_rows,
    ),
    Part(
        key="svar",
        title=gettext_lazy("Answers to questions"),
        why=gettext_lazy(
            "So that you can see your answers, and so that a question many get wrong is mended."
        ),
        how_long=_COUNTED,
        erasing=_STAYS,
        rows=answer_rows,
    ),
    Part(
        key="intyg",
        title=gettext_lazy("Certificates"),
        why=gettext_lazy("So that you can show what you have done."),
        how_long=_COUNTED,
        erasing=gettext_lazy(
            "Your name is taken away, so the certificate can no longer be shown as yours. "
            "That it was issued is still counted."
        ),
        rows=certificate_rows,
    ),
    Part(
        key="intygade",
        title=gettext_lazy("Sessions that have been attested"),
        why=gettext_lazy("So that it can be shown which trainer was there and what she saw."),
        how_long=_COUNTED,
        erasing=gettext_lazy(
            "What a trainer wrote to you is deleted. If you are a trainer, your name stays with "
            "those whose sessions you have attested: they need it."
        ),
        rows=attestation_rows,
    ),
    Part(
        key="ovningar",
        title=gettext_lazy("Exercises"),
        why=gettext_lazy("So that you can go on and see how it went. The persons are made up."),
        how_long=gettext_lazy(
            "What you write: until 30 days after the exercise has ended, or 90 days after you "
            "last opened it. The result: as long as you have the account."
        ),
        erasing=gettext_lazy(
            "All you have written alone is deleted at once. The results stay as numbers, "
            "without your name."
        ),
        rows=exercise_rows,
        erase=forget_practice,
    ),
    Part(
        key="pass",
        title=gettext_lazy("Sessions you have been in or led"),
        why=gettext_lazy("So that you can show that you were there."),
        how_long=gettext_lazy(
            "The name you gave and what you wrote: until the day the session is emptied. "
            "That you were there: as long as you have the account."
        ),
        erasing=gettext_lazy(
            "Your name and your own answers are deleted at once. What a group wrote together "
            "is deleted on the day the session is emptied."
        ),
        rows=session_rows,
    ),
)
