"""The council's desk, and the page where a text is read, compared, approved or sent back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import Page, TaskState

from courses.real_people import nobody_real
from training_site.guides import desk as desks
from training_site.guides.comparing import found_between
from training_site.guides.desk import Desk, WaitingText
from training_site.guides.differences import word_pieces
from training_site.guides.keys import SIDE_WORDS, council_of, keys_of
from training_site.guides.pages import GuidePage
from training_site.guides.parts import parts_of, plain
from training_site.guides.versions import GuideVersion, in_force
from training_site.people import councils

HANDBOOK = "/redaktorshandbok/"
# Of questions, answers and news; the rest of their fields are numbers and names.
SHORT_TEXTS = {"stem", "question", "answer", "feedback", "summary", "text"}
CRUMBS = [(gettext_lazy("The council's desk"), "/processrad/")]


class CommentForm(forms.Form):
    """Why a text is sent back."""

    comment = forms.CharField(
        label=gettext_lazy("What needs to be changed?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The editor reads it. It is kept with the text."),
        validators=[nobody_real],
    )


def _desk(request: HttpRequest) -> Desk:
    """The desk of who is asking. Raises Http404 for anybody without one."""
    found = desks.desk_of(request.user, timezone.localdate())
    if found is None:
        raise Http404
    return found


@never_cache
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What the council has to do."""
    found = _desk(request)
    may_edit = request.user.has_perm("wagtailadmin.access_admin")
    links = [
        {
            "title": _("Questions to answer"),
            "url": reverse("guides:queue"),
            "note": ngettext("%(n)d new", "%(n)d new", found.unanswered) % {"n": found.unanswered},
        },
        *(_of_members() if found.place.belongs else ()),
        {"title": _("The process council and its seats"), "url": reverse("council")},
    ]
    if may_edit:
        links.append({"title": _("The editor's handbook"), "url": HANDBOOK})
    context = {"desk": found, "may_edit": may_edit, "links": links}
    return render(request, "guides/desk.html", context)


def _of_members() -> tuple[dict[str, str], ...]:
    """What only those who belong to a council may open: not an administrator who does not."""
    return (
        {"title": _("Read confirmations"), "url": reverse("guides:board")},
        {"title": _("What cites something that has changed"), "url": reverse("guides:to_review")},
    )


@never_cache
@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A text that waits: what is new, what differs from what holds, and the two buttons."""
    found = _desk(request)
    if _is_settled(found, pk):
        return _nothing_changed(
            request,
            _(
                "The text you followed the link to is approved, sent back or taken back already. "
                "Nothing has changed."
            ),
        )
    text = _text(found, pk)
    form = CommentForm()
    if request.method == "POST":
        if _side(found) in keys_of(text.state.revision) and not text.mine:
            return _nothing_changed(
                request, _("Your side has approved the text already. Nothing has changed.")
            )
        if not text.mine:
            raise PermissionDenied
        if request.POST.get("do") == "approve":
            return _approve(request, text)
        form = CommentForm(request.POST)
        if form.is_valid():
            return _send_back(request, text, form.cleaned_data["comment"])
    return render(request, "guides/desk_review.html", _context(found, text) | {"form": form})


@never_cache
@login_required
@xframe_options_sameorigin
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The text that waits, as readers will see it."""
    text = _text(_desk(request), pk)
    obj = text.state.revision.as_object()
    if not getattr(obj, "preview_modes", None):
        raise Http404
    answer: HttpResponse = obj.make_preview_request(request, obj.default_preview_mode)
    return answer


def _text(found: Desk, pk: int) -> WaitingText:
    """The text of this council that waits. Raises Http404 for any other."""
    text = next((text for text in found.waiting if text.state.pk == pk), None)
    if text is None:
        raise Http404
    return text


def _is_settled(found: Desk, pk: int) -> bool:
    """The text has waited for this council, and waits no more: a letter led to it too late."""
    done = TaskState.objects.exclude(status=TaskState.STATUS_IN_PROGRESS)
    state = done.filter(pk=pk).select_related("workflow_state").first()
    return bool(state) and council_of(state.workflow_state.content_object) == found.council


def _nothing_changed(request: HttpRequest, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect("guides:desk")


def _side(found: Desk) -> str:
    return councils.side(found.user, found.council, found.day) or ""


def _approve(request: HttpRequest, text: WaitingText) -> HttpResponse:
    _act(text.state, request, "approve")
    state = TaskState.objects.get(pk=text.state.pk)
    if state.status == TaskState.STATUS_IN_PROGRESS:
        messages.success(request, _("You have approved. The other side is told."))
    else:
        messages.success(request, _("You have approved. Both sides have now said yes."))
    return redirect("guides:desk")


def _send_back(request: HttpRequest, text: WaitingText, comment: str) -> HttpResponse:
    _act(text.state, request, "reject", comment=comment)
    messages.success(request, _("The text is sent back. The editor is told."))
    return redirect("guides:desk")


def _act(state: TaskState, request: HttpRequest, action: str, **said: str) -> None:
    """The same as the button of the administration does."""
    state.task.specific.on_action(state, request.user, action, **said)


def _context(found: Desk, text: WaitingText) -> dict[str, Any]:
    obj = text.state.revision.as_object()
    lawyers = desks.is_lawyers(text.state)
    return {
        "text": text,
        "crumbs": CRUMBS,
        "button": _("Approve as lawyer")
        if lawyers
        else _("Approve for %(side)s") % {"side": SIDE_WORDS.get(_side(found), "")},
        "keys": keys_of(text.state.revision),
        "may_read": bool(getattr(obj, "preview_modes", None)),
        "compare_url": _compare_url(found, text, obj),
        "exercise_url": getattr(obj, "exercise_url", ""),
        "words": _words(obj),
        **(_guide(obj) if isinstance(obj, GuidePage) else {}),
    }


def _words(obj: Any) -> list[tuple[str, str]]:
    """What a short text says, as (heading, words): enough to decide by without another page."""
    if isinstance(obj, Page):
        return []
    names = [field for field in obj._meta.fields if field.name in SHORT_TEXTS]
    said = [(str(field.verbose_name), plain(getattr(obj, field.name))) for field in names]
    return [(heading, words) for heading, words in said if words]


def _guide(page: GuidePage) -> dict[str, Any]:
    """What is new in a guide, in words, against the version in force."""
    before = in_force(page.pk)
    body = list(page.body.get_prep_value())
    after = GuideVersion(
        number=page.number,
        kind=page.change_kind,
        title=page.title,
        lead=page.lead,
        owner=str(page.council),
        parts=[part.to_json() for part in parts_of(body)],
        body=body,
        valid_from=page.valid_from or timezone.localdate(),
        review_by=page.review_by,
    )
    return {
        "guide": page,
        "before": before,
        "changes": page.change_rows(),
        "differences": found_between(before, after) if before else (),
        # A title and a lead are no part of the text, and are approved all the same.
        "heads": [
            (heading, word_pieces(was, now))
            for heading, was, now in (
                (_("The title"), before.title, after.title),
                (_("The introduction"), before.lead, after.lead),
            )
            if was != now
        ]
        if before
        else [],
    }


def _compare_url(found: Desk, text: WaitingText, obj: Any) -> str:
    """Where the administration compares a page with what is published; for those who may open it."""
    if not isinstance(obj, Page) or not obj.live_revision_id:
        return ""
    if not user_has_any_page_permission(found.user):
        return ""
    revision = text.state.revision
    return reverse("wagtailadmin_pages:revisions_compare", args=[obj.pk, "live", revision.pk])
