"""Ours from the inside: makes the data, looks into the database, counts. One line of JSON a job."""

from __future__ import annotations

import shutil
from typing import Any

import django

from bench.lines import answer_lines

TOKEN = "o" * 32  # the form key; any well-formed one will do when cookie and form agree
EXERCISE = "alex-kor"
ASKED = 10_000  # people asked to confirm a guide
UNITS = 50  # of a key person
# What is written in the box, and a title that must be among the hits.
SEARCHES = [
    ("fast vårdkontakt", "Fast vårdkontakt"),
    ("vem kallar till sip", "kallar"),
    ("samtycke", "amtycke"),
    ("utskrivning från sjukhus", "tskrivning"),
]


def prepare(learners: int) -> dict[str, Any]:
    """Migrate, load the content, make courses, questions and learners; what the flows need."""
    from django.core.management import call_command
    from django.urls import reverse

    from bench import made, measures
    from courses import catalogue
    from sandbox.world.templates import current, file_of
    from training_site.management.commands.bootstrap import LOADERS

    call_command("collectstatic", interactive=False, verbosity=0)
    _tables()
    for loader in LOADERS:
        call_command(loader, verbosity=0)
    short, long, refs = measures.make()
    published = catalogue.current()
    heaviest = max(
        (lesson for lesson in published.courses[0].lessons if not lesson.test),
        key=lambda lesson: len(published.body(lesson).html),
    )
    read = file_of(current(EXERCISE))
    people = [_learner(number, heaviest) for number in range(learners)]
    return council({person["id"] for person in people}, published.courses[0].key) | {
        "learners": people,
        "lesson": heaviest.url,
        "lesson_text": heaviest.title,
        "short_course": short.url,
        "short_text": short.title,
        "long_course": long.url,
        "long_text": long.title,
        "start": reverse("courses:questions", args=[short.lesson]),
        "right": made.right_options(refs),
        "result_text": made.SENTENCE.strip(),
        "exercise": reverse("practice:assignment", args=[EXERCISE]),
        "step": read.model[0].step,
        "step_form": _pairs(read.model[0].body),
    }


def council(learners: set[int], course: str) -> dict[str, Any]:
    """Ten thousand asked to confirm the heaviest guide, the learners too; what the pages show."""
    from django.urls import reverse

    from bench import council_made as council
    from training_site.guides.campaigns import open_for_version
    from training_site.guides.confirmations import Asked, Campaign
    from training_site.people.models import User

    version = council.heaviest()
    campaign = Campaign.objects.filter(version=version).first()
    campaign = campaign or open_for_version(version, kind="key_persons", days=30)
    assert campaign is not None
    known = User.objects.filter(pk__in=learners)
    there = campaign.asked.count() + len(known)
    council.ask(campaign, [*known, *council.people(ASKED - there, "Fraga")])
    member, key_person = (
        council.member("Ledamot"),
        council.key_person(UNITS, "Nyckel", course=course),
    )
    council.settled()
    first = Asked.objects.filter(campaign=campaign).order_by("pk").first()
    assert first is not None
    people = {
        name: {"name": user.given_name, "cookies": council.cookies(user, TOKEN)}
        for name, user in (("member", member), ("key_person", key_person))
    }
    return people | {
        "guide": reverse("guides:guide", args=[version.page.slug]),
        "guide_text": version.title,
        "searches": SEARCHES,
        "board": reverse("guides:confirmations", args=[campaign.pk]),
        "board_text": [version.title, first.user.get_full_name()],
        "asked": ASKED,
        "desk": reverse("guides:desk"),
        "desk_text": version.title,
        "units": reverse("my_units"),
        "units_text": [f"Enhet {number}" for number in (0, UNITS - 1)],
    }


