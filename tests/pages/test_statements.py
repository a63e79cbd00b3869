"""The page of one account: its balance, what statements cover, and the balances on the way."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.models import Import, Statement
from tests import factories
from tests.clients import Browser

TODAY = datetime.now(UTC).date()


@pytest.fixture
def bank(database: Database, books: Actor) -> UUID:
    with database.session(books) as session:
        return factories.account(session, name="Bank", opening_balance=Decimal(100)).id


def tell(database: Database, books: Actor, bank: UUID, *statements: dict[str, Any]) -> None:
    """Write down what files said, each from a day up to another one."""
    mine = {"household_id": books.household_id}
    plain = {"total": Decimal(0), "rows": 1, "is_complete": True}
    with database.session(books) as session:
        file = Import(id=new_id(), file_name="bank.csv", file_sha256="", size=1, mapping={}, **mine)
        session.add(file)
        session.flush()
        for one in statements:
            about = {"import_id": file.id, "account_id": bank}
            session.add(Statement(id=new_id(), **mine, **about, **plain | one))


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def july(**given: Any) -> dict[str, Any]:
    return {"start_date": date(2025, 7, 1), "end_date": date(2025, 8, 1)} | given


def test_each_transaction_has_the_balance_after_it(
    owner: Browser, database: Database, books: Actor, bank: UUID
) -> None:
    with database.session(books) as session:
        for day, amount in (("2025-06-30", "10"), ("2025-07-01", "20"), ("2025-07-01", "5")):
            factories.transaction(session, date=day, amount=amount, account_id=bank)
        factories.transaction(session, amount="7", account="Everyday")
    page = words(owner.get(f"/accounts/{bank}/statement").text)
    assert "Balance today €65.00" in page
    assert "Opened with €100.00" in page
    assert "Tue 1 Jul 2025 Balance at its end €65.00" in page
    assert "−€5.00 , balance after it €65.00" in page
    assert "−€20.00 , balance after it €70.00" in page
    assert "−€10.00 , balance after it €90.00" in page


def test_a_deeper_page_goes_on_with_the_balance(
    owner: Browser, database: Database, books: Actor, bank: UUID
) -> None:
    with database.session(books) as session:
        for number in range(60):
            day = date(2025, 7, 31) - timedelta(days=number)
            factories.transaction(session, date=day, amount="1", account_id=bank)
    first = owner.get(f"/accounts/{bank}/statement").text
    assert first.count("balance after it") == 50
    assert "−€1.00<small>" in first
    older = re.findall(r'href="([^"]+)" rel="next"', first)[0]
    second = words(owner.get(older.replace("&amp;", "&")).text)
    assert "balance after it €90.00" in second
    assert "balance after it €99.00" in second
    assert "Newer" in second


def test_what_is_dated_later_is_told_apart(
    owner: Browser, database: Database, books: Actor, bank: UUID
) -> None:
    with database.session(books) as session:
        later = (TODAY + timedelta(days=3)).isoformat()
        factories.transaction(session, date=later, amount="30", account_id=bank)
    page = words(owner.get(f"/accounts/{bank}/statement").text)
    assert "Balance today €100.00" in page
    assert "With what is dated later €70.00" in page


def test_months_gaps_and_differences_are_shown_and_open_what_they_are_made_of(
    owner: Browser, database: Database, books: Actor, bank: UUID
) -> None:
    with database.session(books) as session:
        factories.transaction(session, date="2025-07-05", amount="10", account_id=bank)
    tell(
        database, books, bank,
        july(opening=Decimal(100), closing=Decimal(90), total=Decimal(-10)),
        july(start_date=date(2025, 9, 1), end_date=date(2025, 10, 1), opening=Decimal(95),
             closing=Decimal(80), total=Decimal(-10)),
        {"start_date": date(2025, 9, 30), "end_date": date(2025, 10, 1)},
        {"start_date": date(2024, 12, 20), "end_date": date(2025, 1, 10)},
        {"start_date": date(2025, 3, 1), "end_date": date(2025, 4, 3)},
    )  # fmt: skip
    page = owner.get(f"/accounts/{bank}/statement").text
    assert f'href="/?account_id={bank}&amp;period=2025-07"' in page
    assert "July 2025: covered" in page
    assert "August 2025: not covered" in page
    said = words(page)
    assert "Covered: Mar 2025, Jul 2025, Sep 2025." in said
    assert "Partly covered: Dec 2024 – Jan 2025" in said
    assert (
        "Fri 1 Aug 2025 – Sun 31 Aug 2025: 31 days that no statement tells of; the next one opens "
        "+€5.00 from where this one closed." in said
    )
    assert "1–31 Jul 2025" in said
    assert "20 Dec 2024 – 9 Jan 2025" in said
    assert "1 Mar – 2 Apr 2025" in said
    assert "30 Sep 2025" in said
    assert "−€5.00 off" in said
    assert f'href="/?account_id={bank}&amp;until=2025-09-30"' in page
    assert "+€10.00 off" in said
    assert said.count("agrees") == 2
    assert "not said" in said


def test_balances_that_do_not_meet_are_told_without_days(
    owner: Browser, database: Database, books: Actor, bank: UUID
) -> None:
    tell(
        database, books, bank,
        july(closing=Decimal(90)),
        {"start_date": date(2025, 8, 1), "end_date": date(2025, 8, 2), "opening": Decimal(80)},
        {"start_date": date(2025, 8, 2), "end_date": date(2025, 8, 3), "closing": Decimal(1)},
        {"start_date": date(2025, 8, 4), "end_date": date(2025, 8, 5), "opening": Decimal(3)},
    )  # fmt: skip
    page = words(owner.get(f"/accounts/{bank}/statement").text)
    assert "Fri 1 Aug 2025: the next one opens −€10.00 from where this one closed." in page
    assert "Sun 3 Aug 2025: 1 day that no statement tells of; the next one opens +€2.00" in page


def test_years_that_nothing_tells_of_are_one_line(
    owner: Browser, database: Database, books: Actor, bank: UUID
) -> None:
    tell(database, books, bank, {"start_date": date(2020, 1, 1), "end_date": date(2020, 3, 1)})
    page = owner.get(f"/accounts/{bank}/statement").text
    assert re.findall(r'coverage-label">(\d+)', page) == ["2021", "2020"]


def test_many_statements_are_folded(
    owner: Browser, database: Database, books: Actor, bank: UUID
) -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(40)]
    tell(
        database, books, bank,
        *({"start_date": day, "end_date": day + timedelta(days=1)} for day in days),
    )  # fmt: skip
    page = words(owner.get(f"/accounts/{bank}/statement").text)
    assert "30 older ones" in page
    assert "4 more are not listed here." in page


def test_an_empty_account_says_what_will_be_here(owner: Browser, bank: UUID) -> None:
    page = owner.get(f"/accounts/{bank}/statement").text
    assert "No file has told of this account yet." in page
    assert "Nothing has moved here yet" in page
    assert owner.get(f"/accounts/{new_id()}/statement").status_code == 404


def test_a_viewer_may_look_and_the_list_leads_there(viewer: Browser, bank: UUID) -> None:
    assert f'href="/accounts/{bank}/statement"' in viewer.get("/accounts").text
    page = viewer.get(f"/accounts/{bank}/statement")
    assert page.status_code == 200
    assert "/reconcile" not in page.text
