"""The data of a council: a guide in force, thousands who are asked to confirm it, key persons."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from bench import made
from courses.certificates import Certificate
from courses.records import Enrolment
from courses.stamp import touch
from training_site.guides.answers import FaqEntry, NewsItem
from training_site.guides.campaigns import open_for_version
from training_site.guides.confirmations import Asked, Campaign
from training_site.guides.numbers import ChangeKind
from training_site.guides.pages import GuideIndexPage, GuidePage
from training_site.guides.versions import GuideVersion, freeze
from training_site.people.assignments import Assignment, AssignmentUnit
from training_site.people.models import Council, CouncilSeat, Membership, Organisation, Unit, User

STEPS = 20  # of the guide: as much text as the lesson that is measured
ORGANISATIONS = 22
STAFF = 2  # of each unit, one of them trained
LONG_AGO = datetime.date(2024, 1, 1)
SLUG = "mata"


def guide() -> Campaign:
    """A guide in force that key persons are asked to confirm; its confirmation, still of nobody."""
    council = Council.objects.order_by("pk").first() or Council.objects.create(
        name="Processrådet", county="Påhitts län"
    )
    page = GuidePage(
        title="Mät ett SIP-möte", slug=SLUG, council=council, lead=made.SENTENCE,
        audience="dig som mäter", change_kind=ChangeKind.SUBSTANCE, valid_from=LONG_AGO,
        review_by=timezone.localdate() + datetime.timedelta(days=20),
    )  # fmt: skip
    steps = [
        {"key": f"steg-{n}", "title": f"Steg {n}", "text": f"<p>{made.SENTENCE * 8}</p>"}
        for n in range(STEPS)
    ]
    rows = [{"type": "item", "value": step, "id": step["key"]} for step in steps]
    page.body = [{"type": "steps", "value": {"rows": rows}}]
    _index().add_child(instance=page)
    with transaction.atomic():
        version = freeze(page, revision=None, approved_by=[])
    touch()
    campaign = open_for_version(version, kind="key_persons", days=30)
    assert campaign is not None
    return campaign


def _index() -> GuideIndexPage:
    found = GuideIndexPage.objects.first()
    if found:
        return found
    root = Page.objects.get(sites_rooted_here__is_default_site=True)
    return root.add_child(instance=GuideIndexPage(title="Guider", slug="guider"))


def heaviest() -> GuideVersion:
    """The longest guide in force."""
    found = GuideVersion.objects.filter(valid_to=None).exclude(page__slug=SLUG)
    return max(found, key=lambda version: sum(len(part["text"]) for part in version.parts))


def ask(campaign: Campaign, users: list[User]) -> None:
    """Let these be asked; nine of ten have confirmed."""
    now = timezone.now()
    Asked.objects.bulk_create(
        Asked(
            campaign=campaign,
            user=user,
            unit=f"Enhet {number % 400}",
            organisation=f"Organisation {number % ORGANISATIONS:02}",
            asked_on=now.date(),
            confirmed_at=now if number % 10 else None,
            confirmed_by=user if number % 10 else None,
        )
        for number, user in enumerate(users, 1)
    )


def people(number: int, name: str) -> list[User]:
    """So many accounts with the name and a number."""
    rows = [
        User(
            email=f"{name.lower()}{n}@example.org",
            given_name=f"{name}{n:05}",
            family_name="Mätt",
            password="!",
        )
        for n in range(1, number + 1)
    ]
    return User.objects.bulk_create(rows)


def member(name: str) -> User:
    """Somebody who sits in the council."""
    user = people(1, name)[0]
    council = Council.objects.order_by("pk").first()
    CouncilSeat.objects.create(council=council, user=user, category="chair_region", since=LONG_AGO)
    return user


def key_person(units: int, name: str, *, course: str) -> User:
    """A key person with so many units, each with somebody trained in the course and somebody not."""
    user = people(1, name)[0]
    held = Assignment.objects.create(
        user=user, kind=Assignment.Kind.KEY_PERSON, since=LONG_AGO,
        status=Assignment.Status.ACCEPTED,
    )  # fmt: skip
    owner = Organisation.objects.create(name=f"{name} kommun", kind="municipality")
    today = timezone.localdate()
    rows = Unit.objects.bulk_create(
        Unit(organisation=owner, name=f"Enhet {n}", kind="home_care", employees=10,
             employees_on=today)
        for n in range(units)
    )  # fmt: skip
    AssignmentUnit.objects.bulk_create(
        AssignmentUnit(assignment=held, unit=unit, since=LONG_AGO) for unit in rows
    )
    staff = people(units * STAFF, f"{name}staff")
    Membership.objects.bulk_create(
        Membership(user=one, unit=rows[n // STAFF], title="Mätare", since=LONG_AGO)
        for n, one in enumerate(staff)
    )
    _train(staff[::STAFF], course)
    return user


def _train(users: list[User], course: str) -> None:
    now = timezone.now()
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(user=user, course_key=course, started_at=now) for user in users
    )
    Certificate.objects.bulk_create(
        Certificate(enrolment=one, code=f"m{one.pk}", name="x", course_title="x", issued_at=now)
        for one in enrolments
    )


def answers(first: int, last: int) -> None:
    """Questions with answers, soon to be reviewed, and as many pieces of news to pass on."""
    council, today = Council.objects.order_by("pk").first(), timezone.localdate()
    soon = today + datetime.timedelta(days=14)
    FaqEntry.objects.bulk_create(
        FaqEntry(slug=f"matt-{n}", council=council, question=f"Hur mäter vi {n}?",
                 answer=f"<p>{made.SENTENCE}</p>", answered_on=today, review_by=soon)
        for n in range(first, last)
    )  # fmt: skip
    NewsItem.objects.bulk_create(
        NewsItem(slug=f"matt-{n}", council=council, title=f"Nu mäter vi {n}",
                 summary=made.SENTENCE, published_on=today, forward_by=soon)
        for n in range(first, last)
    )  # fmt: skip


def opened(reader: User, first: int, last: int) -> None:
    """Read confirmations of the news with these numbers, open and asked of `reader`."""
    soon = timezone.localdate() + datetime.timedelta(days=14)
    rule = {"kind": "key_persons"}
    slugs = [f"matt-{n}" for n in range(first, last)]
    Asked.objects.bulk_create(
        Asked(campaign=campaign, user=reader, asked_on=LONG_AGO)
        for campaign in Campaign.objects.bulk_create(
            Campaign(news=item, audience=rule, deadline=soon)
            for item in NewsItem.objects.filter(slug__in=slugs)
        )
    )


def settled() -> None:
    """Let PostgreSQL count its rows, as it does by itself on a site that has been up for a while."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def cookies(user: Any, token: str) -> dict[str, str]:
    """What the person's browser holds once she has signed in."""
    return {"sessionid": made.session_of(user), "csrftoken": token}
