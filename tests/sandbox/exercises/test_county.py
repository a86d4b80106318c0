"""The county to practise in: its cases, and what its units do when nobody plays them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from content_files.yaml_marks import ContentError, load_marked, parse_marked
from sandbox.exercises import actors
from sandbox.exercises.conditions import Scope
from sandbox.exercises.county import County, exercise_in, load_county, read_county
from sandbox.exercises.play import advance, play
from sandbox.exercises.routines import Filling
from sandbox.exercises.scenario import Scenario
from sandbox.exercises.stories import Story, Telling, blank_case, load_stories, read_story, told
from sandbox.fictive.personas import load_personas
from sandbox.process.state import MINUTES_PER_DAY, CaseState, latest, minute_of

ROOT = Path(__file__).parents[3]
COUNTY = ROOT / "fixtures" / "practice" / "pahitts-lan.yaml"
PEOPLE = load_personas(ROOT / "fixtures" / "personas")
TELLING = Telling("lifecare", date(2026, 2, 2), {"active_sip": None})
PLAYED = ("avdelning-7", "vc-an", "bistand", "hsv-norr")
REQUEST = {
    "recipients": ["avdelning-7"],
    "consent": "consent",
    "reason": "Feber sedan i natt, andas tungt och orkar inte resa sig ur sängen.",
    "function": "Går själv med rollator, äter själv, ser bra med glasögon och minns bra.",
    "ongoing": "Hemtjänst morgon och kväll, sjuksköterska delar dosett.",
    "contacts": "Ebba Sagolund, sjuksköterska, 0980-31 92 10, dygnet runt",
}


@pytest.fixture(scope="module")
def county() -> County:
    return load_county(COUNTY)


@pytest.fixture(scope="module")
def stories() -> dict[str, Story]:
    return {one.slug: one for one in load_stories(COUNTY.parent / "cases", PEOPLE)}


@pytest.fixture(scope="module")
def monday(county: County, stories: dict[str, Story]) -> dict[str, CaseState]:
    """Every case as it stands on the first morning."""
    return {slug: told(county, story, TELLING) for slug, story in stories.items()}


@pytest.fixture(scope="module")
def later(county: County, monday: dict[str, CaseState]) -> dict[str, CaseState]:
    """Every case when the room has been left alone for twelve days."""
    return {slug: _left_alone(county, case, days=12) for slug, case in monday.items()}


def _exercise(county: County, case: CaseState) -> Scenario:
    coordinator = str(case.facts.get("coordinator", ""))
    return exercise_in(county, flow=case.flow, profile=case.profile, coordinator=coordinator)


def _left_alone(county: County, case: CaseState, *, days: int) -> CaseState:
    to = case.now + days * MINUTES_PER_DAY
    return advance(case, scenario=_exercise(county, case), to=to).case


def _played(case: CaseState, units: tuple[str, ...]) -> CaseState:
    return replace(case, facts={**case.facts, "humans": list(units)})


def _done(
    county: County, case: CaseState, *, party: str, role: str, action: str, body: Mapping[str, Any]
) -> CaseState:
    turn = play(
        case,
        scenario=_exercise(county, case),
        action=action,
        role=role,
        body=body,
        actor=party,
    )
    assert [reason.text for reason in turn.refused] == []
    return turn.case


def _fresh(county: County, stories: dict[str, Story], slug: str, **facts: Any) -> CaseState:
    """The case of a person before anything has happened in it, at the start of a room."""
    case = blank_case(county, stories[slug], TELLING)
    return replace(case, now=county.start, facts={**case.facts, **facts})


def _messages(case: CaseState, author: str) -> list[str]:
    return [
        one.body["text"] for one in case.documents if one.kind == "message" and one.author == author
    ]


def _acted(before: CaseState, after: CaseState) -> Iterator[tuple[str, str, int]]:
    for line in after.log[len(before.log) :]:
        if line.actor_kind == "actor":
            yield line.actor, line.code, line.at


# ------------------------------------------------------------------ The first morning


def test_a_room_has_people_and_work_enough_for_a_whole_day(
    county: County, monday: dict[str, CaseState]
) -> None:
    people = {case.facts["subject"] for case in monday.values()}
    rows = sum(len(one.documents) + len(one.log) + len(one.timers) for one in monday.values())

    assert len(people) >= 25
    assert len(monday) >= 30
    assert len(people) + len(monday) + rows >= 350
    assert {"prepared", "requested", "admitted", "notified", "planning", "ready"} <= {
        case.state for case in monday.values() if case.flow == "spu"
    }
    assert {"noticed", "prepared", "mapped", "called", "met", "active"} <= {
        case.state for case in monday.values() if case.flow == "sip"
    }


def test_every_unit_has_something_on_its_desk(county: County, monday: dict[str, CaseState]) -> None:
    waiting = {
        timer.payload.get("party")
        for case in monday.values()
        for timer in case.timers
        if timer.status == "pending" and timer.kind == "actor"
    }
    writing = {document.author for case in monday.values() for document in case.documents}
    desks = {code for code, unit in county.units.items() if unit.in_system}

    assert desks <= waiting | writing


def test_a_story_need_not_say_who_stands_around_the_person(
    monday: dict[str, CaseState],
) -> None:
    child, adult = monday["tindra"].facts, monday["robin-beroende"].facts

    assert child["person"]["minor"] is True
    assert child["person"]["guardians"] == ["mamma", "pappa"]
    assert child["parties"]["mormor"]["unit"] == "relatives"
    assert adult["parties"]["forvaltare"]["unit"] == "forvaltare"
    assert adult["person"]["representative"]["party"] == "forvaltare"
    assert monday["noor"].facts["person"]["protected"] is True
    assert monday["conny"].facts["person"]["registered_in"] == "bistand-fabelnas"


def test_a_deed_that_the_rules_refuse_is_named_by_file_and_line(county: County) -> None:
    text = (
        "case: berit\nflow: spu\npersona: berit\nhistory:\n"
        '  - {day: 27, time: "9.30", party: vc-an, action: register_admission}\n'
    )
    story = read_story(parse_marked(text, Path("berit.yaml")), PEOPLE)

    with pytest.raises(ContentError) as wrong:
        told(county, story, TELLING)
    assert str(wrong.value).startswith("berit.yaml, rad 5: Det är avdelningen som registrerar")


@pytest.mark.parametrize(
    ("words", "wrong", "says"),
    [
        ("      do: discharge\n", "      does: discharge\n", "saknar ”do”"),
        ("      after: PT45M\n", "      after: snart\n", "ingen tidsperiod"),
        ('    rounds: {weekdays: ["9.00"', '    rounds: {mondays: ["9.00"', "every_day"),
    ],
)
def test_a_county_that_cannot_be_read_says_where(words: str, wrong: str, says: str) -> None:
    text = COUNTY.read_text(encoding="utf-8")
    assert words in text

    with pytest.raises(ContentError, match=says):
        read_county(parse_marked(text.replace(words, wrong, 1), Path("lan.yaml")))


def test_the_routine_in_words_names_the_times_it_is_played_by(county: County) -> None:
    for unit in county.units.values():
        named = {int(hour) * 60 for hour in re.findall(r"\d+", unit.routine)}
        rounds = {start for start, _end in (*unit.rounds.weekdays, *unit.rounds.free_days)}
        if unit.in_system:
            assert rounds == named, unit.party.code
            assert bool(unit.rounds.free_days) == ("varje dag" in unit.routine)


def test_everybody_lives_in_the_municipality_they_are_registered_in(
    stories: dict[str, Story],
) -> None:
    said = load_marked(COUNTY).data["municipalities"]
    towns = {one["receives"]: one["towns"] for one in said}
    open_ = [one for one in PEOPLE.values() if not one.protected_identity]
    written = [(one.name, one.address, one.registered_in) for one in open_]
    drawn = [one.persona for one in stories.values() if one.about is None]
    named = [(one["name"], one.get("address", ""), one["registered_in"]) for one in drawn]
    assert named
    for name, address, unit in (*written, *named):
        assert address.rpartition(" ")[2] in towns[unit], name


# ------------------------------------------------------------------ A room left alone


def test_a_room_left_alone_lets_people_go_home(later: dict[str, CaseState]) -> None:
    home = {slug for slug, case in later.items() if case.facts.get("discharged_at") is not None}

    assert {"berit", "greta", "folke", "ester", "siv", "vera", "toni", "valter"} <= home
    assert {"conny", "jonas", "ake-vardbegaran", "olle-inskriven"} <= home
    for slug in home:
        assert later[slug].facts.get("contact_party"), slug
        assert latest(later[slug], "information"), slug


def test_a_room_left_alone_breaks_nothing(
    monday: dict[str, CaseState], later: dict[str, CaseState]
) -> None:
    for slug, after in later.items():
        new = after.log[len(monday[slug].log) :]
        assert [line.seq for line in after.log] == list(range(1, len(after.log) + 1))
        assert after.log[: len(monday[slug].log)] == monday[slug].log
        assert [line.at for line in new] == sorted(line.at for line in new)
        assert "refused" not in {line.code for line in new}, slug
        assert "consent_exceeded" not in {line.code for line in new}, slug


def test_a_system_with_fewer_fields_is_played_as_well(
    county: County, monday: dict[str, CaseState]
) -> None:
    for slug in ("jo", "berit", "jonas"):
        case = replace(monday[slug], profile="neutral")
        after = _left_alone(county, case, days=11)
        assert "refused" not in {line.code for line in after.log}, slug
    assert latest(after, "discharge")


def test_units_act_only_when_somebody_is_there(
    county: County, monday: dict[str, CaseState], later: dict[str, CaseState]
) -> None:
    for slug, after in later.items():
        for party, code, at in _acted(monday[slug], after):
            unit = county.units[party]
            hours = unit.rounds if code.startswith("acknowledge") else unit.staffed
            free = at // MINUTES_PER_DAY % 7 >= 5
            minute = at % MINUTES_PER_DAY
            windows = hours.free_days if free else hours.weekdays
            assert any(start <= minute <= end for start, end in windows), (slug, party, code, at)


def test_one_who_is_protected_is_left_to_people(
    monday: dict[str, CaseState], later: dict[str, CaseState]
) -> None:
    assert [code for _, code, _ in _acted(monday["noor"], later["noor"])] == []


def test_nobody_acts_for_a_unit_that_somebody_plays(
    county: County, monday: dict[str, CaseState]
) -> None:
    acting: set[str] = set()
    for slug in ("berit", "conny", "ake-vardbegaran", "toni", "jonas", "olle-plan", "gunvor"):
        case = _played(monday[slug], PLAYED)
        acting |= {party for party, _, _ in _acted(case, _left_alone(county, case, days=6))}

    assert not acting & set(PLAYED)
    assert {"avdelning-4", "vup", "hemtjanst-norr"} <= acting


# ------------------------------------------------------------------ What they answer you


@pytest.mark.parametrize(
    ("thin", "asks"),
    [
        ({}, ""),
        ({"function": "Går själv."}, "Hur brukar det vara"),
        ({"contacts": "Jouren"}, "Vem ringer vi"),
    ],
)
def test_the_ward_asks_for_what_a_request_does_not_say(
    county: County, stories: dict[str, Story], thin: dict[str, str], asks: str
) -> None:
    case = _fresh(county, stories, "berit", humans=["hsv-norr"])
    case = _done(
        county,
        case,
        party="hsv-norr",
        role="care_unit",
        action="send_care_request",
        body={**REQUEST, **thin},
    )
    after = _left_alone(county, case, days=1)

    assert [asks in text for text in _messages(after, "avdelning-7")] == [True] * bool(asks)
    assert after.state == "notified"
    assert latest(after, "admission_notice").body["recipients"] == ["vc-an", "bistand", "hsv-norr"]


def test_a_unit_that_plans_late_says_that_it_can_receive_from_today(
    monday: dict[str, CaseState],
) -> None:
    case = monday["greta"]
    ahead, write = case.now // MINUTES_PER_DAY + 2, {"no_earlier": "facts.estimated_day"}

    def day(estimated: int | None, later: int = 0) -> Any:
        facts = {**case.facts, "estimated_day": estimated}
        moved = replace(case, facts=facts, now=case.now + later * MINUTES_PER_DAY)
        return Filling(moved, "bistand", Scope(moved)).value(write)

    assert [day(ahead), day(ahead, later=3), day(None)] == [ahead, ahead + 1, None]


def test_a_called_unit_answers_nothing_once_the_meeting_is_called_off(
    county: County, monday: dict[str, CaseState]
) -> None:
    case = _played(monday["alex"], ("vc-rehab",))
    call = {
        "recipients": ["vc-an", "bistand"],
        "day": 36,
        "time": "10.00",
        "place": "Rehab",
        "purpose": "Vägen till kören.",
    }
    seat = {"party": "vc-rehab", "role": "coordinator"}
    case = _done(county, case, **seat, action="send_call", body=call)
    off = _done(county, case, **seat, action="cancel_meeting", body={"reason": "wrong"})
    after = _left_alone(county, off, days=2)

    assert latest(_left_alone(county, case, days=2), "call_answer", "bistand") is not None
    assert latest(after, "call_answer", "bistand") is None
    assert not [line for line in after.log if line.code == "refused"]
    assert latest(after, "meeting_cancellation").status == "acknowledged"


def test_home_care_misses_the_health_centre_that_was_forgotten(
    county: County, monday: dict[str, CaseState]
) -> None:
    case = _played(monday["greta"], ("avdelning-7",))
    body = {"recipients": ["bistand", "hsv-norr"], "estimated_day": 31}
    case = _done(
        county,
        case,
        party="avdelning-7",
        role="ward",
        action="send_admission_notice",
        body=body,
    )
    after = _left_alone(county, case, days=1)

    assert "ingen vårdcentral" in _messages(after, "hsv-norr")[0]
    assert latest(after, "contact") is None  # nobody has told the health centre


def test_a_called_unit_asks_what_to_prepare_when_nothing_was_asked(
    county: County, monday: dict[str, CaseState]
) -> None:
    case = _played(monday["alex"], ("vc-rehab",))
    case = _done(
        county,
        case,
        party="vc-rehab",
        role="coordinator",
        action="send_call",
        body={
            "recipients": ["vc-an", "bistand"],
            "day": 36,
            "time": "10.00",
            "place": "Rehab",
            "purpose": "Vägen till kören.",
            "questions": {"vc-an": "Vem skriver intyget?"},
        },
    )
    after = _left_alone(county, case, days=2)
    asked, unasked = latest(after, "call_answer", "vc-an"), latest(after, "call_answer", "bistand")

    assert asked.body["who"] == "Ida Exempel"
    assert "förbereder" not in asked.body["reason"]
    assert "förbereder" in unasked.body["reason"]


def test_a_question_is_answered_once_and_quotes_nothing(
    county: County, monday: dict[str, CaseState]
) -> None:
    case = _played(monday["berit"], ("avdelning-4",))
    body = {"recipients": ["bistand"], "subject": "Katten", "text": "Vem matar Sotis i kväll?"}
    case = _done(county, case, party="avdelning-4", role="ward", action="send_message", body=body)
    answers = _messages(_left_alone(county, case, days=3), "bistand")

    assert len(answers) == 1
    assert answers[0].startswith("Tack, vi har läst")
    assert "Sotis" not in answers[0]


def test_a_new_day_moves_what_the_ward_has_planned(
    county: County, monday: dict[str, CaseState]
) -> None:
    exercise = _exercise(county, monday["berit"])
    case = replace(monday["berit"], facts={**monday["berit"].facts, "estimated_day": 34})
    case = actors.taken_over(case, scenario=exercise, party="avdelning-4")
    after = _left_alone(county, case, days=8)
    sent = next(line.at for line in after.log if line.code == "notify_ready")

    assert sent == minute_of(34, "10.30")


def test_the_county_is_the_same_however_it_is_read(county: County) -> None:
    again = read_county(load_marked(COUNTY))

    assert [row.ref for row in again.counterparts] == [row.ref for row in county.counterparts]
    assert len({row.ref for row in again.counterparts}) == len(again.counterparts)


def test_whoever_owns_the_case_ends_it_when_nothing_remains(later: dict[str, CaseState]) -> None:
    ended = {slug: case for slug, case in later.items() if _closed_by_a_unit(case)}

    assert ended
    for case in ended.values():
        line = next(line for line in case.log if line.code == "close_case")
        assert line.actor == case.facts["contact_party"]
        assert {"discharge", "send_information"} <= {line.code for line in case.log}


def _closed_by_a_unit(case: CaseState) -> bool:
    return any(line.code == "close_case" and line.actor_kind == "actor" for line in case.log)
