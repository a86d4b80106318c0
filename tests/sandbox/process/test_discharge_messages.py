"""Messages in a discharge: read, refused, sent on, struck out, and parties who come and go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process import consent, documents, members
from sandbox.process.deadlines import planned_by
from sandbox.process.engine import Refused
from sandbox.process.overlay import under
from sandbox.process.reading import load_profile
from sandbox.process.state import latest
from tests.sandbox.process.discharge import (
    NEUTRAL,
    ROLES,
    SHOWN,
    SPU,
    UNITS,
    at,
    do,
    in_state,
    start,
    with_plan,
)


def may_read(case, document, who):
    return consent.may_read(case, ROLES[who], document, flow=SPU, party=who)


def refused(case, who, action, **changes):
    with pytest.raises(Refused) as refusal:
        do(case, who, action, **changes)
    found = refusal.value.reasons[0]
    assert found.text
    assert found.source
    return found.rule_id


def number_of(case, kind):
    return latest(case, kind).number


SHOWN_TOO = """admission.admitted_day admission.assessed_day discharge.day
admission.law admission.payer admission.named_units discharge.recipients
planning.recipients contact.recipients ready_withdrawn.estimated_day
message.forwards planning.track sip_offer.need sip_offer.in_open_care"""
LIFECARE = load_profile("lifecare")
OPEN = replace(
    NEUTRAL,
    name="open",
    overlays={"spu": {"fields": {path: {"hidden": False} for path in SHOWN_TOO.split()}}},
)


def act(case, who, action, /, **changes):
    """Do it where every field is shown."""
    return do(case, who, action, profile=OPEN, **changes)


# ---------------------------------------------------------------- Kvittera och svara
def test_acknowledging_says_that_one_unit_has_read_and_settles_nothing():
    case = do(in_state("notified"), "assessment", "acknowledge", {})
    assert documents.receipts(case, latest(case, "admission_notice")) == ("assessment",)
    assert latest(case, "admission_notice").status == "sent"
    assert case.state == "notified"
    answered = do(case, "assessment", "refuse_notice", answer="unknown_here")
    assert "assessment" in members.parts(answered, flow=SPU)


def test_a_request_of_care_is_acknowledged_by_the_hospital():
    case = do(in_state("requested"), "ward-4", "acknowledge", {})
    assert documents.receipts(case, latest(case, "care_request")) == ("ward-4",)


def test_t7_a_municipality_that_does_not_know_the_person_stays_with_nothing_to_give():
    case = do(in_state("notified"), "assessment", "refuse_notice", answer="unknown_here")
    assert case.facts["unknown_at"] == ["assessment"]
    assert do(case, "assessment", "write_planning").state == "planning"
    assert do(case, "ward-4", "notify_ready").state == "ready"


def test_t7_to_turn_down_needs_a_reason_and_not_to_know_the_person_needs_none():
    case = in_state("notified")
    unknown = do(case, "assessment", "refuse_notice", answer="unknown_here", reason="")
    assert unknown.facts["unknown_at"] == ["assessment"]
    why = refused(case, "assessment", "refuse_notice", answer="not_registered_here", reason="")
    assert why.endswith("turned_down_says_why")


def test_t7_a_municipality_where_the_person_is_not_registered_is_out_until_addressed_anew():
    case = do(in_state("notified"), "assessment", "refuse_notice", answer="not_registered_here")
    assert latest(case, "notice_answer") in documents.unread(case, flow=SPU, party="ward-4")
    assert refused(case, "assessment", "write_planning").endswith("part_of_the_case")
    assert refused(case, "ward-4", "notify_ready").endswith("readdressed")
    to = ["health-centre", "other-town", "home-care"]
    case = do(case, "ward-4", "send_admission_notice", recipients=to)
    assert do(case, "ward-4", "notify_ready", recipients=to).state == "ready"
    again = do(case, "ward-4", "send_admission_notice")
    assert "assessment" in members.parts(again, flow=SPU)


# ---------------------------------------------------------------- Makulera
def test_t21_the_sender_strikes_out_what_was_sent_and_it_stays_to_be_seen():
    case = do(in_state("planning"), "home-care", "send_message", subject="Fel person")
    sent = latest(case, "message")
    case = do(case, "home-care", "withdraw_document", document=sent.number, reason="wrong_person")
    struck = next(one for one in case.documents if one.number == sent.number)
    assert (struck.status, struck.body["subject"]) == ("withdrawn", "Fel person")
    notice = latest(case, "voiding")
    assert set(notice.body["recipients"]) == set(sent.body["recipients"]) - {"home-care"}
    assert may_read(case, notice, "health-centre")
    assert case.log[-1].data == {"document": sent.number}


def test_t21_nobody_strikes_out_what_somebody_else_sent():
    case = do(in_state("planning"), "home-care", "send_message")
    number = number_of(case, "message")
    assert refused(case, "ward-4", "withdraw_document", document=number).endswith("own_message")


def test_t21_what_others_have_built_on_stands():
    case = in_state("planning")
    number = number_of(case, "admission_notice")
    assert refused(case, "ward-4", "withdraw_document", document=number).endswith("nothing_follows")
    case = do(case, "ward-4", "change_date")
    free = do(case, "ward-4", "withdraw_document", document=number_of(case, "date_change"))
    assert free.facts["estimated_day"] == 6


def test_t21_readiness_and_consent_have_their_own_way_back():
    case = do(in_state("ready"), "ward-4", "record_consent")
    for kind in ("ready_notice", "consent"):
        rule = refused(case, "ward-4", "withdraw_document", document=number_of(case, kind))
        assert rule.endswith("own_message")


def test_t21_a_request_or_a_discharge_that_was_wrong_takes_the_case_back_a_step():
    case = in_state("requested")
    number = number_of(case, "care_request")
    assert do(case, "home-care", "withdraw_document", document=number).state == "new"
    home = in_state("discharged")
    number = number_of(home, "discharge")
    back = do(home, "ward-4", "withdraw_document", document=number, reason="wrong_content")
    assert (back.state, back.facts["discharged_at"]) == ("ready", None)


# ---------------------------------------------------------------- Vidaresända
def test_what_is_sent_on_can_be_read_by_whoever_got_it():
    case = act(in_state("planning"), "ward-4", "send_message", recipients=["assessment"])
    first = latest(case, "message")
    assert not may_read(case, first, "home-help")
    case = act(case, "assessment", "send_message", recipients=["home-help"], forwards=first.number)
    assert may_read(case, first, "home-help")
    assert not may_read(case, first, "home-care")
    rule = refused_open(case, "ward-4", "withdraw_document", document=first.number)
    assert rule.endswith("nothing_follows")


def refused_open(case, who, action, **changes):
    with pytest.raises(Refused) as refusal:
        act(case, who, action, **changes)
    return refusal.value.reasons[0].rule_id


def test_nobody_sends_on_what_they_may_not_read_or_to_somebody_outside():
    case = act(in_state("planning"), "ward-4", "send_message", recipients=["assessment"])
    first = number_of(case, "message")
    to = {"recipients": ["home-help"], "forwards": first}
    assert refused_open(case, "home-care", "send_message", **to).endswith("may_forward")
    out = {"recipients": ["daughter"], "forwards": first}
    assert refused_open(case, "assessment", "send_message", **out).endswith("forward_stays_inside")


# ---------------------------------------------------------------- Parter
def test_t23_who_is_added_takes_part_from_now_on():
    case = do(in_state("planning"), "ward-4", "record_consent", receivers=["rehab", "home-care"])
    case = do(case, "home-care", "write_planning", ask="Första.")
    old = latest(case, "planning", "home-care")
    case = do(case, "home-care", "write_planning", ask="Andra.")
    assert refused(case, "rehab", "write_planning").endswith("part_of_the_case")
    case = do(replace(case, now=case.now + 60), "home-care", "add_party")
    assert latest(case, "party_change") in documents.unread(case, flow=SPU, party="rehab")
    old = next(one for one in case.documents if one.number == old.number)
    assert do(case, "rehab", "write_planning").log[-1].actor == "rehab"
    assert may_read(case, latest(case, "planning", "home-care"), "rehab")
    assert not may_read(case, old, "rehab")
    assert refused(case, "ward-4", "add_party").endswith("party_is_new")


def test_t23_a_party_outside_the_consent_comes_in_but_reads_nothing_before_the_person_is_asked():
    case = do(in_state("planning"), "ward-4", "record_consent", receivers=["home-care"])
    case = do(case, "ward-4", "add_party")
    assert case.log[-1].code == "consent_to_widen"
    assert case.log[-1].data["parties"] == ["rehab"]
    assert not may_read(case, latest(case, "planning"), "rehab")
    asked = do(case, "ward-4", "record_consent", receivers=["home-care", "rehab"])
    assert may_read(asked, latest(asked, "planning"), "rehab")


def test_t23_who_is_replaced_keeps_what_it_had_and_reads_nothing_new():
    everybody = [*UNITS, "rehab"]
    case = do(in_state("planning"), "ward-4", "record_consent", receivers=everybody)
    before = latest(case, "planning")
    case = do(replace(case, now=case.now + 60), "home-care", "replace_party")
    case = do(case, "ward-4", "write_planning")
    assert may_read(case, before, "home-help")
    assert not may_read(case, latest(case, "planning", "ward-4"), "home-help")
    assert may_read(case, latest(case, "planning", "ward-4"), "rehab")
    assert refused(case, "home-help", "write_planning").endswith("part_of_the_case")
    assert refused(case, "ward-4", "replace_party", party="other-town").endswith("replaced_is_part")
    swapped = next(line for line in case.log if line.code == "replace_party")
    assert swapped.patch["facts.left"] == (None, {"home-help": swapped.at})


# ---------------------------------------------------------------- Utskrivningsklar och slut
def timers(case):
    started, stopped = planned_by(under(SPU, NEUTRAL), case, case.log[-1])
    return {one.ref for one in started}, set(stopped)


def test_t13_taking_back_readiness_stops_its_times_and_a_new_notice_starts_them():
    running = {"deadline:call", "deadline:payment"}
    case = do(in_state("planning"), "ward-4", "notify_ready", now=at(3, "11.00"))
    assert timers(case)[0] == running
    case = do(case, "ward-4", "withdraw_ready", now=at(3, "15.00"))
    assert (case.state, case.facts["ready_at"]) == ("planning", None)
    assert running <= timers(case)[1]
    assert latest(case, "ready_notice") is None
    assert set(latest(case, "ready_withdrawn").body["recipients"]) == set(UNITS)
    again = do(case, "ward-4", "notify_ready", now=at(4, "13.00"))
    assert timers(again)[0] == running


def test_t18_an_interruption_is_told_to_everybody_and_ends_what_was_running():
    case = do(in_state("ready"), "ward-4", "interrupt", reason="other_hospital")
    assert case.state == "interrupted"
    assert {"deadline:call", "deadline:payment"} <= timers(case)[1]
    assert set(latest(case, "interruption").body["recipients"]) == set(UNITS)
    assert do(case, "home-care", "acknowledge", {}).state == "interrupted"
    assert refused(case, "ward-4", "send_message").endswith("from")
    assert refused(in_state("ready"), "home-help", "interrupt").endswith("owns_or_ward")


def test_t18_the_plan_of_the_person_is_decided_for_itself():
    case = do(with_plan("active"), "ward-4", "interrupt")
    assert case.facts["tracks"] == {"sip": "active"}
    assert do(case, case.facts["coordinator"], "write_goals").state == "interrupted"


def test_t19_a_case_is_closed_when_everybody_has_read_and_the_plan_is_settled():
    case = act(in_state("ready"), "ward-4", "discharge", recipients=["assessment", "home-care"])
    assert refused_open(case, "health-centre", "close_case").endswith("everything_acknowledged")
    number = number_of(case, "discharge")
    for who in ("assessment", "home-care", "health-centre", "home-help", "clinic"):
        case = act(case, who, "acknowledge", document=number)
    assert refused_open(case, "health-centre", "close_case").endswith("sip_settled")
    assert refused_open(case, "ward-4", "close_case").endswith("owns_case")
    for answer in (
        {"answer": "no"},
        {"answer": "later", "in_open_care": True},
        {"answer": "later", "need": "no"},
    ):
        settled = act(case, "health-centre", "offer_sip", **answer)
        assert act(settled, "health-centre", "close_case").state == "closed"


def test_t19_a_plan_that_was_wanted_has_to_be_held_before_the_case_is_closed():
    case = do(with_plan("called"), "ward-4", "notify_ready")
    case = do(do(case, "ward-4", "discharge"), "health-centre", "offer_sip", answer="yes")
    assert refused(case, "health-centre", "close_case").endswith("sip_settled")
    held = do(case, "health-centre", "hold_meeting")
    assert do(held, "health-centre", "close_case").state == "closed"


def test_t20_a_case_is_opened_where_it_stood_and_not_after_two_weeks():
    closed = in_state("closed")
    assert do(closed, "health-centre", "reopen_case").state == "discharged"
    assert refused(closed, "assessment", "reopen_case").endswith("owns_or_ward")
    late = replace(closed, now=closed.now + 15 * 1440)
    assert refused(late, "health-centre", "reopen_case").endswith("reopened_in_time")
    broken = do(in_state("ready"), "ward-4", "interrupt")
    again = do(broken, "ward-4", "reopen_case")
    assert (again.state, again.facts["ended_at"]) == ("ready", None)


def test_a_case_begun_by_mistake_is_cancelled_by_whoever_began_it():
    case = in_state("requested")
    assert refused(case, "assessment", "cancel_case").endswith("owns_case")
    gone = do(case, "home-care", "cancel_case")
    assert gone.state == "cancelled"
    assert set(latest(gone, "cancellation").body["recipients"]) == {"ward-4", "health-centre"}


# ---------------------------------------------------------------- Utan sjukhus
def test_outside_hospital_units_plan_together_and_whoever_began_it_ends_it():
    case = do(start(), "assessment", "open_in_open_care")
    assert (case.state, members.owner(case)) == ("open_care", "assessment")
    case = do(case, "home-care", "write_planning")
    assert case.state == "open_care"
    for action in ("register_admission", "send_admission_notice", "notify_ready", "discharge"):
        assert refused(case, "ward-4", action).endswith("from")
    case = do(case, "health-centre", "offer_sip", answer="no")
    assert refused(case, "health-centre", "close_case").endswith("owns_case")
    closed = do(case, "assessment", "close_case")
    assert do(closed, "assessment", "reopen_case").state == "open_care"


def test_a_request_of_care_needs_a_ground_and_goes_to_the_hospital():
    to = {"recipients": ["health-centre"]}
    assert refused(start(), "home-care", "send_care_request", **to).endswith("to_the_hospital")
    assert refused(start(), "home-care", "send_care_request", consent="") == (
        "field.care_request.consent"
    )
    case = do(start(), "home-care", "send_care_request")
    assert consent.may_receive(case, "ward-4")
    assert not consent.covers_plan(case)
    weighed = do(start(), "home-care", "send_care_request", consent="need_assessment")
    assert weighed.consents[-1].ground == "need_assessment"
    gone = do(case, "home-care", "withdraw_consent", {})
    rule = refused(gone, "home-care", "send_care_request", consent="need_assessment")
    assert rule.endswith("request_consent")


@pytest.mark.parametrize("field", ["reason", "function", "ongoing", "contacts", "consent"])
def test_p7_a_request_of_care_lacks_nothing_that_the_hospital_lives_on(field):
    assert refused(start(), "home-care", "send_care_request", **{field: ""}) == (
        f"field.care_request.{field}"
    )


# ---------------------------------------------------------------- Inskrivningen
def test_t4_a_need_that_is_judged_later_gives_a_new_day_and_night():
    case = do(start(), "ward-4", "register_admission", assessment="later")
    assert timers(case)[0] == set()
    later = do(case, "ward-4", "assess_later", now=at(3, "9.00"))
    assert timers(later)[0] == {"deadline:admission_notice"}
    assert do(later, "ward-4", "send_admission_notice").state == "notified"


@pytest.mark.parametrize(
    ("typed", "kept"), [("08:05", "8.05"), ("8.05", "8.05"), ("00:30", "0.30")]
)
def test_a_time_is_kept_as_it_is_said_however_it_is_typed(typed, kept):
    case = do(start(), "ward-4", "register_admission", profile=LIFECARE, assessed_time=typed)
    assert latest(case, "admission").body["assessed_time"] == kept


def test_a_plan_that_exists_at_admission_is_to_be_followed_up():
    case = in_state("admitted")
    case = replace(case, facts={**case.facts, "elsewhere": {"active_sip": 12}})
    noticed = do(case, "ward-4", "send_admission_notice")
    assert noticed.facts["sip_to_follow_up"] == 12
    assert "sip_to_follow_up" not in in_state("notified").facts


def test_u17_another_municipality_than_that_of_home_may_have_to_pay():
    case = act(start(), "ward-4", "register_admission", payer="other-town")
    assert case.facts["payer"] == "other-town"
    rule = refused_open(start(), "ward-4", "register_admission", payer="home-care")
    assert rule.endswith("payer_is_municipality")


def test_a_planning_goes_to_those_the_person_lets_share_it_and_asks_for_their_receipts():
    case = act(in_state("planning"), "home-care", "write_planning")
    assert latest(case, "planning", "home-care").body["recipients"] == []
    case = act(case, "ward-4", "record_consent", receivers=["assessment", "home-care"])
    case = act(case, "home-care", "write_planning")
    paper = latest(case, "planning", "home-care")
    # The health centre holds the plan together, and so always may.
    assert set(paper.body["recipients"]) == {"assessment", "health-centre"}
    assert paper in documents.unread(case, flow=SPU, party="assessment")


def test_the_heaviest_colour_that_a_unit_has_judged_is_that_of_the_case():
    case = act(in_state("planning"), "home-care", "write_planning", track="red")
    case = act(case, "ward-4", "write_planning", track="green")
    assert case.facts["colour"] == "red"
    assert act(case, "home-care", "write_planning", track="yellow").facts["colour"] == "yellow"


def test_u5_a_day_that_has_been_is_no_new_day():
    case = replace(in_state("planning"), now=at(8, "9.00"))
    assert refused(case, "ward-4", "change_date") == "field.date_change.estimated_day"


@pytest.mark.parametrize(
    ("state", "action", "day", "rule"),
    [
        ("new", "register_admission", {"estimated_day": 3}, "first_day_ahead"),
        ("new", "register_admission", {"admitted_day": 5}, "field.admission.admitted_day"),
        ("new", "register_admission", {"assessed_day": 5}, "field.admission.assessed_day"),
        ("admitted", "send_admission_notice", {"estimated_day": 3}, "notice.estimated_day"),
        ("ready", "discharge", {"day": 5}, "has_gone_home"),
        ("planning", "notify_ready", {"judged_day": 5}, "field.ready_notice.judged_day"),
    ],
)
def test_a_day_that_cannot_be_true_is_turned_back_at_its_field(state, action, day, rule):
    case = replace(in_state(state), now=at(4, "9.00"))
    assert refused_open(case, "ward-4", action, **day).endswith(rule)


def test_nobody_goes_home_before_they_came_to_the_ward():
    case = act(replace(start(), now=at(3, "9.00")), "ward-4", "register_admission", admitted_day=2)
    case = replace(case, state="ready", facts={**case.facts, "contact_party": "health-centre"})
    assert refused_open(case, "ward-4", "discharge", day=1).endswith("was_on_the_ward")
    assert act(case, "ward-4", "discharge", day=2).state == "discharged"


def test_whoever_assesses_later_names_no_doctor_yet():
    case = act(start(), "ward-4", "register_admission", assessment="later", assessed_by="")
    assert case.state == "admitted"
    rule = refused_open(start(), "ward-4", "register_admission", assessed_by="")
    assert rule.endswith("assessor_is_named")


def test_a_notice_without_all_four_facts_and_an_empty_planning_leave_a_line():
    case = act(in_state("admitted"), "ward-4", "send_admission_notice", facts=["name"])
    case = do(case, "home-care", "write_planning", {})
    assert {"four_facts_lacking", "planning_empty"} <= {line.code for line in case.log}
    facts = {**case.facts, "person": {"protected": True}, "named_units": ["assessment"]}
    hidden = replace(case, facts=facts)
    facts = ["name", "identity_number", "estimated_day"]
    again = act(hidden, "ward-4", "send_admission_notice", facts=facts, recipients=["assessment"])
    assert [line.code for line in again.log].count("four_facts_lacking") == 1


# ---------------------------------------------------------------- Skyddade uppgifter
def protected(case):
    return replace(case, facts={**case.facts, "person": {"protected": True}})


def test_with_a_protected_identity_no_address_goes_out():
    case = do(protected(in_state("admitted")), "ward-4", "record_consent")
    rule = refused(case, "ward-4", "send_admission_notice")
    assert rule == "spu.send_admission_notice.no_address"
    facts = ["name", "identity_number", "estimated_day"]
    assert do(case, "ward-4", "send_admission_notice", facts=facts).state == "notified"


def test_with_a_protected_identity_only_named_units_are_told():
    case = protected(start())
    case = act(case, "ward-4", "register_admission", named_units=["assessment", "health-centre"])
    notice = {"facts": ["name"], "recipients": ["assessment", "home-help"]}
    rule = refused(case, "ward-4", "send_admission_notice", **notice)
    assert rule == "spu.send_admission_notice.named_units_only"
    notice["recipients"] = ["assessment", "health-centre"]
    case = do(case, "ward-4", "send_admission_notice", **notice)
    assert refused(case, "assessment", "add_party").endswith("named_party")
    for action in ("change_date", "notify_ready", "send_care_message"):
        assert refused(case, "ward-4", action).endswith("named_units_only")


def test_every_message_that_goes_to_chosen_receivers_asks_for_the_named_units():
    for action in SHOWN.actions.values():
        kind = SHOWN.documents.get(action.document)
        if action.track == "sip" or kind is None or not kind.addressed_by:
            continue
        field = next(one for one in kind.fields if one.key == kind.addressed_by)
        if field.required:
            assert "named_units_only" in action.guards, action.code


# ---------------------------------------------------------------- Fast vårdkontakt och ny dag
def test_everybody_in_the_case_is_told_who_the_fixed_care_contact_is():
    case = act(in_state("notified"), "health-centre", "appoint_contact")
    told = consent.addressed(latest(case, "contact"), flow=SPU)
    assert set(told) == {"ward-4", "assessment", "home-help", "home-care", "clinic"}
    waiting = documents.unread(case, flow=under(SPU, OPEN), party="ward-4")
    assert "contact" in {one.kind for one in waiting}


def test_taking_back_ready_to_go_home_says_a_new_day_that_has_not_been():
    case = in_state("ready")
    withdrawn = act(case, "ward-4", "withdraw_ready", estimated_day=9)
    assert (withdrawn.state, withdrawn.facts["estimated_day"]) == ("planning", 9)
    later = replace(case, now=at(5, "8.00"))
    with pytest.raises(Refused) as refusal:
        act(later, "ward-4", "withdraw_ready", estimated_day=4)
    assert refusal.value.reasons[0].rule_id == "field.ready_withdrawn.estimated_day"
    assert act(later, "ward-4", "withdraw_ready").facts["estimated_day"] == 6


def test_planning_from_before_the_consent_comes_as_new_to_those_it_covers():
    case = act(in_state("notified"), "home-care", "write_planning")
    number = number_of(case, "planning")
    assert consent.addressed(latest(case, "planning"), flow=SPU) == ()
    case = act(case, "health-centre", "record_consent", receivers=["assessment", "ward-4"])
    planning = latest(case, "planning")
    told = ("ward-4", "health-centre", "assessment")  # the health centre coordinates
    assert consent.addressed(planning, flow=SPU) == told
    assert planning in documents.unread(case, flow=under(SPU, OPEN), party="assessment")
    assert planning.number == number
    assert case.log[-1].patch[f"document.{number}.body"][1]["recipients"] == list(told)
