"""Scenario files in the house: their rows, their template worlds, and the file behind a run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from content_files.yaml_marks import load_marked, read_text
from sandbox.exercises import scenario as exercise
from sandbox.exercises.county import County, exercise_in, parse_county
from sandbox.exercises.play import begin
from sandbox.exercises.reading import parse_scenario
from sandbox.fictive.personas import load_personas
from sandbox.process.reading import load_flow, load_profile
from sandbox.world.difference import first_rows
from sandbox.world.models import Person, Scenario, World
from sandbox.world.persona import Written, columns, described
from sandbox.world.results import store_checks

# Day 0 of a scenario is its weekday in this week; ages in scenario files are ages this year.
FIRST_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True)
class Loaded:
    """What became of one file: its row, and whether it was new."""

    scenario: Scenario
    new: bool


def file_of(scenario: Scenario) -> exercise.Scenario:
    """The scenario as the pure rooms read it, from the text frozen on the row.

    Read once in each process: the digest names text and person, so it never goes stale. Whether it
    is a draft is a matter of approval, not of the text.
    """
    return _of_digest(scenario.digest, scenario.draft)


def current(slug: str) -> Scenario:
    """The version of a scenario that new runs get. Raises Scenario.DoesNotExist."""
    rows = Scenario.objects.select_related("template").defer("source")
    return rows.get(slug=slug, current=True)


def current_scenario(slug: str) -> exercise.Scenario | None:
    """The scenario that new runs get, as the pure rooms read it; None when it is not loaded."""
    row = Scenario.objects.filter(slug=slug, current=True).defer("source").first()
    return file_of(row) if row else None


def load_folder(folder: Path, *, at: datetime, personas: Path | None = None) -> Iterator[Loaded]:
    """Load every *.yaml in the folder, in order of name.

    The written people are in `personas`, or in the folder of that name beside this one. Raises
    ContentError naming file and line.
    """
    written = load_personas(personas or folder.parent / "personas")
    for path in sorted(folder.glob("*.yaml")):
        yield load_file(path, written=written, at=at)


def load_file(path: Path, *, written: Written, at: datetime) -> Loaded:
    """Load one scenario file; one whose text and person are already loaded is only made current.

    Runs in progress keep the version they began with. Raises ContentError.
    """
    source = read_text(path)
    read = _read(source, f"{path.parent.name}/{path.name}")
    try:
        person = described(read.persona, written)
    except KeyError as error:
        message = f"Personen ”{error.args[0]}” finns inte bland övningspersonerna."
        raise load_marked(path).error(message, "persona", "ref") from error
    digest = _digest(source, person)
    with transaction.atomic():
        others = Scenario.objects.filter(slug=read.slug, current=True).exclude(digest=digest)
        others.update(current=False)
        known = Scenario.objects.filter(slug=read.slug, digest=digest).first()
        if known is None:
            row = _new_scenario(read, source=source, digest=digest, at=at)
            row.template = _template(read, person, at=at)
            row.save(update_fields=["template"])
            return Loaded(row, new=True)
        if not known.current:
            known.current = True
            known.save(update_fields=["current"])
        return Loaded(known, new=False)


def _digest(source: str, person: dict[str, Any]) -> str:
    text = source + json.dumps(person, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=32)
def _of_digest(digest: str, draft: bool) -> exercise.Scenario:  # noqa: FBT001
    row = Scenario.objects.filter(digest=digest).values("source", "path", "kind")[0]
    if row["kind"] == Scenario.Kind.COUNTY:
        county = parse_county(row["source"], row["path"])
        return exercise_in(county, flow="spu", profile="neutral")
    return replace(_read(row["source"], row["path"]), draft=draft)


def county_of(scenario: Scenario) -> County:
    """The county a free room is in, from the text frozen on its row; read once in each process."""
    return _county_of_digest(scenario.digest)


@lru_cache(maxsize=8)
def _county_of_digest(digest: str) -> County:
    row = Scenario.objects.filter(digest=digest).values("source", "path")[0]
    return parse_county(row["source"], row["path"])


@lru_cache(maxsize=32)
def _read(source: str, path: str) -> exercise.Scenario:
    return parse_scenario(source, path)


def _new_scenario(read: exercise.Scenario, *, source: str, digest: str, at: datetime) -> Scenario:
    return Scenario.objects.create(
        slug=read.slug,
        version=str(read.version),
        digest=digest,
        title=read.title,
        modes=list(read.modes),
        path=str(read.path),
        source=source,
        draft=read.draft,
        loaded_at=at,
    )


def _template(read: exercise.Scenario, said: dict[str, Any], *, at: datetime) -> World:
    """The world every run of this version is copied from."""
    state = begin(read)
    flow, profile = load_flow(read.flow), load_profile(read.profile)
    world = World.objects.create(
        kind=World.Kind.TEMPLATE,
        label=read.title,
        profile=profile.name,
        flow_versions={flow.name: flow.version, profile.name: profile.version},
        sim_start=FIRST_MONDAY + timedelta(days=read.weekday),
        sim_now=state.now,
        created_at=at,
        touched_at=at,
    )
    person = Person(world=world, no=1, **columns(said, slug=read.slug, anchor=FIRST_MONDAY))
    person.save()
    first_rows(world, person=person, state=state, at=at)
    store_checks(world, read, state)
    return world
