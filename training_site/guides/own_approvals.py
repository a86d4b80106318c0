"""What a council keeps about those who approve and answer, for the page that shows her all of it."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from courses.labels import day
from training_site.guides.keys import Key, LawyerReading
from training_site.guides.matters import MatterStep
from training_site.people.models import User
from training_site.people.my_data import Part, Row
from training_site.people.seats import SIDES


def rows_of(user: User) -> list[Row]:
    """What she has approved, and how often she has acted on others' questions. Three queries."""
    keys = Key.objects.filter(user=user).select_related("revision").order_by("turned_at")
    readings = LawyerReading.objects.filter(user=user).select_related("revision")
    said = [(key.revision, key.get_side_display(), key.turned_at) for key in keys]
    said += [(one.revision, _("lawyer"), one.read_at) for one in readings.order_by("read_at")]
    rows: list[Row] = [
        {_("What"): revision.object_str, _("Approved for"): side, _("Approved on"): day(at)}
        for revision, side, at in said
    ]
    steps = MatterStep.objects.filter(user=user).exclude(matter__user=user).count()
    return rows + ([{_("Steps taken with others' questions"): str(steps)}] if steps else [])


def erase(user: User) -> None:
    """Take back a key that waits for the other side; what both have approved stays approved.

    The approval is the council's decision, and is kept with names in the version it published. A key
    that waits would give the next version an approver without a name.
    """
    under_way = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision")
    turned = Key.objects.filter(revision__in=under_way).values_list("revision", flat=True)
    alone = list(turned.annotate(keys=Count("pk")).filter(keys__lt=len(SIDES)))
    Key.objects.filter(user=user, revision__in=alone).delete()
    MatterStep.objects.filter(user=user).update(user=None)


PART = Part(
    key="processradet",
    title=gettext_lazy("What you have done for the council"),
    why=gettext_lazy(
        "So that it can be shown afterwards who approved what everybody is to follow."
    ),
    how_long=gettext_lazy(
        "As long as the text is kept. The decision is an official document, which is kept under "
        "the Archives Act (1990:782)."
    ),
    erasing=gettext_lazy(
        "Your name stays on what you have approved, since the law says that the decision is to be "
        "kept (the data protection regulation, article 17.3 b). An approval that still waits for "
        "the other side is taken back. What you did with others' questions stays without your name."
    ),
    rows=rows_of,
    erase=erase,
)
