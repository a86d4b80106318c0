"""The page of one form: its fields, what stands beside them, and why it came back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.template.loader import select_template
from django.utils.translation import gettext as _

from sandbox.exercises.play import Turn
from sandbox.process import consent
from sandbox.process.engine import Foreseen, Offer, Reason
from sandbox.process.fills import FILLS, TO
from sandbox.process.flow import DocumentKind
from sandbox.process.state import Document
from sandbox.web import forms
from sandbox.web.real_data import cautions
from sandbox.web.replica import sip_forms
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.form_help import help_for
from sandbox.web.replica.short_words import explained
from sandbox.world.perform import Performed
from sandbox.world.tokens import new_token

FIELD = re.compile(r"form\.inputs\.(\w+)")
# Fields that are kept exactly as they were typed or chosen.
AS_TYPED = ("text", "longtext", "choice", "choices", "parties", "day", "time", "tick")


@dataclass(frozen=True)
class Trouble:
    """Why a form comes back: errors by input name, refusals with their source, the status.

    `warned` is what sending would leave a warning of: asked about once. `asked`: somebody wants the
    coach's questions. `mended_by`: the actions that have to come first.
    """

    errors: Mapping[str, str] = field(default_factory=dict)
    refusals: tuple[Reason, ...] = ()
    status: int = 200
    asked: bool = False
    warned: tuple[Foreseen, ...] = ()
    mended_by: tuple[str, ...] = ()


def refused(turn: Turn, kind: DocumentKind, body: Mapping[str, Any]) -> Trouble:
    """The refusals of a turn, each at its field where it has one.

    What is not answered is told by the rows as they stand in the form, blank ones among them.
    """
    errors = {
        forms.name_of(reason.field.partition(".")[2]): reason.text
        for reason in turn.refused
        if reason.field
    }
    if any(reason.only_a_field for reason in turn.refused):
        errors = forms.unanswered(kind, body) or errors
    bare = tuple(one for one in turn.refused if not one.field)
    return Trouble(errors, bare, 422, mended_by=tuple(one.mended_by for one in turn.refused))


def said_anew(performed: Performed, kind: DocumentKind, body: Mapping[str, Any]) -> Trouble | None:
    """What is said when a form that was sent already comes again with something else in it.

    That happens after going back in the browser: the receipt of the first would hide the loss.
    """
    number = performed.turn.happenings[0].document if performed.repeated else None
    sent = next((one for one in performed.turn.case.documents if one.number == number), None)
    typed = [one.key for one in kind.fields if one.type in AS_TYPED]
    if sent is None or all(_says(sent, kind, body, key) for key in typed):
        return None
    why = _("This form is sent already. What you have changed since is not: send it once more.")
    return Trouble({}, (Reason(why, "", ""),), 409)


def _says(sent: Document, kind: DocumentKind, body: Mapping[str, Any], key: str) -> bool:
    """Whether what was sent says the same; of some papers others are told than who was chosen."""
    if key == TO and kind.kind in FILLS:
        return set(body[key]) <= set(sent.body.get(key) or ())
    return bool(sent.body.get(key) == body[key])


def form_context(
    view: CaseView, action: str, body: Mapping[str, Any], trouble: Trouble
) -> dict[str, Any]:
    """What the page of a form shows, whether the case exists or is about to be started."""
    kind, row, offer = view.kind_of(action), view.flow.actions[action], view.offers[action]
    named = [
        f"replica/documents/{kind.kind}.html",
        f"sandbox/documents/{kind.kind}.html",
        "replica/documents/plain.html",
    ]
    template = select_template(named)
    form = forms.build_form(kind, view.options, body, trouble.errors)
    form.errors.sort(key=_place_on(template))
    given = consent.current(view.state)
    refused_by = given.exceptions if given else frozenset()
    beside = help_for(view, form, action=action)
    # A planning goes to whom the person lets it, whether the form has a field for them or not.
    sends = bool(kind.addressed_by or beside.get("shared")) and not beside.get("unseen")
    said = _("Save it in the case") if beside.get("unseen") else row.label
    return (
        beside
        | sip_forms.help_for(view, form, asked=trouble.asked)
        | {
            "marks_required": True,
            "action": row,
            "kind": kind,
            "short_words": explained(row.opening, row.label, kind.label, kind.why),
            "form": form,
            "document_template": template,
            "refusals": trouble.refusals or (() if offer.enabled else offer.reasons),
            "warned": [
                {
                    "text": one.text,
                    "source": one.source,
                    "about": [_named(view, code) for code in one.parties],
                    "no": [_named(view, code) for code in one.parties if code in refused_by],
                    "field": _anchor(form, one.field),
                }
                for one in trouble.warned
            ],
            "offer": offer,
            "mend": _mend(view, trouble),
            "cautions": [] if trouble.errors else cautions(kind, body),
            "token": new_token(view.desk.world),
            "send_label": _("%(label)s (practice)") % {"label": said},
            "sends": sends,
        }
    )


def _named(view: CaseView, code: str) -> str:
    return view.in_a_sentence(view.name_of(code))


def _place_on(template: Any) -> Callable[[tuple[str, str]], int]:
    """Where on the page an error's field stands: each document has its fields in an order of its own."""
    fields = FIELD.findall(template.template.source)
    return lambda error: next((n for n, key in enumerate(fields) if _is_of(error[0], key)), 0)


def _is_of(anchor: str, key: str) -> bool:
    return anchor == f"f-{key}" or anchor.startswith(f"f-{key}-")


def _mend(view: CaseView, trouble: Trouble) -> Offer | None:
    """Where a refusal is mended in another form: what is missing is the person's yes."""
    offers = (view.offers.get(action) for action in trouble.mended_by)
    return next((offer for offer in offers if offer is not None and offer.enabled), None)


def _anchor(form: forms.Form, path: str) -> str:
    found = form.inputs.get(path.partition(".")[2])
    return found.id if found else ""


def changed_rows(
    view: CaseView, action: str, body: dict[str, Any], wish: str, rest: str
) -> dict[str, Any]:
    """The body with a row added to a field, or one taken away. Raises Http404 for no such field."""
    name, _sep, number = rest.partition(":")
    kind = view.kind_of(action)
    definition = next((f for f in kind.fields if f.key == name and f.type == "rows"), None)
    if definition is None:
        raise Http404
    rows = list(body[name])
    if wish == "add" and len(rows) < definition.max_rows:
        rows.append(forms.blank_row(definition))
    if wish == "remove" and number.isdecimal() and int(number) < len(rows):
        rows.pop(int(number))
    return {**body, name: rows}
