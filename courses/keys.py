"""The keys pages are known by: given once, by the site."""

from __future__ import annotations

from typing import Any


def next_key(parent: Any) -> str:
    """The key of a new page under `parent`: K2 in the list of courses, K1-6 in K1, K1-4.3 in K1-4."""
    model = parent.specific_class.allowed_subpage_models()[0]
    own = getattr(parent.specific, "key", "")
    start = {"CoursePage": "K", "ModulePage": f"{own}-"}.get(model.__name__, f"{own}.")
    taken = model.objects.filter(key__startswith=start).values_list("key", flat=True)
    numbers = [int(rest) for key in taken if (rest := key.removeprefix(start)).isdecimal()]
    return f"{start}{max(numbers, default=0) + 1}"
