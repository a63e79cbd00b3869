"""What the page of one account shows: what lies in it, what its statements say, what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from ftracker.domain.coverage import Coverage
from ftracker.domain.periods import DAY
from ftracker.queries.accounts import AccountLine
from ftracker.queries.reconciliations import ReconciliationLine
from ftracker.queries.statements import StatementLine
from ftracker.queries.transactions import Line, Page
from ftracker.web import coverage, display, filters
from ftracker.web.coverage import YearRow
from ftracker.web.display import Figure, Tone
from ftracker.web.pages_accounts import KINDS
from ftracker.web.rows import Writer, effect

MOST_STATEMENTS = 36


@dataclass(frozen=True, slots=True)
class Check:
    """How a comparison came out: `good`, `bad`, or nothing where there was nothing to compare.

    `href` opens what a difference is made of.
    """

    state: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement: its days and figures, and whether they agree, also with the books."""

    days: str
    file: str
    file_href: str
    opening: str
    moved: str
    rows: str
    rows_href: str
    closing: str
    sum: Check
    books: Check


@dataclass(frozen=True, slots=True)
class ReconciliationRow:
    """One balance that the account was held against; `remove` is an address."""

    day: str
    balance: str
    rows: str
    by: str
    remove: str


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One transaction, and what the account held after it."""

    href: str
    title: str
    icon: str
    colour: str
    detail: str
    amount: str
    tone: Tone
    balance: str
    is_locked: bool


@dataclass(frozen=True, slots=True)
class BalanceDay:
    """The transactions of one day, newest first, and what the account held at its end."""

    label: str
    balance: str
    rows: tuple[BalanceRow, ...]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One account; `told` says the strip in sentences, `hidden` counts older statements."""

    id: str
    name: str
    lead: str
    is_archived: bool
    figures: tuple[Figure, ...]
    years: tuple[YearRow, ...]
    told: tuple[str, ...]
    gaps: tuple[str, ...]
    statements: tuple[StatementRow, ...]
    hidden: int
    reconciliations: tuple[ReconciliationRow, ...]
    days: tuple[BalanceDay, ...]
    newer_href: str
    older_href: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the database says of an account.

    `today` is what it holds at the end of today; `top` what it held after the first line of the
    page.
    """

    account: AccountLine
    today: Decimal
    statements: Sequence[StatementLine]
    coverage: Coverage
    differences: Mapping[UUID, Decimal]
    reconciliations: Sequence[ReconciliationLine]
    page: Page
    partners: Mapping[UUID, Line]
    top: Decimal


def page(found: Found, writer: Writer) -> StatementPage:
    """Put the page together."""
    account = found.account
    here = f"/accounts/{account.id}/statement"
    shown = found.statements[:MOST_STATEMENTS]
    return StatementPage(
        id=str(account.id),
        name=account.name,
        lead=KINDS[account.kind][0] + (" · archived" if account.is_archived else ""),
        is_archived=account.is_archived,
        figures=tuple(_figures(found, writer)),
        years=coverage.years(found.coverage.months, account.id),
        told=tuple(coverage.told(found.coverage.months)),
        gaps=tuple(coverage.gap(gap, writer) for gap in found.coverage.gaps),
        statements=tuple(_statement(line, found, writer) for line in shown),
        hidden=len(found.statements) - len(shown),
        reconciliations=tuple(
            _reconciliation(r, account.id, writer) for r in found.reconciliations
        ),
        days=_days(found, writer),
        newer_href=f"{here}?cursor={found.page.newer.text}#moved" if found.page.newer else "",
        older_href=f"{here}?cursor={found.page.older.text}#moved" if found.page.older else "",
    )


def _figures(found: Found, writer: Writer) -> list[Figure]:
    account = found.account
    all_of_it = f"/?account_id={account.id}"
    figures = [Figure("Balance today", writer.money(found.today), all_of_it, "net")]
    if account.balance != found.today:
        figures.append(Figure("With what is dated later", writer.money(account.balance), all_of_it))
    if account.opening_balance:
        opened = writer.money(account.opening_balance)
        figures.append(Figure("Opened with", opened, f"/accounts/{account.id}"))
    if found.reconciliations:
        last = found.reconciliations[0]
        day = filters.day(last.date, writer.locale)
        href = f"{all_of_it}&until={last.date}"
        figures.append(Figure("Last reconciled", writer.money(last.balance), href, note=day))
    return figures


def _statement(line: StatementLine, found: Found, writer: Writer) -> StatementRow:
    last = line.end_date - DAY
    rows_href = f"/?account_id={found.account.id}&start={line.start_date}&until={last}"
    return StatementRow(
        days=_span(line.start_date, last),
        file=line.file_name,
        file_href=f"/data/imports/{line.import_id}",
        opening="" if line.opening is None else writer.money(line.opening),
        moved=writer.signed(line.total),
        rows=display.counted(line.rows, "row"),
        rows_href=rows_href,
        closing="" if line.closing is None else writer.money(line.closing),
        sum=_check(line.difference, writer, rows_href),
        books=_check(
            found.differences.get(line.id),
            writer,
            f"/?account_id={found.account.id}&until={last}",
        ),
    )


def _check(difference: Decimal | None, writer: Writer, href: str) -> Check:
    if difference is None:
        return Check("", "not said")
    if not difference:
        return Check("good", "agrees")
    return Check("bad", f"{writer.signed(difference)} off", href)


def _reconciliation(
    line: ReconciliationLine, account_id: UUID, writer: Writer
) -> ReconciliationRow:
    made = filters.day(line.at.astimezone().date(), writer.locale)
    return ReconciliationRow(
        day=filters.day(line.date, writer.locale),
        balance=writer.money(line.balance),
        rows=f"{display.counted(line.rows, 'transaction')} ticked off",
        by=f"{line.who}, {made}" if line.who else made,
        remove=f"/accounts/{account_id}/reconciliations/{line.id}/remove",
    )


def _days(found: Found, writer: Writer) -> tuple[BalanceDay, ...]:
    days, balance = [], found.top
    for day, of_day in groupby(found.page.lines, key=lambda line: line.date):
        at_end, rows = balance, []
        for line in of_day:
            rows.append(_row(line, found, balance, writer))
            balance -= effect(line)
        days.append(BalanceDay(filters.day(day, writer.locale), writer.money(at_end), tuple(rows)))
    return tuple(days)


def _row(line: Line, found: Found, balance: Decimal, writer: Writer) -> BalanceRow:
    partner = found.partners.get(line.transfer_id) if line.transfer_id else None
    row = writer.row(line, partner)
    return BalanceRow(
        href=f"/transaction/edit/{line.id}",
        title=row.title,
        icon=row.icon,
        colour=row.colour,
        detail=row.detail,
        amount=writer.signed(effect(line)),
        tone=row.tone,
        balance=writer.money(balance),
        is_locked=row.is_locked,
    )


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{last.day} {last:%b %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%b %Y}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%b}{year} – {last.day} {last:%b %Y}"
