"""The rule for fictitious numbers as a database constraint, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Length, Mod, StrIndex, Substr
from django.db.models.lookups import Exact, In

from sandbox.fictive.identities import (
    CENTURIES,
    CHECK_DIGIT_SHIFT,
    DAYS,
    FEMALE_DIGITS,
    MALE_DIGITS,
    MONTHS,
)

_DIGITS = "0123456789"
# Where a digit stands here is what it is worth doubled in the Luhn sum: 5 doubled is 10, digits 1 + 0 = 1.
_DOUBLED = "0516273849"
# Places in YYYYMMDD-NNNC, counted from 1 as SQL does.
_DOUBLED_PLACES = (3, 5, 7, 10, 12)
_PLAIN_PLACES = (4, 6, 8, 11, 13)


def fictitious_number_condition(field: str, *, sex_field: str | None = None) -> Q:
    """A condition for CheckConstraint: `field` holds YYYYMMDD-NNNC by the rule of identities.py.

    Checks length, century, month, day, serial and check digit; with `sex_field` (female, male or
    neutral) also the parity of the serial. NULL passes, as in every check constraint: let the
    column be NOT NULL.
    """
    condition = (
        Q(Exact(Length(F(field)), 13))
        & Q(In(Substr(F(field), 1, 2), list(CENTURIES)))
        & Q(In(Substr(F(field), 3, 1), list(_DIGITS)))
        & Q(In(Substr(F(field), 4, 1), list(_DIGITS)))
        & Q(In(Substr(F(field), 5, 2), list(MONTHS)))
        & Q(In(Substr(F(field), 7, 2), list(DAYS)))
        & Q(Exact(Substr(F(field), 9, 1), Value("-")))
        & ~Q(Exact(Substr(F(field), 10, 3), Value("000")))
    )
    for place in range(10, 14):
        condition &= Q(In(Substr(F(field), place, 1), list(_DIGITS)))
    # A right check digit makes the sum end in 0; ours is five more.
    condition &= Q(Exact(Mod(_luhn_sum(field), 10), CHECK_DIGIT_SHIFT))
    if sex_field is None:
        return condition
    parity = Substr(F(field), 12, 1)
    return condition & (
        Q(**{sex_field: "neutral"})
        | (Q(**{sex_field: "male"}) & Q(In(parity, list(MALE_DIGITS))))
        | (Q(**{sex_field: "female"}) & Q(In(parity, list(FEMALE_DIGITS))))
    )


def _luhn_sum(field: str) -> Combinable:
    """The Luhn sum over YYMMDDNNNC plus ten.

    STRPOS counts from 1, which adds one for each of the ten digits and nothing modulo ten. It needs
    no cast, so text that is not digits fails the check instead of the query.
    """
    worths = [(place, _DOUBLED) for place in _DOUBLED_PLACES]
    worths += [(place, _DIGITS) for place in _PLAIN_PLACES]
    terms = [StrIndex(Value(order), Substr(F(field), place, 1)) for place, order in worths]
    total: Combinable = terms[0]
    for term in terms[1:]:
        total = total + term
    return total
