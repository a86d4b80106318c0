"""Factories for rows about fictitious people: build and bulk_create to seed, create in tests."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any, Final

from django.db import models
from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from sandbox.fictive.people import draw_person

ANCHOR: Final = date(2026, 1, 1)


class PersonFactory(DjangoModelFactory[models.Model]):
    """A person in a world, which the caller gives. `seed` and `anchor` choose who it is."""

    class Meta:
        model = "sandbox.Person"

    seed = "factory"
    anchor = ANCHOR
    no = Sequence(lambda number: number + 1)

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        """Fill in the person; what the caller gives stands."""
        seed, anchor = kwargs.pop("seed"), kwargs.pop("anchor")
        rng = Random(f"{seed}:{kwargs['no']}")  # noqa: S311 — the same person every time
        return {**draw_person(rng, anchor=anchor).as_dict(), **kwargs}

    @classmethod
    def _create(cls, model_class: type[models.Model], *args: Any, **kwargs: Any) -> models.Model:
        """Save the row itself: a world's rows have no manager without a world."""
        row = model_class(*args, **kwargs)
        row.save(force_insert=True)
        return row
