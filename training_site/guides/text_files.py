"""The grammar of guide files: what lessons have, and sections, steps, tables of times, what to avoid."""

from __future__ import annotations

from courses.lesson_grammar import KINDS, Field, Kind

STEP = {"nyckel": Field("key"), "titel": Field("title"), "text": Field("text", "rich")}
TIME = {
    "nyckel": Field("key"),
    "nar": Field("when"),
    "vad": Field("what"),
    "vem": Field("who"),
    "lag": Field("laws", "laws", needed=False),
}
OWN = {
    "avsnitt": Kind("section", {"nyckel": Field("key"), "titel": Field("title")}),
    "steg": Kind("steps", {"": Field("rows", "rows", rows=STEP)}, "list"),
    "tider": Kind("timetable", {"": Field("rows", "rows", rows=TIME)}, "list"),
    "undvik": Kind("avoid", {"text": Field("text", "rich")}),
}
SHARED = ("checklista", "lagruta", "lokal", "ta_med_dig")
GUIDE_KINDS = {**OWN, **{name: KINDS[name] for name in SHARED}}
