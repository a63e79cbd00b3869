"""The series of trends with their names, their colours, and the words that mean them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ftracker.domain.reports.trends import Grouping, Line, Trends
from ftracker.web import charts, report_payees
from ftracker.web.report_cells import Cells


@dataclass(frozen=True, slots=True)
class Strand:
    """One series; `name` is what programs call its column, `words` narrow a list to it."""

    name: str
    label: str
    colour: str
    words: dict[str, str]
    line: Line


def strands(found: Trends, grouping: Grouping, cells: Cells) -> Iterable[Strand]:
    """Name all series in their order, and at the end what was gathered."""
    colours = charts.colours_of(str(one.head) for one in found.lines)
    for number, line in enumerate(found.lines, 1):
        label, colour, words = _MEANT[grouping](line, cells)
        yield Strand(f"series_{number}", label, colour or colours[str(line.head)], words, line)
    if found.others:
        words = _others(found, grouping, cells)
        yield Strand("others", "All others", charts.REST, words, found.others)


Meant = tuple[str, str, dict[str, str]]


def _category(line: Line, cells: Cells) -> Meant:
    category = cells.writer.names.categories[line.head]
    words = cells.links.category(line.keys, cells.writer.names)
    return category.name, category.colour, words


def _account(line: Line, cells: Cells) -> Meant:
    account = cells.writer.names.accounts[line.head]
    return account.name, "", {"account_id": str(line.head)}


def _payee(line: Line, _: Cells) -> Meant:
    return report_payees.named(line.head), "", report_payees.words(line.keys)


def _others(found: Trends, grouping: Grouping, cells: Cells) -> dict[str, str]:
    if grouping is Grouping.PAYEE:
        heads = [one.head for one in found.lines]
        return {"q": report_payees.without(cells.links.typed.get("q", ""), heads)}
    ids = ",".join(str(key) for key in found.others.keys) if found.others else ""
    return (
        {"account_id": ids} if grouping is Grouping.ACCOUNT else {"category_id": ids, "alone": "1"}
    )


_MEANT: dict[Grouping, Callable[[Line, Cells], Meant]] = {
    Grouping.CATEGORY: _category,
    Grouping.ACCOUNT: _account,
    Grouping.PAYEE: _payee,
}
