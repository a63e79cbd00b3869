"""How many of the largest amounts are all that are so large."""

import pytest

from ftracker.domain.reports.largest import MOST, READ, complete


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([], 0),
        ([3, 2, 2], 3),
        ([9] * MOST, MOST),
        ([*range(200, 200 - READ, -1)], MOST),
        ([9] * (MOST - 1) + [5, 5, 4], MOST + 1),
        ([9] * (MOST - 10) + [5] * (READ - MOST + 10), MOST - 10),
        ([5] * READ, 0),
    ],
)
def test_amounts_are_cut_where_all_so_large_are_known(amounts, expected):
    assert complete(amounts) == expected
