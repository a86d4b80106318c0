"""The registers of people in the administration: organisations, units, councils, assignments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from training_site.people.admin_forms import AssignmentForm, UnitForm
from training_site.people.models import (
    Assignment,
    Council,
    CouncilSeat,
    Membership,
    Organisation,
    Unit,
)
from training_site.sorting import sv


class Organisations(SnippetViewSet):
    """Regions, municipalities, schools and private providers."""

    model = Organisation
    icon = "home"
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("kind")]

    def get_queryset(self, request: Any) -> Any:
        """In Swedish order."""
        return Organisation.objects.order_by(sv("name"))


class Units(SnippetViewSet):
    """Workplaces, with how many work there."""

    model = Unit
    icon = "site"
    list_display = ["name", "organisation", "employees", "employees_on", "closed_on"]
    list_filter = ["organisation"]
    search_fields = ["name", "organisation__name"]
    edit_handler = ObjectList(
        [
            FieldPanel("organisation"),
            FieldPanel("name"),
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("employees"), FieldPanel("employees_on")]),
            FieldRowPanel([FieldPanel("opened_on"), FieldPanel("closed_on")]),
            FieldPanel("succeeded_by"),
            FieldPanel("note"),
        ],
        base_form_class=UnitForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """In Swedish order."""
        return Unit.objects.select_related("organisation").order_by(sv("name"))


class Memberships(SnippetViewSet):
    """Who works where, and who manages a unit. One that has ended is given its last day."""

    model = Membership
    icon = "group"
    list_display = ["user", "unit", "title", "manages", "since", "until"]
    list_filter = ["manages", "unit__organisation"]
    search_fields = ["user__given_name", "user__family_name", "unit__name"]
    panels = [
        FieldPanel("user"),
        FieldPanel("unit"),
        FieldPanel("title"),
        FieldPanel("manages"),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
    ]

    def get_queryset(self, request: Any) -> Any:
        """Newest first."""
        return Membership.objects.select_related("user", "unit").order_by("-since", "pk")


class Councils(SnippetViewSet):
    """Process councils."""

    model = Council
    icon = "group"
    list_display = ["name", "county"]
    search_fields = ["name", "county"]
    panels = [FieldPanel("name"), FieldPanel("county"), FieldPanel("about")]


class Seats(SnippetViewSet):
    """Who sits in a council, for what, from one day to another."""

    model = CouncilSeat
    icon = "user"
    list_display = ["user", "category", "is_mas", "since", "until"]
    list_filter = ["council", "category"]
    search_fields = ["user__given_name", "user__family_name"]
    panels = [
        FieldPanel("council"),
        FieldPanel("user"),
        FieldPanel("category"),
        FieldRowPanel([FieldPanel("is_mas"), FieldPanel("is_private")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
    ]

    def get_queryset(self, request: Any) -> Any:
        """Those that are filled first."""
        return CouncilSeat.objects.select_related("user", "council").order_by("-since", "pk")


class Assignments(SnippetViewSet):
    """Key persons and trainers."""

    model = Assignment
    icon = "user"
    list_display = ["user", "kind", "status", "since", "until", "manager"]
    list_filter = ["kind", "status", "niche"]
    search_fields = ["user__given_name", "user__family_name"]
    edit_handler = ObjectList(
        [
            FieldPanel("user"),
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
            FieldPanel("manager"),
            FieldPanel("now_units"),
            MultiFieldPanel([FieldPanel("niche"), FieldPanel("deputy")], _("Details")),
        ],
        base_form_class=AssignmentForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Newest first."""
        return Assignment.objects.select_related("user", "manager").order_by("-since", "pk")


class Registers(SnippetViewSetGroup):
    """Everything about who is who, under one menu entry."""

    menu_label = _("People and councils")
    menu_icon = "group"
    menu_order = 310
    items = (Organisations, Units, Memberships, Councils, Seats, Assignments)


register_snippet(Registers)
