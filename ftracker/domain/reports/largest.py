"""The largest single amounts, and down to which of them all are known."""

from collections.abc import Sequence
from decimal import Decimal

MOST = 50
# One more than are shown is enough, unless many are of the same amount.
READ = 2 * MOST + 1


def complete(amounts: Sequence[Decimal]) -> int:
    """Tell how many of the largest amounts, in falling order, are all that are so large.

    About `MOST`: where the next one is of the same amount, all of that amount are taken, or none
    where there are more than were read. Zero where nothing but one amount was read.
    """
    if len(amounts) <= MOST:
        return len(amounts)
    least = amounts[MOST - 1]
    above = sum(amount > least for amount in amounts)
    with_ties = sum(amount >= least for amount in amounts)
    return above if with_ties == READ else with_ties
