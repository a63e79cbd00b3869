"""One day on which something falls due, and how it stands."""

import datetime as dt
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.kinds import Flow
from ftracker.domain.payments import State


@dataclass(frozen=True, slots=True)
class Due:
    """One due day of a schedule: `due_date` by the rule, `date` after the weekend moved it.

    `amount` is what is expected, positive; `flow` tells the way. Amount and day of what paid it
    are None while nothing has; `is_ahead` says that this day is still to come.
    """

    schedule_id: UUID
    name: str
    due_date: date
    date: date
    amount: Decimal
    flow: Flow
    type_id: UUID
    category_id: UUID
    account_id: UUID
    to_account_id: UUID | None
    goal_id: UUID | None
    payee: str
    is_subscription: bool
    state: State
    transaction_id: UUID | None
    paid_amount: Decimal | None = None
    paid_date: dt.date | None = None
    is_ahead: bool = False
    is_posted: bool = False
    remind_days: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it is still to come, or should have come by now."""
        return self.state in (State.DUE, State.LATE)
