"""How every form of the house is drawn: one field template, one form template."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FrameRenderer(TemplatesSetting):
    """Draws label, hint, error and control the same way everywhere."""

    field_template_name = "parts/field.html"
    form_template_name = "parts/form.html"
