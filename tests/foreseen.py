"""Households whose months are known, to forecast: a calm one, a chaotic one, and odd ones."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.db.scope import household_id
from ftracker.domain.kinds import Flow
from ftracker.domain.periods import months_later
from ftracker.models import Transaction
from ftracker.queries.catalogue import catalogue

TODAY = date(2026, 11, 25)


@dataclass(frozen=True)
class Row:
    """One transaction; it was written down on `made`, else on its day."""

    date: date
    amount: str
    category: str = "Groceries"
    payee: str = ""
    flow: Flow = Flow.OUT
    made: date | None = None
    account: str | None = None


def book(session: Session, rows: Iterable[Row]) -> None:
    """Write rows into the books as they were written down."""
    names = catalogue(session)
    categories = {one.name: one.id for one in names.categories.values()}
    accounts = {one.name: one.id for one in names.accounts.values()}
    with history.deed(session, "tests.book", "Wrote many down"):
        session.add_all(
            Transaction(
                household_id=household_id(session),
                id=new_id(),
                date=row.date,
                amount=Decimal(row.amount),
                direction=row.flow.value,
                type_id=names.default_type(row.flow).id,
                category_id=categories[row.category],
                account_id=accounts[row.account] if row.account else names.default_account.id,
                payee=row.payee,
                created_at=datetime.combine(row.made or row.date, time(12), UTC),
            )
            for row in rows
        )


def months(count: int, today: date = TODAY) -> list[date]:
    """List the first days of the months before the present one, oldest first."""
    return [months_later(today, -back) for back in range(count, 0, -1)]


def somebody(number: int) -> str:
    """Name a payee like no other, so that nothing seems to come again."""
    return "".join(chr(97 + number // 26**place % 26) for place in (3, 2, 1, 0)).title()


def apart(days: Iterable[date]) -> list[Row]:
    """Spend 30 on each of some days, each time somewhere else."""
    return [Row(day, "30", payee=somebody(number)) for number, day in enumerate(days)]


def calm(count: int = 18) -> list[Row]:
    """Earn 2,500 on the first, pay a rent of 900 on the third, shop for about 100 each week."""
    dice = random.Random(5)  # noqa: S311 - nothing is secret here
    rows: list[Row] = []
    for month in [*months(count), TODAY.replace(day=1)]:
        rows += [
            Row(month, "2500", "Salary", "Works", Flow.IN),
            Row(month.replace(day=3), "900", "Housing", "Landlord"),
        ]
        rows += [
            Row(
                month.replace(day=day),
                f"{dice.uniform(90, 110):.2f}",
                payee=somebody(month.toordinal() + day),
            )
            for day in (5, 12, 19, 26)
            if month.replace(day=day) <= TODAY
        ]
    return rows


def chaotic(count: int = 18) -> list[Row]:
    """Earn and spend at any time, now and then very much."""
    dice = random.Random(9)  # noqa: S311 - nothing is secret here
    rows: list[Row] = []
    for month in months(count):
        for number in range(dice.randint(3, 14)):
            day = month.replace(day=dice.randint(1, 28))
            amount = dice.lognormvariate(4, 1.2)
            flow = Flow.IN if dice.random() < 0.25 else Flow.OUT
            category = dice.choice(["Groceries", "Leisure", "Shopping"])
            if flow is Flow.IN:
                category, amount = "Other income", amount * 5
            rows.append(
                Row(day, f"{amount:.2f}", category, somebody(day.toordinal() * 20 + number), flow)
            )
    return rows
