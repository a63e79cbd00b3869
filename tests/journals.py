"""A strict reader of journals: what it takes, sums and asserts is what the programs would."""

import re
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

_NAME = r"(?:Assets|Liabilities|Equity|Income|Expenses)(?::[A-Z0-9\u0080-\uffff][\w-]*)+"
_TEXT = r'"(?:[^"\\\n]|\\["\\nt])*"'
_AMOUNT = r"-?\d+(?:\.\d+)? [A-Z]{3}"
_BEANCOUNT = {
    "option": rf"option {_TEXT} {_TEXT}",
    "open": rf"(\d{{4}}-\d\d-\d\d) open ({_NAME})",
    "entry": rf"(\d{{4}}-\d\d-\d\d) \* {_TEXT} {_TEXT}(?: #[A-Za-z0-9/._-]+)*",
    "posting": rf"  ({_NAME})  ({_AMOUNT})",
    "fact": rf"    note: {_TEXT}|  (?:tags|name): {_TEXT}",
    "balance": rf"(\d{{4}}-\d\d-\d\d) balance ({_NAME})  ({_AMOUNT})",
    "comment": r";.*|",
}
_PLACE = r"(?:Assets|Liabilities|Equity|Income|Expenses)(?::[^\s:;]+(?: [^\s:;]+)*)+"
_HLEDGER = {
    "head": r"decimal-mark \.|commodity 1000\.0* [A-Z]{3}",
    "account": rf"account ({_PLACE})",
    "entry": r"(\d{4}-\d\d-\d\d) \*(?: [^;\n]*)?",
    "posting": (
        rf"    ({_PLACE})  ({_AMOUNT})(?: = ({_AMOUNT}))?"
        r"(?:  ; (?:date:(\d{4}-\d\d-\d\d)(?:, )?)?[^:\[\],]*)?"
    ),
    "tags": r"    ; [^\s:,;]+:(?:, [^\s:,;]+:)*",
    "comment": r";.*|",
}
Balances = dict[str, Decimal]


def beancount(text: str) -> Balances:
    """Read a journal of Beancount, and give what every account holds at its end."""
    opened: set[str] = set()
    moves: list[tuple[date, str, Decimal]] = []
    stated: list[tuple[date, str, Decimal]] = []
    rest, day = Decimal(0), date.min
    for line in text.splitlines():
        what, found = _told(_BEANCOUNT, line)
        if what not in {"posting", "fact"}:
            assert rest == 0, line
        if what == "open":
            assert found[2] not in opened
            opened.add(found[2])
        elif what == "entry":
            day = date.fromisoformat(found[1])
        elif what == "posting":
            assert found[1] in opened
            moves.append((day, found[1], _amount(found[2])))
            rest += moves[-1][2]
        elif what == "balance":
            before = date.fromisoformat(found[1]) - timedelta(days=1)
            stated.append((before, found[2], _amount(found[3])))
    return _held(moves, stated)


def hledger(text: str) -> Balances:
    """Read a journal of hledger, and give what every account holds at its end."""
    known: set[str] = set()
    moves: list[tuple[date, str, Decimal]] = []
    stated: list[tuple[date, str, Decimal]] = []
    rest, day = Decimal(0), date.min
    for line in text.splitlines():
        what, found = _told(_HLEDGER, line)
        if what not in ("posting", "tags"):
            assert rest == 0, line
        if what == "account":
            assert found[1] not in known
            known.add(found[1])
        elif what == "entry":
            day = date.fromisoformat(found[1])
        elif what == "posting":
            assert found[1] in known
            on = date.fromisoformat(found[4]) if found[4] else day
            moves.append((on, found[1], _amount(found[2])))
            rest += moves[-1][2]
            if found[3]:
                stated.append((on, found[1], _amount(found[3])))
    return _held(moves, stated)


def _told(grammar: dict[str, str], line: str) -> tuple[str, re.Match[str]]:
    for what, pattern in grammar.items():
        if found := re.fullmatch(pattern, line):
            return what, found
    raise AssertionError(line)


def _amount(text: str) -> Decimal:
    return Decimal(text.split(maxsplit=1)[0])


def _held(
    moves: list[tuple[date, str, Decimal]], stated: list[tuple[date, str, Decimal]]
) -> Balances:
    for day, name, amount in stated:
        assert sum((a for d, n, a in moves if n == name and d <= day), Decimal(0)) == amount
    held: Balances = defaultdict(Decimal)
    for _, name, amount in moves:
        held[name] += amount
    assert sum(held.values()) == 0
    return held
