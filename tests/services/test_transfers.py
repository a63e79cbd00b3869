"""Transfers between own accounts: found, linked, let apart again, and turned down."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from ftracker.db import history as log
from ftracker.db import new_id
from ftracker.domain.errors import Conflict, NotFound
from ftracker.domain.periods import Unit
from ftracker.domain.statements.sources import InMemory
from ftracker.models import AccountWord, Refusal, Transaction
from ftracker.queries import doctor
from ftracker.queries import transactions as stored
from ftracker.queries import transfers as queries
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter
from ftracker.schemas.transactions import BulkEdit
from ftracker.services import history, importer, reports, transactions, transfers, types
from ftracker.services.importer import Upload
from tests import factories
from tests.services.test_transactions import edited

TODAY = date(2025, 8, 20)


@pytest.fixture
def card(session: Session):
    return factories.account(session, name="Visa card", kind="card")


def out(session: Session, **given: object) -> Transaction:
    return factories.transaction(
        session, **{"payee": "Credit card payment", "amount": "80"} | given
    )


def into(session: Session, card, **given: object) -> Transaction:
    plain = {"payee": "Payment thank you", "amount": "80", "type": "Income", "account_id": card.id}
    return factories.transaction(session, **plain | given)


def pair(session: Session, card, **given: object) -> tuple[Transaction, Transaction]:
    return out(session), into(session, card, **{"date": "2025-08-02"} | given)


def proposed(session: Session, **given: object):
    return transfers.proposed(session, today=TODAY, **given)


def type_names(session: Session, *rows: Transaction) -> list[str]:
    return [catalogue(session).types[row.type_id].name for row in rows]


def import_rows(session: Session, *lines: str) -> list[Transaction]:
    content = "date,amount,type,category,account,payee,note\n" + "\n".join(lines)
    importer.take_in(session, Upload(f"{new_id()}.csv", InMemory(content.encode())))
    found = stored.everything(session, Filter())
    return stored.for_update(session, [line.id for line in found])


def test_a_payment_out_of_one_account_and_into_another_is_proposed(session, card):
    left, came = pair(session, card)
    found = proposed(session)
    assert [(p.out.id, p.into.id, p.is_sure) for p in found.items] == [(left.id, came.id, True)]
    assert found.items[0].reasons[0] == "2 days apart"
    assert found.sure == found.items
    assert (found.start, found.end, found.older) == (date(2024, 8, 1), date(2025, 9, 1), None)


@pytest.mark.parametrize(
    "given",
    [
        {"date": "2025-08-06"},
        {"date": "2025-07-25"},
        {"amount": "80.01"},
        {"account_id": None},
        {"type": "Expense"},
        {"split_id": new_id()},
    ],
)
def test_what_is_too_far_or_another_amount_or_account_is_not(session, card, given):
    pair(session, card, **given)
    assert proposed(session).items == ()


def test_an_account_is_recognised_by_the_number_that_files_know_it_by(session, books, card):
    word = {"household_id": books.household_id, "word": "DE02120300000000202051"}
    session.add(AccountWord(account_id=card.id, **word))
    out(session, payee="DE02 1203 0000 0000 2020 51")
    into(session, card, payee="Somebody")
    assert "Names “DE02120300000000202051”" in proposed(session).items[0].reasons


def test_only_thirteen_months_are_looked_at_and_older_ones_when_asked(session, card):
    pair(session, card)
    out(session, date="2024-06-30")
    into(session, card, date="2024-06-30")
    newest = proposed(session)
    assert (len(newest.items), newest.older) == (1, date(2024, 8, 1))
    before = proposed(session, end=newest.older)
    assert [p.out.date for p in before.items] == [date(2024, 6, 30)]
    assert before.older is None


def test_of_very_many_rows_the_newest_are_looked_at_first(session, card, monkeypatch):
    pair(session, card)
    out(session, date="2025-06-30")
    into(session, card, date="2025-06-30")
    monkeypatch.setattr(queries, "MOST_ROWS", 3)
    newest = proposed(session)
    assert (newest.start, newest.older) == (date(2025, 7, 1), date(2025, 7, 1))
    before = proposed(session, end=newest.older)
    assert [p.out.date for p in before.items] == [date(2025, 6, 30)]
    monkeypatch.setattr(queries, "MOST_ROWS", 1)
    assert proposed(session, end=date(2025, 7, 1)).start == date(2025, 6, 30)


def test_empty_books_propose_nothing(session):
    found = proposed(session)
    assert (found.items, found.older, found.end) == ((), None, date(2025, 9, 1))


def test_an_amount_that_comes_all_the_time_tells_nothing(session, card, monkeypatch):
    pair(session, card)
    monkeypatch.setattr(queries, "MOST_ALIKE", 1)
    assert len(proposed(session).items) == 1
    pair(session, card)
    assert proposed(session).items == ()


def test_linking_makes_one_transfer_that_counts_nowhere_and_can_be_undone(session, card):
    left, came = pair(session, card)
    key = transfers.link(session, left.id, came.id)
    assert (left.transfer_id, came.transfer_id) == (key, key)
    assert type_names(session, left, came) == ["Transfer", "Transfer"]
    assert (left.date, came.date) == (date(2025, 7, 31), date(2025, 8, 2))
    assert [line.id for line in queries.sides(session, key)] == [left.id, came.id]
    assert proposed(session).items == ()
    assert doctor.transfers(session) == doctor.Transfers(0, 0)
    assert doctor.wrong_totals(session) == 0
    summary = reports.overview(
        session, unit=Unit.MONTH, start=date(2025, 7, 1), end=date(2025, 9, 1)
    )
    assert (summary.totals.spending, summary.totals.income) == (Decimal(0), Decimal(0))
    history.undo(session, log.last(session))
    assert type_names(session, left, came) == ["Expense", "Income"]
    assert len(proposed(session).items) == 1


def test_many_are_linked_as_one_change(session, card):
    pairs = [pair(session, card, date="2025-07-31") for _ in range(2)]
    keys = transfers.link_all(session, [(left.id, came.id) for left, came in pairs])
    assert len(set(keys)) == 2
    history.undo(session, log.last(session))
    assert all(row.transfer_id is None for two in pairs for row in two)


def test_what_is_no_pair_is_not_linked(session, card):
    left, came = pair(session, card)
    for sentence, ids in {
        "out of one account": (came.id, left.id),
        "amounts differ": (left.id, into(session, card, amount="81").id),
        "same account": (left.id, factories.transaction(session, type="Income", amount="80").id),
        "part of a split": (left.id, into(session, card, split_id=new_id()).id),
    }.items():
        with pytest.raises(Conflict, match=sentence):
            transfers.link(session, *ids)
    gone = into(session, card)
    transactions.deactivate(session, [gone.id])
    with pytest.raises(Conflict, match="deleted"):
        transfers.link(session, left.id, gone.id)
    with pytest.raises(Conflict, match="one transfer"):
        transfers.link_all(session, [(left.id, came.id), (left.id, came.id)])
    for ids in [(left.id, new_id())], []:
        with pytest.raises(NotFound):
            transfers.link_all(session, ids)
    transfers.link(session, left.id, came.id)
    with pytest.raises(Conflict, match="linked already"):
        transfers.link(session, left.id, came.id)


def test_unlinking_gives_back_the_types_that_were_there(session, card):
    own = factories.transaction_type(session, name="Refund", flow="in")
    left, came = pair(session, card, type="Refund")
    lone = out(session, type="Transfer")
    transfers.unlink(session, transfers.link(session, left.id, came.id))
    assert type_names(session, left, came) == ["Expense", "Refund"]
    assert left.transfer_id is None
    transfers.unlink(session, transfers.link(session, lone.id, came.id))
    assert type_names(session, lone) == ["Transfer"]
    key = transfers.link(session, left.id, came.id)
    types.edit(session, own.id, types_edit(own))
    transfers.unlink(session, key)
    assert type_names(session, came) == ["Income"]


def types_edit(own):
    from ftracker.schemas.types import TypeEdit

    return TypeEdit(name="Refund", flow="out", version=own.version)


def test_a_transfer_that_was_made_as_one_is_unlinked_by_its_directions(session, card):
    row = factories.transaction(session, type="Transfer", to_account_id=card.id)
    rows = transfers.unlink(session, row.transfer_id)
    assert sorted(type_names(session, *rows)) == ["Expense", "Income"]
    with pytest.raises(NotFound):
        transfers.unlink(session, new_id())


def test_what_was_turned_down_is_not_proposed_again_until_it_shall_be(session, card):
    left, came = pair(session, card)
    for _ in range(2):
        transfers.refuse(session, came.id, left.id)
    assert session.get(Refusal, (left.household_id, "transfer", left.id, came.id))
    found = proposed(session)
    assert (found.items, found.refused) == ((), 1)
    assert transfers.reconsider(session) == 1
    assert len(proposed(session).items) == 1
    with pytest.raises(NotFound):
        transfers.refuse(session, left.id, new_id())
    with pytest.raises(Conflict):
        transfers.refuse(session, left.id, left.id)


def linked_from_files(session: Session) -> tuple[Transaction, Transaction]:
    rows = import_rows(
        session,
        "2025-07-31,80,Expense,,Everyday,Credit card payment,",
        "2025-08-02,80,Income,,Visa card,Payment thank you,",
    )
    left, came = sorted(rows, key=lambda row: row.date)
    transfers.link(session, left.id, came.id)
    return left, came


def test_each_side_of_two_statements_keeps_its_day_and_texts(session, card):
    left, came = linked_from_files(session)
    change = edited(left, date="2025-07-30", payee="To the card", amount="80", note="July")
    transactions.edit(session, left.id, change)
    assert (came.date, came.payee, came.note) == (date(2025, 8, 2), "Payment thank you", "")
    transactions.edit_many(session, BulkEdit(ids=[left.id], date="2025-07-29"))
    assert (left.date, came.date) == (date(2025, 7, 29), date(2025, 8, 2))


def test_the_amount_of_a_transfer_is_one(session, card):
    left, came = linked_from_files(session)
    transactions.edit(session, left.id, edited(left, amount="85", payee=left.payee))
    assert came.amount == Decimal(85)


def test_what_was_typed_once_for_both_sides_changes_on_both(session, card):
    left, came = pair(session, card, date="2025-07-31")
    transfers.link(session, left.id, came.id)
    transactions.edit(session, left.id, edited(left, amount="80", date="2025-08-05", note="x"))
    assert (came.date, came.note, came.payee) == (date(2025, 8, 5), "x", "Payment thank you")


def test_a_linked_side_stands_alone_when_the_other_becomes_something_else(session, card):
    left, came = linked_from_files(session)
    kind = next(t.id for t in catalogue(session).types.values() if t.name == "Expense")
    transactions.edit(session, left.id, edited(left, amount="80", type_id=kind))
    assert came.is_active
    assert (came.transfer_id, left.transfer_id) == (None, None)
    assert type_names(session, left, came) == ["Expense", "Income"]


def test_a_side_that_was_made_for_a_transfer_goes_with_it(session, card):
    row = factories.transaction(session, type="Transfer", to_account_id=card.id)
    other = next(
        r for r in stored.group_for_update(session, transfer_ids=[row.transfer_id]) if r is not row
    )
    kind = next(t.id for t in catalogue(session).types.values() if t.name == "Expense")
    transactions.edit(session, row.id, edited(row, type_id=kind))
    assert (other.is_active, other.transfer_id) == (False, None)
