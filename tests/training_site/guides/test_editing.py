"""A guide in the administration: a new version is begun, sent, closed, taken back, approved."""

from __future__ import annotations

import datetime
import re
from html import unescape
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tests.training_site.guides.conftest import STEPS, House
from training_site.guides.models import GuidePage, GuideVersion, Key
from training_site.people.roles import CHAIRS_MUNICIPALITY, make_groups


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def in_force(house: House) -> House:
    """Version 1.0 has been approved by both sides."""
    house.guide.save_revision(user=house.editor)
    house.guide.get_workflow().start(house.guide, house.editor)
    for user in (house.ulla, house.ragnar):
        guide = GuidePage.objects.get(pk=house.guide.pk)
        state = guide.current_workflow_task_state
        state.task.specific.on_action(state, user, "approve")
    house.guide.refresh_from_db()
    return house


def filled_in(house: House, **changed) -> dict[str, str]:
    """What the editor's form sends; the steps as they are."""
    rows = {f"body-0-value-rows-{place}-order": str(place) for place in range(2)}
    for place, step in enumerate(STEPS):
        rows |= {
            f"body-0-value-rows-{place}-deleted": "",
            f"body-0-value-rows-{place}-type": "item",
            f"body-0-value-rows-{place}-id": "",
            f"body-0-value-rows-{place}-value-key": step["key"],
            f"body-0-value-rows-{place}-value-title": step["title"],
            f"body-0-value-rows-{place}-value-text": TEXT,
        }
    what = changed.pop("what", None)
    points = [("change", {"what": what, "was": ""})] if what else []
    data = {
        "title": house.guide.title,
        "slug": house.guide.slug,
        "lead": "Nio steg.",
        "audience": "Alla som samordnar",
        "change_kind": "",
        "valid_from": "",
        "review_by": (timezone.localdate() + datetime.timedelta(days=400)).isoformat(),
        "council": str(house.council.pk),
        "confirmed_by": "key_persons",
        "confirm_days": "14",
        "changes": streamfield(points),
        "attachments": inline_formset([]),
        "comments": inline_formset([]),
    }
    body = {"body-count": "1", "body-0-type": "steps", "body-0-order": "0", "body-0-deleted": ""}
    body |= {"body-0-id": "", "body-0-value-rows-count": "2"}
    return nested_form_data(data | changed) | body | rows


TEXT = (
    '{"blocks": [{"key": "abc", "type": "unstyled", "depth": 0, "text": "Så här.", '
    '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
)


def test_opening_a_guide_in_force_begins_an_empty_version_beside_what_was_new(in_force: House):
    page = signed_in(in_force.editor).get(f"/admin/pages/{in_force.guide.pk}/edit/")

    form = page.context["form"]
    assert not form.initial["change_kind"]
    assert form.initial["valid_from"] is None
    html = page.content.decode()
    assert "En saklig ändring blir version 1.1" in html
    assert "Guiden är ny." in html
    assert 'name="action-publish"' not in html


