"""A guide as its readers meet it: what is new, which version it is, and whether it still holds."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from tests.training_site.guides.conftest import STEPS, House, row_item
from training_site.guides.campaigns import confirm, open_for_version
from training_site.guides.models import Attachment, GuidePage, GuideVersion
from training_site.guides.versions import freeze
from training_site.people.models import Assignment, User
from training_site.uploads.models import UploadedDocument

PHONE = {"key": "telefon", "title": "Skriv upp telefonnumren", "text": "<p>På en lapp.</p>"}
TODAY = datetime.date(2026, 11, 21)
BOTH = [
    {"side": "kommunerna", "name": "Ulla", "on": "2026-11-20"},
    {"side": "regionen", "name": "Ragnar", "on": "2026-11-20"},
]


def publish(guide: GuidePage, approved_by=BOTH) -> GuideVersion:
    """What publishing with two keys leaves behind."""
    guide.live = True
    guide.save()
    return freeze(guide, revision=None, approved_by=list(approved_by))


def second(guide: GuidePage) -> GuideVersion:
    """Version 1.1: a step is new, between the two."""
    rows = [STEPS[0], PHONE, STEPS[1]]
    guide.body = [{"type": "steps", "value": {"rows": [row_item(row) for row in rows]}}]
    guide.changes = [
        {"type": "change", "value": {"what": "Telefonnummer skrivs upp.", "was": "Fanns inte."}}
    ]
    guide.number, guide.valid_from = "1.1", TODAY
    return publish(guide)


def correct(guide: GuidePage) -> GuideVersion:
    """A corrected edition of the version in force."""
    guide.change_kind, guide.changes, guide.lead = "editorial", [], "Åtta steg, rättad."
    return publish(guide)


def key_persons(count: int) -> list[User]:
    """Key persons with an account each."""
    people = [
        User.objects.create_user(f"np{at}@example.org", given_name=f"np{at}") for at in range(count)
    ]
    since = TODAY - datetime.timedelta(days=30)
    for user in people:
        Assignment.objects.create(
            user=user, kind="key_person", status="accepted", since=since, proposed_on=since
        )
    return people


@pytest.fixture
def guide(house: House, time_machine) -> GuidePage:
    """In force in version 1.1 since today."""
    time_machine.move_to(datetime.datetime(2026, 11, 21, 10, tzinfo=datetime.UTC))
    publish(house.guide)
    second(house.guide)
    return house.guide


def page(client, name: str = "guide", *more: str) -> str:
    """The text of a page of the guide, spaces made plain."""
    answer = client.get(reverse(f"guides:{name}", args=["forbered", *more]))
    return answer.content.decode().replace("\u00a0", " ")


def test_what_is_new_stands_first_with_what_was_before(client, guide):
    html = page(client)

    assert "Nytt i version 1.1" in html
    assert "Telefonnummer skrivs upp." in html
    assert "Förut: Fanns inte." in html
    assert html.index("Nytt i version 1.1") < html.index("Prata med personen")


def test_only_the_step_that_is_new_in_this_version_is_marked(client, guide):
    html = page(client)

    assert html.count("Ny i 1.1") == 1
    assert html.index("Skriv upp telefonnumren") < html.index("Ny i 1.1") < html.index("plan B")


def test_a_corrected_edition_still_says_what_is_new_in_its_number(client, guide):
    correct(guide)

    html = page(client)

    assert "Telefonnummer skrivs upp." in html
    assert "Ny i 1.1" in html
    assert "rättad 21 november 2026" in html


def test_an_old_version_says_until_when_it_held_and_leads_on(client, guide):
    html = page(client, "version", "1.0")

    assert "Du läser version 1.0. Den gällde till 20 november 2026." in html
    assert f'href="{reverse("guides:guide", args=["forbered"])}">Gå till den version som' in html
    assert "Skriv upp telefonnumren" not in html


def test_the_square_on_paper_leads_to_a_page_that_says_whether_it_holds(client, guide):
    assert "Är den här aktuell?" in page(client)
    assert "Ja, version 1.1 är den som gäller." in page(client, "version", "1.1")


def test_readers_are_told_when_the_review_is_overdue(client, guide):
    GuideVersion.objects.filter(valid_to=None).update(review_by=TODAY - datetime.timedelta(days=1))

    assert "Granskningen av den här guiden är försenad." in page(client)
    assert "Granskning försenad" in client.get(reverse("guides:index")).content.decode()


def test_a_version_that_nobody_has_approved_is_a_draft(client, house: House):
    publish(house.guide, approved_by=[])

    assert "Utkast – ej granskad" in page(client)


def test_a_version_that_waits_for_its_day_is_announced(client, guide):
    guide.number, guide.valid_from = "1.2", datetime.date(2026, 12, 1)
    revision = guide.save_revision()
    revision.approved_go_live_at = timezone.now() + datetime.timedelta(days=10)
    revision.save()

    assert "Version 1.2 gäller från 1 december 2026" in page(client)


def test_how_many_have_read_is_shown_from_five_and_up(client, guide):
    people = key_persons(6)
    campaign = open_for_version(GuideVersion.objects.get(valid_to=None), kind="key_persons", days=9)
    for user in people[:4]:
        confirm(campaign, asked_user=user, by=user)
    assert "har bekräftat version" not in page(client)

    confirm(campaign, asked_user=people[4], by=people[4])

    assert "5 av 6 nyckelpersoner har bekräftat version 1.1." in page(client)


def test_a_page_costs_two_queries_for_a_guest_and_six_signed_in(
    client, guide, django_assert_max_num_queries
):
    people = key_persons(3)
    open_for_version(GuideVersion.objects.get(valid_to=None), kind="key_persons", days=9)
    page(client)
    with django_assert_max_num_queries(2):
        assert "Ska du bekräfta? Logga in." in page(client)

    client.force_login(people[0])
    page(client)
    with django_assert_max_num_queries(6):
        assert "Jag har läst och fört vidare" in page(client)


def test_the_list_and_the_versions_cost_the_same_whatever_their_number(
    client, house: House, django_assert_max_num_queries
):
    publish(house.guide)
    addresses = [
        reverse("guides:index"),
        reverse("guides:versions", args=["forbered"]),
    ]
    counts = []
    for _round in range(2):
        for address in addresses:
            client.get(address)
            with django_assert_max_num_queries(6) as captured:
                client.get(address)
            counts.append(len(captured))
        second(house.guide)
        correct(house.guide)
    assert counts[:2] == counts[2:]


def test_the_versions_say_who_approved_and_what_sort_of_change_it_was(client, guide):
    correct(guide)

    html = page(client, "versions")

    assert "Godkänd av Ulla (kommunerna), Ragnar (regionen)." in html
    assert "Redaktionell ändring" in html
    assert "Första versionen." in html
    assert html.count("Gäller nu") == 1


def test_an_attachment_says_its_format_and_size_and_where_to_read_it_instead(client, guide):
    document = UploadedDocument.objects.create(
        title="Lathund", file=ContentFile(b"x" * 2048, name="lathund.pdf")
    )
    guide.attachments.add(Attachment(document=document, alternative="/hjalp/"))
    guide.save()

    html = page(client)

    assert "Lathund (PDF, 2,0 kB)" in html
    assert '<a href="/hjalp/">Läs ”Lathund” som webbsida</a>' in html


def test_what_an_attachment_says_on_a_page_is_never_something_to_run(guide):
    for wrong in ("javascript:alert(1)", "hjalp", "//annan.example/"):
        with pytest.raises(ValidationError, match="alternative"):
            Attachment(page=guide, alternative=wrong).clean()
    for right in ("/hjalp/", "https://www.example.org/"):
        Attachment(page=guide, alternative=right).clean()
