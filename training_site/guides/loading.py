"""Loads guides, answers, news and contacts from files; what an editor has written since is left."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Site, Task, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from content_files.front_matter import TextFile, read_text_file
from content_files.yaml_marks import Marked, load_marked
from courses.lesson_text import rich_text, stream_data
from courses.loading import find_reference
from courses.page_writing import digests
from courses.quiz.models import Question
from training_site.guides.answers import FaqEntry, NewsItem
from training_site.guides.approval import LawyerTask, TwoKeysTask
from training_site.guides.campaigns import open_for_version
from training_site.guides.confirmations import Asked, Campaign
from training_site.guides.numbers import ChangeKind
from training_site.guides.pages import GuideIndexPage, GuidePage
from training_site.guides.reviews import ExerciseReview
from training_site.guides.telling import Contact
from training_site.guides.text_files import GUIDE_KINDS
from training_site.guides.versions import freeze
from training_site.people.models import Council

WORKFLOW = "Två nycklar"


@transaction.atomic
def load_guides(folder: Path) -> None:
    """Load every file of `folder`. Raises ContentError with file and line; nothing is then changed."""
    make_workflow()
    index = _index()
    for path in sorted(folder.glob("*.md")):
        _guide(read_text_file(path), index)
    for name, load in (("faq.yaml", _faq), ("news.yaml", _news), ("contacts.yaml", _contact)):
        if (folder / name).exists():
            marked = load_marked(folder / name)
            for number, row in enumerate(marked.data):
                load(marked, number, row)


def make_workflow() -> Workflow:
    """The workflow with two keys, on guides, lessons, questions, answers, news and exercises."""
    keys, _made = TwoKeysTask.objects.get_or_create(name="Två nycklar")
    lawyer, _made = LawyerTask.objects.get_or_create(name="Jurist")
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    for place, task in enumerate((keys, lawyer)):
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=Task.objects.get(pk=task.pk), defaults={"sort_order": place}
        )
    root = Site.objects.get(is_default_site=True).root_page
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    for model in (Question, FaqEntry, NewsItem, ExerciseReview):
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow}
        )
    return workflow


def _index() -> GuideIndexPage:
    found = GuideIndexPage.objects.first()
    if found is not None:
        return found
    page = GuideIndexPage(
        title="Guider",
        slug="guider",
        introduction="Så gör vi tillsammans. Varje guide har en ägare, en version och ett datum.",
    )
    Site.objects.get(is_default_site=True).root_page.add_child(instance=page)
    page.save_revision(log_action=True).publish()
    return page


def _guide(file: TextFile, index: GuideIndexPage) -> None:
    """One guide. It is published as loaded, without keys, and says that nobody has approved it."""
    front = file.front
    slug = _text(front, "slug")
    values: dict[str, Any] = {
        name: _text(front, name) for name in ("title", "lead", "audience", "version")
    }
    values["number"] = values.pop("version")
    values |= {
        "valid_from": _day(front, "valid_from"),
        "review_by": _day(front, "review_by"),
        "confirmed_by": str(front.data.get("confirm") or "key_persons"),
        "change_kind": str(ChangeKind.SUBSTANCE),
        "council": _council(front, "owner"),
        "changes": [{"type": "change", "value": row} for row in front.data.get("news") or []],
        "body": stream_data(file, f"guide/{slug}", find_reference, _no_files, GUIDE_KINDS),
    }
    wanted = digests({name: str(value) for name, value in values.items()})
    page = GuidePage.objects.filter(slug=slug).first()
    # Once a council has begun to write, the file has nothing more to say.
    if page is not None and (page.loaded == wanted or page.versions.count() != 1 or _written(page)):
        return
    if page is None:
        page = GuidePage(slug=slug, show_in_menus=False)
    elif not _forget_versions(page):
        return
    for name, value in values.items():
        setattr(page, name, value)
    page.loaded = wanted
    if page.pk is None:
        index.add_child(instance=page)
    revision = page.save_revision(log_action=True)
    super(GuidePage, page).publish(revision, skip_permission_checks=True)
    version = freeze(GuidePage.objects.get(pk=page.pk), revision=revision, approved_by=[])
    # Where the site is tried there is something to confirm; elsewhere nobody is asked about a draft.
    if settings.DEMO_ACCOUNTS:
        open_for_version(version, kind=page.confirmed_by, days=page.confirm_days)


def _forget_versions(page: GuidePage) -> bool:
    """Take back what an earlier load published; False when somebody has confirmed it already."""
    asked = Campaign.objects.filter(version__page=page)
    if Asked.objects.filter(campaign__in=asked, confirmed_at__isnull=False).exists():
        return False
    asked.delete()
    page.versions.all().delete()
    return True


def _no_files(_: Any) -> int:
    """A guide's files are its attachments; no block of it keeps one."""
    raise LookupError


