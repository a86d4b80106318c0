"""What a unit should do now in a case, what it may do, and what it may not and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.process import rules
from sandbox.process.engine import Offer, Reason
from sandbox.process.going_home import too_early
from sandbox.process.reading import load_flow
from sandbox.process.state import day_of, latest
from sandbox.web.replica.case_view import RECEIPTS, CaseView
from sandbox.web.replica.going_home import asks_about_sip, does_not_fit, remaining
from sandbox.web.replica.mine import begun_drafts, other_seats
from sandbox.web.replica.post import tab_url, unsent
from sandbox.web.replica.times import Clock, Left, clocks
from sandbox.web.replica.unsaid import unsaid_of
from sandbox.web.replica.waiting import waiting_steps

OTHERS = ".roles"
ONE_PLAN = "P23"  # broken by a plan of another case: to be read there, not written here
CONSENT = "P16"
UNGUIDED = ("voiding", "deviation", "deviation_answer", "party_change", "message", "care_message")
MOST = 4  # ways on to show before the rest


@dataclass(frozen=True)
class Task:
    """Something the unit should or may do: what, why, until when, and where it is done.

    `action` is what a button does at once, where nothing is to be written.
    """

    label: str
    url: str
    why: str = ""
    source: str = ""
    until: str = ""
    left: Left | None = None
    action: str = ""


@dataclass(frozen=True)
class Closed:
    """An action that is closed: its name, why, and the guide that says more."""

    label: str
    reasons: tuple[Reason, ...]
    guide: dict[str, str] | None

    @property
    def said(self) -> SafeString:
        """All that as it stands in a list."""
        guide = self.guide or {}
        return _said(
            self.label, self.reasons, _("Read more:"), guide.get("url", ""), guide.get("label", "")
        )


# A page has fifty of them, and every page of every room much the same.
@lru_cache(maxsize=2048)
def _said(label: str, reasons: tuple[Reason, ...], more: str, url: str, guide: str) -> SafeString:
    # Reasons that rest on the same source, one after the other, name it once.
    after = (*(one.source for one in reasons[1:]), "")
    pairs = zip(reasons, after, strict=True)
    rows = ((one.text, _source("" if one.source == next_ else one.source)) for one, next_ in pairs)
    why = format_html_join("", "<p>{}{}</p>", rows)
    read = format_html('<p class="small">{} <a href="{}">{}</a></p>', more, url, guide)
    return format_html("<b>{}</b>{}{}", label, why, read if url else "")


def _source(text: str) -> str:
    return format_html(' <span class="small quiet">{}</span>', text) if text else ""


@dataclass(frozen=True)
class Todo:
    """Everything a case page says of what can be done."""

    must: list[Task]
    may: list[Task]
    more: list[Task]
    closed: list[Closed]
    others: list[Closed]
    remains: list[str]


def todo(view: CaseView) -> Todo:
    """What to do now: what waits to be read, times that run, rules that are broken; then the rest."""
    if view.seen.guest:
        return _of_a_guest(view)
    timed = _timed(view)
    urgent = [one for one in timed if one.left and one.left.tone != "todo"]
    soon = [*urgent, *_to_read(view), *timed, *_letters(view)]
    must = [*soon, *_broken(view), *_next(view), *_waiting(view)]
    must = [*_with_drafts(view, must), *_own_seats(view)]
    must = list({(one.label, one.url): one for one in reversed(must)}.values())[::-1]
    taken = {one.url for one in must}
    open_ = [one for one in view.offers.values() if one.enabled and _is_shown(one)]
    open_ = [one for one in open_ if write_url(view, one) not in taken]
    ahead = [one for one in open_ if _is_ahead(view, one)][:MOST]
    rest = [one for one in open_ if one not in ahead]
    closed = [one for one in view.offers.values() if not one.enabled and _is_shown(one)]
    return Todo(
        must=must,
        may=[_way(view, one) for one in ahead],
        more=[_way(view, one) for one in rest],
        closed=[_closed(view, one) for one in closed if not _is_others(one)],
        others=[_closed(view, one) for one in closed if _is_others(one)],
        remains=remaining(view),
    )


def _of_a_guest(view: CaseView) -> Todo:
    """To read the message and answer it: the work of the case is the others'."""
    may = [_way(view, one) for one in view.offers.values() if one.enabled and _is_shown(one)]
    return Todo(must=_to_read(view), may=may, more=[], closed=[], others=[], remains=[])


def write_url(view: CaseView, offer: Offer) -> str:
    """Where an action is done."""
    return view.desk.url("write", view.no, offer.action)


