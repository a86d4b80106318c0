"""Counties in the house: their rows, and the template world with everybody's past in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction

from content_files.yaml_marks import load_marked
from sandbox.exercises.county import County, read_county
from sandbox.exercises.stories import Story, Telling, load_stories, told
from sandbox.fictive.periphery import load_periphery, people_around
from sandbox.fictive.personas import load_personas
from sandbox.process.reading import HERE as RULES
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import day_of
from sandbox.world.difference import first_rows
from sandbox.world.lending import has_plan
from sandbox.world.models import Case, Person, Scenario, World
from sandbox.world.persona import Written, columns, described
from sandbox.world.snapshot import Lent

# Rooms begin on the Monday of the week they are opened; the template's is this one. There is no
# holiday in the weeks around it, so that what its units have planned suits any room.
ANCHOR = date(2026, 3, 2)
# The profile that shows every field: what is written under it can be shown under any other.
FULL = "lifecare"


def current_county() -> Scenario | None:
    """The county that new free rooms are made of; None before any has been loaded."""
    rows = Scenario.objects.filter(kind=Scenario.Kind.COUNTY, current=True)
    return rows.select_related("template").defer("source").order_by("pk").first()


def load_county_file(
    path: Path, *, personas: Path, at: datetime, cases: Path | None = None
) -> tuple[Scenario, bool]:
    """Load a county with its cases, by default from `cases` beside it, and whether it was new.

    One whose text, cases and people are already loaded, under the same rules, is only made current. Raises ContentError
    naming file and line.
    """
    marked = load_marked(path)
    county = read_county(marked)
    source = path.read_text(encoding="utf-8")
    folder = cases or path.parent / "cases"
    told_by = [path, *sorted(folder.glob("*.yaml")), *sorted(personas.glob("*.yaml"))]
    digest = _digest([*told_by, *sorted(RULES.glob("*/*.yaml"))])
    with transaction.atomic():
        Scenario.objects.filter(slug=county.slug, current=True).exclude(digest=digest).update(
            current=False
        )
        known = Scenario.objects.filter(slug=county.slug, digest=digest).first()
        if known is not None:
            Scenario.objects.filter(pk=known.pk).update(current=True)
            return known, False
        row = Scenario.objects.create(
            slug=county.slug,
            kind=Scenario.Kind.COUNTY,
            version=str(county.version),
            digest=digest,
            title=county.title,
            modes=["free"],
            path=f"{path.parent.name}/{path.name}",
            source=source,
            draft=False,
            loaded_at=at,
        )
        row.template = _template(county, folder, load_personas(personas), at=at)
        row.save(update_fields=["template"])
    return row, True


def _digest(paths: list[Path]) -> str:
    sums = hashlib.sha256()
    for path in paths:
        sums.update(path.name.encode() + path.read_bytes())
    return sums.hexdigest()


def _template(county: County, folder: Path, written: Written, *, at: datetime) -> World:
    """The world every room of this version is copied from: written people first, then others.

    Of the written, those about whom nobody has begun anything come last and have no case.
    """
    flows = {name: load_flow(name).version for name in ("spu", "sip")}
    world = World.objects.create(
        kind=World.Kind.TEMPLATE,
        label=county.title,
        profile=FULL,
        flow_versions={**flows, FULL: load_profile(FULL).version},
        sim_start=ANCHOR - timedelta(days=day_of(county.start)),
        sim_now=county.start,
        created_at=at,
        touched_at=at,
    )
    numbers = dict[str, int]()
    plans = dict[str, int]()
    stories = sorted(load_stories(folder, written), key=lambda story: not story.deeds)
    for no, story in enumerate(stories, start=1):
        person = _person(world, story, written, numbers)
        if not story.deeds:
            continue
        ref = str(story.persona.get("ref", ""))
        elsewhere = {"active_sip": plans.get(ref)}
        case = _case(world, county, story, person, no=no, elsewhere=elsewhere, at=at)
        if ref and has_plan(case):
            plans[ref] = no
    _periphery(world, county, written)
    return world


def _person(world: World, story: Story, written: Written, numbers: dict[str, int]) -> Person:
    """The person of a story; two cases about the same written person share one row."""
    ref = str(story.persona.get("ref") or story.slug)
    if ref in numbers:
        return Person.objects.for_world(world).get(no=numbers[ref])
    try:
        said = described(story.persona, written)
    except KeyError as error:
        message = f"Personen ”{error.args[0]}” finns inte bland övningspersonerna."
        raise story.marked.error(message, "persona", "ref") from error
    numbers[ref] = len(numbers) + 1
    person = Person(
        world=world, no=numbers[ref], **columns(said, slug=story.slug, anchor=world.sim_start)
    )
    person.save()
    return person


def _case(  # noqa: PLR0913 - one keyword per thing the rows say
    world: World,
    county: County,
    story: Story,
    person: Person,
    *,
    no: int,
    elsewhere: dict[str, int | None],
    at: datetime,
) -> Case:
    state = told(county, story, Telling(world.profile, world.sim_start, elsewhere))
    return first_rows(
        world, person=person, state=state, at=at, no=no, lent=register_of(county, world, story.flow)
    )


def register_of(county: County, world: World, flow: str) -> Lent:
    """What the county lends to every case of the flow, before anybody plays anything."""
    return Lent(county.register_in(flow), (), world.sim_start.isoformat(), {})


def _periphery(world: World, county: County, written: Written) -> None:
    """People who fill the register: they live their lives, and nobody plans anything yet."""
    around = load_periphery(county.path)
    taken = Person.objects.for_world(world).count()
    made = people_around(around, around.beside(taken), anchor=ANCHOR, written=written.values())
    Person.objects.for_world(world).bulk_create(
        Person(world=world, no=taken + number, **columns(asdict(one), slug=one.ref, anchor=ANCHOR))
        for number, one in enumerate(made, start=1)
    )


def load_counties(folder: Path, *, personas: Path, at: datetime) -> Iterator[tuple[Scenario, bool]]:
    """Load every county file of the folder. Raises ContentError."""
    for path in sorted(folder.glob("*.yaml")):
        yield load_county_file(path, personas=personas, at=at)
