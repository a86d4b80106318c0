"""Free practice: nobody reaches another's room, and a desk shows no byte it may not read."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.test import Client
from django.urls import get_resolver, reverse

from sandbox.process import consent
from sandbox.process.flow import Field, Flow
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile, profile_names
from sandbox.web.replica.patients import STARTS
from sandbox.world.counties import load_county_file
from sandbox.world.desk import cases_of, takes_part
from sandbox.world.doors import seat_code
from sandbox.world.lending import exercise_of, lent_to
from sandbox.world.models import Access, Case, Entry, Event, Person, Seat, Timer, Token, World
from sandbox.world.perform import save_draft
from sandbox.world.rooms import Wish, open_room, sit_down
from sandbox.world.snapshot import snapshot
from tests.sandbox.county import CASES, FIXTURES, NOW, TODAY, TOWN, WARD
from tests.sandbox.letters.reading import text_of
from training_site.people.models import User

METHODS = ("get", "post")
RARE = ("head", "put", "patch", "delete", "options", "trace")
NUMBER = (FIXTURES.parent / "tests/sandbox/fictive/detector_numbers.txt").read_text("utf-8")
REAL = next(one for one in NUMBER.splitlines() if one and not one.startswith("#"))
SYSTEM = "lifecare"
NOT_WALKED = re.compile(r"/starta/")  # forty empty forms of a kind; some are tried by name
# The same whichever the system: walked in the first only.
NOT_AGAIN = re.compile(
    r"/starta/|/personer/\d+/|[?&]om=|/klocka/|/uppdrag/|/rummet/|/lankar/|/adresser/"
)
# What holds a case's words, and is opened in every system.
OPENED = ("/dokument/", "/skriv/", "/den-enskilde/", "/brev/", "/pdf/", "/utskrift/",
          "/handelser/", "/loggar/")  # fmt: skip
ROOM_FOR_A_WORD = 12
WORD = re.compile(r"Zq\d+x\d+q")
"""What is planted in every text: the number of the case, and which text of it."""

OPEN = {"choose"}  # the same for everybody
HOLES: Mapping[str, list[dict[str, Any]]] = {
    "inbox": [{}],
    "overview": [{}],
    "payment": [{}],
    "reports": [{}],
    "logs": [{}],
    "addresses": [{}],
    "links": [{}],
    "seats": [{}],
    "clock": [{}],
    "settings": [{}],
    "patients": [{}],
    "patient": [{"number": 1}],
    "start": [{"number": 1, "flow": "spu", "action": "send_care_request"}],
    "start_draft": [{"number": 1, "flow": "spu", "action": "send_care_request"}],
    "prepared": [{}],
    "case": [{"no": 1}, {"no": 2}],
    "document": [{"no": 1, "number": 1}, {"no": 2, "number": 1}],
    "write": [{"no": 1, "action": "send_message"}, {"no": 2, "action": "note_withdrawal"}],
    "draft": [{"no": 1, "action": "send_message"}],
    "receipt": [{"no": 1, "seq": 1}],
    "letter": [{"no": 2, "key": "kallelse-1"}],
    "letter_pdf": [{"no": 2, "key": "kallelse-1"}],
    "mirror": [{"no": 2}],
    "case_tab": [{"no": 1, "tab": "planering"}, {"no": 2, "tab": "sip"}],
    "case_part": [{"no": 2, "tab": "sip", "part": "mal"}],
}
IN_A_CASE = {name for name, variants in HOLES.items() if any("no" in one for one in variants)}


@pytest.fixture
def amina(db, tmp_path: Path) -> User:
    """A county with a discharge, a plan with a heading kept from one unit, and a hidden person."""
    there = FIXTURES / "practice" / "cases"
    files = [CASES / "berit.yaml", *(there / f"{name}.yaml" for name in ("kim", "noor", "mona"))]
    for number, path in enumerate(files, start=1):
        plant(path, tmp_path / f"{number}.yaml", number)
    path = FIXTURES / "practice" / "pahitts-lan.yaml"
    load_county_file(path, personas=FIXTURES / "personas", at=NOW, cases=tmp_path)
    return User.objects.create_user("amina@example.org", given_name="Amina")


@pytest.fixture
def seat(amina: User) -> Seat:
    return room_in(SYSTEM, amina)


def room_in(system: str, user: User) -> Seat:
    return open_room(user=user, wish=Wish(system, TOWN), today=TODAY, now=NOW)


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def rows() -> list[Any]:
    """Everything an intruder could have changed."""
    scoped = (Case, Entry, Event, Timer, Token, Access, Person)
    found = [list(one.everywhere.order_by("pk").values()) for one in scoped]
    return [*found, *(list(one.objects.order_by("pk").values()) for one in (World, Seat))]


def addresses(code: str, names: set[str] | None = None) -> Iterator[str]:
    for name, variants in HOLES.items():
        for holes in variants:
            if names is None or (name in names and "no" in holes):
                yield reverse(f"replica:{name}", kwargs={"code": code} | holes)


def opened(
    client: Client,
    places: Iterator[str],
    *,
    guest: bool = False,
    methods: tuple[str, ...] = METHODS,
) -> list[str]:
    """What answered anything but "there is nothing here"."""
    wrong = []
    for address in places:
        for method in methods:
            sent = {"do": "send", "version": "1", "unit": WARD, "to": "1"}
            answer = (
                client.post(address, sent)
                if method == "post"
                else client.generic(method.upper(), address)
            )
            leads = answer.headers.get("Location", "")
            asked = guest and leads.startswith("/konto/logga-in/?next=/")
            if not asked and answer.status_code not in (404, 405):
                wrong.append(f"{method} {address}: {answer.status_code} {leads}")
    return wrong


def test_every_address_of_free_practice_is_in_the_sweep():
    _prefix, resolver = get_resolver().namespace_dict["replica"]
    assert {str(one.name) for one in resolver.url_patterns} == OPEN | set(HOLES)


@pytest.mark.sweep
def test_nobody_else_opens_or_changes_anything_in_a_room(seat: Seat):
    sit_down(seat, WARD, now=NOW)
    bo = User.objects.create_user("bo@example.org", given_name="Bo")
    his = open_room(user=bo, wish=Wish("lifecare", TOWN), today=TODAY, now=NOW)
    mine, other = seat.run.join_code.lower(), his.run.join_code.lower()
    before = rows()

    for code in (f"{mine}-1", mine, f"{other}-2"):
        assert opened(client_of(bo), addresses(code)) == []
    assert opened(client_of(bo), addresses(f"{mine}-1"), methods=RARE) == []
    assert opened(client_of(None), addresses(f"{mine}-1"), guest=True) == []

    assert rows() == before


def test_a_unit_without_a_part_in_a_case_finds_nothing_of_it(seat: Seat, amina: User):
    away = sit_down(seat, "kommunrehab", now=NOW)
    world = World.objects.get(pk=seat.world_id)
    states = (snapshot(world, one, lent_to(seat.run, world, one)).state for one in _cases(world))
    assert not any(takes_part(state, "kommunrehab") for state in states)
    before = rows()

    assert opened(client_of(amina), addresses(seat_code(away), IN_A_CASE)) == []
    assert rows() == before


def test_a_desk_has_every_case_its_unit_has_a_part_in_and_no_other(seat: Seat):
    """The list is read by looking for the unit's name; here each case is asked instead."""
    world = World.objects.get(pk=seat.world_id)
    states = {
        one.no: snapshot(world, one, lent_to(seat.run, world, one)).state for one in _cases(world)
    }
    units = [code for code, one in states[1].facts["parties"].items() if one.get("unit")]
    parts = {code: {no for no, one in states.items() if takes_part(one, code)} for code in units}

    for code in units:
        desk = Seat(run=seat.run, world=world, unit=code, role=seat.role)
        assert {seen.case.no for seen in cases_of(desk)} == parts[code], code
    assert len(units) > 20
    assert any(parts.values())


