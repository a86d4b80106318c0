"""Worked dates: real hours over the nights the clock is moved, whole days, weekdays and holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from sandbox.process.almanac import Almanac
from sandbox.process.clock import last_day, minutes_in, read_period
from sandbox.process.deadlines import deadlines, due_at, planned_by
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile, profile_names
from tests.sandbox.process.discharge import NEUTRAL, SHOWN, SPU, UNITS, do, start

ANCHOR = date(2026, 1, 5)  # a Monday
ALMANAC = Almanac(ANCHOR)
NOTICE, CALL, PAYMENT, INFORMATION = (
    SHOWN.deadlines[key] for key in ("admission_notice", "call", "payment", "information")
)
WEEKDAYS = replace(CALL, of="P3BD")


def minute(text: str) -> int:
    """Return the simulated minute of a date and time."""
    gone = datetime.fromisoformat(text) - datetime.combine(ANCHOR, datetime.min.time())
    return gone.days * 1440 + gone.seconds // 60


def shown(at: int) -> str:
    """Return the date and time of a simulated minute, as the clock on the wall shows it."""
    days = timedelta(days=at // 1440, minutes=at % 1440)
    return str(datetime.combine(ANCHOR, datetime.min.time()) + days)[:16]


def rolling(row):
    return replace(row, roll=True)


TABLE = [
    # 02 §1.1: the municipality pays from the third day, the fourth past noon.
    ("from Monday morning to Thursday", PAYMENT, "2026-11-23 11:40", "2026-11-26 00:00"),
    ("noon itself is not after noon", PAYMENT, "2026-11-23 12:00", "2026-11-26 00:00"),
    ("a minute later it is", PAYMENT, "2026-11-23 12:01", "2026-11-27 00:00"),
    ("over a weekend", PAYMENT, "2026-11-27 15:00", "2026-12-01 00:00"),
    # Twenty-four real hours: the clock goes forward, and back.
    ("spring 2026", NOTICE, "2026-03-28 15:00", "2026-03-29 16:00"),
    ("spring 2026, before the hour that is not", NOTICE, "2026-03-28 02:30", "2026-03-29 03:30"),
    ("autumn 2026", NOTICE, "2026-10-24 15:00", "2026-10-25 14:00"),
    ("spring 2027, on Easter Eve", NOTICE, "2027-03-27 15:00", "2027-03-28 16:00"),
    ("autumn 2027", NOTICE, "2027-10-30 15:00", "2027-10-31 14:00"),
    ("an ordinary weekend", NOTICE, "2026-11-27 16:10", "2026-11-28 16:10"),
    # Whole days know nothing of the clock being moved.
    ("three days over spring 2026", CALL, "2026-03-27 08:00", "2026-03-30 23:59"),
    ("three days over autumn 2026", CALL, "2026-10-23 23:30", "2026-10-26 23:59"),
    ("liability over spring 2027", PAYMENT, "2027-03-26 09:00", "2027-03-29 00:00"),
    ("liability over autumn 2027", PAYMENT, "2027-10-29 13:00", "2027-11-02 00:00"),
    # Leap day 2028.
    ("hours into the leap day", NOTICE, "2028-02-28 16:00", "2028-02-29 16:00"),
    ("three days over the leap day", CALL, "2028-02-27 10:00", "2028-03-01 23:59"),
    ("liability from the leap day", PAYMENT, "2028-02-25 15:00", "2028-02-29 00:00"),
    ("three weekdays over the leap day", WEEKDAYS, "2028-02-25 10:00", "2028-03-01 23:59"),
    # Christmas and New Year: Christmas Eve is a weekday when weekdays are counted.
    ("Christmas 2026", CALL, "2026-12-22 10:00", "2026-12-25 23:59"),
    ("Christmas 2026, weekdays", WEEKDAYS, "2026-12-22 10:00", "2026-12-28 23:59"),
    ("Christmas 2026, rolled", rolling(CALL), "2026-12-22 10:00", "2026-12-28 23:59"),
    ("Christmas Eve itself, rolled", rolling(CALL), "2026-12-21 10:00", "2026-12-28 23:59"),
    ("Christmas Eve itself, not rolled", CALL, "2026-12-21 10:00", "2026-12-24 23:59"),
    ("New Year's Eve, rolled", rolling(CALL), "2026-12-28 10:00", "2027-01-04 23:59"),
    ("New Year's Eve, weekdays", WEEKDAYS, "2026-12-28 10:00", "2026-12-31 23:59"),
    ("liability begins on Christmas Day", PAYMENT, "2026-12-22 10:00", "2026-12-25 00:00"),
    ("liability never rolls", rolling(PAYMENT), "2026-12-22 10:00", "2026-12-25 00:00"),
    # Easter 2027: Good Friday 26 March, Easter Monday 29 March.
    ("Easter 2027", CALL, "2027-03-24 10:00", "2027-03-27 23:59"),
    ("Easter 2027, rolled", rolling(CALL), "2027-03-24 10:00", "2027-03-30 23:59"),
    ("Easter 2027, weekdays", WEEKDAYS, "2027-03-24 10:00", "2027-03-31 23:59"),
    ("Easter 2027, past noon", PAYMENT, "2027-03-24 12:01", "2027-03-28 00:00"),
    # Midsummer Eve is named by the law that rolls, and by no law that counts weekdays.
    ("Midsummer Eve 2026", CALL, "2026-06-16 10:00", "2026-06-19 23:59"),
    ("Midsummer Eve 2026, rolled", rolling(CALL), "2026-06-16 10:00", "2026-06-22 23:59"),
    ("Midsummer Eve 2026, weekdays", WEEKDAYS, "2026-06-16 10:00", "2026-06-19 23:59"),
    ("a Saturday, rolled", rolling(CALL), "2026-11-25 10:00", "2026-11-30 23:59"),
    ("the sixth of June, rolled", rolling(CALL), "2028-06-03 10:00", "2028-06-07 23:59"),
    ("the day itself", INFORMATION, "2026-03-29 01:30", "2026-03-29 23:59"),
]


@pytest.mark.parametrize(("what", "row", "at", "due"), TABLE, ids=[row[0] for row in TABLE])
def test_a_date_falls_where_the_law_and_the_calendar_say(what, row, at, due):
    assert shown(due_at(row, minute(at), ALMANAC)) == due, what


@pytest.mark.parametrize("name", profile_names())
@pytest.mark.parametrize("key", ["admission_notice", "call", "payment", "information"])
def test_a_profile_that_moves_a_time_of_the_law_names_the_agreement(name, key):
    row = under(SPU, load_profile(name)).deadlines[key]
    law = SPU.deadlines[key]
    moved = (row.of, row.after_noon, row.counts) != (law.of, law.after_noon, law.counts)
    assert not moved or any(source.kind == "agreement" for source in row.sources)
    if not moved:
        for _what, worked, at, due in TABLE:
            if worked.key == key and (worked.of, worked.roll) == (row.of, row.roll):
                assert shown(due_at(row, minute(at), ALMANAC)) == due


def test_without_a_date_every_day_has_twenty_four_hours_and_is_a_weekday():
    assert due_at(NOTICE, 900) == 900 + 1440
    assert due_at(rolling(CALL), 900) == due_at(CALL, 900) == due_at(WEEKDAYS, 900) == 4 * 1440 - 1
    assert last_day(0, "P6M", Almanac()) == 180
    assert Almanac().minutes_between(10, 70) == 60
    assert Almanac().date_of(3) is None


def test_real_minutes_are_counted_between_two_showings_of_the_clock():
    forward = minute("2026-03-28 15:00"), minute("2026-03-29 16:00")
    back = minute("2026-10-24 15:00"), minute("2026-10-25 14:00")
    assert ALMANAC.minutes_between(*forward) == ALMANAC.minutes_between(*back) == 1440
    assert ALMANAC.date_of(2) == date(2026, 1, 7)


@pytest.mark.parametrize(
    ("of", "last"),
    [("P6M", "2028-02-29"), ("P6W", "2027-10-12"), ("P1M", "2027-09-30"), ("P16M", "2028-12-31")],
)
def test_months_end_on_the_same_number_or_on_the_last_of_the_month(of, last):
    day = last_day(minute("2027-08-31 09:00"), of, ALMANAC)
    assert str(ALMANAC.date_of(day)) == last


def test_only_a_calendar_knows_how_long_months_and_weekdays_are():
    assert read_period("P2W").days == 14
    assert minutes_in("P1W") == 7 * 1440
    for of in ("P3BD", "P6M", "P", "3D"):
        with pytest.raises(ValueError, match=of):
            minutes_in(of)


def admitted(at, **body):
    case = start(minute(at))
    case = replace(case, facts={**case.facts, "anchor": str(ANCHOR)})
    return do(case, "ward-4", "register_admission", estimated_day=None, **body)


def due(case, key, profile=NEUTRAL):
    return {one.party: one for one in deadlines(case, flow=SPU, profile=profile) if one.key == key}


def with_deadline(key, **row):
    overlays = {"spu": {"deadlines": {key: {"source": ["L8"], **row}}}}
    return replace(NEUTRAL, name="other", overlays=overlays)


def test_u4_a_case_with_a_date_gets_real_hours_and_its_timer_too():
    case = admitted("2026-03-28 15:00")
    assert shown(due(case, "admission_notice")[""].due) == "2026-03-29 16:00"
    timers, _ = planned_by(SHOWN, case, case.log[-1])
    assert [shown(timer.due) for timer in timers] == ["2026-03-29 16:00"]


def test_u4_counts_from_the_later_of_admission_and_assessment():
    profile = with_deadline("admission_notice", since=["admitted", "assessed"])
    case = admitted("2026-03-27 10:00")
    line = case.log[-1]
    said = {"admitted_day": 80, "admitted_time": "22.00", "assessed_day": 81}
    for more, at in (({}, 80 * 1440 + 22 * 60), ({"assessed_time": "08.00"}, 81 * 1440 + 8 * 60)):
        document = replace(case.documents[-1], body={**case.documents[-1].body, **said, **more})
        written = replace(case, documents=(document,), log=(line,))
        assert due(written, "admission_notice", profile)[""].began == at


def then(case, code, at, **data):
    """Return the case with one more line in its log, and the hour it came."""
    line = replace(case.log[-1], seq=len(case.log) + 1, code=code, at=minute(at), data=data)
    return replace(case, log=(*case.log, line), now=line.at)


def test_a_deadline_that_something_took_away_begins_again_from_then():
    profile = with_deadline("call", ends=["change_date"])
    flow = under(SPU, profile)
    case = do(admitted("2026-01-12 08:00"), "ward-4", "send_admission_notice", estimated_day=90)
    case = do(case, "ward-4", "notify_ready", now=minute("2026-01-13 10:00"))
    assert shown(due(case, "call", profile)[""].due) == "2026-01-16 23:59"
    gone = then(case, "change_date", "2026-01-14 10:00")
    assert due(gone, "call", profile) == {}
    assert planned_by(flow, gone, gone.log[-1]) == ((), ("deadline:call",))
    again = then(gone, "notify_ready", "2026-01-15 10:00")
    assert shown(due(again, "call", profile)[""].due) == "2026-01-18 23:59"
    started, _ = planned_by(flow, again, again.log[-1])
    assert "deadline:call" in {timer.ref for timer in started}


def test_a_deadline_may_begin_anew_each_time_and_then_asks_for_what_is_done_since():
    row = {"ends": ["notify_ready"], "done": "send_information", "unless": {}}
    profile = with_deadline("call", **row)
    flow = under(SPU, profile)
    case = do(admitted("2026-01-12 08:00"), "ward-4", "send_admission_notice", estimated_day=90)
    case = do(case, "ward-4", "notify_ready", now=minute("2026-01-13 10:00"))
    case = do(case, "ward-4", "send_information", now=minute("2026-01-13 11:00"))
    assert due(case, "call", profile)[""].done_at == minute("2026-01-13 11:00")
    anew = then(case, "notify_ready", "2026-01-19 10:00")
    found = due(anew, "call", profile)[""]
    assert (shown(found.due), found.done_at) == ("2026-01-22 23:59", None)
    started, ended = planned_by(flow, anew, anew.log[-1])
    assert ended[0] == started[0].ref == "deadline:call"


def test_what_was_sent_by_mistake_starts_nothing_and_keeps_nothing():
    case = do(admitted("2026-01-12 08:00"), "ward-4", "send_admission_notice", estimated_day=90)
    told = case.log[-1].document
    case = replace(case, now=minute("2026-01-12 09:00"))
    struck = then(case, "withdraw_document", "2026-01-12 10:00", document=told)
    found = due(struck, "admission_notice")[""]
    assert (shown(found.due), found.done_at) == ("2026-01-13 08:00", None)
    started, _ = planned_by(SHOWN, struck, struck.log[-1])
    assert [timer.ref for timer in started] == ["deadline:admission_notice"]
    ready = do(case, "ward-4", "notify_ready", now=minute("2026-01-12 11:00"))
    assert due(ready, "payment")[""].began == minute("2026-01-12 11:00")
    gone = then(ready, "withdraw_document", "2026-01-12 12:00", document=ready.log[-1].document)
    assert due(gone, "payment") == due(gone, "call") == {}
    assert set(planned_by(SHOWN, gone, gone.log[-1])[1]) == {"deadline:call", "deadline:payment"}


def test_u7_every_receiver_has_its_own_time_to_begin_planning():
    row = {"of": "PT48H", "after": "send_admission_notice", "each": "admission_notice"}
    profile = with_deadline("planning", label="Planering", done="write_planning", **row)
    case = admitted("2026-03-27 16:00")
    case = do(
        case, "ward-4", "send_admission_notice", recipients=[*UNITS, "daughter"], estimated_day=90
    )
    flow = under(SPU, profile)
    sent = next(line for line in case.log if line.code == "send_admission_notice")
    waits, _ = planned_by(flow, case, sent)
    refs = [timer.ref for timer in waits if timer.payload["deadline"] == "planning"]
    assert refs == [f"deadline:planning:{unit}" for unit in UNITS]
    case = do(case, "home-care", "write_planning", now=minute("2026-03-28 09:00"))
    assert planned_by(flow, case, case.log[-1])[1] == ("deadline:planning:home-care",)
    case = replace(case, now=minute("2026-03-29 17:01"))
    late = due(case, "planning", profile)
    assert {party for party, one in late.items() if one.passed} == {*UNITS} - {"home-care"}
    assert shown(late["assessment"].due) == "2026-03-29 17:00"


def test_a_profile_that_hides_what_a_deadline_counts_from_has_no_such_deadline():
    hidden = {"hidden": ["notify_ready", "interrupt", "send_information"]}
    rows = under(SPU, replace(NEUTRAL, name="bare", overlays={"spu": hidden})).deadlines
    assert "call" not in rows
    assert (rows["payment"].after, rows["payment"].also) == ("notify_decision", ())
    assert rows["payment"].ends == ("withdraw_ready",)
    assert (rows["information"].done, rows["information"].ends) == ("", ())


def test_the_times_of_orebro_hold_only_in_the_profile_that_has_agreed_on_them():
    lifecare = load_profile("lifecare")
    plan = {**lifecare.overlays["sip"], "shown": ["note_need"]}
    rows = under(SPU, replace(lifecare, name="needs", overlays={"sip": plan})).deadlines
    assert (rows["start"].of, rows["documented"].of) == ("P28D", "P3D")
    for key in ("start", "documented"):
        assert {source.kind for source in rows[key].sources} == {"agreement"}
        assert not getattr(SHOWN.deadlines.get(key), "of", "")


def test_three_times_three_days_are_three_rows_and_move_one_at_a_time():
    sip = {"of": "P3D", "after": "hold_meeting", "counts": "days", "label": "Dokumenterat"}
    rows = {
        "call": {"of": "P5D"},
        "payment": {"of": "P7D"},
        "documented": {"of": "P9D"},
    }
    start_ = replace(
        NEUTRAL,
        overlays={
            "sip": {"deadlines": {"documented": {"source": ["orebro-dokumentation"], **sip}}}
        },
    )
    before = under(SPU, start_).deadlines
    for key, row in rows.items():
        track = "sip" if key == "documented" else "spu"
        overlays = {name: dict(value) for name, value in start_.overlays.items()}
        said = dict(overlays.get(track, {}).get("deadlines", {}))
        said[key] = {**said.get(key, {}), **row, "source": ["L8"]}
        overlays[track] = {"deadlines": said}
        after = under(SPU, replace(start_, overlays=overlays)).deadlines
        changed = {name for name in after if after[name] != before.get(name)}
        assert changed == {key}
        assert {before[one].of for one in rows} == {"P3D"}
    assert load_flow("spu").deadlines["call"].of == "P3D"
