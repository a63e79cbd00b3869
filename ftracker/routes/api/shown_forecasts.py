"""Forecasts as programs get them: amounts as strings, each with how far it is worked out."""

from decimal import Decimal
from typing import Any

from ftracker.domain import forecasts, money
from ftracker.queries.forecasts import Stored
from ftracker.schemas.forecasts import (
    AccountAhead,
    BalancesAhead,
    Band,
    Basis,
    CategoriesAhead,
    CategoryAhead,
    Chance,
    DayAhead,
    GoalAhead,
    GoalsAhead,
    Known,
    PeriodAhead,
    Score,
    ScoreRow,
)

# A score is told of month-ends with three whole months behind them.
_SCORE_NEEDS = 4


def balances(found: Stored | None, code: str, *, days: int) -> BalancesAhead:
    """Show the balances of the first days."""
    if found is None:
        return BalancesAhead(state="pending")
    answer: forecasts.CashAhead = found.answer
    return BalancesAhead(
        **_worked(found),
        income_date=answer.income_date,
        accounts=[_account(one, code, days) for one in answer.accounts],
        known=[
            Known(**_plain(one, code))
            for one in answer.known
            if (one.date - answer.as_of).days < days
        ],
    )


def categories(found: Stored | None, code: str) -> CategoriesAhead:
    """Show what categories come to."""
    if found is None:
        return CategoriesAhead(state="pending")
    answer: forecasts.CategoriesAhead = found.answer
    return CategoriesAhead(
        **_worked(found, answer.needs),
        items=[
            CategoryAhead(
                category_id=one.category_id,
                section=one.section,
                periods=[_period(period, code) for period in one.periods],
                basis=_basis(one.basis, code),
            )
            for one in answer.categories
        ],
    )


def goals(found: Stored | None, code: str) -> GoalsAhead:
    """Show what becomes of goals."""
    if found is None:
        return GoalsAhead(state="pending")
    answer: forecasts.GoalsAhead = found.answer
    items = [GoalAhead(**_fields(one) | {"basis": _basis(one.basis, code)}) for one in answer.goals]
    return GoalsAhead(**_worked(found), items=items)


def score(found: Stored | None, code: str) -> Score:
    """Show how well forecasts did."""
    if found is None:
        return Score(state="pending")
    answer: forecasts.Score = found.answer
    return Score(
        **_worked(found, 0 if answer.origins else _SCORE_NEEDS),
        origins=answer.origins,
        last_origin=answer.last_origin,
        assumed=answer.assumed,
        items=[ScoreRow(**_plain(row, code)) for row in answer.rows],
    )


def _worked(found: Stored, needs: int = 0) -> dict[str, Any]:
    state = "not_enough" if needs else "ready"
    return {"state": state, "needs": needs, "as_of": found.as_of, "made_at": found.made_at}


def _account(one: forecasts.AccountAhead, code: str, days: int) -> AccountAhead:
    return AccountAhead(
        account_id=one.account_id,
        balance=money.plain(one.balance, code),
        days=[_day(day, code) for day in one.days[:days]],
        lowest=_day(one.lowest, code),
        chances=[Chance(**_plain(chance, code)) for chance in one.chances],
        basis=_basis(one.basis, code),
    )


def _day(day: forecasts.DayAhead, code: str) -> DayAhead:
    known = money.plain(day.known, code)
    return DayAhead(date=day.date, band=Band(**_plain(day.band, code)), known=known)


def _period(one: forecasts.PeriodAhead, code: str) -> PeriodAhead:
    return PeriodAhead(**_plain(one, code) | {"band": Band(**_plain(one.band, code))})


def _basis(one: forecasts.Basis, code: str) -> Basis:
    return Basis(**_plain(one, code))


def _plain(one: Any, code: str) -> dict[str, Any]:
    """Give the fields of an answer's part, amounts written as programs get them."""
    return {
        name: money.plain(value, code) if isinstance(value, Decimal) else value
        for name, value in _fields(one).items()
    }


def _fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}
