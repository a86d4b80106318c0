"""What the frame adds to the administration."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
)
from wagtail.admin.views.account import NameEmailSettingsPanel

from training_site.people.user_admin import OwnNameForm

# Fields of the dialogues about links, whose names Wagtail makes of the code's own words.
LINK_LABELS: dict[str, Any] = {
    "link_text": _("Link text"),
    "email_address": _("E-mail address"),
    "subject": _("Subject"),
    "body": _("Text of the message"),
}
for form in (
    ExternalLinkChooserForm,
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
):
    for name in LINK_LABELS.keys() & form.base_fields.keys():
        form.base_fields[name].label = LINK_LABELS[name]
# The panel has no setting for its form, and its own knows no given and family name.
NameEmailSettingsPanel.form_class = OwnNameForm


@hooks.register("insert_global_admin_css")
def admin_styles() -> SafeString:
    """The few rules of our own."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def leave_text_editor() -> SafeString:
    """Tab leads out of a list in the text editor."""
    return format_html('<script src="{}"></script>', static("js/leave-editor.js"))
