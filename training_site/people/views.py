"""Signing in and out, by password or by a code; a forgotten password; a new one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import (
    ConfirmLoginCodeView,
    LoginView,
    LogoutView,
    PasswordChangeView,
    PasswordResetDoneView,
    PasswordResetFromKeyView,
    PasswordResetView,
    RequestLoginCodeView,
)
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from training_site.middleware import ADMIN
from training_site.people.demo import DEMO_PASSWORD, demo_logins
from training_site.people.forms import (
    AskForCodeForm,
    ChangeForm,
    ForgottenForm,
    NewPasswordForm,
    SignInForm,
    WriteCodeForm,
)


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
        context["code_url"] = self.passthrough_next_url(reverse("account_request_login_code"))
        if settings.DEMO_ACCOUNTS:
            context["demo_logins"] = demo_logins()
            context["demo_password"] = DEMO_PASSWORD
        return context

    def _redirect_to_pending_stage(self, *args: Any) -> None:
        """Somebody who has asked for a code may sign in with the password after all."""


def _may_edit(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("wagtailadmin.access_admin"))


class AskForCode(RequestLoginCodeView):
    """Sends a code to the address, if somebody signs in with it; the answer is the same if not."""

    form_class = AskForCodeForm
    template_name = "people/ask_for_code.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the code, or write the same message and drop it."""
        email = form.cleaned_data["email"]
        limited = ratelimit.consume_or_429(self.request, action="request_login_code", key=email)
        if limited is not None:
            return limited
        if form._user is None:  # noqa: SLF001 - allauth's name for who was found
            adapter = get_adapter(self.request)
            code = {"request": self.request, "code": adapter.generate_login_code()}
            adapter.compose("account/email/login_code", email, code)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the way back to the password."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["password_url"] = self.passthrough_next_url(reverse("account_login"))
        return context

    def _redirect_to_pending_stage(self, *args: Any) -> None:
        """Somebody who has a code may ask for another."""


class WriteCode(ConfirmLoginCodeView):
    """Where the code is written. Three tries at each code, ten for each address in 15 minutes."""

    form_class = WriteCodeForm
    template_name = "people/write_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try the code, unless too many have been tried for the address."""
        email = str(self._process.state.get("email"))
        limited = ratelimit.consume_or_429(request, action="login_code_tried", key=email)
        if limited is not None:
            return limited
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; until the browser is closed, or for as long as the box says."""
        answer: HttpResponse = super().form_valid(form)
        if self.request.user.is_authenticated and form.cleaned_data["remember"]:
            self.request.session.set_expiry(settings.SESSION_COOKIE_AGE)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say so; an empty field costs no try, and the third wrong code ends it."""
        if not self.request.POST.get("code", "").strip():
            return self.render_to_response(self.get_context_data(form=form))
        answer: HttpResponse = super().form_invalid(form)
        if "Location" in answer:
            messages.error(
                self.request, _("The code can no longer be used. Ask for a new one here.")
            )
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the ways to a new code and to the password."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["minutes"] = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        context["again_url"] = self.passthrough_next_url(reverse("account_request_login_code"))
        context["password_url"] = self.passthrough_next_url(reverse("account_login"))
        return context


class Forgotten(PasswordResetView):
    """Sends a link to the address, if somebody signs in with it; the answer is the same if not."""

    form_class = ForgottenForm
    template_name = "people/forgotten.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and how long a link lasts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"minutes": settings.PASSWORD_RESET_TIMEOUT // 60}


class ForgottenSent(PasswordResetDoneView):
    """The same words whoever asked."""

    template_name = "people/forgotten_sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How long a link lasts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"minutes": settings.PASSWORD_RESET_TIMEOUT // 60}


@method_decorator(never_cache, name="dispatch")
class ChooseNew(PasswordResetFromKeyView):
    """Where the link leads: a new password, and then one is signed in."""

    form_class = NewPasswordForm
    template_name = "people/choose_new.html"
    reset_url_key = "nytt"
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password and sign in; an account closed meanwhile is led to sign in."""
        answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("You have a new password."))
        return answer


class ChangePassword(PasswordChangeView):
    """A new password for somebody signed in; other devices are signed out."""

    form_class = ChangeForm
    template_name = "people/change_password.html"
    success_url = reverse_lazy("my_data")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Somebody without a password chooses one with a link."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, and say so."""
        answer: HttpResponse = super().form_valid(form)
        messages.success(
            self.request, _("You have a new password. Other devices have been signed out.")
        )
        return answer


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
