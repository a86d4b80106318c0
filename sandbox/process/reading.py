"""Reads flow, profile and source files into frozen rows; errors name file and line in Swedish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from content_files.yaml_marks import Marked, load_marked
from sandbox.process.flow import (
    LEVELS,
    Action,
    Deadline,
    DocumentKind,
    Example,
    Field,
    Flow,
    Guests,
    Level,
    OneOpen,
    Online,
    Profile,
    Role,
    Source,
    State,
    Track,
)
from sandbox.process.joining import Join, joined, unfit

HERE = Path(__file__).parent
PLAIN_TYPES = frozenset({"text", "longtext", "choice", "choices", "day", "time", "tick", "letters"})
TENSES = frozenset({"has_been", "ahead"})
FIELD_TYPES = PLAIN_TYPES | {"parties", "questions_per_party", "rows", "row", "document"}
WORDS = {
    "not_now": "Det här går att göra när ärendet är: {first}. Nu är det: {now}.",
    "closed": "Planen är avslutad och går bara att läsa.",
}
OVERLAY_KEYS = frozenset(
    [
        "labels",
        "opens",
        "again",
        "words",
        "hidden",
        "shown",
        "unused",
        "roles",
        "guards",
        "deadlines",
        "fields",
        "unique_active_sip",
    ]
)
PROFILE_KEYS = frozenset(
    [
        "profile",
        "title",
        "version",
        "headings",
        "addressing",
        "flows",
        "examples",
        "limits",
        "pages",
    ]
)


# The spaces inside a reference to a law, where a line must not end.
_BREAKS = re.compile(r"(?<=\d) (?=kap\.|[a-z] §)|(?<=kap\.) (?=\d)| (?=§)")


@lru_cache(maxsize=8)
def load_sources(path: Path = HERE / "sources.yaml") -> dict[str, Source]:
    """Read the sources the rows refer to, keyed by code. Raises ContentError."""
    marked = load_marked(path)
    found = {}
    for code, row in (marked.data.get("sources") or {}).items():
        if row.get("kind") not in LEVELS:
            raise marked.error(f"Källan ”{code}” saknar giltig kind.", "sources", code)
        found[code] = Source(code=code, kind=row["kind"], text=_unbroken(row["text"]))
    return found


def _unbroken(text: str) -> str:
    """Keep "10 kap. 8 §" and "13 a §" together with no-break spaces."""
    return _BREAKS.sub("\u00a0", text)


@lru_cache(maxsize=16)
def load_flow(name: str) -> Flow:
    """Read a flow by its name, for example "sip". Raises ContentError with file and line."""
    return read_flow(HERE / "flows" / f"{name}.yaml")


@lru_cache(maxsize=16)
def load_profile(name: str) -> Profile:
    """Read a profile by its name, for example "neutral". Raises ContentError."""
    return read_profile(HERE / "profiles" / f"{name}.yaml")


def flow_names() -> tuple[str, ...]:
    """Return the names of all flows, sorted."""
    return tuple(sorted(path.stem for path in (HERE / "flows").glob("*.yaml")))


def profile_names() -> tuple[str, ...]:
    """Return the names of all profiles, sorted."""
    return tuple(sorted(path.stem for path in (HERE / "profiles").glob("*.yaml")))


def read_flow(path: Path) -> Flow:
    """Read a flow from any file, with the flows it joins. Raises ContentError."""
    marked = load_marked(path)
    data: dict[str, Any] = marked.data or {}
    for key in ("flow", "title", "initial", "roles", "states", "actions"):
        if key not in data:
            raise marked.error(f"Flödet saknar ”{key}”.")
    flow = _own_rows(marked, load_sources())
    for name in data.get("joins") or {}:
        flow = _joined(marked, flow, name)
    return flow


def _own_rows(marked: Marked, sources: dict[str, Source]) -> Flow:
    data = marked.data
    states = {code: _state(marked, code, sources) for code in data["states"]}
    return Flow(
        name=data["flow"],
        version=int(data.get("version", 1)),
        title=data["title"],
        initial=data["initial"],
        roles={
            code: Role(code, row["label"], row.get("does", ""))
            for code, row in data["roles"].items()
        },
        states=states,
        actions={code: _action(marked, code, sources) for code in data["actions"]},
        documents={code: _document(marked, code, sources) for code in data.get("documents", {})},
        deadlines={code: _deadline(marked, code, sources) for code in data.get("deadlines", {})},
        coordinator_kinds=tuple(data.get("coordinator_kinds", {}).get("kinds", ())),
        sources=sources,
        tracks={data["flow"]: _track(data, states)},
        levels={code: _level(marked, code, sources) for code in data.get("levels", {})},
        guests=_guests(marked, sources) if "guests" in data else None,
        one_open=_one_open(marked, sources) if "one_open" in data else None,
        online=_online(marked, sources) if "online" in data else None,
    )


def _one_open(marked: Marked, sources: dict[str, Source]) -> OneOpen:
    row = marked.data["one_open"]
    return OneOpen(
        refused=row["refused"],
        goes_on=tuple(row.get("goes_on", ())),
        within=bool(row.get("within")),
        sources=cited(marked, row, sources, "one_open"),
    )


def _online(marked: Marked, sources: dict[str, Source]) -> Online:
    row = marked.data["online"]
    named = cited(marked, row, sources, "online")
    return Online(int(row["guardians_until"]), int(row["child_from"]), named)


def _guests(marked: Marked, sources: dict[str, Source]) -> Guests:
    row = marked.data["guests"]
    return Guests(tuple(row["may"]), row["refused"], cited(marked, row, sources, "guests"))


def _level(marked: Marked, code: str, sources: dict[str, Source]) -> Level:
    row = marked.data["levels"][code]
    named = cited(marked, row, sources, "levels", code)
    return Level(code, row["label"], row["of"], bool(row.get("leader")), named)


def _track(data: dict[str, Any], states: dict[str, State]) -> Track:
    return Track(
        name=data["flow"],
        title=data["title"],
        initial=data["initial"],
        states=states,
        names={role: row["label"] for role, row in data["roles"].items()},
        roles={role: (role,) for role in data["roles"]},
        **{key: (data.get("words") or {}).get(key, text) for key, text in WORDS.items()},
    )


def _joined(marked: Marked, flow: Flow, name: str) -> Flow:
    row, other = marked.data["joins"][name], load_flow(name)
    join = Join(
        roles={role: tuple(roles) for role, roles in (row.get("roles") or {}).items()},
        changes={
            code: _change(marked, change, flow.sources, "joins", name, "changes", code)
            for code, change in (row.get("changes") or {}).items()
        },
        words=row.get("words") or {},
    )
    wrong = unfit(flow, other, join)
    if wrong:
        raise marked.error(wrong, "joins", name)
    return joined(flow, other, join)


def _change(
    marked: Marked, row: dict[str, Any], sources: Mapping[str, Source], *at: str
) -> dict[str, Any]:
    """Read new values for some attributes of a joined action, named as in an action's row."""
    change: dict[str, Any] = {"sources": cited(marked, row, sources, *at)}
    for key, value in row.items():
        if key in ("label", "opens", "again", "refused"):
            change[key] = value
        elif key == "moves":
            change[key] = dict(value)
        elif key in ("roles", "from", "guards", "warns", "effects"):
            change["from_states" if key == "from" else key] = tuple(value)
        elif key != "source":
            raise marked.error(f"changes kan inte ändra ”{key}”.", *at, key)
    return change


