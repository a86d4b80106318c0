"""The grammar of blocks in content files: one table, from Swedish keys to the fields of blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# The figures that are drawn in the house, see the template figure.html.
FIGURES = ("ring", "trappa", "vag", "bord")


@dataclass(frozen=True)
class Field:
    """One key of a block in a file: its name in the block, what it holds, and if it is needed."""

    name: str
    # text, rich, number, yes, strings, law, laws, rule, question, rows; file, file_path and
    # file_text for what belongs to an uploaded file.
    holds: str = "text"
    needed: bool = True
    rows: Mapping[str, Field] | None = None
    among: tuple[str, ...] = ()  # the only values, when there are only some


@dataclass(frozen=True)
class Kind:
    """A block kind: its block, and its fields by the Swedish key of the file.

    `whole` names the one field when the inside is not a mapping: a list, or plain text. `either`
    holds groups of keys of which exactly one is given.
    """

    block: str
    fields: Mapping[str, Field]
    whole: str = ""
    either: tuple[tuple[str, ...], ...] = ()


def _rows(name: str, fields: Mapping[str, str], optional: str = "") -> Field:
    """A list of rows; `fields` maps Swedish keys to block fields."""
    loose = optional.split()
    return Field(
        name, "rows", rows={key: Field(to, needed=key not in loose) for key, to in fields.items()}
    )


_LINES = {"vem": "who", "sager": "says"}
KINDS: dict[str, Kind] = {
    "vandkort": Kind("flip_cards", {"": _rows("cards", {"fram": "front", "bak": "back"})}, "list"),
    "berattelse": Kind(
        "story",
        {
            "titel": Field("title"),
            "varning": Field("warning", needed=False),
            "rost": Field("voice"),
            "text": Field("text", "rich"),
            "kalla": Field("source", needed=False),
        },
    ),
    "reflektion": Kind(
        "reflection",
        {"fraga": Field("question"), "anteckning": Field("note", "yes", needed=False)},
    ),
    "lagruta": Kind(
        "law_box",
        {"titel": Field("title"), "lagrum": Field("laws", "laws"), "text": Field("text")},
    ),
    "checklista": Kind(
        "checklist", {"titel": Field("title"), "punkter": Field("points", "strings")}
    ),
    "processkarta": Kind(
        "process_map",
        {
            "nu": Field("now", "number"),
            "steg": _rows("steps", {"titel": "title", "vem": "who", "text": "text"}),
        },
    ),
    "jamfor": Kind(
        "compare",
        {
            "par": _rows(
                "pairs",
                {
                    "bra": "good",
                    "varfor_bra": "why_good",
                    "mindre": "less",
                    "varfor_mindre": "why_less",
                },
                "bra varfor_bra mindre varfor_mindre",
            )
        },
    ),
    "lokal": Kind("local_rule", {"regel": Field("rule", "rule")}),
    "exempel": Kind(
        "example",
        {"titel": Field("title"), "falt": _rows("fields", {"namn": "name", "text": "text"})},
    ),
    "gruppfraga": Kind(
        "group_question",
        {
            "fraga": Field("question"),
            "minuter": Field("minutes", "number"),
            "steg": Field("steps", "strings"),
        },
    ),
    "scen": Kind(
        "scene",
        {
            "titel": Field("title"),
            "plats": Field("place", needed=False),
            "roster": _rows("lines", _LINES),
            "att_lagga_marke_till": Field("notice", "strings"),
        },
    ),
    "tidslinje": Kind(
        "timeline",
        {
            "": Field(
                "points",
                "rows",
                rows={
                    "nar": Field("when"),
                    "vad": Field("what"),
                    "vem": Field("who", needed=False),
                    "lag": Field("law", "law", needed=False),
                },
            )
        },
        "list",
    ),
    "manus": Kind("script", {"titel": Field("title"), "rader": _rows("lines", _LINES)}),
    "citat": Kind("quotation", {"text": Field("text"), "vem": Field("who", needed=False)}),
    "fraga_nu": Kind("question_now", {"fraga": Field("question", "question")}),
    "ta_med_dig": Kind("take_away", {"": Field("text", "rich")}, "text"),
    "omrostning": Kind(
        "poll", {"fraga": Field("question"), "alternativ": Field("options", "strings")}
    ),
    "ovning": Kind(
        "practise",
        {
            "ovning": Field("exercise"),
            "roll": Field("role", needed=False),
            "minuter": Field("minutes", "number", needed=False),
            "text": Field("text", needed=False),
        },
    ),
    "guide": Kind(
        "guide",
        {
            "guide": Field("guide"),
            "avsnitt": Field("section"),
            "version": Field("version"),
            "text": Field("text", needed=False),
        },
    ),
    "film": Kind(
        "film",
        {
            "fil": Field("film", "file"),
            "titel": Field("title", "file_text", needed=False),
            "text_pa_film": Field("captions", "file_path"),
            "utskrift": Field("transcript", "file_text"),
            "beskrivning": Field("description"),
            "minuter": Field("minutes", "number"),
        },
    ),
    "bild": Kind(
        "picture",
        {
            "fil": Field("image", "file", needed=False),
            "figur": Field("figure", needed=False, among=FIGURES),
            "alt": Field("alt", needed=False),
            "dekorativ": Field("decorative", "yes", needed=False),
            "bildtext": Field("caption", needed=False),
            "lang_text": Field("long_text", needed=False),
        },
        either=(("fil", "figur"), ("alt", "dekorativ")),
    ),
    "nedladdning": Kind(
        "download",
        {
            "fil": Field("document", "file"),
            "titel": Field("title"),
            "alternativ": Field("alternative", "file_text"),
        },
    ),
    "bildspel": Kind(
        "slides",
        {
            "titel": Field("title"),
            "bilder": Field(
                "slides",
                "rows",
                rows={
                    "titel": Field("title"),
                    "punkter": Field("points", "strings", needed=False),
                    "figur": Field("figure", needed=False, among=FIGURES),
                    "bild": Field("picture", needed=False),
                    "talarstod": Field("notes", needed=False),
                },
            ),
        },
    ),
}
# What a value is when a file leaves it out; text is empty.
EMPTY: Mapping[str, object] = {
    "number": None,
    "yes": False,
    "strings": [],
    "laws": [],
    "rows": [],
    "law": None,
    "rule": None,
    "question": None,
    "file": None,
}
