"""Keeps the films, pictures and files that content files show among what editors upload.

A file is known by what is in it: loading the same file again keeps nothing new.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.files import File
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtailmedia.models import get_media_model

from courses.lesson_text import Upload


def keep_file(upload: Upload) -> int:
    """The key of the uploaded file of a block; what belongs to it is brought up to date."""
    if upload.kind == "film":
        return _film(upload)
    if upload.kind == "picture":
        return _kept(get_image_model(), upload, {})
    return _kept(
        get_document_model(), upload, {"html_alternative": upload.texts.get("alternative", "")}
    )


def _film(upload: Upload) -> int:
    """A film with its captions and transcript."""
    values: dict[str, Any] = {"type": "video", "transcript": upload.texts["transcript"]}
    key = _kept(get_media_model(), upload, values)
    film = get_media_model().objects.get(pk=key)
    captions = upload.paths["captions"]
    if _mark(captions) not in film.captions.name:
        with captions.open("rb") as opened:
            film.captions.save(_name(captions), File(opened))
    return key


def _kept(model: Any, upload: Upload, values: dict[str, Any]) -> int:
    """The row of this file, made or brought up to date."""
    title = upload.title or upload.path.stem
    row = model.objects.filter(file__contains=_mark(upload.path)).first()
    if row is None:
        row = model(title=title, **values)
        with upload.path.open("rb") as opened:
            row.file = File(opened, name=_name(upload.path))
            row.save()
        return int(row.pk)
    for field, value in (values | {"title": title}).items():
        setattr(row, field, value)
    row.save()
    return int(row.pk)


def _mark(path: Path) -> str:
    """What tells a file from others: by what is in it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _name(path: Path) -> str:
    """The name a file is kept under: its own, and its mark."""
    return f"{path.stem[:40]}-{_mark(path)}{path.suffix.lower()}"
