"""The frame every page stands in: both sizes, both themes, the keyboard, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

PAGES = ["/", "/kurser/", "/ovning/", "/konto/logga-in/"]


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_has_no_barrier(open_page, axe, path: str, size: str):
    page = open_page(path, size=size)

    assert page.locator("h1").count() == 1
    axe(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_does_not_scroll_sideways_on_a_phone(open_page, path: str):
    page = open_page(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_content_is_one_key_away(open_page, keyboard):
    page = open_page("/")

    keyboard(page).tab_to("Hoppa till innehållet", limit=1)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#innehall$"))


def test_signing_in_works_without_javascript(open_page, sign_in, learner):
    page = open_page("/", javascript=False)

    sign_in(page, learner)

    assert page.get_by_role("button", name="Logga ut").or_(page.get_by_text("Amina")).count() > 0
