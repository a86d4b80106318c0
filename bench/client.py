"""A learner's browser, as far as a server can tell."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "127.0.0.1"


class Wrong(Exception):
    """The server answered, but not with what the flow asks for."""


@dataclass
class Answer:
    """One answer: status, text, headers, and how many bytes all of it was."""

    status: int
    text: str
    headers: http.client.HTTPMessage
    size: int

    @property
    def location(self) -> str:
        """Where it sends the browser."""
        return str(self.headers.get("Location", ""))


@dataclass
class Browser:
    """One keep-alive connection; cookies per learner, so that sessions can rotate over it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    sent: int = 0

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection(HOST, self.port, timeout=20)

    def close(self) -> None:
        """Hang up."""
        self.line.close()

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, form: dict[str, str] | list[tuple[str, str]], **more: str) -> Answer:
        """Send a form, with further headers if any (underscores become hyphens)."""
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(form).encode(), headers)

    def _ask(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> Answer:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Forwarded-Proto": "https",
            "Origin": f"https://{HOST}:{self.port}",
            "Referer": f"https://{HOST}:{self.port}/",
            **more,
        }
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        body = answer.read()
        self.sent += 1
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        size = len(f"HTTP/1.1 {answer.status} {answer.reason}\r\n") + 2 + len(body)
        size += sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
        return Answer(answer.status, body.decode("utf-8", "replace"), answer.headers, size)


def must(answer: Answer, *marks: str, status: int = 200) -> str:
    """The text, if the status is right and every mark is in it. Raises Wrong."""
    if answer.status != status:
        raise Wrong(f"status {answer.status} instead of {status} {answer.location}".strip())
    for mark in marks:
        if mark not in answer.text:
            raise Wrong(f"no {mark!r} in an answer of {len(answer.text)} characters")
    return answer.text
