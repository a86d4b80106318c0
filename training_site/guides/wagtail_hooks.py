"""The guides in the administration: lists, the council's promise, and the way to approve."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from training_site.guides import answers_admin, desk_admin
from training_site.guides.pages import GuidePage
from training_site.guides.reviews import ExerciseReview

# Stock panels that say less than the council's own.
REPLACED = {
    "user_objects_in_workflow_moderation",
    "workflow_objects_to_moderate",
    "locked_pages",
}
# What a council has no use for: its writers write, an administrator looks after the rest.
HIDDEN = {"help", "snippets", "forms", "redirects", "reports"}
# Lists that are empty for those who approve and do not write.
OF_WRITERS = {"guider", "lektioner"}

register_snippet(desk_admin.ExerciseReviews)
register_snippet(answers_admin.Telling)
guide_listing = desk_admin.GuideListing("guider")


@hooks.register("register_admin_viewset")
def register_guide_listing() -> desk_admin.GuideListing:
    """The list of guides."""
    return guide_listing


@hooks.register("construct_homepage_panels")
def promise_first(_request: HttpRequest, panels: list[Component]) -> None:
    """The council's promise in place of panels that say the same in more words."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    panels.append(desk_admin.DeskPanel())


@hooks.register("construct_homepage_summary_items")
def no_counts(_request: HttpRequest, items: list[Component]) -> None:
    """How many pages and pictures there are helps nobody to begin."""
    items.clear()


@hooks.register("register_admin_menu_item")
def desk_item() -> MenuItem:
    """The council's desk, first in the menu."""
    return MenuItem(
        _("The council's desk"), reverse("guides:desk"), name="desk", icon_name="clipboard-list",
        order=10,
    )  # fmt: skip


@hooks.register("register_admin_menu_item")
def handbook_item() -> MenuItem:
    """The handbook of those who write, last in the menu."""
    return MenuItem(
        _("Handbook"), "/redaktorshandbok/", name="handbook", icon_name="info-circle", order=900
    )


@hooks.register("construct_main_menu")
def only_what_is_used(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide what nobody in a council uses; an administrator keeps it all."""
    user: Any = request.user
    if user.is_superuser:
        return
    hidden = HIDDEN if user_has_any_page_permission(user) else HIDDEN | OF_WRITERS
    items[:] = [item for item in items if item.name not in hidden]


@hooks.register("construct_page_action_menu")
def approve_page(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A page that waits leads key holders to where it is approved; others are sent first of all."""
    desk_admin.send_first(items, desk_admin.SendPage)
    found = desk_admin.review_link(desk_admin.PageReviewLink, context.get("page"), request.user)
    items[:0] = found


@hooks.register("construct_snippet_action_menu")
def approve_snippet(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """As for pages."""
    desk_admin.send_first(items, desk_admin.SendSnippet)
    found = desk_admin.review_link(
        desk_admin.SnippetReviewLink, context.get("instance"), request.user
    )
    items[:0] = found
    if context.get("model") is ExerciseReview:
        # Published with keys only, and its text is a file.
        items[:] = [item for item in items if item.name not in NOT_OF_EXERCISES]


NOT_OF_EXERCISES = {"action-publish", "action-unpublish", "action-delete", "action-save"}


@hooks.register("register_page_listing_buttons")
def new_version(page: Any, user: Any, **_said: Any) -> list[Button]:
    """Begin the next version of a guide, from any list it stands in."""
    if not isinstance(page.specific, GuidePage) or not page.permissions_for_user(user).can_edit():
        return []
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return [Button(_("Make a new version"), url, priority=5)]
