"""A whole session about Berit by machine: a trainer, a projector and twenty-four phones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.contrib.auth.models import Permission
from playwright.sync_api import Browser, expect

from sandbox.world.models import Run, Seat
from tests.browser.leading import Leader
from tests.browser.participants import MESSAGE, KeyboardPhone, PlainPhone, RealPhone
from tests.browser.recording import Tape
from tests.browser.session import (
    CARE,
    DROPS,
    HOME,
    LATE,
    LEADER,
    LEAVES,
    PROJECTOR,
    REAL,
    REHAB,
    Person,
    Room,
    Windows,
)
from tests.browser.watching import Keyboard
from training_site.people.models import User

DAY, THREE_DAYS, NEXT_EVENT = "1440", "4320", "nasta"
POLL, CLOUD, NOTE, JUDGING, CLOSING, MONDAY = range(1, 7)
HIDDEN_WORD, SHOWN_WORD, REAL_PERSON = "skvallerordet", "tiden", "verkligtecken"
STOPPED = "Passet är stoppat"


@dataclass
class Seen:
    """What was seen on the way: texts of pages, and from where on the tape."""

    poll_was_hidden: bool = False
    hidden_focus: list[str] = field(default_factory=list)
    paused: str = ""
    kept: list[bool] = field(default_factory=list)
    rejoined: str = ""
    dropped: str = ""
    letters: list[tuple[str, int, tuple[str, ...]]] = field(default_factory=list)
    stopped_at: int = 0
    lifted_at: int = 0
    not_stopped: list[str] = field(default_factory=list)
    notes: dict[int, int] = field(default_factory=dict)
    met: dict[int, tuple[int, int]] = field(default_factory=dict)
    attendance: str = ""
    afterwards: dict[int, str] = field(default_factory=dict)


class Session:
    """The session from lobby to debrief, and what was seen on the way."""

    def __init__(self, browser: Browser, home: str, tape: Tape) -> None:
        self.home, self.tape = home, tape
        trainer = User.objects.create_user("maj@example.org", given_name="Majken")
        trainer.user_permissions.add(Permission.objects.get(codename="lead_run"))
        self.windows = Windows(browser, home)
        self.leader = Leader(self.windows.open(LEADER, "laptop", user=trainer))
        self.wall = self.windows.open(PROJECTOR, "laptop", user=trainer)
        self.room = Room(self.windows, home)
        self.seen = Seen()

    @property
    def run(self) -> Run:
        """The session's row as it is now."""
        return Run.objects.get(pk=self.leader.run)

    def play(self) -> None:
        """Everything, in order."""
        for part in (
            self._gather, self._hand_out, self._ask_before, self._first_days, self._pause,
            self._stop, self._on_the_ward, self._homeward, self._at_home, self._talk, self._end,
        ):  # fmt: skip
            part()

    def _gather(self) -> None:
        self.leader.start_now("berit-gar-hem")
        self.wall.goto(f"/utbildare/{self.leader.run}/projektor/")
        for one in self.room.people:
            if one.no not in LATE:
                one.phone.join(self.leader.code, one.name, one.workplace)
        expect(self.leader.page.locator("#inne")).to_contain_text("22")
        self.windows.look(self.leader.page, "ledare-samling")
        self.windows.look(self.wall, "projektor-samling")
        self.windows.look(self._page(1), "telefon-samling")

    def _page(self, no: int):
        phone = self.room.of(no).phone
        assert isinstance(phone, RealPhone)
        return phone.page

    def _on_the_wall(self, text: str) -> None:
        """The wall shows it, once it has asked for news: now, rather than in its own time."""
        self.windows.see(PROJECTOR, seen=True)
        expect(self.wall.locator("body")).to_contain_text(text)

    def _hand_out(self) -> None:
        """Two come when it has begun; everybody begins a message that is never sent."""
        self.leader.hand_out()
        expect(self._page(1).get_by_role("link", name="Öppna din roll")).to_be_visible()
        for no in LATE:
            one = self.room.of(no)
            one.phone.join(self.leader.code, one.name, one.workplace)
        self.room.seat_everybody(self.run)
        self.leader.project("case")
        for one in self.room.people:
            one.phone.says()
            one.phone.begin(MESSAGE, {"text": one.mark("utkast")})

    def _ask_before(self) -> None:
        """A poll, hidden until all have answered, and a word cloud that the leader goes through."""
        self.leader.ask(POLL, "open", "project")
        for one in self.room.people[:-1]:
            one.phone.answer(POLL, {"choice": str(one.no % 4)})
        self._on_the_wall("23 av 24")
        self.seen.poll_was_hidden = self.wall.locator("table").count() == 0
        self.room.people[-1].phone.answer(POLL, {"choice": "1"})
        self.windows.see(PROJECTOR, seen=True)
        expect(self.wall.locator("table")).to_be_visible()
        self.windows.look(self.wall, "projektor-fraga")
        self.leader.ask(CLOUD, "open", "project")
        for one in self.room.people:
            word = HIDDEN_WORD if one.no == 4 else SHOWN_WORD
            one.phone.answer(CLOUD, {"word_1": word})
        self.leader.ask(CLOUD)
        self.windows.look(self.leader.page, "ledare-ordmoln")
        self.leader.hide_word(HIDDEN_WORD)
        self.leader.ask(CLOUD, "let:all")
        self._on_the_wall(SHOWN_WORD)

    def _first_days(self) -> None:
        """Roles, admission notice, contact, planning; the keyboard and the first picture."""
        one = self.room.of(9)
        phone = one.phone
        assert isinstance(phone, KeyboardPhone)
        letter = f"Vem har nyckeln? {one.mark('brev')}"
        phone.message(CARE, "Nyckeln", letter)
        self.seen.hidden_focus += phone.keys.hidden
        self.seen.letters.append((letter, one.group, (one.workplace, CARE)))
        self.windows.look(self._page(1), "telefon-rollkort")
        self._page(1).goto(f"{self.room.of(1).phone.role}steg/notice/")
        self.windows.look(self._page(1), "telefon-formular")
        self.room.play()
        self._leader_by_keyboard()
        self.leader.project("timeline")
        self.leader.jump(DAY)
        self.room.play()

    def _leader_by_keyboard(self) -> None:
        """The leader goes to the next parts, and lets the daughter call, without a pointer."""
        page = self.leader.view()
        keys = Keyboard(page)
        keys.follow("Pausa alla")
        expect(page.locator("body")).to_contain_text("Alla är pausade")
        keys.follow("Fortsätt", tag="button")
        for part in ("Berit", "Rollspelet"):
            keys.follow(f"Nästa: {part}")
        keys.tab_to("av sig själv", tag="summary", back=True)
        page.keyboard.press("Enter")
        keys.follow("Dottern ringer")
        expect(page.locator(".messages")).to_contain_text("Dottern ringer")
        self.seen.hidden_focus += keys.hidden

    def _pause(self) -> None:
        """Nobody can send while the leader pauses; what is typed stands there. One phone changes."""
        one = self.room.of(10)
        phone = one.phone
        assert isinstance(phone, PlainPhone)
        form = phone.form(MESSAGE)
        self.leader.pause()
        typed = {"recipients": [CARE], "subject": "Fråga", "text": one.mark("pausad")}
        refused = phone.send(form, typed)
        self.seen.paused = refused.text
        self.seen.kept.append(one.mark("pausad") in refused.source)
        expect(self.wall.locator("body")).to_contain_text("Paus")
        self.leader.pause()
        self.seen.kept.append(one.mark("pausad") in phone.form(MESSAGE).source)
        self._change_phone(self.room.of(DROPS))

    def _change_phone(self, one: Person) -> None:
        """The old phone is no longer that person; the new one is, with everything."""
        old = one.phone
        assert isinstance(old, PlainPhone)
        new = PlainPhone(self.home, one.who)
        new.rejoin(old.code, one.own_code)
        one.phone = new
        self.seen.rejoined = new.says()
        self.seen.dropped = old.browser.get(f"/delta/{old.code}/").text
        old.hang_up()

    def _on_the_ward(self) -> None:
        """Somebody leaves for good. The doctor decides, the call goes out, rehab is ill."""
        leaving = self.room.of(LEAVES)
        assert isinstance(leaving.phone, PlainPhone)
        leaving.phone.leave()
        leaving.party = ""
        self.leader.jump(THREE_DAYS)
        self.room.play()
        self.leader.happens("rehab-sjuk")
        self.leader.happens("fel-mottagare", to=self._seat_value(2, HOME))
        self.room.play()
        self.windows.look(self.leader.view(), "ledare-rollspel")
        self.windows.look(self.wall, "projektor-rollspel")

    def _seat_value(self, group: int, party: str) -> str:
        return f"s{Seat.objects.get(run=self.leader.run, world__line=group, unit=party).no}"

    def _stop(self) -> None:
        """Somebody has written of a real person: everything is blank at once, and one thing goes."""
        writer = self.room.in_seat(3, REHAB)
        reader = self.room.in_seat(3, HOME)
        assert writer
        assert reader
        body = {"recipients": [HOME], "subject": REAL_PERSON, "text": REAL_PERSON}
        writer.phone.write(MESSAGE, body)
        assert REAL_PERSON in reader.phone.says()
        self.leader.view()
        self.leader.stop()
        expect(self._page(24).locator("body")).to_contain_text(STOPPED)
        expect(self.wall.locator("body")).to_contain_text(STOPPED)
        self.windows.look(self.leader.page, "ledare-stopp")
        self.windows.look(self._page(24), "telefon-stopp")
        self.seen.stopped_at = len(self.tape.sent)
        self.seen.not_stopped = [
            one.who for one in self.room.people if one.party and STOPPED not in one.phone.says()
        ]
        self.leader.erase(self._seat_value(3, REHAB))
        self.leader.lift()
        self.seen.lifted_at = len(self.tape.sent)
        for one in (reader, writer):
            one.phone.says()

    def _homeward(self) -> None:
        """Three days on: information, discharge."""
        self.leader.jump(THREE_DAYS)
        self.room.play()

    def _at_home(self) -> None:
        """The meeting at Berit's, the goals, the changed consent, the daughter who wants the plan."""
        self.leader.jump(THREE_DAYS)
        self.room.play()
        self.leader.jump(NEXT_EVENT)
        self.room.play()
        for group in range(1, 5):
            care = self.room.in_seat(group, CARE)
            if care:
                care.phone.write("consent", self.room.changed_consent)
        self.leader.jump(NEXT_EVENT)
        self.room.play()

    def _talk(self) -> None:
        """Feedback and closing: notes of the groups, another group's plan, plans for Monday."""
        self.leader.next_part()
        self.leader.ask(NOTE, "open")
        for group in range(1, 5):
            one = next(one for one in self.room.group(group) if one.no not in REAL)
            one.phone.answer(NOTE, {"text": f"Första dagen. {one.mark('lapp')}"})
            self.seen.notes[group] = one.no
        self.leader.ask(JUDGING, "open")
        for one in self.room.people[5:12]:
            one.phone.answer(JUDGING, {item.key: "1" for item in self.room.read.rubric})
        self.leader.project("plans:1,2")
        self._on_the_wall("Två planer sida vid sida")
        self.windows.look(self.wall, "projektor-planer")
        self.leader.next_part()
        self.leader.ask(CLOSING, "open")
        for one in self.room.people[6:9]:
            one.phone.answer(CLOSING, {"text": one.mark("slutord")})
        self.leader.ask(MONDAY, "open")
        for one in self.room.people:
            if one.no != LEAVES:
                one.phone.answer(MONDAY, {"will": f"Jag ringer. {one.mark('plan')}"})

    def _end(self) -> None:
        """The session ends: timeline, checks, attendance, and everybody's own page."""
        self.leader.project("debrief:1")
        self._on_the_wall("Det som hände i grupp 1")
        self.windows.look(self.wall, "projektor-efterat")
        self.leader.end()
        page = self.leader.page
        self.windows.look(page, "ledare-efterat")
        for group in range(1, 5):
            page.goto(f"/utbildare/{self.leader.run}/efterat/?grupp={group}")
            text = page.locator("main").inner_text()
            met, total = re.findall(r"(\d+) av (\d+) klara", text)[0]
            self.seen.met[group] = (int(met), int(total))
        page.goto(f"/utbildare/{self.leader.run}/narvaro/")
        self.windows.look(page, "ledare-narvaro")
        self.seen.attendance = page.locator("main").inner_text()
        self.seen.afterwards = {
            one.no: one.phone.says("efterat/") for one in self.room.people if one.no != LEAVES
        }
        self.windows.look(self._page(1), "telefon-efterat")

    def close(self) -> None:
        """Close every window and put every phone away."""
        self.room.close()
