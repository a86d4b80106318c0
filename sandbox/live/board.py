"""The leader's board: every group and how far it is."""

from __future__ import annotations

from django.template.loader import render_to_string

from sandbox.world.models import Run


def fragment(run: Run) -> str:
    """The part of the leader view that keeps itself fresh."""
    return render_to_string("live/parts_board.html", {"run": run})
