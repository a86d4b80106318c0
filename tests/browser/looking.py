"""A careful look at a page: headings, width, accessibility, and the marks of the practice pages."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlparse

from playwright.sync_api import Page

from tests.browser import watching

# A folder for a picture of every kind of page, in both themes: SHOTS=pictures make e2e
SHOTS = os.environ.get("SHOTS", "")
NARROW = (320, 360)
PHONE = 600

OUTLINE = """
() => ({
  title: document.title,
  lang: document.documentElement.lang,
  h1: [...document.querySelectorAll("h1")].map((e) => e.innerText.trim()),
  levels: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
    .filter((e) => e.checkVisibility()).map((e) => [Number(e.tagName[1]), e.innerText.trim()]),
  landmarks: ["main", "header", "footer"].map((tag) => document.querySelectorAll(tag).length),
})
"""
MARKS = """
() => {
  const found = [];
  const band = document.querySelector(".practice-band");
  if (band && getComputedStyle(band).backgroundImage.includes("gradient")
      && /ÖVNINGSMILJÖ.*påhittade personer\\. Inget sparas i någon journal/s.test(band.innerText)
      && band.tagName === "SECTION" && band.getAttribute("aria-label") === "Övningsmiljö")
    found.push("band");
  const frame = getComputedStyle(document.body, "::after");
  if (frame.position === "fixed" && frame.borderTopWidth === "4px" && frame.borderLeftWidth === "4px")
    found.push("frame");
  const canvas = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  if (new Set(canvas.slice(0, 3)).size > 1 && canvas[2] > canvas[1] && canvas[0] > canvas[1])
    found.push("canvas");
  if (document.title.startsWith("ÖVNING · ")
      && document.querySelector("link[rel=icon]").href.includes("ovning"))
    found.push("title");
  if (location.pathname.startsWith("/ovning/")) found.push("path");
  if ([...document.querySelectorAll(".fictive")].some((e) => e.innerText === "FIKTIV"
      && /\\b\\d{4}1[3-9]\\d{2}-\\d{4}\\b/.test(e.parentElement.innerText)))
    found.push("person");
  const buttons = [...document.querySelectorAll("main button, main .btn")].map((e) => e.innerText);
  const sending = buttons.filter((text) => /skicka/i.test(text));
  if (location.pathname.startsWith("/ovning/") && sending.every((text) => /\\(övning\\)/.test(text)))
    found.push("words");
  return found;
}
"""
WATERMARK = 'getComputedStyle(document.body, "::before").content'
EIGHT = {"band", "frame", "canvas", "title", "path", "person", "words", "watermark"}
SIDEWAYS = "document.documentElement.scrollWidth"
# The first thing that reaches outside the page, to know what to mend.
TOO_WIDE = """
() => [...document.querySelectorAll("body *")].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1;
}).slice(-1).map((e) => e.outerHTML.slice(0, 120))[0] ?? ""
"""


def marks(page: Page) -> set[str]:
    """Which of the eight marks of the practice environment the page carries."""
    found = set(page.evaluate(MARKS))
    page.emulate_media(media="print")
    if "ÖVNING – FIKTIVA PERSONER" in page.evaluate(WATERMARK):
        found.add("watermark")
    page.emulate_media(media="screen")
    return found


def check_marks(page: Page) -> None:
    """All eight in the practice environment; outside it none."""
    path = urlparse(page.url).path
    inside = path.startswith("/ovning/")
    wanted = EIGHT if inside else set()
    # A room has pages about nobody: where it is opened, its inbox, its clock, its addresses.
    if path.startswith("/ovning/rum/") and not page.locator(".patient").count():
        wanted = wanted - {"person"}
    found = marks(page) - (EIGHT - wanted if inside else set())
    assert found == wanted, f"{page.url}: lacks {wanted - found}, has {found - wanted}"


def check_outline(page: Page) -> None:
    """Swedish, one heading of the first level, the title says the same, no level skipped."""
    outline = page.evaluate(OUTLINE)
    assert outline["lang"] == "sv"
    assert len(outline["h1"]) == 1, f"{page.url}: {outline['h1']}"
    title = outline["title"].removeprefix("ÖVNING · ").removesuffix(" – Samöva")
    said = outline["h1"][0].removeprefix("ÖVNING: ").removesuffix(" (övning)")
    # In a room the title may also say whose letter or receipt it is.
    same = said in title if page.locator(".desk-bar").count() else title == outline["h1"][0]
    assert same, f"{page.url}: {outline['title']!r} over {outline['h1']}"
    assert outline["landmarks"] == [1, 1, 1], f"{page.url}: {outline['landmarks']}"
    before = 1
    for level, text in outline["levels"]:
        assert level <= before + 1, f"{page.url}: h{level} {text!r} after h{before}"
        before = level


def check_width(page: Page) -> None:
    """Nothing to scroll to sideways, on a small phone and on the smallest (400 % zoom)."""
    size = page.viewport_size
    assert size is not None
    for width in NARROW if size["width"] < PHONE else (size["width"],):
        page.set_viewport_size({"width": width, "height": size["height"]})
        seen = page.evaluate(SIDEWAYS)
        assert seen <= width, f"{page.url}: {seen} px on {width}: {page.evaluate(TOO_WIDE)}"
    page.set_viewport_size(size)


class Eyes:
    """Looks once at each kind of page: everything above, and axe in both themes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: set[str] = set()

    def at(self, page: Page, kind: str) -> None:
        """Look at this page, unless one of its kind has been looked at."""
        if kind in self.seen:
            return
        self.seen.add(kind)
        page.wait_for_load_state()
        check_outline(page)
        check_width(page)
        for theme, faults in watching.themes(page):
            assert not faults, f"{page.url} ({theme})\n{faults}"
            self._picture(page, f"{kind}-{self.name}-{theme}")
        check_marks(page)

    def _picture(self, page: Page, name: str) -> None:
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{len(self.seen):02}-{name}.png", full_page=True)
