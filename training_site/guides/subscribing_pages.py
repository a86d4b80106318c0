"""The pages of a subscription: ask, confirm, end. They say the same whoever subscribes."""

from __future__ import annotations

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from training_site.guides import subscribing
from training_site.guides.matter_pages import UNPROCESSABLE
from training_site.people.views import too_many

GONE = 410


class SubscribeForm(forms.Form):
    """Where news is to be sent."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Used for the news and nothing else."),
        max_length=254,  # as it is kept
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Write your e-mail address.")},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for news by e-mail."""
    user = request.user
    initial = {"email": user.email} if user.is_authenticated else {}
    form = SubscribeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, action="subscribe"):
            return too_many(request)
        # Nobody's letter box is filled by a stranger; the page says the same all the same.
        if ratelimit.consume(request, action="subscribe_address", key=email):
            subscribing.ask(email)
        return redirect("guides:subscribe_sent")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "guides/subscribe.html", {"form": form}, status=status)


def sent(request: HttpRequest) -> HttpResponse:
    """Look in your e-mail: to everybody, whether the address was known or not."""
    return render(request, "guides/subscribe_sent.html", {"days": subscribing.DAYS_TO_CONFIRM})


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, since mail filters open links before people do."""
    row = subscribing.waiting(token)
    if row is None:
        return render(request, "guides/subscribe_gone.html", {"old": True}, status=GONE)
    if request.method == "POST":
        subscribing.confirm(row)
        return render(request, "guides/subscribe_done.html", {"row": row})
    return render(request, "guides/subscribe_confirm.html", {"row": row})


@csrf_exempt  # the token in the address is the permission; mail programs post without a cookie
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A button; a mail program's own button posts at once."""
    row = subscribing.ending(token)
    if row is None:
        return render(request, "guides/subscribe_gone.html")
    if request.method == "POST":
        subscribing.end(row)
        return render(request, "guides/subscribe_gone.html", {"ended": True})
    return render(request, "guides/subscribe_end.html", {"row": row})
