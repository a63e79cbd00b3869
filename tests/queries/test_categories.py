"""Categories as they are listed, and what is in them."""

from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.queries import categories as stored
from ftracker.queries.categories import Content
from ftracker.services import transactions
from tests import factories


def test_categories_are_listed_by_name_without_regard_to_case(session: Session):
    factories.category(session, name="aquarium")
    factories.category(session, name="Zoo", is_archived=True)
    names = [c.name for c in stored.listing(session)]
    assert (names[0], names[-1]) == ("aquarium", "Zoo")


def test_one_category_is_read_or_not_there(session: Session):
    row = factories.category(session)
    assert stored.line(session, row.id).name == "Music"
    assert stored.line(session, new_id()) is None


def test_sums_are_positive_where_the_kind_expects_it(session: Session):
    spent, earned, other = (
        factories.category(session, name=kind, kind=kind) for kind in ("Expense", "Income", "Other")
    )
    for category in (spent, earned, other):
        for amount, kind in (("10", "Expense"), ("3", "Income"), ("99", "Transfer")):
            factories.transaction(session, category_id=category.id, amount=amount, type=kind)
    gone = factories.transaction(session, category_id=spent.id, amount="5")
    transactions.deactivate(session, [gone.id])
    assert stored.contents(session) == {
        spent.id: Content(3, Decimal(7)),
        earned.id: Content(3, Decimal(-7)),
        other.id: Content(3, Decimal(-7)),
    }


def test_a_window_sums_from_its_first_to_its_last_day(session: Session):
    trip = factories.category(
        session, name="Trip", kind="Timebound", start_date="2026-07-01", end_date="2026-07-02"
    )
    for day, amount in (("06-30", "1"), ("07-01", "2"), ("07-02", "4"), ("07-03", "8")):
        factories.transaction(session, category_id=trip.id, date=f"2026-{day}", amount=amount)
    factories.transaction(
        session, category_id=trip.id, date="2026-07-02", amount="1", type="Income"
    )
    assert stored.contents(session)[trip.id] == Content(5, Decimal(14), Decimal(5))
