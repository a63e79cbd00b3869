"""Sums as reports take them: by what they are grouped, and how a transaction counts."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from ftracker.domain.kinds import Section

ZERO = Decimal(0)
COUNTED = (Section.INCOME, Section.SPENDING, Section.SET_ASIDE)
K = TypeVar("K", bound=Hashable)


class By(StrEnum):
    """What sums can be grouped by.

    Keys: an id for categories, groups (the category above, or the category itself), accounts,
    types and members; the word of a kind; the first day for weeks, months, years and days;
    1 (Monday) to 7 for weekdays, 1 to 31 for days of the month; the text of a payee; a tag, where
    a transaction with several counts under each and one without under ''.
    """

    CATEGORY = "category"
    GROUP = "group"
    KIND = "kind"
    ACCOUNT = "account"
    TYPE = "type"
    MEMBER = "member"
    PAYEE = "payee"
    TAG = "tag"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DAY = "day"
    WEEKDAY = "weekday"
    MONTH_DAY = "month_day"


@dataclass(frozen=True, slots=True)
class Sum:
    """What counts under some keys in one section, signed as that section counts.

    `keys` stand in the order that was asked for.
    """

    keys: tuple[Any, ...]
    section: Section
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What came in, went out and was set aside; `count` leaves out transfers."""

    income: Decimal = ZERO
    spending: Decimal = ZERO
    set_aside: Decimal = ZERO
    count: int = 0

    @property
    def net(self) -> Decimal:
        """Income less spending; what was set aside is a part of it."""
        return self.income - self.spending

    def of(self, section: Section) -> Decimal:
        """Give one of the three."""
        return {
            Section.INCOME: self.income,
            Section.SPENDING: self.spending,
            Section.SET_ASIDE: self.set_aside,
        }[section]

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.income + other.income,
            self.spending + other.spending,
            self.set_aside + other.set_aside,
            self.count + other.count,
        )


def total(found: Iterable[Sum]) -> Sums:
    """Add sums up over all their keys."""
    amounts: dict[Section, Decimal] = defaultdict(Decimal)
    count = 0
    for one in found:
        amounts[one.section] += one.amount
        count += one.count
    income, spending, set_aside = (amounts[section] for section in COUNTED)
    return Sums(income, spending, set_aside, count)


def grouped(found: Iterable[Sum], key: Callable[[Sum], K]) -> dict[K, Sums]:
    """Add sums up under the keys that a function gives them, in the order of their first."""
    groups: dict[K, list[Sum]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return {name: total(members) for name, members in groups.items()}
