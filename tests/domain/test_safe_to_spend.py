"""What is safe to spend: lines that sum to it, and each thing counted once."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.cadences import Span
from ftracker.domain.safe_to_spend import (
    Bill,
    Line,
    Part,
    Pot,
    Row,
    Statement,
    Until,
    Want,
    contributions,
    needs,
)

TODAY = date(2026, 6, 15)
UNTIL = date(2026, 6, 25)
MONTH = Span(date(2026, 6, 1), date(2026, 7, 1))
# What ends with the days that count, so that nothing is divided by days.
SHORT = Span(date(2026, 6, 1), UNTIL)
TOP, CHILD, OTHER, LONE = (UUID(int=number) for number in (1, 2, 3, 4))
CATEGORIES = (TOP, CHILD, OTHER, LONE)
PARENTS = {CHILD: TOP, OTHER: TOP}
AMOUNTS = st.decimals("0", "900", places=2)


def family(key: UUID) -> frozenset[UUID]:
    return frozenset([key, *(child for child, parent in PARENTS.items() if parent == key)])


def pot(key: UUID | None, left: str | Decimal, span: Span = SHORT, coming: str = "0") -> Pot:
    number = key.int if key else 0
    return Pot(
        UUID(int=100 + number), f"Budget {number}", key, PARENTS.get(key) if key else None,
        family(key) if key else frozenset(), span, Decimal(left), Decimal(coming),
    )  # fmt: skip


def bill(amount: str | Decimal, category_id: UUID = LONE, day: date = TODAY, **given) -> Bill:
    return Bill(UUID(int=7), "Bill", day, Decimal(amount), category_id, **given)


def want(number: int, due: str | Decimal, account_id: UUID | None = None) -> Want:
    return Want(UUID(int=number), f"Goal {number}", Decimal(due), account_id, family(TOP))


def asked(pots: list[Pot], bills: list[Bill] = (), until: date = UNTIL) -> Decimal:
    return -sum(row.amount for row in needs(pots, bills, today=TODAY, until=until, currency="EUR"))


def still(wants: list[Want], bills: list[Bill] = ()) -> dict[int, Decimal]:
    return {row.id.int: -row.amount for row in contributions(wants, bills)}


POTS = st.dictionaries(st.sampled_from([None, *CATEGORIES]), AMOUNTS).map(
    lambda left: [pot(key, amount) for key, amount in left.items()]
)
BILLS = st.lists(
    st.builds(
        bill, AMOUNTS, st.sampled_from([*CATEGORIES, UUID(int=50)]), is_spending=st.booleans()
    ),
    max_size=6,
)


@given(pots=POTS, bills=BILLS)
def test_nothing_is_counted_twice(pots, bills):
    """Bills and needs together are never more than what the budgets and the bills beyond them say.

    Where budgets hold each other the largest of them says it.
    """
    rows = needs(pots, bills, today=TODAY, until=UNTIL, currency="EUR")
    chosen = {row.id for row in rows}
    members = [one for one in pots if one.id in chosen]
    # No two budgets that share a category both ask.
    for one in members:
        for other in members:
            if one is not other:
                assert one.category_id is not None
                assert other.category_id is not None
                assert not one.family & other.family
    # A budget and the bills that it pays come to no more than the larger of both.
    for one in members:
        paid = sum(
            b.amount
            for b in bills
            if b.is_spending and (one.category_id is None or b.category_id in one.family)
        )
        need = next(-row.amount for row in rows if row.id == one.id)
        assert need + paid == max(one.left, paid)


@given(pots=POTS, bills=BILLS)
def test_no_budget_is_forgotten(pots, bills):
    """What is chosen asks for as much as any budget does by itself."""
    whole = asked(pots, bills)
    assert all(whole >= asked([one], bills) for one in pots)


@given(left=AMOUNTS, amount=AMOUNTS)
def test_a_bill_that_a_budget_pays_changes_nothing(left, amount):
    without = asked([pot(LONE, left)])
    beside = asked([pot(LONE, left)], [bill(amount)]) + amount
    assert beside == max(left, amount)
    assert amount > left or beside == without
    assert asked([pot(LONE, left)], [bill(amount, is_spending=False)]) == without
    assert asked([pot(LONE, left)], [bill(amount, OTHER)]) == without


def test_a_category_and_those_below_it_ask_once():
    assert asked([pot(TOP, "300"), pot(CHILD, "100")]) == 300
    assert asked([pot(TOP, "50"), pot(CHILD, "100"), pot(OTHER, "20")]) == 120
    assert asked([pot(CHILD, "100"), pot(OTHER, "20")]) == 120
    assert asked([pot(None, "500"), pot(TOP, "300"), pot(LONE, "100")]) == 500
    assert asked([pot(None, "350"), pot(TOP, "300"), pot(LONE, "100")]) == 400
    assert asked([pot(TOP, "300"), pot(CHILD, "100")], [bill("80", CHILD)]) == 220


def test_what_was_overspent_asks_for_nothing():
    assert needs([pot(LONE, "-20")], [], today=TODAY, until=UNTIL, currency="EUR") == []


def test_a_period_that_goes_on_asks_for_the_days_before_the_income():
    [row] = needs([pot(LONE, "160", MONTH)], [], today=TODAY, until=UNTIL, currency="EUR")
    assert (row.amount, row.days) == (-100, (10, 16))
    later = bill("60", day=date(2026, 6, 28))
    assert asked([pot(LONE, "160", MONTH)], [later]) == Decimal("62.50")


def test_a_period_that_ends_before_the_income_asks_for_its_next_one_too():
    week = Span(date(2026, 6, 15), date(2026, 6, 22))
    assert asked([pot(LONE, "50", week, coming="70")]) == 50 + 70 * 3 / Decimal(7)
    in_next = bill("20", day=date(2026, 6, 23))
    assert asked([pot(LONE, "50", week, coming="70")], [in_next]) == 60
    window = Span(TODAY - timedelta(days=1), TODAY + timedelta(days=1))
    assert asked([pot(LONE, "50", window)]) == 50


def test_what_is_scheduled_for_a_goal_it_does_not_ask_for_again():
    account = UUID(int=60)
    named = bill("30", goal_id=UUID(int=1), is_spending=False)
    moved = bill("50", to_account_id=account, is_spending=False)
    booked = bill("20", CHILD, is_spending=False)
    wants = [want(1, "100"), want(2, "40", account), want(3, "40", account), want(4, "10")]
    assert still(wants) == {1: 100, 2: 40, 3: 40, 4: 10}
    assert still(wants, [named]) == {1: 70, 2: 40, 3: 40, 4: 10}
    assert still(wants, [moved]) == {1: 100, 3: 30, 4: 10}
    assert still(wants, [booked, named]) == {1: 50, 2: 40, 3: 40, 4: 10}
    assert still(wants, [bill("20", CHILD)]) == still(wants)


WANTS = st.lists(st.tuples(AMOUNTS, st.booleans()), max_size=4).map(
    lambda pairs: [
        want(number, due, UUID(int=60) if on_account else None)
        for number, (due, on_account) in enumerate(pairs, start=1)
    ]
)
GIFTS = st.lists(
    st.builds(
        bill,
        AMOUNTS,
        st.sampled_from(CATEGORIES),
        is_spending=st.booleans(),
        goal_id=st.sampled_from([None, UUID(int=1), UUID(int=2)]),
        to_account_id=st.sampled_from([None, UUID(int=60)]),
    ),
    max_size=5,
)


@given(wants=WANTS, bills=GIFTS)
def test_a_contribution_is_used_up_once(wants, bills):
    before, after = still(wants), still(wants, bills)
    used = sum(before.values()) - sum(after.values())
    assert 0 <= used <= sum(one.amount for one in bills)
    assert all(after.get(key, 0) <= due for key, due in before.items())


@given(amounts=st.lists(st.decimals("-999", "999", places=2)), days=st.integers(1, 40))
def test_the_lines_sum_to_the_number_and_the_days_never_to_more(amounts, days):
    lines = tuple(Line(Part.CASH, (Row("a", one), Row("b", -one / 2))) for one in amounts)
    found = Statement(TODAY, TODAY + timedelta(days=days), Until.PAYDAY, "", lines)
    assert found.amount == sum(line.amount for line in lines) == sum(amounts) / 2
    assert found.days == days
    assert 0 <= found.per_day("EUR") * days <= max(found.amount, 0)
    assert found.per_day("JPY") % 1 == 0