def _cases(world: World) -> list[Case]:
    return list(Case.objects.for_world(world).order_by("no"))


# ---------------------------------------------------------------- every byte of every page


def planted(value: Any, fields: Mapping[str, Field], words: Iterator[str]) -> Any:
    """The body with a word of its own in every text that has room for one."""
    found = {}
    for key, one in value.items():
        field = fields.get(key)
        found[key] = one
        if field is None:
            continue
        room = (field.max or 500) - ROOM_FOR_A_WORD
        if field.type in ("text", "longtext") and isinstance(one, str) and 0 < len(one) < room:
            found[key] = f"{next(words)} {one}"
        elif field.type == "rows":
            inner = {column.key: column for column in field.fields}
            found[key] = [planted(row, inner, words) for row in one]
        elif field.type == "questions_per_party":
            found[key] = {code: f"{next(words)} {text}" for code, text in one.items()}
    return found


def plant(source: Path, target: Path, number: int) -> None:
    """Copy a case's file with a word of its own in every text of every document."""
    data = yaml.safe_load(source.read_text("utf-8"))
    flow, words = load_flow(data["flow"]), (f"Zq{number}x{count}q" for count in range(10_000))
    for row in data["history"]:
        document = flow.actions[row["action"]].document
        fields = {field.key: field for field in flow.documents[document].fields} if document else {}
        row["body"] = planted(row.get("body") or {}, fields, words)
        for limit in row["body"].get("limits", ()):
            limit["party"] = "beroende"  # it has a desk
    target.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")


