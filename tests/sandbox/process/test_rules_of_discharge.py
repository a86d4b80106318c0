"""U1–U21: each rule of the law on discharge, broken and kept."""

from __future__ import annotations

from dataclasses import replace

from sandbox.process.flow import field_of
from tests.sandbox.process.papers import (
    FACTS,
    NEUTRAL,
    PARTIES,
    SPU,
    UNITS,
    about,
    agree,
    broken,
    change,
    day,
    empty_case,
    happen,
    notified,
    ready,
    write,
)


def profile(limits=None, **rows):
    """Return the neutral profile with other deadlines and limits."""
    overlays = {"spu": {"deadlines": rows}} if rows else NEUTRAL.overlays
    return replace(NEUTRAL, name="other", overlays=overlays, limits=limits or NEUTRAL.limits)


def showing(kind, key):
    """Return the flow with a field of the kind that a profile has to show first, if it has it."""
    document = SPU.documents[kind]
    fields = (*(one for one in document.fields if one.key != key), _shown(document, key))
    documents = {**SPU.documents, kind: replace(document, fields=fields)}
    return replace(SPU, documents=documents)


def _shown(document, key):
    found = field_of(document.fields, key) or replace(document.fields[-1], key=key)
    return replace(found, **({"hidden": False} if hasattr(found, "hidden") else {}))


def home(case, at, **body):
    return write(case, "discharge", {"time": "10.00", **body}, at=at)


def test_u1_the_admission_says_what_the_doctor_has_judged():
    assert broken(notified(), "U1") == []
    case = write(empty_case(), "admission", {"assessment": "", "assessed_by": " "})
    assert about(case, "U1") == ["admission", "admission"]
    assert broken(case, "U1")[0].level == "E"
    later = write(empty_case(), "admission", {"assessment": "later", "assessed_by": ""})
    assert broken(later, "U1") == []


def test_u2_open_care_is_told_when_health_care_of_the_municipality_is():
    assert broken(notified(), "U2") == []
    assert broken(change(notified(), "admission_notice", recipients=["assessment"]), "U2") == []
    alone = change(notified(), "admission_notice", recipients=["home-care", "assessment"])
    assert about(alone, "U2") == ["admission_notice"]


def test_u3_the_notice_has_four_facts_and_no_more_without_consent():
    assert broken(notified(), "U3") == []
    assert about(change(notified(), "admission_notice", facts=FACTS[:3]), "U3") == [
        "admission_notice"
    ]
    more = change(notified(), "admission_notice", more="Hon bor ensam.")
    assert broken(more, "U3") == []
    exceeded = happen(more, "consent_exceeded", document=2, data={"parties": UNITS})
    assert "mer än" in broken(exceeded, "U3")[0].text


def test_u4_the_notice_goes_within_twenty_four_hours():
    assert broken(notified(), "U4") == []
    case = write(empty_case(day(2)), "admission", {"assessment": "yes", "assessed_by": "Kim"})
    assert broken(case, "U4") == []
    assert broken(replace(case, now=day(2) + 1), "U4")
    late = write(replace(case, now=day(3)), "admission_notice", {}, at=day(2) + 1)
    assert broken(late, "U4")


def test_u5_a_changed_day_is_told_before_long():
    case = notified(estimated_day=6)
    assert broken(case, "U5") == []
    case = replace(case, facts={**case.facts, "estimated_day": 8})
    case = happen(case, "register_admission", at=day(2), patch={"facts.estimated_day": (6, 8)})
    assert broken(replace(case, now=day(2) + 120), "U5") == []
    late = replace(case, now=day(2) + 121)
    assert about(late, "U5") == ["date_change"]
    assert broken(late, "U5", profile=profile({"date_change": "PT4H"})) == []
    assert broken(write(late, "date_change", {"estimated_day": 8}, at=day(2) + 121), "U5") == []


def test_u6_open_care_appoints_the_contact_before_the_person_leaves():
    case = ready(contact_party="health-centre")
    assert broken(case, "U6") == []
    assert about(home(case, day(4)), "U6") == ["contact"]
    named = write(case, "contact", {"name": "Ida"}, "health-centre")
    assert broken(home(named, day(4)), "U6") == []
    assert about(write(case, "contact", {"name": "Bo"}, "ward-4"), "U6") == ["ward-4"]


def test_u7_every_unit_that_was_told_begins_planning():
    row = {"of": "PT48H", "after": "send_admission_notice", "each": "admission_notice"}
    row |= {"done": "write_planning", "label": "Planering", "source": ["orebro-start"]}
    case = write(notified(day(4)), "planning", {}, "home-care", at=day(2))
    other = profile(planning=row)
    assert about(case, "U7", profile=other) == ["assessment", "health-centre", "home-help"]
    assert broken(replace(case, now=day(3.5)), "U7", profile=other) == []


def test_u8_the_others_are_told_by_a_named_doctor_before_the_person_leaves():
    assert broken(ready(), "U8") == []
    assert about(change(ready(), "ready_notice", doctor=""), "U8") == ["ready_notice"]
    assert broken(home(notified(), day(2)), "U8")
    decided = write(notified(), "decision_notice", {"recipients": UNITS})
    assert broken(home(decided, day(2)), "U8") == []
    assert broken(ready(), "U8", flow=showing("ready_notice", "judged_time"))


def test_u9_a_decision_on_open_compulsory_care_is_a_notice_of_readiness():
    told = write(notified(), "decision_notice", {"recipients": UNITS})
    assert broken(told, "U9") == []
    assert about(change(told, "decision_notice", recipients=["health-centre"]), "U9") == [
        "decision_notice"
    ]


