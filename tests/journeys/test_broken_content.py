"""Whatever is wrong in whichever content file: file and line in Swedish, and nothing is changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from courses.models import LawReference
from courses.quiz.models import Question, QuestionVersion
from sandbox.world.models import Scenario, World
from tests.seeded import PROJECT
from training_site.people.models import Membership, Unit, User

# One file of each kind, and a line of it whose value is put out of shape.
KINDS = {
    "pages/om.md": "slug: om",
    "people/organisations.yaml": "kind:",
    "people/demo_users.yaml": "since:",
    "references/laws.yaml": "valid_from:",
    "references/sources.yaml": "year:",
    "references/glossary.yaml": "term:",
    "references/local_rules.yaml": "county:",
    "questions/k1.yaml": "stam:",
    "courses/k1-sip-grundkurs/course.yaml": "slug: varfor-sip",
    "courses/k1-sip-grundkurs/2-5-dokumentera.md": "minutes:",
    "scenarios/alex-kor.yaml": "says:",
}
Break = Callable[[bytes], bytes]
BROKEN: dict[str, Break] = {
    "empty": lambda data: b"",
    "a list": lambda data: b"- 1\n- 2\n",
    "a word": lambda data: b"hej\n",
    "no text": lambda data: data[:90] + b"\xff\xfe" + data[90:],
    "a byte that is none": lambda data: data[:90] + b"\x00" + data[90:],
    "saved as UTF-16": lambda data: data.decode().encode("utf-16"),
    "a tab": lambda data: data.replace(b"\n", b"\n\t", 3),
    "a quotation mark": lambda data: data.replace(b"\n", b'\n"', 2),
    "code": lambda data: data.replace(b"\n", b"\nzz: !!python/name:os.getcwd ''\n", 1),
    "an anchor to itself": lambda data: data.replace(b"\n", b"\nzz: &z [*z]\n", 1),
}
WRONG = [" {a: b}", " [[a]]", " 1e400", " 2026-13-45"]


def _load(folder: Path, kind: str) -> None:
    said = {"stdout": StringIO(), "stderr": StringIO()}
    top = kind.partition("/")[0]
    if top == "scenarios":
        call_command("load_scenarios", folder / "scenarios", **said)
    elif top in ("pages", "people"):
        call_command(f"load_{top}", folder=folder / top, **said)
    else:
        call_command("load_content", folder=folder, **said)


def _said(folder: Path, kind: str) -> str:
    """What the load complained of; empty when it went well."""
    try:
        _load(folder, kind)
    except CommandError as error:
        return str(error)
    return ""


def _rows() -> list[object]:
    counted = [model.objects.count() for model in (Revision, QuestionVersion, World, Unit, User)]
    texts = [
        list(Page.objects.order_by("pk").values("title", "slug", "latest_revision_id")),
        list(Question.objects.order_by("pk").values("stem", "loaded_digest")),
        list(LawReference.objects.order_by("pk").values()),
        list(Scenario.objects.order_by("pk").values("digest", "current")),
        list(Membership.objects.order_by("pk").values()),
    ]
    return [counted, texts]


@pytest.fixture
def folder(site: None, tmp_path: Path) -> Path:
    """A copy of the content, to break."""
    return Path(shutil.copytree(PROJECT / "fixtures", tmp_path / "fixtures"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_no_content_is_named_and_leaves_everything_as_it_was(
    folder: Path, kind: str
):
    path, before = folder / kind, _rows()
    whole = path.read_bytes()

    for name, broken in BROKEN.items():
        path.write_bytes(broken(whole))
        assert re.search(rf"{path.name}, rad \d+: [A-ZÅÄÖ”]", _said(folder, kind)), name

    assert _rows() == before


@pytest.mark.parametrize(("kind", "line"), KINDS.items(), ids=KINDS)
def test_a_value_out_of_shape_is_pointed_out_or_taken_as_a_text(folder: Path, kind: str, line: str):
    path = folder / kind
    whole = path.read_text(encoding="utf-8")
    name = line.partition(":")[0]
    number = next(n for n, row in enumerate(whole.splitlines(), 1) if line in row)
    told = []

    for value in WRONG:
        rows = whole.splitlines()
        rows[number - 1] = rows[number - 1].partition(f"{name}:")[0] + f"{name}:{value}"
        path.write_text("\n".join(rows), encoding="utf-8")
        before = _rows()
        said = _said(folder, kind)
        told.append(said)
        assert said == "" or re.search(rf"{path.name}, rad \d+: [A-ZÅÄÖ”]", said), value
        assert said == "" or _rows() == before, value

    assert any(f"rad {number}: " in one for one in told), told


def test_a_second_scenario_that_is_broken_keeps_the_first_from_being_loaded(folder: Path):
    first = folder / "scenarios" / "alex-kor.yaml"
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace("version: 1", "version: 2", 1), encoding="utf-8")
    (folder / "scenarios" / "zz.yaml").write_text("scenario: zz\n", encoding="utf-8")
    before = _rows()

    with pytest.raises(CommandError, match=r"zz\.yaml, rad 1: "):
        _load(folder, "scenarios/zz.yaml")

    assert _rows() == before


def test_loading_what_is_not_broken_changes_nothing(folder: Path):
    before = _rows()

    for kind in KINDS:
        _load(folder, kind)

    assert _rows() == before
