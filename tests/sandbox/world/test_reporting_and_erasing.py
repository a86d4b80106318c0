"""Report and erase: afterwards the text is in no column of any table of the sandbox."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from sandbox.world.conflict import Conflict
from sandbox.world.models import Entry, Event, Redaction
from sandbox.world.perform import save_draft
from sandbox.world.queries import load
from sandbox.world.redaction import redact
from sandbox.world.reset import practise_again
from sandbox.world.starting import start_alone
from tests.sandbox.world.conftest import NOW, do, model_bodies, play_model

SECRET = "Grannflickan i gul rock som alla vet vem det handlar om"


def is_kept(text: str) -> bool:
    """Whether the text is in any column of any row of any table of the sandbox, plain or as JSON."""
    values: list[str] = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("sandbox").get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            values += [str(value) for row in cursor.fetchall() for value in row]
    escaped = json.dumps(text)[1:-1]
    return any(text in value or escaped in value for value in values)


def write_it_everywhere(seat):
    """In an archived attempt, in two versions, in rows and questions, in a draft and a conflict."""
    bodies = model_bodies(seat.run.scenario)
    do(seat, "consent", bodies["consent"] | {"note": SECRET})
    do(seat, "mapping", {"areas": [{"heading": "fritid", "text": SECRET, "own_words": True}]})
    seat = practise_again(seat=seat, now=NOW)
    play_model(seat)
    goals = bodies["goals"]
    do(seat, "goals", goals | {"main_goal": f"Som {SECRET} vill"})
    do(seat, "goals", goals | {"subgoals": [{"text": SECRET, "day": 60}]})
    questions = {"vc-rehab": SECRET, "bistand": "Hur?"}
    do(seat, "call", bodies["call"] | {"questions": questions, "day": 20})
    save_draft(seat=seat, kind="follow_up", body={"day": SECRET, "form": SECRET}, now=NOW)
    with pytest.raises(Conflict):
        do(seat, "consent", bodies["consent"] | {"note": SECRET}, expected_version=0)
    return seat


def test_nothing_of_the_text_is_left_anywhere(seat):
    seat = write_it_everywhere(seat)
    assert is_kept(SECRET)

    redact(seat=seat, now=NOW)

    assert not is_kept(SECRET)
    assert not is_kept("Hur?")


def test_what_is_left_says_who_when_and_where_but_not_what(seat):
    do(seat, "consent", model_bodies(seat.run.scenario)["consent"] | {"note": SECRET})

    redact(seat=seat, kind="consent", field="note", reason="real_person", now=NOW)

    queued = Redaction.objects.get()
    assert (queued.user, queued.run, queued.at) == (seat.user, seat.run, NOW)
    assert (queued.kind, queued.field, queued.reason) == ("consent", "note", "real_person")
    assert queued.places == 2
    event = Event.objects.for_world(seat.world).latest("seq")
    assert (event.code, event.data) == ("redacted", {"kind": "consent", "field": "note"})
    assert event.seq == 2


def test_the_choices_stay_so_that_the_exercise_still_holds_together(seat):
    play_model(seat)

    redact(seat=seat, now=NOW)

    state = load(seat).state
    bodies = {document.kind: document.body for document in state.documents}
    assert bodies["consent"]["receivers"] == ["vc-rehab", "bistand"]
    assert (bodies["call"]["time"], bodies["call"]["place"]) == ("10.00", "")
    assert bodies["goals"]["measures"][0]["responsible"] == "vc-rehab"
    assert state.state == "active"


def test_one_field_of_one_kind_goes_in_every_version_and_the_rest_stays(seat):
    bodies = model_bodies(seat.run.scenario)
    play_model(seat)
    do(seat, "goals", bodies["goals"] | {"main_goal": "Något annat som jag vill kunna"})

    redact(seat=seat, kind="goals", field="main_goal", now=NOW)

    goals = Entry.objects.for_world(seat.world).filter(kind="goals")
    assert {entry.body["main_goal"] for entry in goals} == {""}
    assert {entry.body["subgoals"][0]["text"] for entry in goals} == {
        bodies["goals"]["subgoals"][0]["text"]
    }


def test_another_learners_words_are_not_touched(seat, bo):
    other = start_alone(user=bo, slug="alex-kor", now=NOW)
    consent = model_bodies(seat.run.scenario)["consent"]
    do(other, "consent", consent | {"note": SECRET})
    do(seat, "consent", consent | {"note": SECRET})

    redact(seat=seat, now=NOW)

    assert Entry.objects.for_world(other.world).get().body["note"] == SECRET
    assert Entry.objects.for_world(seat.world).get().body["note"] == ""


def test_practising_can_go_on_after_erasing(seat):
    bodies = model_bodies(seat.run.scenario)
    do(seat, "consent", bodies["consent"])
    redact(seat=seat, now=NOW)

    performed = do(seat, "mapping", bodies["mapping"])

    assert performed.events == (3,)
    assert performed.turn.refused == ()


@pytest.mark.parametrize("wrong", [{"field": "note"}, {"reason": "därför att"}])
def test_a_wish_that_says_too_little_is_not_carried_out(seat, wrong):
    do(seat, "consent", model_bodies(seat.run.scenario)["consent"] | {"note": SECRET})

    with pytest.raises(ValueError, match="Say which"):
        redact(seat=seat, **wrong)

    assert is_kept(SECRET)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_of_the_text_is_left_in_the_database_file(seat):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reclaims the space of old rows by itself (autovacuum).")
    seat = write_it_everywhere(seat)
    base = Path(connection.settings_dict["NAME"])
    files = [base, base.with_name(f"{base.name}-wal")]
    assert any(SECRET.encode() in path.read_bytes() for path in files)

    redact(seat=seat, now=NOW)

    assert not any(SECRET.encode() in path.read_bytes() for path in files if path.exists())
