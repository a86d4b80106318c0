"""What a clock sets going in the guides: confirmations and reminders."""

from __future__ import annotations

import datetime

from training_site.guides import reminders


def do_what_is_due(day: datetime.date) -> None:
    """Everything that is due on `day`; what was done earlier the same day is not done again."""
    reminders.daily(day)
