"""What lessons cite a part of a guide by: made of its heading, and the same once readers have it."""

from __future__ import annotations

from django.utils import timezone

from tests.training_site.guides.conftest import House, house
from tests.training_site.guides.test_editing import filled_in, in_force, signed_in
from training_site.guides.models import GuidePage

__all__ = ["house", "in_force"]
ROW = "body-0-value-rows-"


def sent_in(house: House, **changed: str) -> tuple[list[str], dict]:
    """Save what the form sends; the keys of the steps afterwards, and what was refused."""
    day = timezone.localdate().isoformat()
    data = filled_in(house, change_kind="editorial", valid_from=day) | changed
    path = f"/admin/pages/{house.guide.pk}/edit/"
    page = signed_in(house.editor).post(path, data)
    draft = GuidePage.objects.get(pk=house.guide.pk).get_latest_revision_as_object()
    keys = [row["key"] for row in draft.body[0].value["rows"]]
    errors = page.context["form"].errors if page.status_code == 200 else {}
    return keys, errors


def test_a_part_without_a_key_is_named_after_its_heading_and_unlike_every_other(in_force: House):
    keys, _errors = sent_in(
        in_force,
        **{
            f"{ROW}0-value-key": "",
            f"{ROW}0-value-title": "Gör det själv på Åsö",
            f"{ROW}1-value-key": "",
            f"{ROW}1-value-title": "Gör det själv, på Åsö!",
        },
    )
    copied, _errors = sent_in(in_force, **{f"{ROW}1-value-key": "prata"})
    nameless, _errors = sent_in(
        in_force, **{f"{ROW}0-value-key": "", f"{ROW}0-value-title": "?" * 9}
    )
    long, _errors = sent_in(
        in_force, **{f"{ROW}0-value-key": "", f"{ROW}0-value-title": "möte " * 30}
    )

    assert keys == ["gor-det-sjalv-pa-aso", "gor-det-sjalv-pa-aso-2"]
    assert copied == ["prata", "gor-en-plan-b"]
    assert nameless == ["del", "plan-b"]
    assert long[0].startswith("mote-mote")
    assert len(long[0]) <= 60


def test_a_section_and_a_row_of_a_timetable_are_named_after_theirs(in_force: House):
    given = {
        "body-count": "2", "body-0-type": "section", "body-0-value-title": "Före mötet",
        "body-0-value-key": "", "body-1-type": "timetable", "body-1-order": "1",
        "body-1-deleted": "", "body-1-id": "", "body-1-value-rows-count": "1",
    }  # fmt: skip
    row = {"order": "0", "deleted": "", "type": "item", "id": "", "value-key": ""}
    row |= {"value-when": "Före mötet", "value-what": "Ring.", "value-who": "Du"}
    given |= {f"body-1-value-rows-0-{name}": value for name, value in row.items()}
    given["body-1-value-rows-0-value-laws-count"] = "0"
    data = filled_in(in_force) | given

    signed_in(in_force.editor).post(f"/admin/pages/{in_force.guide.pk}/edit/", data)

    body = GuidePage.objects.get(pk=in_force.guide.pk).get_latest_revision_as_object().body
    assert body[0].value["key"] == "fore-motet"
    assert body[1].value["rows"][0]["key"] == "fore-motet-2"


def test_the_key_of_a_part_that_readers_have_stays_when_its_heading_changes(in_force: House):
    reworded = {f"{ROW}0-id": "prata", f"{ROW}0-value-title": "Ring först"}

    emptied, _errors = sent_in(in_force, **reworded, **{f"{ROW}0-value-key": ""})
    _keys, errors = sent_in(
        in_force, **reworded, **{f"{ROW}0-value-key": "ring", "action-submit": "1"}
    )

    assert emptied == ["prata", "plan-b"]
    assert "Lektioner kan hänvisa till nyckeln ”prata”" in str(errors["body"])
    assert GuidePage.objects.get(pk=in_force.guide.pk).current_workflow_state is None
