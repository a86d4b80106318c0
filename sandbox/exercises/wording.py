"""Templates in scenario files: {call.place}, {call.recipients|names}, {row.until_day|day}."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.exercises.conditions import Scope, blank
from sandbox.exercises.scenario import Scenario
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile

SLOT = re.compile(r"\{([a-z_]+(?:@[a-z0-9-]+)?(?:\.[a-z0-9_-]+)*)(?:\|([a-z_]+))?\}")
NBSP = "\u00a0"
SHORT = 80
QUOTED = 200


def fill(template: str, scenario: Scenario, scope: Scope) -> str:
    """Return the template with its slots filled; a slot with nothing to show becomes empty."""

    def slot(match: re.Match[str]) -> str:
        value = scope.get(match[1])
        if blank(value):
            return ""
        return FILTERS[match[2] or "plain"](value, scenario, match[1])

    return SLOT.sub(slot, template)


def unfilled(template: str, scope: Scope) -> bool:
    """Return whether some slot of the template has nothing to show."""
    return any(blank(scope.get(match[1])) for match in SLOT.finditer(template))


def slots(template: str) -> tuple[tuple[str, str], ...]:
    """Return the paths and filters that the template uses."""
    return tuple((match[1], match[2] or "plain") for match in SLOT.finditer(template))


def joined(words: list[str]) -> str:
    """Return Swedish enumeration: "a, b och c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"


def _plain(value: Any, _scenario: Scenario, _path: str) -> str:
    if isinstance(value, list | tuple):
        return joined([str(one) for one in value])
    return str(value).rstrip()


def _short(value: Any, _scenario: Scenario, _path: str) -> str:
    text = " ".join(str(value).split()).rstrip(" .?…")
    return _cut(text, SHORT)


def _quoted(value: Any, _scenario: Scenario, _path: str) -> str:
    return _cut(" ".join(str(value).split()), QUOTED)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]} …"


def _lower(value: Any, scenario: Scenario, path: str) -> str:
    text = _quoted(value, scenario, path)
    return text[:1].lower() + text[1:]


def _name(scenario: Scenario, code: str) -> str:
    party = scenario.parties.get(code)
    return party.mention if party else code


def _names(value: Any, scenario: Scenario, _path: str) -> str:
    codes = value if isinstance(value, list | tuple) else [value]
    return joined([_name(scenario, str(code)) for code in codes])


def _party(value: Any, scenario: Scenario, _path: str) -> str:
    party = scenario.parties.get(str(value))
    return party.name if party else str(value)


def _day(value: Any, _scenario: Scenario, _path: str) -> str:
    return f"dag{NBSP}{value}"


def _weekday(value: Any, scenario: Scenario, _path: str) -> str:
    return scenario.day_label(int(value)).replace("dag ", f"dag{NBSP}", 1)


def _time(value: Any, _scenario: Scenario, _path: str) -> str:
    return f"kl.{NBSP}{value}"


def _choice(value: Any, scenario: Scenario, path: str) -> str:
    flow = under(load_flow(scenario.flow), load_profile(scenario.profile))
    head, _, key = path.partition(".")
    document = head.partition("@")[0]
    if document == "row":
        return _heading(value, scenario, path)
    for field in flow.documents[document].fields:
        if field.key == key and field.choices:
            codes = value if isinstance(value, list | tuple) else [value]
            words = [field.choices.get(code, str(code)) for code in codes]
            return joined([*words[:1], *(word[:1].lower() + word[1:] for word in words[1:])])
    return _plain(value, scenario, path)


def _choice_lower(value: Any, scenario: Scenario, path: str) -> str:
    text = _choice(value, scenario, path)
    return text[:1].lower() + text[1:]


def _sentence(value: Any, _scenario: Scenario, _path: str) -> str:
    text = str(value).rstrip()
    return text if text.endswith((".", "?")) else f"{text}."


def _heading(value: Any, scenario: Scenario, _path: str) -> str:
    return load_profile(scenario.profile).headings.get(str(value), str(value))


FILTERS: dict[str, Callable[[Any, Scenario, str], str]] = {
    "plain": _plain,
    "short": _short,
    "quoted": _quoted,
    "lower": _lower,
    "names": _names,
    "party": _party,
    "day": _day,
    "weekday": _weekday,
    "time": _time,
    "choice": _choice,
    "choice_lower": _choice_lower,
    "sentence": _sentence,
    "heading": _heading,
}
