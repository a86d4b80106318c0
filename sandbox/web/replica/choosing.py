"""Whom to choose in a form of the plan: the parties in groups, those nearest the case first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sandbox.process import consent, members
from sandbox.process.kinds import has_system
from sandbox.web.forms import Choice, Form, Input
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.parties import kind_word, unit_of

MUNICIPAL = ("municipal_assessment", "municipal_health", "municipal_provider")
# The kinds of units, as they stand folded under a long list; "" is who is no unit.
FAR_FROM_HOME = (
    *MUNICIPAL,
    "primary_care",
    "specialist_care",
    "inpatient",
    "school",
    "external",
    "",
)


@dataclass(frozen=True)
class Group:
    """Some of the choices of a field under a heading; `aside` ones stand folded."""

    title: str
    choices: list[Choice]
    hint: str = ""
    aside: bool = False

    @property
    def chosen(self) -> bool:
        """Whether anybody in it is chosen, so that it stands open."""
        return any(one.selected for one in self.choices)


def groups_for(view: CaseView, kind: str, name: str, entry: Input) -> list[Group]:
    """The choices of a field in groups: those who have something to do with the case first."""
    if kind == "call" and name in ("recipients", "phoned"):
        return _called(view, entry)
    if kind == "consent_withdrawal":
        return [_who_may_lose_it(view, entry)]
    if kind == "basis":
        return _wanted(view, entry)
    if kind == "consent":
        return _whom_to_tell(view, entry)
    known = _known_here(view)
    near = [one for one in entry.choices if one.value in known or one.selected]
    far = [one for one in entry.choices if one not in near]
    groups = [Group(_("With a part in the case"), near)] if near else []
    return [*groups, *([Group(_("Others in the register"), far, aside=bool(near))] if far else [])]


def _who_may_lose_it(view: CaseView, entry: Input) -> Group:
    """Those who have a yes; a unit that does not read the consent sees those it meets in the case."""
    agreed = _agreed(view)
    if agreed:
        return Group(_("Covered by the consent"), _only(entry, agreed))
    met = (code for code in _known_here(view) if "receiver" in view.parties[code].get("uses", ()))
    return Group(_("With a part in the case"), _only(entry, frozenset(met)))


def _whom_to_tell(view: CaseView, entry: Input) -> list[Group]:
    """Whom the person lets know: those in the case, her own units, and the register by kind, folded.

    What is ticked already stands open wherever it is.
    """
    near = _known_here(view)
    home = _own_units(view) - near
    kinds: dict[str, list[Choice]] = {}
    for one in entry.choices:
        if one.value not in near | home:
            kinds.setdefault(unit_of(view, one.value), []).append(one)
    first = [one for one in entry.choices if one.value in near]
    own = [one for one in entry.choices if one.value in home]
    found = [
        Group(_("With a part in the case"), first),
        Group(_("The person's municipality and health centre"), own),
        *(
            Group(
                kind_word(unit) or _("Outside health care and social services"),
                kinds[unit],
                "",
                True,
            )
            for unit in sorted(kinds, key=FAR_FROM_HOME.index)
        ),
    ]
    return [one for one in found if one.choices]


def _own_units(view: CaseView) -> set[str]:
    """The units of the person's municipality that give care and support, and the health centre.

    Of a child also the school that has the system.
    """
    said = view.person.profile
    register = view.desk.county.units
    here = register.get(str(said.get("registered_in") or ""))
    child = bool((view.state.facts.get("person") or {}).get("minor"))
    return {str(said.get("primary_care") or "")} | {
        code
        for code, unit in register.items()
        if here is not None
        and unit.municipality == here.municipality
        and (unit.party.unit in MUNICIPAL or (child and unit.in_system))
    }


def _known_here(view: CaseView) -> set[str]:
    """Who has something to do with the case: in it, covered by the consent, or close to the person."""
    known = {*members.parts(view.state, flow=view.flow), *_agreed(view), view.desk.seat.unit}
    return known | {code for code in view.parties if code not in view.desk.county.units}


def near_first(view: CaseView, form: Form) -> None:
    """Lay those who have something to do with the case first in every list of one party to choose."""
    known = _known_here(view)
    rows = (row for entry in form.inputs.values() for row in entry.rows)
    for entry in (*form.inputs.values(), *(one for row in rows for one in row.inputs.values())):
        if entry.type == "choice" and all(one.value in view.parties for one in entry.choices):
            entry.choices = sorted(entry.choices, key=lambda one: one.value not in known)


def _only(entry: Input, codes: frozenset[str]) -> list[Choice]:
    return [one for one in entry.choices if one.value in codes or one.selected]


def _wanted(view: CaseView, entry: Input) -> list[Group]:
    """Who is needed at the meeting: whom the consent covers, and whom the person is asked about."""
    covered = [one for one in entry.choices if consent.may_receive(view.state, one.value)]
    hint = _("Ask the person before you call them, and write the answer in the consent.")
    return [
        *([Group(_("Covered by the consent"), covered)] if covered else []),
        *_not_covered(view, [one for one in entry.choices if one not in covered], hint),
    ]


def _not_covered(view: CaseView, choices: list[Choice], hint: str = "") -> Iterator[Group]:
    """Those whom the consent does not cover; whom the person has said no to stands apart."""
    given = consent.current(view.state)
    no = [one for one in choices if given and one.value in given.exceptions]
    rest = [one for one in choices if one not in no]
    if rest:
        yield Group(_("Not covered by the consent"), rest, hint, aside=True)
    if no:
        why = _("The person does not want them to know anything. Ask again before you call them.")
        yield Group(_("The person has said no to"), no, why, aside=True)


def _called(view: CaseView, entry: Input) -> list[Group]:
    """Who must send somebody and gets it in the system; who is invited by letter; who is not covered.

    Only a unit has professions to choose among.
    """
    for choice in entry.choices:
        if choice.value not in view.desk.county.units:
            choice.extras = [one for one in choice.extras if "professions" not in one.name]
    covered = [one for one in entry.choices if consent.may_receive(view.state, one.value)]
    inside = [one for one in covered if has_system(view.parties[one.value])]
    outside = [one for one in covered if one not in inside]
    rest = [one for one in entry.choices if one not in covered]
    found = [
        Group(
            _("Called in the system"),
            inside,
            _("A call is no invitation: the unit sends somebody, and chooses whom."),
        ),
        Group(
            _("Invited by letter"),
            outside,
            _("Those without the system. They may come, but need not. The letter is printed."),
        ),
    ]
    return [*(one for one in found if one.choices), *_not_covered(view, rest)]


def _agreed(view: CaseView) -> frozenset[str]:
    given = consent.current(view.state)
    return given.receivers if given else frozenset()
