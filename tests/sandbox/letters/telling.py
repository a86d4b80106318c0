"""The cases of this folder as a unit may read them, without a database."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from sandbox.exercises import stories
from sandbox.exercises.county import as_fact, load_county
from sandbox.exercises.roles import role_in
from sandbox.fictive.personas import load_personas
from sandbox.letters.letter import Letter
from sandbox.letters.telling import Subject, Telling
from sandbox.letters.typeset import pdf
from sandbox.letters.writing import post_of
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState
from tests.sandbox.letters.reading import text_of

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
CASES = Path(__file__).parent / "cases"
MONDAY = date(2026, 11, 2)
ADDRESS = "Påhittsvägen 1, 000 13 Hittestad"


@lru_cache
def case(name: str) -> CaseState:
    """The case as it stands when its story has been told."""
    county = load_county(FIXTURES / "practice" / "pahitts-lan.yaml")
    story = next(one for one in _stories() if one.slug == name)
    return stories.told(county, story, stories.Telling("lifecare", MONDAY, {}))


@lru_cache
def _stories() -> tuple[stories.Story, ...]:
    return tuple(stories.load_stories(CASES, load_personas(FIXTURES / "personas")))


def told(name: str, unit: str, *, protected: bool = False) -> Telling:
    """The case for letters at a unit's desk."""
    county = load_county(FIXTURES / "practice" / "pahitts-lan.yaml")
    state = case(name)
    rows, profile = load_flow(state.flow), load_profile("lifecare")
    fact = as_fact(county.units[unit].party)
    holder = str(state.facts.get("coordinator") or "")
    return Telling(
        state=state,
        flow=under(rows, profile),
        subject=Subject(
            name=name.title() + " Hittepå",
            given_name=name.title(),
            identity_number="19901817-0049",
            address=ADDRESS,
            protected=protected,
        ),
        unit=unit,
        role=role_in(rows, fact, code=unit, coordinator=holder),
        units=county.units,
        day_zero=MONDAY,
        headings=profile.headings,
    )


def letters(telling: Telling) -> dict[str, Letter]:
    """The letters by kind and receiver: kallelse-skolan."""
    return {f"{one.kind}-{one.key.split('-', 2)[2]}": one for one in post_of(telling).letters}


def printed(letter: Letter) -> str:
    """What the letter says on paper, with plain spaces."""
    return text_of(pdf(letter)).replace("\u00a0", " ")