def test_a_draft_may_be_as_unfinished_as_it_likes(in_force: House):
    client = signed_in(in_force.editor)

    client.post(f"/admin/pages/{in_force.guide.pk}/edit/", filled_in(in_force))

    guide = GuidePage.objects.get(pk=in_force.guide.pk)
    assert guide.get_latest_revision_as_object().lead == "Nio steg."
    assert guide.lead == "Åtta steg."
    assert GuideVersion.objects.get().number == "1.0"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"what": "Nytt"}, "change_kind"),
        ({"change_kind": "substance"}, "changes"),
        ({"change_kind": "substance", "what": "Nytt", "valid_from": "2020-01-01"}, "valid_from"),
    ],
)
def test_what_is_sent_says_what_kind_it_is_what_is_new_and_from_a_day_to_come(
    in_force: House, given, said
):
    data = filled_in(in_force, **{"valid_from": timezone.localdate().isoformat(), **given})
    client = signed_in(in_force.editor)

    page = client.post(f"/admin/pages/{in_force.guide.pk}/edit/", data | {"action-submit": "1"})

    assert said in page.context["form"].errors
    assert GuidePage.objects.get(pk=in_force.guide.pk).current_workflow_state is None


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"lead": "Ring 070-123 45 67 först."}, "lead", "telefonnummer"),
        ({"what": "Enligt 10 kap. 8 § ska båda komma."}, "changes", "i stället för"),
        ({"title": "Möte enligt 2 §"}, "title", "i stället för"),
    ],
)
def test_a_guide_with_a_real_number_or_a_bare_paragraph_is_kept_and_not_sent(
    in_force: House, given, field, said
):
    day = timezone.localdate().isoformat()
    data = filled_in(
        in_force, **{"change_kind": "substance", "what": "Nytt", "valid_from": day, **given}
    )

    page = signed_in(in_force.editor).post(
        f"/admin/pages/{in_force.guide.pk}/edit/", data | {"action-submit": "1"}
    )

    form = page.context["form"]
    assert list(form.errors) == [field]
    assert said in str(form.errors[field])
    assert form["lead"].value() == given.get("lead", "Nio steg.")
    assert GuidePage.objects.get(pk=in_force.guide.pk).current_workflow_state is None


def test_a_version_goes_from_the_editor_through_both_keys_to_readers(
    in_force: House, django_capture_on_commit_callbacks
):
    guide, edit = in_force.guide, f"/admin/pages/{in_force.guide.pk}/edit/"
    data = filled_in(
        in_force,
        change_kind="substance",
        what="Ett nionde steg.",
        valid_from=timezone.localdate().isoformat(),
    )
    in_force.ulla.groups.add(make_groups()[CHAIRS_MUNICIPALITY])
    lena, ulla = signed_in(in_force.editor), signed_in(in_force.ulla)
    with django_capture_on_commit_callbacks(execute=True):
        lena.post(edit, data | {"action-submit": "1"})
    state = GuidePage.objects.get(pk=guide.pk).current_workflow_task_state
    review = f"/processrad/granska/{state.pk}/"
    assert {letter.to[0] for letter in mail.outbox} == {"ulla@example.org", "ragnar@example.org"}
    assert all(review in letter.body for letter in mail.outbox)
    assert "Väntar på kommunerna och regionen sedan den" in lena.get(edit).content.decode()
    assert "Läs och godkänn" in ulla.get(edit).content.decode()

    shown = ulla.get(review).content.decode()
    assert "Ett nionde steg." in shown
    assert "Godkänn för kommunerna" in shown
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ulla.post(review, {"do": "approve"})
    assert [letter.to for letter in mail.outbox] == [["ragnar@example.org"]]
    assert "Kommunerna har godkänt." in mail.outbox[0].body

    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(in_force.ragnar).post(review, {"do": "approve"})
    assert [letter.to for letter in mail.outbox] == [["lena@example.org"]]
    version = GuideVersion.objects.get(page=guide, valid_to=None)
    assert (version.number, version.lead) == ("1.1", "Nio steg.")


def test_a_closed_text_is_not_changed_but_can_be_taken_back(in_force: House):
    edit = f"/admin/pages/{in_force.guide.pk}/edit/"
    data = filled_in(in_force, change_kind="editorial", valid_from=timezone.localdate().isoformat())
    lena = signed_in(in_force.editor)
    lena.post(edit, data | {"action-submit": "1"})
    before = GuidePage.objects.get(pk=in_force.guide.pk).latest_revision_id

    lena.post(edit, data | {"lead": "Något annat."})
    assert GuidePage.objects.get(pk=in_force.guide.pk).latest_revision_id == before

    lena.post(edit, data | {"action-cancel-workflow": "1"})
    assert GuidePage.objects.get(pk=in_force.guide.pk).current_workflow_state is None


