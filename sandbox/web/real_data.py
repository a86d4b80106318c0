"""What the tripwire says to the learner: why a text was not kept, or what to look at again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sandbox.fictive.detector import Finding
from sandbox.process.flow import DocumentKind, Field
from sandbox.web.forms import name_of
from sandbox.world.tripwire import LooksReal, inspect

_TEXTS: dict[str, Callable[[], str]] = {
    "phone": lambda: _(
        "That looks like a real telephone number. Only made-up people may be here. "
        "Remove it, or write a made-up one: 070-174 06 05."
    ),
    "email": lambda: _(
        "That looks like a real e-mail address. Only made-up people may be here. "
        "Remove it to go on."
    ),
}

_CAUTIONS: dict[str, Callable[[], str]] = {
    "street": lambda: _("This looks like a street address."),
    "postcode": lambda: _("This looks like a postcode."),
    "hsa_id": lambda: _("This looks like an HSA-id, the code of a person or unit in health care."),
    "organisation_number": lambda: _("This looks like an organisation number."),
    "reserve_number": lambda: _("This looks like a reserve number for a patient."),
    "number_like": lambda: _("This resembles a personal identity number."),
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


def cautions(kind: DocumentKind, body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What in a body should be looked at again, as (field label, words); it stops nothing.

    Empty for a body that is stopped altogether: what stops is told first.
    """
    try:
        found = inspect(body)
    except LooksReal:
        return []
    said = [
        (_label(kind, path), _CAUTIONS[kind_found]())
        for path, findings in found.items()
        for kind_found in _kinds(findings)
    ]
    return list(dict.fromkeys(said))


def _kinds(findings: tuple[Finding, ...]) -> Iterator[str]:
    return (found.kind for found in findings if found.kind in _CAUTIONS)


def _label(kind: DocumentKind, path: str) -> str:
    """The label of the field that a body path such as `measures.0.text` leads to."""
    first, *rest = path.split(".")
    fields: dict[str, Field] = {field.key: field for field in kind.fields}
    if first not in fields:
        return kind.label
    columns = {column.key: column.label for column in fields[first].fields}
    return columns.get(rest[-1] if rest else "", fields[first].label).replace(" {party}", "")
