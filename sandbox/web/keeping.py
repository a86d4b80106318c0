"""What a form that is being written asks of the server: its draft kept, its token recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from sandbox.fictive.detector import stops
from sandbox.web.real_data import explained
from sandbox.world.closed import Closed
from sandbox.world.drafts import DraftChanged
from sandbox.world.models import Seat
from sandbox.world.perform import save_draft
from sandbox.world.tripwire import LooksReal

LONGEST = 9  # digits in a number of ours
TOKEN = re.compile(r"[0-9]{1,9}\.[\w-]{16}", re.ASCII)


def token_of(text: str) -> str | None:
    """A form's token as we write them; anything else is not kept, so that nothing hides in it."""
    return text if TOKEN.fullmatch(text) and not stops(text) else None


def version_of(text: str) -> int | None:
    """Which version of the draft a form was opened with; None where it does not say."""
    return int(text) if text.isdecimal() and len(text) < LONGEST else None


def keep(
    seat: Seat,
    *,
    kind: str,
    body: Mapping[str, Any],
    errors: Mapping[str, str],
    case: int | None = None,
    since: int | None = None,
) -> JsonResponse:
    """Keep what is typed so far. Answers {"saved", "draft"}, or {"error", "field"} with 422 or 409.

    What another window has kept since is not written over.
    """
    if errors:
        return kept_answer(errors)
    try:
        saved = save_draft(seat=seat, case=case, kind=kind, body=body, since=since)
    except LooksReal as problem:
        return kept_answer(explained(problem))
    except DraftChanged as changed:
        return kept_answer({"": str(changed)})
    except Closed as closed:
        return JsonResponse({"error": str(closed), "field": ""}, status=409)
    return kept_answer({}, draft=saved.version)


def kept_answer(errors: Mapping[str, str], *, draft: int = 0) -> JsonResponse:
    """What the form is told: the first error by its field, or when its text was kept."""
    for name, text in errors.items():
        return JsonResponse({"error": text, "field": name}, status=422)
    now = time_format(timezone.localtime())
    return JsonResponse({"saved": _("at %(time)s") % {"time": now}, "draft": draft})
