"""What is owned less what is owed, along periods."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.periods import Unit, cut
from ftracker.domain.reports import net_worth
from ftracker.domain.reports.net_worth import Holding

CUTS = cut(date(2026, 9, 1), date(2026, 12, 1), Unit.MONTH)


def holding(number: int, kind: str, before: int, *values: int) -> Holding:
    worth = tuple(map(Decimal, values))
    return Holding(UUID(int=number), f"Thing {number}", kind, Decimal(before), worth)


def test_what_moved_runs_on_from_what_was_there():
    moved = {None: Decimal(5), date(2026, 9, 1): Decimal(-20), date(2026, 11, 1): Decimal(3)}
    before, values = net_worth.run(Decimal(100), moved, CUTS)
    assert (before, values) == (105, (85, 85, 88))


def test_debts_are_owed_and_the_rest_is_owned():
    found = net_worth.over(
        CUTS, [holding(1, "current", 50, 100, -10, 30), holding(2, "loan", -80, -70, -60, -50)]
    )
    assert [(s.owned, s.owed, s.net) for s in found.standings] == [
        (100, 70, 30), (0, 70, -70), (30, 50, -20),
    ]  # fmt: skip
    assert found.before == -30
    assert [s.change for s in found.standings] == [60, -100, 50]


def test_kinds_are_put_together_in_the_order_of_their_first():
    some = [holding(1, "savings", 0, 1, 2, 3), holding(2, "card", 0, -1, 0, 0)]
    more = holding(3, "savings", 0, 10, 20, 30)
    assert net_worth.over(CUTS, [*some, more]).kinds == {
        "savings": (11, 22, 33), "card": (-1, 0, 0),
    }  # fmt: skip


def test_what_was_always_empty_is_left_out():
    found = net_worth.over(CUTS, [holding(1, "cash", 0, 0, 0, 0), holding(2, "cash", 1, 0, 0, 0)])
    assert [one.name for one in found.holdings] == ["Thing 2"]


def test_nothing_at_all_is_worth_nothing():
    found = net_worth.over(CUTS, [])
    assert (found.before, found.kinds) == (0, {})
    assert [s.net for s in found.standings] == [0, 0, 0]
