"""Loads the start page and the plain pages from Markdown files, and says where the site is."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import Any

import nh3
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from markdown_it import MarkdownIt
from wagtail.models import Page, Site, Task, Workflow

from content_files.front_matter import TextFile, read_text_file
from content_files.yaml_marks import ContentError
from courses.references import CountySetting
from training_site.front.models import EditorialPage, StandardPage, StartPage

START = "start"
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "b", "strong", "em", "i", "a", "br"}
# Bump to load every page again although no file has changed.
LOADER_VERSION = "1"


@transaction.atomic
def load_pages(folder: Path) -> None:
    """Load every Markdown file of `folder`; start.md becomes the root of the site.

    Idempotent: a file that has not changed since it was loaded is passed over, so what an editor
    has written stays. Raises ContentError with file and line.
    """
    texts = [read_text_file(path) for path in sorted(folder.glob("*.md"))]
    texts.sort(key=lambda text: text.front.data.get("slug") != START)
    for text in texts:
        slug = _value(text, "slug")
        if slug == START:
            _loaded(text, StartPage, parent=Page.get_first_root_node(), slug=START)
            _take_over_the_root()
        else:
            start = StartPage.objects.first()
            if start is None:
                raise ContentError(folder / "start.md", 1, "Startsidan saknas.")
            _loaded(text, StandardPage, parent=start, slug=slug)


def set_site(*, hostname: str, port: int) -> None:
    """The default site answers at `hostname` and `port`, from the start page."""
    start = StartPage.objects.get()
    root = {"root_page": start, "hostname": hostname, "port": port, "site_name": "Samöva"}
    site, _made = Site.objects.update_or_create(is_default_site=True, defaults=root)
    Site.clear_site_root_paths_cache()
    # Made here, so that no page has to make it while somebody waits.
    CountySetting.for_site(site)


def name_in_swedish() -> None:
    """What the page system made in English on its first day gets Swedish names."""
    for old, new in (("Moderators", "Granskare"), ("Editors", "Redaktörer")):
        Group.objects.filter(name=old).update(name=new)
    for model in (Workflow, Task):
        model.objects.filter(name="Moderators approval").update(name="Granskning")
    Page.objects.filter(depth=1, title="Root").update(title="Samöva", draft_title="Samöva")


def _loaded(text: TextFile, model: type[EditorialPage], *, parent: Page, slug: str) -> None:
    """Load one page; what the page itself refuses is told with its line."""
    try:
        _load(text, model, parent=parent, slug=slug)
    except ValidationError as error:
        told = getattr(error, "message_dict", {"slug": error.messages})
        name, words = next(iter(told.items()))
        raise text.front.error(" ".join(words), name) from error


def _load(text: TextFile, model: type[EditorialPage], *, parent: Page, slug: str) -> None:
    digest = hashlib.sha256(LOADER_VERSION.encode() + text.path.read_bytes()).hexdigest()
    page = model.objects.filter(slug=slug).first()
    if page is not None and page.loaded_digest == digest:
        return
    fields = _fields(text, model) | {"loaded_digest": digest}
    if page is None:
        page = model(slug=slug, **fields)
        Page.objects.get(pk=parent.pk).add_child(instance=page)
    else:
        for name, value in fields.items():
            setattr(page, name, value)
    page.save_revision(log_action=True).publish()


def _fields(text: TextFile, model: type[EditorialPage]) -> dict[str, Any]:
    updated = text.front.data.get("updated")
    if updated is not None and not isinstance(updated, datetime.date):
        raise text.front.error("Skriv datumet så här: 2026-11-21.", "updated")
    fields: dict[str, Any] = {
        "title": _value(text, "title"),
        "lead": _value(text, "lead"),
        "content_owner": str(text.front.data.get("owner") or ""),
        "updated_on": updated,
        "body": _html("\n".join(part.text for part in text.parts)),
    }
    if model is StandardPage:
        fields["for_editors"] = text.front.data.get("for_editors") is True
    if model is StartPage:
        fields |= {
            "promise_title": _value(text, "promise"),
            "promise_text": _value(text, "promise_text"),
            "promise_button": _value(text, "promise_button"),
            "promise_url": _value(text, "promise_url"),
            "reassurance": str(text.front.data.get("reassurance") or ""),
        }
    return fields


def _html(markdown: str) -> str:
    """Markdown as the few elements that the editor knows."""
    html = MarkdownIt("commonmark", {"html": False}).render(markdown)
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>")
    # Markdown takes ___ for a rule; here it is a line to write on.
    html = html.replace("<hr />", "<p>___</p>")
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel=None)


def _value(text: TextFile, key: str) -> str:
    value = text.front.data.get(key)
    if not value:
        raise text.front.error(f"Uppgiften ”{key}” saknas.")
    return str(value)


def _take_over_the_root() -> None:
    """Move what lies under the stock welcome page below the start page, and drop the former."""
    start = StartPage.objects.get()
    if Site.objects.filter(is_default_site=True, root_page=start).exists():
        return
    Site.objects.filter(is_default_site=True).update(root_page=start)
    for stock in Page.objects.filter(depth=2).exclude(pk=start.pk):
        if stock.specific_class is Page:
            for child in stock.get_children():
                child.move(Page.objects.get(pk=start.pk), pos="last-child")
            Page.objects.get(pk=stock.pk).delete()
    Site.clear_site_root_paths_cache()
