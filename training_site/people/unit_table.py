"""The table of a key person's units as the page shows it: chosen, sorted, with its links."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from training_site.people.units import Row

NEVER = datetime.date.min
SHOW: dict[str, tuple[str | Promise, Callable[[Row], bool]]] = {
    "alla": (_("All units"), lambda row: True),
    "saknar": (_("Those that lack trained staff"), lambda row: row.lacks),
    "gammal": (_("Those with an old head count"), lambda row: row.stale),
    "utan-pass": (
        _("Those that have had no session"),
        lambda row: not row.hidden and row.last_session is None,
    ),
}
# What the table can be ordered by, and the word of its column. What is hidden sorts last, so that
# its place in the list says nothing.
ORDERS: dict[str, tuple[str | Promise, Callable[[Row], Any]]] = {
    "enhet": (_("Unit"), lambda row: 0),
    "utbildade": (_("Trained"), lambda row: row.share),
    "antal": (_("Employees counted"), lambda row: row.unit.employees_on or NEVER),
    "utbildare": (_("SIP trainers"), lambda row: row.trainers),
    "pass": (_("Latest session"), lambda row: row.last_session or NEVER),
}
ABOUT_STAFF = ("utbildade", "pass")
FIRST = "utbildade"


@dataclass(frozen=True)
class Heading:
    """A column that can be sorted by: `sort` is what aria-sort says, empty when it is not."""

    word: str | Promise
    url: str
    sort: str
    arrow: str


@dataclass(frozen=True)
class Choice:
    """What somebody chose above the table; anything unknown is the first choice."""

    course: str
    kind: str
    show: str
    order: str
    falling: bool

    @classmethod
    def of(cls, query: QueryDict, courses: list[str]) -> Choice:
        """Read from an address."""
        order = query.get("ordna", FIRST)
        course = query.get("kurs", "")
        show = query.get("visa", "alla")
        return cls(
            course=course if course in courses else next(iter(courses), ""),
            kind=query.get("verksamhet", ""),
            show=show if show in SHOW else "alla",
            order=order.lstrip("-") if order.lstrip("-") in ORDERS else FIRST,
            falling=order.startswith("-"),
        )

    def url(self, order: str) -> str:
        """The address of the same choice, ordered otherwise."""
        query = {"kurs": self.course, "verksamhet": self.kind, "visa": self.show, "ordna": order}
        return "?" + urlencode({name: value for name, value in query.items() if value})

    def pick(self, rows: list[Row]) -> list[Row]:
        """The rows that are chosen, in order; within the same value in the order they came."""
        keep = SHOW[self.show][1]
        found = [row for row in rows if keep(row) and self.kind in ("", row.unit.kind)]
        if self.order == "enhet":
            return found[::-1] if self.falling else found
        found.sort(key=ORDERS[self.order][1], reverse=self.falling)
        if self.order in ABOUT_STAFF:
            found.sort(key=lambda row: row.hidden)
        return found

    def headings(self) -> list[Heading]:
        """The columns, each with the address that sorts by it."""
        found = []
        for key, (word, _value) in ORDERS.items():
            current = key == self.order
            turned = f"-{key}" if current and not self.falling else key
            sort = ("descending" if self.falling else "ascending") if current else ""
            arrow = ("▼" if self.falling else "▲") if current else ""
            found.append(Heading(word, self.url(turned), sort, arrow))
        return found

    def orders(self) -> list[tuple[str, str, bool]]:
        """The same columns for a list to choose from, where a phone shows no headings."""
        found = []
        for key, (word, _value) in ORDERS.items():
            found.append((key, str(word), key == self.order and not self.falling))
            if key == self.order:
                turned = gettext("%(column)s, the other way round") % {"column": word}
                found.append((f"-{key}", turned, self.falling))
        return found


def count_words(shown: int, of_all: int) -> str:
    """The caption: "Visar 7 av 14 enheter"."""
    return ngettext(
        "Shows %(shown)s of %(all)s unit", "Shows %(shown)s of %(all)s units", of_all
    ) % {"shown": shown, "all": of_all}
