"""One row that changes whenever published content does, so that every process knows."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db import models

ROW = 1


class ContentStamp(models.Model):
    """The one row. Its token is random, so a rolled back change can never look like a later one."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token


def touch() -> None:
    """Say that published content has changed; part of the caller's transaction."""
    ContentStamp.objects.update_or_create(pk=ROW, defaults={"token": uuid.uuid4().hex})


class Stamped(models.Model):
    """Mixin: saving or deleting the row changes the stamp."""

    unseen_fields: frozenset[str] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and say that content has changed."""
        super().save(*args, **kwargs)
        if self.shows_in(kwargs.get("update_fields")):
            touch()

    def shows_in(self, update_fields: Collection[str] | None) -> bool:
        """Whether readers see anything of what is saved; None means every field."""
        return update_fields is None or bool(set(update_fields) - self.unseen_fields)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete, and say that content has changed."""
        deleted = super().delete(*args, **kwargs)
        touch()
        return deleted
