"""What participants do with their phones: join, open the role, do what comes next, answer, leave.

Both kinds of phone are driven alike: one is a plain HTTP client, the other a real browser, with or
without script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser import walking
from tests.browser.phones import Browser, Sheet
from tests.browser.watching import Keyboard

NEXT = "nasta"
MESSAGE = "send_message"
ACKNOWLEDGE = "Kvittera (övning)"
Bodies = Mapping[str, Mapping[str, Any]]


class Phone(Protocol):
    """A participant's phone."""

    role: str

    def join(self, code: str, name: str, workplace: str) -> None:
        """Write the code, then the name and the workplace."""

    def act(self, bodies: Bodies) -> str:
        """Do the one thing the role card asks for; what it was, empty when there is nothing."""

    def write(self, step: str, body: Mapping[str, Any]) -> None:
        """Fill in a form of the role and send it."""

    def begin(self, step: str, body: Mapping[str, Any]) -> None:
        """Type into a form of the role, and leave it there unsent."""

    def answer(self, no: int, typed: Mapping[str, Any]) -> None:
        """Answer a question of the session."""

    def says(self, path: str = "") -> str:
        """What a page says: the role card, or one under the session's own page ("plan/")."""

    def hang_up(self) -> None:
        """Put the phone away."""


def code_of(typed: str) -> str:
    """A code as it stands in addresses."""
    return "".join(typed.split()).lower()


class PlainPhone:
    """A phone that is a plain HTTP client."""

    def __init__(self, home: str, who: str) -> None:
        self.browser = Browser(home, who)
        self.code = self.role = ""
        self._card: Sheet | None = None

    def join(self, code: str, name: str, workplace: str) -> None:
        """See Phone."""
        self.code = code_of(code)
        asked = self.browser.press(self.browser.get("/delta/"), "Fortsätt", {"code": code})
        self.browser.press(asked, "Gå med", {"name": name, "workplace": workplace})

    def rejoin(self, code: str, own: str) -> None:
        """Come back as the same person by the own code."""
        self.code = code
        back = self.browser.get(f"/delta/{code}/tillbaka/")
        self.browser.press(back, "Kom tillbaka", {"personal_code": own})

    def leave(self) -> None:
        """Leave the session for good."""
        asked = self.browser.get(self.browser.get(f"/delta/{self.code}/").link("Lämna passet"))
        self.browser.press(asked, "Lämna passet")

    def card(self) -> Sheet:
        """The role card, from the session's own page the first time."""
        if not self.role:
            home = self.browser.get(f"/delta/{self.code}/")
            self.role = urlsplit(home.link("Öppna din roll")).path
        return self.browser.get(self.role)

    def act(self, bodies: Bodies) -> str:
        """See Phone."""
        card = self._card or self.card()
        self._card = None
        url = card.links[NEXT].href if NEXT in card.links else ""
        if not url or "/klart/" in url:
            return ""
        if "/dokument/" in url:
            self._keep(self.browser.press(self.browser.get(url), ACKNOWLEDGE))
            return "read"
        step = url.split("/steg/")[1].strip("/")
        self.write(step, bodies[step])
        return step

    def write(self, step: str, body: Mapping[str, Any]) -> None:
        """See Phone."""
        after = self.send(self.form(step), body)
        assert f"/steg/{step}/" not in after.url or after.url.endswith("/svar/"), after.text[:1500]
        self._keep(after)

    def form(self, step: str) -> Sheet:
        """The form of a step."""
        return self.browser.get(f"{self.role}steg/{step}/")

    def send(self, form: Sheet, body: Mapping[str, Any]) -> Sheet:
        """Send a form that is open; the page that comes."""
        button = next(one for one in form.buttons if one.value == "send")
        kept = ("csrfmiddlewaretoken", "version", "token", "do")
        # What stands there from a draft is written over.
        blank = {name: [] for name, _v in form.forms[button.form].fields if name not in kept}
        return self.browser.press(form, " ".join(button.says.split()), {**blank, **body})

    def begin(self, step: str, body: Mapping[str, Any]) -> None:
        """See Phone."""
        status = self.browser.save(f"{self.role}steg/{step}/utkast/", body)
        assert status == 200, (step, status)

    def answer(self, no: int, typed: Mapping[str, Any]) -> None:
        """See Phone."""
        path = f"/delta/{self.code}/plan/" if "will" in typed else f"/delta/{self.code}/svar/{no}/"
        form = self.browser.get(path)
        label = "Spara min plan" if "will" in typed else "Skicka mitt svar"
        after = self.browser.press(form, label, typed)
        assert "error-summary" not in after.source, after.text[:800]

    def says(self, path: str = "") -> str:
        """See Phone."""
        sheet = self.browser.get(f"/delta/{self.code}/{path}") if path else self.card()
        return sheet.text

    def hang_up(self) -> None:
        """See Phone."""
        self.browser.hang_up()

    def _keep(self, sheet: Sheet) -> None:
        self._card = sheet if urlsplit(sheet.url).path == self.role else None


