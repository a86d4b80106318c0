"""Looks for what is wrong in a scenario before anybody plays it; answers in Swedish with lines."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.exercises import led_lint
from sandbox.exercises.checks import checks
from sandbox.exercises.compare import model_case
from sandbox.exercises.conditions import Condition
from sandbox.exercises.led_lint import Problem
from sandbox.exercises.moments import Within
from sandbox.exercises.play import advance, begin, next_event
from sandbox.exercises.replies import replies_for
from sandbox.exercises.scenario import CompareSection, Scenario, Step
from sandbox.exercises.wording import FILTERS, slots
from sandbox.process.engine import Refused
from sandbox.process.flow import Field, Flow, Profile, field_of
from sandbox.process.overlay import under
from sandbox.process.state import CaseState

FREE_ROOTS = frozenset({"log", "fact", "facts", "receipt", "sent_to", "case"})


def lint(scenario: Scenario, flow: Flow, profile: Profile) -> tuple[Problem, ...]:
    """Return every problem in the scenario; the model is only played when the file is whole."""
    shown = under(flow, profile)
    found = [
        *_keys(scenario),
        *_parties(scenario),
        *_steps(scenario, shown),
        *_conditions(scenario, shown),
        *_texts(scenario, shown),
        *led_lint.lint(scenario, shown),
    ]
    return tuple(found) if found else tuple(_played(scenario))


def _keys(scenario: Scenario) -> Iterator[Problem]:
    seen: set[str] = set()
    for key, line in (
        *((f"steg {step.key}", step.line) for step in scenario.steps),
        *((f"kontroll {check.key}", check.line) for check in scenario.checks),
    ):
        if key in seen:
            yield Problem(line, f"Nyckeln för {key} finns två gånger.")
        seen.add(key)
    for move in scenario.model:
        if f"steg {move.step}" not in seen:
            yield Problem(0, f"model nämner steget ”{move.step}”, som inte finns.")
    if scenario.meeting and f"steg {scenario.meeting.step}" not in seen:
        yield Problem(0, f"meeting nämner steget ”{scenario.meeting.step}”, som inte finns.")


def _parties(scenario: Scenario) -> Iterator[Problem]:
    named = [
        *((seat.party, 0) for seat in scenario.seats),
        *((rule.party, rule.line) for rule in scenario.actors),
        *((s.party, s.line) for step in scenario.steps for s in step.speakers),
        *((a.party, 0) for a in (scenario.meeting.attendances if scenario.meeting else ())),
    ]
    for party, line in named:
        if party not in scenario.parties:
            yield Problem(line, f"Parten ”{party}” finns inte i parties.")


def _steps(scenario: Scenario, flow: Flow) -> Iterator[Problem]:
    for step in scenario.steps:
        action = flow.actions.get(step.action)
        if action is None:
            yield Problem(step.line, f"Handlingen ”{step.action}” finns inte i flödet.")
        elif not action.document and step.document and step.document not in flow.documents:
            yield Problem(step.line, f"Dokumentet ”{step.document}” finns inte i flödet.")
        elif action.document and action.document != step.document:
            yield Problem(
                step.line, f"Handlingen skriver ”{action.document}”, inte ”{step.document}”."
            )
        if step.kind == "form" and not step.redo:
            yield Problem(step.line, "Steget saknar redo, texten på knappen för att göra om.")
        yield from _speakers(step)
    rules = [(past.action, past.action) for past in scenario.history]
    if scenario.meeting:
        rules.append((scenario.meeting.upon, scenario.meeting.do))
    for code in sorted({code for rule in rules for code in rule} - set(flow.actions)):
        yield Problem(0, f"Handlingen ”{code}” finns inte i flödet.")


def _speakers(step: Step) -> Iterator[Problem]:
    for speaker in step.speakers:
        last = speaker.answers[-1]
        if last.when is not None:
            yield Problem(
                last.line, "Det sista svaret ska gälla alltid, så att mottagaren alltid svarar."
            )
        for answer in speaker.answers[:-1]:
            if answer.when is None:
                yield Problem(
                    answer.line, "Svaren efter det här kommer aldrig fram. Lägg det sist."
                )


def _conditions(scenario: Scenario, flow: Flow) -> Iterator[Problem]:
    for outer in _all_conditions(scenario):
        for one, rows in _with_rows(outer, flow, ()):
            yield from _condition(one, rows, scenario, flow)


def _all_conditions(scenario: Scenario) -> Iterator[Condition]:
    for step in scenario.steps:
        yield from (check.when for check in step.checks)
        yield from filter(None, (step.opens,))
        for speaker in step.speakers:
            yield from filter(None, (speaker.when, *(answer.when for answer in speaker.answers)))
    for section in scenario.compare:
        yield from (difference.when for difference in section.differences)
    remarks = (*scenario.praise, *scenario.practise)
    yield from filter(None, (remark.when for remark in remarks))
    yield from filter(None, (rule.when for rule in scenario.actors))
    if scenario.meeting:
        for attendance in scenario.meeting.attendances:
            yield from filter(None, (attendance.comes, attendance.listed))


def _with_rows(
    condition: Condition, flow: Flow, rows: tuple[Field, ...]
) -> Iterator[tuple[Condition, tuple[Field, ...]]]:
    yield condition, rows
    inner = rows
    if condition.op in ("any_row", "every_row"):
        field = _field_at(condition.path, flow, rows)
        inner = field.fields if field else ()
    for part in condition.parts:
        yield from _with_rows(part, flow, inner)


def _condition(
    one: Condition, rows: tuple[Field, ...], scenario: Scenario, flow: Flow
) -> Iterator[Problem]:
    head, _, rest = one.path.partition(".")
    if not one.path or head in FREE_ROOTS:
        yield from _of_the_log(one, head, rest, scenario, flow)
        return
    author = head.partition("@")[2]
    if author and author not in scenario.parties:
        yield Problem(one.line, f"Parten ”{author}” finns inte i parties.")
    field = _field_at(one.path, flow, rows)
    if field is None:
        yield Problem(one.line, f"Sökvägen ”{one.path}” finns inte i något formulär.")
        return
    known = _choices(field, scenario)
    values = one.value if isinstance(one.value, list) else [one.value]
    if known is None or one.op in ("count_at_least", "empty", "each_has", "all_filled", "any_true"):
        return
    for value in values:
        if isinstance(value, str) and value not in known:
            yield Problem(one.line, f"”{value}” går inte att välja i ”{one.path}”.")


def _of_the_log(
    one: Condition, head: str, rest: str, scenario: Scenario, flow: Flow
) -> Iterator[Problem]:
    """What is named outside the forms: log codes, and documents that are acknowledged."""
    name, _, party = rest.partition("@")
    if party and party not in scenario.parties:
        yield Problem(one.line, f"Parten ”{party}” finns inte i parties.")
    if head == "receipt" and name not in flow.documents:
        yield Problem(one.line, f"Dokumentet ”{name}” finns inte i flödet.")
    codes = [name] if head == "log" else []
    if isinstance(one.value, Within):
        codes.append(one.value.after)
    elif one.op in ("before_log", "after_log"):
        codes.append(str(one.value))
    for code in codes:
        if code.partition("@")[0] not in {*flow.actions, *led_lint.LOG_CODES}:
            yield Problem(one.line, f"Händelsen ”{code}” finns inte.")


def _choices(field: Field, scenario: Scenario) -> frozenset[str] | None:
    if field.from_parties:
        return frozenset(
            code
            for code, party in scenario.parties.items()
            if field.from_parties == "any" or field.from_parties in party.uses
        )
    return frozenset(field.choices) if field.choices else None


def _field_at(path: str, flow: Flow, rows: tuple[Field, ...]) -> Field | None:
    head, *keys = path.split(".")
    head = head.partition("@")[0]
    fields = rows if head == "row" else ()
    if head in flow.documents:
        fields = flow.documents[head].fields
    field: Field | None = None
    for key in keys:
        if key.isdigit() and field is not None and field.type == "rows":
            continue
        if field is not None and field.type == "questions_per_party":
            return field
        field = field_of(fields, key)
        if field is None:
            return None
        fields = field.fields
    return field


def _texts(scenario: Scenario, flow: Flow) -> Iterator[Problem]:
    for text, line in _all_texts(scenario):
        for path, name in slots(text):
            if name not in FILTERS:
                yield Problem(line, f"Filtret ”{name}” finns inte.")
            head = path.partition(".")[0].partition("@")[0]
            if head not in flow.documents and head != "row" and head not in FREE_ROOTS:
                yield Problem(line, f"Texten nämner ”{path}”, som inte finns.")
            elif head in flow.documents and _field_at(path, flow, ()) is None:
                yield Problem(line, f"Texten nämner ”{path}”, som inte finns i något formulär.")
        if "!" in text:
            yield Problem(line, "Texten har utropstecken. Skriv lugnt.")


def _all_texts(scenario: Scenario) -> Iterator[tuple[str, int]]:
    for step in scenario.steps:
        yield step.lead, step.line
        for speaker in step.speakers:
            for answer in speaker.answers:
                for text in (answer.quote, answer.says, answer.also, answer.attempt):
                    yield text, answer.line
        for check in step.checks:
            for text in (check.label, check.missing, *check.hints):
                yield text, check.line
    for section in scenario.compare:
        yield from ((text, section.line) for text in _section_texts(section))
    yield from ((remark.says, 0) for remark in (*scenario.praise, *scenario.practise))


def _section_texts(section: CompareSection) -> tuple[str, ...]:
    said = (difference.says for difference in section.differences)
    return (*section.lines, *section.parts, section.note, section.equal, section.absent, *said)


def _played(scenario: Scenario) -> Iterator[Problem]:
    try:
        outcomes = checks(scenario, _nobody_acts(scenario))
        case = model_case(scenario)
    except Refused as refusal:
        text = " ".join(f"{reason.field} {reason.text}".strip() for reason in refusal.reasons)
        yield Problem(0, f"Den erfarna kollegans plan går inte att spela: {text}")
        return
    for outcome in outcomes:
        if outcome.met:
            yield Problem(0, f"Kontrollen ”{outcome.key}” är uppfylld redan från början.")
    yield from _model(scenario, case)
    yield from led_lint.alone(scenario)


def _nobody_acts(scenario: Scenario) -> CaseState:
    """The case when every seat is taken and nobody does anything while the days go by."""
    case = begin(scenario, humans=tuple(seat.party for seat in scenario.seats))
    while (later := next_event(case)) is not None and len(case.log) < led_lint.MANY:
        case = advance(case, scenario=scenario, to=later).case
    return case


def _model(scenario: Scenario, case: CaseState) -> Iterator[Problem]:
    for outcome in checks(scenario, case):
        if not outcome.met:
            yield Problem(0, f"Kollegans plan uppfyller inte ”{outcome.key}”.")
    for step in scenario.steps:
        replies = replies_for(scenario, case, step.key)
        if not replies and (step.speakers or not scenario.shared):
            yield Problem(step.line, f"Ingen svarar på kollegans plan i steget ”{step.key}”.")
        for reply in replies:
            if reply.tone != "worked" or reply.attempt_hint:
                yield Problem(
                    step.line, f"Kollegans plan får ett svar som saknar något: {reply.text}"
                )
