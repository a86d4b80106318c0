"""Every free-text field of every form: what looks real is stopped, said in Swedish, and nowhere kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sandbox.process.flow import Field
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.world.models import Seat
from tests.sandbox.web.conftest import Exercise, as_post

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

FICTIVE = Path(__file__).resolve().parents[1] / "fictive"
NUMBERS = [
    line
    for line in (FICTIVE / "detector_numbers.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
WIDE = str.maketrans("0123456789-", "".join(chr(0xFF10 + n) for n in range(10)) + "\uff0d")
PHONES = ["070-123 45 67", "+46 70 123 45 67", "08-123 456 78", "0046701234567", "019-602 10 00"]
MAIL = ["anna.svensson@telia.se", "a@b.nu", "hemtjansten@kommunen.se"]
STEPS = ["consent", "mapping", "call", "goals", "follow_up"]


def _forms(number: str) -> list[str]:
    day, tail = number[:8], number[8:]
    dashed = f"{day}-{tail}"
    return [
        number, number[2:], dashed, dashed[2:], f"{day}+{tail}", f"{day[2:]}+{tail}",
        f"{day} {tail}", " ".join(number), f"{day[:4]}-{day[4:6]}-{day[6:]}-{tail}",
        dashed.translate(WIDE), number.translate(WIDE), f"{day}\u200b\u2011{tail}",
        f"{day}\u2013{tail}", f"{day}\u00a0{tail}",
    ]  # fmt: skip


def _typed() -> list[str]:
    """Every form of one number, every number in one form, phones and mail."""
    return [*_forms(NUMBERS[0]), *NUMBERS[1:], *PHONES, *MAIL]


def _texts(fields: tuple[Field, ...], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The name and type of every input of a form into which anybody can type."""
    for field in fields:
        if field.type == "rows":
            yield from _texts(field.fields, f"{prefix}{field.key}-0-")
        elif field.type == "questions_per_party":
            yield f"{field.key}-vc-rehab", "longtext"
        else:
            yield f"{prefix}{field.key}", field.type


def _written(alex: Exercise, bodies: dict[str, Any], step: str) -> None:
    """Play up to the step, so that its form is open."""
    alex.play({key: bodies[key] for key in STEPS[: STEPS.index(step)]})


def _everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        kept = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            kept += cursor.fetchall()
    return repr(kept)


@pytest.mark.parametrize("step", STEPS)
def test_no_field_lets_anything_real_into_the_house(
    alex: Exercise, model_bodies, step: str, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    _written(alex, model_bodies, step)
    form, flow = alex.form(step).context, under(load_flow("sip"), load_profile("neutral"))
    body = as_post(model_bodies[step])
    hidden = {"version": form["room"].version, "token": form["token"]}
    documents = {row.key: row.document for row in form["scenario"].form_steps}
    fields = list(_texts(flow.documents[documents[step]].fields))
    through = []
    caplog.clear()

    for place, (name, kind) in enumerate(fields):
        # Fields beside each other take a quarter each. Days, times and choices take no text at all.
        text = kind in ("text", "longtext")
        for typed in [_typed()[0], *_typed()[1 + place % 4 :: 4]] if text else _typed()[::9]:
            posted = body | hidden | {name: f"Ring {typed} om det."} | {f"{name}-rows": "1"}
            for path, do in (("", "send"), ("", "later"), ("", "hint"), ("utkast/", "")):
                if do in ("hint", "later") and typed not in (NUMBERS[0], PHONES[0]):
                    continue
                answer = alex.client.post(f"{alex.home}steg/{step}/{path}", posted | {"do": do})
                page = answer.content.decode()
                stopped = answer.status_code == 422 and ("ser ut som" in page or "error" in page)
                if text and do != "hint" and not stopped:
                    through.append(f"{name} {do or path}: {typed}")
                if path == "" and stopped and kind == "longtext" and typed not in page:
                    through.append(f"{name} {do}: not kept in the page: {typed}")

    kept, log = _everything_in_the_database(), _log(caplog)
    assert [kind for _name, kind in fields if "text" in kind]
    assert through == []
    assert [typed for typed in _typed() if typed in kept or typed in log] == []


def _log(caplog: pytest.LogCaptureFixture) -> str:
    """Everything that was logged, with arguments, request and traceback."""
    return "".join(f"{record.__dict__!r}{record.getMessage()}" for record in caplog.records)


def test_the_judgement_of_oneself_takes_no_text(alex: Exercise, model_bodies):
    alex.play(model_bodies)
    for key in ("own_goal", NUMBERS[0]):
        alex.client.post(f"{alex.home}bedomning/", {key: NUMBERS[0]})

    assert NUMBERS[0] not in _everything_in_the_database()


@pytest.mark.parametrize("where", ["?tillbaka=/kurser/?q={}", "?next={}", "?q={}"])
def test_what_is_put_in_an_address_is_not_kept_either(alex: Exercise, where: str):
    alex.client.get(f"/ovning/uppdrag/alex-kor/{where.format(NUMBERS[0])}")
    alex.client.get("/ovning/lamna/")

    session = dict(alex.client.session.items())
    assert NUMBERS[0] not in f"{session}{_everything_in_the_database()}"


CAUTIONS = {
    "Storgatan 5 a": "Det här ser ut som en gatuadress.",
    "632 20 Eskilstuna": "Det här ser ut som ett postnummer.",
    "SE2321000016-1ABC": "Det här ser ut som ett HSA-id",
    "19121212-1213": "Det här liknar ett personnummer.",
}


@pytest.mark.parametrize(("typed", "words"), CAUTIONS.items(), ids=CAUTIONS)
def test_what_may_be_real_is_kept_with_a_calm_word(
    alex: Exercise, model_bodies, typed: str, words: str
):
    answer = alex.send("consent", model_bodies["consent"] | {"note": f"Alex bor på {typed}."})
    replies, form = alex.replies("consent"), alex.page("steg/consent/")

    assert answer.status_code == 302
    for page in (replies, form):
        assert "Titta en gång till" in page
        assert f"Något mer som har sagts om samtycket: {words}" in page
        assert typed in page


def test_a_draft_with_a_street_is_kept_and_the_word_is_there_on_coming_back(alex: Exercise):
    saved = alex.client.post(f"{alex.home}steg/consent/utkast/", {"note": "Alex, Storgatan 5"})

    assert saved.status_code == 200
    assert "Det här ser ut som en gatuadress." in alex.page("steg/consent/")


def test_the_colleagues_plan_draws_no_word_of_caution(alex: Exercise, model_bodies):
    alex.play(model_bodies)

    for step in STEPS:
        assert "Titta en gång till" not in alex.replies(step) + alex.page(f"steg/{step}/")


def test_a_guest_can_type_nothing_anywhere_in_the_practice_environment(alex: Exercise):
    code = Seat.objects.get().run.join_code.lower()

    for path in ("", "steg/consent/", "steg/consent/utkast/", "radera/"):
        answer = Client().post(f"/ovning/{code}/{path}", {"note": NUMBERS[0]})
        assert answer.headers["Location"].startswith("/konto/logga-in/")
    assert NUMBERS[0] not in _everything_in_the_database()
