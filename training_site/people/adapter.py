"""How allauth behaves here: closed sign-up, plain Swedish, no messages of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from training_site.people import idle_clock
from training_site.people.models import User
from training_site.people.post import send_later
from training_site.people.queries import may_sign_in


class AccountAdapter(DefaultAccountAdapter):
    """The house's own answers to allauth's questions."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both and try again."
        ),
        "too_many_login_attempts": _(
            "Too many tries in a short time. Wait five minutes and try again."
        ),
        "incorrect_code": _("The code is not right. Check it and try again."),
        "incorrect_password": _("The password is not right. Check it and try again."),
        "enter_current_password": _("The password is not right. Check it and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the installation; nobody signs up."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page that follows shows that one is signed in or out."""

    def compose(self, template_prefix: str, email: str, context: dict[str, Any]) -> EmailMessage:
        """The message as it would be sent. The house's own templates, in place of allauth's."""
        name = template_prefix.replace("account/email/", "people/mail/")
        return self.render_mail(name, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send beside the answer, so that its time says nothing of who has an account."""
        send_later(self.compose(template_prefix, email, context))

    def send_password_reset_mail(
        self, user: AbstractBaseUser, email: str, context: dict[str, Any]
    ) -> None:
        """Write the message; for the stand-in of an unknown address (key 0) it goes no further."""
        message = self.compose("account/email/password_reset_key", email, context)
        if user.pk:
            send_later(message)

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """Stop an account that was closed since its code or link was sent."""
        if isinstance(user, User) and may_sign_in(user):
            return None
        clear_login(request)
        return redirect("account_login")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in until the browser is closed; "stay signed in" changes that afterwards."""
        super().login(request, user)
        request.session.set_expiry(0)
        idle_clock.start(request)
