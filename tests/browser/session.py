"""The people of a session about Berit: their windows, their phones, and who sits where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from sandbox.exercises.reading import load_scenario
from sandbox.world.models import Run, Seat
from tests.browser import looking, watching
from tests.browser.participants import KeyboardPhone, Phone, PlainPhone, RealPhone
from tests.browser.recording import WHO

SCENARIO = Path(__file__).resolve().parents[2] / "fixtures" / "scenarios" / "berit-gar-hem.yaml"
WARD, CARE, AID, HOME, NURSE, REHAB = (
    "avdelning-4", "vc-an", "bistand", "hemtjanst-norr", "hsv-norr", "kommunrehab",
)  # fmt: skip
SIX = (WARD, CARE, AID, HOME, NURSE, REHAB)
# None of them is a name or a word in the exercise.
NAMES = (
    "Agda", "Bodil", "Cilla", "Dagny", "Estrid", "Folke", "Gerda", "Halvar", "Inez", "Jorunn",
    "Kettil", "Leontin", "Märta", "Nanny", "Ottar", "Petronella", "Ragnhild", "Sixten", "Torborg",
    "Ulla", "Valborg", "Ylva", "Åsmund", "Östen",
)  # fmt: skip
READ, ENOUGH = "read", 2
REAL = {1: "phone", 9: "keyboard", 16: "scriptless", 24: "phone"}
LATE = (18, 23)
DROPS, LEAVES = 2, 5
LEADER, PROJECTOR = "leader", "projector"
SIZES = {"phone": {"width": 360, "height": 640}, "laptop": {"width": 1280, "height": 800}}
# What a browser says when a page is laid away or comes forth, such as a phone in a pocket.
SEEN = """
(seen) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => !seen });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""
NEWS = "**/ovning/tavla/**"
ROUNDS = 30  # more than any group needs between two moves of the clock


@dataclass
class Person:
    """Somebody with a phone: who they are, and what only they may be sent."""

    no: int
    name: str
    workplace: str
    phone: Phone
    own_code: str = ""
    group: int = 0
    party: str = ""
    done: list[str] = field(default_factory=list)

    @property
    def who(self) -> str:
        """The name on the tape."""
        return f"phone-{self.no}"

    def mark(self, kind: str) -> str:
        """A word that nobody else writes."""
        return f"{kind}tecken{self.no:02}slut"


