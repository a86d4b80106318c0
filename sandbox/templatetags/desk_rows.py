"""What a desk's pages have many of, written in Python: a template takes five times as long for a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training_site.templatetags.samova import icon, status

if TYPE_CHECKING:
    from sandbox.web.replica.desk import Desk
    from sandbox.web.replica.lists import Letter, Row
    from sandbox.web.replica.parties import PartyRow
    from sandbox.web.replica.standing import Word
    from sandbox.web.replica.times import Clock
    from sandbox.web.replica.todo import Closed, Task
    from sandbox.web.replica.train import Short

register = template.Library()

HERE = mark_safe(' aria-current="page"')
EMPTY, SECOND = mark_safe(""), mark_safe(" second")
NONE, BLANK = mark_safe(' class="none"'), mark_safe("<td></td>")
BESIDE = '{}<br><span class="quiet">{}</span>'
LETTER = """\
<tr class="{kind}"><th scope="row"><a href="{url}">{title}<span class="sr">, {name}, {author}</span></a></th>
<td class="who" data-label="{person}"><span><a href="{case}">{name}</a> \
<span class="fictive">FIKTIV</span><br> <span class="num quiet">{number}</span></span></td>
<td data-label="{sender}">{author}</td>
<td data-label="{came}" class="num came">{when}</td>
<td class="state" data-label="{how}"><span>{word}</span></td>
{act}</tr>
"""
RECEIPT = """\
<td class="act"><form method="post" action="{}">\
<input type="hidden" name="csrfmiddlewaretoken" value="{}">\
<input type="hidden" name="back" value="{}">\
<button class="btn second small">{}<span class="sr"> {}, {}, {}</span></button></form></td>"""
CASE = """\
<tr><th scope="row"><a href="{url}">{name}</a> <span class="fictive">FIKTIV</span>{lock}\
<br> <span class="num quiet small">{number}</span></th>
<td data-label="{stands}"><span>{stage}{track}</span></td>
{home}<td data-label="{contact}"><span>{contact_word}</span></td>
<td data-label="{sip}"><span>{sip_word}</span></td>
<td data-label="{time}"{no_next}><span>{next_word}</span></td>
<td data-label="{new}"{no_unread}>{unread}</td></tr>
"""
HOME = """\
<td data-label="{}"{}><span>{}</span></td>
"""
PARTY = "<li><b>{name}</b>{kind}\n{parts}\n{read}\n{played}\n{contact}</li>\n"
PARTY_READ = '<span class="party-read">{}{}</span>'
CONTACT = """\
<details><summary>{show}<span class="sr"> {name}</span></summary><p class="small">{telephone} \
<span class="num">{phone}</span><br>{opening}{routine}</p></details>"""
UNREAD = '<a class="unread" href="{}">{}<span class="sr">, {}</span></a>'
STAGE = """\
<b>{}</b> <span class="quiet together">{}</span>\
<span class="small-train" aria-hidden="true">{}</span>"""


@register.simple_tag
def address(desk: Desk, name: str, *args: Any) -> str:
    """The address of one of the room's pages: it is found out once, which {% url %} does each time."""
    return desk.url(name, *args)


@register.simple_tag
def menu_items(menu: Iterable[Mapping[str, str]], path: str) -> SafeString:
    """The entries of the system's menu, with the page one is on."""
    rows = ((row["url"], HERE if row["url"] == path else "", row["label"]) for row in menu)
    return format_html_join("", '<li><a href="{}"{}>{}</a></li>', rows)


@register.simple_tag
def tab_items(tabs: Iterable[Mapping[str, Any]], chosen: Mapping[str, Any] | str) -> SafeString:
    """The parts of a case, with how much there is in each, and what is new."""
    key = chosen["key"] if isinstance(chosen, Mapping) else ""
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}{}{}</a></li>',
        (
            (
                one["url"],
                HERE if one["key"] == key else "",
                one["label"],
                format_html(' <span class="num">({})</span>', one["count"]) if one["count"] else "",
                format_html(' <span class="tag now">{}</span>', _new(one["unread"]))
                if one["unread"]
                else "",
            )
            for one in tabs
        ),
    )


@register.simple_tag
def closed_items(closed: Iterable[Closed]) -> SafeString:
    """What cannot be done now, and why."""
    return format_html_join("", "<li>{}</li>", ((one.said,) for one in closed))


@register.simple_tag
def way_links(ways: Iterable[Task], *, filled: bool = False) -> SafeString:
    """The ways to what may be done; with `filled` the first stands out."""
    rows = (
        (EMPTY if filled and not n else SECOND, one.url, one.label) for n, one in enumerate(ways)
    )
    return format_html_join("", '<a class="btn{}" href="{}">{}</a>\n', rows)


@register.simple_tag
def party_items(desk: Desk, parties: Iterable[PartyRow]) -> SafeString:
    """Those who are part of a case: what each is in it, if it has read, and how it is reached."""
    words = {"show": _("Show contact"), "telephone": _("Telephone")}
    items = [
        format_html(
            PARTY,
            name=one.name,
            kind=_party_kind(one) if one.kind else "",
            parts=format_html_join("", '<span class="party-part">{}</span>', zip(one.parts)),
            read="" if one.mine else _party_word(one),
            played=_played(desk.url("seats")) if one.played and not one.mine else "",
            contact=_contact(one, words) if one.phone else "",
        )
        for one in parties
    ]
    return mark_safe("".join(items))  # noqa: S308 - each has escaped what is in it


def _party_kind(one: PartyRow) -> SafeString:
    mine = f" · {_('this is you')}" if one.mine else ""
    return format_html('<span class="quiet">{}{}</span>', one.kind, mine)


