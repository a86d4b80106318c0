"""Signing in and out."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from training_site.middleware import ADMIN
from training_site.people.demo import DEMO_PASSWORD, demo_logins
from training_site.people.forms import SignInForm


class SignIn(LoginView):
    """E-mail and password, then on to where one was going."""

    form_class = SignInForm
    template_name = "people/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Tell somebody who has signed in, and may not edit, so; the admin only sends back here."""
        wanted = request.GET.get("next", "")
        if wanted.startswith(ADMIN) and request.user.is_authenticated and not _may_edit(request):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the demo logins where the installation has them."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO_ACCOUNTS:
            context["demo_logins"] = demo_logins()
            context["demo_password"] = DEMO_PASSWORD
        return context


def _may_edit(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("wagtailadmin.access_admin"))


class SignOut(LogoutView):
    """Asks first; only a POST signs out."""

    template_name = "people/sign_out.html"


class SwitchUser(LogoutView):
    """Signs out and goes straight to signing in, for a device that several share."""

    template_name = "people/switch_user.html"

    def get_redirect_url(self) -> str:
        """The form to sign in with, whoever came."""
        return reverse("account_login")


def too_many(request: HttpRequest) -> HttpResponse:
    """The answer to someone who tries too often."""
    return render(request, "429.html", status=429)
