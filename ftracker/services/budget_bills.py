"""The bills that budgets pay for: they have no rate, so no pace is read off them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.budgets import Bill
from ftracker.domain.cadences import Span
from ftracker.domain.due_days import Due
from ftracker.domain.kinds import Section
from ftracker.domain.payments import EARLIEST, LATEST, State
from ftracker.services import due_days
from ftracker.services.budget_chains import Books, Chain

Bills = Mapping[UUID, Sequence[Bill]]
# A payment may lie in another period than the day that it was due on.
_BEFORE, _AFTER = timedelta(days=LATEST), timedelta(days=EARLIEST)


def of(session: Session, books: Books, held: Iterable[tuple[Chain, Span]], *, today: date) -> Bills:
    """Give the bills of budgets for spending in some of their periods, by budget.

    Budgets without any are left out. A fixed number of queries.
    """
    spending = [(chain, span) for chain, span in held if chain.section is Section.SPENDING]
    if not spending:
        return {}
    start = min(span.start for _, span in spending) - _BEFORE
    end = max(span.end for _, span in spending) + _AFTER
    dues = due_days.upcoming(session, start=start, end=end, today=today)
    counted = [due for due in dues if _is_spent(books, due)]
    found = {}
    for budget_id, chain in {chain.budget.id: chain for chain, _ in spending}.items():
        key = chain.budget.category_id
        family = set(books.names.family(key)) if key else set(books.names.categories)
        found[budget_id] = [_bill(due) for due in counted if due.category_id in family]
    return {key: bills for key, bills in found.items() if bills}


def _is_spent(books: Books, due: Due) -> bool:
    section = books.names.section(due.type_id, due.category_id)
    sign = books.names.sign(due.type_id, due.category_id)
    return section is Section.SPENDING and sign > 0 and due.state is not State.SKIPPED


def _bill(due: Due) -> Bill:
    return Bill(due.date, due.amount, due.paid_amount, due.paid_date)
