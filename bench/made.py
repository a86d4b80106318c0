"""The data of a run: courses of any length, ten questions with one right answer, learners."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from courses.models import (
    Completion,
    CountySetting,
    CourseIndexPage,
    CoursePage,
    Enrolment,
    LessonPage,
    LessonQuestion,
    ModulePage,
    Visit,
)
from courses.quiz.loading import load_questions
from courses.quiz.models import Question, QuestionVersion
from courses.stamp import touch
from training_site.people.models import User

QUESTIONS = 10
PER_MODULE = 10
BANK = "MÄT"
SENTENCE = "En plan gör vården lättare att förstå för den som behöver den. "


@dataclass(frozen=True)
class MadeCourse:
    """Where a course and its first lesson are, and what stands on their pages."""

    key: str
    url: str
    title: str
    lesson: str
    lesson_url: str
    lesson_title: str


def ten_questions() -> list[str]:
    """Publish ten questions with one right answer among four; their references."""
    entries = [
        {
            "id": f"Q{900 + number}",
            "kurs": BANK,
            "typ": "en",
            "niva": 1,
            "galler": "nationellt",
            "kalla": ["L1"],
            "stam": f"Fråga {number}: {SENTENCE}",
            "aterkoppling": SENTENCE * 2,
            "alternativ": [
                {"id": f"a{n}", "t": f"Svar {n} på fråga {number}", "ratt": n == number % 4}
                for n in range(4)
            ],
        }
        for number in range(1, QUESTIONS + 1)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.yaml"
        path.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
        load_questions(path)
    return [str(entry["id"]) for entry in entries]


def right_options(refs: list[str]) -> list[str]:
    """The ids of the right options; only whoever made the questions may know them."""
    versions = QuestionVersion.objects.filter(ref__in=refs)
    options = [option for version in versions for option in version.payload["content"]["options"]]
    return [option["id"] for option in options if option["right"]]


def county() -> None:
    """Say whose county it is, as every real site does."""
    CountySetting.objects.get_or_create(site=Site.objects.get(is_default_site=True))


def course_index() -> CourseIndexPage:
    """The page that lists the courses, made under the site's root if there is none."""
    found = CourseIndexPage.objects.first()
    if found:
        return found
    root = Page.objects.get(sites_rooted_here__is_default_site=True)
    return root.add_child(instance=CourseIndexPage(title="Kurser", slug="kurser", key="kurser"))


def course(
    key: str, *, lessons: int, questions: Sequence[str] = (), exercise: str = "", sections: int = 30
) -> MadeCourse:
    """A published course of so many lessons, ten a module.

    The first lesson asks the questions, the last one has the exercise.
    """
    index, title = course_index(), f"Kurs {key}"
    page = index.add_child(
        instance=CoursePage(
            title=title, slug=key.lower(), key=key, lead=SENTENCE, audience="dig som mäter",
            outcomes="mäta", owned_by="Huset",
        )
    )  # fmt: skip
    modules = -(-lessons // PER_MODULE)
    _children(page, ModulePage, [f"Del {number:03}" for number in range(1, modules + 1)])
    for place, module in enumerate(ModulePage.objects.child_of(page).order_by("path")):
        numbers = range(place * PER_MODULE + 1, min((place + 1) * PER_MODULE, lessons) + 1)
        _children(module, LessonPage, [f"Lektion {number:04}" for number in numbers], sections)
    ordered = LessonPage.objects.descendant_of(page).order_by("path")
    first, last = ordered.first(), ordered.last()
    LessonPage.objects.filter(pk=last.pk).update(exercise=exercise)
    for order, ref in enumerate(questions):
        question = Question.objects.get(ref=ref)
        LessonQuestion.objects.create(lesson=first, question=question, sort_order=order)
    touch()
    url, lesson_url = (f"/{one.url_path.split('/', 2)[2]}" for one in (page, first))
    return MadeCourse(key, url, title, first.key, lesson_url, first.title)


def _children(parent: Any, model: type[Page], titles: list[str], sections: int = 0) -> None:
    """Pages under `parent`, written in bulk: the tree's own way writes fifty a second."""
    kind, locale = ContentType.objects.get_for_model(model), Locale.get_default()
    rows = [
        Page(
            path=Page._get_path(parent.path, parent.depth + 1, number),
            depth=parent.depth + 1,
            title=title,
            draft_title=title,
            slug=title.lower().replace(" ", "-"),
            url_path=f"{parent.url_path}{title.lower().replace(' ', '-')}/",
            content_type=kind,
            locale=locale,
            first_published_at=timezone.now(),
        )
        for number, title in enumerate(titles, 1)
    ]
    Page.objects.bulk_create(rows)
    Page.objects.filter(pk=parent.pk).update(numchild=len(rows))
    stored = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    for page in stored:
        child = model(
            page_ptr_id=page.pk,
            key=f"{parent.key}-{page.title.split()[1]}",
            **_own(model, sections),
        )
        child.__dict__.update({k: v for k, v in page.__dict__.items() if k != "_state"})
        child.save_base(raw=True, force_insert=True)


def _own(model: type[Page], sections: int) -> dict[str, Any]:
    """What a lesson has of its own: a goal, minutes and text, thirty sections twelve kilobytes."""
    if model is not LessonPage:
        return {}
    text = "".join(f"<h2>Avsnitt {n}</h2><p>{SENTENCE * 6}</p>" for n in range(sections))
    goal = "Efter lektionen kan du mäta."
    return {"goal": goal, "minutes": 4, "body": json.dumps([{"type": "text", "value": text}])}


def learner(number: int) -> User:
    """A person with an account that nobody signs in to by password."""
    return User.objects.create(
        email=f"larande{number}@example.org", given_name=f"Lärande{number}", password="!"
    )


def session_of(user: User) -> str:
    """The key of a session in which the person is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def midway(user: User, course_key: str, keys: list[str]) -> None:
    """Let the person have opened these lessons, and be done with all between first and last."""
    now = timezone.now()
    enrolment = Enrolment.objects.create(
        user=user, course=CoursePage.objects.get(key=course_key), course_key=course_key,
        started_at=now,
    )  # fmt: skip
    Visit.objects.bulk_create(
        Visit(enrolment=enrolment, lesson_key=key, first_at=now, last_at=now, read_at=now)
        for key in keys
    )
    Completion.objects.bulk_create(
        Completion(enrolment=enrolment, key=key, rule=[], content_version="1", achieved_at=now)
        for key in keys[1:-1]
    )
