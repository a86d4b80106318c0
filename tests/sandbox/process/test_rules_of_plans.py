"""P1–P28: each rule of plans and papers, broken and kept; and every row has its test."""

from __future__ import annotations

import importlib
from dataclasses import replace

import pytest

from content_files.yaml_marks import ContentError
from sandbox.fictive import detector
from sandbox.process.reading import HERE
from sandbox.process.rules import CHECKS, load_rules
from tests.sandbox.process.papers import (
    NEUTRAL,
    UNITS,
    about,
    agree,
    broken,
    change,
    day,
    empty_case,
    happen,
    in_plan,
    notified,
    plan,
    ready,
    write,
)
from tests.sandbox.process.test_rules_of_discharge import home, profile, showing

GOOD = "Jag vill kunna gå till sommarstugan till midsommar."
STEP = "Jag vill gå en gång runt huset med rollatorn."


def goals(main=GOOD, *steps, **more):
    """Return a case whose goals are these."""
    subgoals = [{"text": text} for text in steps or (STEP,)]
    return plan(empty_case(), main_goal=main, subgoals=subgoals, **more)


def with_meeting(case, **body):
    """Return the case after a meeting on day 2, where everybody was unless the body says otherwise."""
    held = {"attended": ["health-centre", "assessment", "home-help", "home-care"], **body}
    called = write(case, "call", {"recipients": UNITS[1:]}, "health-centre")
    return write(called, "meeting", held, "health-centre", at=day(2))


def test_a_whole_plan_breaks_no_rule_of_plans():
    case = plan(with_meeting(empty_case()))
    case = write(case, "mapping", {"areas": [{"text": "Trappan.", "own_words": True}]}, UNITS[0])
    for rule in load_rules():
        if rule.startswith("P"):
            assert broken(case, rule) == [], rule


def test_p1_a_plan_has_a_main_goal():
    assert broken(goals(), "P1") == []
    assert about(goals(""), "P1") == ["goals"]


def test_p2_goals_speak_as_i_or_we():
    assert broken(goals(), "P2") == []
    found = broken(goals("Att komma ut i trädgården till sommaren igen."), "P2")
    assert [one.level for one in found] == ["W"]
    assert len(broken(goals(GOOD, "Att gå ut på egen hand igen."), "P2")) == 1


def test_p3_goals_give_no_orders():
    assert broken(goals(), "P3") == []
    assert broken(goals("Du ska komma ut mer till sommaren."), "P3")


def test_p4_the_main_goal_says_when():
    assert broken(goals(), "P4") == []
    assert len(broken(goals("Jag vill kunna laga min egen mat.", main_day=None), "P4")) == 1
    assert broken(goals("Jag vill kunna laga min egen mat.", main_day=150), "P4") == []


def test_p5_goals_are_more_than_a_few_words():
    assert broken(goals(), "P5") == []
    assert broken(goals("Jag vill promenera."), "P5")


def test_p6_a_measure_is_no_goal_and_weighs_more_as_a_subgoal():
    assert broken(goals(), "P6") == []
    found = broken(goals("Hemtjänst två gånger om dagen till jul.", "Rullatorträning x 3"), "P6")
    assert [one.level for one in found] == ["W", "E"]


def test_p7_a_care_request_says_what_the_hospital_needs():
    whole = dict.fromkeys(("reason", "function", "ongoing", "contacts", "consent"), "Ja.")
    case = write(empty_case(), "care_request", whole, "home-care")
    assert broken(case, "P7") == []
    assert broken(empty_case(), "P7") == []
    lacking = broken(change(case, "care_request", function=" ", consent=""), "P7")
    assert ["brukar ha det" in one.text for one in lacking] == [True, False]


def test_p8_everybody_has_planned_when_readiness_is_told():
    case = notified()
    for unit in UNITS:
        case = write(case, "planning", {}, unit, at=day(2))
    told = write(case, "ready_notice", {"recipients": UNITS, "doctor": "Kim"}, at=day(3))
    assert broken(told, "P8") == []
    late = write(ready(), "planning", {}, "home-care", at=day(3.5))
    assert about(late, "P8") == UNITS
    assert broken(notified(), "P8") == []


