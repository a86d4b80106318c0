"""A whole session by machine: a trainer, a projector and 24 phones, from the lobby to the debrief.

It is played once, by every kind of window, and everything that was sent is searched afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import leaks
from tests.browser.recording import Tape, serving
from tests.browser.session import DROPS, HOME, LATE, LEADER, LEAVES, PROJECTOR, SIX
from tests.browser.story import HIDDEN_WORD, REAL_PERSON, SHOWN_WORD, STOPPED, Session


@pytest.fixture(scope="module")
def session(browser, django_db_setup, django_db_blocker) -> Iterator[Session]:
    """The session, played once for every test of this file."""
    tape = Tape()
    with django_db_blocker.unblock(), serving(tape) as home:
        played = Session(browser, home, tape)
        try:
            played.play()
            yield played
        finally:
            played.close()


def test_every_group_reaches_the_debrief_with_almost_everything_in_place(session: Session):
    assert set(session.seen.met) == {1, 2, 3, 4}
    for met, total in session.seen.met.values():
        assert met >= total - 3


def test_every_group_has_all_six_organisations(session: Session):
    for group in range(1, 5):
        assert {one.workplace for one in session.room.group(group)} == set(SIX)


def test_whoever_comes_late_gets_a_role_with_its_history(session: Session):
    late = [session.room.of(no) for no in LATE]

    assert [one.party for one in late] == [one.workplace for one in late]
    assert all("read" in one.done for one in late)


def test_a_new_device_is_the_same_person_and_the_old_one_is_nobody(session: Session):
    dropped = session.room.of(DROPS)

    assert "Din roll: Vårdcentralen Ån" in session.seen.rejoined
    assert "Förnamn eller alias" in session.seen.dropped
    assert "goals" in dropped.done


def test_a_pause_keeps_what_is_typed_and_sends_nothing(session: Session):
    assert "Passet är pausat" in session.seen.paused
    assert session.seen.kept == [True, True]


def test_a_poll_is_hidden_until_all_have_answered(session: Session):
    assert session.seen.poll_was_hidden


def test_a_word_that_was_not_let_through_is_seen_by_the_leader_and_its_writer(session: Session):
    seen_by = set(session.tape.holding(HIDDEN_WORD))

    assert seen_by == {LEADER, session.room.of(4).who}
    assert PROJECTOR in session.tape.holding(SHOWN_WORD)


def test_a_stop_blanks_every_page_at_once_and_what_was_erased_is_gone(session: Session):
    seen = session.seen
    while_stopped = session.tape.sent[seen.stopped_at : seen.lifted_at]
    texts = [one for one in while_stopped if REAL_PERSON in one.text]
    after = [one for one in session.tape.sent[seen.lifted_at :] if REAL_PERSON in one.text]

    assert seen.not_stopped == []
    assert [one.who for one in while_stopped if STOPPED in one.read]
    assert (texts, after) == ([], [])


def test_a_secret_briefing_reaches_nobody_but_its_own_seat(session: Session):
    secrets = leaks.secrets_of(session.room)

    assert all(secrets[party] for party in SIX)
    assert leaks.secrets_astray(session.tape, session.room) == []


def test_drafts_plans_and_codes_reach_nobody_but_their_owner(session: Session):
    kept = [one.mark("plan") for one in session.room.people if one.no != LEAVES]

    assert all(session.tape.holding(mark) for mark in kept)
    assert leaks.private_astray(session.tape, session.room) == []
    assert leaks.tokens_astray(session.tape) == []


def test_a_note_reaches_the_own_group_and_the_leader(session: Session):
    for group in range(1, 5):
        writer = next(
            one for one in session.room.group(group) if one.no == session.seen.notes[group]
        )
        own = [one.who for one in session.room.group(group)]
        assert leaks.strangers(session.tape, writer.mark("lapp"), [*own, LEADER]) == []


def test_the_wall_never_names_anybody(session: Session):
    assert leaks.names_on_the_wall(session.tape, session.room) == []


def test_a_message_reaches_those_it_was_written_to(session: Session):
    room = session.room
    for text, group, parties in session.seen.letters:
        to = [one.who for one in room.group(group) if one.workplace in parties]
        assert session.tape.holding(text), text
        assert leaks.strangers(session.tape, text, to) == []


def test_a_message_that_went_wrong_is_seen_by_the_one_it_reached(session: Session):
    to = [one.who for one in session.room.group(2) if one.workplace == HOME]
    allowed = [*to, LEADER]

    assert leaks.strangers(session.tape, "Gustav Låtsasvik kommer hem i morgon", allowed) == []


def test_everybody_who_stayed_can_look_back_and_has_the_plan(session: Session):
    for no, page in session.seen.afterwards.items():
        assert session.room.of(no).mark("plan") in page
        assert "Tillbakablick" in page


def test_the_attendance_has_everybody(session: Session):
    for one in session.room.people:
        assert one.name in session.seen.attendance


def test_axe_finds_nothing_in_either_theme(session: Session):
    assert session.windows.axe == []


def test_no_page_complains_and_the_focus_is_always_seen(session: Session):
    assert session.windows.faults == []
    assert session.seen.hidden_focus == []
