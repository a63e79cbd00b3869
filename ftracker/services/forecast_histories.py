"""The past that forecasts learn from, read in a fixed number of queries."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.forecast_history import History
from ftracker.domain.periods import DAY, months_later
from ftracker.queries import accounts, balances, recurring
from ftracker.queries import forecast_inputs as stored
from ftracker.queries.catalogue import Catalogue

# How far back is learnt from; what is older is another life.
MONTHS = 96
# Accounts that money lies in; what a house is worth moves by no habit.
_WITH_MONEY = ("cash", "current", "savings", "card", "loan")


def read(session: Session, names: Catalogue, *, today: date) -> History:
    """Read what moved up to and with today, and the payments that may come again."""
    start = months_later(today, -MONTHS)
    payments = recurring.payments(session, today=today, months=MONTHS)
    return History(
        today,
        stored.moves(session, names, start=start, end=today + DAY),
        payments,
        stored.sides(session, names, [one.id for one in payments]),
        _balances(session, today),
    )


def with_money(names: Catalogue) -> list[UUID]:
    """List the accounts whose balance is forecast, by name; archived ones are left out."""
    return [
        one.id for one in names.accounts.values() if not one.is_archived and one.kind in _WITH_MONEY
    ]


def _balances(session: Session, today: date) -> dict[UUID, Decimal]:
    """Give what lies in each account at the end of today, without what is booked ahead."""
    lines = accounts.listing(session)
    ahead = balances.ahead(session, [one.id for one in lines], today=today)
    return {one.id: one.balance - ahead.get(one.id, Decimal(0)) for one in lines}