def test_u10_the_information_goes_on_the_day_of_going_home():
    case = home(ready(day(4)), day(4))
    assert broken(case, "U10") == []
    assert about(replace(case, now=day(5)), "U10") == ["information"]
    sent = write(case, "information", {}, at=day(4.2))
    assert broken(replace(sent, now=day(5)), "U10") == []


def test_u11_the_person_gets_what_there_is_when_going_home():
    case = write(ready(), "information", {"to_person": ["summary"]}, at=day(4))
    assert broken(case, "U11") == []
    assert broken(home(case, day(4)), "U11") == []
    facts = {"contact_party": "health-centre", "elsewhere": {"active_sip": "12"}}
    more = replace(case, facts={**case.facts, **facts})
    text = broken(home(write(more, "call", {"recipients": UNITS}), day(4)), "U11")[0].text
    assert [
        word in text for word in ("vårdkontakt", "SIP är tänkt", "planer", "sammanfattning")
    ] == [
        True,
        True,
        True,
        False,
    ]


def test_u12_open_care_takes_part_where_health_care_of_the_municipality_does():
    case = write(ready(), "call", {"recipients": ["home-care"]}, "health-centre")
    assert broken(case, "U12") == []
    alone = write(ready(), "call", {"recipients": ["home-care"]}, "assessment")
    assert about(alone, "U12") == ["call"]


def test_u13_no_plan_is_called_to_where_compulsory_care_goes_on():
    case = write(ready(), "call", {"recipients": UNITS}, "health-centre")
    assert broken(case, "U13") == []
    assert about(replace(case, facts={**case.facts, "compulsory": True}), "U13") == ["call"]


def test_u14_nothing_of_a_plan_without_consent_and_the_work_begins_in_time():
    case = write(ready(), "mapping", {"areas": []}, "health-centre", at=day(4))
    assert about(case, "U14") == ["mapping"]
    assert broken(agree(case), "U14") == []
    assert broken(agree(case, at=day(5)), "U14")
    assert broken(agree(case, withdrawn_at=day(3)), "U14")
    row = {"of": "P28D", "after": "notify_ready", "counts": "days", "done": "record_consent"}
    other = profile(start={**row, "label": "Arbetet påbörjas", "source": ["orebro-start"]})
    assert broken(ready(day(31)), "U14", profile=other) == []
    assert about(ready(day(32)), "U14", profile=other) == ["consent"]


def test_u15_the_contact_calls_within_three_days():
    case = ready(day(6), contact_party="health-centre")
    assert broken(case, "U15") == []
    assert about(replace(case, now=day(7)), "U15") == ["call"]
    called = write(case, "call", {"recipients": UNITS}, "health-centre", at=day(6))
    assert broken(replace(called, now=day(9)), "U15") == []
    assert about(write(case, "call", {"recipients": UNITS}, "assessment", at=day(6)), "U15") == [
        "assessment"
    ]


def test_u16_another_time_than_that_of_the_law_has_been_agreed_on():
    assert broken(ready(), "U16") == []
    agreed = profile(payment={"of": "P5D", "source": ["orebro-start"]})
    assert broken(ready(), "U16", profile=agreed) == []
    made_up = profile(payment={"of": "P5D", "source": ["L9"]})
    assert [one.level for one in broken(ready(), "U16", profile=made_up)] == ["I"]


def test_u17_the_municipality_that_pays_is_the_one_that_is_told():
    neighbour = {**PARTIES["assessment"], "name": "Grannkommunen"}
    people = {**PARTIES, "neighbour": neighbour}
    case = ready(parties=people, person={"registered_in": "assessment"})
    assert broken(case, "U17") == []
    placed = change(case, "admission", payer="neighbour")
    assert about(placed, "U17") == ["admission_notice", "ready_notice"]
    assert "Grannkommunen" in broken(placed, "U17")[0].text
    both = change(placed, "admission_notice", recipients=[*UNITS, "neighbour"])
    assert about(both, "U17") == ["ready_notice"]


def test_u18_without_the_right_notices_nothing_is_owed():
    assert broken(ready(), "U18") == []
    assert broken(change(notified(), "admission_notice", facts=[]), "U18") == []
    lacking = change(ready(sip_answer="yes"), "admission_notice", facts=[])
    assert ["fyra" in one.text or "kallat" in one.text for one in broken(lacking, "U18")] == [
        True,
        True,
    ]


def test_u19_the_liability_begins_after_three_days_and_its_days_are_counted():
    assert broken(ready(day(5)), "U19") == []
    found = broken(ready(day(8)), "U19")
    assert [(one.about, one.level, "2 dygn" in one.text) for one in found] == [
        ("assessment", "I", True)
    ]


def test_u20_nothing_is_owed_while_open_care_lacks_its_part():
    assert broken(ready(open_care="yes"), "U20") == []
    assert broken(notified(open_care="no"), "U20") == []
    assert broken(ready(open_care="no"), "U20")
    assert broken(ready(open_care="unclear"), "U20")
    assert broken(ready(day(8), open_care="unclear"), "U19") == []


def test_u21_an_amount_is_set_for_the_year_where_liability_runs():
    priced = profile({"payment": {"amounts": {2026: 100}}})
    free = profile({"payment": {}})
    assert broken(ready(day(8)), "U21", profile=priced) == []
    assert broken(ready(day(8)), "U21", profile=free)
    assert broken(ready(day(5)), "U21", profile=free) == []
