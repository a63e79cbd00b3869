"""Journals: Beancount and hledger read the books, and find the same money in every account."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from sqlalchemy.orm import Session

from ftracker.db import Database, history, new_id
from ftracker.db.scope import household_id
from ftracker.models import Reconciliation, Transaction
from ftracker.queries import archives
from ftracker.queries.catalogue import catalogue
from ftracker.services import journals
from ftracker.services.journals import Language
from tests import factories, random_books
from tests import journals as reading

TODAY = date(2026, 11, 26)
READERS: dict[Language, Callable[[str], reading.Balances]] = {
    Language.BEANCOUNT: reading.beancount,
    Language.HLEDGER: reading.hledger,
}


@pytest.fixture
def write(session: Session) -> Callable[[Language], str]:
    def written(language: Language) -> str:
        blocks = journals.written(session, language, today=TODAY)
        text = b"".join(blocks).decode()
        READERS[language](text)
        return text

    return written


def entries(text: str) -> list[str]:
    """Give the paragraphs of a journal that tell of money."""
    return [one for one in text.strip().split("\n\n") if " * " in one]


def reconciled(session: Session, day: date, balance: str) -> None:
    account = next(iter(catalogue(session).accounts))
    with history.deed(session, "accounts.reconcile", "Reconciled"):
        session.add(
            Reconciliation(
                household_id=household_id(session), account_id=account, date=day,
                balance=Decimal(balance),
            )
        )  # fmt: skip


@settings(max_examples=6)
@given(plan=random_books.books)
def test_any_books_hold_the_same_in_both_languages_as_here(
    database: Database, plan: random_books.Books
) -> None:
    made = random_books.made(database, plan)
    with database.reading(made.who) as session:
        expected = sorted(Decimal(one) for one in archives.balances(session).values())
    for language, reader in READERS.items():
        blocks = journals.stream(database, made.who, language, today=TODAY)
        held = reader(b"".join(blocks).decode())
        owned = [v for k, v in held.items() if k.startswith(("Assets", "Liabilities"))]
        assert sorted(filter(None, owned)) == list(filter(None, expected))


def test_a_transaction_is_one_entry_of_account_and_category(session, write):
    factories.transaction(session, note="Bread", category="Groceries", tags=["food", "Trip 26"])
    assert entries(write(Language.BEANCOUNT)) == [
        (
            '2025-07-31 * "Lidl" "Bread" #food #Trip-26\n'
            '  tags: "food, Trip 26"\n'
            "  Assets:Everyday  -12.50 EUR\n"
            "  Expenses:Groceries  12.50 EUR"
        )
    ]
    assert entries(write(Language.HLEDGER)) == [
        (
            "2025-07-31 * Lidl | Bread\n"
            "    ; food:, Trip-26:\n"
            "    Assets:Everyday  -12.50 EUR\n"
            "    Expenses:Groceries  12.50 EUR"
        )
    ]


def test_a_category_without_a_side_is_income_or_an_expense_as_its_money_flows(session, write):
    factories.transaction(session, type="Income", category="Uncategorised", payee="")
    factories.transaction(session, category="Uncategorised", payee="")
    text = write(Language.HLEDGER)
    assert "    Income:Uncategorised  -12.50 EUR\n" in text
    assert "    Expenses:Uncategorised  12.50 EUR\n" in text


def test_a_split_is_one_entry_with_a_note_for_each_part(session, write):
    split = new_id()
    for category, note in (("Groceries", "bread: [fresh]"), ("Health", "soap")):
        row = factories.transaction(session, category=category, note=note)
        with history.deed(session, "splits.save", "Split"):
            row.split_id = split
    assert entries(write(Language.BEANCOUNT)) == [
        (
            '2025-07-31 * "Lidl" ""\n'
            "  Assets:Everyday  -25.00 EUR\n"
            "  Expenses:Groceries  12.50 EUR\n"
            '    note: "bread: [fresh]"\n'
            "  Expenses:Health  12.50 EUR\n"
            '    note: "soap"'
        )
    ]
    assert "12.50 EUR  ; bread (fresh)\n" in write(Language.HLEDGER)


def test_a_transfer_is_one_entry_and_one_over_days_says_the_other_day(session, write):
    purse = factories.account(session, name="Card: gold; old", kind="card")
    side = factories.transaction(session, type="Transfer", to_account_id=purse.id, payee="(x)|;y")
    assert entries(write(Language.HLEDGER)) == [
        (
            "2025-07-31 * () (x)/,y\n"
            "    Assets:Everyday  -12.50 EUR\n"
            "    Liabilities:Card- gold, old  12.50 EUR"
        )
    ]
    with history.deed(session, "transactions.edit", "Moved"):
        session.query(Transaction).filter(
            Transaction.transfer_id == side.transfer_id, Transaction.direction == "in"
        ).one().date = date(2025, 8, 2)
    assert "12.50 EUR  ; date:2025-08-02\n" in write(Language.HLEDGER)
    assert entries(write(Language.BEANCOUNT)) == [
        '2025-07-31 * "(x)|;y" ""\n  Assets:Everyday  -12.50 EUR\n  Equity:Transfers  12.50 EUR',
        (
            '2025-08-02 * "(x)|;y" ""\n'
            "  Liabilities:Card--gold--old  12.50 EUR\n"
            "  Equity:Transfers  -12.50 EUR"
        ),
    ]


def test_half_a_transfer_leaves_what_is_missing_in_an_account_of_its_own(session, write):
    factories.transaction(session, type="Transfer")
    assert "Equity:Transfers  12.50 EUR" in write(Language.BEANCOUNT)


def test_what_the_bank_said_is_asserted_where_the_books_say_so_too(session, write):
    factories.account(session, name="Old", opening_balance=Decimal("7.5"))
    factories.transaction(session)
    reconciled(session, date(2025, 7, 30), "0")
    reconciled(session, date(2025, 7, 31), "1")
    reconciled(session, date(2025, 7, 31), "-12.50")
    reconciled(session, date(2025, 8, 31), "9")
    text = write(Language.BEANCOUNT)
    assert "2025-07-31 balance Assets:Everyday  0.00 EUR\n" in text
    assert "2025-08-01 balance Assets:Everyday  -12.50 EUR\n" in text
    assert "; 2025-08-31: the bank said 9.00 EUR in Assets:Everyday, the books say -12.50" in text
    assert '2025-07-29 * "" "Opening balance"\n  Assets:Old  7.50 EUR\n' in text
    text = write(Language.HLEDGER)
    assert "    Assets:Everyday  0.00 EUR = -12.50 EUR\n" in text
    assert "; 2025-08-31 the bank said 9.00 EUR" in text


def test_names_that_look_alike_after_cleaning_stay_apart(session, write):
    for name in ("a b", "A-b", "ä b", "日本", "9", "-", "*"):
        factories.account(session, name=name)
    text = write(Language.BEANCOUNT)
    for name in ("A-b", "A-b-2", "Ä-b", "X日本", "9", "X", "X-2"):
        assert f"open Assets:{name}\n" in text


def test_empty_books_open_their_accounts_yesterday(write):
    assert "2026-11-25 open Assets:Everyday\n" in write(Language.BEANCOUNT)


def test_odd_tags_are_read_as_tags(session, write):
    factories.transaction(session, tags=["date", "日本", ":;"])
    assert "    ; date-tag:, 日本:\n" in write(Language.HLEDGER)
    assert '#date\n  tags: "date, 日本, :;"\n' in write(Language.BEANCOUNT)


def test_a_journal_comes_in_blocks(session, monkeypatch):
    monkeypatch.setattr(journals, "_BLOCK", 100)
    blocks = list(journals.written(session, Language.HLEDGER, today=TODAY))
    assert len(blocks) > 3
