"""A learner does one thing at a time; what happened is kept, once, in order, and can be undone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox.world.conflict import Conflict
from sandbox.world.models import Case, Entry, Event, Timer, World
from sandbox.world.patches import undone
from sandbox.world.perform import advance, note_hint, perform, save_draft
from sandbox.world.queries import case_for_seat, entries_readable, events_since, load
from sandbox.world.reset import practise_again
from sandbox.world.scoping import AppendOnly, Unscoped
from sandbox.world.snapshot import snapshot
from sandbox.world.tokens import new_token
from tests.sandbox.world.conftest import NOW, do, model_bodies, play_model

CONSENT = {
    "given_by": "person",
    "basis": "oral",
    "purposes": ["make_plan", "share_mapping", "share_goals"],
    "receivers": ["vc-rehab", "bistand"],
    "exceptions": ["arbetsgivaren"],
    "note": "Alex vill bli tillfrågad igen i vår.",
}


def test_sending_the_consent_moves_the_case_on_and_keeps_what_was_written(seat):
    performed = do(seat, "consent", CONSENT)

    case = Case.objects.for_world(seat.world).get()
    entry = Entry.objects.for_world(seat.world).get()
    assert (case.state, case.version) == ("prepared", 1)
    assert (entry.kind, entry.status, entry.no, entry.seat) == ("consent", "sent", 1, seat)
    assert entry.body == {**CONSENT, "limits": []}
    assert performed.turn.replies
    assert case.consents[0]["receivers"] == ["bistand", "vc-rehab"]


def test_what_is_read_back_is_what_the_rules_returned(seat):
    performed = do(seat, "consent", CONSENT)

    assert load(seat).state == performed.turn.case


def test_the_whole_plan_can_be_played_and_meets_every_check(seat):
    play_model(seat)

    state = load(seat).state
    assert [line.seq for line in state.log] == list(range(1, len(state.log) + 1))
    assert World.objects.get(pk=seat.world_id).seq == len(state.log)
    assert state.state == "active"


def test_undoing_every_patch_gives_the_case_as_it_began(seat):
    begun = load(seat).state
    play_model(seat)
    do(seat, "goals", model_bodies(seat.run.scenario)["goals"])
    state = load(seat).state

    while state.log:
        state = undone(state, state.log[-1])

    assert (state.state, state.version, state.facts) == (begun.state, begun.version, begun.facts)
    assert (state.documents, state.consents, state.log) == ((), (), ())


def test_only_the_last_happening_can_be_undone(seat):
    play_model(seat, steps=2)
    state = load(seat).state

    with pytest.raises(ValueError, match="last"):
        undone(state, state.log[0])


def test_a_refused_attempt_is_an_event_and_its_text_is_kept_as_a_draft(seat):
    goals = model_bodies(seat.run.scenario)["goals"]

    performed = do(seat, "goals", goals)

    event = Event.objects.for_world(seat.world).get()
    assert performed.turn.refused[0].text
    assert (event.code, event.data["action"], event.patch) == ("refused", "write_goals", {})
    assert Case.objects.for_world(seat.world).get().version == 0
    assert Entry.objects.for_world(seat.world).get(status="draft").body == goals


def test_a_field_that_cannot_be_read_leaves_no_event(seat):
    performed = do(seat, "consent", CONSENT | {"basis": "whispered"})

    assert performed.turn.refused[0].field == "consent.basis"
    assert performed.events == ()
    assert not Event.objects.for_world(seat.world).exists()


def test_the_same_form_sent_twice_gives_the_same_answer_once(seat):
    token = new_token(seat.world)

    first = do(seat, "consent", CONSENT, token=token, expected_version=0)
    second = do(seat, "consent", CONSENT, token=token, expected_version=0)

    assert (first.repeated, second.repeated) == (False, True)
    assert second.events == first.events
    assert second.turn == first.turn
    assert Entry.objects.for_world(seat.world).count() == 1


def test_a_refused_form_sent_twice_is_refused_twice_and_logged_once(seat):
    token = new_token(seat.world)
    goals = model_bodies(seat.run.scenario)["goals"]

    first = do(seat, "goals", goals, token=token)
    second = do(seat, "goals", goals, token=token)

    assert second.turn.refused == first.turn.refused
    assert Event.objects.for_world(seat.world).count() == 1


def test_a_form_from_before_the_case_moved_on_is_told_what_happened(seat):
    do(seat, "consent", CONSENT)
    other = CONSENT | {"receivers": ["grannen"]}

    with pytest.raises(Conflict) as caught:
        do(seat, "consent", other, expected_version=0)

    assert [one.label for one in caught.value.happened] == ["Skrev ner samtycket"]
    assert (caught.value.version, caught.value.kept) == (1, True)
    assert "10.30" in str(caught.value)
    assert Entry.objects.for_world(seat.world).get(status="draft").body == other
    assert Case.objects.for_world(seat.world).get().version == 1


def test_a_form_from_before_starting_again_does_nothing_in_the_new_attempt(seat):
    token = new_token(seat.world)
    fresh = practise_again(seat=seat, now=NOW)

    with pytest.raises(Conflict):
        perform(seat=fresh, action="record_consent", body=CONSENT, expected_version=0, token=token)

    assert not Event.objects.for_world(fresh.world).exists()


def test_a_draft_is_kept_as_typed_and_replaced_by_the_next(seat):
    save_draft(seat=seat, kind="mapping", body={"areas": [{"text": "Halv me"}]}, now=NOW)
    save_draft(seat=seat, kind="mapping", body={"areas": [{"text": "Halv mening"}]}, now=NOW)

    draft = Entry.objects.for_world(seat.world).get()
    assert draft.body == {"areas": [{"text": "Halv mening"}]}
    assert not Event.objects.for_world(seat.world).exists()
    assert load(seat).drafts == {"mapping": NOW}


def test_sending_takes_the_place_of_the_draft_and_no_draft_is_in_the_log(seat):
    save_draft(seat=seat, kind="consent", body={"note": "Struket innan jag skickade"}, now=NOW)

    do(seat, "consent", CONSENT)

    assert [one.status for one in Entry.objects.for_world(seat.world)] == ["sent"]
    assert "Struket" not in str(list(Event.objects.for_world(seat.world).values_list("patch")))


def test_a_draft_of_something_the_flow_does_not_have_is_not_kept(seat):
    with pytest.raises(KeyError):
        save_draft(seat=seat, kind="shopping_list", body={})

    assert not Entry.objects.for_world(seat.world).exists()


def test_the_clock_moves_only_on_command_and_fires_what_is_due(seat):
    bodies = model_bodies(seat.run.scenario)
    for step in ("consent", "mapping", "call"):
        do(seat, step, bodies[step])
    due = Timer.objects.for_world(seat.world).get(ref="meeting").due

    performed = advance(seat=seat, to=due, now=NOW)
    again = advance(seat=seat, to=0, now=NOW)

    codes = [event.code for event in Event.objects.for_world(seat.world).order_by("seq")]
    assert codes[-3:] == ["acknowledge_call", "acknowledge_call", "hold_meeting"]
    assert World.objects.get(pk=seat.world_id).sim_now == due
    assert performed.turn.step == "meeting"
    assert again.events == ()


def test_a_hint_is_noted_in_codes(seat):
    note_hint(seat=seat, check="consent_scope", level=1, now=NOW)

    event = Event.objects.for_world(seat.world).get()
    assert (event.code, event.data) == ("hint_shown", {"check": "consent_scope", "level": 1})


def test_what_has_happened_since_a_number_is_told_in_codes(seat):
    play_model(seat, steps=2)

    assert [one.code for one in events_since(seat, 0)][-1] == "write_mapping"
    assert [one.code for one in events_since(seat, 1)][-1] == "write_mapping"
    assert events_since(seat, 99) == []


def test_the_log_can_only_be_added_to(seat):
    do(seat, "consent", CONSENT)
    event = Event.objects.for_world(seat.world).first()

    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        Event.objects.for_world(seat.world).update(code="x")
    with pytest.raises(AppendOnly):
        Event.objects.for_world(seat.world).delete()
    with pytest.raises(AppendOnly):
        Event.everywhere.bulk_update([event], ["code"])

    assert Event.objects.for_world(seat.world).get().code == "record_consent"


def test_no_query_leaves_the_world_out(seat):
    with pytest.raises(Unscoped):
        Case.objects.all()
    with pytest.raises(Unscoped):
        Event.objects.filter(code="refused")

    assert Case.objects.for_world(seat.world).count() == 1


def test_reading_and_writing_a_case_costs_the_same_early_and_late(seat):
    do(seat, "consent", CONSENT)
    with CaptureQueriesContext(
        connection,
    ) as early:
        do(seat, "consent", CONSENT)
    for _ in range(3):
        do(seat, "consent", CONSENT)

    with CaptureQueriesContext(connection) as late:
        do(seat, "consent", CONSENT)

    assert len(late) == len(early)


def test_what_a_seat_reads_costs_the_same_for_one_entry_and_three(seat):
    do(seat, "consent", CONSENT)
    case = case_for_seat(seat)
    with CaptureQueriesContext(connection) as one:
        assert len(entries_readable(seat, case)) == 1
    do(seat, "consent", CONSENT)
    do(seat, "consent", CONSENT)

    with CaptureQueriesContext(connection) as three:
        assert len(entries_readable(seat, case)) == 3

    assert len(three) == len(one)
    assert len(snapshot(seat.world, case).entries) == 3