def tab_actions(view: CaseView, codes: tuple[str, ...]) -> tuple[list[Task], list[Closed]]:
    """The actions of one tab: those that are open, and those that are closed and why."""
    rows = [view.offers[code] for code in codes if code in view.offers]
    rows = [one for one in rows if _is_shown(one)]
    return (
        [_way(view, one) for one in rows if one.enabled],
        [_closed(view, one) for one in rows if not one.enabled],
    )


def _to_read(view: CaseView) -> list[Task]:
    waiting = [one for one in view.state.documents if one.number in view.unread]
    return [
        Task(
            label=_("Read and acknowledge: %(what)s")
            % {"what": paper.title[:1].lower() + paper.title[1:]},
            url=view.desk.url("document", view.no, paper.number),
            why=_("From %(unit)s, %(time)s.") % {"unit": paper.author, "time": paper.when},
        )
        for paper in map(view.paper, waiting)
    ]


def _letters(view: CaseView) -> list[Task]:
    """The letters that lie unread and unprinted: whoever has no system knows nothing until then."""
    waiting, url = unsent(view), tab_url(view)
    if not waiting or not url:
        return []
    names = [view.in_a_sentence(name) for name in dict.fromkeys(one.to[0] for one in waiting)]
    *first, last = names
    who = f"{', '.join(first)} {_('and')} {last}" if first else last
    said = ngettext("Print the letter to %(who)s", "Print the letters to %(who)s", len(waiting))
    why = _(
        "Whoever does not have the system gets a letter. Read it before you print it. A letter that "
        "you have opened does not stand here any more."
    )
    return [Task(said % {"who": who}, url, why)]


def _timed(view: CaseView) -> list[Task]:
    """Times that run, where this unit may do what they wait for."""
    does = {key: row.done for key, row in view.flow.deadlines.items()}
    tasks = []
    for one in clocks(view.desk, view.due):
        offer = view.offers.get(does.get(one.key, ""))
        if offer is not None and offer.enabled and not one.opens and _is_shown(offer):
            tasks.append(_dated(view, offer, one))
    return tasks


def _dated(view: CaseView, offer: Offer, one: Clock) -> Task:
    return Task(offer.opening, write_url(view, offer), "", one.source, one.until, one.left)


def _next(view: CaseView) -> list[Task]:
    """What waits where no time runs: to admit, to say a new day, to ask, to end the case."""
    rows = (
        (
            "register_admission",
            view.state.state == "requested",
            _("The request has come. Write down if the person is admitted."),
        ),
        (
            "change_date",
            _day_has_passed(view),
            _("The estimated day has passed. Tell the others the new one."),
        ),
        (
            "change_date",
            _lacks_day(view),
            _("Ready to go home is taken back. Say which day you count on now."),
        ),
        (
            "send_information",
            view.state.state == "ready" and latest(view.state, "information") is None,
            _("Write what those who take over need, before the person goes home."),
        ),
        (
            "discharge",
            view.state.state == "ready",
            _("When the person goes home."),
        ),
        ("change_date", bool(too_early(view.state)), does_not_fit(view)),
        ("write_planning", view.desk.seat.unit in too_early(view.state), does_not_fit(view)),
        (
            "offer_sip",
            asks_about_sip(view),
            _("The case cannot end before the answer is written."),
        ),
        (
            "close_case",
            view.state.state == "discharged",
            _("Everything is done: the person is at home, and SIP is settled."),
        ),
    )
    found = [(view.offers.get(code), why) for code, holds, why in rows if holds]
    steps = [
        Task(offer.opening, write_url(view, offer), why)
        for offer, why in found
        if offer is not None and offer.enabled
    ]
    return [*_ask_for_contact(view), *steps]


def _ask_for_contact(view: CaseView) -> list[Task]:
    """The ward cannot let anybody go home before open care has appointed a contact: it asks for one."""
    offer = view.offers.get("send_message")
    ready = view.role == "ward" and view.state.state == "ready"
    if not ready or not _lacks_contact(view) or offer is None or not offer.enabled:
        return []
    why = _("Nobody is fixed care contact yet. Ask open care to appoint one.")
    return [
        Task(_("Ask for a fixed care contact"), f"{write_url(view, offer)}?som=kontakt", why),
    ]


def _day_has_passed(view: CaseView) -> bool:
    day = view.state.facts.get("estimated_day")
    return isinstance(day, int) and day < day_of(view.state.now)


def _lacks_day(view: CaseView) -> bool:
    """Whether ready to go home was taken back without a new day, and nobody has told one since."""
    back, told = latest(view.state, "ready_withdrawn"), latest(view.state, "date_change")
    if back is None or view.state.state not in ("notified", "planning"):
        return False
    later = told is not None and told.number > back.number
    return back.body.get("estimated_day") is None and not later


