"""Pages of the frame that are not written by editors."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from courses.certificates import certificates_of
from sandbox import practice
from training_site import reading_settings
from training_site.front.forms import ReadingForm
from training_site.front.home import home
from training_site.front.mine import mine
from training_site.people.models import User


def reading(request: HttpRequest) -> HttpResponse:
    """Choose how pages look. Kept in a cookie of this browser, so it outlives signing out."""
    current = reading_settings.from_cookie(request.COOKIES.get(reading_settings.COOKIE))
    form = ReadingForm(request.POST or None, initial=asdict(current))
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Your reading settings are saved in this browser."))
        response: HttpResponse = redirect("reading_settings")
        response.set_cookie(
            reading_settings.COOKIE,
            form.reading().to_cookie(),
            max_age=reading_settings.YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
    return render(request, "front/reading.html", {"form": form})


@login_required
def my_pages(request: HttpRequest) -> HttpResponse:
    """What is asked of me, my courses and practice, what I have left here, my account."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    user_id = user.pk
    context = {
        "mine": mine(user),
        "home": home(user),
        "certificates": certificates_of(user_id),
        "attended": practice.attended(user_id=user_id),
    }
    return render(request, "front/my_pages.html", context)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read. Django's own page for it looks for the form key, and reads it again."""
    return render(request, "400.html", status=400)
