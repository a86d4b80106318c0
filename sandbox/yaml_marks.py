"""Read from content_files.yaml_marks; this name stays while its importers move."""

from __future__ import annotations

from content_files.yaml_marks import ContentError, Marked, Step, load_marked, parse_marked

__all__ = ["ContentError", "Marked", "Step", "load_marked", "parse_marked"]
