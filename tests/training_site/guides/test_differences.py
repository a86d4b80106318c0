"""What differs between two versions of a guide, told in words to whoever reads."""

from __future__ import annotations

import pytest
from django.urls import reverse

from courses.references import LawReference
from courses.stamp import touch
from tests.training_site.guides.test_reading import guide, publish
from training_site.guides.comparing import found_between
from training_site.guides.differences import What, differences
from training_site.guides.models import GuideVersion
from training_site.guides.parts import Part, plain

__all__ = ["guide"]
A, B, C = (Part(key, key.upper(), f"text om {key}") for key in ("a", "b", "c"))


def test_a_part_is_new_gone_changed_or_moved():
    found = differences([A, B, C], [C, Part("a", "A", "text om annat"), Part("d", "D", "ny text")])

    assert {row.key: row.what for row in found} == {
        "c": What.MOVED,
        "a": What.CHANGED,
        "d": What.NEW,
        "b": What.GONE,
    }


def compare(client, before: str, after: str) -> str:
    """The page of a difference."""
    address = reverse("guides:difference", args=["forbered"])
    return client.get(address, {"fran": before, "till": after}).content.decode()


def test_what_was_added_and_removed_is_said_in_words(client, guide):
    guide.lead, guide.number = "Nio steg.", "1.2"
    publish(guide)

    html = compare(client, "1.0", "1.2")

    assert '<ins><span class="sr">tillagt: </span>Nio' in html
    assert '<del><span class="sr">borttaget: </span>Åtta' in html
    assert "Skriv upp telefonnumren" in html


def test_the_older_comes_first_whichever_is_named_first(client, guide):
    assert compare(client, "1.1", "1.0") == compare(client, "1.0", "1.1")


def test_a_version_beside_itself_says_that_nothing_differs(client, guide):
    assert "Inget skiljer mellan de två versionerna." in compare(client, "1.1", "1.1")


@pytest.mark.parametrize("numbers", [("1.0", "9.9"), ("<script>", ""), ("1.0", "")])
def test_an_unknown_version_gives_the_list_to_choose_from(client, guide, numbers):
    html = compare(client, *numbers)

    assert "Den versionen finns inte." in html
    assert "Första versionen." in html
    assert "<script>" not in html.split("<main")[1].split("</main>")[0]


@pytest.mark.django_db
def test_a_law_is_called_by_its_name_where_a_version_has_only_its_key():
    LawReference.objects.create(
        key="L11", act="Lagen", sfs="2026:1", place="3 §", title="Plan", summary="Så."
    )
    touch()
    old, new = (
        GuideVersion(parts=[Part("a", "A", text).to_json()])
        for text in ("Se lagen.", plain("Se [[lag:L11]] och [[lag:L12]]."))
    )

    (found,) = found_between(old, new)

    said = " ".join(piece.text for piece in found.pieces if piece.kind != "removed")
    assert said == "Se Lagen (2026:1) 3 § och L12."
