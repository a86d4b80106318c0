"""Rows that are written once: what was asked, and every step of an answer."""

from __future__ import annotations

from typing import Any

from django.db import models


class FrozenError(TypeError):
    """Someone tried to change or remove a row that is a record."""


class FrozenQuerySet(models.QuerySet[Any]):
    """Reads and inserts; refuses to change or remove."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise FrozenError(f"{self.model.__name__} ändras aldrig.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Refused."""
        raise FrozenError(f"{self.model.__name__} ändras aldrig.")

    def update_or_create(self, *args: Any, **kwargs: Any) -> tuple[Any, bool]:
        """Refused."""
        raise FrozenError(f"{self.model.__name__} ändras aldrig.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise FrozenError(f"{self.model.__name__} tas aldrig bort.")


class FrozenModel(models.Model):
    """A row that can be inserted, and nothing more."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert. Raises FrozenError for a row that is already stored."""
        if not self._state.adding:
            raise FrozenError(f"{type(self).__name__} ändras aldrig.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise FrozenError(f"{type(self).__name__} tas aldrig bort.")
