"""A coach for goals (P1–P6): notices what a goal looks like and asks, never grades."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What comes after "i vår" when it is the spring, and not our family or our home.
_SPRING = r"(?=\s*([,.]|$)|\s+(vill|ska|kan|och|igen)\b)"
FIRST_PERSON = re.compile(
    rf"\b(jag|ja(?=\s+(vill|ska|kan)\b)|mig|mej|(?<!\d )min|mitt|mina|vi|oss"
    rf"|vår(?!{_SPRING})|vårt|våra)\b",
    re.IGNORECASE,
)
# Said to the person or about the person; or by those who work there, who also say "we".
DIRECTIVE = re.compile(
    r"^\s*[”\"']?((du|ni|han|hon|hen|patienten|brukaren|eleven|barnet|klienten)\b"
    r"|(vi (i|på) )?(personal\w*|teamet|arbetslaget|avdelningen|boendet|skolan|hemtjänsten)"
    r"\s+(vill|önskar|ser gärna)\b)",
    re.IGNORECASE,
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
    r"|insats\w*|stödsamtal\w*|korttids\w*|utredning\w*|behandlare\w*|kurator\w*|provtagning\w*"
    r"|BUP|BVC|mottagning\w*)\b",
    re.IGNORECASE,
)
# "I am to have", "to get", "to meet": what somebody else gives, though it is said as "I".
RECEIVED = re.compile(r"\bjag ska (ha|få|träffa|lämna|gå på|gå till)\b", re.IGNORECASE)
_MONTH = r"(januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_NUMBER = r"(\d+|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv|några)"
_SPAN = r"(dag|vecka|månad|kvartal|termin|halvår|år)(er|or|ar|en|et|n)?"
# A time of the year. "Vår" is also a pronoun and the beginning of "vård": only its own forms count.
_SEASON = (
    r"(\w*(sommar|vinter|vintr|höst)\w*|vår(en|ens|kanten|vintern|terminen)|\w*termin(en|ens|s\w*)?"
    r"|\w*advent\w*|jul(en|ens|afton\w*|helg\w*|dag\w*|lov\w*)?|påsk\w*|midsommar\w*|nyår\w*"
    r"|årsskifte\w*|pingst\w*|trettonhelg\w*|valborg\w*|lucia\w*|\w*lov(et)?|\w*helg(en)?)"
)
# What somebody looks forward to, or has to be ready for.
_EVENT = (
    r"(?!vardag)\w*(dagen|årsdag|födelsedag|fest(en)?|kalas(et)?|bröllop(et)?|dop(et)?|student(en)?|examen|konfirmation(en)?"
    r"|skiva(n)?|konsert(en)?|jakt(en)?|match(en)?|cup(en)?|tävling(en)?|lopp(et)?|resa(n)?|läger"
    r"|lägret|marknad(en)?|avslutning(en)?|start(en)?|premiär(en)?|semester(n)?|permission(en)?"
    r"|träff(en)?|utflykt(en)?|prov(et)?|operation(en)?|inskolning(en)?|balen|begravning(en)?"
    r"|återträff(en)?|säsong(en)?|skörd(en)?|möte(t)?|uppföljning(en)?|besök(et)?)"
)
# Somebody's own state ("när jag är trött") says how it is, not when.
_COMES = (
    r"(kommer|börjar|fyller|öppnar|slutar|föds|gifter|flyttar|blommar|går|är|blir|ska|ses|har|tar"
    r"|lägger|smälter|fått|blivit)"
)
# A date, a season, a feast, so many weeks ahead, or something the person looks forward to.
TIME_ANCHOR = re.compile(
    rf"(\b(fram till|till|efter|före|innan|senast|inom|under|över|i|på|vid|kring|runt|från)"
    rf"\s+((?!och\b|att\b|min\b|mina\b)\w+\s+){{0,2}}?{_SEASON}(?!\w)"
    rf"|\b(till|efter|före|innan|senast|i|vid|från|slutet av|början av|mitten av)\s+{_MONTH}\b"
    rf"|\b(fram till|till|efter|före|innan|senast|inför|vid|på)\s+(\w+\s+){{0,2}}?{_EVENT}(?!\w)"
    rf"|\blagom (till|tills|när)\b|\b(innan|tills)\s+\w+|\bföre\s+(nästa|den|årets)\b"
    rf"|\bom\s+({_NUMBER}\s+)?{_SPAN}\b|\b(inom|senast om)\s+(\w+\s+)?{_NUMBER}?\s*{_SPAN}\b"
    rf"|\b{_NUMBER}\s+{_SPAN}\s+(från nu|framåt|till)\b"
    rf"|\b(nästa|kommande)\s+(?!(steg|nivå|gång)\b)\w+|\bdet här\s+({_SEASON}|{_SPAN})\b"
    rf"|\bi\s+vår{_SPRING}|\bi\s+(år|jul|påsk)\b"
    rf"|\b(fira|firar)\s+(jul|nyår|påsk|midsommar)\w*|\b(den )?tid\w*\s+(som\s+)?jag har kvar\b"
    rf"|\bsenast\s+(den\s+)?\d+|\b\d+\s+{_MONTH}"
    rf"|\b(före|när)\s+(?!(jag|man|det|de)\b)(\w+\s+){{1,4}}?{_COMES}\b"
    rf"|\bnär\s+det\s+(är|blir)\s+{_SEASON}(?!\w)"
    rf"|\bnär\s+(vi\s+ses|jag\s+(fyller|slutar|flyttar|kommer hem|blir\s+(utskriven|\d+)|går i pension))\b"
    rf"|\bdag\s+\d+|\b20\d\d\b|\b\d{{1,2}}/\d{{1,2}}|\bv(ecka|\.)\s*\d+)",
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
    often, service = FREQUENCY.search(text), SERVICE.search(text)
    ordered = often and service
    received = RECEIVED.search(text) and (often or service)
    return bool(ordered or received or (not first_person(text) and (often or service)))


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
