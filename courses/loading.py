"""Loads courses from files: idempotent, and never over what an editor has changed since.

Each page and reference keeps digests of what a load last wrote into it. The same again: nothing to
do. Something else, and the page still says what was written: it is updated and published. Otherwise
someone has changed it in the admin, and it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from wagtail.models import Site

from content_files.front_matter import TextFile, read_text_file
from content_files.yaml_marks import Marked, load_marked
from courses.lesson_files import keep_file
from courses.lesson_text import stream_data
from courses.page_writing import Report, write_page
from courses.pages import ContentPage, CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.quiz.models import Question
from courses.reference_loading import load_references
from courses.references import LawReference, LocalRule

INDEX_KEY = "kurser"
KEY = re.compile(r"^[A-ZÅÄÖ0-9][\w.-]{0,38}$")


@transaction.atomic
def load_courses(folder: Path, *, report: Report) -> None:
    """Load every course under `folder`/courses. The references and questions must be there first.

    Raises ContentError; nothing is then changed.
    """
    index = _index(report)
    for path in sorted((folder / "courses").glob("*/course.yaml")):
        _course(load_marked(path), index, report)


def load_all(folder: Path, *, load_questions: Callable[[Path], Any]) -> Report:
    """References, questions and courses, in that order."""
    report = Report()
    with transaction.atomic():
        for what, title in load_references(folder / "references"):
            report.note(what, title)
        for path in sorted((folder / "questions").glob("*.yaml")):
            load_questions(path)
        load_courses(folder, report=report)
    return report


def _index(report: Report) -> CourseIndexPage:
    """The page of all courses, made under the site's first page when it is not there."""
    found = CourseIndexPage.objects.first()
    if found is not None:
        return found
    root = Site.objects.get(is_default_site=True).root_page
    values = {
        "title": "Kurser",
        "slug": "kurser",
        "introduction": "Välj en kurs. Du kan läsa allt utan att logga in.",
    }
    page: CourseIndexPage = write_page(CourseIndexPage, INDEX_KEY, values, root, report)
    return page


def _course(file: Marked, index: CourseIndexPage, report: Report) -> None:
    """One course with its modules and lessons, in the order of the file."""
    data = _mapping(file)
    values = {
        "title": _text(file, "title"),
        "slug": _text(file, "slug"),
        "lead": _text(file, "lead"),
        "audience": _text(file, "audience"),
        "outcomes": "\n".join(_list(file, "outcomes")),
        "certificate": str(data.get("certificate") or ""),
        "certificate_months": data.get("certificate_months"),
        "privacy": str(data.get("privacy") or ""),
        "fast_track": "\n".join(_asked(file, "fast_track")),
        "fast_track_minutes": data.get("fast_track_minutes"),
        "version": _text(file, "version"),
        "owned_by": _text(file, "owner"),
        "updated_on": _day(file, "updated"),
        "review_by": _day(file, "review_by"),
    }
    course = _written(file, (), CoursePage, values, index, report)
    placed: set[str] = set()
    for place in range(len(_list(file, "modules"))):
        at = ("modules", place)
        names = {name: _text(file, *at, name) for name in ("title", "slug")}
        page = _written(file, at, ModulePage, names, course, report)
        for spot, name in enumerate(_list(file, *at, "lessons")):
            path = file.path.parent / str(name)
            if not path.exists():
                raise file.error(f"Filen ”{name}” finns inte.", *at, "lessons", spot)
            placed |= _lesson(read_text_file(path), page, report)
    _all_placed(file, placed)


def _all_placed(file: Marked, placed: set[str]) -> None:
    """Every question of the fast track is asked in a lesson: a miss must lead somewhere."""
    for place, ref in enumerate(_asked(file, "fast_track")):
        if ref not in placed:
            text = f"Ingen lektion i kursen ställer frågan ”{ref}”."
            raise file.error(text, "fast_track", place)


def _lesson(file: TextFile, module: ModulePage, report: Report) -> set[str]:
    """One lesson from its file; returns the references of the questions it asks."""
    front = file.front
    data = _mapping(front)
    minutes = data.get("minutes")
    if not isinstance(minutes, int) or minutes < 1:
        raise front.error("”minutes” ska vara ett heltal, minst 1.", "minutes")
    key = _key(front)
    values = {
        "title": _text(front, "title"),
        "slug": _text(front, "slug"),
        "goal": _text(front, "goal"),
        "minutes": minutes,
        "exercise": str(data.get("exercise") or ""),
        **_test(front),
        "body": stream_data(file, key, find_reference, keep_file),
        "questions": _asked(front, "questions"),
        "attested": "\n".join(_points(front)),
    }
    _written(front, (), LessonPage, values, module, report)
    return set(values["questions"])


