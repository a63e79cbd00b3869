"""Cash flow: every place gets what it gives, and nothing of the sums is lost."""

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.kinds import Section
from ftracker.domain.reports.cash_flows import CashFlow, Place, cash_flow
from ftracker.domain.reports.sums import COUNTED, Sum

INCOME, SPENDING, SET_ASIDE = COUNTED


def key(number: int) -> UUID:
    return UUID(int=number)


def top_of(category: UUID) -> UUID:
    """Let 10 to 19 belong to 10, and so on."""
    return key(category.int // 10 * 10)


def of(*sums: tuple[int, Section, str]) -> CashFlow:
    return cash_flow(
        [Sum((key(n),), section, Decimal(amount), 1) for n, section, amount in sums], top_of
    )


def drawn(found: CashFlow) -> list[tuple[str, str, Decimal]]:
    return [(f.source.place.value, f.target.place.value, f.amount) for f in found.flows]


def test_income_flows_through_groups_to_categories_and_the_rest_is_left():
    found = of(
        (10, INCOME, "100"), (21, SPENDING, "30"), (22, SPENDING, "10"), (30, SPENDING, "5"),
        (40, SET_ASIDE, "20"),
    )  # fmt: skip
    assert drawn(found) == [
        ("source", "middle", 100),
        ("middle", "group", 40),
        ("group", "below", 30),
        ("group", "below", 10),
        ("middle", "group", 5),
        ("middle", "set_aside", 20),
        ("set_aside", "below", 20),
        ("middle", "left", 35),
    ]
    assert (found.left, found.came) == (35, 100)


def test_what_was_spent_beyond_income_is_drawn_from_what_was_there():
    found = of((10, INCOME, "10"), (20, SPENDING, "30"))
    assert drawn(found) == [
        ("source", "middle", 10),
        ("drawn", "middle", 20),
        ("middle", "group", 30),
    ]
    assert found.left == -20


def test_what_came_back_flows_in_and_what_was_repaid_flows_out():
    found = of((10, INCOME, "-1"), (20, SPENDING, "-2"), (30, SET_ASIDE, "-4"))
    assert drawn(found) == [
        ("returned", "middle", 2),
        ("withdrawn", "middle", 4),
        ("middle", "repaid", 1),
        ("middle", "left", 5),
    ]
    assert [node.is_turned for node in found.nodes] == [True, False, True, True, False]


def test_many_small_ones_are_gathered_with_all_their_categories():
    found = of(*((n * 10, SPENDING, str(n)) for n in range(1, 15)))
    *_, rest = (node for node in found.nodes if node.place is Place.GROUP)
    assert (rest.gathered, rest.top) == (5, None)
    assert (rest.amount, rest.ids) == (15, tuple(key(n * 10) for n in range(1, 6)))


def test_without_anything_there_are_no_flows():
    assert of() == CashFlow(of().sums, Decimal(0), ())


sections = st.tuples(st.integers(1, 300), st.sampled_from(COUNTED))


@given(st.dictionaries(sections, st.decimals(-900, 900, places=2), max_size=60))
def test_at_every_node_as_much_comes_as_goes(amounts):
    found = of(*((n, section, str(amount)) for (n, section), amount in amounts.items()))
    came, went = defaultdict(Decimal), defaultdict(Decimal)
    for flow in found.flows:
        assert flow.amount > 0
        came[flow.target.key] += flow.amount
        went[flow.source.key] += flow.amount
    for node in found.nodes:
        assert node.amount in {came[node.key], went[node.key]}
        if came[node.key] and went[node.key]:
            assert came[node.key] == went[node.key] == node.amount
    assert len({node.key for node in found.nodes}) == len(found.nodes)


@given(st.dictionaries(sections, st.decimals(-900, 900, places=2), max_size=60))
def test_each_node_is_the_sum_of_its_categories(amounts):
    found = of(*((n, section, str(amount)) for (n, section), amount in amounts.items()))
    for node in found.nodes:
        if node.ids:
            whole = sum(amounts[category.int, node.section] for category in node.ids)
            assert node.amount == (-whole if node.is_turned else whole)
