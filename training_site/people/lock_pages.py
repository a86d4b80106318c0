"""The page that asks whether somebody is still there, and the form she had sent meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from training_site.people import idle_clock
from training_site.people.confirming import Question, not_asked, question

# Never carried from one page to the next.
_SECRET = ("password", "csrfmiddlewaretoken")
# Shorter values are choices and keys; what somebody has written herself is longer.
_WRITTEN = 20


@dataclass(frozen=True)
class Held:
    """A form sent while the session was locked. It is held by the browser's page, never here.

    `path` is where it was going, `back` the page it stood on, `fields` its fields as a form sends
    them, and `files` whether there were files, which a page cannot hold.
    """

    path: str
    back: str
    fields: str
    files: bool = False

    def pairs(self) -> list[tuple[str, str]]:
        """Each field with its value, in order."""
        held = QueryDict(self.fields)
        return [
            (name, str(value))
            for name in held
            if not any(secret in name.lower() for secret in _SECRET)
            for value in held.getlist(name)
        ]

    def written(self) -> list[str]:
        """What is text somebody wrote, to show her that it is there."""
        values = (value.strip() for _name, value in self.pairs())
        return [one for one in values if len(one) >= _WRITTEN and " " in one and one[0] not in "[{"]


def show_lock(request: HttpRequest) -> HttpResponse:
    """The question in place of what a sent form asked for, with the form in the page."""
    back = _came_from(request)
    held = None
    if not request.path.startswith("/konto/"):
        fields, files = request.POST.urlencode(), bool(request.FILES)
        held = Held(request.get_full_path(), back or request.path, fields, files)
    return _page(request, not_asked(request), next_url=back or "/", held=held)


@sensitive_post_parameters("password", "code", "held")
@never_cache
@login_required
def locked(request: HttpRequest) -> HttpResponse:
    """Ask, unlock, and go on to where she was; a held form is shown first, to be sent again."""
    next_url = _safe(request.POST.get("next") or request.GET.get("next", ""))
    held = _held(request)
    if idle_clock.is_locked(request):
        asked = question(request)
        if not asked.answered:
            return _page(request, asked, next_url=next_url, held=held)
        idle_clock.start(request)
    if held is None:
        return redirect(next_url)
    return render(request, "people/send_again.html", {"held": held})


def _page(
    request: HttpRequest, asked: Question, *, next_url: str, held: Held | None
) -> HttpResponse:
    minutes = idle_clock.minutes_allowed(request)
    context = {
        "asked": asked,
        "form": asked.form,
        "next_url": next_url,
        "held": held,
        "minutes": minutes,
        "hours": minutes // 60,
    }
    # What was asked for is refused until she has answered; the page itself is shown as usual.
    status = 200 if request.path == reverse("locked") else 403
    answer = render(request, "people/locked.html", context, status=status)
    add_never_cache_headers(answer)
    return answer


def _held(request: HttpRequest) -> Held | None:
    """The form the lock's own page holds. None without one, or for an address elsewhere."""
    post = request.POST
    path = post.get("held_path", "")
    if not path or _safe(path) != path:
        return None
    back = _safe(post.get("held_back", ""))
    return Held(path, back, post.get("held", ""), files="held_files" in post)


def _safe(path: str) -> str:
    """The path if it leads to this site; otherwise the start page."""
    own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if own else "/"


def _came_from(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(referer)
    return _safe(parts._replace(scheme="", netloc="", fragment="").geturl())
