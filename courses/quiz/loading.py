"""Question files: read with line marks, checked, published; loading again changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from content_files.yaml_marks import ContentError, Marked, load_marked
from courses.quiz.kinds import KINDS, Json, Problem
from courses.quiz.models import Question
from courses.quiz.questions import digest_of
from courses.quiz.sources import ONE

# Ids of answers grow from the question's ref and the file's own id; changing this changes them all.
NAMESPACE = UUID("6f0c6a52-5e0b-4a86-9a3e-51b2f1f0c9a7")
NATIONAL, EXAMPLE = "nationellt", "exempel:"
TEXTS = {"id": 12, "kurs": 20, "typ": 20, "stam": 600, "aterkoppling": 900, "galler": 70}


@dataclass(frozen=True)
class Summary:
    """What a load did: refs by outcome, and what may give an answer away (file, line, words)."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@transaction.atomic
def load_questions(path: Path | str) -> Summary:
    """Publish every question of the file; those unchanged since the last load are left alone.

    Raises ContentError (file, line, what to mend) before anything is stored.
    """
    marked = load_marked(path)
    if not isinstance(marked.data, list):
        raise marked.error("Filen ska vara en lista med frågor.")
    read = [_read(marked, index) for index in range(len(marked.data))]
    _once(marked, [fields["ref"] for fields, _body in read])
    known = {q.ref: q for q in Question.objects.filter(ref__in=[f["ref"] for f, _b in read])}
    done: dict[str, list[str]] = {"created": [], "updated": [], "unchanged": []}
    for fields, body in read:
        done[_store(known.get(fields["ref"]), fields, body)].append(fields["ref"])
    return Summary(
        **{name: tuple(refs) for name, refs in done.items()}, warnings=tuple(_cues(marked, read))
    )


def _read(marked: Marked, index: int) -> tuple[Json, Json]:
    """(fields of Question, the body's one block) of one entry."""
    entry = marked.data[index]
    if not isinstance(entry, dict):
        raise marked.error("Varje fråga ska ha id, typ, stam och aterkoppling.", index)
    _check_texts(marked, index, entry)
    kind = KINDS.get(entry["typ"])
    if kind is None:
        sorts = ", ".join(KINDS)
        raise marked.error(f"Typen ”{entry['typ']}” finns inte. Välj bland {sorts}.", index, "typ")
    if not re.fullmatch(r"Q\d{2,}", entry["id"]):
        raise marked.error("Id ska vara Q och siffror, till exempel Q01.", index, "id")
    try:
        raw = kind.with_ids(kind.from_entry(entry), lambda key: _mint(entry["id"], key))
        problems = list(kind.problems(kind.payload(raw)))
    except Problem as problem:
        raise marked.error(problem.message, index, *problem.path) from problem
    if problems:
        raise marked.error(problems[0], index)
    body = {"type": kind.code, "id": _mint(entry["id"], "body"), "value": raw}
    return _fields(marked, index, entry), body


def _check_texts(marked: Marked, index: int, entry: Json) -> None:
    for key, longest in TEXTS.items():
        value = entry.get(key)
        if not isinstance(value, str) or not value.strip():
            raise marked.error(f"Frågan saknar ”{key}”.", index, key)
        if len(value) > longest:
            raise marked.error(f"”{key}” är längre än {longest} tecken.", index, key)


def _fields(marked: Marked, index: int, entry: Json) -> Json:
    if entry.get("niva") not in (1, 2, 3):
        raise marked.error("Nivån ska vara 1, 2 eller 3.", index, "niva")
    sources = entry.get("kalla")
    if not isinstance(sources, list) or not sources:
        raise marked.error("Frågan saknar källa.", index, "kalla")
    for at, source in enumerate(sources):
        if not isinstance(source, str) or not re.fullmatch(ONE, source):
            words = "En källa är L eller S och siffror. En guide: guide:adress#nyckel@1.0."
            raise marked.error(words, index, "kalla", at)
    applies = entry["galler"]
    county = applies.removeprefix(EXAMPLE).strip() if applies.startswith(EXAMPLE) else ""
    if applies != NATIONAL and not county:
        words = f"Skriv ”{NATIONAL}” eller ”{EXAMPLE}” och länets namn."
        raise marked.error(words, index, "galler")
    return {
        "ref": entry["id"],
        "bank": entry["kurs"],
        "stem": entry["stam"].strip(),
        "feedback": entry["aterkoppling"].strip(),
        "level": entry["niva"],
        "sources": ", ".join(sources),
        "county": county,
    }


def _once(marked: Marked, refs: list[str]) -> None:
    for index, ref in enumerate(refs):
        if ref in refs[:index]:
            raise marked.error(f"Frågan ”{ref}” står två gånger i filen.", index, "id")


def _store(question: Question | None, fields: Json, body: Json) -> str:
    """Create, update or leave one question. Returns which."""
    digest = digest_of({"fields": fields, "body": body})
    if question is not None and question.loaded_digest == digest:
        return "unchanged"
    outcome = "updated" if question else "created"
    question = question or Question(live=False)
    for name, value in fields.items():
        setattr(question, name, value)
    question.loaded_digest = digest
    stream: Any = Question._meta.get_field("body")
    question.body = stream.to_python([body])
    question.save()
    question.save_revision(log_action=True).publish()
    return outcome


def _mint(ref: str, key: str) -> str:
    return uuid5(NAMESPACE, f"{ref}:{key}").hex[:12]


def _cues(marked: Marked, read: list[tuple[Json, Json]]) -> list[str]:
    """What lets a learner guess, with file and line."""
    found = []
    for index, (_fields, body) in enumerate(read):
        kind = KINDS[body["type"]]
        found += [
            str(ContentError(marked.path, marked.line_of(index, "alternativ"), words))
            for words in kind.cues(kind.payload(body["value"]))
        ]
    return found