def test_a_text_is_sent_back_with_a_comment_that_names_nobody(
    house: House, django_capture_on_commit_callbacks
):
    house.guide.save_revision(user=house.editor)
    house.guide.get_workflow().start(house.guide, house.editor)
    state = GuidePage.objects.get(pk=house.guide.pk).current_workflow_task_state
    ragnar, review = signed_in(house.ragnar), f"/processrad/granska/{state.pk}/"

    stopped = ragnar.post(review, {"do": "reject", "comment": "Ring 073-612 45 67 om steg två."})
    assert "telefonnummer" in stopped.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        ragnar.post(review, {"do": "reject", "comment": "Steg två är otydligt."})

    state.refresh_from_db()
    assert (state.status, state.comment) == ("rejected", "Steg två är otydligt.")
    assert "Steg två är otydligt." in mail.outbox[-1].body
    assert not Key.objects.exists()


def test_a_day_that_passed_while_the_text_waited_becomes_the_day_it_is_published(house: House):
    house.guide.valid_from = timezone.localdate() - datetime.timedelta(days=3)
    house.guide.save_revision(user=house.editor)
    house.guide.get_workflow().start(house.guide, house.editor)
    for user in (house.ulla, house.ragnar):
        state = GuidePage.objects.get(pk=house.guide.pk).current_workflow_task_state
        state.task.specific.on_action(state, user, "approve")

    assert GuideVersion.objects.get().valid_from == timezone.localdate()


# Written in Wagtail's templates and code without a way to translate them.
WRITTEN_IN_ENGLISH = ('aria-label="Actions"', 'value="Search"', ">Link text", ">Email address")


def without_swedish() -> set[str]:
    """The texts of the administration that neither Wagtail nor we have in Swedish."""
    ours = Path(settings.LOCALE_PATHS[0]) / "sv" / "LC_MESSAGES" / "django.po"
    have, wanted = texts(ours), set()
    for app in ("admin", "snippets", "images", "documents", "users", "."):
        folder = Path(wagtail.__file__).parent / app / "locale"
        wanted |= texts(folder / "en" / "LC_MESSAGES" / "django.po", empty=True)
        have |= texts(folder / "sv" / "LC_MESSAGES" / "django.po")
    return wanted - have


def texts(path: Path, *, empty: bool = False) -> set[str]:
    """The English texts of a catalogue that are translated, or all of them."""
    with path.open("rb") as file:
        rows = [row for row in read_po(file) if row.id and (empty or row.string)]
    return {row.id[0] if isinstance(row.id, tuple) else row.id for row in rows}


def test_no_screen_of_a_council_shows_a_text_without_swedish(in_force: House):
    guide, question = in_force.guide, "/admin/snippets/courses_quiz/question/"
    screens = [
        "/admin/", "/admin/guider/", f"/admin/pages/{guide.pk}/edit/",
        f"/admin/pages/{guide.pk}/history/", f"/admin/pages/{guide.pk}/workflow_history/",
        f"/admin/pages/{guide.pk}/usage/", "/admin/pages/", "/admin/lektioner/", question,
        f"{question}add/", "/admin/snippets/guides/faqentry/",
        "/admin/snippets/guides/newsitem/add/", "/admin/snippets/guides/exercisereview/",
        "/admin/images/", "/admin/documents/", "/admin/media/", "/admin/media/video/add/",
        "/admin/account/", "/admin/choose-external-link/", "/admin/choose-email-link/",
    ]  # fmt: skip
    missing, lena = without_swedish(), signed_in(in_force.editor)
    shown = {}
    for screen in screens:
        html = unescape(lena.get(screen).content.decode())
        words = {"".join(two).strip() for two in re.findall(r'>([^<>]+)<|="([^"]+)"', html)}
        found = (words & missing) | {text for text in WRITTEN_IN_ENGLISH if text in html}
        if found:
            shown[screen] = found

    assert not shown


def test_nobody_shuts_a_guide_behind_a_password_that_its_address_would_not_ask_for(house: House):
    client = signed_in(house.root)
    sent = {"restriction_type": "password", "password": "hemligt"}
    top = house.guide.get_parent().get_parent()
    for page in (house.guide, house.guide.get_parent(), top):
        client.post(f"/admin/pages/{page.pk}/privacy/", sent)

    assert [row.page_id for row in PageViewRestriction.objects.all()] == [top.pk]
