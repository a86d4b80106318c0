"""Looks for what is wrong in a profile's words, limits and pages; answers in Swedish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.process.clock import minutes_in
from sandbox.process.flow import Field, Flow, Profile, field_of
from sandbox.process.payment import AVERAGE, LAW, MEAN_DAYS
from sandbox.process.reading import load_sources
from sandbox.process.wording import WORDED

ADDRESSING = frozenset({"unit", "profession"})
LIMITS = frozenset({"payment", "date_change", "ack"})
PAYMENT = frozenset({"model", "amounts", "mean_days", "source"})
PAGES = frozenset(
    {"case_word", "party_word", "mirror", "menu", "train", "guides", "ahead", "tabs", "plan"}
)
# Pages of the room that are no part of a case, and the tabs that have a page of their own.
MENU = frozenset(
    [
        "inbox",
        "overview",
        "patients",
        "prepared",
        "payment",
        "reports",
        "logs",
        "addresses",
        "links",
    ]
)
VIEWS = frozenset({"planning", "sip", "letters", "history"})
IN_ROOMS = ("spu", "sip")  # flows of the cases in a room
DAYS = frozenset({"estimated_day"})  # facts of a case that a carriage may show as its date
FIRST_PART = "oversikt"


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where it stands, and what is wrong."""

    where: str
    text: str


def profile_problems(flow: Flow, shown: Flow, profile: Profile) -> Iterator[Problem]:
    """Yield what is wrong in the profile; `shown` is the flow as it shows it.

    What belongs to no flow is looked at with each of them.
    """
    if profile.addressing not in ADDRESSING:
        yield Problem(profile.name, f"addressing kan inte vara ”{profile.addressing}”.")
    yield from _limits(profile)
    yield from _words(flow, profile)
    yield from _choices(flow, profile)
    if profile.pages:
        yield from _general(profile)
        yield from _pages(flow, shown, profile)


def has_field(flow: Flow, path: str) -> bool:
    """Whether the flow has a field with this dotted path: kind.field, or kind.rows.column."""
    return _field_at(flow, path) is not None


def _field_at(flow: Flow, path: str) -> Field | None:
    kind, *keys = path.split(".")
    fields = flow.documents[kind].fields if kind in flow.documents else ()
    found = None
    for key in keys:
        found = field_of(fields, key)
        if found is None:
            return None
        fields = found.fields
    return found


def _limits(profile: Profile) -> Iterator[Problem]:
    """What a county may agree on beside the times of the flows."""
    limits, where = profile.limits, f"{profile.name}: limits"
    for key in sorted(set(limits) - LIMITS):
        yield Problem(where, f"limits kan inte säga ”{key}”.")
    yield from _payment(limits.get("payment") or {}, where)
    try:
        minutes_in(str(limits.get("date_change", "PT0H")))
    except ValueError as error:
        yield Problem(where, str(error))


def _payment(payment: Mapping[str, Any], where: str) -> Iterator[Problem]:
    model = payment.get("model", LAW)
    for key in sorted(set(payment) - PAYMENT):
        yield Problem(where, f"payment kan inte säga ”{key}”.")
    if model not in (LAW, AVERAGE):
        yield Problem(where, f"payment.model kan inte vara ”{model}”.")
    if model == AVERAGE and not isinstance(payment.get(MEAN_DAYS), int):
        yield Problem(where, "payment.mean_days behövs när model är average.")
    for code in payment.get("source") or ():
        if code not in load_sources():
            yield Problem(where, f"payment: källan ”{code}” finns inte.")
    for year, amount in (payment.get("amounts") or {}).items():
        if not (isinstance(year, int) and isinstance(amount, int)):
            yield Problem(where, "payment.amounts är år och hela övningskronor.")


def _words(flow: Flow, profile: Profile) -> Iterator[Problem]:
    where = f"{profile.name}: {flow.name}: words"
    overlay = profile.overlays.get(flow.name, {})
    words = overlay.get("words") or {}
    for key in sorted(set(words) - WORDED):
        yield Problem(where, f"words kan inte säga ”{key}”.")
    known: dict[str, Iterable[str]] = {
        "roles": flow.tracks[flow.name].names,
        "states": flow.states,
        "documents": flow.documents,
        "done": flow.actions,
        "deadlines": flow.deadlines,
    }
    for key, codes in known.items():
        for code in _unknown(words.get(key) or (), codes):
            yield Problem(where, f"{key} nämner ”{code}”, som inte finns.")
    for code in _unknown(overlay.get("unused") or (), flow.states):
        yield Problem(where, f"unused nämner ”{code}”, som inte finns.")


def _choices(flow: Flow, profile: Profile) -> Iterator[Problem]:
    """A profile may leave out answers and call them something else, never make up new ones."""
    for path, change in (profile.overlays.get(flow.name, {}).get("fields") or {}).items():
        field = _field_at(flow, path)
        known = (field.choices or {}) if field else {}
        for code in _unknown(change.get("choices") or (), known):
            yield Problem(f"{profile.name}: {flow.name}", f"{path} har inget svar ”{code}”.")


