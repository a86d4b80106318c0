"""Looks for what is wrong in flows and profiles before anybody meets it; answers in Swedish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.process.clock import minutes_in, read_period
from sandbox.process.effects import EFFECTS
from sandbox.process.flow import (
    Action,
    Deadline,
    DocumentKind,
    Field,
    Flow,
    Profile,
    Track,
    field_of,
)
from sandbox.process.guards import GUARDS
from sandbox.process.lint_profile import Problem, has_field, profile_problems
from sandbox.process.overlay import DEADLINE_WORDS, SUBMITS, under

READING = frozenset({"always", "never", "consent", "addressed", "notified", "told"})
COUNTING = frozenset({"hours", "days"})
# What a profile may say of a field; what kind of field it is belongs to the flow.
CHANGES = frozenset(
    {"hidden", "required", "label", "hint", "choices", "default"}
    | {"min", "max", "min_rows", "max_rows"}
)


def lint(flow: Flow, profile: Profile) -> tuple[Problem, ...]:
    """Return every problem in the flow as this profile shows it."""
    overlay = list(_overlay(flow, profile))
    if overlay:
        return tuple(overlay)
    shown = under(flow, profile)
    return (
        *(problem for action in shown.actions.values() for problem in _action(shown, action)),
        *(problem for track in shown.tracks.values() for problem in _reach(shown, track, profile)),
        *_documents(shown, {action.document for action in flow.actions.values()}),
        *_deadlines(shown),
        *_guests(flow),
        *_one_open(flow),
        *profile_problems(flow, shown, profile),
    )


def _guests(flow: Flow) -> Iterator[Problem]:
    for code in sorted(set(flow.guests.may if flow.guests else ()) - set(flow.actions)):
        yield Problem(f"{flow.name}: guests", f"Handlingen ”{code}” finns inte.")


def _one_open(flow: Flow) -> Iterator[Problem]:
    states = set(flow.one_open.goes_on if flow.one_open else ())
    for code in sorted(states - set(flow.tracks[flow.name].states)):
        yield Problem(f"{flow.name}: one_open", f"Tillståndet ”{code}” finns inte.")


def _action(flow: Flow, action: Action) -> Iterator[Problem]:
    where = f"{flow.name}: {action.code}"
    states = {*action.from_states, *action.moves, *action.moves.values()}
    for code in sorted(states - set(flow.tracks[action.track].states)):
        yield Problem(where, f"Tillståndet ”{code}” finns inte.")
    for code in sorted(set(action.moves) - set(action.from_states)):
        yield Problem(where, f"moves nämner ”{code}”, som inte står i from.")
    for code in sorted(set(action.roles) - set(flow.roles) - set(flow.tracks[action.track].roles)):
        yield Problem(where, f"Rollen ”{code}” finns inte.")
    yield from _words(action, where)
    if action.document and action.document not in flow.documents:
        yield Problem(where, f"Dokumentet ”{action.document}” finns inte.")
    if not action.sources:
        yield Problem(where, "Handlingen saknar källa.")
    if action.document and action.opening.startswith(SUBMITS):
        text = f"Vägen till formuläret heter ”{action.opening}”. Skriv under opens vad som öppnas."
        yield Problem(where, text)


def _words(action: Action, where: str) -> Iterator[Problem]:
    for code in sorted({*action.guards, *action.warns, *action.moves_when} - set(GUARDS)):
        yield Problem(where, f"Villkoret ”{code}” finns inte i guards.py.")
    for code in sorted(set(action.warns) & set(GUARDS)):
        if not GUARDS[code].logs:
            yield Problem(where, f"Villkoret ”{code}” lämnar ingen rad, så det kan inte varna.")
    for code in sorted(set(action.effects) - set(EFFECTS)):
        yield Problem(where, f"Effekten ”{code}” finns inte i effects.py.")


def reachable(flow: Flow, track: str = "") -> frozenset[str]:
    """Return the states that the actions can lead to, guards left out of account.

    Without a track: those of the flow's own.
    """
    name = track or flow.name
    rows = [action for action in flow.actions.values() if action.track == name]
    found, waiting = set[str](), [flow.tracks[name].initial]
    while waiting:
        state = waiting.pop()
        if state in found:
            continue
        found.add(state)
        waiting += [
            action.moves[state]
            for action in rows
            if state in action.from_states and state in action.moves
        ]
    return frozenset(found)


def _reach(flow: Flow, track: Track, profile: Profile) -> Iterator[Problem]:
    if track.initial not in track.states:
        yield Problem(track.name, f"Starttillståndet ”{track.initial}” finns inte.")
        return
    found = reachable(flow, track.name)
    unused = set(profile.overlays.get(track.name, {}).get("unused") or ())
    for code in sorted(set(track.states) - found - unused):
        yield Problem(track.name, f"Tillståndet ”{code}” går inte att nå.")
    for code in sorted(unused & found):
        yield Problem(track.name, f"unused nämner ”{code}”, som går att nå.")
    rows = [action for action in flow.actions.values() if action.track == track.name]
    for code, state in track.states.items():
        leaves = any(code in action.moves for action in rows)
        if not state.final and not leaves:
            yield Problem(track.name, f"Från tillståndet ”{code}” kommer man inte vidare.")


def _documents(flow: Flow, written: set[str]) -> Iterator[Problem]:
    for kind, document in flow.documents.items():
        where = f"{flow.name}: {kind}"
        if kind not in written:
            yield Problem(where, "Ingen handling skriver det här dokumentet.")
        for role in sorted(set(document.readers) ^ set(flow.tracks[document.track].roles)):
            yield Problem(where, f"readers och roles stämmer inte för ”{role}”.")
        for word in sorted(set(document.readers.values()) - READING):
            yield Problem(where, f"readers kan inte vara ”{word}”.")
        if document.many and document.own:
            yield Problem(where, "Välj many eller own.")
        yield from _addressing(document, where)


def _addressing(document: DocumentKind, where: str) -> Iterator[Problem]:
    field = field_of(document.fields, document.addressed_by)
    if document.addressed_by and not _names_parties(field):
        yield Problem(where, f"addressed_by nämner ”{document.addressed_by}”, som inte är parter.")
    if not document.addressed_by and {"notified", "addressed"} & set(document.readers.values()):
        yield Problem(where, "Någon läser som mottagare, men addressed_by saknas.")


def _names_parties(field: Field | None) -> bool:
    return field is not None and (field.type == "parties" or bool(field.from_parties))


def _deadlines(flow: Flow) -> Iterator[Problem]:
    for key, row in flow.deadlines.items():
        where = f"{flow.name}: {key}"
        if not row.sources:
            yield Problem(where, "Tidsgränsen saknar källa.")
        for kind in sorted(set(row.written) - set(flow.documents)):
            yield Problem(where, f"written nämner ”{kind}”, som inte finns.")
        if row.day_in:
            kind, _, field = row.day_in.partition(".")
            if not has_field(flow, f"{kind}.{field}"):
                yield Problem(where, f"Fältet ”{row.day_in}” finns inte.")
            continue
        yield from _counted(flow, row, where)


def _counted(flow: Flow, row: Deadline, where: str) -> Iterator[Problem]:
    if row.after not in flow.actions:
        yield Problem(where, f"Tidsgränsen räknas från ”{row.after}”, som inte finns.")
        return
    for code in (*filter(None, [row.done]), *row.ends, *row.also):
        if code not in flow.actions:
            yield Problem(where, f"done, ends eller also nämner ”{code}”, som inte finns.")
    if row.each and row.each not in flow.documents:
        yield Problem(where, f"each nämner ”{row.each}”, som inte finns.")
    document = flow.actions[row.after].document
    for path in (*(f"{document}.{key}" for key in row.only), *row.unless):
        if not has_field(flow, path):
            yield Problem(where, f"Fältet ”{path}” finns inte.")
    yield from _period(row, where)


def _period(row: Deadline, where: str) -> Iterator[Problem]:
    """A row without a length waits for a profile to say one."""
    if row.counts not in COUNTING:
        yield Problem(where, f"counts kan inte vara ”{row.counts}”.")
    read = minutes_in if row.counts == "hours" else read_period
    for period in filter(None, [row.of, row.after_noon]):
        try:
            read(period)
        except ValueError as error:
            yield Problem(where, str(error))


def _overlay(flow: Flow, profile: Profile) -> Iterator[Problem]:
    overlay = profile.overlays.get(flow.name, {})
    where = f"{profile.name}: {flow.name}"
    for key in ("labels", "opens", "again", "hidden", "shown", "roles", "guards"):
        for code in overlay.get(key) or ():
            if code not in flow.actions:
                yield Problem(where, f"{key} nämner ”{code}”, som inte finns.")
    yield from _sources(flow, overlay, where)
    yield from _changes(flow, overlay, where)


def _changes(flow: Flow, overlay: Mapping[str, Any], where: str) -> Iterator[Problem]:
    for path, change in (overlay.get("fields") or {}).items():
        if not has_field(flow, path):
            yield Problem(where, f"fields nämner ”{path}”, som inte finns.")
        for word in sorted(set(change) - CHANGES):
            yield Problem(where, f"{path} kan inte ändra ”{word}”.")
    for key, row in (overlay.get("deadlines") or {}).items():
        for word in sorted(set(row) - DEADLINE_WORDS - {"source"}):
            yield Problem(where, f"deadlines: {key} kan inte säga ”{word}”.")


def _sources(flow: Flow, overlay: Mapping[str, Any], where: str) -> Iterator[Problem]:
    for key in ("roles", "guards", "deadlines"):
        for code, row in (overlay.get(key) or {}).items():
            named = row.get("source") if isinstance(row, dict) else None
            codes = [named] if isinstance(named, str) else named or []
            if not codes or any(one not in flow.sources for one in codes):
                yield Problem(where, f"{key}: ”{code}” saknar giltig källa.")
