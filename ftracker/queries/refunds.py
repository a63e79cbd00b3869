"""What came back, and the purchases that it may belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY
from ftracker.domain.reports.refunds import LONGEST
from ftracker.domain.reports.sums import ZERO, Sum
from ftracker.queries import payees, transactions
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter, Line

# So many of the payees' newest purchases are looked through.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Refunds:
    """What came back by category, in no order, and the latest of it, the newest first.

    Amounts of sums are below zero, as they lower spending. `purchases` are found for some by the
    refund's id. `spent` is what was spent in the same days before anything came back.
    """

    found: list[Sum]
    lines: list[Line]
    purchases: dict[UUID, Line]
    spent: Decimal

    @property
    def amount(self) -> Decimal:
        """What came back, above zero."""
        return -sum((one.amount for one in self.found), ZERO)

    @property
    def count(self) -> int:
        """How often something came back."""
        return sum(one.count for one in self.found)


def purchases(session: Session, lines: Sequence[Line]) -> list[Line]:
    """List what was paid to those who gave something back, newest first, in all books.

    Payees are one where their letters are, large or small.
    """
    names = {line.payee for line in lines if line.payee}
    if not names:
        return []
    paid = Filter(
        start=lines[-1].date - LONGEST,
        end=lines[0].date + DAY,
        sections=catalogue(session).places(Section.SPENDING, signs=(1,)),
    )
    spelt = payees.spellings(session, paid, names)
    every = tuple({payee for found in spelt.values() for payee in found})
    if not every:
        return []
    return transactions.page(session, replace(paid, payees=every), limit=MOST).lines
