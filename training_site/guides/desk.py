"""The council's desk: what waits for whose key, what is to be reviewed, what is open."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, TaskState

from training_site.guides.approval import LawyerTask, TwoKeysTask
from training_site.guides.confirmations import Campaign
from training_site.guides.keys import Key, may_turn, waiting_for
from training_site.guides.matters import Matter
from training_site.guides.review_warnings import ToReview, to_review
from training_site.guides.reviews import ExerciseReview
from training_site.people import councils
from training_site.people.councils import Council, Place, place_of
from training_site.people.models import User
from training_site.people.promises import Promise

SOON = 30


@dataclass(frozen=True)
class WaitingText:
    """A text that waits for approval; `mine` when this person may turn a key or read it now."""

    state: TaskState
    title: str
    kind: str
    words: str
    url: str
    mine: bool


@dataclass(frozen=True)
class OpenCampaign:
    """A read confirmation that is open: how many of those asked have confirmed."""

    title: str
    deadline: datetime.date
    confirmed: int
    asked: int

    @property
    def words(self) -> str:
        """ "Läst av 41 av 58"."""
        return _("Read by %(confirmed)s of %(asked)s") % {
            "confirmed": self.confirmed,
            "asked": self.asked,
        }


class Desk:
    """What one person in one council has on the desk on one day. About a dozen queries in all."""

    def __init__(self, user: User, council: Council, day: datetime.date, place: Place) -> None:
        self.user, self.council, self.day, self.place = user, council, day, place

    @cached_property
    def waiting(self) -> list[WaitingText]:
        """Every text that waits for approval in the council, the longest wait first."""
        return waiting_texts(self.user, self.council, self.day)

    @cached_property
    def mine(self) -> list[WaitingText]:
        """Those that wait for this person."""
        return [text for text in self.waiting if text.mine]

    @cached_property
    def others(self) -> list[WaitingText]:
        """Those that wait for somebody else."""
        return [text for text in self.waiting if not text.mine]

    @cached_property
    def to_review(self) -> list[ToReview]:
        """What is to be reviewed within sixty days, or is late."""
        return to_review(self.day, council=self.council)

    @cached_property
    def campaigns(self) -> list[OpenCampaign]:
        """Open read confirmations, newest first."""
        return open_campaigns(self.council)

    @cached_property
    def unanswered(self) -> int:
        """Questions to the council that nobody has answered yet."""
        return Matter.objects.filter(
            to=Matter.To.COUNCIL, joined_to=None, entry=None, status=Matter.Status.NEW
        ).count()

    @cached_property
    def exercises(self) -> list[ExerciseReview]:
        """Exercises that no council has approved, and that are not sent for approval."""
        drafts = ExerciseReview.objects.filter(live=False).order_by("title")
        busy = {text.state.revision.object_id for text in self.waiting if _is_exercise(text)}
        return [row for row in drafts if str(row.pk) not in busy]

    @cached_property
    def lacking(self) -> list[str]:
        """What the council lacks."""
        return councils.missing(self.council, self.day)

    @cached_property
    def promise(self) -> str:
        """The first line: to review, to approve, read by whom."""
        return " · ".join(self._promises())

    def _promises(self) -> list[str]:
        said = [words for number, words in self._numbers() if number]
        # A row of noughts reads as a report; one sentence says that the day is free.
        said = said or [_("Nothing waits for the council now")]
        return said + [campaign.words for campaign in self.campaigns[:1]]

    def _numbers(self) -> list[tuple[int, str]]:
        soon = Counter(row.sort for row in self.to_review if row.left <= SOON)
        guides, answers = soon["guide"], soon["faq"]
        guide_words = ngettext(
            "%(n)d guide is to be reviewed within 30 days",
            "%(n)d guides are to be reviewed within 30 days",
            guides,
        )
        answer_words = ngettext(
            "%(n)d answer is to be reviewed within 30 days",
            "%(n)d answers are to be reviewed within 30 days",
            answers,
        )
        other_words = ngettext(
            "%(n)d waits for somebody else", "%(n)d wait for somebody else", len(self.others)
        )
        asked_words = ngettext(
            "%(n)d question to answer", "%(n)d questions to answer", self.unanswered
        )
        return [
            (guides, guide_words % {"n": guides}),
            (answers, answer_words % {"n": answers}),
            (len(self.mine), waits_words(len(self.mine))),
            (self.unanswered, asked_words % {"n": self.unanswered}),
            (len(self.others), other_words % {"n": len(self.others)}),
        ]


def waits_words(number: int) -> str:
    """ "1 väntar på ditt godkännande"."""
    words = ngettext("%(n)d waits for your approval", "%(n)d wait for your approval", number)
    return words % {"n": number}


def desk_of(user: Any, day: datetime.date) -> Desk | None:
    """The desk of somebody who sits in a council, or writes for it; None for anybody else."""
    if not isinstance(user, User):
        return None
    place = place_of(user, day)
    if not place.works:
        return None
    council = place.councils[0] if place.councils else councils.the_council()
    return Desk(user, council, day, place) if council else None


def waiting_texts(user: User, council: Council, day: datetime.date) -> list[WaitingText]:
    """Every text of `council` that waits, with whether `user` may act now. Five queries or so."""
    states = waiting_states()
    keys: dict[int, dict[str, Key]] = defaultdict(dict)
    for key in Key.objects.filter(revision__in=[state.revision_id for state in states]):
        keys[key.revision_id][key.side] = key
    side = councils.side(user, council, day)
    lawyer = councils.is_lawyer(user, council, day)
    found: list[WaitingText] = []
    only = councils.the_council()
    the_only = only.pk if only else None
    pages = _specific_pages(states)
    for state in states:
        obj = state.workflow_state.content_object
        if isinstance(obj, Page):
            obj = pages.get(obj.pk)
        if obj is None or (getattr(obj, "council_id", None) or the_only) != council.pk:
            continue
        turned = keys[state.revision_id]
        mine = lawyer if is_lawyers(state) else may_turn(side, user, turned)
        found.append(
            WaitingText(
                state=state,
                title=str(state.revision.object_str),
                kind=kind_of(obj),
                words=waiting_for(state, turned).words,
                url=reverse("guides:review", args=[state.pk]),
                mine=mine,
            )
        )
    return found


def waiting_states() -> list[TaskState]:
    """Every task of ours in progress, the oldest first. Two queries and one a kind of content."""
    ours = [ContentType.objects.get_for_model(task) for task in (TwoKeysTask, LawyerTask)]
    return list(
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__content_type__in=ours)
        .select_related("revision", "task", "workflow_state__requested_by")
        .prefetch_related("workflow_state__content_object")
        .order_by("started_at", "pk")
    )


def _specific_pages(states: list[TaskState]) -> dict[int, Page]:
    """The pages that wait, as the kinds they are, without their text. One query a kind."""
    found = [state.workflow_state.content_object for state in states]
    wanted = [obj.pk for obj in found if isinstance(obj, Page)]
    pages = Page.objects.filter(pk__in=wanted).defer_streamfields().specific()
    return {page.pk: page for page in pages}


def is_lawyers(state: TaskState) -> bool:
    """The task is the lawyer's."""
    lawyers = ContentType.objects.get_for_model(LawyerTask)
    return bool(state.task.content_type_id == lawyers.pk)


