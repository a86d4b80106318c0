"""The seats of a process council: how many of each, which side they are on, and what is missing.

A guide is approved with two keys, one turned by the municipalities and one by the region. Which of
the two a person may turn follows from the seat, so nobody has both.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from training_site.people.councils import Council, CouncilSeat
    from training_site.people.models import User

MUNICIPALITY, REGION = "municipality", "region"
SIDES = (MUNICIPALITY, REGION)


@dataclass(frozen=True)
class Category:
    """A kind of seat: how many there should be, and whose key it may turn (empty: none).

    `most` is None where there is no upper limit. `name` stands in a list, `inside` in a sentence
    after "from" ("Rådet har ingen från …").
    """

    key: str
    name: str | Promise
    inside: str | Promise
    side: str
    least: int
    most: int | None
    chair: bool = False
    mas: bool = False  # at least one of them is MAS
    mixed: bool = False  # private and public providers, at least one each
    part_time: bool = False

    @property
    def span(self) -> str:
        """How many there should be, for a table: "1", "4–5", "0 eller fler"."""
        if self.most is None:
            return _("%(least)s or more") % {"least": self.least}
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


# What a process council is appointed with; the chairs turn the keys first. Any other seat of the
# same side may turn it when the chair is away. The region's system manager, the lawyer and the
# editors advise and write, and turn none.
RULES: tuple[Category, ...] = (
    Category(
        "chair_municipality",
        gettext_lazy("Chair, the municipalities"),
        gettext_lazy("the municipalities as chair"),
        MUNICIPALITY,
        1,
        1,
        chair=True,
    ),
    Category(
        "chair_region",
        gettext_lazy("Chair, the region"),
        gettext_lazy("the region as chair"),
        REGION,
        1,
        1,
        chair=True,
    ),
    Category(
        "primary_care",
        gettext_lazy("Primary care"),
        gettext_lazy("primary care"),
        REGION,
        4,
        5,
        mixed=True,
    ),
    Category(
        "municipal_health",
        gettext_lazy("Municipal health care"),
        gettext_lazy("municipal health care"),
        MUNICIPALITY,
        2,
        3,
        mas=True,
    ),
    Category(
        "municipal_authority",
        gettext_lazy("Municipal decisions on support"),
        gettext_lazy("those who decide on support in the municipalities"),
        MUNICIPALITY,
        2,
        3,
    ),
    Category(
        "adult_psychiatry",
        gettext_lazy("Adult psychiatry"),
        gettext_lazy("adult psychiatry"),
        REGION,
        1,
        1,
    ),
    Category(
        "child_specialist",
        gettext_lazy("Specialist care for children"),
        gettext_lazy("specialist care for children"),
        REGION,
        1,
        1,
    ),
    Category(
        "somatic_specialist",
        gettext_lazy("Somatic specialist care"),
        gettext_lazy("somatic specialist care"),
        REGION,
        2,
        2,
    ),
    Category(
        "system_manager",
        gettext_lazy("System manager"),
        gettext_lazy("the system management"),
        "",
        1,
        1,
        part_time=True,
    ),
    Category("lawyer", gettext_lazy("Lawyer"), gettext_lazy("the lawyers"), "", 0, 1),
    Category("editor", gettext_lazy("Editor"), gettext_lazy("the editors"), "", 0, None),
)
BY_KEY = {category.key: category for category in RULES}
CHOICES = [(category.key, category.name) for category in RULES]


def keys_of(side: str) -> tuple[str, ...]:
    """The categories that may turn the key of `side`, chairs first."""
    found = [category for category in RULES if category.side == side]
    return tuple(one.key for one in sorted(found, key=lambda one: not one.chair))


def side(user: User, council: Council, day: datetime.date) -> str | None:
    """Whose key `user` may turn in `council` on `day`: "municipality", "region" or None.

    Somebody who by mistake sits on both sides turns neither.
    """
    sides = {BY_KEY[seat.category].side for seat in council.seats.holding(day).filter(user=user)}
    sides.discard("")
    return sides.pop() if len(sides) == 1 else None


def keyholders(council: Council, side: str, day: datetime.date | None = None) -> list[User]:
    """Who may turn the key of `side`, today unless another day is given; chairs first.

    One query. Each person once. Somebody on both sides is in neither list.
    """
    other = MUNICIPALITY if side == REGION else REGION
    own, others = keys_of(side), keys_of(other)
    rows = council.seats.holding(day).filter(category__in=own + others, user__is_active=True)
    seats = sorted(rows.select_related("user"), key=_place)
    barred = {seat.user_id for seat in seats if seat.category in others}
    found = {seat.user_id: seat.user for seat in seats if seat.user_id not in barred}
    return list(found.values())


def _place(seat: CouncilSeat) -> tuple[bool, datetime.date, int]:
    return (not BY_KEY[seat.category].chair, seat.since, seat.pk)


def missing(council: Council, day: datetime.date | None = None) -> list[str]:
    """What the council lacks, or has too many of, today unless another day is given. One query."""
    by_category: dict[str, list[CouncilSeat]] = {}
    for seat in council.seats.holding(day):
        by_category.setdefault(seat.category, []).append(seat)
    return [said for rule in RULES for said in lacks(rule, by_category.get(rule.key, []))]


def lacks(rule: Category, seats: list[CouncilSeat]) -> list[str]:
    """What one category lacks, in whole sentences."""
    said = []
    words = {"who": rule.inside, "have": len(seats), "least": rule.least, "most": rule.most}
    if not seats and rule.least:
        return [_("The council has nobody from %(who)s.") % words, *_no_mas(rule, seats)]
    if len(seats) < rule.least:
        said.append(
            _("The council has %(have)s from %(who)s. There should be at least %(least)s.") % words
        )
    if rule.most is not None and len(seats) > rule.most:
        said.append(
            _("The council has %(have)s from %(who)s. There should be at most %(most)s.") % words
        )
    return said + _no_mas(rule, seats) + _one_sort(rule, seats)


def _no_mas(rule: Category, seats: list[CouncilSeat]) -> list[str]:
    if not rule.mas or any(seat.is_mas for seat in seats):
        return []
    return [_("The council has no MAS from municipal health care.")]


def _one_sort(rule: Category, seats: list[CouncilSeat]) -> list[str]:
    if not rule.mixed or not seats:
        return []
    if all(seat.is_private for seat in seats):
        return [_("The council has nobody from public primary care.")]
    if not any(seat.is_private for seat in seats):
        return [_("The council has nobody from private primary care.")]
    return []
