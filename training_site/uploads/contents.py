"""What an uploaded file really is, whatever its name says: a web page in disguise is refused.

The signatures are those of IANA's media types and of PKWARE's APPNOTE for zip archives; captions
are read as W3C's WebVTT.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

HEAD = 64  # bytes: as many as any signature here needs
MOST_UNPACKED = 400 * 1024 * 1024  # bytes of an office file, all its parts together
MOST_CAPTIONS = 1024 * 1024  # bytes: captions of a day-long film are a tenth of it
# Which part an office file cannot be without.
PACKED = {
    "docx": "[Content_Types].xml",
    "xlsx": "[Content_Types].xml",
    "odt": "mimetype",
    "ods": "mimetype",
}
PLAIN = ("csv", "txt")
FILMS = {
    "mp4": rb".{4}ftyp",
    "m4v": rb".{4}ftyp",
    "m4a": rb".{4}ftyp",
    "webm": rb"\x1aE\xdf\xa3",
    "ogv": rb"OggS",
    "ogg": rb"OggS",
    "mp3": rb"ID3|\xff[\xe0-\xff]",
    "wav": rb"RIFF.{4}WAVE",
}
# What makes a browser run something, wherever in a picture or a text it stands.
ACTIVE = re.compile(rb"<(?:script|html|svg|iframe|!doctype|\?php)", re.IGNORECASE)
# Of the tags of captions; anything else is written for a web page.
CAPTION_TAG = re.compile(r"</?(?:[cibuv]|lang|ruby|rt|[\d:.]+)?(?:[.\s][^<>]*)?>")

# What the picture library says of something it cannot make a picture of.
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


def is_new(file: Any) -> bool:
    """Whether somebody has just uploaded it: what is kept already was checked then."""
    return bool(file) and not getattr(file, "_committed", True)


def check_document(file: Any) -> None:
    """Raise ValidationError unless the file is what its name ends with."""
    ending = _ending(file)
    if ending in PACKED:
        right = _is_packed(file, PACKED[ending])
    elif ending in PLAIN:
        right = _is_plain(file)
    else:
        right = ending != "pdf" or _read(file, HEAD).startswith(b"%PDF-")
    if not right:
        raise ValidationError(_wrong(ending), code="contents")


def check_film(file: Any) -> None:
    """Raise ValidationError unless it is a film or sound of the kind its name says, and not too big."""
    most = settings.MEDIA_MAX_UPLOAD_SIZE
    if file.size > most:
        _refuse_size(file.size, most)
    signature = FILMS.get(_ending(file))
    if signature is None or not re.match(signature, _read(file, HEAD), re.DOTALL):
        raise ValidationError(_wrong(_ending(file)), code="contents")


def check_picture(file: Any) -> None:
    """Raise ValidationError unless the whole picture can be read and holds nothing else."""
    try:
        file.seek(0)
        with Image.open(file) as picture:
            picture.load()
        is_picture = ACTIVE.search(_read(file)) is None
    except UNREADABLE:
        is_picture = False
    finally:
        file.seek(0)
    if not is_picture:
        raise damaged()


def damaged() -> ValidationError:
    """What is said of a picture that cannot be read, or is more than a picture."""
    said = _("The picture is damaged or holds something else. Save it anew and try again.")
    return ValidationError(said, code="contents")


def check_captions(file: Any) -> None:
    """Raise ValidationError unless it is captions in WebVTT and nothing more."""
    if file.size > MOST_CAPTIONS:
        _refuse_size(file.size, MOST_CAPTIONS)
    try:
        text = _read(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    tags = re.findall(r"<[^\s<>][^<>]*>?", text)
    only_captions = all(CAPTION_TAG.fullmatch(tag) for tag in tags)
    if _ending(file) != "vtt" or not text.startswith("WEBVTT") or not only_captions:
        raise ValidationError(
            _("These are no captions. Choose a file whose name ends with .vtt and that begins "
              "with the word WEBVTT."),
            code="contents",
        )  # fmt: skip


def _ending(file: Any) -> str:
    return PurePath(file.name).suffix.lower().removeprefix(".")


def _read(file: Any, number: int = -1) -> bytes:
    file.seek(0)
    found: bytes = file.read(number)
    file.seek(0)
    return found


def _is_packed(file: Any, part: str) -> bool:
    """A zip archive with the part, which does not swell beyond reason when it is opened."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        file.seek(0)
    unpacked = sum(one.file_size for one in parts)
    return unpacked <= MOST_UNPACKED and part in [one.filename for one in parts]


def _is_plain(file: Any) -> bool:
    text = _read(file)
    return b"\x00" not in text and ACTIVE.search(text) is None


def _wrong(ending: str) -> str:
    return _("What is in the file is not what its name says (.%(ending)s). Save it anew in the "
             "program where it was made and try again.") % {"ending": ending}  # fmt: skip


def _refuse_size(size: int, most: int) -> None:
    said = _("The file is too big (%(size)s). It may be at most %(most)s.")
    raise ValidationError(
        said % {"size": filesizeformat(size), "most": filesizeformat(most)}, code="size"
    )
