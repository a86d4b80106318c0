"""Module maps: one line for each module, taken from the module itself, in its folder's README.

`python -m tests.house.maps` writes the maps anew; the house rules check that they are current.
"""

from __future__ import annotations

import ast

from tests.house import tree

START = "<!-- module map, written by make maps -->"
END = "<!-- end of module map -->"


def purpose(text: str) -> str:
    """The first line of the module's own words, else of its first class, else a command's help."""
    module = tree.parsed(text)
    classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
    words = ast.get_docstring(module) or ""
    for node in classes[:1]:
        words = words or ast.get_docstring(node) or _help(node)
    return words.split("\n")[0].replace("|", "\\|")


def _help(command: ast.ClassDef) -> str:
    for node in command.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "help":
            return str(ast.literal_eval(node.value))
    return ""


def rows(package: str) -> list[tuple[str, str]]:
    """Folders and modules of one package in order, each with its purpose; migrations left out."""
    found = []
    for name, text in tree.modules(f"{package}/").items():
        inside = name.removeprefix(f"{package}/")
        if inside == "__init__.py" or (inside.endswith("__init__.py") and not text.strip()):
            continue
        found.append((inside.removesuffix("__init__.py"), purpose(text)))
    return sorted(found)


def written(package: str) -> str:
    """The map of one package as it must stand in the README."""
    lines = [START, "| Module | What it is for |", "|---|---|"]
    lines += [f"| `{name}` | {purpose} |" for name, purpose in rows(package)]
    return "\n".join([*lines, END])


def main() -> None:
    """Write every map into its README."""
    for package in tree.PACKAGES:
        path = tree.PROJECT / package / "README.md"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if START not in text:
            print(f"{path.name} of {package} has no place for a map: write {START} and {END}")
            continue
        before, rest = text.split(START, 1)
        after = rest.split(END, 1)[1]
        path.write_text(before + written(package) + after, encoding="utf-8")


if __name__ == "__main__":
    main()
