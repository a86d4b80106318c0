"""What gives someone away in letters: mail addresses, streets, postcodes, HSA-id, lettered numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sandbox.fictive.detector.identity import Kind, Level
from sandbox.fictive.identities import luhn_digit
from sandbox.fictive.names import STREETS

Hit = tuple[int, int, Kind, Level]

# Domains nobody can own (RFC 2606, RFC 6761). example.se is somebody's.
RESERVED_DOMAINS: Final = ("example.com", "example.net", "example.org")
RESERVED_ENDINGS: Final = ("example", "test", "invalid", "localhost")

_EMAIL = re.compile(
    r"(?:@| ?[(\[] ?(?:at|snabel-?a) ?[)\]] ?)"
    r"([a-z0-9åäö-]{1,63}(?:\.[a-z0-9åäö-]{1,63}){1,8})",
    re.IGNORECASE,
)
_BEFORE_AT = re.compile(r"[\w.+%'-]{1,64}\Z")
_STREET = re.compile(
    r"\b([A-ZÅÄÖ][a-zåäöé]{1,30}(?:gatan|gata|vägen|vagen|väg|gränd|grand|stigen|stig|allén|allen"
    r"|torget|torg|backen|platsen|plan|leden|esplanaden)) {1,2}[0-9]{1,3}\b"
)
_POSTCODE = re.compile(r"(?<![0-9-])[1-9][0-9]{2} ?[0-9]{2} {1,2}[A-ZÅÄÖ][a-zåäöé]{2,30}\b")
_HSA = re.compile(r"\bSE[0-9]{10}-[0-9A-Za-z]{1,19}\b")
# A letter stands for the first digit of the serial (interim number), or for a region's own series.
_INTERIM = re.compile(
    r"(?<![0-9A-Za-z])(?:1[89]|20)?([0-9]{2})(0[1-9]|1[0-2])([0-9]{2})[-+]?([TRSUWXJKLMN])([0-9]{3})"
    r"(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]{8})[0-9]{8}[A-Z][A-Z0-9][0-9]{2}(?![0-9A-Za-z])")
# ”Född 12 maj 1950” gives no number away; a date with ”sista fyra” after it does.
_LAST_FOUR = re.compile(
    r"\b(?:sista|fyra|slutsiffror|slutsiffrorna)\b[^0-9]{1,30}([0-9]{4})(?![0-9])", re.IGNORECASE
)
_DATE_BEFORE = re.compile(
    r"(?<![0-9])(?:1[89]|20)?([0-9]{2})[-/. ]?([0-9]{2})[-/. ]?([0-9]{2})(?![0-9])"
)
_LOOK_BACK: Final = 80


def find_words(plain: str, known: frozenset[str]) -> Iterator[Hit]:
    """Start, end, kind and level of everything found; `known` holds mail addresses in lower case."""
    yield from _emails(plain, known)
    for match in _HSA.finditer(plain):
        yield *match.span(), "hsa_id", "warn"
    for match in _STREET.finditer(plain):
        if match[1] not in STREETS:
            yield *match.span(), "street", "warn"
    for match in _POSTCODE.finditer(plain):
        yield *match.span(), "postcode", "warn"
    for match in _INTERIM.finditer(plain):
        yield *match.span(), "personal_number", _interim_level(match)
    for match in _LETTERED.finditer(plain):
        if not _INTERIM.fullmatch(match[0]):
            yield *match.span(), "reserve_number", "warn"
    yield from _last_four(plain)


def _emails(plain: str, known: frozenset[str]) -> Iterator[Hit]:
    for match in _EMAIL.finditer(plain):
        before = _BEFORE_AT.search(plain, max(0, match.start() - 64), match.start())
        domain = match[1].lower().strip("-")
        if before is None or not domain.rsplit(".", 1)[-1].isalpha():
            continue
        if _is_reserved(domain) or f"{before[0]}@{domain}".lower() in known:
            continue
        yield before.start(), match.end(), "email", "stop"


def _is_reserved(domain: str) -> bool:
    labels = domain.split(".")
    return labels[-1] in RESERVED_ENDINGS or ".".join(labels[-2:]) in RESERVED_DOMAINS


def _interim_level(match: re.Match[str]) -> Level:
    """Stop when the check digit is right with the letter counted as 1, as Skatteverket does."""
    year, month, day, _letter, end = match.groups()
    nine = f"{year}{month}{day}1{end[:2]}"
    return "stop" if int(end[2]) == luhn_digit(nine) and 1 <= int(day) <= 91 else "warn"


def _last_four(plain: str) -> Iterator[Hit]:
    for match in _LAST_FOUR.finditer(plain):
        before = plain[max(0, match.start() - _LOOK_BACK) : match.start()]
        dates = list(_DATE_BEFORE.finditer(before))
        if dates:
            nine = "".join(dates[-1].groups()) + match[1][:3]
            if int(match[1][3]) == luhn_digit(nine) and int(dates[-1][2]) <= 12:
                yield match.start(1), match.end(1), "personal_number", "stop"
