"""The seeded county: a key person's units, a council that lacks somebody, accounts per role."""

from __future__ import annotations

import shutil

import pytest
from django.core.management import CommandError, call_command

from tests.people.conftest import DAY
from tests.seeded import PROJECT
from training_site.people import coverage
from training_site.people.demo import demo_logins
from training_site.people.models import Assignment, Council, Unit, UnitChange, User
from training_site.people.roles import make_groups
from training_site.people.seats import missing

FOLDER = PROJECT / "fixtures" / "people"


@pytest.fixture
def county(db):
    """The account files, loaded."""
    call_command("load_people", folder=FOLDER)


def test_the_key_person_has_fourteen_units_and_some_units_have_nobody(county):
    johan = User.objects.get(email="johan@example.org")

    assert coverage.units_of(johan, DAY).count() == 14
    assert coverage.units_without_key_person(DAY).filter(name="Avdelning 4").exists()


def test_the_council_says_that_it_has_no_mas(county):
    assert missing(Council.objects.get(), DAY) == [
        (
            "Rådet har ingen medicinskt ansvarig sjuksköterska (MAS) bland kommunernas hälso- och "
            "sjukvård."
        )
    ]


def test_only_those_with_a_password_are_offered_to_sign_in_as(county):
    emails = [login.email for login in demo_logins()]

    assert {"johan@example.org", "mona@example.org", "eva@example.org"} <= set(emails)
    assert "bodil@example.org" not in emails
    assert not User.objects.get(email="bodil@example.org").has_usable_password()


def test_loading_again_keeps_what_people_have_done_since(county):
    mona = User.objects.get(email="mona@example.org")
    Assignment.objects.filter(user__email="johan@example.org").update(status="ended", until=DAY)
    north = Unit.objects.get(name="Hemtjänst Norr")
    UnitChange.objects.create(unit=north, on=DAY, kind="renamed", was=north.name)
    north.name, north.employees, north.employees_by = "Hemtjänst Nord", 27, mona
    north.save()
    before = Unit.objects.count(), User.objects.count(), Assignment.objects.count()

    call_command("load_people", folder=FOLDER)

    assert before == (Unit.objects.count(), User.objects.count(), Assignment.objects.count())
    assert Assignment.objects.get(user__email="johan@example.org").status == "ended"
    north.refresh_from_db()
    assert (north.name, north.employees) == ("Hemtjänst Nord", 27)


def test_where_demo_accounts_are_refused_only_the_county_itself_is_loaded(db, settings):
    settings.DEMO_ACCOUNTS = False

    call_command("load_people", folder=FOLDER)

    assert Unit.objects.exists()
    assert Council.objects.get().name == "Processrådet i Påhitts län"
    assert not User.objects.exists()
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("councils.yaml", "category: editor", "category: kung", "”kung” är inte känt"),
        (
            "councils.yaml",
            "{email: sara@example.org, category: primary_care",
            "{email: ulla@example.org, category: primary_care",
            "samtidigt en plats för den andra parten",
        ),
        ("assignments.yaml", "- Låtsasgården", "- Ingenstans", "Enheten ”Ingenstans” finns inte"),
        ("assignments.yaml", "since: 2025-09-01", "since: i går", "Skriv dagen som"),
        ("organisations.yaml", "employees: 28", "employees: många", "Skriv ett helt tal"),
    ],
)
def test_a_file_that_is_wrong_is_told_with_its_line(tmp_path, db, file, old, new, said):
    shutil.copytree(FOLDER, tmp_path / "people")
    path = tmp_path / "people" / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CommandError, match=said) as error:
        call_command("load_people", folder=tmp_path / "people")

    assert f"{file}, rad " in str(error.value)
    assert not User.objects.exists()


def test_making_the_groups_twice_gives_nobody_more(db):
    before = {name: group.permissions.count() for name, group in make_groups().items()}

    assert before == {name: group.permissions.count() for name, group in make_groups().items()}
    assert before["Nyckelpersoner"] == before["Chefer"] == 0
