"""What has happened to the people of a county before anybody comes in: one file for each case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from content_files.yaml_marks import ContentError, Marked, load_marked
from sandbox.exercises import actors, clock
from sandbox.exercises.acting import act
from sandbox.exercises.bodies import shown_body
from sandbox.exercises.county import County, as_fact, exercise_in, past
from sandbox.exercises.people import fact_of, parties_around, subject_of
from sandbox.exercises.play import advance
from sandbox.exercises.roles import role_in
from sandbox.exercises.scenario import Party, Scenario
from sandbox.fictive.personas import Persona
from sandbox.process.engine import Refused
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, minute_of

STORYTELLER = "system"


@dataclass(frozen=True)
class Deed:
    """Something a party did, on a day and at a time of the county's calendar."""

    at: int
    party: str
    action: str
    body: Mapping[str, Any]
    line: int


@dataclass(frozen=True, eq=False)
class Story:
    """One case and its past. `person` is the code of the party that the case is about.

    `about` is the written person, whose relatives and guardians are parties too; of anybody else
    `persona` says it all. Units in `unread` have read only what it says they have. From `protected_at` the person's identity is protected.
    """

    slug: str
    path: Path
    marked: Marked
    flow: str
    persona: Mapping[str, Any]
    about: Persona | None
    person: str
    coordinator: str
    parties: Mapping[str, Party]
    facts: Mapping[str, Any]
    deeds: tuple[Deed, ...]
    unread: tuple[str, ...] = ()
    protected_at: int | None = None


@dataclass(frozen=True)
class Telling:
    """Where and when a story is told: under which profile, and the date of day 0.

    `elsewhere` is what goes on for the person in other cases.
    """

    profile: str
    day_zero: date
    elsewhere: Mapping[str, Any]


def load_stories(folder: Path, written: Mapping[str, Persona]) -> Iterator[Story]:
    """Read every *.yaml of the folder, in order of name. Raises ContentError."""
    for path in sorted(folder.glob("*.yaml")):
        yield read_story(load_marked(path), written)


def read_story(marked: Marked, written: Mapping[str, Persona]) -> Story:
    """Read one case of one of the written people. Raises ContentError naming file and line."""
    data = marked.data or {}
    for key in ("case", "flow", "persona"):
        if not data.get(key):
            raise marked.error(f"Ärendet saknar ”{key}”.")
    persona = data["persona"]
    persona = persona if isinstance(persona, Mapping) else {"ref": persona}
    about = written.get(persona.get("ref", ""))
    if persona.get("ref") and about is None:
        message = f"Personen ”{persona['ref']}” finns inte bland övningspersonerna."
        raise marked.error(message, "persona")
    parties = {
        **(parties_around(about) if about else subject_of(persona, data["case"])),
        **{row["code"]: _party(marked, row, index) for index, row in _rows(data, "parties")},
    }
    person = data.get("person") or (about.ref if about else data["case"])
    if person not in parties:
        raise marked.error("person ska vara koden för en av parterna.", "person")
    return Story(
        slug=data["case"],
        path=marked.path,
        marked=marked,
        flow=data["flow"],
        persona=persona,
        about=about,
        person=person,
        coordinator=data.get("coordinator", ""),
        parties=parties,
        facts=data.get("facts") or {},
        deeds=tuple(
            deed for index, row in _rows(data, "history") for deed in _deeds(marked, row, index)
        ),
        unread=tuple(data.get("unread") or ()),
        protected_at=_moment(marked, "protected_from"),
    )


def _moment(marked: Marked, key: str) -> int | None:
    row = (marked.data or {}).get(key)
    if row is None:
        return None
    if not isinstance(row, Mapping) or set(row) != {"day", "time"}:
        raise marked.error('Skriv { day: 24, time: "9.00" }.', key)
    return minute_of(int(row["day"]), str(row["time"]))


def _rows(data: Mapping[str, Any], key: str) -> Iterator[tuple[int, Any]]:
    return enumerate(data.get(key) or ())


def _party(marked: Marked, row: Any, index: int) -> Party:
    for key in ("code", "name", "kind"):
        if not row.get(key):
            raise marked.error(f"Parten saknar ”{key}”.", "parties", index)
    name = row["name"]
    return Party(
        code=row["code"],
        name=name,
        short=row.get("short", name),
        mention=row.get("mention", name),
        detail=row.get("detail", ""),
        kind=row["kind"],
        principal="",
        uses=tuple(row.get("uses", ["responsible"] if row["kind"] == "person" else ["receiver"])),
        unit=row.get("unit", ""),
    )


