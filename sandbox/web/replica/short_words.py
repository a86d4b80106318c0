"""Abbreviations that are explained where they stand, the first time a page uses them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

SHORT = re.compile(r"\b[A-ZÅÄÖ]{3,4}\b")


def explained(*texts: str) -> list[tuple[str, str]]:
    """The abbreviations in the texts with what they are short for, in the order they come."""
    known = {
        "SIP": _("coordinated individual plan"),
        "SVU": _("coordination at discharge"),
        "LPT": _("the act on compulsory psychiatric care"),
        "LRV": _("the act on forensic psychiatric care"),
        "OPT": _("open compulsory psychiatric care"),
        "ÖRV": _("open forensic psychiatric care"),
        "LSS": _("the act on support for people with certain disabilities"),
    }
    found = dict.fromkeys(word for text in texts for word in SHORT.findall(text))
    return [(word, known[word]) for word in found if word in known]