def cited(marked: Marked, row: Any, sources: Mapping[str, Source], *at: str) -> tuple[Source, ...]:
    """Return the sources a row names. Raises ContentError when none or an unknown one is named."""
    codes = row.get("source") if isinstance(row, dict) else None
    codes = [codes] if isinstance(codes, str) else codes
    if not codes:
        raise marked.error(f"Raden ”{at[-1]}” saknar källa (source).", *at)
    unknown = [code for code in codes if code not in sources]
    if unknown:
        raise marked.error(f"Källan ”{unknown[0]}” finns inte i sources.yaml.", *at, "source")
    return tuple(sources[code] for code in codes)


def _state(marked: Marked, code: str, sources: dict[str, Source]) -> State:
    row = marked.data["states"][code]
    named = cited(marked, row, sources, "states", code)
    return State(
        code=code,
        label=row["label"],
        final=bool(row.get("final")),
        sources=named,
        track=marked.data["flow"],
    )


def _action(marked: Marked, code: str, sources: dict[str, Source]) -> Action:
    row = marked.data["actions"][code]
    for key in ("label", "roles", "from", "refused"):
        if not row.get(key):
            raise marked.error(f"Handlingen ”{code}” saknar ”{key}”.", "actions", code)
    return Action(
        code=code,
        label=row["label"],
        done=row.get("done", row["label"]),
        roles=tuple(row["roles"]),
        from_states=tuple(row["from"]),
        moves=dict(row.get("moves", {})),
        document=row.get("document", ""),
        effects=tuple(row.get("effects", ())),
        guards=tuple(row.get("guards", ())),
        warns=tuple(row.get("warns", ())),
        sources=cited(marked, row, sources, "actions", code),
        refused=row["refused"],
        track=marked.data["flow"],
        hidden=bool(row.get("hidden")),
        opens=row.get("opens", ""),
        again=row.get("again", ""),
        moves_when=tuple(row.get("moves_when", ())),
        alone=bool(row.get("alone")),
    )


