"""A form as a browser has it."""

from __future__ import annotations

from html.parser import HTMLParser


class Fields(HTMLParser):
    """What a browser knows of a form: hidden fields, choices, where it is saved meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self.autosave = ""

    @classmethod
    def of(cls, html: str) -> Fields:
        """The fields of a page."""
        found = cls()
        found.feed(html)
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note hidden fields, radio buttons and the form's address."""
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        self.autosave = given.get("data-autosave") or self.autosave
        if tag == "input" and given.get("type") == "radio":
            self.choices.setdefault(name, []).append(value)
        if tag == "input" and given.get("type") == "hidden" and name != "csrfmiddlewaretoken":
            self.hidden[name] = value
