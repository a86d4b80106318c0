"""A room of one's own in the browser: opened for a test, walked through from seat to seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.test import Client
from playwright.sync_api import Locator, Page, expect

from sandbox.process.flow import Flow
from sandbox.process.overlay import under
from sandbox.process.reading import flow_names, load_flow, load_profile
from sandbox.web.replica.sent_pages import told_to_you
from sandbox.world.counties import current_county
from sandbox.world.models import Case, Person, World
from sandbox.world.rooms import Wish, open_room
from tests.browser import walking
from tests.browser.looking import Eyes, check_width
from tests.browser.walking import Look
from tests.sandbox.web.conftest import as_post
from tests.sandbox.web.replica.conftest import Room

WARD, CENTRE, DESK, HOME = "avdelning-4", "vc-an", "bistand", "hsv-norr"
CHILDREN, SCHOOL, BUP = "barn-unga", "skolan", "bup"
REHAB, SUPPORT, WARD_12, ADULTS, CLINIC = "vc-rehab", "boendestod", "avdelning-12", "vuxna", "vup"
TODAY = date(2026, 11, 23)
NAMES = "[...document.querySelectorAll('main form [name]')].map((e) => e.name)"


class Notes:
    """Looks once at each kind of page and goes on, whatever it sees: the faults come together."""

    def __init__(self, name: str, *kinds: str) -> None:
        self.eyes = Eyes(name)
        self.kinds = kinds
        self.faults: list[str] = []

    def at(self, page: Page, kind: str) -> None:
        """Look at this page, when its kind is one of those asked for (none named: any)."""
        if self.kinds and kind not in self.kinds:
            return
        try:
            self.eyes.at(page, kind)
        except AssertionError as fault:
            self.faults.append(f"{kind}: {fault}")


def number_of(name: str) -> int:
    """The number in the county of the person who is called so."""
    county = current_county()
    assert county is not None
    people = Person.objects.for_world(county.template)
    return next(one.no for one in people if str(one) == name)


def room_of(user: Any, *, system: str, unit: str, people: Sequence[str]) -> Room:
    """A new room of the user's, on a Monday at eight, with these people in it."""
    numbers = tuple(number_of(name) for name in people)
    seat = open_room(user=user, wish=Wish(system, unit, numbers), today=TODAY)
    room = Room(user, seat, Client())
    # The first page of a system reads all its rules, which on a busy machine takes seconds.
    room.client.force_login(user)
    room.text(unit)
    return room


def case_about(room: Room, name: str) -> int:
    """The number of the case about the person, in a room of one person and one case."""
    cases = Case.objects.for_world(room.seat.world).select_related("person")
    return next(one.no for one in cases if str(one.person) == name)


def choose_page(page: Page, look: Look) -> None:
    """Look at the page where a room is opened, with everything unfolded."""
    page.goto("/ovning/rum/")
    page.locator("main details summary").first.click()
    look(page, "choose")


def in_days(days: int) -> str:
    """A date so many days after the room's first, as a browser sends it."""
    return (TODAY + timedelta(days=days)).isoformat()


def _asked(key: str, names: Sequence[str]) -> bool:
    return any(name == key or name.startswith(f"{key}-") for name in names)


