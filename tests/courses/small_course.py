"""A small course as content files: three lessons to read, one of them with questions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[2]

COURSE = """\
id: T1
slug: testkurs
title: Testkurs
lead: En kort kurs.
audience: vill prova
outcomes: [prova]
version: "1.0"
owner: Rådet
updated: 2026-11-12
review_by: 2027-11-30
modules:
  - id: T1-1
    slug: del-ett
    title: Del ett
    lessons: [ett.md, tva.md]
  - id: T1-2
    slug: del-tva
    title: Del två
    lessons: [prov.md]
"""

LESSONS = {
    "ett.md": """\
---
id: T1-1.1
slug: ett
title: Första lektionen
minutes: 4
goal: Efter lektionen kan du prova.
---
Ett bra [[huvudmål|mål]] finns i [[lag:L1]].

Andra stycket om [[huvudmål]].

::: vandkort
- fram: Framsidan
  bak: Baksidan
:::

::: lokal
regel: eget
:::

::: lokal
regel: annat
:::
""",
    "tva.md": """\
---
id: T1-1.2
slug: tva
title: Andra lektionen
minutes: 6
goal: Efter lektionen kan du svara.
questions: [Q01, Q03]
---
Läs och svara.
""",
    "prov.md": """\
---
id: T1-2.1
slug: prov
title: Slutprov
minutes: 10
goal: Här visar du vad du kan.
test: {draw: 2, pass: 80, from: K1, after: [T1-1.2]}
---
Ett prov.
""",
}

REFERENCES = {
    "laws.yaml": """\
- id: L1
  act: Socialtjänstlagen
  sfs: "2025:400"
  place: 10 kap. 8–9 §§
  title: Individuell plan
  summary: En plan.
  valid_from: 2025-07-01
  status: L
  checked_on: 2026-11-21
  checked_by: Redaktionen
""",
    "local_rules.yaml": """\
- slug: eget
  county: Påhitts län
  text: Vår egen regel.
  agreement: Överenskommelsen
  valid_from: 2026-02-01
- slug: annat
  county: Örebro län
  text: Deras regel.
""",
    "glossary.yaml": """\
- term: huvudmål
  text: Det viktigaste.
  also: [huvudmålet]
- term: ärende
  text: Ett ärende.
- term: övning
  text: En övning.
- term: åtgärd
  text: En åtgärd.
""",
}


def write(folder: Path) -> Path:
    """Write the small course under `folder`; returns it."""
    for name, text in REFERENCES.items():
        _put(folder / "references" / name, text)
    _put(folder / "questions" / "k1.yaml", _few_questions())
    _put(folder / "courses" / "t1" / "course.yaml", COURSE)
    for name, text in LESSONS.items():
        _put(folder / "courses" / "t1" / name, text)
    return folder


@cache
def _few_questions() -> str:
    bank = yaml.safe_load((PROJECT / "fixtures" / "questions" / "k1.yaml").read_text("utf-8"))
    few = [entry for entry in bank if entry["id"] in {"Q01", "Q03"}]
    return yaml.safe_dump(few, allow_unicode=True)


def change(folder: Path, name: str, old: str, new: str) -> Path:
    """Replace a text in a lesson file."""
    path = folder / "courses" / "t1" / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return path


def lengthen(folder: Path, lessons: int) -> None:
    """Give the first module so many lessons to read."""
    names = [f"nr-{number}.md" for number in range(1, lessons + 1)]
    for number, name in enumerate(names, 1):
        text = LESSONS["tva.md"].replace("T1-1.2", f"T1-1.{number}").replace("tva", f"nr-{number}")
        _put(folder / "courses" / "t1" / name, text)
    course = COURSE.replace("[ett.md, tva.md]", f"[{', '.join(names)}]")
    _put(folder / "courses" / "t1" / "course.yaml", course)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