def _lacks_contact(view: CaseView) -> bool:
    return not view.state.facts.get("contact_party")


def _waiting(view: CaseView) -> list[Task]:
    """What waits for the unit without a clock, unless a clock or a rule has said it already."""
    begun = {"send_message": "?som=insatser"}  # the message begins with whom and about what
    return [
        Task(one.opening, write_url(view, one) + begun.get(one.action, ""), why)
        for one, why in waiting_steps(view)
    ]


def _with_drafts(view: CaseView, tasks: list[Task]) -> list[Task]:
    """What is to be done, said of what the unit has begun; drafts of other forms come last."""
    begun = {write_url(view, offer): label for offer, label in begun_drafts(view)}
    said, why = _("Go on with the draft: %(what)s"), _("You have begun. It is kept as a draft.")
    known = {one.url for one in tasks}
    marked = [replace(one, why=f"{why} {one.why}") if one.url in begun else one for one in tasks]
    rest = ((url, label) for url, label in begun.items() if url not in known)
    return [*marked, *(Task(said % {"what": label.lower()}, url, why) for url, label in rest)]


def _own_seats(view: CaseView) -> list[Task]:
    """Where somebody waits for a unit that one plays oneself, beside this one."""
    said, seats = _("Change to %(unit)s"), view.desk.url("seats")
    why = _("You sit there too, so nobody answers there until you do.")
    return [
        Task(said % {"unit": view.name_of(unit)}, seats, why)
        for unit, unread in other_seats(view)
        if unread
    ]


def _broken(view: CaseView) -> list[Task]:
    """Rules that the case breaks and this unit can put right, the weightiest first."""
    found = rules.breaches(view.state, flow=load_flow(view.state.flow), profile=view.desk.profile)
    mine = view.desk.seat.unit
    tasks = []
    if unsaid_of(view) is not None:  # who has not said yes is told by name, with what to do
        found = tuple(one for one in found if one.rule != CONSENT)
    for one in sorted(found, key=lambda one: "EWI".index(one.level)):
        offer = _remedy(view, one.about) if _is_known(view, one.about) else None
        if offer is not None and one.rule == ONE_PLAN:
            around = view.desk.url("patient", view.person.no)
            tasks.append(Task(_("See the person's other plan"), around, one.text, one.source))
        elif offer is not None and one.level != "I":
            tasks.append(Task(offer.opening, write_url(view, offer), one.text, one.source))
        elif one.about == mine and one.level == "E":
            tasks.append(Task(one.text, "", source=one.source))
    return tasks


def _is_known(view: CaseView, kind: str) -> bool:
    """Whether the unit reads every document of the kind: otherwise it may be there, unseen."""
    found = view.flow.documents.get(kind)
    if found is None:
        return False
    return found.own or found.readers.get(view.acts_as(found.track)) == "always"


def _remedy(view: CaseView, kind: str) -> Offer | None:
    """The open action that writes this kind of document."""
    for code, row in view.flow.actions.items():
        offer = view.offers.get(code)
        if kind and row.document == kind and offer is not None and offer.enabled:
            return offer
    return None


def _is_shown(offer: Offer) -> bool:
    """Receipts have their own button, beside what is acknowledged."""
    return offer.action not in RECEIPTS


def _is_ahead(view: CaseView, offer: Offer) -> bool:
    """Whether it is a stage of the way that this unit has not taken: written by it, or by anybody."""
    row = view.flow.actions[offer.action]
    if offer.action not in view.desk.profile.pages.get("ahead", {}).get(view.state.flow, ()):
        return False
    kind = view.flow.documents.get(row.document)
    if kind is None or kind.many:
        return True
    return latest(view.state, kind.kind, view.desk.seat.unit if kind.own else "") is None


def _is_others(offer: Offer) -> bool:
    return any(reason.rule_id.endswith(OTHERS) for reason in offer.reasons)


def _way(view: CaseView, offer: Offer) -> Task:
    return Task(offer.opening, write_url(view, offer))


def _closed(view: CaseView, offer: Offer) -> Closed:
    return Closed(offer.opening, offer.reasons, guide_for(view, offer.action))


def guide_for(view: CaseView, action: str) -> dict[str, Any] | None:
    """The guide that tells more of what the action belongs to; none for what no guide tells of."""
    row = view.flow.actions.get(action)
    if row is not None and row.document in UNGUIDED:
        return None
    guides = view.desk.profile.pages.get("guides", {})
    found: dict[str, Any] | None = guides.get(row.track if row else "")
    return found
