"""Writes the page that shows a flow to people: who may do what, when and why, with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sandbox.process.flow import LEVELS, Action, Deadline, Flow, Profile, Source, Track, field_of
from sandbox.process.guards import GUARDS
from sandbox.process.overlay import under
from sandbox.process.rules import WEIGHTS, Rule
from sandbox.process.tracks import usual_roles

UNITS_OF_TIME = {"H": "timmar", "D": "dagar", "BD": "vardagar", "W": "veckor", "M": "månader"}
READERS = {
    "always": "alltid",
    "never": "aldrig",
    "consent": "om samtycket omfattar",
    "addressed": "om den har fått dokumentet och samtycket omfattar",
    "told": "att planen är avslutad",
    "notified": "om den har fått dokumentet",
}


def page(flow: Flow, profile: Profile) -> str:
    """Return the Markdown page of a flow as one profile shows it, and the rows only others show."""
    shown = under(flow, _uncovered(flow, profile))
    lines = [
        f"# {shown.title}: vem får göra vad, när och varför",
        "",
        f"Sidan skrivs av `manage.py process_pages` från `sandbox/process/flows/{shown.name}.yaml`",
        f"och profilen {profile.title}. Ändra i filerna, inte här.",
        "",
        *diagram(shown),
        *_by_role(shown),
        *_actions(shown),
        *_reading(shown),
        *_guests(shown),
        *_one_open(shown),
        *_online(shown),
        *_deadlines(shown),
        *_examples(profile),
    ]
    return "\n".join(lines).rstrip() + "\n"


def rules_page(rules: Mapping[str, Rule]) -> str:
    """Return the Markdown page of the rules U1–U21 and P1–P28."""
    lines = [
        "# Reglerna: vad ett ärende kan bryta mot",
        "",
        "Sidan skrivs av `manage.py process_pages` från `sandbox/process/rules.yaml`.",
        "Ändra i filen, inte här.",
        "",
        *_rules("Utskrivning", "U", rules),
        *_rules("Planer och papper", "P", rules),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _rules(title: str, letter: str, rules: Mapping[str, Rule]) -> Iterator[str]:
    yield from (f"## {title}", "", "| Regel | Vad som gäller | Väger | Källa | Prövas av |")
    yield "|---|---|---|---|---|"
    for rule in rules.values():
        if rule.id.startswith(letter):
            where = f"`{rule.check or rule.elsewhere}`"
            weighs = f"{WEIGHTS[rule.level]} ({LEVELS[rule.kind].lower()})"
            yield f"| {rule.id} | {rule.text} | {weighs} | {cite(rule.sources)} | {where} |"
    yield ""


def _uncovered(flow: Flow, profile: Profile) -> Profile:
    own = profile.overlays.get(flow.name, {})
    hidden = [code for code, action in flow.actions.items() if action.hidden]
    laid = {**own, "shown": [*(own.get("shown") or ()), *hidden]}
    return replace(profile, overlays={**profile.overlays, flow.name: laid})


def cite(sources: tuple[Source, ...]) -> str:
    """Return the sources in a row, each with how heavy it weighs."""
    return "; ".join(f"{source.text} ({source.level})" for source in sources)


def diagram(flow: Flow) -> Iterator[str]:
    """Yield the lines of a Mermaid diagram for each track of the flow."""
    several = len(flow.tracks) > 1
    if several:
        yield from ("## Två vägar i samma ärende", "")
        yield "Varje spår har sitt eget läge. Det ena väntar inte på det andra."
        yield ""
    for track in flow.tracks.values():
        yield from (f"### {track.title}" if several else "## Vägen", "", "```mermaid")
        yield "stateDiagram-v2"
        yield from (f'    state "{state.label}" as {code}' for code, state in track.states.items())
        yield f"    [*] --> {track.initial}"
        for action in _of(flow, track):
            for start, end in action.moves.items():
                if start != end:
                    yield f"    {start} --> {end}: {action.label}"
        yield from (f"    {code} --> [*]" for code, state in track.states.items() if state.final)
        yield from ("```", "")


def _of(flow: Flow, track: Track) -> list[Action]:
    return [action for action in flow.actions.values() if action.track == track.name]


def _by_role(flow: Flow) -> Iterator[str]:
    yield from ("## Vad får var och en göra?", "")
    for role in flow.roles.values():
        yield from (f"### {role.label}", "", f"{role.does}.", "")
        rows = [
            action for action in flow.actions.values() if role.code in usual_roles(flow, action)
        ]
        yield from (f"- [{action.label}](#{_anchor(action.label)})" for action in rows)
        yield from ([] if rows else ["Inga egna handlingar."])
        yield ""


def _anchor(heading: str) -> str:
    """Return the anchor a heading gets where Markdown is shown."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _actions(flow: Flow) -> Iterator[str]:
    yield from ("## Handlingar", "")
    for action in flow.actions.values():
        states = flow.tracks[action.track].states
        yield from (f"### {action.label}", "")
        yield from ("| Fråga | Svar |", "|---|---|")
        yield f"| Vem får? | {who(flow, action)} |"
        yield f"| När? | {', '.join(states[code].label for code in action.from_states)} |"
        yield from (f"| {question} | {answer} |" for question, answer in _rest(flow, action))
        yield f"| Varför? | {cite(action.sources)} |"
        yield f"| Rad | `{action.track}.yaml`: `{action.code}` |"
        yield ""
        yield f"Den som inte får läser: ”{action.refused}”"
        yield ""


def who(flow: Flow, action: Action) -> str:
    """Say who may do the row; on a joined track also which role of the whole flow that is at first."""
    return ", ".join(_role(flow, flow.tracks[action.track], role) for role in action.roles)


