"""What budgets say: bars with today's place in the period, hints, and how sums add up."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ftracker.domain import budgets
from ftracker.domain.budget_sheets import Sheet
from ftracker.domain.budgets import ZERO, Bill, Cell, IncomeRule
from ftracker.domain.cadences import Span
from ftracker.domain.kinds import Section
from ftracker.web.budget_periods import listed
from ftracker.web.display import Figure
from ftracker.web.pages_budgets import Bar, SumLine
from ftracker.web.rows import Writer

TITLES = {
    Section.INCOME: "Income",
    Section.SPENDING: "Spending",
    Section.SET_ASIDE: "Set aside",
}
COLUMNS = {
    Section.INCOME: ("Expected", "Came", "To come"),
    Section.SPENDING: ("Budgeted", "Spent", "Left"),
    Section.SET_ASIDE: ("Planned", "Set aside", "To go"),
}
# Below this share of a period its pace says nothing yet.
EARLY = Decimal("0.2")
_WHOLE = Decimal(100)


def tone(cell: Cell, section: Section) -> str:
    """Tell how a cell feels: more spent than there is is `over`, more earned or kept is `more`."""
    if cell.left >= 0:
        return "ok"
    return "over" if section is Section.SPENDING else "more"


def left(cell: Cell, section: Section, writer: Writer) -> str:
    """Write what is left; what came beyond what was expected has a plus."""
    if tone(cell, section) == "more":
        return writer.signed(-cell.left)
    return writer.money(cell.left)


def bar(cell: Cell, section: Section, *, today: date) -> Bar:
    """Draw what is used of a cell, and today's place in its period."""
    used = _share(cell)
    gone = budgets.pace(cell.span, today) * 100
    is_now = cell.span.holds(today)
    words = f"{used:.0f} % used, {gone:.0f} % of the period gone"
    marker = f"{min(gone, Decimal(99)):.0f}" if is_now else ""
    feel = "ok"
    if section is Section.SPENDING and cell.left < 0:
        feel = "over"
    elif section is Section.SPENDING and is_now and cell.left > 0 and used > gone:
        feel = "fast"
    return Bar(f"{max(ZERO, min(used, _WHOLE)):.0f}", marker, feel, words)


def hint(
    cell: Cell, section: Section, writer: Writer, *, today: date, bills: Sequence[Bill]
) -> str:
    """Say what a period in progress ends with at this rate, where that is more than there is.

    Bills have no rate. What is used up to the cent was one, too.
    """
    if section is not Section.SPENDING or not cell.span.holds(today) or cell.left <= 0:
        return ""
    end = budgets.projected(cell.spent, cell.span, today, bills)
    if end is None or end <= cell.there or budgets.pace(cell.span, today) < EARLY:
        return ""
    return f"at this rate {writer.money(end)}"


def figures(sheet: Sheet, writer: Writer, *, today: date) -> tuple[Figure, ...]:
    """Sum up the period that holds today, or the first one that is shown."""
    income, spending, aside = _shown(sheet)
    span, money = spending.span, writer.money
    expected = f"of {money(income.budgeted)} expected" if income.budgeted else ""
    to_spend = f"of {money(spending.there)} to spend"
    each = _per_day(spending, span, writer, today=today)
    came, spent = (listed(span, one, None) for one in (Section.INCOME, Section.SPENDING))
    return (
        Figure("Income", money(income.spent), came, "income", note=expected),
        Figure("Spent", money(spending.spent), spent, "spending", note=to_spend),
        Figure("Left to spend", money(spending.left), "#spending", "net", note=each),
        _last(sheet, income.budgeted, spending.budgeted + aside.budgeted, writer),
    )


def _last(sheet: Sheet, expected: Decimal, planned: Decimal, writer: Writer) -> Figure:
    """Say what can be given a job still; without expected income, what has one."""
    money = writer.money
    if sheet.available is not None:
        amount = sheet.available.amount
        note = "more assigned than there is" if amount < 0 else "no envelope has it yet"
        return Figure("Available to assign", money(amount), "#available", note=note)
    if not expected:
        note = "add a budget for income to see what is left"
        return Figure("Budgeted", money(planned), "#available", note=note)
    note = f"{money(planned)} budgeted of {money(expected)} expected"
    return Figure("Not planned yet", money(expected - planned), "#available", note=note)


def _shown(sheet: Sheet) -> tuple[Cell, Cell, Cell]:
    """Give the totals of income, spending and what is set aside, on the day that is shown."""
    at = next((n for n, span in enumerate(sheet.spans) if span.holds(sheet.day)), 0)
    income, spending, aside = (sheet.totals[section][at] for section in TITLES)
    return income, spending, aside


def available_lines(sheet: Sheet, writer: Writer) -> tuple[SumLine, ...]:
    """Say line by line how the last figure adds up."""
    if sheet.available is None:
        return _planned_lines(sheet, writer)
    some = sheet.available
    came = some.span is not None and sheet.settings.income is IncomeRule.CAME
    return (
        SumLine("Income since the first envelope", writer.money(some.income),
                listed(some.span, Section.INCOME, None) if came and some.span else "#income"),
        SumLine("Put into envelopes", writer.signed(-some.assigned), "#spending"),
        SumLine("Came back from envelopes, less what they lacked",
                writer.signed(some.returned), "#spending"),
        SumLine("Spent or set aside without an envelope", writer.signed(-some.loose), "#spending"),
        SumLine("Available to assign", writer.money(some.amount), ""),
    )  # fmt: skip


def _planned_lines(sheet: Sheet, writer: Writer) -> tuple[SumLine, ...]:
    income, spending, aside = (cell.budgeted for cell in _shown(sheet))
    if not income:
        return (
            SumLine("Budgeted to be spent", writer.money(spending), "#spending"),
            SumLine("Planned to be set aside", writer.money(aside), "#set_aside"),
            SumLine("Budgeted", writer.money(spending + aside), ""),
        )
    return (
        SumLine("Expected income", writer.money(income), "#income"),
        SumLine("Budgeted to be spent", writer.signed(-spending), "#spending"),
        SumLine("Planned to be set aside", writer.signed(-aside), "#set_aside"),
        SumLine("Not planned yet", writer.money(income - spending - aside), ""),
    )


def _per_day(cell: Cell, span: Span, writer: Writer, *, today: date) -> str:
    """Say what is left for each day that is left, today included."""
    if not span.holds(today) or cell.left <= 0:
        return ""
    days = (span.end - today).days
    each = writer.money(cell.left / days)
    return f"{each} a day for {days} more days" if days > 1 else "today is the last day"


def _share(cell: Cell) -> Decimal:
    if cell.there > 0:
        return cell.spent / cell.there * 100
    return _WHOLE + 1 if cell.spent > 0 else ZERO
