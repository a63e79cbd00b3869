"""Which purchase a refund may belong to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.reports.refunds import purchases_of


@dataclass(frozen=True)
class Row:
    id: UUID
    date: date
    amount: Decimal
    payee: str = "Schuhhaus"


def row(number, day, amount, **given):
    return Row(UUID(int=number), date.fromisoformat(day), Decimal(amount), **given)


BACK = row(1, "2026-03-10", "50")


def found(*purchases, refund=BACK):
    return purchases_of([refund], purchases).get(refund.id)


def test_the_same_amount_goes_before_what_was_bought_later():
    later, same = row(2, "2026-03-09", "80"), row(3, "2026-02-01", "50")
    assert found(later, same) == same


def test_the_latest_purchase_that_is_large_enough_is_taken():
    assert found(
        row(2, "2026-03-10", "49"), row(3, "2026-03-01", "60"), row(4, "2026-02-01", "70")
    ).id == UUID(int=3)


def test_large_and_small_letters_are_one_payee():
    bought = row(2, "2026-03-01", "50", payee="SCHUHHAUS")
    assert found(bought) == bought


def test_what_was_bought_after_it_or_a_year_before_it_is_not_meant():
    assert found(row(2, "2026-03-11", "50"), row(3, "2025-03-09", "50")) is None


def test_other_payees_are_not_meant_nor_is_anything_without_one():
    assert found(row(2, "2026-03-01", "50", payee="Lidl")) is None
    assert (
        found(row(2, "2026-03-01", "50", payee=""), refund=row(5, "2026-03-10", "5", payee=""))
        is None
    )
