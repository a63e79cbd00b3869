"""Rules at work: drafts in, drafts out.

Texts are compared without regard to case. A rule without conditions fits nothing. Rules apply from
top to bottom: a later one sees what the earlier ones did.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftracker.domain.kinds import Flow
from ftracker.domain.patterns import Pattern
from ftracker.domain.rules import (
    READ,
    WEEKDAYS,
    Actions,
    Condition,
    Draft,
    Field,
    Operator,
    Rule,
)

PAYEE_LENGTH, NOTE_LENGTH, MOST_TAGS = 200, 2_000, 20
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Defaults:
    """What stands for what a draft leaves open: names, and of each direction its default type.

    `flows` gives the flow of every type by its name in small letters.
    """

    category: str
    account: str
    types: Mapping[str, str]
    flows: Mapping[str, Flow]


Test = Callable[[Draft], bool]


class Applier:
    """Applies rules to drafts, one after another; remembers what it found in each text.

    Most rules look at the payee, and of a million rows most share theirs with many: which rules a
    payee lets through at all is found out once.
    """

    def __init__(self, rules: Sequence[Rule], defaults: Defaults) -> None:
        self._rules = [(_test(r, defaults), _change(r.actions, defaults)) for r in rules]
        self._gates = [_gate(rule, defaults) for rule in rules]
        self._open: dict[str, tuple[int, ...]] = {}

    def __call__(self, draft: Draft) -> Draft:
        """Give the draft as the rules make it."""
        payee = draft.payee
        known = self._open.get(payee)
        for number in self._let_through(draft) if known is None else known:
            fits, change = self._rules[number]
            if fits(draft):
                draft = change(draft)
                if draft.payee != payee:
                    return self._rest(draft, number + 1)
        return draft

    def _let_through(self, draft: Draft) -> tuple[int, ...]:
        if len(self._open) > _MOST_KEPT:
            self._open.clear()
        numbers = tuple(number for number, opens in enumerate(self._gates) if opens(draft))
        self._open[draft.payee] = numbers
        return numbers

    def _rest(self, draft: Draft, start: int) -> Draft:
        for fits, change in self._rules[start:]:
            if fits(draft):
                draft = change(draft)
        return draft

    def leaves(self, payee: str) -> bool:
        """Tell whether no rule can fit, whatever else a draft of this payee says."""
        return self._open.get(payee) == ()

    def fits(self, draft: Draft) -> bool:
        """Tell whether any of the rules fits a draft as it is."""
        return any(fits(draft) for fits, _ in self._rules)


def _gate(rule: Rule, defaults: Defaults) -> Test:
    """Tell by the payee alone whether a rule may fit; it looks at nothing else of a draft."""
    tests = [_condition(c, defaults) for c in rule.conditions if c.field is Field.PAYEE]
    if rule.needs_all:
        return lambda draft: all(test(draft) for test in tests)
    if len(tests) < len(rule.conditions):
        return lambda _: True
    return lambda draft: any(test(draft) for test in tests)


def _test(rule: Rule, defaults: Defaults) -> Test:
    tests = [_condition(condition, defaults) for condition in rule.conditions]
    if not tests:
        return lambda _: False
    if len(tests) == 1:
        return tests[0]
    decide = all if rule.needs_all else any
    return lambda draft: decide(test(draft) for test in tests)


def _condition(condition: Condition, defaults: Defaults) -> Test:
    if condition.field in (Field.TEXT, Field.PAYEE, Field.NOTE):
        found = _on_text(condition)
    elif condition.field in (Field.AMOUNT, Field.DATE, Field.DAY):
        found = _on_order(condition)
    else:
        found = _on_choice(condition, defaults)
    return (lambda draft: not found(draft)) if condition.is_negated else found


def _on_text(condition: Condition) -> Test:
    fits = _kept(_text_test(condition.operator, condition.values[0]))
    if condition.field is Field.PAYEE:
        return lambda draft: fits(draft.payee)
    if condition.field is Field.NOTE:
        return lambda draft: fits(draft.note)
    return lambda draft: fits(draft.payee) or fits(draft.note)


def _text_test(operator: Operator, value: str) -> Callable[[str], bool]:
    wanted = value.lower()
    match operator:
        case Operator.CONTAINS:
            return lambda text: wanted in text.lower()
        case Operator.STARTS:
            return lambda text: text.lower().startswith(wanted)
        case Operator.ENDS:
            return lambda text: text.lower().endswith(wanted)
        case Operator.EQUALS:
            return lambda text: text.lower() == wanted
        case _:
            return Pattern(value).is_in


def _kept(test: Callable[[str], bool]) -> Callable[[str], bool]:
    """Ask a test once per text: a million rows hold a few thousand."""
    known: dict[str, bool] = {}

    def ask(text: str) -> bool:
        found = known.get(text)
        if found is None:
            if len(known) > _MOST_KEPT:
                known.clear()
            found = known[text] = test(text)
        return found

    return ask


def _on_order(condition: Condition) -> Test:
    read = READ[condition.field]
    low, high = read(condition.values[0]), read(condition.values[-1])
    get = _GET[condition.field]
    match condition.operator:
        case Operator.ABOVE:
            return lambda draft: get(draft) > low
        case Operator.BELOW:
            return lambda draft: get(draft) < low
        case Operator.EQUALS:
            return lambda draft: get(draft) == low
        case _:
            return lambda draft: low <= get(draft) <= high


_GET: dict[Field, Callable[[Draft], Any]] = {
    Field.AMOUNT: lambda draft: draft.amount,
    Field.DATE: lambda draft: draft.date,
    Field.DAY: lambda draft: draft.date.day,
}


def _on_choice(condition: Condition, defaults: Defaults) -> Test:
    value = condition.values[0].lower()
    match condition.field:
        case Field.CATEGORY:
            return lambda draft: (draft.category or defaults.category).lower() == value
        case Field.ACCOUNT:
            return lambda draft: (draft.account or defaults.account).lower() == value
        case Field.TYPE:
            return lambda draft: (draft.type or defaults.types[draft.direction]).lower() == value
        case Field.FLOW:
            return lambda draft: _flow_of(draft, defaults) == value
        case Field.WEEKDAY:
            day = WEEKDAYS.index(value)
            return lambda draft: draft.date.weekday() == day
        case _:
            return lambda draft: any(tag.lower() == value for tag in draft.tags)


def _flow_of(draft: Draft, defaults: Defaults) -> str:
    return draft.direction if draft.type is None else defaults.flows[draft.type.lower()]


def _change(actions: Actions, defaults: Defaults) -> Callable[[Draft], Draft]:
    named = {"category": actions.category, "account": actions.account}
    fixed: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    if actions.payee is not None:
        fixed["payee"] = actions.payee[:PAYEE_LENGTH]
    if actions.note is not None:
        fixed["note"] = actions.note[:NOTE_LENGTH]
    flow = defaults.flows[actions.type.lower()] if actions.type is not None else None

    def change(draft: Draft) -> Draft:
        changed = draft._replace(**fixed)
        # Which way money moved is a fact: a type that says otherwise is not set.
        if flow in (Flow.TRANSFER, draft.direction):
            changed = changed._replace(type=actions.type)
        if actions.add_note:
            changed = changed._replace(note=_longer(changed.note, actions.add_note))
        if actions.tags:
            tags = dict.fromkeys((*changed.tags, *actions.tags))
            changed = changed._replace(tags=tuple(tags)[:MOST_TAGS])
        return changed

    return change


def _longer(note: str, more: str) -> str:
    """Put words behind a note, once."""
    if more in note:
        return note
    return (f"{note} · {more}" if note else more)[:NOTE_LENGTH]
