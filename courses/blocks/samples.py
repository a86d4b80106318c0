"""A sample of every kind of block, written as a lesson: what editors see in the list of blocks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

from content_files.front_matter import read_text_file
from courses.lesson_text import Upload, stream_data

FILE = Path(__file__).parent / "samples.md"
MODELS = {
    "law": "courses.LawReference",
    "rule": "courses.LocalRule",
    "question": "courses_quiz.Question",
}


def sample_of(block: str) -> Any:
    """The value of the sample for this name of a block, as a stream field stores it."""
    if block in {"law_box", "local_rule", "question_now", "timeline"}:
        # What they cite is whatever there is at the moment.
        return _samples()[block]
    return _kept()[block]


@cache
def _kept() -> dict[str, Any]:
    return _samples()


def _samples() -> dict[str, Any]:
    data = stream_data(read_text_file(FILE), "sample", _first, _no_file)
    return {part["type"]: part["value"] for part in data}


def _first(kind: str, name: str) -> int:  # noqa: ARG001 - a sample names none
    """Any snippet of the kind; 0 when there is none."""
    first = apps.get_model(MODELS[kind]).objects.values_list("pk", flat=True).first()
    return int(first or 0)


def _no_file(upload: Upload) -> int:  # noqa: ARG001 - samples have no files of their own
    """Nothing: a sample cites no file."""
    return 0
