"""What a learner does, once per call; each flow checks every answer it gets. Raises Wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus

from bench.client import Browser, Wrong, must
from bench.fields import Fields
from bench.live_flows import LIVE_FLOWS
from bench.room_flows import ROOM_FLOWS

Learner = dict[str, Any]
Marks = dict[str, Any]
QUESTIONS = 10
# These can be done once by each learner, who is then given a fresh start.
ONCE = {"practice_start": False, "practice_step": True, "practice_again": True}


def _form(learner: Learner, fields: dict[str, str]) -> dict[str, str]:
    return {"csrfmiddlewaretoken": learner["cookies"]["csrftoken"], **fields}


def bare_page(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The bare page."""
    must(browser.get("/sida/"), "Sista avsnittet", learner["name"])


def bare_answer(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The bare POST."""
    form = _form(learner, {"question": "3", "text": "Ett svar på en fråga"})
    must(browser.post("/svar/", form), '"saved"')


def bare_attempt(browser: Browser, learner: Learner, marks: Marks) -> None:
    """A page, ten answers, a page."""
    bare_page(browser, learner, marks)
    for _question in range(QUESTIONS):
        bare_answer(browser, learner, marks)
    bare_page(browser, learner, marks)


def lesson(browser: Browser, learner: Learner, marks: Marks) -> None:
    """A lesson, signed in."""
    must(browser.get(marks["lesson"]), marks["lesson_text"], learner["name"])


def guest_lesson(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The same lesson as a guest."""
    browser.cookies = {}
    text = must(browser.get(marks["lesson"]), marks["lesson_text"])
    if learner["name"] in text:
        raise Wrong("a guest's page says that somebody is signed in")


def course(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The page of a course with ten lessons, signed in."""
    must(browser.get(marks["short_course"]), marks["short_text"], learner["name"])


def long_course(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The page of a course with a thousand lessons, signed in."""
    must(browser.get(marks["long_course"]), marks["long_text"], learner["name"])


def guide(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The heaviest guide, signed in and asked to confirm it."""
    must(browser.get(marks["guide"]), marks["guide_text"], learner["name"])


def guest_guide(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The same guide as a guest."""
    browser.cookies = {}
    must(browser.get(marks["guide"]), marks["guide_text"])


def search(browser: Browser, learner: Learner, marks: Marks) -> None:
    """A page of hits, signed in; another question each time."""
    turn = learner["searched"] = learner.get("searched", learner["id"]) + 1
    words, hit = marks["searches"][turn % len(marks["searches"])]
    must(browser.get(f"/sok/?q={quote_plus(words)}"), "<mark>", hit, learner["name"])


def board(browser: Browser, learner: Learner, marks: Marks) -> None:
    """Who has confirmed, the first page of ten thousand, as somebody in the council."""
    _as(browser, marks["member"])
    must(browser.get(marks["board"]), *marks["board_text"])


def board_file(browser: Browser, learner: Learner, marks: Marks) -> None:
    """All ten thousand as a file."""
    _as(browser, marks["member"])
    rows = must(browser.get(f"{marks['board']}lista.csv")).count("\n") - 1
    if rows != marks["asked"]:
        raise Wrong(f"{rows} rows in the file instead of {marks['asked']}")


def desk(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The council's desk."""
    _as(browser, marks["member"])
    must(browser.get(marks["desk"]), marks["member"]["name"], marks["desk_text"])


def units(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The table of a key person with fifty units."""
    _as(browser, marks["key_person"])
    must(browser.get(marks["units"]), *marks["units_text"])


def key_start(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The start page of the same key person."""
    _as(browser, marks["key_person"])
    must(browser.get("/"), marks["key_person"]["name"], marks["units"])


def _as(browser: Browser, somebody: Learner) -> None:
    browser.cookies = somebody["cookies"]


def save(browser: Browser, learner: Learner, marks: Marks) -> None:
    """One answer of an open attempt, another one each time, as the page saves it."""
    turn = learner["turn"] = learner.get("turn", 0) + 1
    names = sorted(learner["choices"])
    name = names[turn % len(names)]
    answers = learner.setdefault("answers", {})
    answers[name] = next(one for one in learner["choices"][name] if one != answers.get(name))
    _save(browser, learner, learner["autosave"], {**learner["hidden"], **answers})


def _save(browser: Browser, learner: Learner, url: str, fields: dict[str, str]) -> None:
    """As static/js/autosave.js sends it."""
    token = learner["cookies"]["csrftoken"]
    must(browser.post(url, fields, X_Autosave="1", X_CSRFToken=token), '"saved"')


def attempt(browser: Browser, learner: Learner, marks: Marks) -> None:
    """Start ten questions, answer each rightly, hand in, read the result."""
    started = browser.post(marks["start"], _form(learner, {}))
    must(started, status=302)
    form = Fields.of(must(browser.get(started.location)))
    if len(form.choices) != QUESTIONS or not form.autosave:
        raise Wrong(f"{len(form.choices)} questions on the page, saved at {form.autosave!r}")
    fields = dict(form.hidden)
    for name, options in form.choices.items():
        fields[name] = next(one for one in options if one in marks["right"])
        _save(browser, learner, form.autosave, fields)
    handed_in = browser.post(started.location, _form(learner, {**fields, "do": "submit"}))
    must(handed_in, status=302)
    must(browser.get(handed_in.location), marks["result_text"], learner["name"])


def bare_step(browser: Browser, learner: Learner, marks: Marks) -> None:
    """A page, one POST, a page."""
    bare_page(browser, learner, marks)
    bare_answer(browser, learner, marks)
    bare_page(browser, learner, marks)


def practice_start(browser: Browser, learner: Learner, marks: Marks) -> None:
    """Begin the exercise: a world of one's own."""
    started = browser.post(marks["exercise"], _form(learner, {}))
    must(started, status=302)
    if not started.location.startswith("/ovning/"):
        raise Wrong(f"the exercise began at {started.location}")


def practice_step(browser: Browser, learner: Learner, marks: Marks) -> None:
    """The first form of the exercise: open it, send it, read the replies."""
    address = f"{learner['code']}steg/{marks['step']}/"
    form = Fields.of(must(browser.get(address), learner["name"]))
    fields = _form(learner, {**form.hidden, "do": "send"})
    sent = browser.post(address, [*fields.items(), *map(tuple, marks["step_form"])])
    must(sent, status=302)
    must(browser.get(sent.location), learner["name"])


def practice_again(browser: Browser, learner: Learner, marks: Marks) -> None:
    """Begin again in a fresh world."""
    must(browser.post(f"{learner['code']}igen/", _form(learner, {})), status=302)


FLOWS = (
    {
        flow.__name__: flow
        for flow in (
            bare_page,
            bare_answer,
            bare_attempt,
            bare_step,
            lesson,
            guest_lesson,
            course,
            long_course,
            guide,
            guest_guide,
            search,
            board,
            board_file,
            desk,
            units,
            key_start,
            save,
            attempt,
            practice_start,
            practice_step,
            practice_again,
        )
    }
    | LIVE_FLOWS
    | ROOM_FLOWS
)
