"""Writes the pages that show each flow as each profile has it, and one that compares the profiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sandbox.process.flow import Action, Deadline, Flow, Profile, Source, Track
from sandbox.process.guards import GUARDS
from sandbox.process.overlay import under
from sandbox.process.pages import cite, counted, diagram, who
from sandbox.process.tracks import usual_roles

MODELS = {"law": "Lagens dagar", "average": "Kommunens snitt per månad, {days} dagar"}
ADDRESSING = {"unit": "Till en enhet", "profession": "Till ett yrke"}
NOTHING = "Inget eget"


def profile_page(flow: Flow, profile: Profile) -> str:
    """Return the Markdown page of a flow as one profile shows it: the way, roles, rows, times."""
    shown = under(flow, profile)
    lines = [
        f"# {shown.title} i profilen {profile.title}",
        "",
        f"Sidan skrivs av `manage.py process_pages` från `sandbox/process/flows/{flow.name}.yaml` och",
        f"`sandbox/process/profiles/{profile.name}.yaml`. Ändra i filerna, inte här.",
        "Det som kallas exempel på överenskommelse kommer från ett län och är inte lag.",
        "",
        *diagram(shown),
        *_when(shown),
        *_rows(shown),
        *_words(flow, shown),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _when(flow: Flow) -> Iterator[str]:
    yield from ("## Vad får jag göra när?", "")
    for role in flow.roles.values():
        yield from (f"### {role.label}", "", f"{role.does}.", "")
        may = [row for row in flow.actions.values() if role.code in usual_roles(flow, row)]
        if not may:
            yield from ("Inga egna handlingar.", "")
            continue
        yield from ("| Läge | Det här får du göra |", "|---|---|")
        for track in flow.tracks.values():
            yield from _by_state(flow, track, may)
        yield ""


def _by_state(flow: Flow, track: Track, may: Iterable[Action]) -> Iterator[str]:
    mine = [row for row in may if row.track == track.name]
    before = f"{track.title}: " if track.name != flow.name else ""
    for state in track.states.values():
        labels = [row.label for row in mine if state.code in row.from_states]
        if labels:
            yield f"| {before}{state.label} | {', '.join(labels)} |"


def _rows(flow: Flow) -> Iterator[str]:
    for track in flow.tracks.values():
        title = f"Handlingar: {track.title}" if len(flow.tracks) > 1 else "Handlingar"
        yield from (f"## {title}", "")
        yield "| Handling | Vem | När | Vad hindrar eller varnar | Tid att hålla | Källa |"
        yield "|---|---|---|---|---|---|"
        for row in flow.actions.values():
            if row.track == track.name:
                yield _row(flow, track, row)
        yield ""


def _row(flow: Flow, track: Track, row: Action) -> str:
    states = ", ".join(track.states[code].label for code in row.from_states if code in track.states)
    stops = [GUARDS[name].text for name in row.guards]
    stops += [f"Varnar: {GUARDS[name].text}" for name in row.warns]
    times = [one for one in flow.deadlines.values() if one.done == row.code and one.of]
    cells = (
        row.label,
        who(flow, row),
        states,
        " ".join(stops),
        "; ".join(f"{one.label}: {_time(flow, one)}" for one in times),
        cite(row.sources),
    )
    return f"| {' | '.join(cells)} |"


def _time(flow: Flow, one: Deadline) -> str:
    return f"{counted(flow, one)} ({_kinds(one.sources)})"


def _kinds(sources: Iterable[Source]) -> str:
    return "; ".join(source.text for source in sources)


def _words(flow: Flow, shown: Flow) -> Iterator[str]:
    """What is called something else than in the flow itself, and what is not there."""
    renamed = [
        (before[code], after[code])
        for before, after in _labels(flow, shown)
        for code in after
        if code in before and before[code] != after[code]
    ]
    hidden = [row.label for code, row in flow.actions.items() if code not in shown.actions]
    if renamed:
        yield from ("## Egna ord", "", "| I flödet | I profilen |", "|---|---|")
        yield from (f"| {before} | {after} |" for before, after in dict.fromkeys(renamed))
        yield ""
    if hidden:
        yield from ("## Finns inte i profilen", "")
        yield from (f"- {label}" for label in hidden)
        yield ""


def _labels(flow: Flow, shown: Flow) -> Iterator[tuple[Mapping[str, str], Mapping[str, str]]]:
    yield _of(flow.actions), _of(shown.actions)
    yield _of(flow.documents), _of(shown.documents)
    for name, track in flow.tracks.items():
        yield track.names, shown.tracks[name].names
        yield _of(track.states), _of(shown.tracks[name].states)


def _of(rows: Mapping[str, object]) -> dict[str, str]:
    return {code: str(getattr(row, "label", "")) for code, row in rows.items()}


def profiles_page(profiles: Iterable[Profile], flows: Mapping[str, Flow]) -> str:
    """Return the Markdown page that compares the profiles. `flows` are by name; spu joins the rest."""
    profiles = list(profiles)
    compared = [_compared(profile, flows) for profile in profiles]
    lines = [
        "# Profilerna: samma regler, olika ord",
        "",
        "Sidan skrivs av `manage.py process_pages` från `sandbox/process/profiles/`. Ändra i filerna,",
        "inte här. En profil liknar ett system i ord, flikar och ordning. Inget är hämtat från",
        "leverantören. Det vi inte vet om ett system är som i Neutral. Det kunden behöver bekräfta:",
        "vilket system som används i dag.",
        "",
        f"| | {' | '.join(profile.title for profile in profiles)} |",
        "|---|" + "---|" * len(profiles),
        *(
            f"| {question} | {' | '.join(one[question] for one in compared)} |"
            for question in compared[0]
        ),
        "",
        "## Sidorna",
        "",
        *(
            f"- {profile.title}: "
            + ", ".join(f"[{flow.title}]({profile.name}/{name}.md)" for name, flow in flows.items())
            for profile in profiles
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _compared(profile: Profile, flows: Mapping[str, Flow]) -> dict[str, str]:
    shown, pages = under(flows["spu"], profile), profile.pages
    payment = profile.limits.get("payment") or {}
    model = MODELS[payment.get("model", "law")].format(days=payment.get("mean_days"))
    sources = [shown.sources[code].text for code in payment.get("source") or ()]
    hidden = [row.label for code, row in flows["spu"].actions.items() if code not in shown.actions]
    tabs = (pages.get("tabs") or {}).get("spu", ())
    train = (pages.get("train") or {}).get("spu", ())
    return {
        "Ett ärende heter": str(pages.get("case_word", "ärende")),
        "Den som samordnar heter": shown.tracks["sip"].names["coordinator"],
        "Planeringen heter": shown.documents["planning"].label,
        "Meny": _row_of(pages.get("menu", ())),
        "Flikar": _row_of(tabs),
        "Tåget": _row_of(train),
        "SIP-modulens flikar": _row_of(pages.get("plan", ())),
        "Kallelsen går": ADDRESSING[profile.addressing],
        "En SIP i taget": "Ja" if shown.one_plan else "Nej",
        "Nivåer av SIP": "Ja" if _has(shown, "basis", "level") else "Nej",
        "Personen ser planen digitalt": "Ja" if pages.get("mirror", True) else "Nej, på papper",
        "Skolan": "Får kallelsen som brev" if _has(shown, "call", "by_letter") else NOTHING,
        "Grund för samtycke": _choices(shown, "consent", "ground") or NOTHING,
        "Betalning": " ".join([model, *(f"({text})" for text in sources)]),
        "Kvittering": str(profile.limits.get("ack", NOTHING)),
        "Egna tider": _own_times(flows["spu"], shown) or NOTHING,
        "Rubriker": ", ".join(profile.headings.values()),
        "Finns inte": ", ".join(hidden) or "Allt finns",
    }


def _row_of(rows: Iterable[Mapping[str, str]]) -> str:
    return ", ".join(row["label"] for row in rows)


def _has(flow: Flow, kind: str, key: str) -> bool:
    written = any(row.document == kind for row in flow.actions.values())
    return written and any(field.key == key for field in flow.documents[kind].fields)


def _choices(flow: Flow, kind: str, key: str) -> str:
    fields = {field.key: field for field in flow.documents[kind].fields}
    return "; ".join((fields[key].choices or {}).values()) if key in fields else ""


def _own_times(flow: Flow, shown: Flow) -> str:
    own = [
        row
        for key, row in shown.deadlines.items()
        if key not in flow.deadlines or row.of != flow.deadlines[key].of
    ]
    return "; ".join(f"{row.label}: {_time(shown, row)}" for row in own)
