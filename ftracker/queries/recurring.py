"""Payments of the last two years and a little, as far as they may come again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from ftracker.db.scope import household_id
from ftracker.domain.errors import NotFound
from ftracker.domain.kinds import Direction, Flow
from ftracker.domain.periods import DAY, months_later
from ftracker.domain.recurring import CROWD, party
from ftracker.domain.series import Payment, Series
from ftracker.models import Refusal, Transaction
from ftracker.queries import transactions
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.schedules import ScheduleLine
from ftracker.queries.transactions import Filter

TOPIC = "recurring"
# Two years, so that what is paid by the year comes twice, and a quarter for what came late.
MONTHS = 27
MOST_ROWS = 100_000
# So often an amount must come in a crowd of payments to one payee.
ALIKE = 3
LONGEST_NAME = 100
_SHOWN = (
    "id", "date", "amount", "direction", "payee", "account_id", "category_id", "type_id", "note",
)  # fmt: skip
_READ = (*_SHOWN, "transfer_id")
_DIRECTIONS = {direction.value: direction for direction in Direction}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two payments that are no two of one series; the first id is below the second."""

    first_id: UUID
    second_id: UUID


@dataclass(frozen=True, slots=True)
class Seen:
    """All series of the books that go on, and which of them are known as a schedule.

    `by_schedule` gives the series of a schedule by its id. `refused` are those turned down.
    """

    series: tuple[Series, ...]
    by_schedule: Mapping[UUID, Series]
    refused: tuple[Series, ...]

    @property
    def proposed(self) -> tuple[Series, ...]:
        """Those that neither a schedule nor a person said anything of, the next day first."""
        said = {one.last.id for one in (*self.by_schedule.values(), *self.refused)}
        return tuple(one for one in self.series if one.last.id not in said)

    def holding(self, payment_id: UUID) -> Series:
        """Give the series that a payment is in. Raises NotFound."""
        for one in self.series:
            if any(payment.id == payment_id for payment in one.payments):
                return one
        raise NotFound

    def called(self, series: Series, names: Catalogue) -> str:
        """Name a series by its payee, and by its note or category where others have the same.

        Without a payee it is named by its category, and a transfer by the account that it reaches.
        """
        last, said = series.last, (series.payee or series.last.payee).strip()
        if last.to_account_id:
            said = series.payee.strip() or f"To {names.accounts[last.to_account_id].name}"
            return said[:LONGEST_NAME]
        category = names.categories[last.category_id].name
        if not said:
            return category
        who = party(last), last.direction
        times = sum((party(one.last), one.last.direction) == who for one in self.series)
        return (f"{said}, {series.note or category}" if times > 1 else said)[:LONGEST_NAME]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription that is a schedule, or a series that looks like one, or both.

    `amount` is what the next payment is expected to be, `yearly_amount` what comes of it in a
    year, not rounded; `next_date` is when it falls due next.
    """

    name: str
    amount: Decimal
    yearly_amount: Decimal
    next_date: date
    schedule: ScheduleLine | None
    series: Series | None


@dataclass(frozen=True, slots=True)
class Cost:
    """A subscription, the payees and categories of its payments, and what those came to.

    `paid` is all that went to the payees under the categories in the days of a report; None where
    no such sum is known, as its payments name nobody.
    """

    subscription: Subscription
    payees: tuple[str, ...]
    category_ids: tuple[UUID, ...]
    paid: Decimal | None = None


def payments(session: Session, *, today: date, months: int = MONTHS) -> list[Payment]:
    """List what may come again of the months up to and with today, in no order.

    Of a transfer between own accounts only the side that went out is there, and none whose other
    side is not known. What is left out can be no series: payees that were paid once, and of a
    shop all amounts but those that repeat. Only the newest `MOST_ROWS` rows are looked at.
    """
    rows = _counted(session, today, months)
    other = aliased(Transaction, name="other")
    arrives = and_(
        other.household_id == household_id(session),
        other.transfer_id == rows.c.transfer_id,
        other.direction == Direction.IN.value,
    )
    # A text with digits may be one of many that mean the same payee.
    is_oftener = or_(rows.c.times > 1, rows.c.payee.regexp_match("[0-9]"))
    statement = (
        select(*(rows.c[name] for name in _SHOWN), other.account_id)
        .outerjoin_from(rows, other, arrives)
        .where(
            or_(
                rows.c.transfer_id.is_not(None),
                rows.c.alike >= ALIKE,
                and_(rows.c.times <= CROWD, is_oftener),
            )
        )
    )
    # A hundred thousand of them: taken apart by place, which is twice as fast as by name.
    return [
        Payment(key, day, amount, _DIRECTIONS[way], payee, account, category, kind, other, note)
        for key, day, amount, way, payee, account, category, kind, note, other in session.execute(
            statement
        )
    ]


def refused(session: Session) -> list[Pair]:
    """List the pairs of payments that were turned down."""
    statement = select(Refusal.first_id, Refusal.second_id).where(
        Refusal.household_id == household_id(session), Refusal.topic == TOPIC
    )
    return [Pair(*row) for row in session.execute(statement)]


def _counted(session: Session, today: date, months: int) -> Subquery:
    """Read the newest rows, and count for each how often its payee and its amount came."""
    types = catalogue(session).types.values()
    transfers = [kind.id for kind in types if kind.flow is Flow.TRANSFER]
    line = func.split_part(Transaction.note, "\n", 1)
    payee = func.coalesce(func.nullif(Transaction.payee, ""), line).label("payee")
    texts = {"payee": payee, "note": line.label("note")}
    columns = [texts.get(name, getattr(Transaction, name)) for name in _READ]
    is_whole = or_(
        Transaction.type_id.not_in(transfers),
        and_(Transaction.transfer_id.is_not(None), Transaction.direction == Direction.OUT.value),
    )
    wanted = Filter(start=months_later(today, -months), end=today + DAY)
    rows = (
        transactions.selecting(session, wanted, columns)
        .where(is_whole)
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .limit(MOST_ROWS)
        .cte("lately")
    )
    group = [rows.c.payee, rows.c.direction]
    times = func.count().over(partition_by=group).label("times")
    alike = func.count().over(partition_by=[*group, rows.c.amount]).label("alike")
    return select(rows, times, alike).subquery("counted")
