"""What is counted of a council's pages and its readers': the same for one row, three and fifty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.urls import reverse

from bench import council_made, made
from bench.counting import counted_warm
from bench.verdicts import Count
from courses.stamp import touch
from training_site.guides.confirmations import Campaign
from training_site.people import roles
from training_site.people.models import User

ClientFor = Callable[[Any], Any]
SIZES = (1, 3, 50)
SEARCH = "?q=mäter"
# A page of many rows → the most queries it may take.
MANY = {
    "guide, guest": 2,
    "guide, signed in": 6,
    "guides": 2,
    "questions and answers": 1,
    "news, signed in": 5,
    "search": 3,
    "read confirmations": 5,
    "read confirmations of a guide": 4,
    "read confirmations as a file": 5,
    "the council's desk": 17,
    "units of a key person": 9,
    "start page of a key person": 32,
    "start page of the council": 29,
    "Mina sidor": 16,
}
# The start page of a role → the most queries it may take.
STARTS = {
    "guest": 6,
    "learner": 20,
    roles.TRAINERS: 21,
    roles.COUNCIL_EDITORS: 30,
    roles.COORDINATORS: 20,
    "administrator": 29,
}


def council_counts(client_for: ClientFor) -> Iterator[Count]:
    """Every count. The start page is loaded, and there is a course with the key KORT."""
    roles.make_groups()
    campaign = council_made.guide()
    member = council_made.member("Ledare")
    found: dict[str, list[int]] = {}
    for before, size in zip((0, *SIZES), SIZES, strict=False):
        reader = _grown(campaign, member, before, size)
        for name, client, url in _pages(campaign, client_for, member, reader):
            page = counted_warm(lambda client=client, url=url: client.get(url))
            found.setdefault(name, []).append(page.queries)
    for name, limit in MANY.items():
        yield Count(f"{name}: queries", max(found[name]), limit)
        apart = max(found[name]) - min(found[name])
        yield Count(f"{name}, 1, 3 or 50 rows: queries apart", apart, 0)
    for role, limit in STARTS.items():
        client = client_for(_in_role(role))
        page = counted_warm(lambda client=client: client.get("/"))
        yield Count(f"start page, {role}: queries", page.queries, limit)


def _grown(campaign: Campaign, member: User, before: int, size: int) -> User:
    """Let there be `size` of everything; a key person with so many units, who is asked too."""
    reader = council_made.key_person(size, f"Nyckel{size}x", course="KORT")
    more = council_made.people(size - before - 1, f"Fraga{size}x")
    council_made.ask(campaign, [reader, *more])
    council_made.answers(before, size)
    council_made.opened(member, before, size)
    touch()
    return reader


def _pages(
    campaign: Campaign, client_for: ClientFor, member: User, reader: User
) -> Iterator[tuple[str, Any, str]]:
    """Every page of MANY: its name, a browser, its address."""
    guest, own, council = (client_for(user) for user in (None, reader, member))
    guide = reverse("guides:guide", args=[council_made.SLUG])
    board = reverse("guides:confirmations", args=[campaign.pk])
    file = reverse("guides:confirmations_file", args=[campaign.pk, "csv"])
    yield "guide, guest", guest, guide
    yield "guide, signed in", own, guide
    yield "guides", guest, reverse("guides:index")
    yield "questions and answers", guest, reverse("guides:faq")
    yield "news, signed in", council, reverse("guides:news")
    yield "search", guest, reverse("search:search") + SEARCH
    yield "read confirmations", council, reverse("guides:board")
    yield "read confirmations of a guide", council, board
    yield "read confirmations as a file", council, file
    yield "the council's desk", council, reverse("guides:desk")
    yield "units of a key person", own, reverse("my_units")
    yield "start page of a key person", own, "/"
    yield "start page of the council", council, "/"
    yield "Mina sidor", own, reverse("my_pages")


def _in_role(role: str) -> User | None:
    """Somebody in the role and in no other."""
    if role == "guest":
        return None
    user = made.learner(900100 + list(STARTS).index(role))
    if role == "administrator":
        user.is_superuser = user.is_staff = True
        user.save()
    elif role != "learner":
        user.groups.add(Group.objects.get(name=role))
    return user
