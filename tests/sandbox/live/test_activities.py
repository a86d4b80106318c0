"""What is asked in a session: who sees what of the answers, and when."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox.live import activities
from sandbox.live.activity_shapes import ASKED
from sandbox.world.models import Activity, Contribution, Participant, Run
from sandbox.world.stopping import end
from sandbox.world.tripwire import LooksReal
from tests.sandbox.live.asking import of_kind, opened, says, session, somebody
from tests.sandbox.live.session_steps import TEST_NUMBER
from training_site.people.models import User

# Published by Skatteverket as a test number: right check digit, nobody's.


@pytest.fixture
def karin(db) -> User:
    return User.objects.create_user("karin@example.org", given_name="Karin")


@pytest.fixture
def run(karin) -> Run:
    return session(karin)


@pytest.fixture
def people(run) -> list[Participant]:
    return [
        somebody(run, "Vera", 1),
        somebody(run, "Otto", 1),
        somebody(run, "Maj", 2),
        somebody(run, "Ivar", 2),
    ]


def on_projector(activity: Activity):
    run = Run.objects.get(pk=activity.run_id)
    return activities.for_projector(run, activity.no)


def on_phone(participant: Participant):
    run = Run.objects.get(pk=participant.run_id)
    return activities.for_participant(run, participant)


def for_leader(activity: Activity):
    run = Run.objects.get(pk=activity.run_id)
    return next(one for one in activities.for_leader(run).items if one.no == activity.no)


def test_a_session_has_its_questions_once_and_always_a_plan_for_monday(run):
    activities.prepare(run)

    kinds = [one.kind for one in run.activities.all()]

    assert len(kinds) == len(set(kinds))
    assert kinds[-1] == "monday"


def test_a_poll_is_hidden_until_everybody_present_has_answered(run, people):
    poll = opened(run, "poll")
    for person in people[:3]:
        says(poll, person, choice=3)
    before = on_projector(poll)
    says(poll, people[3], choice=0)
    after = on_projector(poll)

    assert (before.result, before.progress) == (None, "3 av 4 har svarat")
    assert [bar.count for bar in after.result.bars] == [1, 0, 0, 3, 0]
    assert after.result.bars[3].percent == 75


def test_the_leader_may_show_before_everybody_has_answered_and_hide_again(run, people):
    poll = opened(run, "poll")
    says(poll, people[0], choice=1)
    says(poll, people[1], choice=1)

    activities.show(run=run, no=poll.no)
    shown = on_projector(poll).result
    says(poll, people[2], choice=1)
    says(poll, people[3], choice=1)
    activities.hide(run=run, no=poll.no)

    assert shown.bars[1].count == 2
    assert on_projector(poll).result is None


def test_somebody_who_left_or_answers_on_paper_is_not_waited_for(run, people):
    poll = opened(run, "poll")
    Participant.objects.filter(pk=people[2].pk).update(left_at=run.created_at)
    Participant.objects.filter(pk=people[3].pk).update(on_paper=True)
    says(poll, people[0], choice=0)
    says(poll, people[1], choice=4)

    seen = on_projector(poll)

    assert seen.progress == "2 av 2 har svarat"
    assert seen.result is not None


def test_a_latecomer_can_answer_and_hides_nothing_that_was_shown(run, people):
    poll = opened(run, "poll")
    for person in people:
        says(poll, person, choice=2)
    late = somebody(run, "Sen", 2)
    shown = on_projector(poll).result
    says(poll, late, choice=0)

    assert shown is not None
    assert [bar.count for bar in on_projector(poll).result.bars] == [1, 0, 4, 0, 0]


def test_an_interpreter_is_not_waited_for(run, people):
    somebody(run, "Tolk", None, kind=Participant.Kind.SUPPORT)
    poll = opened(run, "poll")
    for person in people:
        says(poll, person, choice=2)

    assert on_projector(poll).progress == "4 av 4 har svarat"


def test_one_answer_alone_is_shown_to_nobody_but_the_leader(run, people):
    poll = opened(run, "poll")
    says(poll, people[0], choice=4)
    activities.show(run=run, no=poll.no)

    assert on_projector(poll).result is None
    assert on_phone(people[1]).asked.result is None
    assert for_leader(poll).result.bars[4].count == 1


def test_an_answer_can_be_changed_while_the_question_is_open_and_not_after(run, people):
    poll = opened(run, "poll")
    says(poll, people[0], choice=4)
    says(poll, people[0], choice=1)
    activities.close(run=run, no=poll.no)

    with pytest.raises(activities.NotNow):
        says(poll, people[0], choice=0)

    assert Contribution.objects.get(participant=people[0]).value == {"choice": 1}


def test_opening_one_question_closes_the_one_before(run):
    first = opened(run, "poll")
    second = opened(run, "words")

    open_now = [one.no for one in run.activities.filter(state="open")]

    assert open_now == [second.no]
    assert of_kind(run, "poll").pk == first.pk


def test_a_word_is_on_the_projector_only_when_it_is_let_through(run, people):
    words = opened(run, "words")
    says(words, people[0], words=["Tillit", "katten"])
    says(words, people[1], words=["tillit"])
    nothing = on_projector(words).result
    waiting = {one.text: one for one in for_leader(words).entries}

    activities.let_through(run=run, no=words.no, key=waiting["Tillit"].key)

    assert nothing is None
    assert [(word.text, word.count) for word in on_projector(words).result.words] == [("Tillit", 2)]
    assert for_leader(words).undecided == 1


def test_letting_all_through_leaves_covered_and_later_words_where_they_are(run, people):
    words = opened(run, "words")
    says(words, people[0], words=["Tillit", "Sten"])
    keys = {one.text: one.key for one in for_leader(words).entries}
    activities.cover(run=run, no=words.no, key=keys["Sten"])
    activities.let_through(run=run, no=words.no, key="all")
    says(words, people[1], words=["Senare"])

    states = {one.text: one.state for one in for_leader(words).entries}

    assert states == {"Tillit": "shown", "Sten": "hidden", "Senare": "waiting"}


def test_a_sentence_that_is_changed_waits_to_be_let_through_again(run, people):
    closing = opened(run, "closing")
    says(closing, people[0], text="Att ringa i tid")
    activities.let_through(run=run, no=closing.no, key="all")
    says(closing, people[0], text="Något helt annat")

    assert on_projector(closing).result is None


def test_closing_answers_give_a_list_and_the_words_that_come_back(run, people):
    closing = opened(run, "closing")
    says(closing, people[0], text="Att skriva bättre underlag")
    says(closing, people[1], text="Underlag före mötet")
    activities.let_through(run=run, no=closing.no, key="all")

    shown = on_projector(closing).result

    assert [entry.text for entry in shown.texts] == [
        "Att skriva bättre underlag",
        "Underlag före mötet",
    ]
    assert [(word.text, word.count) for word in shown.words] == [("underlag", 2)]


def test_two_phones_of_a_group_that_write_at_once_lose_nothing(run, people):
    asked = opened(run, "group_question")
    activities.answer(activity=asked, participant=people[0], value={"text": "Vi ringer först"})
    activities.answer(activity=asked, participant=people[1], value={"text": "Vi skriver först"})
    both = activities.standing_notes(asked, 1)
    seen = " ".join(note["stamp"] for note in both)

    activities.answer(
        activity=asked, participant=people[1], value={"text": "Vi ringer och skriver"}, seen=seen
    )

    assert {note["text"] for note in both} == {"Vi ringer först", "Vi skriver först"}
    assert [note["text"] for note in activities.standing_notes(asked, 1)] == [
        "Vi ringer och skriver"
    ]


def test_a_note_saved_twice_from_two_pages_of_one_phone_is_kept_twice(run, people):
    asked = opened(run, "group_question")
    says(asked, people[0], text="Den ena")
    says(asked, people[0], text="Den andra")

    kept = [note["text"] for note in activities.standing_notes(asked, 1)]

    assert kept == ["Den ena", "Den andra"]


def test_a_group_question_waits_for_groups_and_shows_a_note_only_when_let_through(run, people):
    asked = opened(run, "group_question")
    says(asked, people[0], text="Vi ringer först")
    before = on_projector(asked)
    activities.let_through(run=run, no=asked.no, key=for_leader(asked).entries[0].key)
    after = on_projector(asked)

    assert (before.progress, before.result) == ("1 av 2 grupper har svarat", None)
    assert [(entry.line, entry.text) for entry in after.result.texts] == [(1, "Vi ringer först")]


def test_no_number_of_a_person_stands_by_a_note_where_everybody_sits_alone(karin):
    alone = session(karin, mode=Run.Mode.PARALLEL)
    somebody(alone, "Vera", 1)
    asked = opened(alone, "group_question")

    assert on_projector(asked).group_word == ""


def test_a_real_looking_number_stops_every_kind_of_text(run, people):
    for kind, value in {
        "words": {"words": [TEST_NUMBER]},
        "group_question": {"text": f"Ring {TEST_NUMBER}"},
        "closing": {"text": TEST_NUMBER},
        "monday": {"will": "Ringa", "who": TEST_NUMBER},
    }.items():
        activity = opened(run, kind)
        with pytest.raises(LooksReal):
            says(activity, people[0], **value)

    assert not Contribution.objects.exists()


def test_an_erased_word_is_in_no_answer_any_more(run, people):
    words = opened(run, "words")
    says(words, people[0], words=["Ullabritt", "tillit"])
    says(words, people[1], words=["ullabritt"])
    keys = {one.text: one.key for one in for_leader(words).entries}

    touched = activities.erase(run=run, no=words.no, key=keys["Ullabritt"])

    kept = [one.value["words"] for one in Contribution.objects.order_by("pk")]
    assert (touched, kept) == (2, [["tillit"], []])


def test_nothing_of_an_answer_is_shown_while_the_session_is_stopped(run, people):
    closing = opened(run, "closing")
    says(closing, people[0], text="Att ringa i tid")
    activities.let_through(run=run, no=closing.no, key="all")
    Run.objects.filter(pk=run.pk).update(halted_at=run.created_at)

    assert on_projector(closing) is None
    assert on_phone(people[0]).asked is None
    assert for_leader(closing).entries == ()
    with pytest.raises(activities.NotNow):
        says(closing, people[1], text="Hej")


def test_every_change_moves_the_counter_that_phones_ask_for(run, people):
    counts = []

    def note() -> None:
        counts.append(Run.objects.get(pk=run.pk).seq)

    words = opened(run, "words")
    note()
    says(words, people[0], words=["tillit"])
    note()
    activities.let_through(run=run, no=words.no, key="all")
    note()
    activities.project(run=run, no=words.no)
    note()
    activities.take_back(activity=words, participant=people[0])
    note()

    assert counts == sorted(set(counts))


def test_the_leader_sees_how_many_have_a_plan_for_monday_and_no_word_of_it(run, people):
    monday = opened(run, "monday")
    says(monday, people[0], will="Ringa avdelningen", when="Klockan nio", who="Min chef")

    seen = for_leader(monday)

    assert seen.progress == "1 av 4 har skrivit en plan"
    assert (seen.result, seen.entries) == (None, ())
    assert on_projector(monday) is None
    assert on_phone(people[0]).plan_written
    assert not on_phone(people[1]).plan_written


def test_the_results_of_a_session_are_what_was_let_through_and_counted(run, people):
    poll = opened(run, "poll")
    says(poll, people[0], choice=0)
    says(poll, people[1], choice=0)
    words = opened(run, "words")
    says(words, people[0], words=["tillit"])
    activities.close(run=run, no=words.no)

    found = {one.kind: one.result for one in activities.results(run)}

    assert found["poll"].bars[0].count == 2
    assert found["words"] is None


def test_opening_a_question_is_a_line_of_what_the_leader_has_done(run, karin):
    words = of_kind(run, "words")
    activities.open_one(run=run, no=words.no, user=karin)

    (line,) = run.events.filter(code=ASKED)

    assert (line.data, line.user) == ({"no": words.no}, karin)


def test_a_page_asks_as_many_questions_of_the_database_for_twelve_as_for_one(run, people):
    def count() -> list[int]:
        found = []
        for read in (
            lambda: activities.for_leader(run),
            lambda: activities.for_participant(run, people[0]),
            lambda: activities.for_projector(run, 1),
            lambda: activities.results(run),
        ):
            with CaptureQueriesContext(connection) as asked:
                read()
            found.append(len(asked))
        return found

    poll = opened(run, "poll")
    says(poll, people[0], choice=1)
    one = count()
    for number in range(11):
        activities.add(run=run, kind="poll", question=f"Fråga {number}")
        says(poll, somebody(run, f"Gäst {number}", 2), choice=2)

    assert count() == one


def test_a_question_that_was_open_when_the_session_ended_takes_no_more_answers(run, people):
    poll = opened(run, "poll")
    says(poll, people[0], choice=1)
    says(poll, people[1], choice=1)
    end(run)

    with pytest.raises(activities.NotNow):
        says(poll, people[2], choice=1)
    assert on_phone(people[2]).asked is None
    found = {one.kind: one.result for one in activities.results(Run.objects.get(pk=run.pk))}
    assert found["poll"].bars[1].count == 2
