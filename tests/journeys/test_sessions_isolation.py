"""Every address of a led session, as everybody it is not for: not a byte of it, and nothing done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client

from sandbox.live.handing_out import leave_session
from sandbox.world import news
from tests.journeys.session_house import (
    COOKIE,
    SECRET,
    House,
    house,
    phone,
    signed_in,
)
from tests.sandbox.world.led import HOME, WARD
from training_site.people.models import User

pytestmark = pytest.mark.sweep

# One that reads, one that forms use, one that neither does.
METHODS = ["get", "post", "put"]
SENT = {
    "do": "send", "version": "1", "token": "2.x", "what": "allt", "code": "ABC234", "note": "Kapat",
    "till": "alla", "by": "nasta", "ref": "katten", "value": "rules", "part": "1", "ready": "x:1",
}  # fmt: skip


def _member(session: House) -> Client:
    """Somebody with an account, who sits in the second group."""
    person = session.person(11)
    person.user = User.objects.create_user("sivert@example.org", given_name="Sivert")
    person.save()
    return signed_in("sivert@example.org")


def _gone(session: House) -> Client:
    """Somebody of the first group who has left, and still has the browser's token."""
    person = session.person(5)
    leave_session(run=session.run, participant=person)
    return phone(person)


VISITORS: dict[str, Callable[[House], Client]] = {
    "nobody": lambda _session: Client(raise_request_exception=False),
    "learner": lambda _session: signed_in("amina@example.org"),
    "editor": lambda _session: signed_in("lena@example.org"),
    "guest of the other group": lambda session: phone(session.person(8)),
    "guest of another session": lambda session: phone(session.other.participants.get(no=1)),
    "somebody with an account in the other group": _member,
    "somebody who has left": _gone,
    "trainer of another session": lambda _session: signed_in("olle@example.org", leads=True),
}


@pytest.fixture
def session(site: None) -> House:
    return house()


@pytest.mark.parametrize("visitor", VISITORS)
def test_no_address_gives_anybody_else_a_byte_or_lets_them_do_anything(session, visitor):
    client = VISITORS[visitor](session)
    before = session.rows()
    wrong = []

    for name, address in session.addresses():
        for method in METHODS:
            data = {"data": SENT} if method == "post" else {}
            answer = getattr(client, method)(address, **data)
            if SECRET in f"{answer.content.decode()}{answer.headers}" or answer.status_code >= 500:
                wrong.append(f"{method} {name} {address}: {answer.status_code}")

    assert wrong == []
    assert session.rows() == before


def test_the_sweep_would_find_the_text_where_it_may_be_read(session):
    found = {
        who: {name for name, address in session.addresses() if SECRET in _page(client, address)}
        for who, client in {
            "leader": signed_in("karin@example.org"),
            "the one who wrote": phone(session.person(1)),
        }.items()
    }

    assert {"question", "watch"} & found["leader"]
    assert {"monday", "document"} <= found["the one who wrote"]


def test_no_page_of_a_session_is_kept_by_a_browser(session):
    kept = [
        name
        for client in (signed_in("karin@example.org"), phone(session.person(1)))
        for name, address in session.addresses()
        if (answer := client.get(address)).status_code == 200
        and "no-store" not in answer.headers.get("Cache-Control", "")
    ]

    assert kept == []


def test_no_form_of_a_session_is_taken_without_its_key(session):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(User.objects.get(email="karin@example.org"))
    strict.cookies[COOKIE] = phone(session.person(1)).cookies[COOKIE].value
    before = session.rows()

    taken = [
        f"{name}: {answer.status_code}"
        for name, address in session.addresses()
        if (answer := strict.post(address, SENT)).status_code not in (403, 405)
    ]

    assert taken == []
    assert session.rows() == before


def test_an_address_for_news_cannot_be_made_by_hand_or_used_for_something_else(session):
    no, who = session.seat(HOME).no, session.person(4).pk
    mine = news.address(kind="seat", run=session.run.pk, number=no, who=who)
    old = signing.Signer(salt=news.SALT).sign(f"seat.{session.run.pk}.{no}.{who}.1")
    guest = Client()

    forged = [
        mine.replace("seat.", "board."),
        mine.replace("seat.", "question."),
        mine.replace(f".{no}.{who}.", f".{no}.0."),
        f"/ovning/tavla/{old}/",
        f"/ovning/tavla/{'9' * 5000}/",
    ]

    assert guest.get(mine).status_code == 200
    assert [guest.get(one).status_code for one in forged] == [410] * len(forged)
    assert guest.post(mine).status_code == 405


def test_the_news_of_a_seat_end_when_somebody_else_takes_it(session):
    seat = session.seat(HOME)
    mine = news.address(kind="seat", run=session.run.pk, number=seat.no, who=session.person(4).pk)
    assert Client().get(mine).status_code == 200

    leave_session(run=session.run, participant=session.person(4))
    cache.clear()

    assert Client().get(mine).status_code == 410


def test_another_host_name_is_never_drawn_as_the_way_in(session):
    answer = signed_in("karin@example.org").get(
        f"/utbildare/{session.run.pk}/projektor/", headers={"host": "evil.example"}
    )

    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_seat_given_to_somebody_else_opens_no_more(session):
    home = f"/ovning/{session.run.join_code.lower()}-{session.seat(WARD).no}/"
    browser = phone(session.person(1))
    assert browser.get(home).status_code == 200

    leave_session(run=session.run, participant=session.person(1))

    assert browser.get(home).status_code == 404


def _page(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()
