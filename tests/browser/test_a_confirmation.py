"""A guide changes in substance: 58 are asked, 41 confirm, the others are reminded, a typo asks nobody.

The journey is played once, on a site of its own, by a phone, a keyboard, a browser without scripts
and the rest over plain HTTP.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.browser.confirming import CONFIRMED, NEW, NEWS, OWN, PUBLIC, Story, spaced
from tests.browser.council_house import GUIDE, KEY_PERSONS, TITLE, own_site
from training_site.guides.reading import day

LOOKED_AT = {"start", "guide-asked", "difference", "forward", "desk", "review", "board-list"}
LOOKED_AT |= {"board", "versions", *OWN, *PUBLIC}


@pytest.fixture(scope="module")
def story(browser, django_db_setup, django_db_blocker) -> Iterator[Story]:
    """The journey, played once for every test of this file."""
    with django_db_blocker.unblock(), own_site() as home:
        played = Story(browser, home)
        try:
            played.play()
            yield played
        finally:
            played.close()


def test_one_chair_alone_cannot_publish(story: Story):
    seen = story.seen.after_one_key

    assert seen["button"] == 0
    assert seen["again"] == 302
    assert seen["published"] is False
    assert "Väntar på regionen sedan" in str(seen["words"])
    assert "Kommunerna har godkänt." in str(seen["words"])
    assert "Version 1.0" in str(seen["guest"])
    assert NEWS not in str(seen["guest"])


def test_every_key_person_is_asked_and_nobody_else(story: Story):
    assert len(story.seen.asked) == KEY_PERSONS
    assert {"johan@example.org", "siv@example.org"} <= story.seen.asked
    assert story.seen.asked.isdisjoint({"lena@example.org", "ulla@example.org", "mona@example.org"})


def test_what_differs_is_read_first_in_words(story: Story):
    assert "Skriv upp båda numren före mötet." in story.seen.difference
    assert "Vilket nummer ringer ni?" in story.seen.difference


def test_the_button_thanks_a_phone_a_keyboard_and_a_browser_without_scripts(story: Story):
    said = f"Tack. Du har bekräftat version {NEW} den {spaced(day(story.today))}."

    assert set(story.seen.thanks) == {"phone", "keyboard", "scriptless"}
    assert all(thanks.startswith(said) for thanks in story.seen.thanks.values())
    assert story.seen.hidden_focus == []
    assert story.seen.refused == []


def test_three_lines_and_the_address_are_passed_on(story: Story):
    first, second, third, empty, address = story.seen.lines.splitlines()

    assert first == f"Nytt i ”{TITLE}”, version {NEW}: {NEWS}"
    assert second.startswith("Gör så här: ")
    assert third == f"Gäller från {spaced(day(story.today))}."
    assert (empty, address.endswith(f"/guider/{GUIDE}/")) == ("", True)


def test_the_first_reminder_goes_once_to_the_seventeen_who_have_not_confirmed(story: Story):
    waited = story.noted("first")

    assert len(waited) == KEY_PERSONS - CONFIRMED == 17
    assert story.seen.first == {8: [], 7: waited, 6: []}


def test_a_deputy_confirms_for_one(story: Story):
    row = story.campaign.asked.get(user=story.siv)

    assert row.confirmed_by == story.johan
    assert story.seen.for_another.startswith(f"Tack. Du har bekräftat version {NEW} för Siv")


def test_the_last_reminder_passes_by_whoever_has_left_and_tells_the_deputy(story: Story):
    waiting = story.noted("last")

    assert len(waiting) == 15
    assert story.leaver.email not in waiting
    assert story.siv.email not in waiting
    assert story.seen.last == {3: [], 2: sorted([*waiting, story.lena.email]), 1: []}


def test_the_board_counts_those_who_have_those_who_have_not_and_those_who_left(story: Story):
    board = " ".join(story.seen.board.split())

    assert "42 av 57 har bekräftat." in board
    assert "Av dem genom sin ersättare 1" in board
    assert "Har inte bekräftat än 15" in board
    assert "Har lämnat uppdraget 1" in board
    assert "17 första, 15 sista" in board


def test_the_export_says_so_row_by_row(story: Story):
    rows = {row["Namn"]: row for row in story.seen.rows}
    status = Counter(row["Status"] for row in rows.values())
    by_another = [
        name
        for name, row in rows.items()
        if row["Status"] == "Har bekräftat" and row["Bekräftad av"] != name
    ]
    today = story.today.isoformat()

    assert len(story.seen.rows) == len(rows) == KEY_PERSONS
    assert status == {"Har bekräftat": 42, "Har inte bekräftat än": 15, "Har lämnat uppdraget": 1}
    assert by_another == ["Siv Övningsten"]
    assert rows["Siv Övningsten"]["Bekräftad av"] == "Johan Övningstorp"
    assert rows["Johan Övningstorp"]["Fört vidare"] == today
    assert rows[story.leaver.get_full_name()]["Status"] == "Har lämnat uppdraget"
    assert sum(bool(row["Första påminnelsen"]) for row in rows.values()) == 17
    assert sum(bool(row["Sista påminnelsen"]) for row in rows.values()) == 15


def test_a_typo_fix_asks_nobody_and_keeps_the_number(story: Story):
    seen = story.seen.typo

    assert seen["asked"] is True
    assert seen["letters"] == []
    assert seen["version"] == (NEW, 1)
    assert f"Version {NEW}, rättad {spaced(day(story.today))}" in str(seen["versions"])
    assert "Redaktionell" in str(seen["versions"])
    assert f"Tack. Du har bekräftat version {NEW}" in str(seen["guide"])


def test_every_page_on_the_way_is_well_made_in_both_themes_and_on_the_smallest_phone(story: Story):
    assert story.seen.looked_at == LOOKED_AT
    assert story.seen.faults == []


def test_no_page_on_the_way_was_refused_anything_by_the_policy(story: Story):
    assert story.windows.faults == []
