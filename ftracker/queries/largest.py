"""The largest single transactions."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.models import Transaction
from ftracker.queries.transactions import Filter, Line, selecting

_COLUMNS = [getattr(Transaction, name) for name in Line._fields]


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest transactions first, and the sum of their whole section.

    `is_complete` tells that no other transaction is as large as the last of them.
    """

    lines: list[Line]
    whole: Decimal
    is_complete: bool

    @property
    def amount(self) -> Decimal:
        """What they come to."""
        return sum((line.amount for line in self.lines), Decimal(0))


def listing(session: Session, wanted: Filter, *, most: int) -> list[Line]:
    """List the transactions of the largest amounts, the largest first; ties are newest first."""
    statement = selecting(session, wanted, _COLUMNS).order_by(
        Transaction.amount.desc(), Transaction.date.desc(), Transaction.id.desc()
    )
    return [Line(*row) for row in session.execute(statement.limit(most))]
