"""Static files of an installation: hashed, compressed, and the stylesheet in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/samova.css"
IMPORT = re.compile(r'@import "(?P<part>[\w.-]+)" layer\((?P<layer>\w+)\);')


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Puts the layers of the stylesheet into one file, so that a phone asks once."""

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002 - the framework's signature
        **options: Any,
    ) -> Iterator[Any]:
        """Join, then hash and compress as usual."""
        if not dry_run and ENTRY in paths:
            self.delete(ENTRY)
            self._save(ENTRY, ContentFile(joined(paths).encode()))
            paths = {**paths, ENTRY: (self, ENTRY)}
        yield from super().post_process(paths, dry_run, **options)


def joined(paths: dict[str, Any]) -> str:
    """The stylesheet with each import replaced by the part it names, in the same layer."""
    folder = PurePosixPath(ENTRY).parent

    def part(match: re.Match[str]) -> str:
        return f"@layer {match['layer']}{{\n{_read(paths, str(folder / match['part']))}}}"

    return IMPORT.sub(part, _read(paths, ENTRY))


def _read(paths: dict[str, Any], name: str) -> str:
    """The source of a static file, not what an earlier run made of it."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
