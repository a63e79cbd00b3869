"""A glance at stored forecasts, for pages that show one figure of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.forecasts import DayAhead, PeriodAhead, Topic
from ftracker.queries import forecasts

Key = tuple[str, UUID | None]


@dataclass(frozen=True, slots=True)
class Lowest:
    """The day of the next income, and the day with the lowest expected balance before it."""

    income_date: date
    day: DayAhead


def lowest(session: Session) -> Lowest | None:
    """Tell when least will lie in all accounts together before the next income.

    The day of the income itself is left out. None while nothing is worked out.
    """
    found = forecasts.stored(session, Topic.CASH)
    if found is None or not found.answer.accounts:
        return None
    income_date, days = found.answer.income_date, found.answer.accounts[0].days
    before = [one for one in days if one.date < income_date] or days[:1]
    return Lowest(income_date, min(before, key=lambda one: (one.band.median, one.date)))


def present(session: Session) -> dict[Key, PeriodAhead]:
    """Tell what each category comes to in its present period, by section and category.

    With None for a category it is the whole section. Nothing while nothing is worked out.
    """
    found = forecasts.stored(session, Topic.CATEGORIES)
    known = found.answer.categories if found else ()
    return {(one.section, one.category_id): one.periods[0] for one in known if one.periods}
