"""Security headers, and a strict content security policy that the admin can live with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from http import HTTPStatus

from csp.constants import HEADER, NONCE
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property

ADMIN = "/admin/"
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation",
        "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip

INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
# The admin starts its date fields and choosers with one call whose arguments are JSON.
CALL = re.compile(
    r"\s*(?:init(?:Date|Time|DateTime)Chooser|createTaskChooser|new [A-Z][A-Za-z]*Chooser)"
    r"\((?P<arguments>.*)\);?\s*",
    re.DOTALL,
)
PANEL = re.compile(
    r"\s*\(function\(\) \{\s*var panel = new (?:InlinePanel|MultipleChooserPanel)"
    r"\(JSON\.parse\(\"(?:[^\"\\]|\\u[0-9A-Fa-f]{4})*\"\)\);\s*\}\)\(\);\s*"
)
Answer = Callable[[HttpRequest], HttpResponseBase]


def is_known_script(body: str) -> bool:
    """Whether the whole of an inline script is a start-up call with nothing but data in it."""
    if "<" in body:
        return False
    if PANEL.fullmatch(body):
        return True
    call = CALL.fullmatch(body)
    if call is None:
        return False
    try:
        json.loads(f"[{call['arguments']}]")
    except ValueError:
        return False
    return True


class AdminScripts:
    """Gives the request's nonce to the admin's known inline scripts; any other stays blocked."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        if is_html and request.path.startswith(ADMIN) and isinstance(response, HttpResponse):
            self.add_nonces(request, response)
            # The text editor's own scripts write style elements; js/admin-styles.js gives them it.
            both = {"script-src": [NONCE], "style-src": [NONCE]}
            response._csp_update = both  # type: ignore[attr-defined]  # noqa: SLF001
        return response

    def add_nonces(self, request: HttpRequest, response: HttpResponse) -> None:
        """Rewrite the body where it has scripts of the known kind."""
        nonce = str(request.csp_nonce).encode()  # type: ignore[attr-defined]

        def with_nonce(match: re.Match[bytes]) -> bytes:
            body = match[1].decode()
            if not is_known_script(body):
                return match[0]
            return b'<script nonce="' + nonce + b'">' + match[1] + b"</script>"

        if b"<script>" in response.content:
            response.content = INLINE_SCRIPT.sub(with_nonce, response.content)
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))


class ContentPolicy(CSPMiddleware):
    """django-csp, with the policy written once for the responses that ask for nothing of their own.

    Writing it anew was nearly a tenth of the calls of a stored answer, in a profile.
    """

    @cached_property
    def usual(self) -> str:
        """The header of almost every response."""
        return str(build_policy())

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leave to django-csp whatever has a nonce, or a decorator's or our admin's change."""
        own = hasattr(request, "_csp_nonce") or any(
            name.startswith("_csp") for name in vars(response)
        )
        if own or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        # A nonce asked for from here on would not be in the header: as django-csp, refuse it.
        refused = CheckableLazyObject(self._csp_nonce_post_response)
        request.csp_nonce = refused  # type: ignore[attr-defined]
        return response


# What says how a body is to be read or shown; an answer without a body goes without, and is small.
OF_A_BODY = (
    "Content-Type", "Content-Length", "X-Content-Type-Options", "X-Frame-Options",
    "Referrer-Policy", "Cross-Origin-Opener-Policy",
)  # fmt: skip


class SecurityHeaders:
    """What no page here needs from the browser, it does not get; what has no body says nothing of it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NO_CONTENT:
            for name in OF_A_BODY:
                del response.headers[name]
        else:
            response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
