"""What is kept of a guide's page between readers is nobody's own, and never older than the guide."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from courses.models import LessonPage
from tests.courses.conftest import FIRST, course, folder, load
from tests.training_site.guides.test_reading import guide, key_persons, page, publish
from training_site import reading_settings
from training_site.guides.campaigns import confirm, open_for_version
from training_site.guides.models import Campaign, GuideVersion, ServiceNotice
from training_site.people.models import User

__all__ = ["course", "folder", "guide", "load"]
SIGN_IN = "Ska du bekräfta? Logga in."
CONFIRM = "Jag har läst och fört vidare"


@pytest.fixture
def asked(guide) -> list[User]:
    """Seven who are asked; every sort of reader has read the page since."""
    people = key_persons(7)
    open_for_version(in_force(), kind="key_persons", days=9)
    for client in (Client(), signed_in(people[0]), Client(), signed_in(people[1])):
        page(client)
    return people


def in_force() -> GuideVersion:
    return GuideVersion.objects.get(valid_to=None)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_nobody_is_shown_what_another_is_asked_or_has_answered(client, asked, house):
    first, other = asked[:2]
    signed_in(first).post(
        reverse("guides:confirm", args=["forbered"]), {"version": "1.1", "for": first.pk}
    )

    assert "Tack. Du har bekräftat" in page(signed_in(first))
    assert CONFIRM in page(signed_in(other))
    assert "Tack. Du har bekräftat" not in page(signed_in(other))
    html = page(client)
    assert SIGN_IN in html
    assert not [word for word in (CONFIRM, "Tack.", "csrfmiddlewaretoken") if word in html]
    assert "Skapa ny version" in page(signed_in(house.editor))
    assert "Skapa ny version" not in page(signed_in(other)) + page(client)


def test_a_confirmation_counts_at_once_for_everybody(client, asked):
    campaign = Campaign.objects.get()
    for user in asked[:5]:
        confirm(campaign, asked_user=user, by=user)
    said = "{} av 7 nyckelpersoner har bekräftat version 1.1."
    assert said.format(5) in page(client)

    confirm(campaign, asked_user=asked[5], by=asked[5])

    for reader in (client, signed_in(asked[6])):
        assert said.format(6) in page(reader)


def test_a_new_version_a_draft_and_one_that_waits_show_at_once(client, guide, asked):
    guide.number, guide.lead = "1.2", "Nu nio steg."
    publish(guide, approved_by=[])

    for reader in (client, signed_in(asked[0])):
        html = page(reader)
        assert "Nu nio steg." in html
        assert "Utkast – ej granskad" in html
        assert "Du läser version 1.1." in page(reader, "version", "1.1")

    guide.number, guide.valid_from = "1.3", datetime.date(2026, 12, 1)
    revision = guide.save_revision()
    revision.approved_go_live_at = timezone.now() + datetime.timedelta(days=10)
    revision.save(update_fields=["approved_go_live_at"])

    for reader in (client, signed_in(asked[0])):
        assert "Version 1.3 gäller från 1 december 2026" in page(reader)


def test_a_preview_shows_the_draft_and_leaves_the_page_alone(client, guide, asked, rf):
    guide.lead = "Bara ett förslag."

    shown = guide.make_preview_request(rf.get("/")).rendered_content

    assert "Bara ett förslag." in shown
    for reader in (client, signed_in(asked[0])):
        assert "Bara ett förslag." not in page(reader)


def test_a_guide_taken_out_of_use_is_gone_at_once(client, guide, asked):
    guide.unpublish()

    for reader in (client, signed_in(asked[0])):
        assert reader.get(reverse("guides:guide", args=["forbered"])).status_code == 404


@pytest.mark.usefixtures("course")
def test_a_service_notice_comes_and_goes_on_pages_kept_for_guests(client, guide, time_machine):
    now = timezone.now()
    pages = (reverse("guides:guide", args=["forbered"]), FIRST)
    before = [client.get(address).content for address in pages]
    notice = {"text": "Kort avbrott.", "ends": now + datetime.timedelta(hours=1)}
    # Another process tells nobody: this one reads anew when its minute has passed.
    ServiceNotice.objects.bulk_create([ServiceNotice(**notice)])
    time_machine.move_to(now + datetime.timedelta(seconds=61))
    cache.delete("frame:notices")

    for address in pages:
        assert "Kort avbrott." in client.get(address).content.decode()

    time_machine.move_to(now + datetime.timedelta(hours=1, seconds=1))
    assert [client.get(address).content for address in pages] == before


def test_a_page_says_the_day_and_the_name_it_was_reached_by(client, guide, settings, time_machine):
    settings.ALLOWED_HOSTS = ["ett.example.org", "tva.example.org"]
    address = reverse("guides:guide", args=["forbered"])
    hosts = [
        client.get(address, headers={"host": host}).content.decode()
        for host in settings.ALLOWED_HOSTS
    ]
    assert ["http://tva.example.org/" in html for html in hosts] == [False, True]
    assert "Utskriven 2026-11-21" in hosts[0]

    time_machine.move_to(datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC))

    html = client.get(address, headers={"host": "ett.example.org"}).content.decode()
    assert "Utskriven 2026-11-22" in html


def test_a_message_and_reading_settings_are_one_visitors_own(client, guide, asked):
    refused = signed_in(asked[0])
    refused.post(reverse("guides:confirm", args=["forbered"]), {"version": "0.9"})
    assert "Läs vad som är nytt och bekräfta sedan" in page(refused)
    assert "Läs vad som är nytt och bekräfta sedan" not in page(client)

    client.cookies[reading_settings.COOKIE] = "dark"
    assert 'data-theme="dark"' in page(client)
    assert 'data-theme="dark"' not in page(Client())


@pytest.mark.usefixtures("course")
def test_a_lesson_only_some_may_see_is_not_offered_to_practise_in(client, guide, asked):
    lesson = LessonPage.objects.get(key="T1-1.1")
    value = {"guide": "forbered", "section": "prata", "version": "1.0", "text": "Läs."}
    lesson.body = [*lesson.body.raw_data, {"type": "guide", "value": value}]
    lesson.save_revision().publish()
    readers = (client, signed_in(asked[0]))
    assert ["Första lektionen" in page(reader) for reader in readers] == [True, True]

    PageViewRestriction.objects.create(page=lesson, restriction_type=PageViewRestriction.LOGIN)

    assert ["Första lektionen" in page(reader) for reader in readers] == [False, False]
