"""What is asked before something in a room is taken away: what goes, and what stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Asked:
    """One question: what is done, what goes, what stays, and the words of the two ways on."""

    do: str
    heading: str | Promise
    goes: tuple[str | Promise, ...]
    stays: tuple[str | Promise, ...]
    yes: str | Promise
    no: str | Promise
    final: bool = True


_ALL = (
    Asked(
        do="again",
        heading=_("Do you want to start over?"),
        goes=(
            _("Everybody goes back to the morning you opened the room."),
            _("What you have written is put aside, drafts too."),
        ),
        stays=(
            _("The people, the units and the system you chose."),
            _("What is put aside can be taken back for 14 days."),
        ),
        yes=_("Start over"),
        no=_("Go on where you are"),
        final=False,
    ),
    Asked(
        do="undo",
        heading=_("Do you want to go back to before you started over?"),
        goes=(_("What you have written since you started over."),),
        stays=(_("What you had written before, as it was then."),),
        yes=_("Undo starting over"),
        no=_("Go on where you are"),
    ),
    Asked(
        do="erase",
        heading=_("Do you want to erase everything you have written?"),
        goes=(
            _("Everything you have written in the room, from every unit you have sat at."),
            _("Drafts, earlier attempts, and copies of the room that you have shared."),
        ),
        stays=(
            _("The room, the people, and what the system's own units have written."),
            _(
                "The exercise administrators see that something was erased and when, never what "
                "it said."
            ),
        ),
        yes=_("Erase everything I have written"),
        no=_("Keep the text"),
    ),
    Asked(
        do="leave",
        heading=_("Do you want to take the room away?"),
        goes=(
            _("The room with everything that you and the units have written, drafts too."),
            _("Your earlier attempts in the room."),
        ),
        stays=(
            _("Your other rooms, and copies that others have begun in."),
            _("Your courses, results and certificates."),
        ),
        yes=_("Take the room away"),
        no=_("Keep the room"),
    ),
)
LAST_WORDS: Mapping[str, Asked] = {one.do: one for one in _ALL}
