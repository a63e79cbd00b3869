"""The plans of the sample household, written by the same deeds that a person would do."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.kinds import Flow
from ftracker.domain.samples.moves import SampleGoal
from ftracker.domain.samples.plans import Plans, SampleBudget, SampleSchedule
from ftracker.domain.schedules import Every
from ftracker.queries import budgets as stored
from ftracker.queries.catalogue import Catalogue
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import budgets, goals, schedules


class Places:
    """Finds ids by the names that the sample uses; '' is the household's own first thing."""

    def __init__(
        self, names: Catalogue, categories: dict[str, UUID], accounts: dict[str, UUID]
    ) -> None:
        self.types = {flow: names.default_type(flow).id for flow in Flow}
        self.categories = categories | {"": names.default_category.id}
        self.accounts = accounts | {"": names.default_account.id}


def write(session: Session, plans: Plans, places: Places, *, today: date) -> None:
    """Write budgets, goals and schedules; where a category has a budget already it stays.

    It joins the deed that it is called in.
    """
    code = currency(session)
    there = {line.category_id for line in stored.listing(session)}
    for budget in plans.budgets:
        if places.categories[budget.category] not in there:
            budgets.add(session, _budget(budget, places, code), today=today)
    for goal in plans.goals:
        goals.add(session, _goal(goal, places, code), today=today)
    for one in plans.schedules:
        schedules.add(session, _schedule(one, places, code))


def _budget(one: SampleBudget, places: Places, code: str) -> BudgetIn:
    return BudgetIn(
        category_id=places.categories[one.category],
        amount=money.plain(one.amount, code),
        start_date=one.start_date,
    )


def _goal(one: SampleGoal, places: Places, code: str) -> GoalIn:
    return GoalIn(
        name=one.name,
        category_id=places.categories[one.category],
        target_amount=money.plain(one.target_amount, code),
        current_amount=money.plain(one.starting_amount, code),
        start_date=one.start_date,
        due_date=one.due_date,
        icon=one.icon,
        colour=one.colour,
    )


def _schedule(one: SampleSchedule, places: Places, code: str) -> ScheduleIn:
    move = one.move
    every, unit = one.pace.rhythm
    is_transfer = move.flow is Flow.TRANSFER
    return ScheduleIn(
        name=one.name,
        type_id=places.types[move.flow],
        category_id=places.categories[move.category],
        account_id=places.accounts[move.account],
        to_account_id=places.accounts[move.to_account] if is_transfer else None,
        payee=move.payee,
        amount=money.plain(one.amount, code),
        least=_plain(one.least, code),
        most=_plain(one.most, code),
        start_date=one.start_date,
        every=every,
        unit=Every(unit),
        is_subscription=one.is_subscription,
        cancel_date=one.cancel_date,
    )


def _plain(amount: Decimal | None, code: str) -> str | None:
    return None if amount is None else money.plain(amount, code)
