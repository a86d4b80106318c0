"""Which questions an attempt asks: a fixed list, or some drawn from a bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from random import Random
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from courses.quiz.asked import columns
from courses.quiz.models import QuestionVersion
from courses.quiz.prepared import Prepared, text

VERSION = columns(QuestionVersion)


class NothingToAsk(LookupError):
    """No published question fits the draw."""


@dataclass(frozen=True)
class Draw:
    """A recipe: these questions in this order, or `count` from `bank`.

    county: the county of the installation; a question on another county's rule is never drawn
    from a bank. A fixed list asks what it names, and the page says which county it is about.
    """

    refs: tuple[str, ...] = ()
    bank: str = ""
    count: int = 0
    county: str = ""

    def __post_init__(self) -> None:
        if bool(self.refs) == bool(self.bank):
            raise ValueError("Ange antingen frågor eller en bank.")
        if self.bank and self.count < 1:
            raise ValueError("Ange hur många frågor som ska dras.")

    def to_json(self) -> dict[str, Any]:
        """As stored with the attempt."""
        return asdict(self) | {"refs": list(self.refs)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draw:
        """Back from an attempt."""
        return cls(**dict(data) | {"refs": tuple(data["refs"])})


def resolve(draw: Draw, *, user_id: int, rng: Random) -> list[QuestionVersion]:
    """The published versions to ask, in order; a question withdrawn from a list is passed over.

    Raises NothingToAsk when none is left. One or two queries.
    """
    if draw.refs:
        places = {f"ref{at}": ref for at, ref in enumerate(draw.refs)}
        found = {version.ref: version for version in _read(_named(len(places)).rows(**places))}
        if not found:
            raise NothingToAsk(f"Ingen av {', '.join(draw.refs)} är publicerad.")
        return [found[ref] for ref in draw.refs if ref in found]
    versions = _read(_IN_BANK.rows(bank=draw.bank, county=draw.county))
    if not versions:
        raise NothingToAsk(f"Banken {draw.bank} har inga publicerade frågor.")
    return mixed(versions, times_seen(versions, user_id=user_id), draw.count, rng)


def times_seen(versions: Iterable[QuestionVersion], *, user_id: int) -> dict[str, int]:
    """How often the learner has had each question, whatever its version. One query."""
    rows = (
        QuestionVersion.objects.filter(
            ref__in=[version.ref for version in versions], items__attempt__user_id=user_id
        )
        .values("ref")
        .annotate(times=Count("items"))
    )
    return {row["ref"]: row["times"] for row in rows.order_by()}


def mixed(
    versions: list[QuestionVersion], seen: Mapping[str, int], count: int, rng: Random
) -> list[QuestionVersion]:
    """`count` of the versions: those least seen first, as many kinds as possible, shuffled."""
    pool = sorted(versions, key=lambda version: version.ref)
    rng.shuffle(pool)
    chosen: list[QuestionVersion] = []
    kinds: Counter[str] = Counter()
    while pool and len(chosen) < count:
        pick = min(pool, key=lambda version: (seen.get(version.ref, 0), kinds[version.kind]))
        pool.remove(pick)
        kinds[pick.kind] += 1
        chosen.append(pick)
    rng.shuffle(chosen)
    return chosen


def _read(rows: list[tuple[Any, ...]]) -> list[QuestionVersion]:
    return [QuestionVersion.from_db(DEFAULT_DB_ALIAS, VERSION, row) for row in rows]


@lru_cache(maxsize=32)
def _named(size: int) -> Prepared:
    """The query for so many questions by name."""
    refs = [text(f"ref{at}") for at in range(size)]
    return Prepared(lambda: _latest(question__ref__in=refs))


_IN_BANK = Prepared(
    lambda: _latest(
        Q(question__county="") | Q(question__county=text("county")), question__bank=text("bank")
    )
)


def _latest(*conditions: Q, **filters: Any) -> QuerySet[Any, Any]:
    """The columns of the newest version of each live question that fits, by name."""
    newest = (
        QuestionVersion.objects.filter(question=OuterRef("question"))
        .values("question")
        .annotate(newest=Max("number"))
        .values("newest")
        .order_by()
    )
    return (
        QuestionVersion.objects.filter(*conditions, question__live=True, **filters)
        .annotate(newest=Subquery(newest))
        .filter(number=F("newest"))
        .order_by("ref")
        .values_list(*VERSION)
    )
