"""Lists as people paste them: names with workplace and group, words with how many wrote them."""

from __future__ import annotations

import re
from collections import Counter

from django.utils.translation import gettext as _

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.live import offering
from sandbox.live.afterwards import Person
from sandbox.live.joining import LONGEST_NAME

MOST_PEOPLE, MOST_WORDS, MOST_TIMES = 120, 200, 500
LONGEST_WORD = 40
# The fewest letters of a workplace that are enough to know it by its beginning.
BEGINNING = 4
_PARTS = re.compile(r"[\t;,]")
_NUMBERING = re.compile(r"^\d{1,3}[.)]\s+")
_GROUP = re.compile(r"^(?:grupp\s*)?(\d{1,2})$", re.IGNORECASE)


def read_people(text: str, read: Exercise) -> tuple[list[Person], list[str]]:
    """The people of the lines, and what is wrong with the lines in words with their numbers.

    A line is a name, and after a comma, semicolon or tab a workplace, a group, or both. A workplace
    the exercise does not have is nobody's: the person is kept with another workplace.
    """
    people: list[Person] = []
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = [" ".join(part.split()) for part in _PARTS.split(_NUMBERING.sub("", line.strip()))]
        if not any(parts):
            continue
        name, group, workplace = parts[0], None, ""
        for part in filter(None, parts[1:]):
            found = _GROUP.match(part)
            if found:
                group = int(found[1])
            else:
                workplace = workplace_of(part, read)
        if not name:
            wrong.append(_("Line %(line)d: write a name first.") % {"line": number})
        elif len(name) > LONGEST_NAME:
            wrong.append(
                _("Line %(line)d: write a shorter name, 40 characters at most.") % {"line": number}
            )
        else:
            people.append(Person(name, workplace, group))
    if len(people) > MOST_PEOPLE:
        wrong.append(_("Write at most 120 people."))
    return people, wrong


def workplace_of(typed: str, read: Exercise) -> str:
    """The party a typed workplace means: its name, or the beginning of it; "" when none fits."""
    wanted = typed.casefold()
    for code, name in offering.workplaces(read):
        party = read.parties[code]
        called = {one.casefold() for one in (name, party.short, party.mention, code) if one}
        if wanted in called:
            return code
    begins = [
        code
        for code, name in offering.workplaces(read)
        if len(wanted) >= BEGINNING and name.casefold().startswith(wanted)
    ]
    return begins[0] if len(begins) == 1 else ""


def unknown_workplaces(text: str, read: Exercise) -> list[str]:
    """What was typed as a workplace but is none of the exercise's, each once."""
    found = []
    for line in text.splitlines():
        parts = [" ".join(part.split()) for part in _PARTS.split(line)][1:]
        found += [
            part
            for part in parts
            if part and not _GROUP.match(part) and not workplace_of(part, read)
        ]
    return list(dict.fromkeys(found))


def twice(names: list[str]) -> list[str]:
    """The names that come more than once, whatever the case of their letters, as first written."""
    counts = Counter(name.casefold() for name in names)
    doubled = [name for name in names if counts[name.casefold()] > 1]
    return list({name.casefold(): name for name in reversed(doubled)}.values())[::-1]


def read_words(text: str) -> tuple[list[tuple[str, int]], list[str]]:
    """The words with how many wrote each, and what is wrong; the same word again is added up."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = [" ".join(part.split()) for part in _PARTS.split(line)]
        if not parts[0]:
            continue
        times = parts[1] if len(parts) > 1 and parts[1] else "1"
        if len(parts[0]) > LONGEST_WORD:
            wrong.append(_("Line %(line)d: write a shorter word.") % {"line": number})
        elif not times.isdecimal() or not 0 < int(times[:6]) <= MOST_TIMES:
            wrong.append(
                _("Line %(line)d: write how many in figures, for example: later; 3.")
                % {"line": number}
            )
        else:
            first.setdefault(parts[0].casefold(), parts[0])
            counts[parts[0].casefold()] += int(times)
    if len(counts) > MOST_WORDS:
        wrong.append(_("Write at most 200 words."))
    return [(first[key], count) for key, count in counts.items()], wrong
