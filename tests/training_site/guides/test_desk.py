"""The council's desk: first the promise, then what waits, for members and editors only."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.quiz.models import Question
from tests.training_site.guides.conftest import House, person, seat
from training_site.guides.campaigns import confirm, open_for_version
from training_site.guides.models import GuidePage, Key
from training_site.guides.reviews import ExerciseReview
from training_site.guides.versions import freeze
from training_site.people.models import Assignment, Council, User


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def desk(user) -> str:
    return signed_in(user).get("/processrad/").content.decode()


def sent(guide: Any, editor) -> str:
    """Send a guide, or another text; returns where it is approved."""
    guide.save_revision(user=editor)
    guide.get_workflow().start(guide, editor)
    state = type(guide).objects.get(pk=guide.pk).current_workflow_task_state
    return f"/processrad/granska/{state.pk}/"


@pytest.fixture
def busy(house: House) -> House:
    """A guide in force that two key persons are asked about, one has answered, review is near."""
    today = timezone.localdate()
    for name in ("anna", "bo"):
        Assignment.objects.create(
            user=person(name), kind="key_person", status="accepted", since=today, proposed_on=today
        )
    house.guide.review_by, house.guide.live = today + datetime.timedelta(days=20), True
    house.guide.save()
    campaign = open_for_version(
        freeze(house.guide, revision=None, approved_by=[]), kind="key_persons", days=14
    )
    anna = campaign.asked.get(user__given_name="anna").user
    confirm(campaign, asked_user=anna, by=anna)
    return house


def test_the_first_line_is_the_promise(busy: House):
    sent(busy.guide, busy.editor)
    wanted = "1 guide ska granskas inom 30 dagar · 1 väntar på ditt godkännande · Läst av 1 av 2"

    assert wanted in desk(busy.ulla)
    others = "1 guide ska granskas inom 30 dagar · 1 väntar på någon annan · Läst av 1 av 2"
    assert others in desk(busy.editor)
    assert others in signed_in(busy.editor).get("/admin/").content.decode()


def test_a_day_with_nothing_to_do_is_said_in_words_and_not_in_noughts(house: House):
    page = desk(house.editor)

    assert "Inget väntar på rådet just nu" in page
    assert "0 guider" not in page


def test_those_who_write_find_the_handbook_and_the_guides_from_the_administration(house: House):
    page = signed_in(house.editor).get("/admin/").content.decode()

    assert 'class="button button-secondary" href="/admin/guider/"' in page
    assert 'class="button button-secondary" href="/redaktorshandbok/"' in page


def test_what_the_council_lacks_is_said(house: House):
    assert "Rådet har ingen medicinskt ansvarig sjuksköterska (MAS)" in desk(house.ulla)


def test_only_members_and_editors_have_a_desk(house: House):
    waiting = sent(house.guide, house.editor)

    for path in ("/processrad/", waiting, f"{waiting}text/"):
        assert signed_in(person(f"utan{len(path)}")).get(path).status_code == 404
        assert Client().get(path).url.startswith("/konto/logga-in/")


def test_nobody_reads_or_approves_for_another_council(house: House):
    waiting = sent(house.guide, house.editor)
    other = Council.objects.create(name="Grannens råd", county="Grannlän")
    greta = person("greta")
    seat(greta, other, "chair_municipality")

    client = signed_in(greta)

    assert client.get(waiting).status_code == 404
    assert client.post(waiting, {"do": "approve"}).status_code == 404
    assert "Förbered ett SIP-möte" not in client.get("/processrad/").content.decode()


def test_a_member_without_a_key_reads_but_does_not_approve(house: House):
    waiting = sent(house.guide, house.editor)

    page = signed_in(house.editor).get(waiting).content.decode()
    answer = signed_in(house.editor).post(waiting, {"do": "approve"})

    assert "Godkänn för" not in page
    assert "Du kan inte godkänna den här texten nu." in page
    assert answer.status_code == 403


def test_a_link_to_a_text_that_is_settled_says_so_and_turns_no_key(house: House):
    waiting = sent(house.guide, house.editor)
    ulla = signed_in(house.ulla)
    ulla.post(waiting, {"do": "approve"})
    twice = ulla.post(waiting, {"do": "approve"}, follow=True)
    assert "Din sida har redan godkänt texten. Ingenting har ändrats." in twice.content.decode()
    signed_in(house.ragnar).post(waiting, {"do": "approve"})
    before = list(Key.objects.values_list("user", "turned_at"))

    for form in ({"do": "approve"}, {"do": "reject", "comment": "Vänta."}):
        late = ulla.post(waiting, form, follow=True)
        assert "Texten som länken ledde till är redan godkänd" in late.content.decode()
    assert "Ingenting har ändrats." in ulla.get(waiting, follow=True).content.decode()

    assert list(Key.objects.values_list("user", "turned_at")) == before
    assert GuidePage.objects.get(pk=house.guide.pk).current_workflow_state is None
    other = Council.objects.create(name="Grannens råd", county="Grannlän")
    seat(person("greta"), other, "chair_region")
    assert signed_in(User.objects.get(given_name="greta")).get(waiting).status_code == 404


def test_the_text_that_waits_is_read_as_readers_will_see_it(house: House):
    waiting = sent(house.guide, house.editor)

    page = signed_in(house.ragnar).get(f"{waiting}text/").content.decode()

    assert "Gör en plan B" in page


def test_a_new_title_and_lead_are_shown_word_by_word_as_the_text_is(busy: House):
    busy.guide.lead = "Nio steg."
    busy.guide.save_revision(user=busy.editor)
    waiting = sent(busy.guide, busy.editor)

    page = signed_in(busy.ulla).get(waiting).content.decode()

    assert "<h3>Inledningen</h3>" in page
    assert "Nio<span" in page
    assert "Inga ord i guiden skiljer sig." not in page


def test_a_question_and_an_exercise_say_what_is_approved(house: House):
    question = Question.objects.create(
        ref="Q99", bank="K9", level=1, stem="Du kallar alla.", feedback="Så är det.",
        body=[{"type": "sant", "value": {"right": True}}],
    )  # fmt: skip
    exercise = ExerciseReview.objects.create(
        slug="alex-kor", title="Alex vill tillbaka till kören", file_version="1", live=False
    )

    asked, tried = (
        signed_in(house.ulla).get(sent(one, house.editor)).content.decode()
        for one in (question, exercise)
    )

    assert "Du kallar alla." in asked
    assert "Så är det." in asked
    assert f'href="{exercise.exercise_url}"' in tried


def test_three_texts_cost_no_more_queries_than_one(house: House):
    def cost() -> int:
        client = signed_in(house.ulla)
        client.get("/processrad/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/processrad/")
        return len(seen)

    sent(house.guide, house.editor)
    one = cost()
    for number in range(2):
        more = GuidePage(
            title=f"Guide {number}", slug=f"guide-{number}", council=house.council, lead="Kort.",
            audience="Alla", change_kind="substance", valid_from=timezone.localdate(),
            review_by=datetime.date(2030, 1, 1), live=False,
        )  # fmt: skip
        house.guide.get_parent().add_child(instance=more)
        sent(more, house.editor)

    assert cost() == one
