"""What changed most, said in sentences that lead to the transactions."""

from collections.abc import Iterable
from decimal import Decimal

from ftracker.domain.kinds import Section
from ftracker.domain.reports.changes import Change, Changes
from ftracker.domain.reports.ranges import Compare
from ftracker.web import comparison_words
from ftracker.web.report_cells import Cells
from ftracker.web.report_pages.shares import Level
from ftracker.web.tables import Sentence

_NOUNS = {
    Section.INCOME: ("receipt", "receipts"),
    Section.SPENDING: ("payment", "payments"),
    Section.SET_ASIDE: ("payment", "payments"),
}


def of(changes: Changes, cells: Cells) -> Iterable[Sentence]:
    """Say each change in one sentence, the largest first; each leads to its list."""
    locale = cells.writer.locale
    now = comparison_words.name(changes.whole, locale)
    now += " so far" if changes.days != changes.whole else ""
    then = comparison_words.against(changes.held, changes.whole, locale)
    for one in changes.biggest:
        level = Level(cells, one.section)
        text = f"{level.label(one.key)} {_said(one, now, then, changes.held.compare, cells)}"
        yield Sentence(text, level.rows(one.key, changes.days), _feeling(one))


def _said(one: Change, now: str, then: str, compare: Compare, cells: Cells) -> str:
    money = cells.writer.money
    amount = money(one.amount) if one.amount else "nothing"
    if one.percent is None:
        if compare is Compare.USUAL:
            return f"is new: {amount} in {now}, where there is usually nothing."
        return f"is new: {amount} in {now}; there was nothing in {then}."
    sign = "+" if one.difference > 0 else "\N{MINUS SIGN}"
    told = f"{sign}{abs(one.percent)} % in {now}: {amount} instead of {money(one.then.amount)}"
    return f"{told} in {then}{_counts(one)}."


def _counts(one: Change) -> str:
    """Say how often it came, where that differs too."""
    usual = round(one.then.count)
    if not one.count or not usual or one.count == usual:
        return ""
    return f", {_counted(one.count, one.section)} instead of {usual:,}"


def _counted(count: int, section: Section) -> str:
    single, several = _NOUNS[section]
    return f"{count:,} {single if count == 1 else several}"


def _feeling(one: Change) -> str:
    is_more = one.difference > Decimal(0)
    return "good" if is_more is not (one.section is Section.SPENDING) else "bad"
