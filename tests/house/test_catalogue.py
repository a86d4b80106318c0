"""The Swedish catalogue is complete and compiled, and serves without the gettext programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils.translation import gettext, ngettext

from tests.house import tree
from training_site.management import catalogue


def _catalogue(**entries: str) -> Catalog:
    made = Catalog(locale="sv", fuzzy=False)
    for english, swedish in entries.items():
        made.add(english, swedish)
    return made


def _keys(texts) -> list[tuple[str, str, str]]:
    return [(text.context, text.singular, text.plural) for text in texts]


def test_no_text_lacks_its_swedish():
    faults = catalogue.problems(catalogue.gather().values(), catalogue.read())

    assert [str(fault) for fault in faults] == []


def test_the_compiled_catalogue_says_what_the_readable_one_says():
    assert catalogue.is_compiled(), "run make messages"


def test_a_machine_without_gettext_serves_swedish(tmp_path: Path):
    entries = catalogue.read()
    english = next(m.id for m in entries if isinstance(m.id, str) and m.id and m.id != m.string)
    program = (
        "import django, shutil, sys; django.setup(); from django.utils.translation import gettext;"
        "assert shutil.which('msgfmt') is None; sys.stdout.reconfigure(encoding='utf-8');"
        "print(gettext(sys.argv[1]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, english],
        cwd=tree.PROJECT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode().strip() == entries.get(english).string.strip()


def test_texts_are_found_in_code():
    code = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
A = _("One")
B = ngettext("%(n)d day", "%(n)d days", 3)
C = pgettext_lazy("verb", "Plan")
D = _("in two "
      "parts")
E = _(A)
"""

    assert _keys(catalogue.texts_in_code(code, "x.py")) == [
        ("", "One", ""),
        ("", "%(n)d day", "%(n)d days"),
        ("verb", "Plan", ""),
        ("", "in two parts", ""),
    ]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% translate 'Start' %}", [("", "Start", "")]),
        ('{% translate "100 %" as full %}', [("", "100 %%", "")]),
        ('{% translate "Plan" context "verb" %}', [("verb", "Plan", "")]),
        ("{% translate variable %}", []),
        ("{% include 'x.html' with title=_('Steps') %}", [("", "Steps", "")]),
        ("{{ value|default:_('None yet') }}", [("", "None yet", "")]),
        (
            "{% blocktranslate trimmed with n=page.n %}\n  Hello\n  {{ n }}\n{% endblocktranslate %}",
            [("", "Hello %(n)s", "")],
        ),
        (
            "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            [("", "%(n)s day", "%(n)s days")],
        ),
    ],
    ids=["plain", "per cent", "context", "variable", "argument", "filter", "trimmed", "plural"],
)
def test_texts_are_found_in_templates(template: str, expected: list[tuple[str, str, str]]):
    assert _keys(catalogue.texts_in_template(template, "x.html")) == expected


@pytest.mark.parametrize(
    ("swedish", "kind"),
    [("", "untranslated"), ("Hej %(nam)s", "placeholders"), ("Hej", "placeholders")],
    ids=["empty", "misspelt placeholder", "lost placeholder"],
)
def test_a_faulty_entry_is_named(swedish: str, kind: str):
    entries = _catalogue(**{"Hello %(name)s": swedish})

    assert [problem.kind for problem in catalogue.problems([], entries)] == [kind]


def test_a_text_without_an_entry_is_named_with_its_place():
    text = catalogue.Text("", "Planted", "", "courses/apps.py:3")

    (problem,) = catalogue.problems([text], _catalogue())

    assert (problem.kind, problem.place) == ("missing", "courses/apps.py:3")


def test_an_entry_nobody_asks_for_is_named_unless_it_completes_a_dependency():
    entries = _catalogue(Old="Gammal")
    entries.add("Theirs", "Deras", user_comments=["for: wagtail"])

    assert [message.id for message in catalogue.unused([], entries)] == ["Old"]


def test_django_finds_every_text_under_the_name_the_tool_gives_it():
    entries = catalogue.read()

    lost = [
        text.singular
        for text in catalogue.gather().values()
        if not text.context and (entry := entries.get(text.singular)) is not None
        if _as_django_says(text) not in catalogue.forms(entry.string)
    ]

    assert lost == []


def _as_django_says(text: catalogue.Text) -> str:
    return ngettext(text.singular, text.plural, 1) if text.plural else gettext(text.singular)
