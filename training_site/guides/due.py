"""What a clock sets going in the guides: confirmations, reminders, reviews."""

from __future__ import annotations

import datetime

from training_site.guides import (
    matters_acting,
    reminders,
    review_warnings,
    reviews,
    subscribing,
)


def do_what_is_due(day: datetime.date) -> None:
    """Everything that is due on `day`; what was done earlier the same day is not done again."""
    reminders.daily(day)
    review_warnings.warn(day)
    reviews.list_exercises()
    subscribing.send_news(day)
    subscribing.forget_unconfirmed(day)
    matters_acting.forget_addresses(day)
