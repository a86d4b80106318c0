"""The rooms of a council with something in all of them, and everybody who might come to their doors."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core import signing
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from wagtail.models import TaskState

from tests.people.conftest import LONG_AGO, appointed
from tests.people.conftest import person as worker
from tests.training_site.guides.conftest import House
from tests.training_site.guides.test_answers import entry
from training_site.guides.campaigns import open_for_news
from training_site.guides.matters_acting import Received, receive
from training_site.guides.models import Campaign, GuidePage, Matter, NewsItem, Subscription
from training_site.guides.subscribing import CONFIRM, END
from training_site.people.models import Assignment, Organisation, Unit, User
from training_site.people.roles import COORDINATORS, TRAINERS, make_groups

ROOMS = ("training_site.guides.", "training_site.figures.", "training_site.people.")
# The administration asks for rights of its own, and signing in is nobody's secret.
ELSEWHERE = ("admin/", "konto/")
SECRET = "Katten Sotis har ingen som matar henne"
UNTRAINED = "Oskolad Låtsasson"
NOWHERE = 999_999


@dataclass
class Rooms:
    """What there is, whose it is, and who comes."""

    people: dict[str, User | None]
    matter: Matter
    secret: str
    campaign: Campaign
    johan: Assignment
    waiting: Assignment
    unit: Unit
    holes: dict[str, dict[str, Any]]

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Every address of the rooms by name, its holes filled with what is there."""
        for name, pattern in doors():
            holes = pattern.pattern.converters or pattern.pattern.regex.groupindex
            yield name, reverse(name, kwargs=self.holes[name] if holes else {})

    def of_numbers(self) -> Iterator[tuple[str, str, str]]:
        """The addresses with a number: as it is, and with a number that is nobody's."""
        for name, holes in self.holes.items():
            hole = next((hole for hole in ("pk", "no") if hole in holes), None)
            if hole:
                nobodys = reverse(name, kwargs=holes | {hole: NOWHERE})
                yield name, reverse(name, kwargs=holes), nobodys

    def client(self, who: str) -> Client:
        """The browser of one of them."""
        client = Client(raise_request_exception=False)
        user = self.people[who]
        if user is not None:
            client.force_login(user)
        return client

    def sent(self) -> dict[str, str]:
        """What an intruder sends: all of it would do something in the right hands."""
        return {
            "do": "approve",
            "version": "1.0",
            "for": str(self.johan.user_id),
            "last_day": timezone.localdate().isoformat(),
            "deputy": str(self.people["other key person"].pk),  # type: ignore[union-attr]
            "employees": "1",
            "reason": "Nej.",
            "comment": "Nej.",
            "upp-note": "Kapat.",
            "ask": "1",
            "password": "fel",
        }


def doors() -> Iterator[tuple[str, URLPattern]]:
    """Every address whose page is written in one of the rooms, by its full name."""
    yield from _doors(get_resolver(), "")


