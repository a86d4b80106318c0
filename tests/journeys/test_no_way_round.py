"""No short cut to a finished course, a closed room or somebody else's site."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from courses.quiz.models import Attempt
from courses.records import Completion, Visit
from tests.journeys.learner import Learner
from training_site.people.demo import DEMO_PASSWORD
from training_site.people.models import User

LESSONS = [
    "K1-1.1", "K1-1.2", "K1-1.3", "K1-2.1", "K1-2.2", "K1-2.3", "K1-2.4", "K1-2.5", "K1-2.6",
    "K1-3.1", "K1-3.2", "K1-4.1", "K1-4.2", "K1-5.1", "K1-5.2",
]  # fmt: skip
TEST = "K1-5.2"
SIGN_IN = "/konto/logga-in/"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """The number of tries is kept in the cache."""
    cache.clear()


@pytest.fixture
def amina(site: None) -> Learner:
    return Learner("amina@example.org")


def _done(learner: Learner) -> set[str]:
    return set(
        Completion.objects.filter(enrolment__user=learner.user).values_list("key", flat=True)
    )


def test_the_final_test_cannot_be_begun_before_the_exercise_is_done(amina: Learner):
    for _time in range(2):
        answer = amina.client.post(f"/kurser/fragor/{TEST}/")
        assert answer.headers["Location"].startswith("/kurser/sip-grundkurs/")

    assert not Attempt.objects.exists()
    page = amina.client.get(answer.headers["Location"]).content.decode()
    assert f"/kurser/fragor/{TEST}/" not in page


def test_saying_read_to_everything_finishes_only_what_asks_for_nothing_more(amina: Learner):
    for _time in range(2):
        for lesson in LESSONS:
            assert amina.client.post(f"/kurser/last/{lesson}/").status_code == 302

    amina.client.get("/kurser/sip-grundkurs/")

    assert {"K1", TEST, "K1-5.1", "K1-1.1"} & _done(amina) == set()
    assert amina.client.post(f"/kurser/fragor/{TEST}/").headers["Location"].endswith("slutprov/")


def test_answering_all_questions_without_the_exercise_does_not_finish_the_course(amina: Learner):
    for lesson in LESSONS:
        answer = amina.client.post(f"/kurser/fragor/{lesson}/")
        if answer.headers["Location"].startswith("/fragor/"):
            amina.answer(lesson)
    for address in ("/kurser/sip-grundkurs/", "/kurser/kvar/K1/"):
        amina.client.get(address)

    assert {"K1", TEST, "K1-5.1"} & _done(amina) == set()
    assert "K1-1.1" in _done(amina)


def test_forged_fields_finish_nothing(amina: Learner):
    forged = {
        "done": "1",
        "passed": "1",
        "score": "1",
        "completed": "K1",
        "cycle": "9",
        "user": "1",
    }
    for action in ("last", "plats", "fragor"):
        for lesson in ("K1-1.1", TEST, "K1-5.1"):
            amina.client.post(f"/kurser/{action}/{lesson}/", forged)

    assert _done(amina) == set()
    assert set(Visit.objects.values_list("enrolment__user", flat=True)) == {amina.user.pk}


@pytest.mark.parametrize("key", ["K1", "K1-1", "K1-9.9", "k1-1.1", "%2e%2e", "K1-1.1 "])
def test_a_lesson_that_is_none_is_not_found(amina: Learner, key: str):
    for action in ("last", "plats", "fragor"):
        assert amina.client.post(f"/kurser/{action}/{key}/").status_code == 404


def test_every_address_of_the_courses_has_been_thought_of():
    _prefix, resolver = get_resolver().namespace_dict["courses"]

    open_to_all = {"serve", "glossary", "laws", "certificate"}
    assert {str(pattern.name) for pattern in resolver.url_patterns} == open_to_all | {
        "read", "position", "questions", "left",
        # tests/courses/test_blocks.py, test_fast_track.py and test_attesting.py try these
        "own", "slide", "slide_notes", "fast_track",
        "ask_attestation", "withdraw_attestation", "attest_enter", "attest",
    }  # fmt: skip


@pytest.mark.parametrize("email", ["amina@example.org", "karin@example.org"])
@pytest.mark.parametrize(
    "path", ["", "pages/", "users/", "snippets/", "reports/", "images/", "api/main/pages/"]
)
def test_who_has_no_business_in_the_admin_is_told_so_and_is_not_sent_round(
    site: None, email: str, path: str
):
    client = Learner(email).client

    answer = client.get(f"/admin/{path}", follow=True)

    assert answer.status_code == 403
    assert "Du får inte öppna den här sidan" in answer.content.decode()


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "///evil.example",
     "http:evil.example", "/%09/evil.example", "\t//evil.example", "foo", "account_logout", "/a\r\nX: y",
     "//testserver@evil.example", "/" + "x" * 3000],
)  # fmt: skip
def test_nothing_leads_to_somebody_elses_site(amina: Learner, target: str):
    amina.client.get("/ovning/uppdrag/alex-kor/", {"tillbaka": target})
    answers = [
        amina.client.get("/ovning/lamna/"),
        amina.client.post("/lasinstallningar/", {"next": target, "theme": "dark"}),
        amina.client.post("/konto/logga-ut/", {"next": target}),
        Client().post(
            SIGN_IN, {"login": amina.user.email, "password": DEMO_PASSWORD, "next": target}
        ),
    ]

    for answer in answers:
        leads = urljoin("http://testserver/a/", answer.headers.get("Location", "/"))
        assert answer.status_code in (200, 302, 400)
        assert leads.startswith("http://testserver/")
        assert "\\" not in leads
        assert "X" not in answer.headers


def _tries(client: Client, emails: list[str], **headers: str) -> str:
    for email in emails:
        page = client.post(SIGN_IN, {"login": email, "password": "fel"}, headers=headers)
    return page.content.decode()


@pytest.mark.parametrize(
    "spelling",
    ["amina@example.org", "AMINA@EXAMPLE.ORG", " amina@example.org ", "Amina@example.Org"],
)
def test_tries_count_together_however_the_address_is_spelt(site: None, spelling: str):
    _tries(Client(), ["amina@example.org"] * 5)

    page = _tries(Client(), [spelling])

    assert "Vänta fem minuter" in page


def test_a_made_up_sender_address_gives_no_new_tries(site: None):
    for number in range(6):
        page = _tries(Client(), ["lena@example.org"], **{"x-forwarded-for": f"10.0.0.{number}"})

    assert "Vänta fem minuter" in page


def test_an_address_nobody_has_is_stopped_with_the_same_words(site: None):
    known = _tries(Client(), ["karin@example.org"] * 6)
    unknown = _tries(Client(), ["ingen@example.org"] * 6)

    assert "Vänta fem minuter" in known
    assert "Vänta fem minuter" in unknown


def test_signing_in_gives_a_new_session(site: None):
    client = Client()
    client.get("/ovning/uppdrag/alex-kor/?tillbaka=/kurser/")
    before = client.cookies["sessionid"].value

    client.post(SIGN_IN, {"login": "olle@example.org", "password": DEMO_PASSWORD})

    assert client.cookies["sessionid"].value != before
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_a_closed_account_is_out_at_once(amina: Learner):
    amina.start()
    User.objects.filter(pk=amina.user.pk).update(is_active=False)

    assert amina.client.get(amina.home).headers["Location"].startswith(SIGN_IN)