def test_p9_primary_care_says_how_the_person_is():
    asking = showing("planning", "health_state")
    case = write(notified(), "planning", {"now": "Trött."}, "health-centre")
    assert broken(case, "P9") == []
    assert about(case, "P9", flow=asking) == ["health-centre"]
    said = change(case, "planning", health_state="Hjärtsvikt.")
    assert broken(said, "P9", flow=asking) == []
    assert broken(write(notified(), "planning", {}, "home-care"), "P9", flow=asking) == []


def test_p10_a_plan_that_runs_has_what_the_law_asks_for():
    case = goals()
    assert broken(case, "P10") == []
    lacking = change(change(case, "follow_up", principal=""), "goals", measures=[])
    assert len(broken(lacking, "P10")) == 3
    assert broken(in_plan(lacking, "planned"), "P10") == []


def test_p11_every_measure_has_somebody_responsible_and_a_contact():
    assert broken(goals(), "P11") == []
    rows = [
        {"text": "Övar"},
        {"text": "Hjälper", "responsible": "home-help"},
        {"text": "Går ut", "responsible": "berit"},
        {"text": "Ringer", "responsible": "home-care", "phone": "070-174 06 05"},
    ]
    assert about(change(goals(), "goals", measures=rows), "P11") == ["goals", "home-help"]
    own = write(goals(), "contribution", {"measures": [{"text": "Lägger om."}]}, "home-care")
    assert about(own, "P11") == ["home-care"]


def test_p12_goals_and_measures_meet():
    assert broken(goals(), "P12") == []
    found = broken(goals(GOOD, STEP, "Jag vill sova hela natten i min egen säng."), "P12")
    assert ["Jag vill sova" in one.text for one in found] == [True]
    loose = change(goals(), "goals", measures=[{"text": "Övar", "responsible": "home-help"}])
    assert len(broken(loose, "P12")) == 2


def test_p13_a_plan_with_one_principal_is_told_so():
    assert broken(goals(), "P13") == []
    alone = change(goals(), "goals", measures=[{"text": "Övar", "responsible": "home-help"}])
    assert [(one.level, "regionen" in one.text) for one in broken(alone, "P13")] == [("I", True)]


def test_p14_a_day_for_follow_up_no_later_than_the_level_asks_for():
    assert broken(goals(), "P14") == []
    assert [one.level for one in broken(change(goals(), "follow_up", day=None), "P14")] == ["E"]
    case = with_meeting(goals())
    assert broken(case, "P14") == []
    for level, day_ in (("sip", 180), ("sip_plus", 44), ("sip_plus_plus", 30)):
        at_level = replace(case, facts={**case.facts, "level": level})
        assert broken(change(at_level, "follow_up", day=day_), "P14") == []
        late = broken(change(at_level, "follow_up", day=day_ + 3), "P14")
        assert [one.level for one in late] == ["W"]


def test_p15_somebody_coordinates_after_the_meeting():
    assert broken(goals(), "P15") == []
    assert about(change(goals(), "follow_up", coordinator=""), "P15") == ["follow_up"]


def test_p16_consent_is_there_holds_and_covers_everybody():
    assert broken(goals(), "P16") == []
    assert "saknas" in broken(in_plan(empty_case()), "P16")[0].text
    ended = agree(in_plan(empty_case()), withdrawn_at=day(1))
    assert "återtaget" in broken(ended, "P16")[0].text
    assert broken(in_plan(ended, "closed"), "P16") == []
    told = happen(goals(), "consent_exceeded", data={"parties": ["daughter"]})
    assert about(told, "P16") == ["daughter"]


def test_p17_who_was_there_writes_its_part_in_time():
    row = {"of": "P3D", "counts": "days", "after": "hold_meeting", "ends": ["hold_meeting"]}
    other = profile(documented={**row, "label": "Klart", "source": ["orebro-dokumentation"]})
    case = with_meeting(agree(in_plan(empty_case(day(5)))), attended=["home-care", "berit"])
    assert broken(case, "P17", profile=other) == []
    case = replace(case, now=day(9))
    case = write(case, "contribution", {}, "home-care", at=day(8))
    found = broken(case, "P17", profile=other)
    assert [(one.about, one.level) for one in found] == [("health-centre", "E"), ("home-care", "W")]
    in_time = write(case, "goals", {}, "health-centre", at=day(4))
    assert about(in_time, "P17", profile=other) == ["home-care"]
    assert broken(case, "P17") == []