def _deeds(marked: Marked, row: Any, index: int) -> Iterator[Deed]:
    """What a row says: one deed, or the same one by several parties."""
    at = ("history", index)
    for key in ("day", "time", "party", "action"):
        if row.get(key) in (None, ""):
            raise marked.error(f"Raden saknar ”{key}”.", *at)
    several = row["party"] if isinstance(row["party"], list) else [row["party"]]
    for party in several:
        yield Deed(
            at=minute_of(int(row["day"]), str(row["time"])),
            party=party,
            action=row["action"],
            body=row.get("body") or {},
            line=marked.line_of(*at),
        )


def told(county: County, story: Story, telling: Telling) -> CaseState:
    """Return the case as it stands when a room of the county begins.

    Everything in the story has been done, and what the units would do next is planned. What the
    profile hides is left out. Raises ContentError where the rules refuse a deed.
    """
    case = blank_case(county, story, telling)
    for deed in story.deeds:
        case = _done(_protected(case, story, deed.at), county, story, deed)
    case = _waited(_protected(case, story, county.start), county, story, to=county.start)
    case = replace(case, timers=tuple(one for one in case.timers if one.kind != "actor"))
    exercise = _exercise(county, case)
    for seat in exercise.seats:
        case = actors.taken_over(case, scenario=exercise, party=seat.party)
    return case


def blank_case(county: County, story: Story, telling: Telling) -> CaseState:
    """Return the case before anything has happened in it, at midnight of day 0."""
    person = fact_of(story.about or story.persona, year=telling.day_zero.year)
    if story.protected_at is not None:
        person["protected"] = False
    return CaseState(
        flow=story.flow,
        profile=telling.profile,
        state=load_flow(story.flow).initial,
        version=0,
        facts={
            "coordinator": story.coordinator,
            "humans": [],
            "subject": story.person,
            "anchor": telling.day_zero.isoformat(),
            "elsewhere": dict(telling.elsewhere),
            "person": person,
            **story.facts,
            "parties": {
                **county.register_in(story.flow),
                **{code: as_fact(party) for code, party in story.parties.items()},
            },
        },
        documents=(),
        consents=(),
        log=(),
        timers=(),
        now=0,
    )


def _protected(case: CaseState, story: Story, at: int) -> CaseState:
    if story.protected_at is None or at < story.protected_at:
        return case
    return replace(
        case, facts={**case.facts, "person": {**case.facts["person"], "protected": True}}
    )


def _waited(case: CaseState, county: County, story: Story, *, to: int) -> CaseState:
    """The case when time has gone: until `county.read` the units read what comes to them."""
    if case.now <= county.read < to:
        case = advance(case, scenario=_past(case, county, story), to=county.read).case
        for timer in case.timers:
            case = clock.cancelled(case, timer.ref) if timer.kind == "actor" else case
        case = replace(case, now=county.read + 1)
    return advance(case, scenario=_past(case, county, story), to=to).case


def _past(case: CaseState, county: County, story: Story) -> Scenario:
    reading = case.now <= county.read
    return past(_exercise(county, case), unread=story.unread, reading=reading)


def _exercise(county: County, case: CaseState) -> Scenario:
    return exercise_in(
        county,
        flow=case.flow,
        profile=case.profile,
        coordinator=str(case.facts.get("coordinator", "")),
    )


def _done(case: CaseState, county: County, story: Story, deed: Deed) -> CaseState:
    if deed.at < case.now:
        raise ContentError(story.path, deed.line, "Raden kommer före den som står ovanför.")
    if deed.at > county.start:
        raise ContentError(story.path, deed.line, "Raden kommer efter att rummet har börjat.")
    case = _waited(case, county, story, to=deed.at)
    quiet = _past(case, county, story)
    flow = load_flow(case.flow)
    shown = under(flow, load_profile(case.profile))
    if deed.action in flow.actions and deed.action not in shown.actions:
        return case
    before = len(case.log)
    role = role_in(
        flow,
        case.facts["parties"].get(deed.party, {}),
        code=deed.party,
        coordinator=str(case.facts.get("coordinator", "")),
    )
    try:
        case = act(
            case,
            scenario=quiet,
            action=deed.action,
            role=role,
            actor=deed.party,
            actor_kind=STORYTELLER,
            body=shown_body(flow, shown, deed.action, deed.body),
        )
    except Refused as refusal:
        raise ContentError(story.path, deed.line, str(refusal)) from refusal
    return actors.react(case, scenario=quiet, since=before)
