"""What subscriptions cost by the year, and what was really paid in the days of a view."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.kinds import Section
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import ZERO, By
from ftracker.queries import sums
from ftracker.queries.catalogue import catalogue
from ftracker.queries.filters import Filter
from ftracker.queries.recurring import Cost, Subscription
from ftracker.queries.views import View
from ftracker.services import subscriptions

T = TypeVar("T")
Paid = dict[tuple[str, UUID], Decimal]


def of(session: Session, view: View, *, today: date) -> list[Cost]:
    """List what is subscribed to, the dearest by the year first.

    Of the filters of a view those by category, account and payee leave subscriptions out.
    """
    listed = subscriptions.listing(session, today=today)
    found = [one for one in (_known(line, view.wanted) for line in listed) if one]
    spent = view.only(catalogue(session).places(Section.SPENDING)).filter
    paid = _paid(session, spent, found)
    return [replace(one, paid=_sum(one, paid, view.days)) for one in found]


def _known(one: Subscription, wanted: Filter) -> Cost | None:
    """Tell what its payments are known by; None where a filter leaves all of them out."""
    lines = [*_lines(one)]
    payees = _among((line[0] for line in lines if line[0]), wanted.payees)
    category_ids = _among((line[1] for line in lines), wanted.category_ids)
    account_ids = _among((line[2] for line in lines), wanted.account_ids)
    is_left_out = not category_ids or not account_ids or (wanted.payees and not payees)
    return None if is_left_out else Cost(one, payees, category_ids)


def _lines(one: Subscription) -> Iterator[tuple[str, UUID, UUID]]:
    """Give payee, category and account of all payments, and of what is planned."""
    if one.series:
        yield from ((p.payee, p.category_id, p.account_id) for p in one.series.payments)
    if one.schedule:
        yield one.schedule.payee, one.schedule.category_id, one.schedule.account_id


def _among(found: Iterable[T], wanted: Sequence[T]) -> tuple[T, ...]:
    return tuple(one for one in dict.fromkeys(found) if not wanted or one in wanted)


def _paid(session: Session, spent: Filter, found: Sequence[Cost]) -> Paid:
    payees = tuple({payee for one in found for payee in one.payees})
    if not payees:
        return {}
    wanted = replace(spent, payees=payees)
    paid: Paid = defaultdict(Decimal)
    for one in sums.by(session, wanted, By.PAYEE, By.CATEGORY):
        paid[one.keys] += one.amount
    return paid


def _sum(one: Cost, paid: Paid, days: Range) -> Decimal | None:
    """Add up what was paid; payments that name nobody in their payee cannot be told."""
    series = one.subscription.series
    was_paid = series and any(days.start <= p.date < days.end for p in series.payments)
    pairs = ((payee, key) for payee in one.payees for key in one.category_ids)
    found = [paid[pair] for pair in pairs if pair in paid]
    return sum(found, ZERO) if found or (one.payees and not was_paid) else None
