"""What the page of subscriptions shows: what each costs, how its price went, until when to go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ftracker.domain import money
from ftracker.queries.recurring import Subscription
from ftracker.web import filters, pages_recurring
from ftracker.web.pages_recurring import PriceView
from ftracker.web.rows import Writer

# How long before the last day to give notice the page says so aloud.
SOON = timedelta(days=30)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class DateView:
    """A day of the contract: `cancel by Thu 12 Nov 2026`; `tone` tells how near it is."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """One subscription; `href` leads to its payments, `edit_href` to its schedule, if it is one.

    `value` is what the button that makes it a schedule sends.
    """

    name: str
    amount: str
    per: str
    monthly: str
    yearly: str
    next: str
    dates: tuple[DateView, ...]
    prices: tuple[PriceView, ...]
    href: str
    edit_href: str
    value: str


@dataclass(frozen=True, slots=True)
class SubscriptionsPage:
    """All subscriptions, the dearest first, and what they come to."""

    items: tuple[SubscriptionView, ...]
    monthly: str
    yearly: str


def page(found: Sequence[Subscription], writer: Writer, *, today: date) -> SubscriptionsPage:
    """Put the page together; monthly and yearly sums are sums of what the lines show."""
    return SubscriptionsPage(
        items=tuple(_line(one, writer, today) for one in found),
        monthly=writer.money(sum((_monthly(one, writer) for one in found), Decimal(0))),
        yearly=writer.money(sum((_yearly(one, writer) for one in found), Decimal(0))),
    )


def _line(one: Subscription, writer: Writer, today: date) -> SubscriptionView:
    series, schedule = one.series, one.schedule
    edit = f"/schedules/{schedule.id}" if schedule else ""
    return SubscriptionView(
        name=one.name,
        amount=writer.money(one.amount),
        per=per(one),
        monthly=writer.money(_monthly(one, writer)),
        yearly=writer.money(_yearly(one, writer)),
        next=filters.day(one.next_date, writer.locale),
        dates=tuple(_dates(one, writer, today)),
        prices=pages_recurring.prices(series.changes, writer) if series else (),
        href=pages_recurring.href(series.last.id) if series else edit,
        edit_href=edit,
        value=series.last.id.hex if series and not schedule else "",
    )


def _dates(one: Subscription, writer: Writer, today: date) -> Iterator[DateView]:
    schedule = one.schedule
    if schedule is None:
        return
    if schedule.trial_end_date and schedule.trial_end_date >= today:
        yield _date("free until", schedule.trial_end_date, writer, today)
    if schedule.cancel_date and schedule.cancel_date >= today:
        yield _date("cancel by", schedule.cancel_date, writer, today)


def _date(words: str, day: date, writer: Writer, today: date) -> DateView:
    tone = "warn" if day - today <= SOON else ""
    return DateView(f"{words} {filters.day(day, writer.locale)}", tone)


def per(one: Subscription) -> str:
    """Say how often it is paid: `a month`, `every 2 weeks`."""
    if one.schedule is None:
        return pages_recurring.WORDS[one.series.pace][1] if one.series else ""
    every, unit = one.schedule.every, one.schedule.unit
    return f"a {unit}" if every == 1 else f"every {every} {unit}s"


def _monthly(one: Subscription, writer: Writer) -> Decimal:
    return money.quantise(one.yearly_amount / _MONTHS, writer.currency)


def _yearly(one: Subscription, writer: Writer) -> Decimal:
    return money.quantise(one.yearly_amount, writer.currency)
