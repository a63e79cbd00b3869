"""What will probably be: worked out from the books, and kept for the pages to read.

What reckons is loaded where it is used: the process that answers pages never needs it.
"""

from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.forecast_inputs import Inputs
from ftracker.domain.forecasts import CashAhead, CategoriesAhead, GoalsAhead

Answers = tuple[CashAhead, CategoriesAhead, GoalsAhead]


def gather(session: Session, *, today: date) -> Inputs:
    """Read what a forecast of the books is worked out from; a fixed number of queries."""
    raise NotImplementedError


def answer(inputs: Inputs, *, seed: int) -> Answers:
    """Work the forecasts out; the same inputs and seed give the same answers."""
    raise NotImplementedError
