"""Whose yes a plan still waits for: the names, who of them has said no, and what one may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sandbox.process import consent
from sandbox.process.state import Document, latest
from sandbox.web.replica.case_view import CaseView


@dataclass(frozen=True)
class Unsaid:
    """Those whose yes is missing, by name; `refused` when one of them has said no.

    `inside` are the names as they stand inside a sentence.
    """

    names: tuple[str, ...]
    inside: tuple[str, ...]
    refused: bool
    minor: bool

    @property
    def words(self) -> str:
        """In a few words, for the band over the case."""
        who = f" {_('and')} ".join(self.inside)
        if self.refused:
            return _("missing, %(who)s has said no") % {"who": who}
        return _("missing, %(who)s has not answered") % {"who": who}

    @property
    def what_now(self) -> str:
        """What it means, and what one may do: never going round the one who decides."""
        who = {"who": f" {_('and')} ".join(self.names)}
        if self.minor:
            return (
                _(
                    "%(who)s has not said yes. Guardians decide together: no plan is made and nobody "
                    "else reads until all have said yes. Ask what it is about. Perhaps fewer units "
                    "will do. Then write the consent anew. Nobody goes round a guardian."
                )
                % who
            )
        return (
            _(
                "%(who)s has not said yes. Without it no plan is made and nobody else reads. Ask "
                "again when it suits. A no is a no."
            )
            % who
        )


def unsaid_of(view: CaseView) -> Unsaid | None:
    """Whose yes the consent last written down lacks; None when it holds, or is not to be read."""
    given = view.state.consents[-1] if view.state.consents else None
    paper = latest(view.state, "consent")
    if given is None or given.complete or given.withdrawn_at is not None or paper is None:
        return None
    known = view.state.facts.get("person") or {}
    minor = bool(known.get("minor"))
    missing = consent.missing_yes(view.state, paper.body)
    said = {row.get("giver"): row.get("answer") for row in paper.body.get("givers") or ()}
    names = tuple(_name(view, paper, code) for code in missing)
    return Unsaid(
        names=names,
        inside=tuple(view.in_a_sentence(name) for name in names),
        refused=any(said.get(code) == "no" for code in missing),
        minor=minor,
    )


def _name(view: CaseView, paper: Document, giver: str) -> str:
    """What the one who answers is called: as the register says, or as it was written."""
    guardians = (view.state.facts.get("person") or {}).get("guardians") or ()
    known = dict(zip(consent.GUARDIANS, guardians, strict=False)).get(giver, "")
    if known in view.parties:
        return view.name_of(known)
    rows = (row for row in paper.body.get("givers") or () if row.get("giver") == giver)
    written = next((str(row["name"]) for row in rows if row.get("name")), "")
    return written or (str(view.person) if giver == "person" else _("The other guardian"))
