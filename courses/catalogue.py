"""What is published now, kept in the process until the content stamp changes.

One query per request reads the stamp. When it differs from what is kept, everything kept is
dropped and read again: so an edit published in any process shows at once in all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.db.models import Exists
from wagtail.models import PageViewRestriction, Site

from courses.body_html import Body, write_body
from courses.outline import Course, Index, Lesson, Module, Node, Test
from courses.quiz.prepared import Prepared
from courses.shelf import Shelf, take_down
from courses.stamp import ROW, ContentStamp

STEP = 4  # characters of the tree path per level


@dataclass
class Catalogue:
    """Everything published, under the stamp it was read at."""

    token: str
    index: Index | None
    courses: tuple[Course, ...]
    at: dict[str, Node]  # address → what is there
    shelf: Shelf
    restricted: bool = False  # some page somewhere may only be seen by some
    bodies: dict[int, Body] = field(default_factory=dict)
    written: dict[Hashable, bytes] = field(default_factory=dict)  # whole pages, for guests

    def course(self, key: str) -> Course | None:
        """The published course with this key."""
        return next((course for course in self.courses if course.key == key), None)

    def find_lesson(self, key: str) -> tuple[Course, Lesson] | None:
        """The published lesson with this key, and its course."""
        for course in self.courses:
            lesson = course.lesson(key)
            if lesson is not None:
                return course, lesson
        return None

    def body(self, lesson: Lesson) -> Body:
        """The lesson's text; written out once per stamp."""
        if lesson.pk not in self.bodies:
            page = _model("LessonPage").objects.get(pk=lesson.pk)
            self.bodies[lesson.pk] = write_body(page.body, self.shelf, {"lesson": lesson})
        return self.bodies[lesson.pk]


_kept: dict[str, Catalogue] = {}


_stamp = Prepared(
    lambda: ContentStamp.objects.filter(pk=ROW).values_list(
        "token", Exists(PageViewRestriction.objects.all())
    )
)


def current() -> Catalogue:
    """What is published now: one query when nothing has changed since last."""
    token, restricted = next(iter(_stamp.rows()), ("", False))
    kept = _kept.get("catalogue")
    if kept is None or kept.token != token or not token:
        kept = read(token)
        _kept["catalogue"] = kept
    kept.restricted = bool(restricted)
    return kept


def _model(name: str) -> Any:
    """A page model; by name, since pages show themselves with what is read here."""
    return apps.get_model("courses", name)


def read(token: str) -> Catalogue:
    """Read what is published. A fixed number of queries, whatever the number of pages."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    cut = len(site.root_page.url_path) - 1 if site else 0
    modules: dict[str, list[Any]] = defaultdict(list)
    lessons: dict[str, list[Any]] = defaultdict(list)
    for page in _model("ModulePage").objects.live().order_by("path"):
        modules[page.path[:-STEP]].append(page)
    for row in _lesson_rows():
        lessons[row["path"][:-STEP]].append(row)
    asked = _questions()
    courses = tuple(
        _course(page, modules[page.path], lessons, asked, cut)
        for page in _model("CoursePage").objects.live().order_by("path")
    )
    first = _model("CourseIndexPage").objects.live().first()
    index = (
        Index(first.pk, first.title, first.introduction, first.url_path[cut:]) if first else None
    )
    nodes: list[Node] = [index] if index else []
    for course in courses:
        nodes.extend((course, *course.modules, *course.lessons))
    return Catalogue(token, index, courses, {node.url: node for node in nodes}, take_down())


def _lesson_rows() -> Any:
    """The lessons without their text."""
    fields = (
        "pk path key title url_path goal minutes exercise test_draw test_pass_percent test_bank "
        "test_after attested reviewed_by reviewed_on live_revision_id"
    )
    return _model("LessonPage").objects.live().order_by("path").values(*fields.split())


def _questions() -> dict[int, tuple[str, ...]]:
    """Lesson id → the references of its questions, in order."""
    asked: dict[int, list[str]] = defaultdict(list)
    links = _model("LessonQuestion").objects.order_by("lesson_id", "sort_order")
    for lesson, ref in links.values_list("lesson_id", "question__ref"):
        asked[lesson].append(ref)
    return {lesson: tuple(refs) for lesson, refs in asked.items()}


def _course(
    page: Any, module_pages: list[Any], rows: Any, asked: dict[int, tuple[str, ...]], cut: int
) -> Course:
    """One course with its modules and lessons."""
    fast = tuple(page.fast_track.split())
    modules = tuple(
        Module(
            pk=module.pk,
            key=module.key,
            number=place,
            title=module.title,
            url=module.url_path[cut:],
            course_key=page.key,
            lessons=tuple(
                _diagnosed(_lesson(row, f"{place}.{spot}", module.key, page.key, asked, cut), fast)
                for spot, row in enumerate(rows[module.path], 1)
            ),
        )
        for place, module in enumerate(module_pages, 1)
    )
    lessons = tuple(lesson for module in modules for lesson in module.lessons)
    return Course(
        pk=page.pk,
        key=page.key,
        title=page.title,
        url=page.url_path[cut:],
        lead=page.lead,
        audience=page.audience,
        outcomes=lines(page.outcomes),
        certificate=page.certificate,
        certificate_months=page.certificate_months,
        privacy=page.privacy,
        version=page.version,
        owner=page.owned_by,
        updated_on=page.updated_on,
        review_by=page.review_by,
        draft=page.is_draft,
        modules=modules,
        lessons=lessons,
        place_of={lesson.key: place for place, lesson in enumerate(lessons)},
        fast_track=fast,
        fast_track_given=page.fast_track_minutes,
    )


def _diagnosed(lesson: Lesson, fast: tuple[str, ...]) -> Lesson:
    """The lesson, knowing which of its questions the fast track of its course asks."""
    return replace(lesson, diagnosed=tuple(ref for ref in lesson.questions if ref in fast))


def _lesson(
    row: dict[str, Any],
    number: str,
    module_key: str,
    course_key: str,
    asked: dict[int, tuple[str, ...]],
    cut: int,
) -> Lesson:
    """One lesson from its row."""
    test = None
    if row["test_draw"]:
        after = tuple(row["test_after"].split())
        test = Test(row["test_draw"], row["test_pass_percent"], row["test_bank"], after)
    return Lesson(
        pk=row["pk"],
        key=row["key"],
        number=number,
        title=row["title"],
        url=row["url_path"][cut:],
        goal=row["goal"],
        minutes=row["minutes"],
        version=str(row["live_revision_id"] or 0),
        course_key=course_key,
        module_key=module_key,
        draft=not (row["reviewed_by"] and row["reviewed_on"]),
        questions=asked.get(row["pk"], ()),
        exercise=row["exercise"],
        test=test,
        attested=lines(row["attested"]),
    )


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def course_of(page: Any) -> Course:
    """A course as its page says, without modules: for previews of what is not published."""
    return _course(page, [], {}, {}, 0)


def alone(page: Any) -> tuple[Course, Lesson]:
    """A lesson that is not published, alone in its module and course: for previews."""
    module = page.get_parent().specific
    course = module.get_parent().specific
    names = "pk key title url_path goal minutes exercise test_draw test_pass_percent test_bank"
    names += " test_after attested reviewed_by reviewed_on live_revision_id"
    row = {name: getattr(page, name) for name in names.split()}
    links = page.question_links.all()
    asked = {page.pk: tuple(link.question.ref for link in links)}
    whole = _course(course, [module], {module.path: [row]}, asked, 0)
    return whole, whole.lessons[0]