def test_p18_the_call_is_in_time_from_the_right_role_and_to_every_principal():
    call = {"recipients": ["assessment", "home-care"]}
    case = write(ready(contact_party="health-centre"), "call", call, "health-centre", at=day(4))
    assert broken(case, "P18") == []
    assert about(ready(day(9)), "P18") == ["call"]
    assert about(replace(case, facts={**case.facts, "contact_party": "home-care"}), "P18") == [
        "health-centre"
    ]
    outside = write(empty_case(), "call", call, "home-care")
    assert about(outside, "P18") == ["home-care"]
    planned = write(goals(), "call", {"recipients": []}, "health-centre")
    assert ["kommunen" in one.text for one in broken(planned, "P18")] == [True]


def test_p19_who_does_not_come_has_a_reason_and_both_principals_are_there():
    assert broken(with_meeting(goals()), "P19") == []
    absent = [{"party": "assessment", "reason": "Sjuk"}, {"party": "home-help", "reason": ""}]
    missing = with_meeting(goals(), attended=["home-care"], absent=absent)
    assert about(missing, "P19") == ["home-help"]
    asking = replace(
        NEUTRAL, overlays={"sip": {"fields": {"meeting.absent.new_way": {"hidden": False}}}}
    )
    assert about(missing, "P19", profile=asking) == ["assessment", "home-help"]
    alone = with_meeting(
        goals(), attended=[], absent=[{"party": one, "reason": "x"} for one in UNITS]
    )
    assert ["kommunen" in one.text for one in broken(alone, "P19")] == [True]


def test_p20_the_mapping_comes_before_the_meeting():
    assert about(with_meeting(goals()), "P20") == ["mapping"]
    rows = [{"text": "Trappan.", "own_words": False}]
    case = write(with_meeting(goals()), "mapping", {"areas": rows}, "health-centre")
    assert "egna ord" in broken(case, "P20")[0].text
    own = change(case, "mapping", areas=[{**rows[0], "own_words": True}])
    assert broken(own, "P20") == []
    assert broken(goals(), "P20") == []
    asking = replace(NEUTRAL, overlays={"sip": {"shown": ["write_basis"]}})
    assert about(own, "P20", profile=asking) == ["basis"]
    said = write(own, "basis", {"important": "Katten."}, "health-centre")
    assert broken(said, "P20", profile=asking) == []
    child = replace(own, facts={**own.facts, "person": {"minor": True}})
    assert broken(child, "P20", profile=asking) == []  # what a child says is asked for by P26


def test_p21_only_the_coordinator_writes_in_the_mapping():
    case = happen(goals(), "refused", "home-care", data={"action": "write_mapping", "rules": []})
    assert about(case, "P21") == ["home-care"]
    other = happen(goals(), "refused", "home-care", data={"action": "send_call", "rules": []})
    assert broken(other, "P21") == []


def test_p22_a_plan_ends_when_there_is_nothing_more_to_plan():
    case = goals()
    assert broken(case, "P22") == []
    hidden = replace(case, facts={**case.facts, "person": {"protected": True}})
    assert "skyddade" in broken(hidden, "P22")[0].text
    assert broken(in_plan(hidden, "closed"), "P22") == []
    for reason in ("deceased", "moved", "consent_withdrawn"):
        assert about(write(case, "interruption", {"reason": reason}), "P22") == ["closing"]
    assert broken(write(case, "interruption", {"reason": "no_need"}), "P22") == []
    assert broken(agree(case, withdrawn_at=day(1)), "P22")
    assert "nådda" in broken(write(case, "evaluation", {"main_goal": "yes"}), "P22")[0].text
    reached = change(case, "goals", subgoals=[{"text": STEP, "status": "reached"}])
    assert "nådda" in broken(reached, "P22")[0].text


