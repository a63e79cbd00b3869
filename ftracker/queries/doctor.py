"""What should not be in the books of a household: each question counts what is wrong."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Subquery,
    and_,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from ftracker.db.scope import household_id
from ftracker.domain.kinds import Flow
from ftracker.models import (
    Account,
    Category,
    ChangeRow,
    Goal,
    Household,
    Import,
    Membership,
    MonthlyTotal,
    Reconciliation,
    Transaction,
    TransactionType,
)
from ftracker.queries import transactions
from ftracker.queries.transactions import Filter

KEY = ("month", "category_id", "account_id", "type_id", "direction")
BOTH = 2
_REFERENCES: tuple[tuple[type[Any], str, type[Any]], ...] = (
    (Transaction, "account_id", Account),
    (Transaction, "category_id", Category),
    (Transaction, "type_id", TransactionType),
    (Transaction, "import_id", Import),
    (Transaction, "reconciliation_id", Reconciliation),
    (Category, "parent_id", Category),
    (Goal, "category_id", Category),
    (Goal, "account_id", Account),
)
_AMOUNTS: tuple[InstrumentedAttribute[Any], ...] = (
    Transaction.amount,
    Account.opening_balance,
    Goal.target_amount,
    Goal.starting_amount,
    Goal.earmark,
    Goal.monthly_amount,
)


@dataclass(frozen=True, slots=True)
class Transfers:
    """Transfers whose other side is not known, and those whose two sides contradict each other."""

    lone: int
    uneven: int


def households(session: Session) -> list[Household]:
    """List all households in the order of their making; the session must be a steward's."""
    return list(session.scalars(select(Household).order_by(Household.id)))


def counted(session: Session) -> int:
    """Count the active transactions."""
    statement = transactions.selecting(session, Filter(), [func.count()])
    return int(session.scalars(statement).one())


def wrong_totals(session: Session) -> int:
    """Count the keys of the monthly totals that are not what the transactions say."""
    rows, kept = sums(session), _kept(session)
    same = and_(*(rows.c[name] == kept.c[name] for name in KEY))
    differs = or_(
        rows.c.amount.is_distinct_from(kept.c.amount), rows.c.count.is_distinct_from(kept.c.count)
    )
    statement = select(func.count()).select_from(rows.join(kept, same, full=True)).where(differs)
    return session.scalars(statement).one()


def sums(session: Session) -> Subquery:
    """Sum the active transactions by the key of the monthly totals."""
    month = cast(func.date_trunc("month", Transaction.date), Date).label("month")
    key = [month, *(getattr(Transaction, name) for name in KEY[1:])]
    amounts = func.sum(Transaction.amount).label("amount"), func.count().label("count")
    statement = transactions.selecting(session, Filter(), [*key, *amounts])
    return statement.group_by(*key).subquery("sums")


def lost_references(session: Session) -> int:
    """Count what points to a thing that this household does not have."""
    counts = [_lost(session, *reference).scalar_subquery() for reference in _REFERENCES]
    return sum(session.execute(select(*counts)).one())


def transfers(session: Session) -> Transfers:
    """Count transfers with one side, and those whose sides are no two ends of one movement."""
    sides = _sides(session).subquery()
    even = and_(
        sides.c.sides == BOTH, sides.c.ways == BOTH, sides.c.amounts == 1, sides.c.places == BOTH
    )
    lone = func.count().filter(sides.c.sides == 1)
    uneven = func.count().filter(sides.c.sides > 1, not_(even))
    paired = session.execute(select(lone, uneven).select_from(sides)).one()
    return Transfers(paired[0] + _unmatched(session), paired[1])


def too_fine_amounts(session: Session, *, decimals: int) -> int:
    """Count amounts with more decimals than the currency has."""
    counts = [
        select(func.count())
        .where(column.class_.household_id == household_id(session))
        .where(column != func.round(column, decimals))
        .scalar_subquery()
        for column in _AMOUNTS
    ]
    return sum(session.execute(select(*counts)).one())


