"""What goals own of an account: together never more than lies in it, the first served first."""

from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.earmarks import Claim, held, spread

AMOUNTS = st.decimals("0", "9999", places=2)
CLAIMS = st.lists(st.tuples(st.one_of(st.none(), AMOUNTS), AMOUNTS), max_size=6).map(
    lambda pairs: [Claim(UUID(int=at), *pair) for at, pair in enumerate(pairs, start=1)]
)
WANTS = st.lists(st.one_of(st.none(), AMOUNTS), max_size=6)


@given(balance=st.decimals("-9999", "9999", places=2), claims=CLAIMS)
def test_earmarks_never_exceed_the_balance(balance, claims):
    found = held(balance, claims)
    assert found.keys() == {claim.goal_id for claim in claims}
    assert all(part >= 0 for part in found.values())
    there = max(balance, Decimal(0))
    assert sum(found.values()) <= there
    if any(claim.earmark is None for claim in claims):
        assert sum(found.values()) == there


@given(balance=AMOUNTS, claims=CLAIMS)
def test_who_comes_first_is_cut_last(balance, claims):
    marked = [claim for claim in claims if claim.earmark is not None]
    found = held(balance, claims)
    cut = [found[claim.goal_id] < claim.earmark for claim in marked]
    first = cut.index(True) if True in cut else len(cut)
    assert not any(cut[:first])
    assert all(found[claim.goal_id] == 0 for claim in marked[first + 1 :])


def test_without_an_earmark_a_goal_owns_what_the_others_leave():
    car, trip, kitchen = (UUID(int=number) for number in (1, 2, 3))
    claims = [
        Claim(car, None, Decimal(100)),
        Claim(trip, Decimal(300), Decimal(900)),
        Claim(kitchen, None, Decimal(50)),
    ]
    assert held(Decimal(500), claims) == {trip: 300, car: 100, kitchen: 100}
    assert held(Decimal(350), claims) == {trip: 300, car: 50, kitchen: 0}


@given(amount=st.decimals("-999", "9999", places=2), wants=WANTS)
def test_what_is_spread_comes_to_the_amount_again(amount, wants):
    parts = spread(amount, wants)
    assert len(parts) == len(wants)
    assert not wants or sum(parts) == amount
    assert all(part >= 0 for part in parts[:-1])
    for part, want in list(zip(parts, wants, strict=True))[:-1]:
        assert want is None or part <= want
