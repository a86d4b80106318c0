"""Asking the council and lifting what does not work, and following what becomes of it."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from training_site.guides import finding
from training_site.guides.answers_alike import alike
from training_site.guides.campaigns import unit_names
from training_site.guides.matters import Matter
from training_site.guides.matters_acting import Received, matter_by, matters_of, receive
from training_site.guides.matters_forms import TRAP, AskForm, LiftForm
from training_site.guides.sharing import full_address
from training_site.guides.telling import Contact
from training_site.guides.versions import GuideVersion

KINDS = {"rutin": Matter.Kind.ROUTINE, "system": Matter.Kind.SYSTEM}
# The functions of the list of contacts that take reports of what has happened begin so.
REPORTS = "Avvikelse"
UNPROCESSABLE, TOO_MANY = 422, 429


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the council. Answers that may be the right ones are shown before it is sent."""
    form = AskForm(request.POST or None, initial=_known(request))
    context: dict[str, Any] = {"form": form, "trap": TRAP}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        near = [] if request.POST.get("seen") else alike(f"{data['subject']} {data['text']}")
        if near:
            return render(request, "guides/matter_ask.html", context | {"near": near})
        if _allowed(request):
            return _kept(request, Matter.Kind.QUESTION, data)
        form.add_error(None, _too_many())
        return render(request, "guides/matter_ask.html", context, status=TOO_MANY)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "guides/matter_ask.html", context, status=status)


@require_safe
def lift(request: HttpRequest) -> HttpResponse:
    """The three ways, in plain words; about a guide, when one is named."""
    return render(request, "guides/lift.html", {"about": guide_named(request)})


@require_safe
def event(request: HttpRequest) -> HttpResponse:
    """Something has happened: where to report it. No text is taken here."""
    places = Contact.objects.filter(name__startswith=REPORTS)
    return render(request, "guides/lift_event.html", {"places": places})


@never_cache
@require_http_methods(["GET", "POST"])
def lift_one(request: HttpRequest, way: str) -> HttpResponse:
    """Lift a routine to the council, or a fault to the support."""
    kind = KINDS.get(way)
    if kind is None:
        raise Http404
    form = LiftForm(request.POST or None, initial=_known(request), kind=kind)
    about = guide_named(request)
    if about:
        form.fields["text"].help_text = _("What happens, and what would help?")
    context = {
        "form": form,
        "trap": TRAP,
        "is_routine": kind == Matter.Kind.ROUTINE,
        "about": about,
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        if _allowed(request):
            return _kept(request, kind, _with_guide(form.cleaned_data, about))
        form.add_error(None, _too_many())
        status = TOO_MANY
    elif form.errors:
        status = UNPROCESSABLE
    return render(request, "guides/lift_form.html", context, status=status)


@never_cache
@require_safe
def matter(request: HttpRequest, secret: str) -> HttpResponse:
    """How it goes with a matter, for whoever has its secret address."""
    found = matter_by(secret)
    if found is None:
        raise Http404
    own_link = full_address(request, "guides:matter", secret) if "ny" in request.GET else ""
    response = render(request, "guides/matter.html", _told(found) | {"own_link": own_link})
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the person signed in has asked and lifted."""
    return render(request, "guides/matter_mine.html", {"matters": matters_of(request.user)})


@never_cache
@require_safe
@login_required
def own_matter(request: HttpRequest, no: int) -> HttpResponse:
    """How it goes with one's own matter; anybody else's is not found."""
    return render(
        request, "guides/matter.html", _told(get_object_or_404(matters_of(request.user), no=no))
    )


def guide_named(request: HttpRequest) -> GuideVersion | None:
    """The version in force of the guide that the address names; None without a known one."""
    slug = request.GET.get("guide", "")
    return finding.in_force(slug) if slug_re.fullmatch(slug) else None


def _with_guide(data: dict[str, str], about: GuideVersion | None) -> dict[str, str]:
    """What was written, with the guide and its version first, so that the council knows which."""
    if about is None:
        return data
    named = {"title": about.title, "number": about.number}
    first = _("About the guide “%(title)s”, version %(number)s.") % named
    return data | {"text": f"{first}\n\n{data['text']}".strip()}


def _told(found: Matter) -> dict[str, Any]:
    """What an asker sees: the steps in words, and the answer when it is published."""
    answered = found.status == Matter.Status.ANSWERED and found.entry and found.entry.live
    return {
        "matter": found,
        "steps": found.steps.all(),
        "entry": found.entry if answered else None,
    }


def _kept(request: HttpRequest, kind: str, data: dict[str, str]) -> HttpResponse:
    what = Received(kind, data["subject"], data["text"], data["email"], data.get("unit", ""))
    user = request.user if request.user.is_authenticated else None
    _matter, secret = receive(what, user=user, once=data["once"])
    return redirect(reverse("guides:matter", args=[secret]) + "?ny=1")


def _known(request: HttpRequest) -> dict[str, str]:
    """Nothing is asked that is known: the address, and the unit, of somebody signed in."""
    user = request.user
    if not user.is_authenticated:
        return {}
    units = unit_names({user.pk}, timezone.localdate())
    return {"email": user.email, "unit": units.get(user.pk, "")}


def _allowed(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, action="ask"))


def _too_many() -> str:
    return _("Many questions came from the same place in a short time. Send it again in an hour.")