def test_p23_one_plan_at_a_time_where_the_profile_says_so():
    alone = replace(NEUTRAL, overlays={"sip": {"unique_active_sip": True}})
    case = replace(goals(), facts={**goals().facts, "elsewhere": {"active_sip": "17"}})
    assert "ärende 17" in broken(case, "P23", profile=alone)[0].text
    assert broken(case, "P23") == []
    assert broken(goals(), "P23", profile=alone) == []
    assert broken(in_plan(case, "noticed"), "P23", profile=alone) == []


def test_p24_a_plan_that_was_there_is_followed_up_before_going_home():
    case = ready(elsewhere={"active_sip": "17"})
    assert broken(case, "P24") == []
    assert about(home(case, day(4)), "P24") == ["follow_up"]
    assert broken(home(ready(sip_to_follow_up="17"), day(4)), "P24")
    followed = write(case, "measure_follow_up", {}, "home-care")
    assert broken(home(followed, day(4)), "P24") == []
    assert broken(home(ready(), day(4)), "P24") == []


def test_p25_what_looks_real_in_free_text_is_stopped():
    assert detector.stops("Ring Kim på 070-987 65 43 eller kim@regionen.se.")
    assert not detector.stops("Ring Kim Låtsas på 070-174 06 05.")
    assert load_rules()["P25"].elsewhere == detector.__name__


def test_p26_a_child_is_heard_and_every_guardian_agrees():
    child = {"minor": True, "guardians": ["mother", "father"]}
    case = replace(goals(), facts={**goals().facts, "person": child})
    givers = [{"giver": "guardian_1", "answer": "yes"}, {"giver": "guardian_2", "answer": "no"}]
    case = write(case, "consent", {"givers": givers}, "health-centre")
    assert about(case, "P26") == ["basis_minor", "father"]
    heard = write(case, "basis_minor", {"own_words": "Jag vill ha lugnt."}, "health-centre")
    assert about(heard, "P26") == ["father"]
    said_no = change(heard, "consent", guardian_exception="hindered")
    assert about(said_no, "P26") == ["father"]  # a no is not somebody who cannot be reached
    away = [givers[0], {"giver": "guardian_2", "answer": "hindered"}]
    excused = change(heard, "consent", givers=away, guardian_exception="hindered")
    assert broken(excused, "P26") == []
    grown = replace(case, facts={**case.facts, "person": {**child, "minor": False}})
    assert broken(grown, "P26") == []


def test_p27_nobody_copies_and_the_main_goal_is_no_subgoal():
    assert broken(goals(), "P27") == []
    assert about(goals(GOOD, GOOD.upper()), "P27") == ["goals"]
    text = "Hon går med rollator inomhus och behöver hjälp i trappan ner till gården."
    case = write(notified(), "planning", {"before": text}, "home-care")
    assert broken(write(case, "planning", {"now": "Kort."}, "home-help"), "P27") == []
    assert about(write(case, "planning", {"now": text.lower()}, "home-help"), "P27") == [
        "home-help"
    ]


def test_p28_every_time_of_the_law_that_is_missed_is_named():
    assert broken(ready(), "P28") == []
    case = write(empty_case(), "admission", {"assessment": "yes", "assessed_by": "Kim"})
    assert about(replace(case, now=day(3)), "P28") == ["U4"]
    assert about(home(ready(day(9)), day(4)), "P28") == ["U10", "U15"]


def test_every_rule_is_a_row_with_its_check():
    rows = load_rules()
    assert list(rows) == [f"U{n}" for n in range(1, 22)] + [f"P{n}" for n in range(1, 29)]
    assert {row.check for row in rows.values() if row.check} == set(CHECKS)
    for row in rows.values():
        assert row.sources
        if row.elsewhere:
            assert importlib.import_module(row.elsewhere)


@pytest.mark.parametrize(
    ("change_", "says"),
    [
        (("{level: E", "{level: X"), "level eller kind"),
        (("check: u1_assessment", "check: u1_nothing"), "ingen check"),
        (('text: "Läkaren bedömer', 'txt: "Läkaren bedömer'), "saknar text"),
        (("source: [L3], check: u1", "check: u1"), "saknar källa"),
    ],
)
def test_a_row_that_lacks_something_is_refused_with_file_and_line(change_, says, tmp_path):
    text = (HERE / "rules.yaml").read_text(encoding="utf-8").replace(*change_, 1)
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        load_rules(path)
