"""What a learner does in a browser: answer questions, fill in the exercise's forms, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from courses.quiz.kinds import KINDS
from courses.quiz.kinds.choice import ChoiceKind
from courses.quiz.kinds.ordning import Order
from courses.quiz.kinds.placing import PlacingKind
from courses.quiz.models import Attempt, AttemptItem
from sandbox.exercises.reading import load_scenario
from tests.sandbox.web.conftest import as_post

COURSE = "/kurser/sip-grundkurs/"
EXERCISE_A = Path(__file__).resolve().parents[2] / "fixtures" / "scenarios" / "alex-kor.yaml"
Look = Callable[[Page, str], None]


def colleagues_plan() -> dict[str, dict[str, Any]]:
    """The experienced colleague's plan for exercise A, by step."""
    return {move.step: dict(move.body) for move in load_scenario(EXERCISE_A).model}


def attempt_on(page: Page) -> Attempt:
    """The attempt whose questions the page shows."""
    return Attempt.objects.get(public_id=page.url.split("/fragor/")[1].split("/")[0])


def answer(page: Page, *, right: bool) -> None:
    """Answer every question on the page: all right by the key in the database, or all wrong."""
    items = attempt_on(page).items.select_related("version").order_by("slot")
    for item in items:
        kind = KINDS[item.version.payload["kind"]]
        if isinstance(kind, ChoiceKind):
            _choose(page, item, right=right)
        elif isinstance(kind, Order):
            _put_in_order(page, item, right=right)
        elif isinstance(kind, PlacingKind):
            _place(page, item, kind, right=right)


def _choose(page: Page, item: AttemptItem, *, right: bool) -> None:
    options = item.version.payload["content"]["options"]
    wanted = [option["id"] for option in options if option["right"] is right]
    for key in wanted if right else wanted[:1]:
        page.locator(f'input[name="q{item.slot}"][value="{key}"]').check()


def _put_in_order(page: Page, item: AttemptItem, *, right: bool) -> None:
    steps = [step["id"] for step in item.version.payload["content"]["steps"]]
    for place, key in enumerate(steps if right else reversed(steps), 1):
        page.locator(f'[name="q{item.slot}.{key}"]').select_option(str(place))


def _place(page: Page, item: AttemptItem, kind: PlacingKind, *, right: bool) -> None:
    targets = item.option_order["targets"]
    for thing in kind.things(item.version.payload["content"]):
        place = targets.index(thing["target"])
        number = str((place if right else (place + 1) % len(targets)) + 1)
        fields = page.locator(f'[name="q{item.slot}.{thing["id"]}"]')
        if kind.template.endswith("judge.html"):
            page.locator(f'[name="q{item.slot}.{thing["id"]}"][value="{number}"]').check()
        else:
            fields.select_option(number)


def take_lesson(page: Page, *, right: bool, look: Look) -> None:
    """Read the lesson on the page, answer its questions if it has any, and go on to the next."""
    look(page, "lesson")
    page.locator("article .pager button.btn").click()
    if "/fragor/" not in page.url:
        return
    look(page, "questions")
    answer(page, right=right)
    page.get_by_role("button", name="Svara på frågorna").click()
    page.wait_for_url("**/svar/")
    look(page, "answers")
    page.locator(".pager a.btn").click()


def fill(page: Page, body: Mapping[str, Any]) -> None:
    """Fill in the form of an exercise step, adding the rows it needs."""
    sent = as_post(body)
    for name in [name for name in sent if name.endswith("-rows")]:
        rows = name.removesuffix("-rows")
        for number in range(int(page.locator(f"[name={name}]").input_value()), int(sent.pop(name))):
            page.locator(f'button[value="add:{rows}"]').click()
            page.locator(f"#{rows}-{number}").wait_for()
    for name, value in sent.items():
        _fill_one(page, name, value)


def _fill_one(page: Page, name: str, value: Any) -> None:
    field = page.locator(f':is(input, select, textarea)[name="{name}"]')
    shape = field.first.evaluate("(e) => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
    if shape in ("checkbox", "radio"):
        for one in value if isinstance(value, list) else [value]:
            page.locator(f'input[name="{name}"][value="{one}"]').check()
    elif shape == "select":
        field.select_option(str(value))
    else:
        field.fill(str(value))


def send(page: Page) -> None:
    """Send the step and wait for the replies."""
    page.locator("button.btn[value=send]").click()
    page.wait_for_url("**/svar/")


def onward(page: Page) -> None:
    """The filled button of the replies: on to the meeting, or to the next step."""
    page.locator("main form.actions .btn").first.click()
