"""Rows that belong to a world: no query on them without saying which world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.db import models

if TYPE_CHECKING:
    from sandbox.world.runs import World

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class Unscoped(TypeError):
    """A query on world rows that does not say which world."""


class AppendOnly(TypeError):
    """An attempt to change or delete a line of the event log."""


class Everywhere(models.Manager[Row_co]):
    """Reads every world. For the engine room only: clone, purge, redaction, statistics."""


class WorldManager(models.Manager[Row_co]):
    """Reads one world at a time; there is no way to leave the world out."""

    def for_world(self, world: World | int | models.Value) -> models.QuerySet[Row_co]:
        """The rows of one world, given as the row, its primary key, or the place that is held for it."""
        return super().get_queryset().filter(world=world)

    def get_queryset(self) -> NoReturn:
        """Refuse: raises Unscoped."""
        raise Unscoped("Say which world: objects.for_world(world).")


class AppendOnlyQuerySet(models.QuerySet[Row_co]):
    """A query set that reads and adds, and never changes or deletes."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: raises AppendOnly."""
        raise AppendOnly("The event log is only added to.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: raises AppendOnly."""
        raise AppendOnly("The event log is only added to.")

    def delete(self) -> NoReturn:
        """Refuse: raises AppendOnly."""
        raise AppendOnly("The event log is only added to.")


class WorldRow(models.Model):
    """One row of a world. Related names are switched off: they would be a way around the scope."""

    # Each table has an index of its own that begins with the world: one more would only be written.
    world = models.ForeignKey(
        "sandbox.World", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    # The first manager is the one Django itself reaches for (validation, serialisation).
    everywhere = Everywhere()
    objects = WorldManager()

    class Meta:
        abstract = True
