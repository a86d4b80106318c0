"""Choosing a reference or a question in the administration: by a search in its own texts."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)


class FindForm(BaseFilterForm):
    """One field; finds the rows where any of `places` holds what is written."""

    places: tuple[str, ...] = ()

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects: Any) -> Any:
        """The rows that hold every word written."""
        words = (self.cleaned_data.get("q") or "").split()
        for word in words:
            places = (Q(**{f"{place}__icontains": word}) for place in self.places)
            objects = objects.filter(reduce(or_, places))
        self.is_searching, self.search_query = bool(words), " ".join(words) or None
        return objects


def chooser_by(*places: str) -> type[SnippetChooserViewSet]:
    """A chooser with a search field that looks in these fields."""
    form = type("Find", (FindForm,), {"places": places})
    views = {
        "choose_view_class": type("Choose", (ChooseView,), {"filter_form_class": form}),
        "choose_results_view_class": type(
            "Results", (ChooseResultsView,), {"filter_form_class": form}
        ),
    }
    return type("Chooser", (SnippetChooserViewSet,), views)
