"""The frame: menus, reading settings, error pages, parts, stylesheet."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client

from training_site import reading_settings
from training_site.settings.base import PROJECT
from training_site.templatetags.samova import ICONS, STATUSES

STATIC = PROJECT / "training_site" / "static"
CSS = STATIC / "css"
READING = "/lasinstallningar/"


class Call(forms.Form):
    """A form with one field of each look."""

    place = forms.CharField(label="Plats", help_text="Till exempel hemma hos Alex")
    who = forms.MultipleChoiceField(
        label="Vilka?",
        choices=[("a", "Vårdcentralen"), ("b", "Biståndsenheten")],
        widget=forms.CheckboxSelectMultiple,
    )
    sure = forms.BooleanField(label="Jag är säker")


def html_tag(page: str) -> str:
    return re.search(r"<html[^>]*>", page)[0]


def test_the_section_one_is_in_is_marked(client, amina):
    client.force_login(amina)

    page = client.get("/mina-sidor/").content.decode()

    assert '<a href="/mina-sidor/" aria-current="true">Mina sidor</a>' in page
    assert page.count('aria-current="true"') == 1


def test_the_phones_menu_leads_to_the_foot_without_script(client, pages):
    page = client.get("/om/").content.decode()

    assert 'href="#meny"' in page
    assert 'id="meny"' in page


def test_every_page_has_a_title_of_its_own_with_the_name_of_the_site_last(client, pages):
    titles = [
        re.search(r"<title>(.*?)</title>", client.get(path).content.decode())[1]
        for path in ("/", "/om/", "/kakor/", READING, "/konto/logga-in/", "/finns-inte/")
    ]

    assert len(set(titles)) == len(titles)
    assert all(title.endswith(" – Samöva") and len(title) > 12 for title in titles)


def test_plain_pages_say_who_owns_them_and_when_they_were_updated(client, pages):
    page = client.get("/om/").content.decode()

    assert "Uppdaterad 21 november 2026" in page
    assert "Ägare: Processrådet" in page


def test_reading_settings_change_the_page_and_outlive_signing_out(client, amina):
    client.force_login(amina)
    client.post(READING, {"theme": "dark", "clear_letters": "on", "large_text": "on"})
    client.post("/konto/logga-ut/")

    tag = html_tag(client.get(READING).content.decode())

    assert 'data-theme="dark"' in tag
    assert 'data-letters="clear"' in tag
    assert 'data-size="large"' in tag


def test_without_a_choice_the_device_decides(client, db):
    assert html_tag(client.get(READING).content.decode()) == '<html lang="sv">'


@pytest.mark.parametrize("value", [None, "", "dark.clear.large", "purple.<b>", "." * 4000])
def test_whatever_the_cookie_holds_gives_settings_that_can_be_stored_again(value):
    reading = reading_settings.from_cookie(value)

    assert reading_settings.from_cookie(reading.to_cookie()) == reading


def test_an_unknown_theme_is_answered_with_the_choices(client, db):
    page = client.post(READING, {"theme": "purple"}).content.decode()

    assert "error-summary" in page
    assert "Ljust eller mörkt" in page


def test_a_page_that_is_not_there_leads_on(client, pages):
    answer = client.get("/en/gammal/lank/")
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "Sidan finns inte" in page
    for way in ("/mina-sidor/", "/kurser/", "/ovning/", "/kontakt/"):
        assert f'href="{way}"' in page


def test_the_page_of_a_fault_needs_nothing_that_may_be_broken():
    page = render_to_string("500.html")

    assert "Något gick fel hos oss" in page
    assert "/static/css/samova.css" in page


def test_the_page_of_maintenance_says_that_what_is_saved_is_kept():
    assert "Allt du har sparat finns kvar." in render_to_string("503.html")


def test_a_field_is_drawn_with_label_hint_and_error_tied_together():
    form = Call({"place": "", "who": []})
    page = str(form)

    assert '<label for="id_place">Plats</label>' in page
    assert 'aria-describedby="id_place_helptext id_place_error"' in page
    assert '<p class="hint" id="id_place_helptext">' in page
    assert 'id="id_place_error"' in page
    assert page.index("id_place_helptext") < page.index('name="place"')


def test_choices_are_a_group_with_a_legend_and_each_has_its_own_label():
    page = str(Call())

    assert "<fieldset" in page
    assert '<legend class="big">Vilka?</legend>' in page
    assert page.count('<label class="choice">') == 3


def test_the_error_summary_leads_to_each_field_that_needs_mending():
    form = Call({"place": ""})

    page = render_to_string("parts/error_summary.html", {"form": form})

    assert 'href="#id_place"' in page
    assert 'href="#id_who_0"' in page
    assert "[" not in re.sub(r"<[^>]+>", "", page)


@pytest.mark.parametrize("state", sorted(STATUSES))
def test_a_status_is_a_word_with_an_icon(state):
    page = Template("{% load samova %}{% status state %}").render(Context({"state": state}))

    assert re.search(r"</svg> \w", page)


def test_a_status_may_say_it_with_other_words():
    page = Template('{% load samova %}{% status "now" "Steg 3 av 5" %}').render(Context())

    assert "Steg 3 av 5" in page


def test_every_icon_can_be_drawn():
    for name in ICONS:
        page = Template("{% load samova %}{% icon name %}").render(Context({"name": name}))
        assert 'aria-hidden="true"' in page


def test_every_colour_that_follows_the_device_has_a_light_value_before_it():
    for path in CSS.glob("*.css"):
        seen: dict[str, str] = {}
        for name, value in re.findall(
            r"([\w-]+):((?:light-dark\([^)]*\)|[^;{}]+))",
            re.sub(r"@supports [^{]*", "", path.read_text()),
        ):
            if value.startswith("light-dark("):
                light = value.removeprefix("light-dark(").split(",")[0]
                assert seen.get(name) == light, f"{path.name}: {name}"
            else:
                seen[name] = value


def test_every_file_the_stylesheets_name_is_in_the_house():
    for path in CSS.glob("*.css"):
        for name in re.findall(r'url\("([^"]+)"\)|@import "([^"]+)"', path.read_text()):
            assert (path.parent / "".join(name)).exists(), name


def test_the_fonts_lie_here_with_their_licences():
    fonts = {path.name for path in (STATIC / "fonts").iterdir()}

    assert len([name for name in fonts if name.endswith(".woff2")]) == 2
    assert len([name for name in fonts if name.endswith("OFL.txt")]) == 2


def test_a_guests_page_asks_for_no_session(pages):
    client = Client()
    client.get("/om/")

    assert "sessionid" not in client.cookies


def test_the_frame_costs_a_learner_no_query_of_its_own_after_the_first_page(
    client, amina, django_assert_num_queries
):
    client.force_login(amina)
    client.get(READING)

    with django_assert_num_queries(2):  # the session and the account
        page = client.get(READING).content.decode()

    assert "undersköterska, Hemtjänst Norr" in page
