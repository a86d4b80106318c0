"""What the tripwire says to the learner: why a text was not kept, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from sandbox.web.forms import name_of
from sandbox.world.tripwire import LooksReal

_TEXTS: dict[str, Callable[[], str]] = {
    "phone": lambda: _(
        "That looks like a real telephone number. Only made-up people may be here. "
        "Remove it to go on."
    ),
    "email": lambda: _(
        "That looks like a real e-mail address. Only made-up people may be here. "
        "Remove it to go on."
    ),
}


def _identity() -> str:
    return _(
        "That looks like a real personal identity number. Only made-up people may be here. "
        "Remove it to go on."
    )


def explained(problem: LooksReal) -> dict[str, str]:
    """The message for each field that was stopped, by the input's name."""
    return {
        name_of(path): _TEXTS.get(findings[0].kind, _identity)()
        for path, findings in problem.findings.items()
    }
