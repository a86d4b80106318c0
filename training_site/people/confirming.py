"""That it is still the same person: by her password, or by a code sent to her address."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from training_site.people.forms import code_field, password_field
from training_site.people.models import User

# In the session: the code, when it was sent (seconds) and how many tries are left.
KEY = "own_code"


class ByPassword(forms.Form):
    """The password of the person who is signed in."""

    password = password_field(_("Password"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Right for her account. The same limit on tries as at signing in."""
        user = self.request.user
        adapter = get_adapter(self.request)
        given = str(self.cleaned_data["password"])
        found = adapter.authenticate(self.request, email=_email(user), password=given)
        if found is None or found.pk != user.pk:
            raise adapter.validation_error("incorrect_password")
        return given


class ByCode(forms.Form):
    """The code that was sent to the person who is signed in."""

    code = code_field()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_code(self) -> str:
        """Right, not too old, not tried too often; it is used up by being right."""
        given = str(self.cleaned_data["code"])
        sent = self.request.session.get(KEY)
        limited = not ratelimit.consume(
            self.request, action="login_code_tried", key=_email(self.request.user)
        )
        if limited or not sent or not sent["left"] or time.time() - sent["at"] > _lifetime():
            raise forms.ValidationError(_("The code can no longer be used. Send a new one."))
        if not compare_user_code(actual=given, expected=sent["code"]):
            self.request.session[KEY] = sent | {"left": sent["left"] - 1}
            raise get_adapter(self.request).validation_error("incorrect_code")
        del self.request.session[KEY]
        return given


@dataclass(frozen=True)
class Question:
    """What the page asks; `by_code` that it asks for a code; `answered` that it was right.

    `refused` says that no code was sent, because many had been.
    """

    form: forms.Form
    by_code: bool
    answered: bool = False
    refused: bool = False


def question(request: HttpRequest) -> Question:
    """Ask, or judge what was answered, from the fields of the request: send_code, code, password."""
    if request.method != "POST" or "ask" not in request.POST:
        return not_asked(request)
    if "send_code" in request.POST:
        return Question(ByCode(request=request), by_code=True, refused=not _send(request))
    by_code = "code" in request.POST
    form = (ByCode if by_code else ByPassword)(request.POST, request=request)
    right = form.is_valid()
    if right:
        method = "code" if by_code else "password"
        record_authentication(request, request.user, method, reauthenticated=True)
    return Question(form, by_code=by_code, answered=right)


def not_asked(request: HttpRequest) -> Question:
    """The question before anything is answered: the password."""
    return Question(ByPassword(request=request), by_code=False)


def _send(request: HttpRequest) -> bool:
    email = _email(request.user)
    if not ratelimit.consume(request, action="request_login_code", key=email):
        return False
    adapter = get_adapter(request)
    code = adapter.generate_login_code()
    tries = settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS
    request.session[KEY] = {"code": code, "at": time.time(), "left": tries}
    adapter.send_mail("account/email/login_code", email, {"request": request, "code": code})
    return True


def _lifetime() -> int:
    return int(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


def _email(user: Any) -> str:
    return user.email.lower() if isinstance(user, User) else ""
