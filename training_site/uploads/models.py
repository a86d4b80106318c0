"""Our own image, document and film models: they cannot be changed once there is data."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtailmedia.models import AbstractMedia

from training_site.uploads import contents

OWN_PAGE = re.compile(r"/(?!/)[^\s\\]*")


def check_address(value: str) -> None:
    """Raise ValidationError unless it is an address on the web or of a page of this site."""
    if not OWN_PAGE.fullmatch(value):
        URLValidator(schemes=["http", "https"])(value)


class AddressInput(forms.URLField):
    """An address, or the path of one of our own pages."""

    widget = forms.TextInput
    default_validators = [check_address]

    def to_python(self, value: Any) -> str:
        """A path as it stands; an address with its scheme."""
        text = str(value or "").strip()
        return text if OWN_PAGE.fullmatch(text) else str(super().to_python(text))


class AddressField(models.URLField):  # type: ignore[type-arg]
    """An address on the web, or the path of a page of ours; without a scheme it is https."""

    default_validators = [check_address]

    def formfield(self, **kwargs: Any) -> Any:
        """The form's field."""
        return super().formfield(**{"form_class": AddressInput, "assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        """As any address, in migrations."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


def _check(file: Any, check: Callable[[Any], None]) -> None:
    """Look into a file that has just been uploaded; says below its own field what is wrong."""
    if contents.is_new(file):
        try:
            check(file)
        except ValidationError as wrong:
            raise ValidationError({file.field.name: wrong}) from None


class UploadedImage(AbstractImage):
    """A picture; decorative ones say so instead of carrying an alternative text."""

    is_decorative = models.BooleanField(_("decorative, adds nothing to the text"), default=False)

    admin_form_fields = (*WagtailImage.admin_form_fields, "is_decorative")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def clean(self) -> None:
        """Refuse what is no picture all through. Raises ValidationError."""
        super().clean()
        _check(self.file, contents.check_picture)


class UploadedRendition(AbstractRendition):
    """A scaled copy of an image."""

    image = models.ForeignKey(UploadedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            )
        ]


class UploadedDocument(AbstractDocument):
    """A file to take away, and where the same can be read as a page."""

    html_alternative = AddressField(
        _("the same text as a page"),
        blank=True,
        help_text=_("An address, or a path such as /guider/. Needed before the file can be shown."),
    )

    admin_form_fields = (*WagtailDocument.admin_form_fields, "html_alternative")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def clean(self) -> None:
        """Refuse a file that is not what its name says. Raises ValidationError."""
        # Of a file refused already there is no name to find fault with as well.
        if self.file:
            super().clean()
        _check(self.file, contents.check_document)


class UploadedMedia(AbstractMedia):
    """A film or sound with captions and a transcript, both required before it is shown."""

    captions = models.FileField(_("captions (WebVTT)"), upload_to="captions", blank=True)
    transcript = models.TextField(_("transcript"), blank=True)

    admin_form_fields = (
        "title", "file", "collection", "duration", "width", "height", "thumbnail", "tags",
        "captions", "transcript",
    )  # fmt: skip

    class Meta:
        verbose_name = _("film or sound")
        verbose_name_plural = _("films and sounds")

    def clean(self, *args: Any, **kwargs: Any) -> None:
        """Refuse files that are not what their names say. Raises ValidationError."""
        super().clean(*args, **kwargs)
        _check(self.file, contents.check_film)
        _check(self.thumbnail, contents.check_picture)
        _check(self.captions, contents.check_captions)
