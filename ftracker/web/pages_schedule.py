"""What the pages of one schedule show: its past and its future, and one of its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from ftracker.domain import searches as grammar
from ftracker.domain.due_days import Due
from ftracker.domain.payments import State
from ftracker.queries.api_tokens import TokenLine
from ftracker.queries.schedules import ScheduleLine
from ftracker.queries.transactions import Line
from ftracker.web import filters, redirects
from ftracker.web.display import CategoryMark, Figure, Tone, counted
from ftracker.web.forms import Form
from ftracker.web.pages_schedules import DueRow, due_row, schedule_row
from ftracker.web.rows import Writer, effect

SHOWN_DAYS = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a schedule."""

    label: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment of the past; `change` says how it differs from the one before."""

    day: str
    due_day: str
    amount: str
    href: str
    change: str
    is_more: bool


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """One schedule: what it is, what comes next, what came so far."""

    id: str
    name: str
    mark: CategoryMark
    rhythm: str
    is_paused: bool
    version: int
    figures: tuple[Figure, ...]
    facts: tuple[Fact, ...]
    dates: tuple[DueRow, ...]
    payments: tuple[PaymentRow, ...]
    paid_total: str
    rows_href: str
    here: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A transaction that may be the payment of a due day."""

    id: str
    title: str
    detail: str
    day: str
    amount: str
    tone: Tone
    href: str


@dataclass(frozen=True, slots=True)
class DueDayPage:
    """One due day: book it, say which transaction it was, skip it, or take that back."""

    name: str
    due: DueRow
    is_told: bool
    candidates: tuple[CandidateRow, ...]
    form: Form
    back_href: str


@dataclass(frozen=True, slots=True)
class ScheduleDeletePage:
    """Asks before a schedule goes."""

    id: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The secret address of a person's calendar, shown once, and when it was made and asked."""

    present: TokenLine | None
    address: str


def page(
    line: ScheduleLine, dues: Sequence[Due], writer: Writer, *, goal: str, today: date
) -> SchedulePage:
    """Show one schedule; `dues` are all of its days of some years up to the next ones."""
    row = schedule_row(line, dues, writer, today=today)
    here = f"/schedules/{line.id}"
    past = [due for due in dues if due.state is State.PAID and due.paid_amount is not None]
    ahead = [due for due in dues if due.date >= today or due.state is State.LATE]
    total = sum((due.paid_amount or Decimal(0) for due in past), Decimal(0))
    return SchedulePage(
        id=row.id,
        name=line.name,
        mark=row.mark,
        rhythm=row.rhythm,
        is_paused=line.is_paused,
        version=line.version,
        figures=(
            Figure("Each time", row.amount, here, row.tone),
            Figure("A year", row.yearly, here, note="on average"),
        ),
        facts=tuple(_facts(line, writer, goal)),
        dates=tuple(due_row(due, writer, here=here) for due in ahead[:SHOWN_DAYS]),
        payments=_payments(past, writer, here),
        paid_total=writer.money(total) if past else "",
        rows_href=_rows_href(line),
        here=here,
    )


def due_day_page(
    due: Due,
    found: Sequence[Line],
    writer: Writer,
    form: Form,
    *,
    is_told: bool,
    back: str,
) -> DueDayPage:
    """Show one due day with the transactions that may have paid it, the likeliest first."""
    here = f"/schedules/{due.schedule_id}/days/{due.due_date}"
    return DueDayPage(
        name=due.name,
        due=due_row(due, writer, here=here),
        is_told=is_told,
        candidates=tuple(_candidate(line, writer, here) for line in found),
        form=form,
        back_href=back,
    )


def _candidate(line: Line, writer: Writer, here: str) -> CandidateRow:
    category = writer.names.categories[line.category_id].name
    account = writer.names.accounts[line.account_id].name
    return CandidateRow(
        id=str(line.id),
        title=writer.title(line),
        detail=f"{category} · {account}",
        day=filters.day(line.date, writer.locale),
        amount=writer.signed(effect(line)),
        tone=writer.tone(line),
        href=f"/transaction/edit/{line.id}?{redirects.query(next=here)}",
    )


def _payments(past: Sequence[Due], writer: Writer, here: str) -> tuple[PaymentRow, ...]:
    """List payments, newest first, each against the one before it."""
    rows = []
    for before, due in pairwise([None, *past]):
        if due is None:
            continue
        apart = _amount(due) - _amount(before) if before else Decimal(0)
        rows.append(
            PaymentRow(
                day=filters.day(due.paid_date or due.date, writer.locale),
                due_day=filters.day(due.date, writer.locale),
                amount=writer.money(_amount(due)),
                href=f"/transaction/edit/{due.transaction_id}?{redirects.query(next=here)}",
                change=f"{writer.signed(apart)} ({_percent(apart, before)})"
                if apart and before
                else "",
                is_more=apart > 0,
            )
        )
    return tuple(reversed(rows))


def _amount(due: Due) -> Decimal:
    return due.amount if due.paid_amount is None else due.paid_amount


def _percent(apart: Decimal, before: Due) -> str:
    share = abs(apart / _amount(before) * 100)
    return f"{share:.0f} %" if share >= 1 else f"{share:.1f} %"


def _facts(line: ScheduleLine, writer: Writer, goal: str) -> list[Fact]:
    names = writer.names
    found = [
        Fact("Category", names.categories[line.category_id].name),
        Fact("Account", names.accounts[line.account_id].name),
    ]
    if line.to_account_id is not None:
        found.append(Fact("To", names.accounts[line.to_account_id].name))
    if line.payee:
        found.append(Fact("Payee", line.payee, _rows_href(line)))
    if line.least is not None or line.most is not None:
        least, most = line.least or line.amount, line.most or line.amount
        found.append(Fact("Between", f"{writer.money(least)} and {writer.money(most)}"))
    found.append(Fact("On the day", "Books itself" if line.is_posted else "Asks to be booked"))
    if line.remind_days:
        found.append(Fact("Reminds", f"{counted(line.remind_days, 'day')} before"))
    if goal:
        found.append(Fact("For the goal", goal, "/goals"))
    if line.trial_end_date is not None:
        found.append(Fact("Free until", filters.day(line.trial_end_date, writer.locale)))
    if line.cancel_date is not None:
        found.append(Fact("Cancel by", filters.day(line.cancel_date, writer.locale)))
    if line.tags:
        found.append(Fact("Tags", ", ".join(line.tags)))
    if line.note:
        found.append(Fact("Note", line.note))
    return found


def _rows_href(line: ScheduleLine) -> str:
    """Give the address of the transactions that look like it."""
    if line.payee:
        return f"/?{redirects.query(q=grammar.phrase(line.payee))}"
    said = {"category_id": str(line.category_id), "account_id": str(line.account_id)}
    return f"/?{redirects.query(**said)}"