def _document(marked: Marked, code: str, sources: dict[str, Source]) -> DocumentKind:
    row = marked.data["documents"][code]
    at = ("documents", code)
    return DocumentKind(
        kind=code,
        label=row["label"],
        why=row.get("why", ""),
        readers=dict(row.get("readers", {})),
        scope=row.get("scope", ""),
        sources=cited(marked, row, sources, *at),
        fields=read_fields(marked, row["fields"], *at, "fields"),
        track=marked.data["flow"],
        many=bool(row.get("many")),
        own=bool(row.get("own")),
        addressed_by=row.get("addressed_by", ""),
        followed_by=tuple(row["followed_by"]) if "followed_by" in row else None,
        alone=bool(row.get("alone")),
    )


def read_fields(marked: Marked, rows: dict[str, Any], *at: str) -> tuple[Field, ...]:
    """Read a mapping of field definitions. Raises ContentError for an unknown type or key."""
    known = set(Field.__dataclass_fields__) - {"key"}
    found = []
    for key, row in rows.items():
        if row.get("type") not in FIELD_TYPES:
            raise marked.error(f"Fältet ”{key}” har en okänd typ.", *at, key)
        unknown = set(row) - known
        if unknown:
            raise marked.error(f"Fältet ”{key}” har en okänd nyckel: {min(unknown)}.", *at, key)
        if row.get("tense", "has_been") not in TENSES:
            raise marked.error(f"Fältet ”{key}” har en okänd tense.", *at, key)
        inner = read_fields(marked, row["fields"], *at, key, "fields") if "fields" in row else ()
        found.append(Field(**{**row, "key": key, "fields": inner}))
    return tuple(found)


def _deadline(marked: Marked, code: str, sources: dict[str, Source]) -> Deadline:
    row = marked.data["deadlines"][code]
    return Deadline(
        key=code,
        label=row["label"],
        day_in=row.get("day_in", ""),
        of=row.get("of", ""),
        after=row.get("after", ""),
        sources=cited(marked, row, sources, "deadlines", code),
        counts=row.get("counts", "hours"),
        after_noon=row.get("after_noon", ""),
        only=dict(row.get("only", {})),
        unless=dict(row.get("unless", {})),
        done=row.get("done", ""),
        opens=bool(row.get("opens")),
        track=marked.data["flow"],
        since=tuple(row.get("since", ())),
        ends=tuple(row.get("ends", ())),
        also=tuple(row.get("also", ())),
        each=row.get("each", ""),
        roll=bool(row.get("roll")),
        written=tuple(row.get("written", ())),
        held=row.get("held", ""),
    )


def read_profile(path: Path) -> Profile:
    """Read a profile from any file. Raises ContentError with file and line."""
    marked = load_marked(path)
    data: dict[str, Any] = marked.data or {}
    _check_profile(marked, data)
    sources = load_sources()
    return Profile(
        name=data["profile"],
        title=data["title"],
        version=int(data.get("version", 1)),
        headings={row["key"]: row["label"] for row in data["headings"]},
        addressing=data.get("addressing", "unit"),
        overlays={flow: overlay or {} for flow, overlay in data["flows"].items()},
        pages=data.get("pages") or {},
        examples=tuple(
            Example(
                label=row["label"],
                of=row.get("of", ""),
                after=row.get("after", ""),
                source=cited(marked, row, sources, "examples", str(index))[0],
            )
            for index, row in enumerate(data.get("examples", ()))
        ),
        limits=dict(data.get("limits", {})),
    )


def _check_profile(marked: Marked, data: Mapping[str, Any]) -> None:
    for key in ("profile", "title", "headings", "flows"):
        if key not in data:
            raise marked.error(f"Profilen saknar ”{key}”.")
    for key in sorted(set(data) - PROFILE_KEYS):
        raise marked.error(f"Profilen kan inte säga ”{key}”.", key)
    headings = [row["key"] for row in data["headings"]]
    for key in sorted({key for key in headings if headings.count(key) > 1}):
        raise marked.error(f"Rubriken ”{key}” står två gånger.", "headings")
    for flow, overlay in data["flows"].items():
        for word in sorted(set(overlay or ()) - OVERLAY_KEYS):
            raise marked.error(f"Profilen kan inte ändra ”{word}”.", "flows", flow, word)