class RealPhone:
    """A phone with a real browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.code = self.role = ""
        self._acted = False

    def join(self, code: str, name: str, workplace: str) -> None:
        """See Phone."""
        self.code = code_of(code)
        self.page.goto("/delta/")
        self.page.get_by_label("Passets kod").fill(code)
        self.page.get_by_role("button", name="Fortsätt").click()
        self.page.get_by_label("Förnamn eller alias").fill(name)
        self.page.locator("select[name=workplace]").select_option(workplace)
        self.page.get_by_role("button", name="Gå med").click()
        expect(self.page.get_by_text("Din egen kod")).to_be_visible()

    def open_role(self) -> None:
        """The role card, from the session's own page the first time."""
        if not self.role:
            self.page.goto(f"/delta/{self.code}/")
            self.page.get_by_role("link", name="Öppna din roll").first.click()
            self.page.wait_for_url("**/ovning/**")
            self.role = urlsplit(self.page.url).path
        else:
            self.page.goto(self.role)

    def act(self, bodies: Bodies) -> str:
        """See Phone."""
        if not self._acted or urlsplit(self.page.url).path != self.role:
            self.open_role()
        following = self.page.locator(f"#{NEXT}")
        url = following.get_attribute("href") if following.count() else None
        self._acted = bool(url) and "/klart/" not in str(url)
        if not url or not self._acted:
            return ""
        self.page.goto(url)
        if "/dokument/" in url:
            self.page.get_by_role("button", name=ACKNOWLEDGE).click()
            self.page.wait_for_url(lambda at: "/dokument/" not in at)
            return "read"
        step = url.split("/steg/")[1].strip("/")
        walking.fill(self.page, bodies[step])
        self._send()
        return step

    def write(self, step: str, body: Mapping[str, Any]) -> None:
        """See Phone."""
        self.page.goto(f"{self.role}steg/{step}/")
        walking.fill(self.page, body)
        self._send()

    def _send(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("button.btn[value=send]").click()
        self._is_sent()

    def _is_sent(self) -> None:
        refused = self.page.locator(".error-summary")
        assert refused.count() == 0, f"{self.page.url}: {refused.inner_text()}"

    def begin(self, step: str, body: Mapping[str, Any]) -> None:
        """See Phone."""
        self.page.goto(f"{self.role}steg/{step}/")
        walking.fill(self.page, body)
        self.page.locator("button[value=later]").click()
        self.page.wait_for_url(f"**{self.role}")

    def answer(self, no: int, typed: Mapping[str, Any]) -> None:
        """See Phone."""
        plan = "will" in typed
        self.page.goto(f"/delta/{self.code}/{'plan/' if plan else f'svar/{no}/'}")
        walking.fill(self.page, typed)
        with self.page.expect_navigation():
            self.page.locator("main form .actions .btn").first.click()

    def says(self, path: str = "") -> str:
        """See Phone."""
        if path:
            self.page.goto(f"/delta/{self.code}/{path}")
        else:
            self.open_role()
        return " ".join(self.page.locator("body").inner_text().split())

    def hang_up(self) -> None:
        """See Phone; its window is closed with the others."""


class KeyboardPhone(RealPhone):
    """A real phone whose owner has no pointer, for coming in and for writing a message."""

    def __init__(self, page: Page, keyboard: Callable[[Page], Keyboard] = Keyboard) -> None:
        super().__init__(page)
        self.keys = keyboard(page)

    def join(self, code: str, name: str, workplace: str) -> None:
        """See Phone."""
        self.code = code_of(code)
        self.page.goto("/delta/")
        self.keys.write("Passets kod", code)
        self.keys.follow("Fortsätt", tag="button")
        self.keys.write("Förnamn eller alias", name)
        choices = self.page.locator("select[name=workplace] option")
        values = choices.evaluate_all("(all) => all.map((one) => one.value)")
        self.keys.pick("Vilken arbetsplats", values.index(workplace))
        self.keys.follow("Gå med", tag="button")
        expect(self.page.get_by_text("Din egen kod")).to_be_visible()

    def message(self, to: str, subject: str, text: str) -> None:
        """Write a message to a party and send it."""
        self.open_role()
        self.keys.follow("Skriv meddelande")
        self.keys.tick(f"recipients={to}")
        self.keys.write("subject=", subject)
        self.keys.tab_to("Meddelande", tag="textarea")
        # What was begun there before is written over.
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.keys.follow("(övning)", tag="button")
        self._is_sent()