def _written(
    marked: Marked,
    at: tuple[Any, ...],
    model: type[ContentPage],
    values: dict[str, Any],
    parent: Any,
    report: Report,
) -> Any:
    """The page of what stands at `at`; what the page itself refuses is told with its line."""
    try:
        with transaction.atomic():
            return write_page(model, _key(marked, *at), values, parent, report)
    except ValidationError as error:
        told = getattr(error, "message_dict", {"id": error.messages})
        name, words = next(iter(told.items()))
        raise marked.error(" ".join(words), *at, name) from error
    except (DataError, IntegrityError, TypeError, ValueError) as error:
        raise marked.error("Något av värdena går inte att spara på sidan.", *at, "id") from error


def _asked(marked: Marked, name: str) -> list[str]:
    """References of questions; a question that is not there is told with its line."""
    refs = [str(ref) for ref in _list(marked, name)] if _mapping(marked).get(name) else []
    for place, ref in enumerate(refs):
        if find_reference("question", ref) is None:
            raise marked.error(f"Frågan ”{ref}” finns inte.", name, place)
    return refs


def _points(front: Marked) -> list[str]:
    """What a trainer attests; each point is one line of text."""
    points = _list(front, "attested") if _mapping(front).get("attested") else []
    for place, point in enumerate(points):
        if not isinstance(point, str) or not point.strip() or "\n" in point.strip():
            raise front.error("En punkt att intyga är en rad text.", "attested", place)
    return [point.strip() for point in points]


def _test(front: Marked) -> dict[str, Any]:
    """The policy of a final test; empty for other lessons."""
    test = _mapping(front).get("test")
    if not test:
        return dict.fromkeys(("test_draw", "test_pass_percent")) | dict.fromkeys(
            ("test_bank", "test_after"), ""
        )
    if not isinstance(test, dict) or {"draw", "pass", "from"} - set(test):
        raise front.error("Provet ska ha draw, pass och from.", "test")
    return {
        "test_draw": test["draw"],
        "test_pass_percent": test["pass"],
        "test_bank": str(test["from"]),
        "test_after": " ".join(str(key) for key in test.get("after") or ()),
    }


def find_reference(kind: str, name: str) -> int | None:
    """The primary key of a snippet by its stable name."""
    rows: Any = {
        "law": LawReference.objects.filter(key=name),
        "rule": LocalRule.objects.filter(slug=name),
        "question": Question.objects.filter(ref=name),
    }[kind]
    found = rows.values_list("pk", flat=True).first()
    return int(found) if found is not None else None


def _at(marked: Marked, path: tuple[Any, ...]) -> Any:
    """What stands at `path`; None when it is missing."""
    found = marked.data
    for step in path:
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def _mapping(marked: Marked) -> dict[str, Any]:
    """The whole document, as a mapping."""
    if not isinstance(marked.data, dict):
        raise marked.error("Filen ska ha rader med ”namn: värde”.")
    return marked.data


def _text(marked: Marked, *path: Any) -> str:
    """A text that must be there."""
    found = _at(marked, path)
    if not isinstance(found, str | int | float) or not str(found).strip():
        raise marked.error(f"”{path[-1]}” saknas eller är tom.", *path)
    return str(found).strip()


def _list(marked: Marked, *path: Any) -> list[Any]:
    """A list that must be there."""
    found = _at(marked, path)
    if not isinstance(found, list) or not found:
        raise marked.error(f"”{path[-1]}” ska vara en lista med minst en rad.", *path)
    return found


def _key(marked: Marked, *path: Any) -> str:
    """A stable key."""
    found = _text(marked, *path, "id")
    if not KEY.match(found):
        raise marked.error(f"”{found}” är inte en nyckel. Skriv till exempel K1-1.1.", *path, "id")
    return found


def _day(marked: Marked, *path: Any) -> date | None:
    """A date, or nothing."""
    found = _at(marked, path)
    if found is not None and not isinstance(found, date):
        raise marked.error("Skriv dagen som 2026-11-21.", *path)
    return found
