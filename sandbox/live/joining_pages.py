"""The pages of somebody who comes to a session: code, name, own page, back, leaving, attendance."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sandbox.live import codes, joining
from sandbox.live.handing_out import give_seat, leave_session
from sandbox.live.home import home_context
from sandbox.live.join_forms import CodeForm, NameForm, OwnCodeForm
from sandbox.live.leaders import is_trainer, leads
from sandbox.world import news
from sandbox.world.claiming import claim
from sandbox.world.models import Participant, Run
from sandbox.world.templates import file_of

if TYPE_CHECKING:
    from collections.abc import Callable

COOKIE = "samova_plats"
COOKIE_SECONDS = 12 * 60 * 60
OPEN = (Run.State.LOBBY, Run.State.RUNNING)


def limited(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 429 to an address that has guessed too many codes that lead nowhere."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not codes.may_guess(request):
            return render(request, "live/too_many.html", status=429)
        return page(request, *args, **kwargs)

    return guarded


@never_cache
@limited
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the session's code, and go there."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if joining.any_run(code):
            return redirect("live:home", code.lower())
        return _unknown(request, form)
    status = 422 if form.errors else 200
    return render(request, "live/enter.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest, code: str) -> HttpResponse:
    """The participant's own page; for somebody new the form for the name."""
    run = joining.open_run(code, to_join=request.method == "POST") or joining.any_run(code)
    if run is not None and codes.clean(code) != code.upper():
        # Typed in the address bar as it stands on the screen, with a space or a dash.
        return redirect("live:home", run.join_code.lower())
    if run is not None:
        participant = joining.participant_with(run, _token(request), request.user)
        if participant is not None and participant.left_at is None:
            return _own_page(request, run, participant)
    return _come_in(request, run, code)


@limited
def _come_in(request: HttpRequest, run: Run | None, code: str) -> HttpResponse:
    """The way in for somebody new; whoever is in already passes however many guess beside her."""
    if run is None:
        return _unknown(request, CodeForm({"code": code}))
    if run.state not in OPEN:
        return render(request, "live/not_open.html", {"run": run})
    form = NameForm(request.POST or None, read=file_of(run.scenario))
    if request.method == "POST" and form.is_valid():
        return _join(request, run, form)
    context = {
        "form": form,
        "run": run,
        "code": codes.spaced(run.join_code),
        "may_lead": _may_lead(request, run),
    }
    return render(request, "live/join.html", context, status=422 if form.errors else 200)


@never_cache
@limited
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Come back as the same person, on any device, by the personal code."""
    run = joining.open_run(code) or joining.any_run(code)
    if run is None:
        return _unknown(request, CodeForm({"code": code}))
    form = OwnCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = joining.rejoin(run=run, personal_code=form.cleaned_data["personal_code"])
        if found:
            participant, token = found
            give_seat(run=run, participant=participant)
            return to_own_page(run, token)
        codes.missed(request)
        form.add_error("personal_code", _("Nobody in this session has that code. Check it."))
    context = {"form": form, "run": run}
    return render(request, "live/again.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Leave the session for good, after a plain question; the seat is simulated from then on."""
    run = joining.open_run(code)
    if run is None:
        return redirect("live:home", code)
    participant = joining.participant_with(run, _token(request), request.user)
    if participant is None or participant.left_at is not None:
        return redirect("live:home", code)
    if request.method == "POST":
        leave_session(run=run, participant=participant)
        return render(request, "live/left.html", {"run": run, "participant": participant})
    return render(request, "live/leave.html", {"run": run, "participant": participant})


@never_cache
@limited
@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest) -> HttpResponse:
    """Tie the attendance of a session to the account that is signed in, by the personal code."""
    form = OwnCodeForm(request.POST or None, initial={"personal_code": request.GET.get("kod", "")})
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["personal_code"]
        participant = claim(code, request.user)
        if participant:
            said = _("Your attendance at %(title)s is now on your account.")
            messages.success(request, said % {"title": participant.run.title})
            return redirect("my_pages")
        codes.missed(request)
        form.add_error("personal_code", _("No attendance has that code. Check it."))
    status = 422 if form.errors else 200
    return render(request, "live/attendance.html", {"form": form}, status=status)


def to_own_page(run: Run, token: str) -> HttpResponse:
    """On to the participant's own page, known by the token from now on."""
    response = redirect("live:home", run.join_code.lower())
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _unknown(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """Say that no session has the code, and count it if it could have been one."""
    if form.is_valid():
        codes.missed(request)
        form.add_error("code", _("No open session has that code. Look at the screen once more."))
    return render(request, "live/enter.html", {"form": form}, status=404)


def _join(request: HttpRequest, run: Run, form: NameForm) -> HttpResponse:
    token = form.cleaned_data["token"]
    try:
        participant = joining.join(run=run, token=token, user=request.user, **form.person())
    except joining.UsedElsewhere:
        token = joining.new_token()
        participant = joining.join(run=run, token=token, user=request.user, **form.person())
    except joining.Full:
        return render(request, "live/not_open.html", {"run": run, "is_full": True}, status=409)
    give_seat(run=run, participant=participant)
    return to_own_page(run, token)


def _own_page(request: HttpRequest, run: Run, participant: Participant) -> HttpResponse:
    if request.method == "POST":
        # The form was sent once more, from a page the browser still had.
        return redirect("live:home", run.join_code.lower())
    is_open = run.state in OPEN
    live = news.followed(kind="home", run=run.pk, who=participant.pk) if is_open else {}
    context = home_context(run, participant) | {
        **live,
        "code": codes.spaced(run.join_code),
        "personal_code": codes.spaced(participant.personal_code),
        "may_lead": _may_lead(request, run),
        "leads": leads(request.user, run),
    }
    return render(request, "live/home.html", context)


def _may_lead(request: HttpRequest, run: Run) -> bool:
    """Whether a trainer has come by the code to a session she does not lead yet."""
    user = request.user
    return is_trainer(user) and not leads(user, run)


def _token(request: HttpRequest) -> str:
    token = request.COOKIES.get(COOKIE, "")
    return token if joining.is_token(token) else ""
