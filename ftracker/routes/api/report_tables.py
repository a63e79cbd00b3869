"""Every report for programs: what its page says, as figures and tables."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query

from ftracker.domain import money
from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.queries.catalogue import Catalogue
from ftracker.routes import report_bodies
from ftracker.routes.api import report_words, requests
from ftracker.routes.deps import Me, Reader, Today
from ftracker.routes.report_bodies import Asking
from ftracker.schemas.report_tables import (
    ReportCell,
    ReportColumn,
    ReportFigure,
    ReportQuery,
    ReportRow,
    ReportSentence,
    ReportTable,
    ReportTables,
    Value,
)
from ftracker.web import tables
from ftracker.web.display import Figure, Proof
from ftracker.web.report_list import REPORTS
from ftracker.web.report_views import FIRST_REPORT, Report
from ftracker.web.tables import Cell, Row, Table

router = requests.router("reports")
_ABOUT = """\
{lead}

All reports are asked the same way and have the same shape: figures, sentences, and tables whose
cells carry the address of the transactions that they are made of. A range is half-open: `start`
belongs, `end` does not.
"""


def _answering(name: str) -> Callable[..., ReportTables]:
    """Make the route of one report."""

    def show(session: Reader, me: Me, today: Today, wanted: ReportQuery) -> ReportTables:
        words = report_words.page_words(wanted)
        asking = report_bodies.ask(session, name, words, today=today, locale=me.locale)
        _check(asking.asked.mended)
        return _shown(asking)

    show.__annotations__["wanted"] = Annotated[report_words.query_of(REPORTS[name]), Query()]
    return show


def _check(mended: tuple[FieldError, ...]) -> None:
    """Refuse what a page would mend: a program is not told of it by a notice."""
    if mended:
        raise InvalidInput.of(list(mended))


def _shown(asking: Asking) -> ReportTables:
    body, view = asking.body, asking.asked.view
    _check(body.mended)
    pen = _Pen(asking.writer.names, asking.writer.currency)
    return ReportTables(
        report=asking.report.name,
        title=asking.report.title,
        start=view.days.start,
        end=view.days.end,
        unit=view.unit,
        compare=view.compare,
        figures=[pen.figure(one) for one in body.figures],
        sentences=[
            ReportSentence(text=one.text, **pen.behind(one.href, Proof.DERIVED))
            for one in body.sentences
        ],
        tables=[pen.table(table) for table in body.tables],
        notes=list(body.notes),
    )


class _Pen:
    """Writes the parts of a body as programs get them."""

    def __init__(self, names: Catalogue, currency: str) -> None:
        self._names = names
        self._currency = currency

    def behind(self, href: str, proof: Proof) -> dict[str, Any]:
        """Give the address of the transactions behind a link of a page, and what they prove."""
        address = report_words.address(href, self._names) if href else None
        return {"transactions": address, "proof": (proof or None) if address else None}

    def figure(self, one: Figure) -> ReportFigure:
        """Write a figure under a name made of its label."""
        name = re.sub(r"\W+", "_", one.label.casefold()).strip("_")
        value = None if one.value is None else money.plain(one.value, self._currency)
        behind = self.behind(one.href, one.proof)
        return ReportFigure(name=name, label=one.label, value=value, **behind)

    def table(self, table: Table) -> ReportTable:
        """Write a table with its columns, rows and foot."""
        return ReportTable(
            name=table.name,
            caption=table.caption,
            columns=[ReportColumn(name=one.name, label=one.label) for one in table.columns],
            rows=[self._row(row) for row in table.rows],
            foot=[self._row(row) for row in table.foot],
        )

    def _row(self, row: Row) -> ReportRow:
        cells = [
            ReportCell(value=self._value(cell), **self.behind(cell.href, cell.proof))
            for cell in row.cells
        ]
        return ReportRow(depth=row.depth, cells=cells)

    def _value(self, cell: Cell) -> Value:
        if isinstance(cell.value, Decimal):
            is_share = tables.is_share(cell)
            return float(cell.value) if is_share else money.plain(cell.value, self._currency)
        return cell.value if isinstance(cell.value, int | str | None) else str(cell.value)


def _add(report: Report) -> None:
    word = "".join(part.title() for part in report.name.split("-"))
    router.get(
        f"/{report.name}",
        operation_id=f"get{word}Report",
        description=_ABOUT.format(lead=report.lead),
    )(_answering(report.name))


# The first one has a shape of its own, which its programs know.
NAMES = tuple(name for name in report_bodies.NAMES if name != FIRST_REPORT)
for _name in NAMES:
    _add(REPORTS[_name])
