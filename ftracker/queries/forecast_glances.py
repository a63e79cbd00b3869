"""A glance at stored forecasts, for pages that show one figure of them: the rest is not read."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Text, Uuid, bindparam, case, cast, column, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH, aggregate_order_by
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain.forecasts import DayAhead, PeriodAhead, Topic
from ftracker.models import Forecast
from ftracker.queries.forecasts import Stored, adapter

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
    rows = _CASH.rows(session, household=household_id(session), topic=Topic.CASH.value)
    if not rows:
        return None
    income_date = date.fromisoformat(rows[0][0])
    days = _DAYS.validate_json(rows[0][1])
    before = [one for one in days if one.date < income_date] or days[:1]
    return Lowest(income_date, min(before, key=lambda one: (one.band.median, one.date)))


def cash(session: Session, account_id: UUID | None) -> Stored | None:
    """Read the balances ahead, day by day only of all together and of one account.

    The other accounts come without their days: a year of each is much to read for their names.
    """
    rows = _CASH_OF.rows(
        session,
        household=household_id(session),
        topic=Topic.CASH.value,
        account=str(account_id) if account_id else "",
    )
    if not rows:
        return None
    as_of, made_at, text = rows[0]
    return Stored(adapter(Topic.CASH).validate_json(text), as_of, made_at)


def present(session: Session) -> dict[Key, PeriodAhead]:
    """Tell what each category comes to in its present period, by section and category.

    With None for a category it is the whole section. Nothing while nothing is worked out.
    """
    rows = _PRESENT.rows(session, household=household_id(session), topic=Topic.CATEGORIES.value)
    return {
        (section, UUID(key) if key else None): _PERIOD.validate_json(period)
        for section, key, period in rows
    }


_DAYS: TypeAdapter[list[DayAhead]] = TypeAdapter(list[DayAhead])
_PERIOD: TypeAdapter[PeriodAhead] = TypeAdapter(PeriodAhead)
_BOOKS = (
    Forecast.household_id == bindparam("household", type_=Uuid),
    Forecast.topic == bindparam("topic", type_=Text),
    Forecast.scenario_id.is_(None),
)
_ANSWER: Any = Forecast.answer
# A quarter of a year holds the next income of whoever has one.
_SOON = "$.accounts[0].days[0 to 92]"
_CASH = Read(
    select(
        _ANSWER["income_date"].astext,
        cast(func.jsonb_path_query_array(_ANSWER, cast(_SOON, JSONPATH)), Text),
    ).where(*_BOOKS)
)
_ONE = (
    func.jsonb_array_elements(_ANSWER["accounts"])
    .table_valued(column("one", JSONB), with_ordinality="place")
    .render_derived()
)
_KEY: Any = _ONE.c.one
_NAMED = _KEY["account_id"].astext
_SHORT = case(
    (or_(_NAMED.is_(None), bindparam("account", type_=Text) == _NAMED), _KEY),
    else_=_KEY.op("||")(func.jsonb_build_object("days", func.jsonb_build_array())),
)
_ACCOUNTS = (
    select(func.jsonb_agg(aggregate_order_by(_SHORT, _ONE.c.place)))
    .select_from(_ONE)
    .scalar_subquery()
)
_CASH_OF = Read(
    select(
        Forecast.as_of,
        Forecast.made_at,
        cast(_ANSWER.op("||")(func.jsonb_build_object("accounts", _ACCOUNTS)), Text),
    ).where(*_BOOKS)
)
_EACH: Any = func.jsonb_array_elements(_ANSWER["categories"], type_=JSONB).column_valued("one")
_PRESENT = Read(
    select(
        _EACH["section"].astext,
        _EACH["category_id"].astext,
        cast(_EACH["periods"][0], Text),
    )
    .select_from(Forecast)
    .where(*_BOOKS)
)