def readable_words(seat: Seat) -> set[str]:
    """The words the seat may meet: of what the rules and the consent let its unit read."""
    world = World.objects.get(pk=seat.world_id)
    found: set[str] = set()
    for row in _cases(world):
        state = snapshot(world, row, lent_to(seat.run, world, row)).state
        if not takes_part(state, seat.unit):
            continue
        flow: Flow = under(load_flow(row.flow), load_profile(world.profile))
        role = exercise_of(seat.run, world, row).role_of(seat.unit)
        for one in state.documents:
            if consent.may_read(state, role, one, flow=flow, party=seat.unit) or (
                one.author == seat.unit
            ):
                found |= set(WORD.findall(repr(consent.body_for(state, seat.unit, one))))
    drafts = Entry.objects.for_world(world).filter(seat=seat, no__isnull=True)
    return found | {word for one in drafts for word in WORD.findall(repr(one.body))}


def walked(
    client: Client, start: str, *, more: list[str], skip: re.Pattern[str] = NOT_WALKED
) -> dict[str, str]:
    """Every page one comes to by following links inside the room, as it was sent."""
    waiting, seen = [start, *more], dict[str, str]()
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith(start):
            continue
        answer = client.get(address)
        seen[address] = f"{answer.headers}{_said(answer)}"
        for link in re.findall(r'(?:href|action)="([^"#]+)', seen[address]):
            parts = urlsplit(link.replace("&amp;", "&"))
            there = parts.path + (f"?{parts.query}" if parts.query else "")
            if not parts.netloc and not skip.search(there) and not _sorting(parts.query):
                waiting.append(there)
    return seen


def _said(answer: Any) -> str:
    """The bytes as a reader gets them; what a letter says is packed inside the file."""
    if answer.headers["Content-Type"] == "application/pdf":
        return text_of(answer.content)
    return str(answer.content.decode("utf-8", "replace"))


def _sorting(query: str) -> bool:
    """The same rows in another order, or fewer of them."""
    return any(word in query for word in ("ordna=", "typ=", "person=", "kommun=", "next="))


