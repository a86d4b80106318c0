"""Everything kept about the person signed in: to see, take with her, correct and delete.

Every page is about whoever is signed in; no address names anybody.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from training_site.people import my_data
from training_site.people.confirming import not_asked, question
from training_site.people.forms import NameForm
from training_site.people.models import User
from training_site.people.queries import SESSION_KEY

FILE = "mina-uppgifter-samova"


@require_safe
@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Everything, part by part, in plain words."""
    context = {"shown": my_data.everything(_who(request)), "crumbs": _crumbs()}
    return render(request, "front/my_data.html", context)


@never_cache
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Correct one's name."""
    # A row of its own: what is typed wrong must not stand in the foot of the page.
    form = NameForm(request.POST or None, instance=User.objects.get(pk=_who(request).pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        request.session.pop(SESSION_KEY, None)
        messages.success(request, _("Your name is changed."))
        return redirect("my_data")
    return render(
        request, "front/my_data_name.html", {"form": form, "crumbs": _crumbs(inside=True)}
    )


@require_safe
@never_cache
@login_required
def as_json(request: HttpRequest) -> HttpResponse:
    """The same as the page shows, for another system to read."""
    everything = my_data.everything(_who(request))
    told: dict[str, Any] = {"hämtat": timezone.localtime().isoformat(timespec="seconds")}
    told |= {
        one.part.key: {
            "rubrik": str(one.part.title),
            "varför": str(one.part.why),
            "hur länge": str(one.part.how_long),
            "om du tar bort kontot": str(one.part.erasing),
            "uppgifter": one.rows,
        }
        for one in everything
    }
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _as_file(answer, "json")


@require_safe
@never_cache
@login_required
def as_page(request: HttpRequest) -> HttpResponse:
    """The same as the page shows, as one file that any browser opens and prints."""
    context = {"shown": my_data.everything(_who(request)), "now": timezone.localtime()}
    return _as_file(render(request, "front/my_data_file.html", context), "html")


@sensitive_post_parameters("password", "code")
@never_cache
@login_required
def delete(request: HttpRequest) -> HttpResponse:
    """Say what happens, ask for the password or a code, and do it. It cannot be undone."""
    user = _who(request)
    alone = _is_last_administrator(user)
    asked = not_asked(request) if alone else question(request)
    if asked.answered:
        my_data.erase(user)
        logout(request)
        return redirect("my_data_deleted")
    context = {"parts": my_data.parts(), "asked": asked, "form": asked.form, "alone": alone}
    context["crumbs"] = _crumbs(inside=True)
    return render(request, "front/my_data_delete.html", context)


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """That it is done."""
    return render(request, "front/my_data_deleted.html")


def _crumbs(*, inside: bool = False) -> list[tuple[str, str]]:
    own = [(_("My pages"), reverse("my_pages"))]
    return [*own, (_("My data"), reverse("my_data"))] if inside else own


def _who(request: HttpRequest) -> User:
    return cast("User", request.user)


def _is_last_administrator(user: User) -> bool:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and not others.exists()


def _as_file(answer: HttpResponse, ending: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{FILE}.{ending}"'
    return answer