def _tables() -> None:
    """Migrate; on SQLite from the copy that the tests keep of the migrated database, if any."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tests.seeded import migrated

    template = migrated()
    if connection.vendor == "sqlite" and template.exists():
        connection.close()
        shutil.copyfile(template, settings.DATABASES["default"]["NAME"])
    call_command("migrate", interactive=False, verbosity=0)


def _learner(number: int, lesson: Any) -> dict[str, Any]:
    """A signed-in person midway in the course, with an open attempt to save answers in."""
    from bench import made
    from courses import catalogue

    user = made.learner(number)
    course = catalogue.current().course(lesson.course_key)
    assert course is not None
    before = [row.key for row in course.lessons[: course.place_of[lesson.key] + 1]]
    made.midway(user, course.key, before)
    cookies = {"sessionid": made.session_of(user), "csrftoken": TOKEN}
    return {"id": user.pk, "name": user.given_name, "cookies": cookies, **_open_attempt(user)}


def _open_attempt(user: Any) -> dict[str, Any]:
    """An attempt of its own place, and its page's fields as a browser has them."""
    from bench.fields import Fields
    from courses.quiz.actions import start_attempt
    from courses.quiz.draws import Draw
    from courses.quiz.policy import Policy

    attempt = start_attempt(
        user=user,
        place="lesson:BENCH",
        cycle=1,
        policy=Policy(mode="practice", title="Bench", back_url="/", next_url="/"),
        questions=Draw(refs=tuple(f"Q{901 + number}" for number in range(10))),
    )
    form = Fields.of(client_for(user).get(f"/fragor/{attempt.public_id}/").content.decode())
    return {"autosave": form.autosave, "hidden": form.hidden, "choices": form.choices}


def client_for(user: Any = None) -> Any:
    """A client inside the process, signed in; over https, as production asks."""
    from django.test import Client

    client = Client(headers={"x-forwarded-proto": "https"}, SERVER_NAME="127.0.0.1")
    if user is not None:
        client.force_login(user)
    return client


def _pairs(body: dict[str, Any]) -> list[tuple[str, str]]:
    """A flat body as the fields of its form."""
    pairs = []
    for name, value in body.items():
        pairs += [
            (name, str(one)) for one in (value if isinstance(value, list | tuple) else [value])
        ]
    return pairs


def stored() -> dict[str, int]:
    """How much there is of what the flows leave behind."""
    from django.db.models import F

    from bench import live_made
    from courses.quiz.models import Attempt, Step
    from sandbox.world.models import Run, Token, World

    closed = Attempt.objects.filter(submitted_at__isnull=False)
    return {
        "saved": Step.objects.filter(kind=Step.Kind.SAVED).count(),
        "attempts": closed.count(),
        "full_marks": closed.filter(score=F("max_score")).count(),
        "runs": Run.objects.count(),
        "again": World.objects.filter(kind=World.Kind.ARCHIVED).count(),
        "performed": Token._base_manager.filter(refused=False).count(),
        **live_made.stored(),
    }


def practice(people: list[dict[str, Any]], *, begun: bool) -> list[dict[str, Any]]:
    """Give everyone a fresh run of the exercise, or take it away so that it can be started."""
    from sandbox.practice import start
    from sandbox.world.models import Run
    from training_site.people.models import User

    Run.objects.filter(mode=Run.Mode.SOLO).delete()
    for person in people if begun else ():
        person["code"] = start(user=User.objects.get(pk=person["id"]), slug=EXERCISE)
    return people


def led(job: dict[str, Any]) -> Any:
    """What is asked about led sessions: a function of live_made, and what to give it."""
    from bench import live_made

    return {"found": getattr(live_made, job["call"])(**job["given"])}


def room(job: dict[str, Any]) -> Any:
    """What is asked about rooms for free practice: a function of room_made, and what to give it."""
    from bench import room_made

    return {"found": getattr(room_made, job["call"])(**job["given"])}


def counts() -> list[dict[str, Any]]:
    """Every exact count."""
    from bench.council_measures import council_counts
    from bench.live_measures import live_counts
    from bench.measures import all_counts
    from bench.room_measures import room_counts

    return [
        {"name": one.name, "number": one.number, "limit": one.limit}
        for make in (all_counts, council_counts, live_counts, room_counts)
        for one in make(client_for)
    ]


def answer(job: dict[str, Any]) -> Any:
    """What one job asks for."""
    if job["do"] == "prepare":
        return prepare(job["learners"])
    if job["do"] == "counts":
        return counts()
    if job["do"] == "practice":
        return practice(job["learners"], begun=job["begun"])
    if job["do"] == "led":
        return led(job)
    if job["do"] == "room":
        return room(job)
    return {"stored": stored()}


if __name__ == "__main__":
    django.setup()
    answer_lines(answer)
