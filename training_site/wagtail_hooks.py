"""What the frame adds to the administration."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel

from training_site.people.user_admin import OwnNameForm

# The panel has no setting for its form, and its own knows no given and family name.
NameEmailSettingsPanel.form_class = OwnNameForm


@hooks.register("insert_global_admin_css")
def admin_styles() -> SafeString:
    """The few rules of our own."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
