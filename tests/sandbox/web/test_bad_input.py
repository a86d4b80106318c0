"""Bad input, two windows and real data: a clear message, nothing lost, nothing kept that must not be."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db

# Tolvan, published as a test number and never given to anyone: stopped like any valid number.
DETECTOR_NUMBER = "".join(("19121212", "-", "1212"))


def test_a_day_in_words_is_asked_for_again_and_the_rest_is_still_there(alex, model_bodies):
    alex.play({step: model_bodies[step] for step in ("consent", "mapping", "call")})
    body = model_bodies["goals"] | {"main_day": "till våren"}

    page = alex.send("goals", body).content.decode()

    assert "Skriv dagen som ett tal, till exempel 30." in page
    assert "till våren" in page
    assert model_bodies["goals"]["main_goal"] in page


def test_a_real_looking_number_stops_the_sending_and_is_kept_in_the_browser_only(
    alex, model_bodies
):
    note = f"Ring om {DETECTOR_NUMBER} har frågor."

    answer = alex.send("consent", model_bodies["consent"] | {"note": note})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Det där ser ut som ett riktigt personnummer." in page
    assert note in page
    assert DETECTOR_NUMBER not in alex.page("steg/consent/")


def test_the_autosave_answers_in_words_when_something_looks_real(alex):
    answer = alex.client.post(
        f"{alex.home}steg/consent/utkast/", {"note": f"Ring {DETECTOR_NUMBER}"}
    )

    assert answer.status_code == 422
    assert answer.json()["field"] == "note"
    assert DETECTOR_NUMBER not in answer.content.decode()


def test_what_is_typed_is_there_after_coming_back(alex):
    alex.client.post(f"{alex.home}steg/consent/utkast/", {"note": "Alex vill läsa först."})

    assert "Alex vill läsa först." in alex.page("steg/consent/")


def test_a_second_window_is_told_what_happened_and_loses_nothing(alex, model_bodies):
    stale = alex.form("consent").context["room"].version
    alex.send("consent", model_bodies["consent"])

    body = {"note": "Skrivet i det andra fönstret.", "do": "send", "version": stale}
    answer = alex.client.post(f"{alex.home}steg/consent/", body)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Skrivet i det andra fönstret." in page


def test_sending_the_same_form_twice_does_it_once(alex, model_bodies):
    form = alex.form("consent").context
    hidden = {"version": form["room"].version, "token": form["token"]}
    alex.send("consent", model_bodies["consent"], **hidden)
    alex.send("consent", model_bodies["consent"], **hidden)

    assert alex.page("arende/1/").count("Skrev ner samtycket") == 1


def test_rows_can_be_added_and_removed_without_losing_what_is_typed(alex, model_bodies):
    alex.send("consent", model_bodies["consent"])
    typed = {
        "areas-rows": "1",
        "areas-0-heading": "fritid",
        "areas-0-text": "Jag vill sjunga igen.",
        "do": "add:areas",
    }

    page = alex.client.post(f"{alex.home}steg/mapping/", typed).content.decode()
    assert "Livsområde 2" in page
    assert "Jag vill sjunga igen." in page

    typed |= {"areas-rows": "2", "do": "remove:areas:1"}
    page = alex.client.post(f"{alex.home}steg/mapping/", typed).content.decode()
    assert "Livsområde 2" not in page
    assert "Jag vill sjunga igen." in page


@pytest.mark.parametrize(
    "sent",
    [
        {"areas-rows": "99999999"},
        {"areas-rows": "-1"},
        {"areas-rows": "två"},
        {"areas-rows": "1", "areas-0-heading": "finns-inte"},
        {"do": "remove:areas:77"},
        {"do": "add:finns-inte"},
        {"version": "x" * 900},
        {"token": "\x00" * 10},
    ],
    ids=lambda sent: next(iter(sent)),
)
def test_a_tampered_form_never_breaks_the_page(alex, model_bodies, sent):
    alex.send("consent", model_bodies["consent"])

    answer = alex.client.post(f"{alex.home}steg/mapping/", sent)

    assert answer.status_code in (302, 404, 409, 422, 200)
    assert "0 av 5" not in alex.page()


def test_report_and_erase_leaves_nothing_of_the_text_on_any_page(alex, model_bodies):
    alex.send("consent", model_bodies["consent"] | {"note": "Något om en granne på riktigt."})
    alex.client.post(f"{alex.home}radera/", {"what": "all"})

    for path in ("", "steg/consent/", "steg/consent/svar/", "arende/1/"):
        assert "granne på riktigt" not in alex.page(path)
