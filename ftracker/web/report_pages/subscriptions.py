"""Subscriptions by what they cost in a year, and what was really paid for them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from ftracker.domain import money
from ftracker.domain.kinds import Section
from ftracker.domain.series import Change
from ftracker.queries.recurring import Cost
from ftracker.web import filters, pages_recurring, pages_subscriptions, report_payees
from ftracker.web.charts import Series, Spec
from ftracker.web.display import Figure, Proof, counted
from ftracker.web.report_cells import Cells
from ftracker.web.report_section_cells import SectionCells
from ftracker.web.tables import NO_CELL, Block, Body, Cell, Column, Row, Sentence, Table

PATH = "/schedules/subscriptions"
_MONTHS = 12
_SAID = 3
_COLUMNS = (
    Column("Subscription", "name", is_number=False),
    Column("Amount", "amount"),
    Column("How often", "per", is_number=False),
    Column("In a year", "yearly"),
    Column("Share", "share"),
    Column("Paid in these days", "paid"),
    Column("Change of price", "price_change", is_number=False, tells_amounts=True),
    Column("Next", "next", is_number=False),
)
_EMPTY = "Nothing looks like a subscription, and no schedule is marked as one"


def body(found: Sequence[Cost], cells: Cells) -> Body:
    """Show each subscription, the dearest by the year first."""
    here = SectionCells(cells, Section.SPENDING)
    whole = sum((_yearly(one, cells) for one in found), Decimal(0))
    rows = tuple(_row(one, whole, here) for one in found)
    table = Table(
        "subscriptions", "Subscriptions by yearly cost", _COLUMNS, rows, _foot(whole, cells)
    )
    block = Block(
        "By yearly cost",
        table,
        _chart(found, cells),
        "Subscriptions by yearly cost",
        note="A year is reckoned from the amount that is expected next.",
    )
    return Body(
        figures=tuple(_figures(whole, len(found), cells)),
        sentences=tuple(_sentences(found, here)),
        blocks=(block,),
        empty=_EMPTY,
    )


def _figures(whole: Decimal, count: int, cells: Cells) -> Iterable[Figure]:
    note = counted(count, "subscription")
    monthly = money.quantise(whole / _MONTHS, cells.writer.currency)
    for label, amount, said in (("In a year", whole, note), ("In a month", monthly, "")):
        text = cells.amount(amount)
        yield Figure(label, text, PATH, "spending", None, said, amount, Proof.DERIVED)


def _sentences(found: Sequence[Cost], here: SectionCells) -> Iterable[Sentence]:
    """Say which prices changed in the days of the report, the latest first."""
    days = here.cells.links.view.days
    changes = [
        (change.payment.date, one.subscription.name, change)
        for one in found
        for change in _changes(one)
        if days.start <= change.payment.date < days.end
    ]
    latest = sorted(changes, key=lambda one: one[0], reverse=True)[:_SAID]
    for day, name, change in latest:
        more = change.after - change.before
        way = "dearer" if more > 0 else "cheaper"
        when = filters.day(day, here.writer.locale)
        said = f"{name} became {here.cells.amount(abs(more))} {way} on {when}."
        yield Sentence(said, _page(change))


def _row(one: Cost, whole: Decimal, here: SectionCells) -> Row:
    cells, known = here.cells, one.subscription
    yearly, href = _yearly(one, cells), _href(one)
    return Row(
        (
            cells.text(known.name, href),
            cells.derived(known.amount, href, here.tone),
            cells.text(pages_subscriptions.per(known)),
            cells.derived(yearly, href, here.tone),
            cells.share(yearly, whole),
            _paid(one, here),
            _price(one, cells),
            _day(known.next_date, href, cells),
        )
    )


def _foot(whole: Decimal, cells: Cells) -> tuple[Row, ...]:
    name, yearly = cells.text("In all", PATH), cells.derived(whole, PATH, "spending")
    share = cells.share(whole, whole)
    return (Row((name, NO_CELL, NO_CELL, yearly, share, NO_CELL, NO_CELL, NO_CELL)),)


def _paid(one: Cost, here: SectionCells) -> Cell:
    if one.paid is None:
        return NO_CELL
    words = report_payees.words(one.payees)
    words |= {"category_id": ",".join(map(str, one.category_ids)), "alone": "1"}
    return here.sum(one.paid, **words)


def _price(one: Cost, cells: Cells) -> Cell:
    change = max(_changes(one), key=lambda one: one.payment.date, default=None)
    if change is None:
        return NO_CELL
    more = change.after - change.before
    day = filters.day(change.payment.date, cells.writer.locale)
    return Cell(more, f"{cells.writer.signed(more)} on {day}", _page(change))


def _day(day: date, href: str, cells: Cells) -> Cell:
    return Cell(day, filters.day(day, cells.writer.locale), href)


def _chart(found: Sequence[Cost], cells: Cells) -> Spec:
    names = cells.writer.names.categories
    series = Series(
        "In a year",
        [_yearly(one, cells) for one in found],
        "spending",
        [_href(one) for one in found],
        paints=[names[one.category_ids[0]].colour for one in found],
    )
    return cells.pen.sideways([one.subscription.name for one in found], [series])


def _changes(one: Cost) -> Iterator[Change]:
    series = one.subscription.series
    yield from series.changes if series else ()


def _yearly(one: Cost, cells: Cells) -> Decimal:
    return money.quantise(one.subscription.yearly_amount, cells.writer.currency)


def _href(one: Cost) -> str:
    """Give the address of the payments, or of the schedule where there were none yet."""
    series, schedule = one.subscription.series, one.subscription.schedule
    if series:
        return pages_recurring.href(series.last.id)
    return f"/schedules/{schedule.id}" if schedule else PATH


def _page(change: Change) -> str:
    return f"/transaction/edit/{change.payment.id}"
