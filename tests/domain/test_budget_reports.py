"""Budgets over some days: planned against what came."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from ftracker.domain.budgets import Cell
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Section
from ftracker.domain.reports import budgets
from ftracker.domain.reports.budgets import Kept, Plans

SPANS = (Span(date(2026, 9, 1), date(2026, 10, 1)), Span(date(2026, 10, 1), date(2026, 11, 1)))


def kept(number: int, *spent: int, within: int | None = None, everything: bool = False) -> Kept:
    cells = tuple(
        Cell(span, Decimal(100), Decimal(0), Decimal(amount))
        for span, amount in zip(SPANS[-len(spent) :], spent, strict=True)
    )
    category = None if everything else UUID(int=number)
    above = UUID(int=within) if within else None
    return Kept(UUID(int=number), category, f"Budget {number}", Section.SPENDING, cells, above)


def plans(*some: Kept, spans=SPANS) -> Plans:
    return Plans(Section.SPENDING, Cadence.MONTH, spans, some, {Cadence.MONTH: len(some)})


def test_a_budget_adds_its_periods_up():
    one = kept(1, 120, 70)
    assert (one.planned, one.spent, one.held) == (200, 190, 1)
    assert one.days == Span(date(2026, 9, 1), date(2026, 11, 1))


def test_what_another_budget_counts_and_the_one_for_everything_are_not_counted_twice():
    found = plans(kept(1, 10, 20), kept(2, 3, 4, within=1), kept(3, 50, 60, everything=True))
    assert [(one.planned, one.spent, one.left) for one in found.periods] == [
        (100, 10, 90), (100, 20, 80),
    ]  # fmt: skip


def test_a_budget_counts_from_its_first_period_on():
    found = plans(kept(1, 10, 20), kept(2, 5))
    assert [(one.spent, len(one.categories)) for one in found.periods] == [(10, 1), (25, 2)]


def test_a_budget_counts_until_the_one_above_it_has_begun():
    found = plans(kept(1, 20), kept(2, 3, 4, within=1))
    assert [(one.planned, one.spent, one.categories) for one in found.periods] == [
        (100, 3, (UUID(int=2),)), (100, 20, (UUID(int=1),)),
    ]  # fmt: skip


def test_periods_without_any_budget_are_left_out():
    later = Span(date(2026, 11, 1), date(2026, 12, 1))
    assert len(plans(kept(1, 10, 20), spans=(*SPANS, later)).periods) == 2


def test_the_cadence_is_the_one_wished_for_else_the_most_common():
    counts = {Cadence.WEEK: 2, Cadence.MONTH: 2, Cadence.YEAR: 1}
    assert budgets.usual(counts, Cadence.YEAR, Cadence.MONTH) is Cadence.YEAR
    assert budgets.usual(counts, None, Cadence.MONTH) is Cadence.MONTH
    assert budgets.usual(counts, Cadence.QUARTER, Cadence.QUARTER) is Cadence.WEEK
    assert budgets.usual({}, None, Cadence.MONTH) is Cadence.MONTH


def test_only_the_newest_periods_are_shown():
    day = timedelta(1)
    many = [Span(date(2020, 1, 1) + n * day, date(2020, 1, 2) + n * day) for n in range(402)]
    found = budgets.newest([*many, *many])
    assert (len(found), found[0], found[-1]) == (400, many[2], many[-1])