class Windows:
    """The real windows: who looks, what the pages complain of, and pictures of them."""

    def __init__(self, browser: Browser, home: str) -> None:
        self.browser, self.home = browser, home
        self.watches: list[watching.Watch] = []
        self.contexts: list[Any] = []
        self.asking: dict[
            str, Page
        ] = {}  # those that ask for news by themselves, by whose they are
        self.axe: list[str] = []
        self.pictures = 0

    def open(self, who: str, size: str, *, user: Any = None, script: bool = True) -> Page:
        """An empty window of somebody's."""
        context = self.browser.new_context(
            base_url=self.home,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            viewport=SIZES[size],
            java_script_enabled=script,
            reduced_motion="reduce",
            extra_http_headers={WHO: who},
        )
        context.set_default_timeout(15_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": value, "url": self.home}])
        if script:
            context.add_init_script(watching.NOTE_VIOLATIONS)
        page = context.new_page()
        if script:
            self.asking[who] = page
        self.contexts.append(context)
        self.watches.append(watching.Watch(page, self.home))
        return page

    def see(self, who: str, *, seen: bool) -> None:
        """Somebody looks away from the page in the window, or back: unseen, it asks for no news."""
        if who in self.asking:
            self.asking[who].evaluate(SEEN, seen)

    def glance(self, who: str) -> None:
        """Somebody looks up at the page for as long as it takes to ask for news."""
        with self.asking[who].expect_response(NEWS):
            self.see(who, seen=True)
        self.see(who, seen=False)

    def look(self, page: Page, kind: str) -> None:
        """Let axe look at the page in both themes, and keep a picture."""
        page.wait_for_load_state()
        for theme, faults in watching.themes(page):
            if faults:
                self.axe.append(f"{kind}, {page.url} ({theme})\n{faults}")
        self.picture(page, kind)

    def picture(self, page: Page, kind: str) -> None:
        """Keep a picture of the page, where pictures are asked for."""
        self.pictures += 1
        if looking.SHOTS:
            name = f"pass-{self.pictures:02}-{kind}.png"
            page.screenshot(path=Path(looking.SHOTS) / name, full_page=True)

    @property
    def faults(self) -> list[str]:
        """What console, policy and network have complained of."""
        return [fault for watch in self.watches for fault in watch.faults]

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()


class Room:
    """The people of a session and their phones."""

    def __init__(self, windows: Windows, home: str) -> None:
        self.windows, self.home = windows, home
        self.read = load_scenario(SCENARIO)
        self.bodies: dict[str, dict[str, Any]] = {}
        for move in self.read.model:
            # The changed consent is written apart, when Berit has asked for it.
            self.bodies.setdefault(move.step, dict(move.body))
        self.changed_consent = dict([m for m in self.read.model if m.step == "consent"][1].body)
        self.people = [
            Person(no, name, SIX[(no - 1) % 6], self._phone(no))
            for no, name in enumerate(NAMES, start=1)
        ]

    def _phone(self, no: int) -> Phone:
        if no not in REAL:
            return PlainPhone(self.home, f"phone-{no}")
        page = self.windows.open(f"phone-{no}", "phone", script=REAL[no] != "scriptless")
        return KeyboardPhone(page) if REAL[no] == "keyboard" else RealPhone(page)

    def of(self, no: int) -> Person:
        """The person with this number."""
        return self.people[no - 1]

    def group(self, number: int) -> list[Person]:
        """Those in a group."""
        return [one for one in self.people if one.group == number]

    def in_seat(self, group: int, party: str) -> Person | None:
        """Whoever plays the party in the group."""
        return next((one for one in self.group(group) if one.party == party), None)

    def seat_everybody(self, run: Run) -> None:
        """Take down who sits where, and everybody's own code."""
        for seat in Seat.objects.filter(run=run).select_related("participant", "world"):
            holder = seat.participant
            for one in self.people:
                if holder and holder.name == one.name:
                    one.group, one.party = seat.world.line, seat.unit
        for participant in run.participants.all():
            person = next(one for one in self.people if one.name == participant.name)
            person.own_code = participant.personal_code

    def play(self) -> None:
        """Everybody does what their own card asks for, until nobody has anything to do.

        Meanwhile nobody looks at a page that stands there, but at the wall now and then.
        """
        for who in self.windows.asking:
            self.windows.see(who, seen=False)
        self._play()
        for who in self.windows.asking:
            self.windows.see(who, seen=True)

    def _play(self) -> None:
        idle: dict[int, int] = {}
        for _round in range(ROUNDS):
            self.windows.glance(PROJECTOR)
            before = sum(len(one.done) for one in self.people)
            for one in self.people:
                # A card with nothing to do changes only when somebody in the group has acted.
                if one.party and idle.get(one.no) != self._acts(one.group):
                    self._act(one)
                    self.windows.see(one.who, seen=False)
                    idle[one.no] = self._acts(one.group)
            if sum(len(one.done) for one in self.people) == before:
                return
        raise AssertionError("The groups never come to rest.")

    def _acts(self, group: int) -> int:
        return sum(len(one.done) for one in self.group(group))

    def _act(self, person: Person) -> None:
        """Everything there is to do for one person just now.

        What the card asks for once more, though it has been done as well as the colleague does it,
        waits for something else: the changed consent, that Berit has not asked for yet.
        """
        while did := person.phone.act(self.bodies):
            if did != READ and person.done.count(did) >= ENOUGH:
                return
            person.done.append(did)

    def close(self) -> None:
        """Put every phone away."""
        for one in self.people:
            one.phone.hang_up()
        self.windows.close()