def _party_word(one: PartyRow) -> SafeString:
    about = format_html(' <span class="quiet">{}</span>', one.about) if one.about else ""
    return format_html(PARTY_READ, status(one.tone, one.word), about)


def _played(seats: str) -> SafeString:
    change = format_html(' <a href="{}">{}</a>', seats, _("You play it too: change seats"))
    return format_html(PARTY_READ, status("warn", _("waits for you")), change)


def _contact(one: PartyRow, words: Mapping[str, str]) -> SafeString:
    routine = format_html("<br>{}", capfirst(one.routine)) if one.routine else ""
    reached = {"phone": one.phone, "opening": capfirst(one.opening), "routine": routine}
    return format_html(CONTACT, name=one.name, **words, **reached)


@register.simple_tag(takes_context=True)
def letter_rows(context: Mapping[str, Any], letters: Sequence[Letter], here: str) -> SafeString:
    """The lines of the inbox; those that wait have a button that acknowledges and comes back `here`."""
    desk, token = context["desk"], context["csrf_token"]
    words = {"person": _("Person"), "sender": _("From"), "came": _("Came"), "how": _("Status")}
    waits = bool(letters) and letters[0].paper.unread
    rows = [
        format_html(
            LETTER,
            **words,
            kind="new late" if one.late else "new" if one.paper.unread else "",
            url=desk.url("document", one.view.no, one.paper.number),
            title=_struck(one.paper.title) if one.paper.struck else one.paper.title,
            case=desk.url("case", one.view.no),
            name=one.view.person,
            number=one.view.person.identity_number,
            author=one.paper.author,
            when=one.paper.when,
            word=_letter_word(one),
            act=_receipt(desk, one, token, here) if one.paper.unread else BLANK if waits else "",
        )
        for one in letters
    ]
    return mark_safe("".join(rows))  # noqa: S308 - each has escaped what is in it


def _struck(title: str) -> SafeString:
    return format_html("<s>{}</s>", title)


def _letter_word(one: Letter) -> SafeString:
    """How it is with a message that has come: until when it should be read, or that it is."""
    if one.paper.struck:
        return status("locked", one.paper.word)
    if one.late:
        by = _("should be read %(time)s") % {"time": one.by}
        return format_html(BESIDE, status("bad", _("Late")), by)
    if one.paper.unread:
        word = status("now", _("Not acknowledged"))
        by = _("at the latest %(time)s") % {"time": one.by}
        return format_html(BESIDE, word, by) if one.by else word
    return status("done", _("Acknowledged"))


def _receipt(desk: Desk, one: Letter, token: str, here: str) -> SafeString:
    url = desk.url("document", one.view.no, one.paper.number)
    about = (one.paper.title, one.view.person, one.paper.author)
    return format_html(RECEIPT, url, token, here, _("Acknowledge"), *about)


@register.simple_tag
def case_rows(desk: Desk, rows: Iterable[Row]) -> SafeString:
    """The lines of the overview: a case each, with where it stands and what waits."""
    words = {
        "stands": _("Where it stands"),
        "contact": _("Fixed care contact") if desk.discharges else _("Holds the plan together"),
        "sip": _("SIP"),
        "time": _("Next time to keep"),
        "new": _("Not read"),
    }
    nothing, no_time = _("nothing yet"), _("None")
    inbox = desk.url("inbox")
    lines = [
        format_html(
            CASE,
            **words,
            url=desk.url("case", row.view.no),
            name=row.person["name"],
            lock=_lock() if row.person["protected"] else "",
            number=row.person["identity_number"],
            stage=row.state if row.group == "ended" else _stage(row.train),
            track=_track(row.colour) if row.colour.text else "",
            home=_home(row.home) if desk.discharges else "",
            contact_word=_word(row.contact, _("nobody yet")),
            sip_word=_word(row.sip, nothing),
            no_next="" if row.next else NONE,
            next_word=_next(row.next) if row.next else no_time,
            no_unread="" if row.unread else NONE,
            unread=_unread(inbox, row) if row.unread else "0",
        )
        for row in rows
    ]
    return mark_safe("".join(lines))  # noqa: S308 - each has escaped what is in it


def _home(word: Word) -> SafeString:
    no_home = "" if word.text else NONE
    return format_html(HOME, _("Discharge"), no_home, _word(word, _("not admitted")))


def _lock() -> SafeString:
    return format_html(' {}<span class="sr">{}</span>', icon("lock", "s"), _("Protected identity"))


def _stage(train: Short) -> SafeString:
    step = _("step %(number)s of %(total)s") % {"number": train.number, "total": train.total}
    wagons = format_html_join("", '<i class="{}"></i>', ((tone,) for tone in train.tones))
    return format_html(STAGE, train.label, step, wagons)


def _track(colour: Word) -> SafeString:
    text = _("%(colour)s track") % {"colour": colour.text.lower()}
    return format_html('<span class="tag track-{}">{}</span>', colour.tone, text)


def _word(word: Word, none: str) -> SafeString:
    """A word of how it stands, as `parts/word.html` writes it."""
    said: str = format_html('<span class="quiet">{}</span>', none)
    if word.tone in ("warn", "now"):
        said = status(word.tone, word.text)
    elif word.text:
        said = word.text
    return format_html(BESIDE, said, word.more) if word.more else format_html("{}", said)


def _next(clock: Clock) -> SafeString:
    return format_html("{}<br>{}", clock.label, status(clock.left.tone, clock.left.words))


def _unread(inbox: str, row: Row) -> SafeString:
    url = f"{inbox}?visa=nya&person={row.person['no']}"
    return format_html(UNREAD, url, _new(row.unread), row.person["name"])


def _new(count: int) -> str:
    return ngettext("%(n)s new", "%(n)s new", count) % {"n": count}
