"""What a learner or an editor sees is Swedish."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from training_site.people.models import User

# Common in an English interface, and no Swedish words.
ENGLISH = set(
    re.findall(
        r"\w+",
        """
    the and you your please this with required save saved search sign password next previous
    submit cancel delete edit published welcome page pages settings users username log back
    home close open choose select add remove new more all none yes from has have been are
    not will can must of by title slug status type name language created updated history
    actions draft locked unpublish continue start step steps question answer answers correct
    wrong result results course lesson
        """,
    )
)
# Words of the list that are Swedish too, or names.
ALSO_SWEDISH = {"all", "open", "start", "by", "status", "from", "new", "has", "can", "are", "none"}
WORDS = ENGLISH - ALSO_SWEDISH
SPOKEN = ("aria-label", "title", "alt", "placeholder")
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Time zones are names, and a template is not shown.
SILENT = {"script", "style", "template", "svg", "option"}
# Wagtail writes the label of its header's buttons without asking its catalogue.
NOT_OURS = {"actions"}

PUBLIC = ["/", "/kurser/", "/ovning/", "/konto/logga-in/", "/ingen-sidan-finns-har/"]
LEARNERS = ["/", "/mina-sidor/", "/kurser/", "/ovning/"]
EDITORS = ["/admin/", "/admin/pages/", "/admin/reports/", "/admin/images/", "/admin/documents/"]
EDITORS += ["/admin/media/", "/admin/account/", "/admin/snippets/"]


class _Reader(HTMLParser):
    """Gathers the words of a page; what is marked as another language is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.silent or tag in SILENT or given.get("lang") == "en":
            if tag not in VOID:
                self.silent.append(tag)
            return
        self.words += [given.get(name) or "" for name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            del self.silent[len(self.silent) - 1 - self.silent[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def _seen(text: str) -> set[str]:
    """The words a reader of the page meets, in lower case."""
    reader = _Reader()
    reader.feed(text)
    return {word.lower() for word in re.findall(r"[^\W\d_]+", " ".join(reader.words))}


def _english(client: Client, addresses: list[str]) -> dict[str, set[str]]:
    found = {}
    for address in addresses:
        answer = client.get(address, follow=True)
        found[address] = WORDS & _seen(answer.content.decode())
    return {address: words for address, words in found.items() if words}


@pytest.fixture
def editor(site: None) -> Client:
    client = Client()
    client.force_login(User.objects.filter(is_superuser=True).first())
    return client


def test_a_guest_meets_no_english(site: None):
    assert _english(Client(), PUBLIC) == {}


def test_a_learner_meets_no_english(site: None):
    client = Client()
    client.force_login(User.objects.create_user("ny@example.org", given_name="Amina"))

    assert _english(client, LEARNERS) == {}


def test_an_editor_meets_no_english(editor: Client):
    english = _english(editor, EDITORS)

    assert {address: words for address, words in english.items() if words - NOT_OURS} == {}


def test_the_words_of_a_page_are_found_in_text_and_attributes():
    page = '<p>Börja <b>the</b> kurs</p><button title="Save"></button><script>delete x</script>'

    assert _seen(page) & WORDS == {"the", "save"}
