"""What is safe to spend, put together for its page: every line with what it is made of."""

from datetime import date

from ftracker.domain import money
from ftracker.domain.errors import InvalidInput
from ftracker.domain.periods import DAY
from ftracker.domain.safe_to_spend import Line, Part, Row, Statement, Until
from ftracker.models import Plan
from ftracker.queries.catalogue import AccountName
from ftracker.queries.forecast_glances import Lowest
from ftracker.schemas.safe_to_spend import SafeToSpendEdit
from ftracker.web import choices, filters, forecast_words, pages_catalogue, searches
from ftracker.web.forms import Form
from ftracker.web.pages_safe_to_spend import (
    LowestView,
    SafeFigure,
    SafeLine,
    SafePage,
    SafeRow,
)
from ftracker.web.rows import Writer

PATH = "/safe-to-spend"
LABELS = {
    Part.CASH: "What is there",
    Part.AHEAD: "Booked already for the days ahead",
    Part.BILLS: "Bills until then",
    Part.KEPT: "Kept for goals in these accounts",
    Part.GOALS: "Still to be set aside for goals",
    Part.BUDGETS: "What budgets still need",
    Part.BUFFER: "Buffer",
}
LEADS = {
    Part.CASH: "The balances of today of the accounts that you spend from.",
    Part.AHEAD: "Transactions of these accounts that are dated from tomorrow on.",
    Part.BILLS: "What falls due before the next income, and what is late.",
    Part.KEPT: "It lies in these accounts, but belongs to goals.",
    Part.GOALS: "What goals ask for in this period, less what is scheduled for them.",
    Part.BUDGETS: "What is left of them, less the bills that they pay, for the days until then.",
    Part.BUFFER: "What shall always stay.",
}


def figure(found: Statement, writer: Writer) -> SafeFigure:
    """Write the number by itself."""
    until = f"{found.until.day} {found.until:%b}"
    if found.amount < 0:
        return SafeFigure(writer.money(-found.amount), "Short", f"until {until}", is_short=True)
    daily = writer.money(found.per_day(writer.currency))
    note = f"{daily} a day until {until}"
    return SafeFigure(writer.money(found.amount), "Safe to spend", note, is_short=False)


def lowest(found: Lowest, writer: Writer) -> LowestView:
    """Write how low the balance is expected to get."""
    band, day = found.day.band, found.day.date
    return LowestView(
        text=filters.rough(writer.currency, writer.locale)(band.median),
        day=forecast_words.short_day(day, writer.locale),
        range=forecast_words.wide(band, writer),
    )


def build(
    found: Statement, writer: Writer, form: Form, *, stored: Form, is_stale: bool = False
) -> SafePage:
    """Put the page together; `stored` is what is said so far of accounts and buffer."""
    words = {str(one.id): one.name for one in writer.names.accounts.values()}
    return SafePage(
        figure=figure(found, writer),
        why=_why(found, writer),
        lines=tuple(_line(one, found, writer) for one in found.lines if one.rows),
        form=form,
        accounts=choices.options(_shown(writer, form)),
        stale=pages_catalogue.stale(
            form,
            stored,
            labels={"buffer": LABELS[Part.BUFFER], "cash_account_ids": "Accounts"},
            words=words,
            reload_href=PATH,
        )
        if is_stale
        else None,
    )


def filled(plan: Plan | None, currency: str) -> Form:
    """Show what is stored in the form."""
    if plan is None:
        return Form.filled(version=0)
    buffer = money.plain(plan.buffer, currency) if plan.buffer else None
    return Form.filled(buffer=buffer, cash_account_ids=plan.cash_account_ids, version=plan.version)


def read(form: Form, currency: str) -> SafeToSpendEdit:
    """Read what was typed and ticked; no buffer is none. Raises InvalidInput."""
    try:
        buffer = money.parse_balance(form.value("buffer").strip() or "0", currency)
    except ValueError as bad:
        raise InvalidInput("buffer", str(bad)) from bad
    ids = form.values("cash_account_ids")
    return form.read(SafeToSpendEdit, buffer=f"{buffer:f}", cash_account_ids=ids)


def _shown(writer: Writer, form: Form) -> list[AccountName]:
    ticked = form.values("cash_account_ids")
    return [
        one
        for one in writer.names.accounts.values()
        if not one.is_archived or str(one.id) in ticked
    ]


def _why(found: Statement, writer: Writer) -> str:
    day, days = filters.day(found.until, writer.locale), found.days
    span = "1 day" if days == 1 else f"{days} days"
    if found.why is Until.SCHEDULE:
        return f"The next income is “{found.income}” on {day}, in {span}."
    if found.why is Until.PAYDAY:
        return f"No income is scheduled, so it is until your payday on {day}, in {span}."
    return f"No income is scheduled, so it is until the month is over, in {span}."


def _line(line: Line, found: Statement, writer: Writer) -> SafeLine:
    return SafeLine(
        word=line.part.value,
        label=LABELS[line.part],
        text=writer.money(line.amount),
        lead=LEADS[line.part],
        rows=tuple(_row(line.part, row, found, writer) for row in line.rows),
    )


def _row(part: Part, row: Row, found: Statement, writer: Writer) -> SafeRow:
    return SafeRow(
        name=row.name or LABELS[part],
        text=writer.money(row.amount),
        href=_href(part, row, found),
        note=_note(row, found.today, writer),
    )


def _href(part: Part, row: Row, found: Statement) -> str:
    days = {"start": str(found.today + DAY), "end": str(found.until)}
    return {
        Part.CASH: f"/accounts/{row.id}/statement",
        Part.AHEAD: searches.rows_href({"account_id": str(row.id), **days}),
        Part.BILLS: f"/schedules/{row.id}",
        Part.KEPT: f"/goals/{row.id}",
        Part.GOALS: f"/goals/{row.id}",
        Part.BUDGETS: "/budgets",
        Part.BUFFER: "#choose",
    }[part]


def _note(row: Row, today: date, writer: Writer) -> str:
    if row.days is not None:
        return f"for {row.days[0]} of the {row.days[1]} days that it has left"
    if row.day is None:
        return ""
    day = filters.day(row.day, writer.locale)
    return f"{day}, late" if row.day < today else day