@dataclass
class Desks:
    """The learner's browser in the room: one page that goes from desk to desk."""

    room: Room
    page: Page
    look: Look
    no: int = 1
    every: bool = True  # whether the system's forms ask for everything that is to be filled in
    system: str = "lifecare"
    homes: dict[str, str] = field(default_factory=dict)

    def home(self, unit: str) -> str:
        """The address of the unit's desk."""
        if unit not in self.homes:
            self.homes[unit] = self.room.url(unit)
        return self.homes[unit]

    def go(self, unit: str, path: str = "", kind: str = "") -> None:
        """Open a page at the unit's desk, and look at it when it has a kind."""
        self.page.goto(self.home(unit) + path)
        if kind:
            self.look(self.page, kind)

    def case(self, unit: str, path: str = "", kind: str = "") -> None:
        """Open a page of the case at the unit's desk."""
        self.go(unit, f"arende/{self.no}/{path}", kind)

    def start(self, unit: str, name: str, action: str, body: Mapping[str, Any]) -> None:
        """Find the person in the register and begin a case about them."""
        self.go(unit, "personer/", "patients")
        self.page.locator("main").get_by_role("link", name=name).click()
        self.look(self.page, "patient")
        self.page.locator(f"main a[href*='/{action}/']").click()
        self.look(self.page, "start")
        self.send(body, action)
        self.no = int(self.page.url.split("/arende/")[1].split("/")[0])

    def write(self, unit: str, action: str, body: Mapping[str, Any]) -> None:
        """Find the form on the page of the case, fill it in and send it."""
        self.find(unit, action)
        self.send(body, action)

    def find(self, unit: str, action: str) -> None:
        """Go to a form or a question by the link on the page of the case, or on the page one is on."""
        link = self.page.locator(f"a[href*='/arende/{self.no}/skriv/{action}/']")
        if self.home(unit) not in self.page.url or not link.count():
            self.case(unit)
        self._unfold(self.page.locator("main details:not([open])", has=link))
        self.page.locator("main").locator(link).first.click()
        self.page.wait_for_url(f"**/skriv/{action}/**")

    def confirm(self, unit: str, action: str) -> None:
        """Do what needs no form, from the page that says what it leads to."""
        self.find(unit, action)
        self.look(self.page, "confirm")
        with self.page.expect_navigation():
            self.page.locator("main form.actions button").click()
        self._is_done(action)

    def _is_done(self, action: str) -> None:
        """The receipt has come, in the words of the system."""
        self.page.wait_for_url("**/kvitto/**")
        expect(self.page.locator("h1")).to_contain_text(self.words[action])
        self.look(self.page, "receipt")

    @cached_property
    def flows(self) -> dict[str, Flow]:
        """The flows in the words of the system."""
        profile = load_profile(self.system)
        return {name: under(load_flow(name), profile) for name in flow_names()}

    @cached_property
    def words(self) -> dict[str, str]:
        """What the system says of each thing that you have done."""
        rows = [row for one in self.flows.values() for row in one.actions.values()]
        return {row.code: told_to_you(row.done) for row in rows}

    def send(self, body: Mapping[str, Any], action: str) -> None:
        """Fill in the form on the page and send it, whatever it warns of; a receipt comes."""
        check_width(self.page)
        self.look(self.page, f"form-{action}")
        self.fill(body)
        with self.page.expect_navigation():
            self.page.locator("main .actions button[value=send]").click()
        if "/kvitto/" not in self.page.url:
            self._anyway()
        self._is_done(action)

    def _anyway(self) -> None:
        """What it warned of is sent all the same; a refusal tells the test why."""
        anyway = self.page.locator("main button[value=anyway]")
        assert anyway.count(), f"{self.page.url}\n{self.page.locator('main').inner_text()}"
        anyway.click()

    def fill(self, body: Mapping[str, Any]) -> None:
        """Fill in the form on the page, and unfold what a field is folded into."""
        body = self._wanted(body)
        fields = ",".join(f'[name="{name}"]' for name in as_post(body)) or "none"
        inside = self.page.locator(fields)
        self._unfold(self.page.locator("main form details:not([open])", has=inside))
        walking.fill(self.page, body)

    def _unfold(self, folded: Locator) -> None:
        while folded.count():
            folded.first.locator("> summary").click()

    def _wanted(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """What of this the form on the page asks for; all of it, where it is to ask for all."""
        names = self.page.evaluate(NAMES)
        if not self.every:
            return {key: text for key, text in body.items() if _asked(key, names)}
        missing = [key for key in body if not _asked(key, names)]
        assert not missing, f"{self.page.url}: {missing} are not asked for"
        return body

    def acknowledge_all(self, unit: str) -> None:
        """Acknowledge everything that waits in the unit's inbox."""
        self.go(unit, "?visa=nya")
        button = self.page.locator("main td.act button")
        for left in range(button.count(), 0, -1):
            button.first.click()
            expect(button).to_have_count(left - 1)

    def change_seat(self, unit: str) -> None:
        """Change seats by the link at the desk, keep the one that is left, and come to an inbox."""
        way = self.page.locator("a[href*='/uppdrag/']").filter(visible=True)
        if not way.count():
            self.page.locator(".fold-nav summary").first.click()
        way.first.click()
        self.look(self.page, "seats")
        self.page.locator("select[name=unit]").select_option(unit)
        self.page.locator("input[name=keep]").check()
        self.page.locator("main form:has(select[name=unit]) .actions button").click()
        self.look(self.page, "inbox")

    def next_morning(self) -> None:
        """Let the night go, by the clock at the desk."""
        self.page.locator(".desk-clock summary").click()
        self.page.locator(".desk-clock button[value=morning]").click()
        expect(self.page.locator(".messages")).to_contain_text("kl. 8.00")

    def says(self, *texts: str) -> None:
        """The page's main part says all of this."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def state(self) -> str:
        """Where the case is, by the rules."""
        world = World.objects.get(pk=self.room.seat.world_id)
        return str(Case.objects.for_world(world).get(no=self.no).state)

    def protect(self) -> None:
        """The register tells the room that the person's identity is protected from now on."""
        case = Case.objects.for_world(self.room.seat.world).get(no=self.no)
        case.facts = {**case.facts, "person": {**case.facts["person"], "protected": True}}
        case.save()
