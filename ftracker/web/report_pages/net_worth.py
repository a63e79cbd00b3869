"""Net worth: what all accounts held at the end of each period, together and one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftracker.domain.reports.net_worth import Holding, NetWorth, Standing
from ftracker.web import charts, report_labels, searches
from ftracker.web.charts import Series, Spec
from ftracker.web.display import Figure, Proof
from ftracker.web.pages_accounts import KINDS, statement_href
from ftracker.web.report_cells import Cells
from ftracker.web.tables import Block, Body, Cell, Column, Row, Table

# What says nothing of what lies in an account.
_DEAF_TO = frozenset(searches.FILTERS) - {"account_id", "start", "end", "until"}
_DEAF = "What lies in accounts is shown whole: of the filters only accounts and days are heard."
_EMPTY = "No account held anything in these days"


@dataclass(frozen=True, slots=True)
class _Here:
    """What was found, what its kinds were worth together, and what writes it."""

    found: NetWorth
    kinds: Mapping[str, tuple[Decimal, ...]]
    cells: Cells

    @property
    def last(self) -> Standing:
        """The end of the report."""
        return self.found.standings[-1]

    def rows(self, holdings: Iterable[Holding], day: date) -> str:
        """Give the address of all that moved in some accounts before a day."""
        words = {"end": str(day)}
        chosen = [str(one.id) for one in holdings]
        if len(chosen) < len(self.cells.writer.names.accounts):
            words["account_id"] = ",".join(chosen)
        return searches.rows_href(words)

    def list_of(self, day: date) -> str:
        """Give the address of all that moved in the accounts of the report before a day."""
        return self.rows(self.found.holdings, day)


def body(found: NetWorth, cells: Cells, *, later: Decimal) -> Body:
    """Show the whole, each kind over time, and each account with its statement.

    `later` is what of it is dated later than today, signed.
    """
    here = _Here(found, found.kinds, cells)
    is_deaf = not _DEAF_TO.isdisjoint(cells.links.typed)
    notes = [_DEAF] if is_deaf else []
    if later:
        notes.append(f"{cells.amount(later, 'net')} of the net worth is dated later than today.")
    return Body(
        figures=tuple(_figures(here)) if found.holdings else (),
        blocks=(_over_time(here), _lines(here), _accounts(here)),
        notes=tuple(notes),
        empty=_EMPTY,
    )


def _figures(here: _Here) -> Iterable[Figure]:
    last, end = here.last, here.last.period.end
    for label, amount, chosen in (
        ("Net worth", last.net, here.found.holdings),
        ("Owned", last.owned, [one for one in here.found.holdings if one.values[-1] > 0]),
        ("Owed", -last.owed, [one for one in here.found.holdings if one.values[-1] < 0]),
    ):
        if chosen:
            href = here.rows(chosen, end)
            text = here.cells.amount(amount)
            yield Figure(label, text, href, value=amount, proof=Proof.BALANCE)
    change = last.net - here.found.before
    text = here.cells.amount(change, "net")
    href = here.cells.links.rows()
    yield Figure("Change", text, href, "net", value=change, proof=Proof.DERIVED)


def _over_time(here: _Here) -> Block:
    kinds = here.kinds
    columns = (
        Column("Period", "period", is_number=False),
        *(Column(_title(kind), kind) for kind in kinds),
        Column("Net worth", "net_worth"),
        Column("Change", "change"),
    )
    rows = [_period(here, number) for number in range(len(here.found.standings))]
    table = Table("periods", "Net worth by period", columns, tuple(rows if kinds else ()))
    drawn = _piled(here) if kinds else None
    return Block("Over time", table, drawn, "Net worth by kind of account", empty=_EMPTY)


def _period(here: _Here, number: int) -> Row:
    one = here.found.standings[number]
    cells = here.cells
    end = one.period.end
    kinds = [
        cells.balance(values[number], here.rows(_of_kind(here.found, kind), end))
        for kind, values in here.kinds.items()
    ]
    return Row(
        (
            _name(here, one),
            *kinds,
            cells.balance(one.net, here.list_of(end)),
            cells.derived(one.change, cells.links.rows(one.period), "net"),
        )
    )


def _name(here: _Here, one: Standing) -> Cell:
    return here.cells.text(report_labels.whole(one.period), here.cells.links.rows(one.period))


def _of_kind(found: NetWorth, kind: str) -> list[Holding]:
    return [one for one in found.holdings if one.kind == kind]


def _title(kind: str) -> str:
    return KINDS[kind][0]


def _piled(here: _Here) -> Spec:
    """Draw what the kinds were worth on top of each other, debts below zero, and the whole."""
    ends = [one.period.end for one in here.found.standings]
    kinds = [
        Series(
            _title(kind),
            values,
            KINDS[kind][2],
            [here.rows(_of_kind(here.found, kind), end) for end in ends],
        )
        for kind, values in here.kinds.items()
    ]
    whole = Series(
        "Net worth",
        [one.net for one in here.found.standings],
        "net",
        [here.list_of(end) for end in ends],
        drawn="line",
    )
    return here.cells.pen.stacked(_axis(here), [*kinds, whole])


def _lines(here: _Here) -> Block:
    """Show each account along the periods; each balance leads to its statement."""
    columns = (
        Column("Period", "period", is_number=False),
        *(Column(one.name, str(one.id)) for one in here.found.holdings),
    )
    rows = [
        Row((_name(here, standing), *_balances(here, standing, number)))
        for number, standing in enumerate(here.found.standings)
    ]
    shown = tuple(rows) if here.found.holdings else ()
    table = Table("accounts_by_period", "Balances by period", columns, shown)
    drawn = here.cells.pen.lines(_axis(here), _drawn(here)) if shown else None
    return Block(
        "Account by account", table, drawn, "The balance of each account", is_folded=True,
        empty=_EMPTY,
    )  # fmt: skip


def _balances(here: _Here, standing: Standing, number: int) -> Iterable[Cell]:
    for one in here.found.holdings:
        href = statement_href(one.id, standing.period.end)
        yield here.cells.balance(one.values[number], href)


def _drawn(here: _Here) -> list[Series]:
    colours = charts.colours_of(one.name for one in here.found.holdings)
    return [
        Series(
            one.name,
            one.values,
            colours[one.name],
            [statement_href(one.id, standing.period.end) for standing in here.found.standings],
        )
        for one in here.found.holdings
    ]


def _axis(here: _Here) -> list[str]:
    return here.cells.axis([one.period for one in here.found.standings])


def _accounts(here: _Here) -> Block:
    """List the accounts, the fullest first, with what they held at both ends of the report."""
    columns = (
        Column("Account", "account", is_number=False),
        Column("Kind", "kind", is_number=False),
        Column("At the start", "start"),
        Column("At the end", "end"),
        Column("Change", "change"),
    )
    ranked = sorted(here.found.holdings, key=lambda one: (-one.values[-1], one.name.casefold()))
    rows = tuple(_account(here, one) for one in ranked)
    foot = (_foot(here),) if rows else ()
    table = Table("accounts", "Accounts at both ends of the report", columns, rows, foot)
    return Block("Accounts", table, empty=_EMPTY)


def _account(here: _Here, one: Holding) -> Row:
    start, end = _ends(here)
    moved = here.cells.links.rows(account_id=str(one.id))
    return Row(
        (
            here.cells.text(one.name, f"/accounts/{one.id}/statement"),
            here.cells.text(_title(one.kind)),
            here.cells.balance(one.before, statement_href(one.id, start)),
            here.cells.balance(one.values[-1], statement_href(one.id, end)),
            here.cells.derived(one.values[-1] - one.before, moved, "net"),
        )
    )


def _foot(here: _Here) -> Row:
    start, end = _ends(here)
    before, after = here.found.before, here.last.net
    return Row(
        (
            here.cells.text("In all"),
            here.cells.text(""),
            here.cells.balance(before, here.list_of(start)),
            here.cells.balance(after, here.list_of(end)),
            here.cells.derived(after - before, here.cells.links.rows(), "net"),
        )
    )


def _ends(here: _Here) -> tuple[date, date]:
    standings: Sequence[Standing] = here.found.standings
    return standings[0].period.start, standings[-1].period.end
