"""Warnings of what is to be reviewed: 60 and 30 days before the day, and on it. Once each."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.labels import day as in_words
from courses.models import CoursePage
from training_site.guides.answers import FaqEntry
from training_site.guides.versions import GuideVersion
from training_site.people.councils import Council, keyholders, the_council
from training_site.people.models import User
from training_site.people.post import send_later
from training_site.people.seats import SIDES

STAGES = (0, 30, 60)


class ReviewWarning(models.Model):
    """That a council has been warned of one day of review, at one stage."""

    about = models.CharField(gettext_lazy("about"), max_length=120)
    review_by = models.DateField(gettext_lazy("to be reviewed no later than"))
    days = models.PositiveSmallIntegerField(gettext_lazy("days before"))
    sent_on = models.DateField(gettext_lazy("sent"))

    class Meta:
        verbose_name = gettext_lazy("review warning")
        verbose_name_plural = gettext_lazy("review warnings")
        constraints = [
            models.UniqueConstraint(
                fields=["about", "review_by", "days"], name="review_warned_once_per_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.review_by} {self.days}"


@dataclass(frozen=True)
class ToReview:
    """A text whose day of review is near or past. `left` is in days, below zero when it is late."""

    about: str
    title: str
    kind: str
    url: str
    review_by: datetime.date
    left: int
    council_id: int

    @property
    def sort(self) -> str:
        """What sort of text: guide, faq or course."""
        return self.about.partition(":")[0]

    @property
    def stage(self) -> int | None:
        """The latest warning it has come to: 60, 30 or 0 days; None when it is further off."""
        return next((days for days in STAGES if self.left <= days), None)

    @property
    def is_late(self) -> bool:
        """The day has passed."""
        return self.left < 0

    @property
    def words(self) -> str:
        """How long is left, as a list says it."""
        if self.is_late:
            return _("Review late since %(day)s") % {"day": in_words(self.review_by)}
        if self.left == 0:
            return _("To be reviewed today")
        within = ngettext("%(n)d day left", "%(n)d days left", self.left) % {"n": self.left}
        return f"{_('To be reviewed by %(day)s') % {'day': in_words(self.review_by)}} · {within}"


def to_review(day: datetime.date, *, council: Council | None = None) -> list[ToReview]:
    """Everything in force to be reviewed within 60 days of `day`, soonest first. Three queries."""
    last = day + datetime.timedelta(days=max(STAGES))
    guides = (
        GuideVersion.objects.filter(valid_to=None, page__live=True, review_by__lte=last)
        .select_related("page")
        .defer("body", "parts", "page__body")
    )
    answers = FaqEntry.objects.filter(live=True, review_by__lte=last)
    rows = [_of_guide(version, day) for version in guides]
    rows += [_of_answer(entry, day) for entry in answers]
    if courses := CoursePage.objects.live().filter(review_by__lte=last):
        only = the_council()
        rows += [_of_course(course, day, only) for course in courses if only]
    own = [row for row in rows if council is None or row.council_id == council.pk]
    return sorted(own, key=lambda row: (row.review_by, row.title))


def _left(review_by: datetime.date | None, day: datetime.date) -> int:
    """Days left; only what has a day of review is asked about."""
    return ((review_by or day) - day).days


def _of_guide(version: GuideVersion, day: datetime.date) -> ToReview:
    return ToReview(
        about=f"guide:{version.page_id}",
        title=version.title,
        kind=_("guide"),
        url=reverse("wagtailadmin_pages:edit", args=[version.page_id]),
        review_by=version.review_by or day,
        left=_left(version.review_by, day),
        council_id=version.page.council_id,
    )


def _of_answer(entry: FaqEntry, day: datetime.date) -> ToReview:
    return ToReview(
        about=f"faq:{entry.pk}",
        title=entry.question,
        kind=_("answer"),
        url=reverse("guides:desk"),
        review_by=entry.review_by,
        left=(entry.review_by - day).days,
        council_id=entry.council_id,
    )


def _of_course(course: CoursePage, day: datetime.date, council: Council) -> ToReview:
    """A course names its owner in words; it is the council's that there is."""
    return ToReview(
        about=f"course:{course.pk}",
        title=course.title,
        kind=_("course"),
        url=reverse("wagtailadmin_pages:edit", args=[course.pk]),
        review_by=course.review_by or day,
        left=_left(course.review_by, day),
        council_id=council.pk,
    )


def warn(day: datetime.date) -> int:
    """Write to editors and key holders of what has come to a new stage; returns how many letters.

    Run as often as you like: a stage is told of once, and one that was passed by is not told of.
    """
    sent = 0
    for council in Council.objects.order_by("pk"):
        with transaction.atomic():
            new = [row for row in to_review(day, council=council) if _note(row, day)]
            if not new:
                continue
            people = _people(council, day)
            for person in people:
                transaction.on_commit(partial(send_later, _letter(person, new)))
            sent += len(people)
    return sent


def _note(row: ToReview, day: datetime.date) -> bool:
    """Note that the row's stage is told of; False when it was before."""
    _row, made = ReviewWarning.objects.get_or_create(
        about=row.about, review_by=row.review_by, days=row.stage or 0, defaults={"sent_on": day}
    )
    return made


def _people(council: Council, day: datetime.date) -> list[User]:
    """Editors first, then those who turn the keys; each once."""
    seats = council.seats.holding(day).filter(category="editor", user__is_active=True)
    found = [seat.user for seat in seats.select_related("user").order_by("pk")]
    for side in SIDES:
        found += keyholders(council, side, day)
    return list(dict.fromkeys(found))


def _letter(person: User, rows: list[ToReview]) -> EmailMessage:
    desk = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('guides:desk')}"
    lines = [_("Hello %(name)s,") % {"name": person.get_short_name()}, ""]
    lines += [f"– {row.title}: {row.words}" for row in rows]
    lines += ["", _("Open the council's desk to begin:"), desk]
    subject = (
        _("To be reviewed: “%(title)s”") % {"title": rows[0].title}
        if len(rows) == 1
        else _("%(n)d texts are to be reviewed") % {"n": len(rows)}
    )
    return EmailMessage(subject=subject, body="\n".join(lines), to=[person.email])
