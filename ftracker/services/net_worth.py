"""What a household owned and owed over the periods of a view."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.domain.periods import DAY, Period
from ftracker.domain.reports import net_worth
from ftracker.domain.reports.net_worth import Holding, NetWorth
from ftracker.domain.reports.sums import ZERO
from ftracker.queries import balances, movements
from ftracker.queries.catalogue import catalogue
from ftracker.queries.views import View

Source = Callable[[Session, View, Sequence[Period]], Iterable[Holding]]


def net_worth_of(session: Session, view: View) -> NetWorth:
    """Add up what all sources of worth held at the end of each period.

    Of the filters only accounts are heard: what was bought says nothing of what is there.
    """
    cuts = view.days.cut(view.unit)
    return net_worth.over(cuts, [one for source in SOURCES for one in source(session, view, cuts)])


def dated_later(session: Session, found: NetWorth, *, today: date) -> Decimal:
    """Add up what of a net worth is dated later than today, signed."""
    start, end = today + DAY, found.standings[-1].period.end
    if start >= end:
        return ZERO
    keys = [one.id for one in found.holdings]
    return sum(balances.moved(session, keys, start=start, end=end).values(), ZERO)


def accounts(session: Session, view: View, cuts: Sequence[Period]) -> Iterable[Holding]:
    """Give what lay in each account, in the order of their names."""
    wanted = view.wanted.account_ids
    names = [one for one in catalogue(session).accounts.values() if not wanted or one.id in wanted]
    openings = movements.openings(session)
    moved = movements.of(session, [one.id for one in names], view.days, view.unit)
    for one in names:
        before, values = net_worth.run(openings[one.id], moved.get(one.id, {}), cuts)
        yield Holding(one.id, one.name, one.kind, before, values)


# What is worth something beside accounts joins them here.
SOURCES: tuple[Source, ...] = (accounts,)