def usable_defaults(session: Session) -> set[str]:
    """Name the defaults that are there and not archived: account, category, and each flow."""
    mine = household_id(session)
    named: list[tuple[type[Any], Any]] = [
        (Account, literal("account")),
        (Category, literal("category")),
        (TransactionType, TransactionType.flow),
    ]
    parts = [
        select(name).where(entity.household_id == mine, entity.is_default, not_(entity.is_archived))
        for entity, name in named
    ]
    return set(session.scalars(union_all(*parts)))


def without_history(session: Session) -> int:
    """Count rows that the history does not know as they are, untouched imported ones aside."""
    mine = household_id(session)
    tables: list[tuple[type[Any], InstrumentedAttribute[UUID], ColumnElement[bool]]] = [
        (entity, entity.id, entity.household_id == mine)
        for entity in (Account, Category, TransactionType, Goal, Reconciliation)
    ]
    untouched = and_(Transaction.import_id.is_not(None), Transaction.version == 1)
    tables += [
        (Transaction, Transaction.id, and_(Transaction.household_id == mine, not_(untouched))),
        (Household, Household.id, Household.id == mine),
        (Membership, Membership.user_id, Membership.household_id == mine),
    ]
    counts = [_unknown(session, *table) for table in tables]
    return sum(session.execute(select(*counts)).one())


def _kept(session: Session) -> Subquery:
    columns = [getattr(MonthlyTotal, name) for name in (*KEY, "amount", "count")]
    is_mine = MonthlyTotal.household_id == household_id(session)
    is_used = or_(MonthlyTotal.count != 0, MonthlyTotal.amount != 0)
    return select(*columns).where(is_mine, is_used).subquery("kept")


def _lost(session: Session, entity: type[Any], name: str, target: type[Any]) -> Any:
    column, wanted = getattr(entity, name), aliased(target)
    mine = household_id(session)
    found = exists().where(wanted.household_id == mine, wanted.id == column)
    is_set = column.is_not(None)
    return select(func.count()).where(entity.household_id == mine, is_set, not_(found))


def _sides(session: Session) -> Any:
    """Describe each transfer by its active sides."""
    columns = [
        func.count().label("sides"),
        func.count(Transaction.direction.distinct()).label("ways"),
        func.count(Transaction.amount.distinct()).label("amounts"),
        func.count(Transaction.account_id.distinct()).label("places"),
    ]
    statement = transactions.selecting(session, Filter(), columns)
    linked = Transaction.transfer_id.is_not(None)
    return statement.where(linked).group_by(Transaction.transfer_id)


def _unmatched(session: Session) -> int:
    of_type = and_(
        TransactionType.household_id == Transaction.household_id,
        TransactionType.id == Transaction.type_id,
    )
    statement = (
        transactions.selecting(session, Filter(), [func.count()])
        .select_from(Transaction)
        .join(TransactionType, of_type)
        .where(TransactionType.flow == Flow.TRANSFER.value, Transaction.transfer_id.is_(None))
    )
    return int(session.scalars(statement).one())


def _unknown(
    session: Session,
    entity: type[Any],
    key: InstrumentedAttribute[UUID],
    wanted: ColumnElement[bool],
) -> Any:
    """Compare the version of each row with the one that its latest change left."""
    latest = (
        select(cast(ChangeRow.after["version"].astext, BigInteger))
        .where(ChangeRow.household_id == household_id(session), ChangeRow.row_id == key)
        .where(ChangeRow.table_name == entity.__tablename__)
        .order_by(ChangeRow.change_set_id.desc(), ChangeRow.seq.desc())
        .limit(1)
        .correlate(entity)
        .scalar_subquery()
    )
    differs = entity.version.is_distinct_from(latest)
    return select(func.count()).select_from(entity).where(wanted, differs).scalar_subquery()
