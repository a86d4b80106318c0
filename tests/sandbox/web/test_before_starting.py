"""What can be read before signing in, and how an exercise begins."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_exercise_says_what_it_is_before_anyone_signs_in(scenarios):
    page = Client().get("/ovning/uppdrag/alex-kor/").content.decode()

    assert "Du kan inte göra fel" in page
    assert "ungefär 15 minuter" in page
    assert "FIKTIV" in page
    assert "20011305-0111" in page
    assert "25 år" in page


def test_starting_without_an_account_leads_through_signing_in_and_back(scenarios):
    answer = Client().post("/ovning/uppdrag/alex-kor/")

    assert answer.headers["Location"] == "/konto/logga-in/?next=/ovning/uppdrag/alex-kor/"


def test_an_exercise_that_does_not_exist_is_not_found(scenarios):
    assert Client().get("/ovning/uppdrag/finns-inte/").status_code == 404


def test_starting_twice_leads_to_the_same_exercise(amina):
    first = amina.post("/ovning/uppdrag/alex-kor/").headers["Location"]
    second = amina.post("/ovning/uppdrag/alex-kor/").headers["Location"]

    assert first == second


def test_leaving_says_so_and_leads_back_to_where_the_learner_came_from(amina):
    amina.get("/ovning/uppdrag/alex-kor/?tillbaka=/ordlista/")

    answer = amina.get("/ovning/lamna/")

    assert answer.headers["Location"] == "/ordlista/"


def test_nobody_is_sent_to_another_site_on_the_way_out(amina):
    amina.get("/ovning/uppdrag/alex-kor/?tillbaka=https://annan.example/")

    assert amina.get("/ovning/lamna/").headers["Location"] == "/"