def kind_of(obj: Any) -> str:
    """What sort of text it is, as a list says it."""
    return str(obj._meta.verbose_name)


def open_campaigns(council: Council) -> list[OpenCampaign]:
    """The council's open read confirmations, newest first. One query."""
    own = Q(version__page__council=council) | Q(news__council=council)
    asked = Q(asked__left_on=None)
    rows = (
        Campaign.objects.filter(own, closed_at=None)
        .select_related("version", "news")
        .defer("version__body", "version__parts")
        .annotate(
            n_asked=Count("asked", filter=asked),
            n_confirmed=Count("asked", filter=asked & Q(asked__confirmed_at__isnull=False)),
        )
        .order_by("-opened_at")
    )
    return [OpenCampaign(str(row), row.deadline, row.n_confirmed, row.n_asked) for row in rows]


def _is_exercise(text: WaitingText) -> bool:
    return isinstance(text.state.workflow_state.content_object, ExerciseReview)


def desk_promises(user: User, day: datetime.date) -> list[Promise]:
    """What waits for somebody who sits in a council, for the pages about assignments."""
    desk = desk_of(user, day)
    if desk is None or not desk.place.councils or not desk.mine:
        return []
    words = waits_words(len(desk.mine))
    return [Promise(words, title=_("The council's desk"), url=reverse("guides:desk"), place=10)]
