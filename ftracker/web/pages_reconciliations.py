"""What the pages show on which an account is held against a balance of the bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from urllib.parse import quote
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.periods import DAY
from ftracker.queries.catalogue import AccountName
from ftracker.queries.reconciliations import Sheet, Waiting
from ftracker.queries.statements import StatementLine
from ftracker.queries.transactions import Line
from ftracker.web import display, filters
from ftracker.web.forms import Form
from ftracker.web.rows import Writer
from ftracker.web.ticking import Ticks, effect


@dataclass(frozen=True, slots=True)
class ReconcileStartPage:
    """Asks for the bank's balance and its day; `suggestion` tells where a proposed one is from."""

    name: str
    form: Form
    action: str
    suggestion: str
    back_href: str


@dataclass(frozen=True, slots=True)
class TickRow:
    """A transaction to be ticked; `units` is its signed amount in the smallest unit."""

    id: str
    href: str
    title: str
    icon: str
    colour: str
    detail: str
    amount: str
    units: str
    is_ticked: bool
    begins_ticked: bool


@dataclass(frozen=True, slots=True)
class TickDay:
    """The transactions of one day."""

    label: str
    rows: tuple[TickRow, ...]


@dataclass(frozen=True, slots=True)
class OlderRow:
    """All transactions that are older than those listed, as one."""

    text: str
    amount: str
    units: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class ReconcilePage:
    """What can be ticked off; `left` is the difference, `hidden` what the form carries along.

    `base` is the bank's balance less what was ticked off before, in the smallest unit; `decimals`
    says how many of them make one of the currency.
    """

    name: str
    form: Form
    action: str
    bank: str
    bank_note: str
    cleared: str
    left: str
    is_even: bool
    base: str
    decimals: int
    days: tuple[TickDay, ...]
    older: OlderRow | None
    hidden: Mapping[str, str]
    again_href: str
    back_href: str


def start_page(
    account: AccountName, form: Form, newest: StatementLine | None, writer: Writer
) -> ReconcileStartPage:
    """Ask for a balance, proposing what the newest statement closes with."""
    suggestion = ""
    if newest is not None:
        day = filters.day(newest.end_date - DAY, writer.locale)
        suggestion = f"Your newest statement closes on {day}; its balance is filled in."
    return ReconcileStartPage(
        account.name, form, _path(account), suggestion, f"/accounts/{account.id}/statement"
    )


def page(
    account: AccountName,
    ticks: Ticks,
    sheet: Sheet,
    partners: Mapping[UUID, Line],
    writer: Writer,
    *,
    form: Form,
) -> ReconcilePage:
    """List what can be ticked off, newest first, with the difference that is left."""
    left, here = ticks.left(sheet), ticks.url(_path(account))
    days = [
        TickDay(
            filters.day(day, writer.locale),
            tuple(_row(row, ticks, partners, here, writer) for row in of_day),
        )
        for day, of_day in groupby(sheet.rows, key=lambda row: row.line.date)
    ]
    return ReconcilePage(
        name=account.name,
        form=form,
        action=_path(account),
        bank=writer.money(ticks.balance),
        bank_note=filters.day(ticks.day, writer.locale),
        cleared=writer.money(sheet.cleared),
        left=writer.signed(left),
        is_even=not left,
        base=_units(ticks.balance - sheet.cleared, writer),
        decimals=money.decimals(writer.currency),
        days=tuple(days),
        older=_older(sheet, ticks, writer) if sheet.older_count else None,
        hidden={
            "date": ticks.day.isoformat(),
            "balance": money.plain(ticks.balance, writer.currency),
            "tick": ticks.rule,
        },
        again_href=_path(account),
        back_href=f"/accounts/{account.id}/statement",
    )


def _path(account: AccountName) -> str:
    return f"/accounts/{account.id}/reconcile"


def _row(
    row: Waiting, ticks: Ticks, partners: Mapping[UUID, Line], here: str, writer: Writer
) -> TickRow:
    line = row.line
    shown = writer.row(line, partners.get(line.transfer_id) if line.transfer_id else None)
    return TickRow(
        id=line.id.hex,
        href=f"/transaction/edit/{line.id}?next={quote(here, safe='')}",
        title=shown.title,
        icon=shown.icon,
        colour=shown.colour,
        detail=shown.detail if row.is_imported else f"{shown.detail} · entered by hand",
        amount=writer.signed(effect(row)),
        units=_units(effect(row), writer),
        is_ticked=ticks.holds(row),
        begins_ticked=ticks.begins(row),
    )


def _older(sheet: Sheet, ticks: Ticks, writer: Writer) -> OlderRow:
    count = display.counted(sheet.older_count, "older transaction")
    return OlderRow(
        text=f"All {count}" if sheet.older_count > 1 else count,
        amount=writer.signed(sheet.older_amount),
        units=_units(sheet.older_amount, writer),
        is_ticked=ticks.older,
    )


def _units(amount: Decimal, writer: Writer) -> str:
    """Write an amount in the smallest unit of the currency: whole numbers are exact in scripts."""
    return f"{amount.scaleb(money.decimals(writer.currency)):.0f}"
