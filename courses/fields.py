"""A StreamField whose blocks stay out of migrations: a reworded label is no migration."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class BlockFreeStreamField(StreamField):
    """StreamField that deconstructs without its blocks."""

    def __init__(
        self, block_types: Any = None, use_json_field: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(block_types or [], use_json_field, *args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Name, path and keyword arguments, as an empty stream."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
