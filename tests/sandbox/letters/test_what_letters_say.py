"""Whom letters go to and what they say: what the receiver may know, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.letters.writing import post_of
from sandbox.process.state import Document
from tests.sandbox.letters.telling import ADDRESS, case, letters, printed, told

OFFICE = "barn-unga-ovningskoping"
NAMED = {"name": "Ida Exempel", "role": "socialsekreterare", "phone": "070-174 06 11"}


@pytest.fixture(scope="module")
def liam():
    return {key: printed(one) for key, one in letters(told("liam", OFFICE)).items()}


def test_whoever_the_system_does_not_reach_gets_the_call_by_letter(liam):
    calls = {key for key in liam if key.startswith("kallelse")}
    assert calls == {"kallelse-liam", "kallelse-mamma", "kallelse-skolan"}  # bup reads it digitally


def test_the_school_learns_where_and_when_and_its_own_question_only(liam):
    said = liam["kallelse-skolan"]
    for words in (
        "fredag 27 november 2026",
        "kl. 15.00",
        "På biblioteket",
        "Frågan till skolan.",
        "kurator",
        "Ring Kim Låtsas på Barn och unga Övningsköping, 070-174 06 05.",
        "24 november 2026",
    ):
        assert words in said
    for words in ("BUP", "Barn- och ungdoms", "mamma", "Frågan till mamma", "väljer stol", ADDRESS):
        assert words not in said


def test_the_person_learns_who_else_is_called_and_is_told_that_no_is_an_answer(liam):
    said = liam["kallelse-liam"]
    assert "Barn- och ungdomspsykiatrin" in said
    assert "Liam väljer stol först." in said
    assert "Så träffas vi: hos en enhet" in said
    assert "också när du inte håller med" in said
    assert "Du bestämmer" not in said  # the guardians answer for a child; the child is heard
    assert "Påhittsvägen 1 000 13 Hittestad" in said


def test_whoever_got_the_call_by_letter_gets_another_when_the_meeting_is_called_off():
    telling = told("liam", OFFICE)
    call = next(one for one in telling.state.documents if one.kind == "call")
    body = {
        "reason": "person",
        "note": "Vi ringer på måndag.",
        "recipients": call.body["recipients"],
    }
    papers = [
        replace(one, status="withdrawn") if one.kind == "call" else one
        for one in telling.state.documents
    ]
    off = Document(99, "meeting_cancellation", "sent", OFFICE, body, 1, telling.state.now)
    state = replace(telling.state, documents=(*papers, off))
    said = {key: printed(one) for key, one in letters(replace(telling, state=state)).items()}

    assert not [key for key in said if key.startswith("kallelse")]
    assert "Mötet fredag 27 november 2026 är inställt." in said["installt-liam"]
    assert "SIP-mötet för Liam fredag 27 november 2026 är inställt" in said["installt-mamma"]
    assert "Mötet om Liam Hittepå" in said["installt-skolan"]
    assert "Vi ringer på måndag." in said["installt-skolan"]


def test_no_letter_holds_the_mapping_or_what_was_said_at_the_meeting(liam):
    forms = [printed(one) for one in post_of(told("liam", OFFICE)).forms]
    for said in (*liam.values(), *forms):
        assert "kartläggningen" not in said
        assert "Sagt på mötet" not in said


def test_only_the_persons_own_letter_has_the_persons_address(liam):
    having = {key for key, said in liam.items() if "Påhittsvägen 1 000" in said}
    assert having == {"kallelse-liam", "plan-liam"}


def test_a_letter_greets_by_name_and_says_whom_to_ask_for():
    called, coordinates = told("noor", "vuxna"), told("liam", OFFICE)
    people = dict(called.state.facts["parties"])
    people["systern"] = {**people["systern"], "called": "Siri Exempel", "lives_here": True}
    facts = {**called.state.facts, "parties": people, "person": {}}
    known = letters(replace(called, state=replace(called.state, facts=facts)))
    contact = Document(99, "contact", "sent", OFFICE, NAMED, 1, 0)
    state = replace(coordinates.state, documents=(*coordinates.state.documents, contact))
    named = printed(letters(replace(coordinates, state=state))["kallelse-liam"])
    unnamed = printed(letters(called)["kallelse-systern"])

    assert "Hej Siri Exempel." in printed(known["kallelse-systern"])
    assert known["kallelse-systern"].to == ("Siri Exempel", *known["kallelse-noor"].to[1:])
    assert "Hej Systern" not in unnamed
    assert "Ring Ida Exempel, socialsekreterare på Barn och unga" in named
    assert "070-174 06 11" in named


def test_whoever_the_consent_no_longer_covers_gets_no_letter_and_the_sender_is_told_why():
    (held,) = post_of(told("liam", OFFICE)).held
    assert held.name == "Gun och Ove"
    assert "Samtycket omfattar inte" in held.why


def test_the_plan_says_who_does_what_and_keeps_from_a_guardian_what_the_child_keeps(liam):
    own, guardian = liam["plan-liam"], liam["plan-mamma"]
    for said in (own, guardian):
        assert "Jag vill veta hur länge jag får bo här." in said
        assert "Kim Låtsas, 070-174 06 05" in said
        assert "Kommunen har det övergripande ansvaret." in said
    assert "Det mamma inte får läsa." in own
    assert "Det mamma inte får läsa." not in guardian


def test_the_school_that_does_something_in_the_plan_gets_it_as_far_as_the_consent_goes(liam):
    assert "Här är planen för Liam Hittepå." in liam["plan-skolan"]
    assert "Kim Låtsas, 070-174 06 05" in liam["plan-skolan"]
    telling = told("liam", OFFICE)
    *before, given = telling.state.consents
    without = replace(given, exceptions=given.exceptions | {"skolan"})
    narrowed = replace(telling, state=replace(telling.state, consents=(*before, without)))
    assert "plan-skolan" not in letters(narrowed)
    assert "Hittestads skola" in {one.name for one in post_of(narrowed).held}


def test_what_the_person_does_and_when_is_one_sentence():
    telling = told("liam", OFFICE)
    papers = [
        replace(one, body={**one.body, "own_measures": [{"text": "Jag ringer.", "often": "ofta"}]})
        if one.kind == "goals"
        else one
        for one in telling.state.documents
    ]
    ended = replace(telling, state=replace(telling.state, documents=tuple(papers)))
    assert "Jag ringer, ofta" in printed(letters(ended)["plan-liam"])


def test_a_meeting_that_is_somewhere_else_is_where_the_place_says_and_nowhere_more():
    telling = told("liam", OFFICE)
    papers = [
        replace(one, body={**one.body, "form": "elsewhere"}) if one.kind == "call" else one
        for one in telling.state.documents
    ]
    called = replace(telling, state=replace(telling.state, documents=tuple(papers)))
    said = printed(letters(called)["kallelse-liam"])
    assert "Plats: På biblioteket" in said
    assert "Så träffas vi" not in said


def test_without_a_consent_in_force_the_letters_go_to_the_person_alone():
    telling = told("liam", OFFICE)
    bare = replace(telling, state=replace(telling.state, consents=()))
    assert {key.split("-")[1] for key in letters(bare)} == {"liam"}
    assert {one.name for one in post_of(bare).held} >= {"Hittestads skola", "Gun och Ove"}


def test_a_called_unit_has_no_letters_to_send_but_may_print_the_empty_form():
    post = post_of(told("liam", "bup"))
    assert post.letters == ()
    assert [one.key for one in post.forms] == ["mall"]
    blank = printed(post.forms[0])
    assert "Huvudmål" in blank
    assert "Liam" not in blank


def test_the_filled_form_is_for_the_unit_that_coordinates():
    filled = printed(post_of(told("liam", OFFICE)).forms[0])
    assert "Ja, skrivet den 19 november 2026." in filled
    assert "Hemliv" in filled
    assert "Vårdcentralen Ån" in filled


def test_a_protected_person_has_no_address_on_paper_and_nobody_else_gets_a_letter():
    post = post_of(told("noor", "vuxna", protected=True))
    assert {one.to[0] for one in post.letters} == {"Noor Hittepå"}
    assert [(one.name, "skyddade" in one.why) for one in post.held] == [("Systern", True)]
    for one in (*post.letters, *post.forms):
        assert "Påhittsvägen" not in printed(one)
        assert "000 13" not in printed(one)
    assert "Lämna brevet i handen." in printed(post.letters[0])


def test_going_home_the_person_gets_the_four_parts_of_the_law():
    found = letters(told("gunvor", "avdelning-4"))
    said = printed(found["hem-gunvor"])
    for words in (
        "Opererad axel. Slynga sex veckor.",
        "Smärtlindring fyra gånger om dagen.",
        "Sammanfattning av vården Den står här ovanför.",
        "Ida Exempel, distriktssköterska, 070-174 06 11",
        "Vi vet ingen tid än.",
        "Vi känner inte till någon.",
        "Pia Påhitt, 070-174 06 05",
        "28 november 2026",
    ):
        assert words in said
    assert letters(told("gunvor", "vc-an")) == {}


def test_a_plan_and_a_meeting_that_are_known_stand_in_the_letter_home():
    telling = told("gunvor", "avdelning-4")
    facts = {**telling.state.facts, "elsewhere": {"active_sip": 7}}
    call = next(one for one in case("liam").documents if one.kind == "call")
    documents = (*telling.state.documents, replace(call, number=99))
    known = replace(telling, state=replace(telling.state, facts=facts, documents=documents))
    said = printed(letters(known)["hem-gunvor"])
    assert "fredag 27 november 2026 kl. 15.00, På biblioteket" in said
    assert "Du har en SIP." in said
