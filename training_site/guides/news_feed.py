"""The feed: news, and new versions of guides that change something."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training_site.guides.answers import NewsItem
from training_site.guides.numbers import ChangeKind
from training_site.guides.versions import GuideVersion

MOST = 30
# Signs that a feed may not have. Pasted text has them; one would take the feed from everybody.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Told:
    """Something new, as a feed and a letter tell it."""

    title: str
    summary: str
    path: str
    at: datetime.datetime


def told_since(
    moment: datetime.datetime | None = None, until: datetime.datetime | None = None
) -> list[Told]:
    """What has become public after `moment` and not after `until`, newest first. Two queries."""
    items = NewsItem.objects.filter(live=True).exclude(first_published_at=None)
    versions = GuideVersion.objects.filter(
        page__live=True, valid_to=None, kind=str(ChangeKind.SUBSTANCE)
    ).select_related("page")
    if moment is not None:
        items = items.filter(first_published_at__gt=moment)
        versions = versions.filter(published_at__gt=moment)
    if until is not None:
        items = items.filter(first_published_at__lte=until)
        versions = versions.filter(published_at__lte=until)
    newest = items.order_by("-first_published_at")[:MOST]
    found = [_of_news(item) for item in newest]
    found += [_of_version(one) for one in versions.defer("body").order_by("-published_at")[:MOST]]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def _of_news(item: Any) -> Told:
    path = reverse("guides:news_item", args=[item.slug])
    return Told(item.title, item.summary, path, item.first_published_at)


def _of_version(version: GuideVersion) -> Told:
    title = _("%(title)s, version %(number)s") % {"title": version.title, "number": version.number}
    new = " ".join(row["what"] for row in version.changes)
    path = reverse("guides:guide", args=[version.page.slug])
    return Told(title, new or version.lead, path, version.published_at)


class NewsFeed(Feed[Told, Any]):
    """Atom, newest first."""

    feed_type = Atom1Feed
    title = gettext_lazy("News in Samöva")
    subtitle = gettext_lazy("News from the process council, and new versions of guides.")
    language = "sv"

    def link(self) -> str:
        """The page that shows the same."""
        return reverse("guides:news")

    def feed_url(self) -> str:
        """The feed's own address."""
        return reverse("guides:feed")

    def items(self) -> list[Told]:
        """The newest of both."""
        return told_since()

    def item_title(self, item: Told) -> str:
        """The title."""
        return NOT_IN_XML.sub("", item.title)

    def item_description(self, item: Told) -> str:
        """Three sentences, or what is new in the version."""
        return NOT_IN_XML.sub("", item.summary)

    def item_link(self, item: Told) -> str:
        """The living page."""
        return item.path

    def item_guid(self, item: Told) -> str:
        """A new version of the same guide is something new."""
        return f"tag:samova,{item.at.date().isoformat()}:{item.path}"

    def item_pubdate(self, item: Told) -> datetime.datetime:
        """When it became public."""
        return item.at

    def item_updateddate(self, item: Told) -> datetime.datetime:
        """The same: what is corrected later is not told again."""
        return item.at
