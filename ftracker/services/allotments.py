"""What budgets get in single periods: set, noted, moved, copied, filled with what is usual."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.db.scope import household_id
from ftracker.domain.budgets import Cell
from ftracker.domain.cadences import Span
from ftracker.domain.errors import Clash, FieldError, InvalidInput, NotFound
from ftracker.domain.kinds import Section
from ftracker.models import Allotment
from ftracker.queries import budgets as stored
from ftracker.schemas.budgets import AllotmentIn, BudgetMoveIn
from ftracker.services import budget_chains, budgets, transactions
from ftracker.services.budget_chains import Books, Chain

NO_BUDGET = "There is no such budget."
NO_PERIOD = "This budget has no period on that day."
SAME = "Choose another budget."
NOT_MONEY = "No money can be taken from or given to “{}”: it holds none."
INSIDE = "One of them counts inside the other or beside it in another group: choose one of its own."


@dataclass(frozen=True, slots=True)
class Given:
    """What a budget shall get in one period; without an amount its usual one.

    A note of None leaves the note as it is.
    """

    budget_id: UUID
    span: Span
    amount: Decimal | None
    note: str | None = None


def save(session: Session, wanted: Sequence[AllotmentIn]) -> list[UUID]:
    """Set what budgets get in periods, all as one change; unchanged ones are left alone.

    Gives the ids of the budgets in the order of what was wanted.
    Raises NotFound where there is no such budget, and InvalidInput for amounts and days.
    """
    budgets.hold(session)
    books = budget_chains.read(session)
    given = [_given(session, books, one) for one in wanted]
    _write(session, books, given, name="allotments.save", summary=_said_saved(books, given))
    return [one.budget_id for one in given]


def move(session: Session, data: BudgetMoveIn) -> None:
    """Move money from one budget to another in their periods that hold a day.

    Together both have what they had. Raises NotFound, and InvalidInput where they are one, or
    one of them holds no money, or counts what the other one counts.
    """
    budgets.hold(session)
    books = budget_chains.read(session)
    source = chain_of(books, data.from_id, data.day, field="from_id")
    target = chain_of(books, data.to_id, data.day, field="to_id")
    check_pair(source, target)
    amount = transactions.amount_of(session, data.amount, field="amount")
    cells = present(session, books, (source, target))
    given = [
        Given(chain.budget.id, cells[chain.budget.id].span, cells[chain.budget.id].budgeted + by)
        for chain, by in ((source, -amount), (target, amount))
    ]
    summary = f"Moved money from budget {source.name} to {target.name}"
    _write(session, books, given, name="allotments.move", summary=summary)


def give(
    session: Session,
    books: Books,
    amounts: Mapping[UUID, Decimal],
    span: Span,
    *,
    name: str,
    summary: str,
) -> None:
    """Give some budgets amounts in one period, as one change."""
    given = [Given(key, span, amount) for key, amount in amounts.items()]
    _write(session, books, given, name=name, summary=summary)


def chain_of(books: Books, budget_id: UUID, day: date, *, field: str) -> Chain:
    """Find a budget with its periods up to the one that holds a day.

    Raises NotFound, and InvalidInput at the field where no period of it holds the day.
    """
    if budget_id not in books.lines:
        raise NotFound(FieldError(field, NO_BUDGET))
    chain = books.chain(budget_id, day=day)
    if not chain.spans or not chain.spans[-1].holds(day):
        raise InvalidInput(field, NO_PERIOD)
    return chain


def check_pair(source: Chain, target: Chain) -> None:
    """Raise InvalidInput at `to_id` or `from_id` where no money can move between two budgets."""
    if source.budget.id == target.budget.id:
        raise InvalidInput("to_id", SAME)
    for chain, field in ((source, "from_id"), (target, "to_id")):
        if not holds_money(chain):
            raise Clash(field, NOT_MONEY.format(chain.name))
    if source.within != target.within:
        raise Clash("to_id", INSIDE)


def holds_money(chain: Chain) -> bool:
    """Tell whether a budget's money can go to another: not what is earned, nor everything."""
    return chain.budget.category_id is not None and chain.section is not Section.INCOME


def present(session: Session, books: Books, chains: Iterable[Chain]) -> dict[UUID, Cell]:
    """Give the last period of some budgets, with what was spent in it."""
    mine = list(chains)
    counted = budget_chains.sums(session, books, mine)
    return {chain.budget.id: chain.cells(counted)[-1] for chain in mine}


def _given(session: Session, books: Books, data: AllotmentIn) -> Given:
    key = _budget_id(session, books, data)
    if key not in books.lines:
        raise NotFound(FieldError("budget_id", NO_BUDGET))
    text = data.amount
    amount = None if text is None else budgets.amount_of(session, text, field="amount")
    return Given(key, books.span_on(key, data.day), amount, data.note)


def _budget_id(session: Session, books: Books, data: AllotmentIn) -> UUID:
    if data.budget_id is not None:
        return data.budget_id
    category = budgets.category_of(session, data.category_id, data.category)
    key = category.id if category else None
    for line in books.lines.values():
        if line.category_id == key:
            return line.id
    name = f"“{category.name}”" if category else "everything"
    raise NotFound(FieldError("category", f"There is no budget for {name}. Add one first."))


def _write(
    session: Session, books: Books, given: Sequence[Given], *, name: str, summary: str
) -> None:
    """Let each budget have in each period just the amount that it shall have."""
    ids = {one.budget_id for one in given}
    stored.many_for_update(session, ids)
    rows: dict[UUID, list[Allotment]] = {key: [] for key in ids}
    for row in stored.allotments_of(session, ids):
        rows[row.budget_id].append(row)
    with history.deed(session, name, summary):
        for one in given:
            _settle(session, books, one, rows[one.budget_id])


def _settle(session: Session, books: Books, given: Given, rows: list[Allotment]) -> None:
    """Keep one row of a period, at its first day where there is a choice, and set it."""
    inside = [row for row in rows if books.span_on(given.budget_id, row.start_date) == given.span]
    kept = next((row for row in inside if row.start_date == given.span.start), None)
    kept = kept or next(iter(inside), None)
    note = given.note if given.note is not None else kept.note if kept else ""
    amount = given.amount
    if amount is None and note:
        # A note lies with an amount, so the usual one is written down beside it.
        amount = books.usual(given.budget_id)
    for row in inside:
        if row is not kept or amount is None:
            session.delete(row)
    if amount is None:
        return
    if kept is None:
        start, mine = given.span.start, household_id(session)
        kept = Allotment(household_id=mine, budget_id=given.budget_id, start_date=start)
        session.add(kept)
    if (kept.amount, kept.note) != (amount, note):
        kept.amount, kept.note = amount, note


def _said_saved(books: Books, given: Sequence[Given]) -> str:
    if len(given) != 1:
        return f"Changed {len(given)} amounts of budgets"
    return f"Changed budget {books.name(given[0].budget_id)} from {given[0].span.start} on"