def _doors(resolver: Any, space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if str(one.pattern).startswith(ELSEWHERE):
            continue
        if isinstance(one, URLPattern):
            if one.callback.__module__.startswith(ROOMS):
                yield f"{space}{one.name}", one
        else:
            yield from _doors(one, f"{space}{one.namespace}:" if one.namespace else space)


def rows() -> list[Any]:
    """Everything that somebody could have changed in the rooms."""
    models = [
        *apps.get_app_config("guides").get_models(),
        *apps.get_app_config("people").get_models(),
        TaskState,
    ]
    return [list(model._base_manager.order_by("pk").values()) for model in models]


def approve(guide: GuidePage, user: User) -> None:
    """What the button does."""
    state = GuidePage.objects.get(pk=guide.pk).current_workflow_task_state
    state.task.specific.on_action(state, user, "approve")


def furnished(house: House) -> Rooms:
    """A guide in force and one that waits, a campaign, news, an answer, a matter, two units."""
    north, far = _units()
    people = _people(house, north, far)
    johan = appointed(worker("Johan", unit=north), north)
    appointed(people["other key person"], far)
    people["key person"] = johan.user
    bodil = worker("Bodil", unit=north)
    waiting = Assignment.objects.create(user=bodil, kind="sip_trainer", since=LONG_AGO)
    _publish(house)
    asked = Received("question", "Vem matar katten?", SECRET)
    matter, secret = receive(asked, user=people["asker"])
    campaign = Campaign.objects.get(version__page=house.guide)
    state = _waiting_text(house)
    return Rooms(
        people, matter, secret, campaign, johan, waiting, north,
        _holes(house, campaign, state, matter, johan, waiting, north),
    )  # fmt: skip


def _units() -> tuple[Unit, Unit]:
    made = []
    for town, name in (("Hittestads kommun", "Hemtjänst Norr"), ("Övningsköping", "Boende Öst")):
        owner = Organisation.objects.create(name=town, kind="municipality")
        made.append(Unit.objects.create(organisation=owner, name=name, employees=12,
                                        employees_on=timezone.localdate()))  # fmt: skip
    return made[0], made[1]


def _people(house: House, north: Unit, far: Unit) -> dict[str, User | None]:
    groups = make_groups()
    untrained = worker("Oskolad", unit=north)
    untrained.family_name = UNTRAINED.split()[1]
    untrained.save()
    trainer, coordinator = worker("Karin"), worker("Eva")
    trainer.groups.add(groups[TRAINERS])
    coordinator.groups.add(groups[COORDINATORS])
    return {
        "guest": None,
        "asker": worker("Amina", unit=north),
        "learner": worker("Nils", unit=north),
        "trainer": trainer,
        "other key person": worker("Siv", unit=far),
        "manager": worker("Mona", unit=north, manages=True),
        "other manager": worker("Otto", unit=far, manages=True),
        "council member": house.ulla,
        "editor": house.editor,
        "coordinator": coordinator,
    }


def _publish(house: House) -> None:
    house.guide.save_revision(user=house.editor)
    house.guide.get_workflow().start(house.guide, house.editor)
    for user in (house.ulla, house.ragnar):
        approve(house.guide, user)


def _waiting_text(house: House) -> TaskState:
    """The next version, which waits for both keys."""
    page = GuidePage.objects.get(pk=house.guide.pk).get_latest_revision_as_object()
    page.number, page.lead = "1.1", "Nio steg."
    page.save_revision(user=house.editor)
    page.get_workflow().start(page, house.editor)
    return GuidePage.objects.get(pk=page.pk).current_workflow_task_state


def _holes(
    house: House, campaign: Campaign, state: TaskState, matter: Matter, johan: Assignment,
    waiting: Assignment, unit: Unit,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """What each address takes in its holes. A new address with a hole must be named here."""
    guide = {"slug": house.guide.slug}
    news = {"slug": _news(house).slug}
    row = Subscription.objects.create(email="vill.ha@example.org")
    year = {"year": str(timezone.localdate().year)}
    return {
        **{f"guides:{name}": guide for name in ("guide", "versions", "difference")},
        **{f"guides:{name}": guide for name in ("confirm", "forward")},
        "guides:version": guide | {"number": "1.0"},
        **{f"guides:{name}": news for name in ("forward_news", "news_item", "news_confirm")},
        "guides:faq_entry": {"slug": entry("Vem bokar lokalen?").slug},
        "guides:confirmations": {"pk": campaign.pk},
        "guides:confirmations_file": {"pk": campaign.pk, "form": "csv"},
        **{f"guides:{name}": {"pk": state.pk} for name in ("review", "review_text")},
        **{f"guides:{name}": {"no": matter.no} for name in ("own_matter", "queue_matter")},
        "guides:matter": {"secret": "gissad"},
        "guides:lift_one": {"way": "rutin"},
        "guides:subscribe_confirm": {"token": signing.dumps(row.pk, salt=CONFIRM)},
        "guides:unsubscribe": {"token": signing.dumps(row.pk, salt=END)},
        "figures:year": year,
        "figures:file": year | {"form": "csv"},
        **{name: {"pk": johan.pk} for name in ("end_assignment", "deputy")},
        **{name: {"pk": waiting.pk} for name in ("accept_assignment", "decline_assignment")},
        "ask_manager": {"pk": unit.pk, "what": "course"},
        "head_count": {"pk": unit.pk},
    }


def _news(house: House) -> NewsItem:
    today = timezone.localdate()
    item = NewsItem.objects.create(
        slug="ny-rutin",
        title="Ny rutin",
        council=house.council,
        summary="Rutinen är ny. Läs den. Den gäller nu.",
        published_on=today,
        forward_by=today + datetime.timedelta(days=30),
        live=True,
    )
    open_for_news(item)
    return item
