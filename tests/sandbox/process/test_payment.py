"""What the municipality pays for who is ready to go home: two models, and every reason for nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process.deadlines import deadlines
from sandbox.process.lint import lint
from sandbox.process.payment import (
    MAY_BEGIN,
    amount,
    compulsory,
    liability,
    liable_municipality,
    month,
    preconditions,
)
from sandbox.process.payment import (
    owed as dated,
)
from sandbox.process.state import Document
from tests.sandbox.process.discharge import NEUTRAL, PARTIES, SPU, at, do, start

MORNING = at(1, "11.40")
LAW = replace(NEUTRAL, limits={"payment": {"model": "law", "amounts": {2026: 100, 2027: 150}}})
MEAN = replace(
    NEUTRAL,
    name="mean",
    limits={"payment": {"model": "average", "mean_days": 3, "amounts": {2026: 100}}},
)
ELSEWHERE = {**PARTIES["assessment"], "name": "Grannkommunen"}


def ready(sent=MORNING, **notice):
    """Return a case where the ward has given notice, a Monday as a rule."""
    case = start(sent - 1440)
    case = do(case, "ward-4", "register_admission")
    case = do(case, "ward-4", "send_admission_notice", **notice)
    case = do(case, "health-centre", "appoint_contact")
    return do(case, "ward-4", "notify_ready", now=sent)


def home(case, now):
    return do(case, "ward-4", "discharge", now=now)


def owed(case, profile=LAW, **changes):
    return liability(replace(case, **changes), flow=SPU, profile=profile)


def why(case, profile=LAW, **changes):
    return [ground.rule for ground in owed(case, profile, **changes).grounds]


def with_facts(case, **facts):
    return replace(case, facts={**case.facts, **facts})


def with_document(case, kind, body, sent=0):
    number = len(case.documents) + 1
    document = Document(number, kind, "sent", "ward-4", body, 1, sent)
    return replace(case, documents=(*case.documents, document))


@pytest.mark.parametrize(
    ("sent", "left", "days"),
    [
        (at(1, "11.40"), at(5, "10.00"), 1),
        (at(1, "12.00"), at(8, "10.00"), 4),
        (at(1, "12.01"), at(8, "10.00"), 3),
        (at(5, "15.00"), at(10, "23.59"), 1),
    ],
)
def test_the_days_run_from_the_day_the_liability_begins_to_the_day_of_going_home(sent, left, days):
    found = owed(home(ready(sent), left), now=left + 9000)
    assert (found.liable, found.days, found.total, found.ends) == (True, days, days * 150, left)
    assert found.municipality == "assessment"
    assert found.grounds == ()


def test_the_day_of_going_home_is_the_one_that_the_ward_wrote():
    case = home(ready(), at(9, "8.00"))
    written = replace(case.documents[-1], body={"day": 6, "time": "15.00"})
    case = replace(case, documents=(*case.documents[:-1], written))
    assert (owed(case).ends, owed(case).days) == (at(6, "15.00"), 2)


def test_it_runs_on_as_long_as_nobody_has_gone_home():
    case = ready()
    assert why(case, now=at(3, "23.59")) == ["U19"]
    assert owed(case, now=at(4, "00.00")).liable
    assert owed(case, now=at(9, "8.00")).total == 5 * 150
    assert owed(case, now=at(9, "8.00")).ready_days == 8


def test_who_goes_home_in_time_costs_nothing_and_the_page_says_why():
    found = owed(home(ready(), at(4, "10.00")))
    assert (found.liable, found.total, found.ready_days) == (False, 0, 3)
    assert "innan" in found.grounds[0].text
    assert "5\u00a0kap." in found.grounds[0].source


def test_every_condition_that_fails_is_a_ground_in_plain_words():
    case = ready(recipients=["health-centre"], facts=["name"])
    case = do(case, "health-centre", "offer_sip")
    grounds = owed(case, now=at(20, "8.00")).grounds
    assert [ground.rule for ground in grounds] == ["U18", "U18", "U18"]
    assert [ground.text.split()[0] for ground in grounds] == [
        "Kommunen",
        "Inskrivningsmeddelandet",
        "Den",
    ]
    late = do(start(at(0, "6.00")), "ward-4", "register_admission")
    late = do(late, "ward-4", "send_admission_notice", now=at(1, "7.00"))
    late = do(late, "ward-4", "notify_ready")
    assert "för sent" in owed(late, now=at(20, "8.00")).grounds[0].text
    assert why(start()) == ["U18", "U18", "U18"]


def test_a_call_that_came_late_moves_the_beginning_to_the_day_it_came():
    case = do(ready(), "health-centre", "offer_sip", now=at(2, "9.00"))
    assert why(case, now=at(9, "8.00")) == ["U18"]
    called = with_document(case, "call", {"recipients": []}, sent=at(7, "15.00"))
    found = owed(called, now=at(9, "8.00"))
    assert (found.begins, found.days) == (at(7, "0.00"), 2)


def test_compulsory_care_asks_for_no_call_and_its_decision_is_the_notice():
    case = do(ready(), "health-centre", "offer_sip")
    assert not compulsory(case)
    opt = with_facts(case, compulsory="lpt")
    assert compulsory(opt)
    assert owed(opt, now=at(9, "8.00")).liable
    told = with_document(start(), "decision_notice", {"recipients": ["assessment"]})
    assert {item.rule: item.met for item in preconditions(told, flow=SPU)}["U8"]


@pytest.mark.parametrize(("said", "rules"), [("yes", []), ("no", ["U20"]), ("unclear", ["U20"])])
def test_nothing_is_owed_while_open_care_cannot_give_its_part_or_nobody_knows(said, rules):
    case = with_facts(ready(), open_care=said)
    assert why(case, now=at(9, "8.00")) == rules
    written = with_document(ready(), "planning", {"open_care": said}, sent=at(1, "13.00"))
    assert why(written, now=at(9, "8.00")) == rules


def test_one_unit_that_cannot_weighs_more_than_another_that_can():
    case = with_document(ready(), "planning", {"open_care": "yes"})
    case = with_document(case, "planning", {"open_care": "no"})
    assert "kan inte" in owed(case, now=at(9, "8.00")).grounds[0].text
    fields = (replace(SPU.documents["ready_notice"].fields[1], key="open_care"),)
    kind = replace(SPU.documents["ready_notice"], fields=fields)
    asking = replace(SPU, documents={**SPU.documents, "ready_notice": kind})
    silent = liability(replace(ready(), now=at(9, "8.00")), flow=asking, profile=LAW)
    assert [(ground.rule, "oklart" in ground.text) for ground in silent.grounds] == [("U20", True)]


def test_the_municipality_that_placed_the_person_pays_not_the_one_of_the_address():
    case = ready()
    people = {**PARTIES, "elsewhere": ELSEWHERE}
    case = with_facts(case, parties=people, person={"registered_in": "assessment"})
    assert liable_municipality(case) == "assessment"
    assert owed(case, now=at(9, "8.00")).liable
    placed = with_document(case, "admission", {"assessment": "yes", "payer": "elsewhere"})
    assert liable_municipality(placed) == "elsewhere"
    assert why(placed, now=at(9, "8.00")) == ["U18", "U18"]


def test_without_an_amount_there_is_no_sum_and_each_day_has_the_amount_of_its_year():
    case = home(ready(at(1, "9.00")), at(8, "9.00"))
    none = replace(NEUTRAL, limits={})
    assert (owed(case, none).days, owed(case, none).total, owed(case, none).amount) == (
        4,
        None,
        None,
    )
    # The liability begins on Thursday 31 December 2026: one day of that year, and three of the next.
    dated = with_facts(case, anchor="2026-12-27")
    assert (owed(dated).amount, owed(dated).total) == (100, 100 + 3 * 150)
    assert amount(with_facts(case, anchor="2020-01-06"), LAW, 0) is None


def test_a_notice_taken_back_stops_the_clock_and_the_next_one_starts_it_anew():
    case = ready(at(3, "10.00"))
    back = {"reason": "Feber", "doctor": "Kim", "recipients": ["assessment"]}
    case = do(case, "ward-4", "withdraw_ready", back, now=at(4, "10.00"))
    assert [ground.text.split(".")[0] for ground in owed(case, now=at(12, "8.00")).grounds] == [
        "Utskrivningsklar är återkallat"
    ]
    again = do(case, "ward-4", "notify_ready", now=at(5, "13.00"))
    found = owed(home(again, at(12, "9.00")))
    assert (found.begins, found.days, found.ready_days) == (at(9, "0.00"), 3, 7)


def test_a_notice_taken_back_or_a_process_broken_off_leaves_no_liability():
    case = start(at(1, "8.00"))
    for kind, word in (("ready_withdrawn", "återkallat"), ("interruption", "avbruten")):
        grounds = owed(with_document(case, kind, {})).grounds
        assert word in grounds[0].text


def stays(*days):
    return [home(ready(at(1, "9.00")), at(1 + count, "9.00")) for count in days]


def of_month(cases, **changes):
    asked = {"flow": SPU, "profile": MEAN, "municipality": "assessment", "first_day": 0}
    return month(cases, **{**asked, **changes})


def test_under_the_mean_of_a_month_only_days_over_it_cost():
    found = of_month(stays(1, 8, 3))
    assert (found.stays, found.mean, found.excess, found.total) == (3, 4.0, 3.0, 300)
    assert found.grounds == ()
    even = of_month(stays(3, 2, 4))
    assert (even.mean, even.excess, even.total) == (3.0, 0.0, 0)
    assert "snitt är inte över 3 dagar" in even.grounds[0].text


def test_a_month_counts_its_own_stays_of_its_own_municipality():
    assert of_month(stays(9), first_day=30).stays == 0
    assert of_month(stays(9), municipality="elsewhere").grounds[0].rule == "U16"
    barred = with_facts(stays(9)[0], open_care="no")
    assert of_month([barred]).stays == 0
    assert of_month(stays(9), profile=replace(MEAN, limits={})).total is None


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        ({"payment": {"model": "barter"}}, "barter"),
        ({"payment": {"model": "average"}}, "mean_days"),
        ({"payment": {"amounts": {2026: "mycket"}}}, "övningskronor"),
        ({"date_change": "snart"}, "snart"),
        ({"weather": "snö"}, "weather"),
    ],
)
def test_the_linter_finds_what_is_wrong_with_the_limits_of_a_profile(limits, says):
    assert lint(SPU, MEAN) == ()
    problems = lint(SPU, replace(NEUTRAL, limits=limits))
    assert [says in problem.text for problem in problems] == [True]


def test_under_the_mean_nobody_pays_for_a_single_stay():
    found = owed(stays(9)[0], MEAN)
    assert (found.model, found.liable, found.ready_days) == ("average", False, 9)
    assert [ground.rule for ground in found.grounds] == ["U16"]


def clock_of(case):
    """The payment date among the dates to keep, as pages show it: its label and its minute."""
    found = deadlines(case, flow=SPU, profile=LAW)
    rows = dated(found, owed(case), now=case.now)
    return next(((row.label, row.due) for row in rows if row.key == "payment"), None)


def test_the_date_of_payment_says_what_the_liability_says():
    case = do(ready(), "health-centre", "offer_sip", now=at(1, "12.00"))
    assert clock_of(case) == (MAY_BEGIN, at(4, "0.00"))
    late = replace(case, now=at(6, "9.00"))
    assert not owed(late).liable
    assert clock_of(late) is None
    agreed = do(late, "health-centre", "record_consent")
    called = do(agreed, "health-centre", "send_call")
    label, begins = clock_of(called)
    assert label != MAY_BEGIN
    assert begins == owed(called).begins == at(6, "0.00")