@pytest.mark.sweep
@pytest.mark.parametrize("system", profile_names())
def test_no_page_of_a_desk_holds_a_word_that_the_unit_may_not_read(
    amina: User, system: str, caplog: pytest.LogCaptureFixture
):
    """One with a heading kept from it, one that lost its yes; the log of the server besides."""
    caplog.set_level(logging.INFO)
    seat, client = room_in(system, amina), client_of(amina)
    other = sit_down(seat, "vuxna", now=NOW)
    save_draft(seat=other, case=2, kind="contribution", body=DRAFT, now=NOW)
    world = World.objects.get(pk=seat.world_id)
    hidden = Person.objects.for_world(world).filter(protected_identity=True)
    assert hidden.update(address="Zq7x7q Gömda vägen 1")
    words = set(WORD.findall(repr(list(Entry.objects.for_world(world).values_list("body")))))
    leaks, everything = {}, set[str]()

    for unit in ("beroende", "vup"):
        desk = sit_down(seat, unit, now=NOW)
        allowed = readable_words(desk)
        pages = _pages_of(desk, client, more=_tries(desk))
        for address, text in pages.items():
            if found := set(WORD.findall(text)) - allowed:
                leaks[address] = sorted(found)
        hunt = reverse("replica:patients", args=[seat_code(desk)])
        assert client.get(hunt, {"sok": min(words - allowed)}).context["rows"] == []
        assert allowed & {word for text in pages.values() for word in WORD.findall(text)}
        everything |= set(pages)

    assert [kind for kind in OPENED if not any(kind in address for address in everything)] == []
    assert leaks == {}
    assert "Not Found" in caplog.text
    assert WORD.findall(caplog.text) == []


def _pages_of(desk: Seat, client: Client, *, more: list[str]) -> dict[str, str]:
    start = reverse("replica:inbox", args=[seat_code(desk)])
    skip = NOT_WALKED if desk.world.profile == SYSTEM else NOT_AGAIN
    return walked(client, start, more=more, skip=skip)


def _tries(desk: Seat) -> list[str]:
    """Addresses that no page may lead to: every document and every mirror of the room."""
    code = seat_code(desk)
    papers = Entry.objects.for_world(desk.world).filter(no__isnull=False)
    numbers = papers.values_list("case__no", "no")
    mirrors = [reverse("replica:mirror", args=[code, no]) for no in (1, 2, 3, 4)]
    starts = [reverse("replica:start", args=[code, _without_a_case(desk), *one]) for one in STARTS]
    return [*starts, *mirrors, *(reverse("replica:document", args=[code, *one]) for one in numbers)]


DRAFT = {"measures": [{"text": "Zq9x9q Halvtänkt tanke"}]}


def test_the_mirror_holds_the_plan_and_nothing_that_lies_under_it(amina: User):
    for system in profile_names():
        desk = sit_down(room_in(system, amina), "vc-rehab", now=NOW)
        world = World.objects.get(pk=desk.world_id)
        row = next(one for one in _cases(world) if one.facts.get("coordinator") == "vc-rehab")
        hidden, plan = _under_the_plan(row)

        page = client_of(amina).get(reverse("replica:mirror", args=[seat_code(desk), row.no]))

        text = page.content.decode()
        assert hidden
        assert not hidden & set(WORD.findall(text)), system
        assert (plan in text) is (system not in ON_PAPER), system


def _under_the_plan(row: Case) -> tuple[set[str], str]:
    """The words of what the plan was made from, and the first word of its main goal."""
    papers = Entry.objects.for_world(row.world).filter(case=row)
    under_it = papers.exclude(kind__in=("goals", "contribution", "follow_up", "measure_follow_up"))
    goals = papers.get(kind="goals", status__in=STANDING)
    hidden = {word for one in under_it for word in WORD.findall(repr(one.body))}
    return hidden, WORD.findall(goals.body["main_goal"])[0]


