"""The key never reaches the browser before the answers are handed in."""

from __future__ import annotations

from random import Random

import pytest
from django.template.loader import render_to_string

from courses.quiz.kinds import KINDS
from courses.quiz.show import asked
from tests.courses.quiz.answering import fields, right_answer
from tests.courses.quiz.test_hostile_answers import CONTENTS
from tests.courses.quiz.test_taking import Tab

# The same parts with another key: what is sent must not differ in a single byte.
SWAPPED = {
    "en": {"options": [o | {"right": o["id"] == "c"} for o in CONTENTS["en"]["options"]]},
    "flera": {"options": [o | {"right": o["id"] in "cde"} for o in CONTENTS["flera"]["options"]]},
    "fall": {"options": [o | {"right": o["id"] in "cde"} for o in CONTENTS["fall"]["options"]]},
    "sant": KINDS["sant"].payload({"right": False}),
    "ordning": {"steps": list(reversed(CONTENTS["ordning"]["steps"]))},
    "sortera": {
        "heaps": CONTENTS["sortera"]["heaps"],
        "cards": [c | {"heap": "y"} for c in CONTENTS["sortera"]["cards"]],
    },
    "bedom": {
        "statements": [
            s | {"good": not s["good"], "why": "annat"} for s in CONTENTS["bedom"]["statements"]
        ]
    },
}


def _html(code: str, content: dict, response: dict) -> str:
    payload = {"kind": code, "content": content, "stem": "?", "county": "", "reviewed": True}
    order = KINDS[code].order(content, Random(11))
    return render_to_string(
        "quiz/item.html", {"item": asked(payload, order, response, slot=1, of=1)}
    )


@pytest.mark.parametrize("code", SWAPPED)
@pytest.mark.parametrize("answered", [False, True], ids=["blank", "answered"])
def test_another_key_gives_the_same_page_to_the_byte(code, answered):
    response = right_answer(code, CONTENTS[code]) if answered else {}

    assert _html(code, CONTENTS[code], response) == _html(code, SWAPPED[code], response)


def test_matching_sends_nothing_that_ties_the_two_sides_together():
    content = {"pairs": [{"id": f"pair-{n}", "left": f"v{n}", "right": f"h{n}"} for n in range(5)]}
    order = KINDS["para"].order(content, Random(3))

    public = KINDS["para"].public(content, order, {})

    assert [set(target) for target in public["targets"]] == [{"n", "text", "letter"}] * 5
    assert [target["n"] for target in public["targets"]] == [1, 2, 3, 4, 5]
    assert order["things"] != order["targets"]


def _secrets(entries: dict[str, dict]) -> set[str]:
    whys = {s["varfor"] for e in entries.values() for s in e.get("pastaenden", ())}
    return {e["aterkoppling"] for e in entries.values()} | whys


@pytest.mark.django_db
def test_no_answer_before_the_hand_in_holds_feedback_or_key(web, practice, entries):
    attempt = practice(*entries)
    tab = Tab(web, attempt)
    some = dict(list(fields(attempt).items())[:30])
    step = attempt.items.get(slot=4).option_order["steps"][2]

    sent = [
        web.get(tab.address),
        tab.save(**some),
        tab.press("submit", **some),
        tab.press("", **some, **{"q4.flytta": f"{step}.upp"}),
        tab.press("later", **some),
        web.get(f"{tab.address}svar/"),
        web.get(tab.address),
    ]

    text = "\n".join(answer.content.decode() + str(answer.headers) for answer in sent)
    assert entries["Q01"]["stam"] in text
    assert [secret for secret in _secrets(entries) if secret in text] == []
    assert [
        w for w in ("fraction", "right", "ratt", "correct", "feedback", "digest") if w in text
    ] == []


@pytest.mark.django_db
def test_the_explanations_come_with_the_outcome(web, practice, entries):
    attempt = practice("Q07")

    answer = web.post(
        f"/fragor/{attempt.public_id}/", fields(attempt) | {"do": "submit"}, follow=True
    )

    html = answer.content.decode()
    assert [s["varfor"] for s in entries["Q07"]["pastaenden"] if s["varfor"] not in html] == []
