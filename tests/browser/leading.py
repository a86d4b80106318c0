"""What a trainer does at her laptop in a session, with the pointer."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


class Leader:
    """The trainer's window, from the start page to the attendance list."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.run = 0
        self.code = ""

    def start_now(self, scenario: str) -> None:
        """Start a session of an exercise; its lobby opens at once."""
        self.page.goto("/utbildare/")
        self.page.get_by_label("Övning").select_option(scenario)
        self.page.get_by_role("button", name="Starta ett pass nu").click()
        self.page.wait_for_url("**/lobby/")
        self.run = int(re.findall(r"/utbildare/(\d+)/", self.page.url)[0])
        self.code = self.page.locator(".lobby-code .code").inner_text()

    def hand_out(self) -> None:
        """Hand out the roles and begin."""
        self.page.get_by_role("button", name="Dela ut roller och börja").click()
        self.page.wait_for_url("**/ledarvy/")

    def view(self) -> Page:
        """The leader's view."""
        self.page.goto(f"/utbildare/{self.run}/ledarvy/")
        return self.page

    def jump(self, by: str) -> None:
        """Move every group's clock: minutes, or "nasta" for the next event."""
        self._press(f'button[name="by"][value="{by}"]')

    def happens(self, ref: str, to: str = "alla") -> None:
        """Let an event of the exercise happen, from the palette."""
        view = self.view()
        view.locator("select[name=till]").select_option(to)
        found = view.locator(f'button[name="ref"][value="{ref}"]')
        if not found.is_visible():
            view.locator("details", has=found).locator("summary").click()
        found.click()
        expect(view.locator(".messages")).to_be_visible()

    def next_part(self) -> None:
        """Go to the next part of the session."""
        self._press('form[action$="/del/"] >> nth=0 >> button')

    def project(self, view: str) -> None:
        """Choose what the projector shows."""
        self._press(f'form[action$="/visa/"] button[value="{view}"]')

    def pause(self) -> None:
        """Pause everybody, or go on."""
        self._press('form[action$="/paus/"] button')

    def stop(self) -> None:
        """Stop: a real person."""
        self._press('.run-bar form[action$="/stopp/"] button')
        self.page.wait_for_url("**/stopp/")

    def erase(self, what: str) -> None:
        """Erase what a seat or a group has written; only in a stopped session."""
        self.page.locator("#what").select_option(what)
        self.page.locator('form[action$="/radera/"] button').click()
        expect(self.page.locator(".messages")).to_contain_text("Rader")

    def lift(self) -> None:
        """Lift the stop."""
        self.page.locator('form[action$="/slapp/"] button').click()
        self.page.wait_for_url("**/ledarvy/")

    def ask(self, no: int, *wishes: str) -> None:
        """Open a question, show its answers, let a word through, put it on the projector."""
        self.page.goto(f"/utbildare/{self.run}/fraga/{no}/")
        for wish in wishes:
            button = self.page.locator(f'button[name="do"][value="{wish}"]')
            with self.page.expect_navigation():
                button.click()

    def hide_word(self, word: str) -> None:
        """Hide one of the words that have come in."""
        row = self.page.locator("ul.decide li", has_text=word)
        with self.page.expect_navigation():
            row.locator('button[value^="cover:"]').click()

    def end(self) -> None:
        """End the session, after the question."""
        self.view().get_by_role("link", name="Avsluta passet").click()
        self.page.wait_for_url("**/avsluta/")
        self.page.get_by_role("button", name="Avsluta passet").click()
        self.page.wait_for_url("**/efterat/")

    def _press(self, button: str) -> None:
        view = self.view()
        with view.expect_navigation():
            view.locator(button).first.click()