def _written(page: GuidePage) -> bool:
    """Somebody has opened and saved it in the administration."""
    return page.latest_revision_id != page.live_revision_id


def _faq(marked: Marked, number: int, row: dict[str, Any]) -> None:
    values = {
        "question": _text(marked, number, "fraga"),
        "answer": rich_text(_text(marked, number, "svar")),
        "sources": ", ".join(row.get("kallor") or []),
        "council": _council(marked, number, "agare"),
        "answered_on": _day(marked, number, "svarat"),
        "review_by": _day(marked, number, "granskas"),
    }
    _snippet(FaqEntry, _text(marked, number, "nyckel"), values)


def _news(marked: Marked, number: int, row: dict[str, Any]) -> None:
    values = {
        "title": _text(marked, number, "rubrik"),
        "published_on": _day(marked, number, "datum"),
        "summary": _text(marked, number, "sammanfattning"),
        "text": rich_text(str(row.get("text") or "")),
        "forward_by": row.get("forward_by"),
        "audience_kind": str(row.get("audience") or "key_persons"),
        "council": _council(marked),
    }
    _snippet(NewsItem, _text(marked, number, "nyckel"), values)


def _snippet(model: Any, slug: str, values: dict[str, Any]) -> None:
    """Make or update one; what somebody has changed since is left."""
    wanted = digests({name: str(value) for name, value in values.items()})
    found = model.objects.filter(slug=slug).first()
    if found is not None:
        now = digests({name: str(getattr(found, name)) for name in values})
        if found.loaded == wanted or now != found.loaded:
            return
    found = found or model(slug=slug)
    for name, value in values.items():
        setattr(found, name, value)
    found.loaded = wanted
    found.save()
    found.save_revision().publish(skip_permission_checks=True)


def _contact(marked: Marked, number: int, row: dict[str, Any]) -> None:
    Contact.objects.update_or_create(
        name=_text(marked, number, "namn"),
        defaults={
            "about": _text(marked, number, "for"),
            "phone": str(row.get("telefon") or ""),
            "email": str(row.get("epost") or ""),
            "hours": str(row.get("tider") or ""),
            "order": number,
        },
    )


def _council(marked: Marked, *path: Any) -> Council:
    """The council named at `path`, or the one there is."""
    if not path:
        return Council.objects.order_by("pk").first() or Council.objects.create(
            name="Processrådet", county=""
        )
    name = _text(marked, *path)
    council, _made = Council.objects.get_or_create(name=name, defaults={"county": ""})
    return council


def _text(marked: Marked, *path: Any) -> str:
    found = marked.data
    for step in path:
        found = found.get(step) if isinstance(found, dict) else found[step]
    if not isinstance(found, str | int | float) or not str(found).strip():
        raise marked.error(f"”{path[-1]}” saknas eller är tom.", *path)
    return str(found).strip()


def _day(marked: Marked, *path: Any) -> datetime.date:
    found: Any = marked.data
    for step in path:
        found = found.get(step) if isinstance(found, dict) else found[step]
    if not isinstance(found, datetime.date):
        raise marked.error("Skriv dagen som 2026-11-21.", *path)
    return found
