"""RULES: whom a council can ask to read, confirm or pass on. A rule, never a list of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Audience:
    """One audience: as an editor chooses it, as readers are told, and as people are asked for.

    `rule` is what `people.coverage.audience` reads, and what a campaign keeps.
    """

    label: str | Promise
    who: str | Promise
    rule: Mapping[str, Any]


AUDIENCES: dict[str, Audience] = {
    "key_persons": Audience(_("all key persons"), _("key persons"), {"kind": "key_persons"}),
    "key_persons_and_managers": Audience(
        _("all key persons and managers"),
        _("key persons and managers"),
        {"kind": "key_persons_and_managers"},
    ),
    "sip_trainers": Audience(
        _("all SIP trainers"), _("SIP trainers"), {"kind": "role", "assignment": "sip_trainer"}
    ),
    "managers": Audience(_("all managers"), _("managers"), {"kind": "managers"}),
}
CHOICES = [(key, audience.label) for key, audience in AUDIENCES.items()]
DEFAULT = "key_persons"
# How readers are told of those whom a kept rule means.
WHO = {audience.rule["kind"]: audience.who for audience in AUDIENCES.values()}
