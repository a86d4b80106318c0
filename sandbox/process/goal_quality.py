"""A coach for goals (P1–P6): notices what a goal looks like and asks, never grades."""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST_PERSON = re.compile(r"\b(jag|mig|mej|min|mitt|mina|vi|oss|vår|vårt|våra)\b", re.IGNORECASE)
DIRECTIVE = re.compile(
    r"^\s*[”\"']?(du|ni|han|hon|hen|patienten|brukaren|eleven|barnet|klienten)\b", re.IGNORECASE
)
FREQUENCY = re.compile(
    r"([x×]\s*\d|\d\s*[x×]"
    r"|\b(en|ett|två|tre|fyra|fem|\d+)\s*(gång|gånger|ggr|dagar|timmar)\b[^.]*\b(per|i|om)\b"
    r"|\b(varje|varannan|var tredje|var fjärde)\s+(dag|vecka|månad))",
    re.IGNORECASE,
)
SERVICE = re.compile(
    r"\b(hemtjänst\w*|boendestöd\w*|hemsjukvård\w*|ledsagning\w*|ledsagare\w*|avlastning\w*"
    r"|hjälpmedel\w*|färdtjänst\w*|trygghetslarm\w*|\w*träning|arbetsterapi\w*|fysioterapi\w*"
    r"|insats\w*|stödsamtal\w*|korttids\w*)\b",
    re.IGNORECASE,
)
_MONTH = r"(januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_SEASON = r"\w*(sommar|vinter|vår|höst|advent|jul|påsk|midsommar|nyår|helg|lov|termin|dag)\w*"
_NUMBER = r"(\d+|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv|några)"
# A date, a season, a feast, so many weeks ahead, or something the person looks forward to.
TIME_ANCHOR = re.compile(
    rf"(\b(fram till|lagom till|till|efter|före|innan|senast|inom|under|i|på)\s+(\w+\s+){{0,2}}?"
    rf"({_SEASON}|{_MONTH}|konsert\w*|\w*konsert\w*|vecka\w*|månad\w*|\d+)"
    rf"|\bom\s+({_NUMBER}\s+|ett\s+)?(halvår|år|vecka|veckor|månad|månader|dagar)\b"
    rf"|\b(nästa|kommande|det här|nu i|i)\s+({_SEASON}|år|vecka|månad)"
    rf"|\b(fira|firar)\s+(jul|nyår|påsk|midsommar)\w*"
    rf"|\bsenast\s+den\s+\d+|\b\d+\s+{_MONTH}"
    rf"|\b(innan|före|när|tills|lagom till att)\s+(\w+\s+){{1,3}}?"
    rf"(kommer|börjar|fyller|öppnar|slutar|föds|gifter|flyttar|blommar|går|är|blir|ska|ses)\b"
    rf"|\bnär\s+vi\s+ses\b|\bdag\s+\d+|\b20\d\d\b|\d{{1,2}}/\d{{1,2}})",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[:,]\s*[”\"'](?P<said>.+?)[”\"']?\s*$", re.DOTALL)
QUESTION = re.compile(
    r"((^|[.:;]\s+|\boch\s+|\bom\s+)\s*(vad|vem|vilka|vilken|vilket|hur|när|var|varför|kan|kunde"
    r"|kommer|ska|skulle|behöver|får|finns|har|är|går)\b"
    r"|\b(undrar|behöver veta|vill veta|ta reda på|fråga om)\b)",
    re.IGNORECASE,
)
SHORTEST = 5


@dataclass(frozen=True)
class Finding:
    """One thing the coach noticed, as a question to whoever wrote it."""

    rule: str
    text: str


def first_person(text: str) -> bool:
    """Return whether the text speaks as "I" or "we"."""
    return bool(FIRST_PERSON.search(text))


def looks_like_measure(text: str) -> bool:
    """Return whether the text looks like something somebody does, not something one wants."""
    ordered = bool(FREQUENCY.search(text) and SERVICE.search(text))
    return ordered or (
        not first_person(text) and bool(FREQUENCY.search(text) or SERVICE.search(text))
    )


def is_question(text: str) -> bool:
    """Return whether the text can be read as a question, with or without a question mark."""
    return "?" in text or bool(QUESTION.search(text))


def has_time(text: str) -> bool:
    """Return whether the text says when."""
    return bool(TIME_ANCHOR.search(text))


def coach(text: str, *, main: bool = True, dated: bool = False) -> tuple[Finding, ...]:
    """Return what the coach would ask about a main goal (or, with main=False, a subgoal).

    Where somebody is quoted, it is the person's own words that are looked at. `dated`: the day is
    written beside the goal, so nobody has to ask when.
    """
    quoted = QUOTED.search(text)
    text = quoted["said"] if quoted else text
    if not text.strip():
        return (Finding("P1", "Vad vill personen kunna göra i sitt liv?"),)
    found = []
    if looks_like_measure(text):
        found.append(
            Finding("P6", "Det här ser ut som en insats. Vad vill personen kunna göra i stället?")
        )
    elif DIRECTIVE.search(text):
        found.append(Finding("P3", "Vem säger det här? Hur skulle personen själv säga det?"))
    elif not first_person(text):
        found.append(Finding("P2", "Kan målet börja med ”jag”, så att det hörs vems det är?"))
    if main and not dated and not has_time(text):
        found.append(Finding("P4", "Till när ungefär? Finns det något att se fram emot?"))
    if len(text.split()) < SHORTEST:
        found.append(Finding("P5", "Kan du skriva lite mer? Vad märker personen när det är nått?"))
    return tuple(found)