def _unknown(named: Iterable[str], known: Iterable[str]) -> list[str]:
    return sorted(set(named) - set(known))


def _twice(named: Iterable[str]) -> list[str]:
    all_ = list(named)
    return sorted({one for one in all_ if all_.count(one) > 1})


def _general(profile: Profile) -> Iterator[Problem]:
    """The parts of the pages that belong to no flow: the menu, and that both kinds of case have tabs."""
    pages, where = profile.pages, f"{profile.name}: pages"
    for key in _unknown(pages, PAGES):
        yield Problem(where, f"pages kan inte säga ”{key}”.")
    menu = [row["key"] for row in pages.get("menu", ())]
    for key in _unknown(menu, MENU):
        yield Problem(where, f"menu nämner sidan ”{key}”, som inte finns.")
    for key in _twice(menu):
        yield Problem(where, f"menu nämner ”{key}” två gånger.")
    for part in ("train", "ahead", "tabs"):
        for name in IN_ROOMS:
            if not (pages.get(part) or {}).get(name):
                yield Problem(where, f"{part} saknar ”{name}”.")
        for name in _unknown(pages.get(part) or {}, IN_ROOMS):
            yield Problem(where, f"{part} nämner flödet ”{name}”, som inte finns i rummen.")


def _pages(flow: Flow, shown: Flow, profile: Profile) -> Iterator[Problem]:
    pages, where = profile.pages, f"{profile.name}: pages"
    for row in (pages.get("train") or {}).get(flow.name, ()):
        yield from _wagon(flow, shown, row, f"{where}: train: {row.get('label')}")
    ahead = (pages.get("ahead") or {}).get(flow.name, ())
    yield from _offered(flow, shown, ahead, f"{where}: ahead")
    tabs = (pages.get("tabs") or {}).get(flow.name, ())
    yield from _tabs(flow, shown, tabs, f"{where}: tabs: {flow.name}")
    if flow.name == "sip":
        plan = pages.get("plan") or ()
        yield from _tabs(flow, shown, plan, f"{where}: plan")
        if FIRST_PART not in [row.get("key") for row in plan]:
            yield Problem(f"{where}: plan", f"Fliken ”{FIRST_PART}” behövs: den visas först.")


def _tabs(
    flow: Flow, shown: Flow, rows: Iterable[Mapping[str, Any]], where: str
) -> Iterator[Problem]:
    rows = list(rows)
    for key in _twice(str(row.get("key")) for row in rows):
        yield Problem(where, f"Fliken ”{key}” står två gånger.")
    kinds = [kind for row in rows for kind in row.get("documents", ())]
    for kind in _unknown(kinds, flow.documents):
        yield Problem(where, f"Dokumentet ”{kind}” finns inte.")
    for kind in _twice(kinds):
        yield Problem(where, f"Dokumentet ”{kind}” står i två flikar.")
    for row in rows:
        if not (row.get("key") and row.get("label")):
            yield Problem(where, "En flik behöver key och label.")
        if row.get("view", "sip") not in VIEWS:
            yield Problem(where, f"Sidan ”{row['view']}” finns inte för en flik.")
    actions = [code for row in rows for code in row.get("actions", ())]
    yield from _offered(flow, shown, actions, where)


def _offered(flow: Flow, shown: Flow, codes: Iterable[str], where: str) -> Iterator[Problem]:
    codes = list(codes)
    for code in _twice(codes):
        yield Problem(where, f"Handlingen ”{code}” står två gånger.")
    for code in _unknown(codes, shown.actions):
        why = "som profilen döljer" if code in flow.actions else "som inte finns"
        yield Problem(where, f"Handlingen ”{code}”, {why}.")


def _wagon(flow: Flow, shown: Flow, row: Mapping[str, Any], where: str) -> Iterator[Problem]:
    named = [*row.get("done", ()), *row.get("undone", ())]
    for code in _unknown(named, flow.actions):
        yield Problem(where, f"Handlingen ”{code}”, som inte finns.")
    if not set(row.get("done", ())) & set(shown.actions):
        yield Problem(where, "Profilen döljer alla handlingar i done, så vagnen blir aldrig klar.")
    yield from _wagon_dates(flow, shown, row, where)
    for track, states in (row.get("during") or {}).items():
        known = flow.tracks[track].states if track in flow.tracks else ()
        for code in _unknown(states, known):
            yield Problem(where, f"Tillståndet ”{code}” finns inte på spåret ”{track}”.")


def _wagon_dates(flow: Flow, shown: Flow, row: Mapping[str, Any], where: str) -> Iterator[Problem]:
    if row.get("deadline", "") and row["deadline"] not in shown.deadlines:
        yield Problem(where, f"Tidsgränsen ”{row['deadline']}” finns inte.")
    if row.get("day", "estimated_day") not in DAYS:
        yield Problem(where, f"Dagen ”{row['day']}” finns inte.")
    for path in row.get("unless") or ():
        if not has_field(flow, path):
            yield Problem(where, f"Fältet ”{path}” finns inte.")
