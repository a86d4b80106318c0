"""Gives made-up staff the certificates that make a unit's figures worth looking at."""

from __future__ import annotations

import datetime

from django.utils import timezone

from content_files.yaml_marks import Marked
from courses.certificates import Certificate
from courses.records import Enrolment
from training_site.people import file_rows as read
from training_site.people.models import User

# The course that every key person follows first.
COURSE, TITLE = "K1", "SIP grundkurs"
NOON = datetime.time(12)


def load_certificates(marked: Marked) -> None:
    """Issue what the rows of `marked` say, once. Raises ContentError with file and line."""
    for place, row in enumerate(read.rows(marked, marked.data)):
        day = read.day(marked, row, "certificate", (place,))
        user = User.objects.filter(email=row["email"], is_demo=True).first()
        if day is None or user is None:
            continue
        moment = timezone.make_aware(datetime.datetime.combine(day, NOON))
        enrolment, _made = Enrolment.objects.get_or_create(
            user=user,
            course_key=COURSE,
            cycle=1,
            defaults={"started_at": moment, "unit": str(row["unit"])},
        )
        Certificate.objects.get_or_create(
            enrolment=enrolment,
            defaults={
                "code": f"demo-{user.pk}",
                "name": user.get_full_name(),
                "unit": str(row["unit"]),
                "course_title": TITLE,
                "issued_at": moment,
            },
        )
