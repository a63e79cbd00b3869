"""Cash ahead: what will lie in accounts, how low it gets, and what is known to come."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from ftracker.domain.forecasts import AccountAhead, CashAhead, DayAhead, Known
from ftracker.domain.periods import DAY
from ftracker.web import filters, forecast_words, searches
from ftracker.web.charts import Series, Spec, Spread
from ftracker.web.display import Figure, Proof, Tone
from ftracker.web.forecast_views import PATH, Look
from ftracker.web.report_cells import Cells
from ftracker.web.tables import Block, Body, Cell, Column, Row, Sentence, Table

WEEK = 7
KNOWN_DAYS = 30
TOGETHER = "All together"
KINDS = {
    "due": "",
    "pattern": "comes again",
    "goal": "for a goal",
    "booked": "booked ahead",
}
_RISKY, _SAFE = 0.2, 0.05
_BALANCES = (
    Column("At the end of", "date", is_number=False),
    Column("Expected", "expected"),
    Column("Half: from", "low50"),
    Column("to", "high50"),
    Column("80 %: from", "low80"),
    Column("to", "high80"),
    Column("Known things only", "known"),
)


@dataclass(frozen=True, slots=True)
class Here:
    """The balances ahead as they are looked at: of one account, over some days.

    `accounts` are those that all together are made of.
    """

    found: CashAhead
    look: Look
    cells: Cells
    accounts: Sequence[UUID]

    @property
    def one(self) -> AccountAhead:
        """The account that is looked at, or all together."""
        mine = (x for x in self.found.accounts if x.account_id == self.look.account_id)
        return next(mine, self.found.accounts[0])

    @property
    def days(self) -> Sequence[DayAhead]:
        """Its days as far as they are looked at."""
        return self.one.days[: self.look.days]

    @property
    def ids(self) -> Sequence[UUID]:
        """The accounts that are looked at."""
        return (self.one.account_id,) if self.one.account_id else self.accounts

    def rough(self, amount: Decimal) -> str:
        """Write what is only likely: whole units are all that can be said of it."""
        return filters.rough(self.cells.writer.currency, self.cells.writer.locale)(amount)

    def day(self, day: date) -> str:
        """Write a day short."""
        return forecast_words.near_day(day, self.found.as_of, self.cells.writer.locale)


def body(here: Here) -> Body:
    """Show the balance by day with its ranges, how low it gets, and what is known to come."""
    if not here.days:
        return Body()
    return Body(
        figures=tuple(_figures(here)),
        sentences=tuple(_sentences(here)),
        blocks=(_balances(here), _known(here)),
    )


def names(here: Here) -> Iterator[tuple[UUID | None, str]]:
    """Name what can be looked at: all together, then each account."""
    known = here.cells.writer.names.accounts
    for one in here.found.accounts:
        if one.account_id is None or one.account_id in known:
            yield one.account_id, known[one.account_id].name if one.account_id else TOGETHER


def lowest(days: Iterable[DayAhead]) -> DayAhead:
    """Give the first of the days with the lowest expected balance."""
    return min(days, key=lambda one: (one.band.median, one.date))


def _figures(here: Here) -> Iterator[Figure]:
    balance, rest, last = here.one.balance, here.look.to("known"), here.days[-1]
    as_of = {"account_id": ",".join(map(str, here.ids)), "end": str(here.found.as_of + DAY)}
    href = searches.rows_href(as_of) if here.ids else "/accounts"
    proof = Proof.BALANCE if here.ids else Proof.NONE
    text = here.cells.writer.money(balance)
    yield Figure("Balance today", text, href, "net", value=balance, proof=proof)
    low = lowest(here.days)
    yield _likely("Lowest expected", low, rest, here)
    yield _likely(f"On {here.day(last.date)}", last, rest, here)


def _likely(label: str, day: DayAhead, href: str, here: Here) -> Figure:
    note = f"on {here.day(day.date)}, " if label == "Lowest expected" else ""
    note += f"80 %: {forecast_words.wide(day.band, here.cells.writer)}"
    median = day.band.median
    return Figure(label, here.rough(median), href, "net", None, note, median, Proof.DERIVED)


def _sentences(here: Here) -> Iterator[Sentence]:
    """Say the chances of falling low, the next income first."""
    for one in here.one.chances:
        text = forecast_words.chance(
            one, here.found.income_date, here.found.as_of, here.cells.writer
        )
        tone = "bad" if one.probability >= _RISKY else ""
        if one.probability < _SAFE:
            tone = "good"
        yield Sentence(f"{text}.", here.look.to("known"), tone)
    basis = forecast_words.basis(here.one.basis, here.cells.writer.locale)
    yield Sentence(f"{basis[:1].upper()}{basis[1:]}.", here.look.to("score"))


def _balances(here: Here) -> Block:
    table = Table("balances", "Balances ahead, week by week", _BALANCES, tuple(_weeks(here)))
    return Block(
        "Balance by day",
        table,
        _chart(here),
        "The balance ahead with its ranges, day by day; the table below says the same by week",
        note="The line is what is expected. In 80 of 100 cases the balance stays in the wide band, "
        "in 50 of 100 in the narrow one. The dashed line is known things alone.",
        is_folded=True,
    )


def _weeks(here: Here) -> Iterator[Row]:
    days = here.days
    places = [*range(WEEK - 1, len(days), WEEK)]
    if len(days) - 1 not in places:
        places.append(len(days) - 1)
    for place in places:
        one = days[place]
        day = Cell(one.date, filters.day(one.date, here.cells.writer.locale))
        amounts = (*_five(one), one.known)
        yield Row((day, *(Cell(amount, here.rough(amount)) for amount in amounts)))


def _five(one: DayAhead) -> tuple[Decimal, ...]:
    band = one.band
    return band.median, band.low50, band.high50, band.low80, band.high80


def _chart(here: Here) -> Spec:
    days = here.days
    bands = [one.band for one in days]
    wide = Spread("80 of 100", [one.low80 for one in bands], [one.high80 for one in bands])
    narrow = Spread("50 of 100", [one.low50 for one in bands], [one.high50 for one in bands])
    return here.cells.pen.bands(
        [forecast_words.short_day(one.date, here.cells.writer.locale) for one in days],
        wide,
        narrow,
        Series("Known things only", [one.known for one in days], "slate", drawn="dashed"),
        Series("Expected", [one.median for one in bands], "net", drawn="line"),
    )


def _known(here: Here) -> Block:
    """List what is known to come, as far as it moves what is looked at."""
    until = here.found.as_of + timedelta(days=KNOWN_DAYS)
    mine = set(here.ids)
    known = [one for one in here.found.known if one.date <= until and one.account_id in mine]
    columns = (
        Column("Day", "date", is_number=False),
        Column("What", "name", is_number=False),
        Column("Amount", "amount"),
    )
    rows = tuple(_known_row(one, here) for one in known)
    table = Table("known", "What is known to come in the next 30 days", columns, rows)
    empty = "Nothing is known to come. Schedules tell what does."
    return Block("Known to come in the next 30 days", table, empty=empty)


def _known_row(one: Known, here: Here) -> Row:
    writer = here.cells.writer
    account = writer.names.accounts.get(one.account_id)
    beside = [account.name] if account and len(here.ids) > 1 else []
    words = ", ".join([*filter(None, [KINDS.get(one.kind, "if it goes so")]), *beside])
    name = f"{one.name} ({words})" if words else one.name
    tone: Tone = "income" if one.amount > 0 else ""
    return Row(
        (
            Cell(one.date, here.day(one.date)),
            Cell(one.name, name, known_href(one)),
            Cell(one.amount, writer.signed(one.amount), known_href(one), tone),
        )
    )


def known_href(one: Known) -> str:
    """Give the address of what a known thing is: a schedule, a goal, a transaction."""
    if one.kind == "pattern":
        return "/schedules/found"
    place = {"due": "/schedules", "goal": "/goals", "booked": "/transaction/edit"}.get(one.kind)
    return f"{place}/{one.id}" if place and one.id else PATH
