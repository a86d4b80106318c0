"""A guide changes in substance: two keys, fifty-eight who are asked, reminders, a deputy, a typo."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser import council_house as house
from tests.browser.council_house import GUIDE, TITLE, campaign_of, demo, signed_in
from tests.browser.looking import Eyes
from tests.browser.session import Windows
from tests.browser.watching import Keyboard
from training_site.guides.due import do_what_is_due
from training_site.guides.models import Asked, Campaign, GuidePage, GuideVersion
from training_site.guides.numbers import ChangeKind
from training_site.people.models import Assignment, User

NEW = "1.1"
NEWS = "Ni skriver upp båda telefonnumren före mötet."
BUTTON = "Jag har läst och fört vidare"
CONFIRMED = 41
PUBLIC = {
    "key-person": "/nyckelpersoner/?enhet=Hemtjänst+Norr",
    "faq": "/fragor-och-svar/",
    "news": "/nyheter/",
    "search": "/sok/?q=vårdplanering",
    "for-you": "/for-dig/",
}
OWN = {"units": "/mitt-uppdrag/enheter/", "assignment": "/mitt-uppdrag/"}


def spaced(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ")


def guest_sees() -> str:
    """The guide as anybody reads it."""
    return spaced(Client().get(f"/guider/{GUIDE}/").content.decode())


@dataclass
class Seen:
    """What was seen on the way."""

    faults: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)
    hidden_focus: list[str] = field(default_factory=list)
    after_one_key: dict[str, object] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    difference: str = ""
    thanks: dict[str, str] = field(default_factory=dict)
    lines: str = ""
    refused: list[str] = field(default_factory=list)
    first: dict[int, list[str]] = field(default_factory=dict)
    last: dict[int, list[str]] = field(default_factory=dict)
    for_another: str = ""
    board: str = ""
    rows: list[dict[str, str]] = field(default_factory=list)
    typo: dict[str, object] = field(default_factory=dict)


class Story:
    """From the editor's revision to the corrected typo, played once."""

    def __init__(self, browser: Browser, home: str) -> None:
        self.windows = Windows(browser, home)
        self.eyes = Eyes("phone")
        self.seen = Seen()
        self.today = timezone.localdate()
        house.appoint_key_persons(self.today)
        self.johan, self.siv = demo("johan"), demo("siv")
        self.lena, self.ulla, self.ragnar = demo("lena"), demo("ulla"), demo("ragnar")

    def play(self) -> None:
        """Everything, in order."""
        house.reminded(NEW)
        self._revise()
        self._one_key_is_not_enough()
        self._the_other_key()
        self._on_a_phone()
        self._by_keyboard()
        self._without_javascript()
        self._the_rest_of_the_forty_one()
        self.seen.first = self._remind((8, 7, 6))
        self._the_deputy()
        self._leave()
        self.seen.last = self._remind((3, 2, 1))
        self._board()
        self._typo()

    @property
    def campaign(self) -> Campaign:
        """The read confirmation of the new version."""
        return campaign_of(NEW)

    def look(self, page: Page, kind: str) -> None:
        """Headings, widths and axe in both themes; what is wrong is told at the end."""
        try:
            self.eyes.at(page, kind)
        except AssertionError as wrong:
            self.seen.faults.append(str(wrong))
        self.seen.looked_at.add(kind)

    def _window(self, user: User, *, size: str = "phone", script: bool = True) -> Page:
        return self.windows.open(user.email, size, user=user, script=script)

    def _revise(self) -> None:
        """The editor changes what is to be done, and sends it to both sides."""
        house.revise(
            self.lena,
            kind=ChangeKind.SUBSTANCE,
            what=NEWS,
            old="Vilket nummer ringer ni?",
            new=house.NEW_STEP,
        )

    def _one_key_is_not_enough(self) -> None:
        """The chair of the municipalities approves in her browser, and cannot publish alone."""
        page = self._window(self.ulla)
        page.goto("/processrad/")
        self.look(page, "desk")
        page.get_by_role("link", name=TITLE).first.click()
        self.look(page, "review")
        path = house.review_path()
        page.get_by_role("button", name="Godkänn för kommunerna").click()
        expect(page.locator(".messages")).to_contain_text("Den andra sidan har fått besked.")
        page.goto(path)
        guide = GuidePage.objects.get(slug=GUIDE)
        try:
            guide.get_latest_revision().publish(user=self.ulla)
            published = True
        except PermissionDenied:
            published = False
        self.seen.after_one_key = {
            "button": page.get_by_role("button", name="Godkänn för kommunerna").count(),
            "words": spaced(page.locator("main").inner_text()),
            "again": signed_in(self.ulla).post(path, {"do": "approve"}).status_code,
            "published": published,
            "guest": guest_sees(),
        }

    def _the_other_key(self) -> None:
        signed_in(self.ragnar).post(house.review_path(), {"do": "approve"})
        rows = self.campaign.asked.select_related("user")
        self.seen.asked = {row.user.email for row in rows}

    def _on_a_phone(self) -> None:
        """Johan reads what differs first, confirms, and passes the three lines on."""
        page = self.phone = self._window(self.johan)
        page.goto("/")
        self.look(page, "start")
        page.goto(f"/guider/{GUIDE}/")
        self.look(page, "guide-asked")
        page.get_by_role("link", name="Se allt som skiljer mot version 1.0").click()
        self.look(page, "difference")
        self.seen.difference = page.locator("main").inner_text()
        page.go_back()
        page.get_by_role("button", name=BUTTON).click()
        self._thanked(page, "phone")
        page.get_by_role("link", name="För vidare det nya på tre rader").first.click()
        self.seen.lines = spaced(page.locator("#sammanfattning").input_value())
        self.look(page, "forward")
        page.get_by_role("button", name="Jag har skickat den vidare").click()
        expect(page.locator("main")).to_contain_text("Tack. Du skickade den vidare")
        for kind, path in (OWN | PUBLIC).items():
            page.goto(path)
            self.look(page, kind)

    def _by_keyboard(self) -> None:
        """From the start page to the thanks without a pointer."""
        page = self._window(self._waiting()[0], size="laptop")
        page.goto("/")
        keys = Keyboard(page)
        keys.follow("Mitt uppdrag", tag="a")
        keys.follow("Guider att bekräfta", tag="a")
        keys.follow(BUTTON, tag="button")
        self._thanked(page, "keyboard")
        self.seen.hidden_focus = keys.hidden

    def _without_javascript(self) -> None:
        page = self._window(self._waiting()[0], script=False)
        page.goto(f"/guider/{GUIDE}/")
        page.get_by_role("button", name=BUTTON).click()
        self._thanked(page, "scriptless")

    def _thanked(self, page: Page, how: str) -> None:
        notice = page.locator(".notice.ok", has_text="Tack.").first
        expect(notice).to_be_visible()
        self.seen.thanks[how] = spaced(notice.inner_text())

    def _the_rest_of_the_forty_one(self) -> None:
        """The others press the same button, without a window."""
        done = self.campaign.asked.exclude(confirmed_at=None).count()
        for user in self._waiting()[: CONFIRMED - done]:
            path = reverse("guides:confirm", args=[GUIDE])
            answer = signed_in(user).post(path, {"version": NEW, "for": str(user.pk)})
            if answer.headers.get("Location") != f"/guider/{GUIDE}/#nytt":
                self.seen.refused.append(user.email)

    def _waiting(self) -> list[User]:
        """Those who have not confirmed, in the order they were asked; Siv is away all along."""
        rows = self.campaign.asked.filter(confirmed_at=None, left_on=None).exclude(user=self.siv)
        return [row.user for row in rows.select_related("user").order_by("pk")]

    def noted(self, which: str) -> list[str]:
        """The addresses of those who are noted to have had the first or the last reminder."""
        rows = self.campaign.asked.exclude(**{f"{which}_reminder_on": None})
        return sorted(rows.values_list("user__email", flat=True))

    def _remind(self, days: tuple[int, ...]) -> dict[int, list[str]]:
        """What the clock sets going so many days before the deadline, twice each day."""
        found = {}
        for left in days:
            for _again in range(2):
                do_what_is_due(self.campaign.deadline - datetime.timedelta(days=left))
            found[left] = house.reminded(NEW)
        return found

    def _the_deputy(self) -> None:
        """Johan confirms for Siv. Another who has not answered has a deputy too."""
        page = self.phone
        page.goto(f"/guider/{GUIDE}/")
        page.get_by_role("button", name="Bekräfta för Siv Övningsten").click()
        notice = page.locator(".notice.ok", has_text="för Siv")
        expect(notice).to_be_visible()
        self.seen.for_another = spaced(notice.inner_text())
        self.leaver, late = self._waiting()[:2]
        Assignment.objects.filter(user=late).update(deputy=self.lena)

    def _leave(self) -> None:
        """One of those who have not confirmed leaves the assignment, on its own page."""
        held = Assignment.objects.get(user=self.leaver)
        body = {"last_day": self.today.isoformat(), "reason": ""}
        signed_in(self.leaver).post(f"/mitt-uppdrag/{held.pk}/avsluta/", body)
        house.reminded(NEW)

    def _board(self) -> None:
        """What the council sees, and takes along."""
        page = self._window(self.ulla)
        page.goto("/processrad/bekraftelser/")
        self.look(page, "board-list")
        page.goto(f"/processrad/bekraftelser/{self.campaign.pk}/")
        self.look(page, "board")
        self.seen.board = spaced(page.locator("main").inner_text())
        with page.expect_download() as taken:
            page.get_by_role("link", name="Textfil (CSV)").click()
        text = taken.value.path().read_bytes().decode("utf-8-sig")
        self.seen.rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    def _typo(self) -> None:
        """A word is put right: two keys again, and nobody is asked anything."""
        before = (Asked.objects.count(), Campaign.objects.count())
        house.revise(self.lena, kind=ChangeKind.EDITORIAL, old=house.LONG, new=house.SHORT)
        for user in (self.ragnar, self.ulla):
            signed_in(user).post(house.review_path(), {"do": "approve"})
        self.phone.goto(f"/guider/{GUIDE}/versioner/")
        self.look(self.phone, "versions")
        versions = spaced(self.phone.locator("main").inner_text())
        self.phone.goto(f"/guider/{GUIDE}/")
        held = GuideVersion.objects.get(page__slug=GUIDE, valid_to=None)
        self.seen.typo = {
            "asked": (Asked.objects.count(), Campaign.objects.count()) == before,
            "letters": house.reminded(NEW),
            "version": (held.number, held.edition),
            "versions": versions,
            "guide": spaced(self.phone.locator("main").inner_text()),
        }

    def close(self) -> None:
        """Close every window."""
        self.windows.close()
