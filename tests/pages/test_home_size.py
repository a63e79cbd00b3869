"""A page of the list stays small, whatever the household does with it."""

from datetime import date, timedelta

import pytest

from ftracker.db import Actor, Database
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.reconciliations import ReconciliationIn
from ftracker.services import reconciliations
from tests import factories
from tests.clients import Browser

MOST_BYTES = 30_000
ROWS = 50
CATEGORIES = 25
SHOWN = 9
PAYEES = ("Greenway Market", "Café Lotte", "Kontor Electronics", "Bakery Sommer", "Dr Vogt")


@pytest.fixture
def much(database: Database, books: Actor) -> None:
    """Write down two pages of a month in 25 categories and two accounts, all of it tagged."""
    with database.session(books) as session:
        factories.account(session, name="Credit card")
        born = [one.name for one in catalogue(session).categories.values()]
        more = range(CATEGORIES - len(born))
        names = born + [factories.category(session, name=f"Purpose {n}").name for n in more]
        for n in range(2 * ROWS):
            factories.transaction(
                session,
                payee=PAYEES[n % len(PAYEES)],
                amount=f"{1000 + n}.50",
                category=names[n % CATEGORIES],
                account="Credit card" if n % 3 else None,
                date=(date(2025, 7, 31) - timedelta(days=n // 4)).isoformat(),
                tags=["weekly"],
            )


@pytest.mark.parametrize("page", ["/?period=2025-07", "/?period=2025-07&section=spending"])
def test_a_list_of_fifty_is_within_thirty_kilobytes(owner: Browser, much: None, page: str) -> None:
    answer = owner.get(page)
    assert answer.text.count("name=ids") == ROWS
    assert len(answer.content) <= MOST_BYTES


def test_a_list_of_what_was_ticked_off_is_as_small(
    owner: Browser, much: None, database: Database, books: Actor
) -> None:
    with database.session(books) as session:
        for account in catalogue(session).accounts.values():
            waiting = reconciliations.sheet(session, account.id, day=date(2025, 7, 31)).rows
            data = ReconciliationIn(
                date=date(2025, 7, 31),
                balance="0",
                ids=[row.line.id for row in waiting],
                correct=True,
            )
            reconciliations.save(session, account.id, data)
    answer = owner.get("/?period=2025-07")
    assert answer.text.count(" is-locked") == ROWS
    assert len(answer.content) <= MOST_BYTES


def test_the_smallest_categories_come_when_asked_for(owner: Browser, much: None) -> None:
    first = owner.get("/?period=2025-07").text
    assert first.count("<th scope=row>") == SHOWN
    assert '/?period=2025-07&amp;categories=all"' in first
    assert f"Show {CATEGORIES - SHOWN} smaller</a>" in first
    whole = owner.get("/?period=2025-07&categories=all").text
    assert whole.count("<th scope=row>") == CATEGORIES
    assert "smaller</a>" not in whole


def test_further_pages_leave_the_sums_out(owner: Browser, much: None) -> None:
    first = owner.get("/?period=2025-07").text
    older = first.rpartition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    page = owner.get(older.replace("&amp;", "&"))
    assert page.text.count("name=ids") == ROWS
    assert 'id="summary"' not in page.text
