"""The yearly report: what it counts, what it hides, what it admits not to know, and who sees it."""

from __future__ import annotations

import csv
import datetime
import io
import re

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from courses.certificates import Certificate
from courses.loading import load_all
from courses.quiz.loading import load_questions
from courses.records import Enrolment
from sandbox.world.models import Run, Scenario
from tests.courses import small_course
from training_site.figures.words import MINUS
from training_site.people.assignments import Assignment
from training_site.people.councils import Council, CouncilSeat
from training_site.people.models import Membership, Organisation, Unit, User
from training_site.people.roles import COORDINATORS, COUNCIL_EDITORS, TRAINERS, make_groups

TODAY = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
PAGE = "/statistik/"


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker, tmp_path_factory):
    """The small course, called T1, and an exercise to hold sessions with."""
    folder = small_course.write(tmp_path_factory.mktemp("innehall"))
    with django_db_blocker.unblock(), transaction.atomic():
        load_all(folder, load_questions=load_questions)
        call_command("load_scenarios", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def today(county, db):
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def eva(today) -> User:
    user = User.objects.create_user("eva@example.org", given_name="Eva", family_name="Exempelby")
    user.groups.add(make_groups()[COORDINATORS])
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def read(user: User, page: str = PAGE) -> str:
    return text(browser(user).get(page))


def unit(name: str, town: str = "Hittestads kommun", **fields) -> Unit:
    organisation, _made = Organisation.objects.get_or_create(name=town, kind="municipality")
    return Unit.objects.create(
        organisation=organisation,
        name=name,
        **({"employees": 9, "employees_on": datetime.date(2026, 10, 1)} | fields),
    )


def learned(place: Unit | None, number: int, day: datetime.date, course: str = "T1", who: str = ""):
    """So many people of a unit who were given a certificate on a day."""
    for no in range(number):
        user, _made = User.objects.get_or_create(
            email=f"{who or place}{no}@example.org".replace(" ", "").lower(),
            defaults={"given_name": f"Lärd{no}", "family_name": "Hemlig"},
        )
        if place is not None:
            Membership.objects.get_or_create(
                user=user, unit=place, defaults={"since": datetime.date(2020, 1, 1)}
            )
        moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
        row = Enrolment.objects.create(
            user=user,
            course_key=course,
            cycle=Enrolment.objects.filter(user=user, course_key=course).count() + 1,
            started_at=moment,
        )
        Certificate.objects.create(
            enrolment=row, code=f"k{row.pk}", name="Hemlig", course_title="X", issued_at=moment
        )


def session(day: datetime.date, came: int, left: int = 0, state: str = "ended"):
    run = Run.objects.create(
        scenario=Scenario.objects.filter(current=True).first(),
        version="1",
        join_code=f"S{Run.objects.count()}",
        mode=Run.Mode.GROUP,
        state=state,
        starts_at=timezone.make_aware(datetime.datetime.combine(day, datetime.time(9))),
    )
    for no in range(came):
        run.participants.create(no=no + 1, name="Hemlig", attended=False if no < left else None)


SPRING, LAST_SPRING = datetime.date(2026, 3, 4), datetime.date(2025, 3, 4)


def test_each_person_is_counted_once_whatever_she_has_done(eva):
    place = unit("Hemtjänst Norr")
    learned(place, 6, SPRING)
    learned(place, 6, SPRING, course="T2")
    learned(place, 5, LAST_SPRING, who="Förra")

    page = read(eva)

    assert "Årsrapport 2026" in page
    assert "Räknad 22 november 2026" in page.replace("\u00a0", " ")
    assert re.search(r"nytt?\. |ny arbetsplats\. 6 \+1 var 5 12 intyg", page)
    assert "räknas två gånger. 12 +7 var 5" in page


def test_a_year_that_goes_on_is_compared_with_the_same_days_of_the_year_before(eva):
    place = unit("Hemtjänst Norr")
    learned(place, 6, SPRING)
    learned(place, 6, LAST_SPRING, who="Vår")
    learned(place, 7, datetime.date(2025, 12, 1), who="Jul")

    assert "6 oförändrat var 6" in read(eva)
    assert "Förändring sedan samma tid 2025" in read(eva)
    whole = read(eva, "/statistik/2025/")
    assert "Förändring sedan 2024" in whole
    assert "13 –" in whole


def test_fewer_than_five_are_never_shown_nor_possible_to_work_out(eva):
    learned(unit("Hemtjänst Norr"), 8, SPRING)
    learned(unit("Hemtjänst Övning", "Övningsköpings kommun"), 3, SPRING)
    learned(unit("Hemtjänst Exempel", "Omsorg Exempel"), 20, SPRING)

    page = read(eva)
    table = page[page.index("Per organisation") : page.index("Enheter per organisation")]

    assert "31" in page
    assert re.search(r"Hittestads kommun visas inte", table)
    assert re.search(r"Omsorg Exempel 20", table)
    assert re.search(r"Övningsköpings kommun färre än 5", table)
    assert "Hemlig" not in browser(eva).get(PAGE).content.decode()


def test_coverage_counts_open_units_with_a_head_count_of_five_or_more(eva):
    learned(unit("Hemtjänst Norr"), 1, SPRING)
    unit("Hemtjänst Söder")
    learned(unit("Korttids Väst", employees=4), 2, SPRING)
    learned(unit("Utan antal", employees=None, employees_on=None), 2, SPRING)
    learned(unit("Stängd", closed_on=datetime.date(2026, 1, 31)), 2, SPRING)
    unit("Gammalt antal", employees_on=datetime.date(2025, 2, 1))

    page = read(eva)

    assert "1 av 3 (33 %)" in page
    assert "5 öppna enheter" in page
    assert "5 av 5 (100 %)" in page
    assert "(inte med i täckningen): 1" in page
    assert "äldre än sex månader (räknas ändå): 1" in page
    assert "färre än fem anställda (räknas aldrig som att de saknar utbildade): 1" in page


def test_a_certificate_that_has_run_out_or_is_revoked_covers_nothing(eva):
    learned(unit("Hemtjänst Norr"), 1, SPRING)
    Certificate.objects.update(valid_until=datetime.date(2026, 11, 21))
    assert "0 av 1 (0 %)" in read(eva)

    Certificate.objects.update(
        valid_until=None, revoked_at=timezone.now(), revoked_reason="Fel person"
    )
    assert "0 av 1 (0 %)" in read(eva)


def test_a_unit_with_a_key_person_is_not_without(eva):
    place = unit("Hemtjänst Norr")
    unit("Hemtjänst Söder")
    johan = User.objects.create_user("johan@example.org", given_name="Johan")
    held = Assignment.objects.create(
        user=johan, kind="key_person", status="accepted", since=datetime.date(2026, 2, 1)
    )
    held.units.create(unit=place, since=datetime.date(2026, 2, 1))

    assert f"1 av 2 (50 %) {MINUS}50 procentenheter var 2 av 2 (100 %)" in read(eva)


def test_attendance_is_of_those_who_came_in_and_forgotten_sessions_are_admitted(eva):
    session(SPRING, came=20, left=5)
    session(SPRING, came=0)
    session(SPRING, came=9, state="running")

    page = read(eva)

    assert "15 av 20 (75 %) – 2 pass" in page
    assert "Pass som ingen har avslutat (varken de eller närvaron är räknade): 1" in page
    assert "Pass som hölls utan någon på närvarolistan: 1" in page


def test_who_has_no_unit_is_in_a_row_of_their_own_and_among_what_is_not_known(eva):
    learned(unit("Hemtjänst Norr"), 8, SPRING)
    learned(None, 5, SPRING, who="lös")

    page = read(eva)

    assert "Saknade enhet den dagen 5" in page
    assert "Konton utan enhet (vi vet inte var de personerna arbetar): 6" in page


def test_the_files_say_how_it_was_counted_before_the_numbers_and_hide_the_same(eva):
    learned(unit("Hemtjänst Norr", "=HYPERLINK(1)"), 8, SPRING)
    learned(unit("Hemtjänst Övning", "Övningsköpings kommun"), 3, SPRING)
    client = browser(eva)

    answer = client.get("/statistik/2026/arsrapport.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    book = load_workbook(io.BytesIO(client.get("/statistik/2026/arsrapport.xlsx").content))

    assert rows[0] == ["Årsrapport 2026"]
    assert rows[1] == ["Räknad", "2026-11-22"]
    first = [row[0] if row else "" for row in rows]
    assert first.index("Så här är det räknat") < first.index("Unika utbildade")
    assert ["Övningsköpings kommun", "färre än 5"] in rows
    assert ["'=HYPERLINK(1)", "visas inte"] in rows
    assert rows[first.index("Unika utbildade")][1] == "11"
    cells = [[cell for cell in row if cell is not None] for row in book.active.values]
    assert ["Övningsköpings kommun", "färre än 5"] in cells
    assert any(row[:2] == ["Unika utbildade", 11] for row in cells)


@pytest.mark.parametrize("make", ["seat", COUNCIL_EDITORS, "superuser"])
def test_those_who_answer_for_the_county_see_it(today, make):
    user = User.objects.create_user("a@example.org", given_name="A")
    if make == "seat":
        council = Council.objects.create(name="Processrådet", county="Påhitts län")
        CouncilSeat.objects.create(
            council=council, user=user, category="primary_care", since=datetime.date(2026, 1, 1)
        )
    elif make == "superuser":
        User.objects.update(is_superuser=True)
    else:
        user.groups.add(make_groups()[make])

    assert "Årsrapport 2026" in read(User.objects.get(pk=user.pk))


@pytest.mark.parametrize("page", [PAGE, "/statistik/2025/", "/statistik/2026/arsrapport.csv"])
def test_to_everybody_else_there_is_no_such_page(today, page):
    karin = User.objects.create_user("karin@example.org", given_name="Karin")
    karin.groups.add(make_groups()[TRAINERS])

    assert browser(karin).get(page).status_code == 404
    assert Client().get(page).url.startswith("/konto/logga-in/")


@pytest.mark.parametrize("year", ["2027", "2019", "0000"])
def test_a_year_that_has_not_begun_or_never_was_has_no_report(eva, year):
    assert browser(eva).get(f"/statistik/{year}/").status_code == 404


def test_the_report_costs_the_same_for_one_unit_and_three(eva):
    def queries() -> int:
        browser(eva).get(PAGE)
        client = browser(eva)
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        return len(found)

    learned(unit("Ett"), 1, SPRING)
    session(SPRING, came=1)
    few = queries()
    for name in ("Två", "Tre", "Fyra"):
        learned(unit(name, f"Kommun {name}"), 6, SPRING, course=name)
        session(SPRING, came=6)

    assert queries() == few
