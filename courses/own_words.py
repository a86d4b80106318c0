"""What a learner writes and ticks in a lesson: hers alone. Answers to polls are only ever counted.

One row for each block. Unlike what is kept of courses that are taken, a learner may take it away
whenever she likes, and it goes when she does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from courses.own_parts import ANSWER, NOTE, TICKS, OwnPart
from sandbox import practice

LONGEST = 4000  # characters of a note


class OwnWord(models.Model):
    """What one learner has left in one block. `text` is the note, the ticked keys or the answer."""

    class Kind(models.TextChoices):
        NOTE = NOTE, _("note")
        TICKS = TICKS, _("ticks")
        ANSWER = ANSWER, _("answer")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    lesson_key = models.CharField(_("lesson"), max_length=40)
    block = models.CharField(_("part of the lesson"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("text"), blank=True)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("own note")
        verbose_name_plural = _("own notes")
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "lesson_key", "block"], name="own_word_once_per_block"
            )
        ]
        indexes = [models.Index(fields=["lesson_key", "kind"], name="own_word_in_lesson")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.lesson_key} · {self.kind}"


@dataclass(frozen=True)
class Left:
    """What stands in one block: the learner's own text and when, and how many answered what."""

    text: str = ""
    written_at: datetime | None = None
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A note of a learner's, for her own list."""

    lesson_key: str
    block: str
    text: str
    written_at: datetime


def left_in(*, user_id: int, lesson_key: str, polls: bool) -> dict[str, Left]:
    """What the learner has left in a lesson, by block; with `polls` the counts too. One query."""
    wanted = Q(user_id=user_id)
    if polls:
        wanted |= Q(kind=ANSWER)
    rows = (
        OwnWord.objects.filter(wanted, lesson_key=lesson_key)
        .order_by()
        .values_list("block", "kind", "text")
        .annotate(number=Count("pk"), mine_at=Max("written_at", filter=Q(user_id=user_id)))
    )
    found: dict[str, Left] = {}
    for block, kind, text, number, mine_at in rows:
        before = found.get(block, Left())
        counts = before.counts | ({text: number} if kind == ANSWER else {})
        mine = Left(text, mine_at) if mine_at else before
        found[block] = replace(mine, counts=counts)
    return found


def notes_of(user_id: int) -> list[Note]:
    """Every note the learner has written, the newest first. One query; only for her own eyes."""
    rows = OwnWord.objects.filter(user_id=user_id, kind=NOTE).exclude(text="")
    names = ("lesson_key", "block", "text", "written_at")
    return [Note(*row) for row in rows.values_list(*names)]


def write_note(
    *, user_id: int, lesson_key: str, part: OwnPart, text: str, now: datetime
) -> tuple[str, ...]:
    """Keep the note, or take it away when it is empty.

    Returns why it may not be kept, in Swedish; nothing is then changed.
    """
    # As the page counts: a line break is one character. PostgreSQL keeps no NUL.
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        return (str(_("Write at most %(n)d characters.") % {"n": LONGEST}),)
    stopped = practice.looks_real(text)
    if stopped:
        return stopped
    if text:
        _keep(user_id, lesson_key, part, text, now)
    else:
        OwnWord.objects.filter(user_id=user_id, lesson_key=lesson_key, block=part.block).delete()
    return ()


def tick(
    *, user_id: int, lesson_key: str, part: OwnPart, keys: Iterable[str], now: datetime
) -> None:
    """Keep which points are ticked; keys that the list does not have are left out."""
    given = set(keys)
    kept = [key for key, _words in part.options if key in given]
    _keep(user_id, lesson_key, part, " ".join(kept), now)


def answer(*, user_id: int, lesson_key: str, part: OwnPart, key: str, now: datetime) -> bool:
    """Keep an answer to a poll; the first one stands. False when there is no such option."""
    if key not in dict(part.options):
        return False
    OwnWord.objects.get_or_create(
        user_id=user_id,
        lesson_key=lesson_key,
        block=part.block,
        defaults={"kind": ANSWER, "text": key, "written_at": now},
    )
    return True


@transaction.atomic
def _keep(user_id: int, lesson_key: str, part: OwnPart, text: str, now: datetime) -> None:
    OwnWord.objects.update_or_create(
        user_id=user_id,
        lesson_key=lesson_key,
        block=part.block,
        defaults={"kind": part.kind, "text": text, "written_at": now},
    )
