"""The menus of the frame. A place is listed here when it can be opened, never before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Link:
    """One link of a menu."""

    title: object
    url: str
    current: bool = False


@dataclass(frozen=True)
class Column:
    """A headed list of links in the foot."""

    title: object
    links: tuple[Link, ...]


SECTIONS: tuple[Link, ...] = (
    Link(_("Courses"), "/kurser/"),
    Link(pgettext_lazy("menu", "Practise"), "/ovning/"),
    Link(_("Guides"), "/guider/"),
    Link(_("My pages"), "/mina-sidor/"),
)
TRAINERS: tuple[Link, ...] = (
    Link(_("My sessions"), "/utbildare/"),
    Link(_("Plan a session"), "/utbildare/planera/"),
)
MY_ASSIGNMENT = Link(_("My assignment"), "/mitt-uppdrag/")
# By what somebody is; each room adds its own places.
ASSIGNED: dict[str, tuple[Link, ...]] = {
    "key_person": (
        Link(_("Units"), "/mitt-uppdrag/enheter/"),
        Link(_("Lift a question"), "/lyft/"),
    ),
    "sip_trainer": (),
    "manager": (Link(_("Staff"), "/mitt-uppdrag/medarbetare/"),),
}
# The address a section is known by, also when a page of it lives elsewhere.
BELONGS_TO = {"/fragor/": "/kurser/"}

FOOT: tuple[Column, ...] = (
    Column(
        _("Help"),
        (
            Link(_("How Samöva works"), "/hjalp/"),
            Link(_("Glossary"), "/ordlista/"),
            Link(_("Law references"), "/lagrum/"),
            Link(_("For you and those close to you"), "/for-dig/"),
            Link(_("Who is my key person?"), "/nyckelpersoner/"),
            Link(_("Questions and answers"), "/fragor-och-svar/"),
            Link(_("News"), "/nyheter/"),
            Link(_("Lift a question"), "/lyft/"),
            Link(_("Contacts"), "/kontakter/"),
            Link(_("Contact us"), "/kontakt/"),
        ),
    ),
    Column(
        _("About Samöva"),
        (
            Link(_("About Samöva"), "/om/"),
            Link(_("Accessibility"), "/tillganglighet/"),
            Link(_("Personal data"), "/personuppgifter/"),
            Link(_("Cookies"), "/kakor/"),
            Link(_("Reading settings"), "/lasinstallningar/"),
        ),
    ),
)


def section_of(path: str) -> str:
    """The address of the section that `path` lies in; empty when it lies in none."""
    for start, home in BELONGS_TO.items():
        if path.startswith(start):
            path = home
    return next((link.url for link in SECTIONS if path.startswith(link.url)), "")


def sections(path: str) -> tuple[Link, ...]:
    """The main menu, with the section that `path` lies in marked as current."""
    current = section_of(path)
    return tuple(Link(link.title, link.url, current=link.url == current) for link in SECTIONS)


def trainer_row(path: str) -> tuple[Link, ...]:
    """The second row, for trainers; the link whose address is nearest `path` is current."""
    return _row(TRAINERS, path)


def assignment_row(path: str, roles: Sequence[str]) -> tuple[Link, ...]:
    """The second row for those with an assignment or a unit of their own; empty for others."""
    links = tuple(link for role in roles for link in ASSIGNED.get(role, ()))
    return _row((MY_ASSIGNMENT, *links), path) if roles else ()


def _row(links: tuple[Link, ...], path: str) -> tuple[Link, ...]:
    nearest = max((link.url for link in links if path.startswith(link.url)), default="", key=len)
    return tuple(Link(link.title, link.url, current=link.url == nearest) for link in links)