ON_PAPER = ("prator", "samsa")  # the person gets the plan handed over
STANDING = ("sent", "acknowledged")


# ---------------------------------------------------------------- the detector


def texts(fields: tuple[Field, ...], prefix: str = "") -> Iterator[str]:
    """The inputs of a form into which anybody can write."""
    for field in fields:
        if field.type == "rows":
            yield from texts(field.fields, f"{prefix}{field.key}-0-")
        elif field.type == "questions_per_party":
            yield f"{field.key}-vc-rehab"
        elif field.type in ("text", "longtext"):
            yield f"{prefix}{field.key}"


@pytest.mark.sweep
def test_no_field_of_any_form_takes_a_real_number(seat: Seat, amina: User):
    client = client_of(amina)
    desks = [(seat, 1), (sit_down(seat, "vuxna", now=NOW), 2)]
    clinics = [sit_down(seat, unit, now=NOW) for unit in (WARD, TOWN, "vc-rehab")]
    before = rows()

    tried = [through for desk, no in desks for through in _typed_in_every_form(client, desk, no)]
    begun = [one for desk in clinics for one in _typed_in_every_start(client, desk)]

    assert [one for one in (*tried, *begun) if one] == []
    assert len(tried) > 150
    assert len(begun) > 10
    after = rows()
    assert after == before
    assert REAL not in repr(after)


def _typed_in_every_form(client: Client, desk: Seat, no: int) -> Iterator[str]:
    """One for every text field of every form: empty, or where the number was not stopped."""
    row = Case.objects.for_world(desk.world).get(no=no)
    flow = under(load_flow(row.flow), load_profile("lifecare"))
    for action in flow.actions.values():
        typed = _typed(flow, action.code) | {"version": str(row.version)}
        address = reverse("replica:write", args=[seat_code(desk), no, action.code])
        if REAL in typed.values():
            kept = client.post(f"{address}utkast/", typed)
            yield "" if kept.status_code == 422 else f"{action.code}: {kept.status_code}"
            yield from _let_through(client, address, typed, ("anyway", "later"))


def _typed_in_every_start(client: Client, desk: Seat) -> Iterator[str]:
    """The same for the forms that a case may begin with, from the page of a person."""
    number = _without_a_case(desk)
    page = client.get(reverse("replica:patient", args=[seat_code(desk), number])).content.decode()
    for flow, action in STARTS:
        address = reverse("replica:start", args=[seat_code(desk), number, flow, action])
        if address in page:
            typed = _typed(under(load_flow(flow), load_profile("lifecare")), action)
            yield from _let_through(client, address, typed, ("send", "anyway", "later"))


def _without_a_case(seat: Seat) -> int:
    taken = {one.person_id for one in _cases(seat.world)}
    people = Person.objects.for_world(seat.world).order_by("no")
    return next(one.no for one in people if one.pk not in taken)


def _typed(flow: Flow, action: str) -> dict[str, str]:
    document = flow.actions[action].document
    names = list(texts(flow.documents[document].fields)) if document else []
    return dict.fromkeys(names, REAL) | _counts(names) | {"recipients": "vc-rehab"}


def _let_through(
    client: Client, address: str, typed: Mapping[str, str], ways: tuple[str, ...]
) -> Iterator[str]:
    for do in ways:
        stopped = {
            name.removeprefix("f-") for name in _marked(client.post(address, {**typed, "do": do}))
        }
        for name in (name for name, text in typed.items() if text == REAL):
            yield "" if name in stopped else f"{address} {name}, {do}"


def _counts(names: list[str]) -> dict[str, str]:
    return {f"{name.split('-0-')[0]}-rows": "1" for name in names if "-0-" in name}


def _marked(answer: Any) -> list[str]:
    """The inputs that a page says are wrong, by id."""
    return [key for key, _text in answer.context["form"].errors] if answer.context else []
