"""The page of one budget in one period, and the forms of budgets and of the plan."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.budget_sheets import Detail
from ftracker.domain.budgets import ZERO, Way
from ftracker.domain.cadences import Cadence
from ftracker.domain.kinds import Section
from ftracker.queries.catalogue import Catalogue
from ftracker.web import choices
from ftracker.web.budget_figures import COLUMNS, bar, hint, left, tone
from ftracker.web.budget_forecasts import Ahead, likely
from ftracker.web.budget_periods import NAMES, cell_url, label, listed, sheet_url
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.pages_budgets import (
    LABELS,
    PLAN_LABELS,
    CellPage,
    Link,
    PastRow,
    Proposal,
    SumLine,
)
from ftracker.web.pages_catalogue import Groups, stale
from ftracker.web.pages_transactions import StaleView
from ftracker.web.rows import Writer

ROLLOVERS = (
    Option("none", "Nothing: each period begins anew"),
    Option("left", "What was left"),
    Option("overspent", "What was overspent"),
    Option("both", "Both, what was left and what was overspent"),
)
METHODS = (("plan", "Plan against actual"), ("envelopes", "Envelopes"))
WEEKENDS = (
    Option("keep", "It stays where it is"),
    Option("before", "The Friday before"),
    Option("after", "The Monday after"),
)
INCOMES = (
    Option("came", "What came"),
    Option("expected", "What is expected"),
    Option("larger", "The larger of both"),
)
_WAYS = {Way.MEDIAN: "Median", Way.AVERAGE: "Average"}


def cadence_options(*, window: bool) -> tuple[Option, ...]:
    """Offer the periods that a budget can have."""
    return tuple(
        Option(cadence.value, name)
        for cadence, name in NAMES.items()
        if window or cadence is not Cadence.WINDOW
    )


def category_groups(names: Catalogue, taken: Iterable[UUID | None]) -> Groups:
    """Offer the categories that have no budget yet, and everything unless it has one."""
    used = set(taken)
    found = [
        (kind, tuple(option for option in options if UUID(option.value) not in used))
        for kind, options in choices.grouped(names)
    ]
    return tuple(group for group in found if group[1])


def stale_budget(form: Form, present: Form, key: UUID) -> StaleView:
    """Put what was typed beside what is there now."""
    words = dict(ROLLOVERS) | dict(cadence_options(window=True))
    reload = f"/budgets/{key}"
    return stale(form, present, labels=LABELS, words=words, reload_href=reload)


def stale_plan(form: Form, present: Form) -> StaleView:
    """Put what was typed beside what is there now."""
    words = dict(METHODS) | dict(cadence_options(window=False)) | dict(WEEKENDS) | dict(INCOMES)
    there = "/budgets/settings"
    return stale(form, present, labels=PLAN_LABELS, words=words, reload_href=there)


def cell_page(
    found: Detail, writer: Writer, sent: Form, *, today: date, ahead: Ahead | None = None
) -> CellPage:
    """Put the page of one budget in one period together; `ahead` is what the forecast says."""
    cell, path = found.cell, f"/budgets/{found.budget_id}"
    expected = likely(ahead or {}, found.section, found.category_id, cell, writer)
    words = f"?day={cell.span.start}"
    window = found.cadence is Cadence.WINDOW
    return CellPage(
        title=found.name,
        lead=f"{NAMES[found.cadence]}: {label(cell.span, found.cadence)}",
        lines=tuple(_lines(found, writer)),
        left=left(cell, found.section, writer),
        tone=tone(cell, found.section),
        bar=bar(cell, found.section, today=today),
        hint="" if expected else hint(cell, found.section, writer, today=today, bills=found.bills),
        likely=expected,
        form=_present(found, writer.currency, sent),
        usual="" if cell.is_given else money.plain(cell.budgeted, writer.currency),
        proposals=tuple(_proposals(found, writer)),
        partners=tuple(
            Option(str(one.budget_id), f"{one.name} ({writer.money(one.left)} left)")
            for one in found.partners
        ),
        is_covering=cell.left < 0,
        can_move=found.can_move and bool(found.partners),
        past=tuple(_past(found, writer)),
        columns=COLUMNS[found.section],
        action=f"{path}/cell{words}",
        move_action=f"{path}/move?day={found.day}",
        edit_href=path,
        back_href="/budgets" if window else sheet_url(found.cadence, cell.span.start),
    )


def _present(found: Detail, currency: str, sent: Form) -> Form:
    """Show what was sent, else what there is, and a move that covers what is lacking."""
    cell = found.cell
    richest = max(found.partners, key=lambda one: one.left, default=None)
    shown = Form.filled(
        amount=money.plain(cell.budgeted, currency) if cell.is_given else None,
        note=found.note,
        way="in" if cell.left < 0 else "out",
        other_id=richest.budget_id if richest and cell.left < 0 else None,
        moved=money.plain(abs(cell.left), currency) if cell.left else None,
    )
    filled = sent.over(shown)
    filled.errors = sent.errors
    return filled


def _lines(found: Detail, writer: Writer) -> Iterable[SumLine]:
    cell = found.cell
    columns = COLUMNS[found.section]
    if cell.carried:
        yield SumLine("Carried on from before", writer.signed(cell.carried), "#past")
    note = "" if cell.is_given else " (the usual amount)"
    yield SumLine(f"{columns[0]}{note}", writer.money(cell.budgeted), "#amount")
    spent = listed(cell.span, found.section, found.category_id)
    yield SumLine(columns[1], writer.signed(-cell.spent), spent)


def _proposals(found: Detail, writer: Writer) -> Iterable[Proposal]:
    """Offer each amount once, with the first reason for it."""
    seen = {found.cell.budgeted} if found.cell.is_given else set()
    for words, amount in _reasons(found):
        if amount not in seen:
            seen.add(amount)
            yield Proposal(words, writer.money(amount), money.plain(amount, writer.currency))


def _reasons(found: Detail) -> Iterable[tuple[str, Decimal]]:
    if found.past:
        word = "What came" if found.section is Section.INCOME else "What was spent"
        if found.past[0].span.end > found.first:
            yield "Last period’s budget", found.past[0].budgeted
        yield f"{word} last period", found.past[0].spent
    if found.amount != found.cell.budgeted:
        yield "The usual amount", found.amount
    if found.expected is not None:
        yield "What the schedules expect", found.expected
    for (way, count), amount in found.usual.items():
        yield f"{_WAYS[way]} of {count}", amount
    yield "Zero", ZERO


def _past(found: Detail, writer: Writer) -> Iterable[PastRow]:
    for cell in found.past:
        spent = listed(cell.span, found.section, found.category_id)
        is_begun = cell.span.end > found.first
        yield PastRow(
            label(cell.span, found.cadence),
            cell_url(found.budget_id, cell.span),
            writer.money(cell.there) if is_begun else "–",
            Link(writer.money(cell.spent), spent),
            left(cell, found.section, writer) if is_begun else "–",
            tone(cell, found.section) if is_begun else "",
        )
