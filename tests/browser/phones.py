"""Phones in a session: most are plain HTTP clients that read pages and press buttons by label."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from tests.browser.recording import WHO
from tests.sandbox.web.conftest import as_post

NEXT = "nasta"
ACKNOWLEDGE = "Kvittera (övning)"


@dataclass
class Button:
    """A button or a link: what it says, where it leads, and what a form sends with it."""

    says: str = ""
    href: str = ""
    name: str = ""
    value: str = ""
    form: str = ""


@dataclass
class Form:
    """A form as it stands: where it is sent, and its fields with their values."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Sheet(HTMLParser):
    """One page read as a browser without script reads it: links, forms, buttons, text."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self.url, self.source = url, text
        self.links: dict[str, Button] = {}
        self.forms: dict[str, Form] = {}
        self.buttons: list[Button] = []
        self.live: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._form, self._open, self._choice, self._area = "", None, "", None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in what opens."""
        had = {name: value or "" for name, value in attrs}
        if "data-live" in had:
            self.live.append((had["data-live"], had["data-version"]))
        if tag == "a" and "href" in had:
            self._open = Button(href=urljoin(self.url, had["href"]))
            self.links[had.get("id") or f"#{len(self.links)}"] = self._open
        elif tag == "form":
            self._form = had.get("id") or f"#{len(self.forms)}"
            action = urljoin(self.url, had.get("action", ""))
            self.forms[self._form] = Form(action, had.get("method", "get"))
        elif tag == "button":
            target = had.get("form") or self._form
            self._open = Button(name=had.get("name", ""), value=had.get("value", ""), form=target)
            self.buttons.append(self._open)
        else:
            self._take_field(tag, had)

    def _take_field(self, tag: str, had: dict[str, str]) -> None:
        if self._form not in self.forms:
            return
        fields = self.forms[self._form].fields
        name = had.get("name", "")
        ticked = had.get("type") not in ("checkbox", "radio") or "checked" in had
        if tag == "input" and name and ticked:
            fields.append((name, had.get("value", "")))
        elif tag == "select":
            self._choice = name
        elif tag == "option" and "selected" in had:
            fields.append((self._choice, had.get("value", "")))
        elif tag == "textarea":
            self._area = name
            fields.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what closes."""
        if tag in ("a", "button"):
            self._open = None
        elif tag == "form":
            self._form = ""
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        """Text, wherever it stands."""
        if self._area is not None:
            name, before = self.forms[self._form].fields[-1]
            self.forms[self._form].fields[-1] = (name, before + data.removeprefix("\n"))
            return
        self.words.append(data)
        if self._open is not None:
            self._open.says = f"{self._open.says} {data}"

    @property
    def text(self) -> str:
        """What the page says."""
        return " ".join(" ".join(self.words).split())

    def button(self, label: str) -> Button:
        """The visible button that says this."""
        return next(one for one in self.buttons if label in " ".join(one.says.split()))

    def link(self, label: str) -> str:
        """Where the link that says this leads."""
        found = (one for one in self.links.values() if label in " ".join(one.says.split()))
        return next(found).href


class Browser:
    """A browser without script: cookies, redirects, and its name in every request."""

    def __init__(self, home: str, who: str) -> None:
        self.home, self.who = home, who
        self.cookies: dict[str, str] = {}
        self.line = http.client.HTTPConnection(urlsplit(home).netloc, timeout=60)

    def get(self, path: str) -> Sheet:
        """Open a page."""
        return self._ask("GET", urljoin(self.home, path))

    def press(self, sheet: Sheet, label: str, typed: Mapping[str, Any] | None = None) -> Sheet:
        """Type into the form that the button belongs to, and press the button."""
        button = sheet.button(label)
        form = sheet.forms[button.form]
        sent = as_post(typed or {})
        fields = [(name, value) for name, value in form.fields if name not in sent]
        for name, value in sent.items():
            fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        if button.name:
            fields.append((button.name, button.value))
        return self._ask("POST", form.action, urlencode(fields))

    def save(self, path: str, typed: Mapping[str, Any]) -> int:
        """Post what a page's script would post by itself; gives the status."""
        more = {"X-CSRFToken": self.cookies["csrftoken"], "X-Autosave": "1"}
        return self._send("POST", path, urlencode(as_post(typed), doseq=True), more)[0]

    def news(self, sheet: Sheet) -> list[str]:
        """What the page's script would be sent for each living part; empty when nothing is new."""
        asked = [f"{url}?v={version}" for url, version in sheet.live]
        return [self._send("GET", path, None, {})[1] for path in asked]

    def hang_up(self) -> None:
        """Close the connection."""
        self.line.close()

    def _ask(self, method: str, url: str, body: str | None = None) -> Sheet:
        for _hop in range(6):
            parts = urlsplit(url)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            status, text, headers = self._send(method, path, body, {})
            if status not in (301, 302, 303):
                assert status < 500, f"{self.who}: {status} from {method} {path}\n{text[:2000]}"
                return Sheet(url, text)
            url, method, body = urljoin(url, headers["Location"] or ""), "GET", None
        raise AssertionError(f"{self.who} is sent round and round at {url}")

    def _send(
        self, method: str, path: str, body: str | None, more: Mapping[str, str]
    ) -> tuple[int, str, Any]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {WHO: self.who, "Cookie": cookies, "Accept-Language": "sv", **more}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body.encode() if body is not None else None, headers)
        answer = self.line.getresponse()
        text = answer.read().decode("utf-8")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, answer.headers