def _role(flow: Flow, track: Track, role: str) -> str:
    if track.name == flow.name or role not in track.names:
        return flow.roles[role].label
    usual = ", ".join(flow.roles[one].label for one in track.roles[role])
    return f"{track.names[role]} (från början: {usual})" if usual else track.names[role]


def _rest(flow: Flow, action: Action) -> Iterator[tuple[str, str]]:
    states = flow.tracks[action.track].states
    moves = [f"{states[start].label} → {states[end].label}" for start, end in action.moves.items()]
    if moves:
        yield "Vart går ärendet?", "; ".join(moves)
    if action.moves_when:
        texts = (GUARDS[name].text for name in action.moves_when)
        yield "När ligger det kvar?", " ".join(texts)
    if action.document:
        yield "Vad skrivs?", flow.documents[action.document].label
    if action.hidden:
        yield "Var finns den?", "I de system vars profil visar den"
    for name in action.guards:
        sources = tuple(flow.sources[code] for code in GUARDS[name].sources)
        yield "Vad hindrar?", f"{GUARDS[name].text} {cite(sources)}"
    for name in action.warns:
        sources = tuple(flow.sources[code] for code in GUARDS[name].sources)
        yield "Vad varnar vi för?", f"{GUARDS[name].text} {cite(sources)}"


def _reading(flow: Flow) -> Iterator[str]:
    if not flow.documents:
        return
    yield from ("## Vem får läsa vad", "")
    for track in flow.tracks.values():
        yield f"| Dokument | {' | '.join(track.names.values())} | Källa |"
        yield "|---|" + "---|" * (len(track.names) + 1)
        for document in flow.documents.values():
            if document.track == track.name:
                cells = " | ".join(
                    READERS[document.readers.get(one, "never")] for one in track.names
                )
                yield f"| {document.label} | {cells} | {cite(document.sources)} |"
        yield ""


def _guests(flow: Flow) -> Iterator[str]:
    if flow.guests is None:
        return
    may = ", ".join(f"”{flow.actions[code].label}”" for code in flow.guests.may)
    yield from ("## Den som bara har fått ett meddelande", "")
    yield "En enhet som inte är med i ärendet, men har fått ett meddelande i det, läser det som är"
    yield f"ställt till den. Den får göra: {may}. För allt annat läser den:"
    yield from ("", f"”{flow.guests.refused}” {cite(flow.guests.sources)}", "")


def _online(flow: Flow) -> Iterator[str]:
    row = flow.online
    if row is None:
        return
    yield from ("## Vem läser ett barns journal på nätet?", "")
    yield f"Vårdnadshavarna tills barnet fyller {row.guardians_until} år, barnet självt från "
    yield f"{row.child_from} år, däremellan ingen av dem. {cite(row.sources)}"
    yield ""


def _one_open(flow: Flow) -> Iterator[str]:
    row = flow.one_open
    if row is None:
        return
    states = flow.tracks[flow.name].states
    on = ", ".join(states[code].label for code in row.goes_on)
    yield from ("## Ett öppet ärende i taget", "")
    yield f"”{row.refused}” {cite(row.sources)}"
    yield from (
        "",
        f"Den som vill börja ett nytt går vidare i det som finns när läget är: {on}.",
        "",
    )


def _deadlines(flow: Flow) -> Iterator[str]:
    if not flow.deadlines:
        return
    yield from (
        "## Dagar att hålla",
        "",
        "| Vad | När | Gäller till | Källa |",
        "|---|---|---|---|",
    )
    for row in flow.deadlines.values():
        if not (row.of or row.day_in):
            continue  # waits for a profile to say how long
        start = f"dagen i fältet `{row.day_in}`" if row.day_in else counted(flow, row)
        done = f"”{flow.actions[row.done].label}”" if row.done else ""
        yield f"| {row.label} | {start} | {done} | {cite(row.sources)} |"
    yield ""


def counted(flow: Flow, row: Deadline) -> str:
    """Say how long a counted deadline is and what it is counted from."""
    after = flow.actions[row.after]
    start = f"{_period(row.of)} efter ”{after.label}”"
    for key, value in row.only.items():
        start += f" med svaret ”{_answer(flow, after.document, key, value)}”"
    if row.after_noon:
        start += f", {_period(row.after_noon)} om det var efter kl. 12.00"
    for path, value in row.unless.items():
        kind, _, key = path.partition(".")
        answer = _answer(flow, kind, key, value)
        start += f", om inte ”{flow.documents[kind].label}” har svaret ”{answer}”"
    return start


def _answer(flow: Flow, kind: str, key: str, value: str) -> str:
    """Return the words of a choice in a document's field."""
    field = field_of(flow.documents[kind].fields, key)
    return (field.choices or {}).get(value, value) if field else value


def _period(of: str) -> str:
    """Return a period in words; a period that is not whole hours or days as it is written."""
    found = re.fullmatch(r"PT?(\d+)(H|D|BD|W|M)", of)
    if not found:
        return of
    short = {"P0D": "samma dag,", "P1D": "1 dag"}
    return short.get(of, f"{found[1]} {UNITS_OF_TIME[found[2]]}")


def _examples(profile: Profile) -> Iterator[str]:
    if not profile.examples:
        return
    yield from ("## Exempel från andra län", "")
    yield "De här tiderna är lokala överenskommelser. De styr ingenting här och är inte lag."
    yield ""
    for example in profile.examples:
        after = f" efter `{example.after}`" if example.after else ""
        yield f"- {example.label}: {example.of}{after}. {example.source.text}."
    yield ""
