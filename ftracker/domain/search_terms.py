"""The terms of a search: `payee:lidl`, `amount>50`, `after:2025-01`, `has:note`, or a bare word.

`:` is the gentle comparison and `=` the strict one: `payee:lidl` contains, `payee=lidl` is the
whole payee; `category:food` is the category of that name, else all whose names contain it, each
with those below it, and `category=Food` is that category alone. `payee:lidl*` begins so and
`payee:*gmbh` ends so. Letters are compared without regard to case. What a rule can ask stays a
`Condition`; the rest are traits.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from ftracker.domain import periods
from ftracker.domain.kinds import Flow, Kind
from ftracker.domain.periods import FIRST, LAST, Unit
from ftracker.domain.rules import READ, WEEKDAYS, Condition, Field, Operator

KEYWORDS = ("or", "and", "not")
QUOTES = "\"“”„"  # fmt: skip
SIGN = r">=|<=|[:=<>]"
_TEXTS = (Field.TEXT, Field.PAYEE, Field.NOTE)
_NAMED = (Field.CATEGORY, Field.ACCOUNT, Field.TYPE)
_ORDERED = (Field.AMOUNT, Field.DATE, Field.DAY)
# Days by the words that people use, and the comparison that each stands for.
_TIMES = {"after": ">=", "before": "<", "until": "<="}
HAS = ("payee", "note", "tag")
IS = ("refund", "split", "imported", "reconciled")
_CHOICES: dict[str, tuple[str, ...]] = {
    "flow": tuple(Flow),
    "weekday": WEEKDAYS,
    "kind": tuple(kind.lower() for kind in Kind),
    "has": HAS,
    "is": IS,
}
FIELDS = (*Field, *_TIMES, "kind", "has", "is")
_SHORTEST = 3
_AMOUNT = re.compile(r"[0-9]{1,15}(?:[.,](?:[0-9]{1,2}|[0-9]{4}))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = re.compile(r"0?[1-9]|[12][0-9]|3[01]")
_SAFE = re.compile(rf"[^\s()|*<>=:{QUOTES}-](?:[^\s()|]*[^\s()|*])?")
_LOOKS_LIKE_A_FIELD = re.compile(rf"[^\W\d_]+(?:{SIGN})")


class Said(NamedTuple):
    """The value of a term; `before` and `after` tell of an asterisk on either side of it."""

    text: str
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Trait:
    """What a search asks and no rule does: `kind:expense`, `has:note`, `is:refund`."""

    name: str
    value: str
    is_negated: bool = False


Term = Condition | Trait


def word(text: str) -> Condition:
    """Give the term of a bare word or a phrase: the payee or the note contains it."""
    return Condition(Field.TEXT, Operator.CONTAINS, (text,))


def read(name: str, sign: str, said: Said) -> Term:
    """Read a term such as `amount` `>` `50`. Raises ValueError with a sentence."""
    name = name.lower()
    if name not in FIELDS:
        raise ValueError(_unknown(name))
    if not said.text:
        raise ValueError(f"Write what “{name}{sign}” looks for right behind it.")
    if name in _TIMES or name in _ORDERED:
        return _ordered(name, sign, said.text)
    if sign not in ":=":
        raise ValueError(f"“{name}” has no order: write “{name}:” and what it is.")
    if name in _TEXTS:
        return Condition(Field(name), _way(sign, said), (said.text,))
    if name in _NAMED:
        operator = Operator.CONTAINS if sign == ":" else Operator.IS
        return Condition(Field(name), operator, (said.text,))
    return _chosen(name, said.text)


def written(term: Term) -> str:
    """Write a term so that it reads back as it is, its negation included.

    Raises ValueError for a regular expression, which only rules have.
    """
    if isinstance(term, Trait):
        return f"{_minus(term.is_negated)}{term.name}:{term.value}"
    if term.field in _ORDERED:
        return _written_order(term)
    value = _quoted(term.values[0])
    match term.operator:
        case Operator.MATCHES:
            raise ValueError("It has a regular expression, which no search has.")
        case Operator.CONTAINS if term.field is Field.TEXT:
            said = _written_word(term.values[0])
        case Operator.STARTS:
            said = f"{term.field}:{value}*"
        case Operator.ENDS:
            said = f"{term.field}:*{value}"
        case Operator.EQUALS:
            said = f"{term.field}={value}"
        case Operator.IS if term.field in _NAMED:
            said = f"{term.field}={value}"
        case _:
            said = f"{term.field}:{value}"
    return _minus(term.is_negated) + said


def _unknown(name: str) -> str:
    close = get_close_matches(name, FIELDS, n=1)
    offered = f"Did you mean “{close[0]}”?" if close else f"There are {', '.join(FIELDS)}."
    return f"A search knows no “{name}”. {offered} Words in quotation marks are looked for as such."


def _way(sign: str, said: Said) -> Operator:
    if sign == "=":
        return Operator.EQUALS
    if said.before == said.after:
        return Operator.CONTAINS
    return Operator.ENDS if said.before else Operator.STARTS


def _chosen(name: str, text: str) -> Term:
    if name == Field.TAG:
        return Condition(Field.TAG, Operator.IS, (text,))
    value, known = text.lower(), _CHOICES[name]
    if name == Field.WEEKDAY and len(value) >= _SHORTEST:
        value = next((day for day in WEEKDAYS if day.startswith(value)), value)
    if value not in known:
        raise ValueError(f"Behind “{name}:” stands one of {', '.join(known)}.")
    if name in (Field.FLOW, Field.WEEKDAY):
        return Condition(Field(name), Operator.IS, (value,))
    return Trait(name, value)


def _ordered(name: str, sign: str, text: str) -> Condition:
    if name in _TIMES:
        if sign not in ":=":
            raise ValueError(f"Write a day behind “{name}:”.")
        field, sign = Field.DATE, _TIMES[name]
    else:
        field = Field(name)
        if sign == ":" and (found := re.match(">=?|<=?", text)):
            sign, text = found[0], text[found.end() :]
    if sign in ":=":
        return _range(field, text)
    low, high = _span(field, text)
    match sign:
        case ">":
            return Condition(field, Operator.ABOVE, (high,))
        case ">=":
            return Condition(field, Operator.BELOW, (low,), is_negated=True)
        case "<":
            return Condition(field, Operator.BELOW, (low,))
        case _:
            return Condition(field, Operator.ABOVE, (high,), is_negated=True)


def _range(field: Field, text: str) -> Condition:
    """Read `10`, `10..20`, `10..` or `..20`; both bounds belong to it."""
    first, dots, last = text.partition("..")
    if dots and not last:
        return Condition(field, Operator.BELOW, (_span(field, first)[0],), is_negated=True)
    if dots and not first:
        return Condition(field, Operator.ABOVE, (_span(field, last)[1],), is_negated=True)
    low, high = _span(field, first)
    if dots:
        high = _span(field, last)[1]
    elif low == high:
        return Condition(field, Operator.EQUALS, (low,))
    read_as = READ[field]
    if read_as(high) < read_as(low):
        raise ValueError("Write two values, the smaller first.")
    return Condition(field, Operator.BETWEEN, (low, high))


def _span(field: Field, text: str) -> tuple[str, str]:
    """Give the first and the last value that a text means: a month has many days."""
    if field is Field.DATE:
        return _days(text)
    if field is Field.DAY:
        if not _DAY.fullmatch(text):
            raise ValueError("Write a day of the month from 1 to 31.")
        return (str(int(text)),) * 2
    if not _AMOUNT.fullmatch(text):
        raise ValueError(
            "Write an amount such as 1000 or 12.50, without a mark for thousands;"
            " three decimals with a nought behind them."
        )
    return (f"{Decimal(text.replace(',', '.')).normalize():f}",) * 2


def _days(text: str) -> tuple[str, str]:
    try:
        if not _DATE.fullmatch(text):
            period = periods.parse(text)
            return period.start.isoformat(), period.last_day.isoformat()
        if FIRST <= date.fromisoformat(text) < LAST:
            return text, text
    except ValueError:
        pass
    raise ValueError("Write a day, week, month or year: 2025-07-31, 2025-W30, 2025-07 or 2025.")


def _written_order(term: Condition) -> str:
    values = [_padded(value) if term.field is Field.AMOUNT else value for value in term.values]
    is_date = term.field is Field.DATE
    match term.operator, term.is_negated:
        case Operator.ABOVE, negated:
            return f"{term.field}{'<=' if negated else '>'}{values[0]}"
        case Operator.BELOW, True:
            return f"after:{values[0]}" if is_date else f"{term.field}>={values[0]}"
        case Operator.BELOW, _:
            return f"before:{values[0]}" if is_date else f"{term.field}<{values[0]}"
        case Operator.EQUALS, negated:
            return f"{_minus(negated)}{term.field}:{values[0]}"
    whole = _period(*values) if is_date else ""
    return f"{_minus(term.is_negated)}{term.field}:{whole or '..'.join(values)}"


def _period(first: str, last: str) -> str:
    """Name the month or the year that two days are the ends of, if they are."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    around = (periods.containing(start, unit) for unit in (Unit.YEAR, Unit.MONTH))
    return next((p.text for p in around if (p.start, p.last_day) == (start, end)), "")


def _padded(amount: str) -> str:
    """Write three decimals as four: 1.000 could be read as a thousand."""
    decimals = len(amount.partition(".")[2])
    return f"{amount}0" if decimals == len("000") else amount


def _minus(is_negated: bool) -> str:  # noqa: FBT001 (it is the whole question)
    return "-" if is_negated else ""


def _written_word(text: str) -> str:
    is_taken = text.lower() in KEYWORDS or _LOOKS_LIKE_A_FIELD.match(text)
    return _quoted(text, always=bool(is_taken))


def _quoted(text: str, *, always: bool = False) -> str:
    if _SAFE.fullmatch(text) and not always:
        return text
    escaped = re.sub(rf"([\\{QUOTES}])", r"\\\1", text)
    return f'"{escaped}"'
