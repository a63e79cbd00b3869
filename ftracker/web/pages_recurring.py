"""What the pages of what comes again show: proposals with their evidence, one of them, prices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ftracker.domain.kinds import Direction
from ftracker.domain.paces import LAST_DAY, Pace
from ftracker.domain.series import Change, Payment, Series
from ftracker.queries.recurring import Seen
from ftracker.schemas.schedules import ScheduleIn
from ftracker.web import display, filters, redirects
from ftracker.web.rows import Writer

PATH = "/schedules/found"
WORDS = {
    Pace.WEEK: ("weekly", "a week"),
    Pace.FORTNIGHT: ("every two weeks", "in two weeks"),
    Pace.MONTH: ("monthly", "a month"),
    Pace.QUARTER: ("quarterly", "a quarter"),
    Pace.HALF_YEAR: ("half-yearly", "in half a year"),
    Pace.YEAR: ("yearly", "a year"),
}
_FILLED = (
    "name", "type_id", "category_id", "account_id", "to_account_id", "payee", "amount", "least",
    "most", "start_date", "every", "unit", "month_day", "weekend",
)  # fmt: skip
_LAST_OF_MONTH = -1
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}


@dataclass(frozen=True, slots=True)
class PriceView:
    """One change of a price; `href` leads to the first payment of the new one."""

    text: str
    since: str
    is_dearer: bool
    href: str


@dataclass(frozen=True, slots=True)
class FoundView:
    """Something that comes again; `value` is what its buttons send, `href` shows its payments.

    `evidence` is one sentence, `reasons` are more of them. `sum` is what the payments come to.
    """

    value: str
    title: str
    icon: str
    colour: str
    amount: str
    per: str
    evidence: str
    reasons: tuple[str, ...]
    late: str
    price: PriceView | None
    sum: str
    href: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Proposals of one way that money takes."""

    title: str
    items: tuple[FoundView, ...]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Proposals; `sure` is what the button for all sure ones sends, `refused` those turned down."""

    groups: tuple[FoundGroup, ...]
    sure: str
    sure_count: int
    refused: str


@dataclass(frozen=True, slots=True)
class PaymentView:
    """One payment of a series; `note` says what is odd about it."""

    day: str
    text: str
    amount: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """One series with all its payments, newest first, and their sum.

    `schedule_href` is empty while it is no schedule, `form_href` opens the form that it fills in;
    `is_refused` tells that it was turned down.
    """

    one: FoundView
    payments: tuple[PaymentView, ...]
    prices: tuple[PriceView, ...]
    schedule_href: str
    form_href: str
    is_refused: bool


def page(seen: Seen, writer: Writer) -> FoundPage:
    """Put the page of proposals together."""
    groups: dict[str, list[FoundView]] = {"Money in": [], "Money out": [], "Own accounts": []}
    sure = [one.last.id.hex for one in seen.proposed if one.is_sure]
    for one in seen.proposed:
        groups[_way(one)].append(found(one, seen, writer))
    return FoundPage(
        groups=tuple(FoundGroup(name, tuple(items)) for name, items in groups.items() if items),
        sure=",".join(sure),
        sure_count=len(sure),
        refused=display.counted(len(seen.refused), "proposal") if seen.refused else "",
    )


def series_page(series: Series, seen: Seen, writer: Writer, draft: ScheduleIn) -> SeriesPage:
    """Put the page of one series together; `draft` is the schedule that it would make."""
    firsts = {change.payment.id: change for change in series.changes}
    ids = {known.last.id: key for key, known in seen.by_schedule.items()}
    schedule = ids.get(series.last.id)
    return SeriesPage(
        one=found(series, seen, writer),
        payments=tuple(
            _payment(one, firsts.get(one.id), writer) for one in reversed(series.payments)
        ),
        prices=prices(series.changes, writer),
        schedule_href=f"/schedules/{schedule}" if schedule else "",
        form_href=_form_href(draft),
        is_refused=series in seen.refused,
    )


def found(series: Series, seen: Seen, writer: Writer) -> FoundView:
    """Show a series with what speaks for it."""
    mark = writer.names.categories[series.last.category_id]
    is_transfer = series.last.to_account_id is not None
    changes = prices(series.changes, writer)
    return FoundView(
        value=series.last.id.hex,
        title=seen.called(series, writer.names),
        icon="arrow-left-right" if is_transfer else mark.icon,
        colour="slate" if is_transfer else mark.colour,
        amount=amount(series, writer),
        per=WORDS[series.pace][1],
        evidence=evidence(series, writer),
        reasons=tuple(_reasons(series, writer)),
        late=_late(series, writer),
        price=changes[0] if changes else None,
        sum=writer.money(series.total),
        href=href(series.last.id),
        is_sure=series.is_sure,
    )


def evidence(series: Series, writer: Writer) -> str:
    """Say in a line how often, how much and when next: `12 × monthly, 9.99, next about …`."""
    count, word = len(series.payments), WORDS[series.pace][0]
    day = filters.day(series.next_date, writer.locale)
    return f"{count} × {word}, {amount(series, writer)}, next about {day}"


def amount(series: Series, writer: Writer) -> str:
    """Write what the next payment is expected to be."""
    text = writer.money(series.amount)
    return text if series.is_fixed else f"about {text}"


def prices(changes: Sequence[Change], writer: Writer) -> tuple[PriceView, ...]:
    """Show changes of a price, the newest first."""
    return tuple(_price(change, writer) for change in reversed(changes))


def href(payment_id: UUID) -> str:
    """Give the address of the page that shows a series, named by one of its payments."""
    return f"{PATH}/{payment_id}"


def _form_href(draft: ScheduleIn) -> str:
    """Fill the form of a new schedule in."""
    said = {name: getattr(draft, name) for name in _FILLED}
    on_last = draft.month_day == _LAST_OF_MONTH
    by = "start" if draft.month_day is None else "last" if on_last else "day"
    words = {name: str(value) for name, value in said.items() if value not in (None, "")}
    words |= {"by": by, "is_subscription": "on" if draft.is_subscription else ""}
    return f"/schedules/add?{redirects.query(**words)}"


def _price(change: Change, writer: Writer) -> PriceView:
    share = _percent(change.before, change.after)
    return PriceView(
        text=f"{writer.money(change.before)} → {writer.money(change.after)}{share}",
        since=filters.day(change.payment.date, writer.locale),
        is_dearer=change.after > change.before,
        href=f"/transaction/edit/{change.payment.id}",
    )


def _percent(before: Decimal, after: Decimal) -> str:
    percent = ((after - before) / before * 100).quantize(Decimal(1))
    return f", {abs(percent)} % {'more' if percent > 0 else 'less'}" if percent else ""


def _way(series: Series) -> str:
    if series.last.to_account_id:
        return "Own accounts"
    return "Money in" if series.last.direction is Direction.IN else "Money out"


def _reasons(series: Series, writer: Writer) -> Iterable[str]:
    if not series.is_fixed:
        yield f"between {writer.money(series.least)} and {writer.money(series.most)} lately"
    elif not series.changes:
        yield "always the same amount"
    yield _days(series)
    if series.missed:
        yield f"{display.counted(series.missed, 'time')} left out"
    account = writer.names.accounts[series.last.account_id]
    if not account.is_default:
        yield f"{'into' if series.last.direction is Direction.IN else 'from'} {account.name}"


def _days(series: Series) -> str:
    """Say on which day it comes, and how far from it it came."""
    beat = series.beat
    if not series.pace.months:
        day = f"on {beat.first:%A}s"
    elif beat.day == LAST_DAY:
        day = "on the last of the month"
    else:
        day = f"on the {beat.day}{_ENDINGS.get(beat.day, 'th')}"
    off = series.most_off
    return f"{day}, give or take {display.counted(off, 'day')}" if off else day


def _late(series: Series, writer: Writer) -> str:
    if not series.is_late:
        return ""
    day = filters.day(series.next_date, writer.locale)
    return f"It should have come about {day}, and has not."


def _payment(payment: Payment, change: Change | None, writer: Writer) -> PaymentView:
    return PaymentView(
        day=filters.day(payment.date, writer.locale),
        text=payment.payee or writer.names.categories[payment.category_id].name,
        amount=writer.money(payment.amount),
        note=f"before: {writer.money(change.before)}" if change else "",
        href=f"/transaction/edit/{payment.id}",
    )
