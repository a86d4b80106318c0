"""JSON kept as text: the same value, in the same order, from every database.

PostgreSQL's own type sorts the keys of an object. Patches are undone from the last to the first,
and forms list parties as the scenario does, so order is part of the value here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    TextOfAny = models.TextField[Any, Any]
else:
    TextOfAny = models.TextField


class KeptJSON(TextOfAny):
    """A column of plain JSON values (dict, list, str, number, bool, None)."""

    # What the type checker takes the attribute to be.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """The value, from its text."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        """The text of the value."""
        return None if value is None else json.dumps(value)

    def to_python(self, value: Any) -> Any:
        """The value; a text is taken to be JSON, as in a fixture."""
        return json.loads(value) if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> str:
        """The text of the value, for a fixture."""
        return json.dumps(self.value_from_object(obj))
