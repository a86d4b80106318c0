"""What the yearly report says about its numbers: definitions, changes, and how it was counted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from training_site.figures.counting import Period

MINUS = "\u2212"


def definitions(course: str) -> dict[str, tuple[str, str]]:
    """The name and the definition of each measure."""
    return {
        "people": (
            _("People trained"),
            _(
                "People who were given a certificate in any course during the period. Each person "
                "is counted once, also with several certificates or a new workplace."
            ),
        ),
        "courses": (
            _("Courses finished"),
            _("Certificates issued during the period. Who finishes two courses is counted twice."),
        ),
        "sessions": (
            _("Led sessions"),
            _("Sessions with a leader that were held and ended. Rehearsals are not counted."),
        ),
        "attendance": (
            _("Attendance"),
            _(
                "Those who stayed to the end, of those who came in. Who never came in is not known. "
                "The leader may have corrected the list."
            ),
        ),
        "coverage": (
            _("Coverage"),
            _(
                "Units where at least one person has a certificate in %(course)s that counts on the "
                "last day, of open units with at least five employees. Earlier head counts are not "
                "kept, so the same units are asked for last year."
            )
            % {"course": course},
        ),
        "key_persons": (
            _("Units without key person"),
            _("Open units that nobody is key person for on the last day."),
        ),
    }


def compared_words(period: Period) -> str:
    """What the change is a change since."""
    before = period.before()
    if period.whole:
        return _("since %(year)s") % {"year": before.year}
    return _("since the same time in %(year)s") % {"year": before.year}


def change_words(difference: int) -> str:
    """ "+4", "oförändrat", or with a minus sign."""
    if difference == 0:
        return _("unchanged")
    return f"+{difference}" if difference > 0 else f"{MINUS}{-difference}"


def percent_change(difference: int) -> str:
    """The same in percentage points."""
    if difference == 0:
        return _("unchanged")
    return _("%(change)s percentage points") % {"change": change_words(difference)}


def method() -> tuple[str, ...]:
    """How everything was counted, for the page and at the top of the files."""
    return (
        _("The numbers are counted anew each time the page or a file is opened."),
        _("A year that goes on is compared with the same days of the year before."),
        _(
            "Counts of people under five are not shown. Where one could be worked out from the "
            "others, one more number is hidden."
        ),
        _(
            "Units are no people: how many units have somebody trained is shown, but only for units "
            "with at least five employees."
        ),
        _(
            "The numbers say how many have learned and practised. They say nothing of how good the "
            "plans became."
        ),
    )
