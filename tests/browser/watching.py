"""What the browser tests look at beside the page: accessibility, the console, the focus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The themes differ in nothing but colours: what does not look at them is asked in one theme.
COLOURS = ["color-contrast", "link-in-text-block"]
EVERYTHING = {"type": "tag", "values": TAGS}
HAS_AXE = "typeof axe !== 'undefined'"
# Only what is wrong is sent back: all that is right is many times larger than the page.
RUN_AXE = """
([context, only]) => axe.run(context || document, {
  // Without preload: axe would fetch every style sheet again, and from the wrong folder.
  runOnly: only, preload: false, resultTypes: ["violations"],
}).then((found) => found.violations)
"""
NOTE_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP ${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile || ""}`);
});
"""
WHERE_FOCUS_IS = """
() => {
  const e = document.activeElement;
  if (!e || e === document.body) return "";
  const box = e.getBoundingClientRect();
  const style = getComputedStyle(e);
  const name = e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.value || "";
  // The band of the practice pages stays in place while the page scrolls under it.
  const band = document.querySelector(".practice-band");
  const at = (y) => document.elementFromPoint(box.left + box.width / 2, y);
  const under = band && !band.contains(e)
    && [box.top + 2, box.top + box.height / 2].some((y) => band.contains(at(y)));
  return {
    name: name.trim().replace(/\\s+/g, " "),
    field: `${e.name ?? ""}=${e.value ?? ""}`,
    tag: e.tagName.toLowerCase(),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && !under,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
      || style.boxShadow !== "none"
      // The last stop in a date field is the browser's own button, with a ring of its own.
      || e.type === "date",
  };
}
"""


def axe_faults(page: Page, only: Any = None, *, without: Any = ()) -> str:
    """What axe finds wrong on the page, readable; empty when it finds nothing.

    `only` is what axe shall look for (everything, when nothing is said), `without` the selectors of
    what it shall not look at.
    """
    if not page.evaluate(HAS_AXE):
        page.evaluate(Axe().axe_script)
    wanted = [{"exclude": list(without)} if without else None, only or EVERYTHING]
    return "\n".join(_told(page.evaluate(RUN_AXE, wanted)))


def _told(violations: list[dict[str, Any]]) -> Iterator[str]:
    for violation in violations:
        yield f"{violation['id']} ({violation['impact']}): {violation['help']}"
        for node in violation["nodes"][:5]:
            yield f"    {' '.join(map(str, node['target']))}: {node['html'][:160]}"
            yield from [f"      {check['message']}" for check in [*node["any"], *node["all"]][:2]]


def themes(page: Page, *, without: Any = ()) -> Iterator[tuple[str, str]]:
    """The page in the dark and in the light, each with what axe finds wrong in it."""
    ways = (("dark", {"type": "rule", "values": COLOURS}), ("light", EVERYTHING))
    for theme, only in ways:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        yield theme, axe_faults(page, only, without=without)


class Watch:
    """Collects console errors, policy violations, failed requests and calls to other hosts."""

    def __init__(self, page: Page, home: str) -> None:
        self.faults: list[str] = []
        self.home = home
        self.asked = ""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message) -> None:
        # A test that takes the net away means to, and a form or an address may be refused.
        refused = "status of 4" in message.text and message.location["url"] == self.asked
        if message.type == "error" and "ERR_INTERNET" not in message.text and not refused:
            self.faults.append(f"console: {message.text}")

    def _request(self, request) -> None:
        if request.is_navigation_request():
            self.asked = request.url
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.faults.append(f"outside: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")


class Keyboard:
    """Drives a page with the keyboard alone, and notes where the focus cannot be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hidden: list[str] = []

    def focus(self) -> dict[str, object]:
        """What has focus: its name, tag, whether it is in view and whether it has a ring."""
        return self.page.evaluate(WHERE_FOCUS_IS) or {
            "name": "",
            "field": "",
            "tag": "",
            "seen": True,
            "ring": True,
        }

    def tab_to(self, name: str, *, tag: str = "", limit: int = 120, back: bool = False) -> None:
        """Press Tab (or Shift+Tab) until the focus stands on something called `name`.

        A field may be asked for as `name=value` too, when two are called the same.
        """
        for _ in range(limit):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            focus = self.focus()
            if focus["tag"] and not (focus["seen"] and focus["ring"]):
                self.hidden.append(f"{focus['tag']} {focus['name']!r} on {self.page.url}")
            called = name == focus["field"] or name in str(focus["name"])
            if called and tag in ("", focus["tag"]):
                return
        raise AssertionError(f"Tab never reaches {name!r} on {self.page.url}")

    def choose(self, name: str, *, tag: str = "") -> None:
        """Tab to something and press Enter."""
        self.tab_to(name, tag=tag)
        self.page.keyboard.press("Enter")

    def follow(self, name: str, *, tag: str = "") -> None:
        """Tab to something, press Enter and wait for the page it leads to."""
        self.tab_to(name, tag=tag)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, name: str) -> None:
        """Tab to a box (or the group it stands in) and press Space."""
        self.tab_to(name, tag="input")
        self.page.keyboard.press("Space")

    def pick(self, name: str, times: int = 1) -> None:
        """Tab to a list of choices and step down in it."""
        self.tab_to(name, tag="select")
        for _ in range(times):
            self.page.keyboard.press("ArrowDown")

    def write(self, name: str, text: str) -> None:
        """Tab to a field and type into it."""
        self.tab_to(name)
        self.page.keyboard.type(text)
