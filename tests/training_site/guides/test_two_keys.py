"""A guide is published by the municipalities and the region together, never by one of them."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from tests.training_site.guides.conftest import House, person, seat
from training_site.guides.keys import waiting_for
from training_site.guides.models import GuidePage, GuideVersion, Key


def sent(house: House) -> GuidePage:
    """The guide, sent for approval."""
    house.guide.save_revision(user=house.editor)
    house.guide.get_workflow().start(house.guide, house.editor)
    return GuidePage.objects.get(pk=house.guide.pk)


def approve(guide: GuidePage, user) -> None:
    """What the button does."""
    guide = GuidePage.objects.get(pk=guide.pk)
    state = guide.current_workflow_task_state
    state.task.specific.on_action(state, user, "approve")


def published(guide: GuidePage) -> bool:
    return GuideVersion.objects.filter(page_id=guide.pk, valid_to=None).exists()


@pytest.mark.parametrize("order", [("ulla", "ragnar"), ("ragnar", "ulla")])
def test_two_keys_in_any_order_publish(house: House, order):
    guide = sent(house)

    approve(guide, getattr(house, order[0]))
    assert not published(guide)
    approve(guide, getattr(house, order[1]))

    version = GuideVersion.objects.get(page_id=guide.pk)
    assert version.number == "1.0"
    assert {row["name"] for row in version.approved_by} == {"ulla", "ragnar"}


def test_one_chair_alone_can_never_publish(house: House):
    guide = sent(house)
    approve(guide, house.ulla)

    with pytest.raises(PermissionDenied):
        approve(guide, house.ulla)
    revision = guide.get_latest_revision()
    for user in (house.ulla, house.editor, house.root):
        with pytest.raises(PermissionDenied):
            revision.publish(user=user)
        assert not guide.permissions_for_user(user).can_publish()
    assert not published(guide)


def test_another_from_the_same_side_does_not_make_two(house: House):
    second = person("maja")
    seat(second, house.council, "municipal_health")
    guide = sent(house)
    approve(guide, house.ulla)

    with pytest.raises(PermissionDenied):
        approve(guide, second)

    assert [key.user for key in Key.objects.all()] == [house.ulla]


def test_nobody_without_a_seat_turns_a_key_not_even_the_administrator(house: House):
    guide = sent(house)

    for user in (house.editor, house.root):
        with pytest.raises(PermissionDenied):
            approve(guide, user)

    assert not Key.objects.exists()


def test_the_task_says_who_waits_for_whom_and_since_when(house: House):
    guide = sent(house)
    approve(guide, house.ragnar)

    waiting = waiting_for(GuidePage.objects.get(pk=guide.pk).current_workflow_task_state)

    assert waiting.sides == ("municipality",)
    assert waiting.since == Key.objects.get().turned_at


def test_a_text_changed_after_a_key_was_turned_has_no_key(house: House):
    guide = sent(house)
    approve(guide, house.ulla)
    state = GuidePage.objects.get(pk=guide.pk).current_workflow_task_state
    state.task.specific.on_action(state, house.ragnar, "reject", comment="Steg två är otydligt.")

    changed = GuidePage.objects.get(pk=guide.pk).get_latest_revision_as_object()
    changed.lead = "Nio steg."
    changed.save_revision(user=house.editor)
    GuidePage.objects.get(pk=guide.pk).current_workflow_state.resume(user=house.editor)
    approve(guide, house.ragnar)

    assert not published(guide)
    approve(guide, house.ulla)
    assert GuideVersion.objects.get(page_id=guide.pk).lead == "Nio steg."


def test_a_guide_valid_from_a_day_ahead_waits_for_that_day(house: House, time_machine):
    day = timezone.localdate() + datetime.timedelta(days=3)
    house.guide.valid_from = day
    house.guide.schedule()
    guide = sent(house)
    approve(guide, house.ulla)
    approve(guide, house.ragnar)
    call_command("publish_scheduled")
    assert not published(guide)

    morning = datetime.datetime.combine(day, datetime.time(8), timezone.get_current_timezone())
    time_machine.move_to(morning)
    call_command("publish_scheduled")

    assert GuideVersion.objects.get(page_id=guide.pk).valid_from == day


def test_a_lawyer_reads_last_when_asked_for(house: House):
    lawyer = person("jurist")
    seat(lawyer, house.council, "lawyer")
    house.guide.needs_lawyer = True
    guide = sent(house)
    approve(guide, house.ulla)
    approve(guide, house.ragnar)
    assert not published(guide)

    approve(guide, lawyer)

    version = GuideVersion.objects.get(page_id=guide.pk)
    assert [row["name"] for row in version.approved_by] == ["ulla", "ragnar", "jurist"]


def test_a_guide_that_readers_have_met_is_deleted_by_nobody(house: House, client):
    guide = sent(house)
    approve(guide, house.ulla)
    approve(guide, house.ragnar)

    for user in (house.editor, house.root):
        client.force_login(user)
        client.post(f"/admin/pages/{guide.pk}/delete/")
        client.post(f"/admin/bulk/wagtailcore/page/delete/?id={guide.pk}", {"next": "/admin/"})

    assert published(guide)
    assert client.get("/guider/forbered/").status_code == 200
