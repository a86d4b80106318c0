"""A server that keeps every byte it sends, by who asked for it."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

WHO = "X-Who"
# Answers without anybody's text, and large.
PLAIN_FILES = ("/static/", "/favicon")


@dataclass(frozen=True)
class Sent:
    """One answer: who asked, what for, and all that was sent, headers too."""

    who: str
    asked: str
    status: int
    text: str

    @cached_property
    def read(self) -> str:
        """The answer as somebody reads it in the source: entities and white space resolved."""
        return " ".join(html.unescape(self.text).split())


class Tape:
    """Everything the server has sent."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    def holding(self, text: str, *, whole: bool = False) -> dict[str, list[str]]:
        """Who has been sent the text, each with what they had asked for. `whole` words only."""
        wanted = " ".join(text.split())
        found: dict[str, list[str]] = {}
        word = re.compile(rf"\b{re.escape(wanted)}\b")
        for one in self.sent:
            if wanted in one.read and (not whole or word.search(one.read)):
                found.setdefault(one.who, []).append(f"{one.asked} {one.status}")
        return found

    def wrap(self, app: Callable[..., Iterable[bytes]]) -> Callable[..., list[bytes]]:
        """The application, with everything it answers kept here."""

        def recorded(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
            head: list[Any] = []
            # What is sent shall be readable.
            environ.pop("HTTP_ACCEPT_ENCODING", None)

            def starting(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                head[:] = [status, headers]
                return start(status, headers, *rest)

            answer = app(environ, starting)
            body = b"".join(answer)
            close = getattr(answer, "close", None)
            if close:
                close()
            if not environ["PATH_INFO"].startswith(PLAIN_FILES):
                lines = "".join(f"{name}: {value}\n" for name, value in head[1])
                self.sent.append(
                    Sent(
                        environ.get("HTTP_X_WHO", ""),
                        f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}",
                        int(head[0][:3]),
                        lines + body.decode("utf-8", "replace"),
                    )
                )
            return [body]

        return recorded


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Nothing is printed."""


@contextmanager
def serving(tape: Tape) -> Iterator[str]:
    """The whole site on a free port, its answers on the tape; gives its address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet, allow_reuse_address=False)
    server.set_app(tape.wrap(StaticFilesHandler(WSGIHandler())))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
