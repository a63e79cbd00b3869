"""How the forecast is looked at, as its address says it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from ftracker.domain.periods import DAY, Unit
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.queries.filters import Filter
from ftracker.queries.views import View
from ftracker.web.pages_reports import Files
from ftracker.web.report_cells import Cells
from ftracker.web.report_views import Links
from ftracker.web.rows import Writer
from ftracker.web.tables import Table

PATH = "/forecast"
MONTHS = (1, 3, 6, 12)
USUAL_MONTHS = 3
MOST_AHEAD = 11
_MONTH_DAYS = 30.5


@dataclass(frozen=True, slots=True)
class Look:
    """So many months of balances, of one account or all together, and which period of spending.

    `ahead` counts the periods from the present one, which is 0.
    """

    months: int = USUAL_MONTHS
    account_id: UUID | None = None
    ahead: int = 0

    @property
    def days(self) -> int:
        """How many days of balances are looked at."""
        return round(self.months * _MONTH_DAYS)

    def to(self, part: str = "", **changes: object) -> str:
        """Give the address of the forecast at a part of the page, with some words changed."""
        words = {"months": self.months, "account_id": self.account_id, "ahead": self.ahead}
        plain = {"months": USUAL_MONTHS, "account_id": None, "ahead": 0}
        said = {k: v for k, v in (words | changes).items() if v != plain.get(k)}
        query = f"?{urlencode(said)}" if said else ""
        return f"{PATH}{query}{f'#{part}' if part else ''}"

    def files(self, tables: Iterable[Table]) -> dict[str, Files]:
        """Give the addresses of tables as files, by their names."""
        return {
            one.name: Files(
                self.to(file="csv", table=one.name), self.to(file="xlsx", table=one.name)
            )
            for one in tables
        }


def read(words: Mapping[str, str], accounts: Iterable[UUID | None]) -> Look:
    """Understand an address; what makes no sense in it is as usual."""
    months, ahead = _number(words.get("months", "")), _number(words.get("ahead", ""))
    named = words.get("account_id", "")
    known = {str(key): key for key in accounts if key}
    return Look(
        months if months in MONTHS else USUAL_MONTHS, known.get(named), min(ahead, MOST_AHEAD)
    )


def cells(writer: Writer, as_of: date, until: date) -> Cells:
    """Give what writes the cells of a forecast over some days."""
    days = Range(as_of, max(until, as_of) + DAY)
    view = View(days, Unit.MONTH, Compare.NONE, Filter())
    return Cells(writer, Links("forecast", {}, view))


def soon(as_of: date, days: int) -> date:
    """Give the last of so many days ahead."""
    return as_of + timedelta(days=days)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("100") else 0
