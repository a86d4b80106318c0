"""How every form of the house is drawn: one field template, one form template."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_noop, ngettext_lazy

# Django's own words, which our catalogue says more plainly: what to do, not what went wrong.
PLAINER = (
    gettext_noop("Null characters are not allowed."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)


class FrameRenderer(TemplatesSetting):
    """Draws label, hint, error and control the same way everywhere."""

    field_template_name = "parts/field.html"
    form_template_name = "parts/form.html"
