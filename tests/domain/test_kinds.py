"""How a transaction counts."""

from ftracker.domain.kinds import (
    Direction,
    Flow,
    Kind,
    Section,
    net_sign,
    section,
    sign,
    sign_inside,
    table,
)


def test_transfers_count_in_no_section() -> None:
    assert {(section(k, Flow.TRANSFER), sign(k, Flow.TRANSFER)) for k in Kind} == {
        (Section.NONE, 0)
    }


def test_the_kind_gives_the_section() -> None:
    assert section(Kind.INCOME, Flow.OUT) is Section.INCOME
    assert section(Kind.EXPENSE, Flow.IN) is Section.SPENDING
    assert section(Kind.TIMEBOUND, Flow.OUT) is Section.SPENDING
    assert section(Kind.SAVINGS, Flow.OUT) is Section.SET_ASIDE
    assert section(Kind.INVESTMENT, Flow.IN) is Section.SET_ASIDE


def test_other_and_unknown_follow_the_flow() -> None:
    for kind in (Kind.OTHER, Kind.UNKNOWN):
        assert section(kind, Flow.IN) is Section.INCOME
        assert section(kind, Flow.OUT) is Section.SPENDING
        assert sign(kind, Flow.IN) == sign(kind, Flow.OUT) == 1


def test_refunds_withdrawals_and_returned_income_count_below_zero() -> None:
    assert sign(Kind.EXPENSE, Flow.IN) == -1
    assert sign(Kind.SAVINGS, Flow.IN) == -1
    assert sign(Kind.INCOME, Flow.OUT) == -1
    assert sign(Kind.EXPENSE, Flow.OUT) == sign(Kind.SAVINGS, Flow.OUT) == 1


def test_the_table_has_every_kind_with_every_flow() -> None:
    rows = table()
    assert len(rows) == len(Kind) * len(Flow) == len({(k, f) for k, f, _, _ in rows})


def test_inside_a_section_the_direction_alone_tells_the_sign() -> None:
    counted = [(s, Direction(f), sign) for _, f, s, sign in table() if s is not Section.NONE]
    assert {sign_inside(where, way) for where, way, _ in counted} == {1, -1}
    assert all(sign_inside(where, way) == sign for where, way, sign in counted)


def test_in_net_what_comes_in_grows_it_and_what_goes_out_lowers_it() -> None:
    for where in (Section.INCOME, Section.SPENDING):
        assert (net_sign(where, Direction.IN), net_sign(where, Direction.OUT)) == (1, -1)
