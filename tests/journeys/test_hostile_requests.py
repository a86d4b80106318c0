"""Whatever is sent to whatever address: never a server error, never lost text, always Swedish."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.quiz.models import Attempt, Step
from sandbox.world.models import Entry, World
from tests.journeys.learner import Learner
from tests.journeys.test_isolation import HOLES, METHODS, QUIZ

FORM = "application/x-www-form-urlencoded"
HUGE = "9" * 6000
WEIRD = [
    "\x00", "²", "٣", "-1", "-" * 300, HUGE, f"{HUGE}.x", "²." + "x" * 20, "\ud7ff\uffff", "🦆" * 900,
    "%s%n{0}{{7*7}}", "<script>alert(1)</script>", "' OR 1=1 --", "..\\..//etc/passwd", "\r\nSet-Cookie: a=b",
    "\u202e\u2028", "NaN", "1e999", "True", "null",
]  # fmt: skip
FIELDS = [
    "version", "token", "do", "note", "given_by", "basis", "purposes", "receivers", "areas-rows",
    "areas-0-text", "areas-0-heading", "what", "own_goal", "del", "sida", "q1", "q1.sett", "q1.flytta",
    "q2.a", "day", "time", "recipients",
]  # fmt: skip
BODIES = {
    "nothing": (b"", FORM),
    "invalid UTF-8": (b"note=\xff\xfe\xc3\x28&do=send&version=\xed\xa0\x80&q1=\xff", FORM),
    "percent that is none": (b"note=%zz%&do=%u1234&q1=%ff%fe", FORM),
    "JSON": (b'{"note": "hej", "do": "send", "q1": ["a"]}', "application/json"),
    "text": (b"\x00\x01\x02", "text/plain"),
    "XML": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "text/xml"),
    "no type": (b"note=hej", ""),
    "multipart without boundary": (b"note=hej", "multipart/form-data"),
    "multipart cut off": (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    "another charset": ("note=åäö".encode("utf-16"), f"{FORM}; charset=utf-16"),
    "a charset that is none": (b"note=hej", f"{FORM}; charset=finns-inte"),
    "one megabyte": (b"note=" + b"x" * 1_000_000 + b"&do=send", FORM),
    "three megabytes": (b"note=" + b"x" * 3_000_000, FORM),
    "two thousand fields": (b"&".join(b"a%d=1" % n for n in range(2000)), FORM),
}  # fmt: skip


@pytest.fixture
def amina(site: None) -> Learner:
    learner = Learner("amina@example.org")
    learner.start()
    learner.send("consent", note="Alex vill läsa själv först.")
    learner.send("mapping", **{"areas-rows": "1", "areas-0-text": "Jag vill sjunga igen."})
    return learner


def _addresses(learner: Learner, attempt: str) -> Iterator[str]:
    for name, variants in HOLES.items():
        for holes in variants:
            yield reverse(f"practice:{name}", kwargs={"code": learner.code} | holes)
    yield from (reverse(f"quiz:{name}", args=[attempt]) for name in sorted(QUIZ))
    yield from (f"/kurser/{word}/K1-1.2/" for word in ("last", "plats", "fragor"))
    yield from ("/ovning/", "/ovning/lamna/", "/ovning/uppdrag/alex-kor/", "/konto/logga-in/")
    yield from ("/lasinstallningar/", "/kurser/kvar/K1/", "/", "/mina-sidor/")


def _wrong(answer: Any) -> bool:
    """A server error, or an error page that is not ours."""
    if answer.status_code >= 500:
        return True
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    page = html and answer.request["REQUEST_METHOD"] != "HEAD"
    return answer.status_code in (400, 403, 404) and page and b'lang="sv"' not in answer.content


def _kept(learner: Learner) -> bool:
    """Whether what was sent before the attack is still kept, in some version."""
    sent = Entry.everywhere.filter(world__run__learner=learner.user).exclude(status="draft")
    written = str(list(sent.values_list("body", flat=True)))
    return "Alex vill läsa själv först." in written and "Jag vill sjunga igen." in written


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_nobody_would_send_breaks_no_address(amina: Learner, kind: str):
    attempt = amina.begin("K1-1.2")
    data, content_type = BODIES[kind]

    broken = [
        f"{method} {address}: {answer.status_code}"
        for address in _addresses(amina, attempt)
        for method in ("post", "put")
        if _wrong(
            answer := amina.client.generic(method.upper(), address, data, content_type=content_type)
        )
    ]

    assert broken == []
    assert _kept(amina)


def test_a_value_nobody_would_type_breaks_no_address(amina: Learner):
    attempt = amina.begin("K1-1.2")
    broken = []

    for address in _addresses(amina, attempt):
        for value in WEIRD:
            answer = amina.client.post(address, dict.fromkeys(FIELDS, value))
            if _wrong(answer):
                broken.append(f"{address} {value[:12]!r}: {answer.status_code}")

    assert broken == []
    assert _kept(amina)


@pytest.mark.parametrize("field", ["version", "token", "do", "areas-rows", "areas-0-heading"])
def test_a_form_that_is_right_but_for_one_hidden_value_breaks_nothing(amina: Learner, field: str):
    address = f"{amina.home}steg/mapping/"
    right = {"do": "send", "areas-rows": "1", "areas-0-text": "Jag vill sjunga igen."}
    broken = []

    for value in WEIRD:
        commands = [f"remove:areas:{value}", f"add:{value}", f"{value}:areas:0"]
        for sent in commands if field == "do" else [value]:
            answer = amina.client.post(address, right | amina.hidden("mapping") | {field: sent})
            if _wrong(answer):
                broken.append(f"{value[:12]!r}: {answer.status_code}")

    assert broken == []
    assert _kept(amina)


def test_no_method_breaks_an_address_and_only_a_post_changes_anything(amina: Learner):
    attempt = amina.begin("K1-1.2")
    before = _state()

    for address, method in itertools.product(_addresses(amina, attempt), METHODS):
        if method != "post":
            answer = amina.client.generic(method.upper(), address)
            assert not _wrong(answer), f"{method} {address}: {answer.status_code}"

    assert _state() == before


def _state() -> list[Any]:
    rows = [list(manager.order_by("pk").values()) for manager in (Entry.everywhere, Step.objects)]
    return [*rows, list(World.objects.order_by("pk").values("pk", "kind", "seq"))]


@pytest.mark.parametrize("number", [0, 2, 99, 2**31, 2**63, 10**30])
def test_a_number_that_leads_nowhere_is_not_found(amina: Learner, number: int):
    for place in ("arende", "tidigare"):
        assert amina.client.get(f"/ovning/{amina.code}/{place}/{number}/").status_code == 404


@pytest.mark.parametrize(
    "query", ["sida=²", f"sida={HUGE}", "sida=-1", "sida=%00", "next=%00", "tillbaka=%00"]
)
def test_a_question_mark_with_nonsense_after_it_breaks_no_page(amina: Learner, query: str):
    for address in ("/", "/kurser/", "/kurser/sip-grundkurs/", "/ovning/", "/ordlista/",
                    "/ovning/uppdrag/alex-kor/", "/konto/logga-in/", "/lasinstallningar/"):  # fmt: skip
        assert not _wrong(amina.client.get(f"{address}?{query}")), address


@pytest.mark.parametrize("path", ["/%00", "/kurser/%00/", "/ovning/%ff/", "/%2e%2e/%2e%2e/etc/passwd",
                                  "/media/../manage.py", "/static/../manage.py", "/dokument/1/%00",
                                  "/kurser/last/%00/", "/kurser/kvar/%00/", "/ovning/uppdrag/%00/"])  # fmt: skip
def test_a_path_that_is_none_gets_our_own_not_found(site: None, path: str):
    client = Client(raise_request_exception=False)
    for method in ("get", "post"):
        answer = client.generic(method.upper(), path)

        assert answer.status_code in (302, 400, 404, 405), method
        assert not _wrong(answer), method


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "a b"])
def test_another_host_name_is_refused_in_swedish(site: None, host: str):
    answer = Client(raise_request_exception=False).get("/", headers={"host": host})

    assert answer.status_code == 400
    assert 'lang="sv"' in answer.content.decode()
    assert "evil" not in answer.content.decode()


def test_a_form_that_cannot_be_read_is_refused_in_swedish(site: None):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.get("/konto/logga-in/")  # from here on it has a key to look for
    body, kind = BODIES["another charset"]
    answer = strict.generic("POST", "/konto/logga-in/", body, content_type=kind)

    assert answer.status_code == 400
    assert 'lang="sv"' in answer.content.decode()


def test_a_form_without_its_key_is_refused_in_swedish_and_changes_nothing(amina: Learner):
    attempt = amina.begin("K1-1.2")
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(amina.user)
    before = _state()

    for address in _addresses(amina, attempt):
        answer = strict.post(address, {"do": "send", "what": "all", "q1": "a"})
        if answer.status_code == 403:
            assert "Formuläret hade blivit för gammalt" in answer.content.decode(), address
        else:
            assert answer.status_code == 405, address

    assert _state() == before
    assert Attempt.objects.filter(submitted_at__isnull=False).count() == 0
