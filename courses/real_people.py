"""Free text that people write: nothing in it may look like a real person's data."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from sandbox import practice


def nobody_real(text: str) -> None:
    """A validator of free text. Raises ValidationError when it looks like a real person's data."""
    if said := practice.looks_real(text):
        raise ValidationError(list(said))
