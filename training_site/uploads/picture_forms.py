"""The form a picture is uploaded with: one that cannot be read is refused in words."""

from __future__ import annotations

from typing import Any

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from training_site.uploads.contents import UNREADABLE, damaged


class PictureField(WagtailImageField):
    """Wagtail's own, which lets through what the picture library says of half a picture."""

    def to_python(self, data: Any) -> Any:
        """The picture. Raises ValidationError."""
        try:
            return super().to_python(data)
        except UNREADABLE:
            raise damaged() from None


class PictureForm(BaseImageForm):
    """Wherever a picture is uploaded in the administration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            own = PictureField(label=field.label, required=field.required, widget=field.widget)
            self.fields["file"] = own
