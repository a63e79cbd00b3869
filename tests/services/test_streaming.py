"""Files of many blocks into books that know nothing yet: booked while they are read."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database
from ftracker.db.scope import household_id
from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements.sources import InMemory
from ftracker.models import Account, Category, Import, MonthlyTotal, Transaction
from ftracker.services import importer
from ftracker.services.importer import Upload

HEADER = "date,amount,type,category,account,payee,note\n"
ROWS = 11_000


def _lines(count: int = ROWS) -> list[str]:
    return [
        f"2026-01-{1 + n % 28:02},{1 + n % 90}.50,Expense,Food,Wallet,Shop {n % 7},Receipt {n}\n"
        for n in range(count)
    ]


def _upload(lines: list[str]) -> Upload:
    return Upload("bank.csv", InMemory((HEADER + "".join(lines)).encode()))


def _count(session: Session) -> int:
    mine = Transaction.household_id == household_id(session)
    return session.scalar(select(func.count()).select_from(Transaction).where(mine)) or 0


def _totals(session: Session) -> tuple[Decimal, int]:
    mine = MonthlyTotal.household_id == household_id(session)
    sums = select(func.sum(MonthlyTotal.amount), func.sum(MonthlyTotal.count)).where(mine)
    amount, count = session.execute(sums).one()
    return amount, count


def test_a_file_of_many_blocks_comes_in_whole_and_in_its_order(session: Session) -> None:
    found = importer.take_in(session, _upload(_lines()))
    assert (found.rows, found.added, found.duplicates) == (ROWS, ROWS, 0)
    lines = select(Transaction.import_line).where(Transaction.import_id == found.id)
    assert list(session.scalars(lines.order_by(Transaction.id))) == list(range(2, ROWS + 2))


def test_the_totals_follow_a_file_of_many_blocks(session: Session) -> None:
    importer.take_in(session, _upload(_lines()))
    mine = Transaction.household_id == household_id(session)
    total = session.scalar(select(func.sum(Transaction.amount)).where(mine))
    assert _totals(session) == (total, ROWS)


def test_twins_far_apart_are_two_and_are_known_the_next_time(session: Session) -> None:
    lines = [*_lines(), _lines()[3], _lines()[3], _lines()[9_000]]
    first = importer.take_in(session, _upload(lines))
    assert first.added == ROWS + 3
    second = importer.take_in(session, _upload(lines))
    assert (second.added, second.duplicates) == (0, ROWS + 3)


def test_names_that_turn_up_late_are_made_once(session: Session) -> None:
    late = "2026-03-01,9.00,Expense,Late,Far away,Shop,{}\n"
    lines = [*_lines(), *(late.format(n) for n in range(6_000))]
    assert importer.take_in(session, _upload(lines)).added == ROWS + 6_000
    for entity, name in ((Category, "Late"), (Account, "Far away")):
        mine = entity.household_id == household_id(session), entity.name == name
        assert len(list(session.scalars(select(entity).where(*mine)))) == 1


@pytest.mark.parametrize("where", [10, 9_000])
def test_a_bad_row_anywhere_leaves_nothing(database: Database, books: Actor, where: int) -> None:
    lines = _lines()
    lines[where] = "2026-01-05,nothing,Expense,Food,Wallet,Shop,Bad\n"
    with pytest.raises(InvalidInput) as refused, database.session(books) as session:
        importer.take_in(session, _upload(lines))
    assert refused.value.errors[0].row == where + 2
    with database.session(books) as session:
        assert _count(session) == 0
        assert list(session.scalars(select(Import))) == []


def test_bad_rows_that_are_left_out_keep_no_other_out(session: Session) -> None:
    lines = _lines()
    lines[10] = lines[9_000] = "2026-01-05,nothing,Expense,Food,Wallet,Shop,Bad\n"
    waiting = importer.upload(session, _upload(lines))
    found = importer.confirm(session, waiting.id, leave_out=True)
    assert (found.added, found.invalid) == (ROWS - 2, 2)
    assert _totals(session)[1] == ROWS - 2
