"""Each top folder has a README that says what is in it and where to look."""

from __future__ import annotations

import pytest

from tests.house import maps, tree

TOP = ["training_site", "courses", "sandbox", "content_files", "fixtures", "tests", "requirements"]


@pytest.mark.parametrize("package", tree.PACKAGES)
def test_the_module_map_mentions_every_module_in_its_own_words(package: str):
    readme = (tree.PROJECT / package / "README.md").read_text(encoding="utf-8")

    assert maps.written(package) in readme, "run make maps"


@pytest.mark.parametrize("folder", TOP)
def test_each_top_folder_says_where_to_find_things(folder: str):
    readme = (tree.PROJECT / folder / "README.md").read_text(encoding="utf-8")

    assert "Where do I find" in readme


@pytest.mark.parametrize("folder", ["fixtures", "tests", "requirements"])
def test_what_lies_in_a_folder_is_mentioned_in_its_readme(folder: str):
    readme = (tree.PROJECT / folder / "README.md").read_text(encoding="utf-8")
    inside = {name.split("/")[1] for name in tree.texts() if name.startswith(f"{folder}/")}

    assert [n for n in sorted(inside - {"README.md", "__init__.py"}) if f"`{n}" not in readme] == []
