"""The forecast put together for its pages: cash, spending and goals ahead, and how good it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ftracker.domain.forecasts import CashAhead, CategoriesAhead, GoalsAhead, Score
from ftracker.queries.goals import GoalLine
from ftracker.web import forecast_views, forecast_words
from ftracker.web.display import CategoryMark
from ftracker.web.forecast_pages import cash, category, goals, score, spending
from ftracker.web.forecast_views import MONTHS, PATH, Look
from ftracker.web.pages_forecasts import CategoryForecastPage, ForecastPage, Need, Part
from ftracker.web.pages_reports import Choice, Files, Switch
from ftracker.web.report_cells import Cells
from ftracker.web.rows import Writer
from ftracker.web.tables import Table

# With one account, all together is the same.
_BOTH = 2
YOUNG = "There is less than a month of history, so spending cannot be told yet: known things can."
NEEDS = (
    Need("What came and went in a month or more, from a file of your bank", "/data", "Import"),
    Need("Or the first transactions, written down by hand", "/transaction/add", "Add"),
    Need("What falls due and comes in: rent, pay, insurance", "/schedules", "Schedules"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What was worked out, when, and what pages say beside it.

    `accounts` are those that all together are made of, `goals` those under way, by their ids.
    """

    cash: CashAhead
    categories: CategoriesAhead
    goals: GoalsAhead | None
    score: Score | None
    made_at: datetime
    accounts: Sequence[UUID]
    lines: Mapping[UUID, GoalLine]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing at all that something could be said of."""
        has_cash = any(one.balance or one.basis.months for one in self.cash.accounts)
        return not (has_cash or self.cash.known or self.categories.categories)


def build(
    found: Found | None, words: Mapping[str, str], writer: Writer, *, today: date, is_pending: bool
) -> ForecastPage:
    """Put the page together; with nothing found it says what is needed, or that it is coming."""
    if found is None or found.is_empty:
        is_coming = found is None and is_pending
        return ForecastPage("", is_coming, (), () if is_coming else NEEDS, (), {})
    accounts = [one.account_id for one in found.cash.accounts if one.days]
    look = forecast_views.read(words, accounts)
    parts = tuple(_parts(found, look, writer))
    tables = [table for part in parts for table in part.body.tables]
    return ForecastPage(
        age=forecast_words.age(found.made_at, today),
        is_pending=is_pending,
        notes=(YOUNG,) if found.categories.needs else (),
        needs=(),
        parts=parts,
        files=look.files(tables),
    )


def tables(page: ForecastPage) -> dict[str, Table]:
    """Give the tables of the page by their names."""
    return {table.name: table for part in page.parts for table in part.body.tables}


def _parts(found: Found, look: Look, writer: Writer) -> Iterator[Part]:
    cells = forecast_views.cells(writer, found.cash.as_of, found.cash.until)
    yield _cash(cash.Here(found.cash, look, cells, found.accounts))
    if found.categories.categories:
        yield _spending(spending.Here(found.categories, look, cells))
    if found.goals is not None and found.lines:
        body = goals.body(goals.Here(found.goals, found.lines, cells))
        yield Part("goals", "Goals ahead", "How likely each is reached by its day.", body)
    here = score.Here(found.score, found.cash, found.categories, cells)
    lead = "Each forecast is repeated for the past, with only what was known then."
    yield Part("score", "How good is this?", lead, score.body(here))


def _cash(here: cash.Here) -> Part:
    look = here.look
    months = tuple(
        Choice("1 month" if n == 1 else f"{n} months", look.to("cash", months=n), n == look.months)
        for n in MONTHS
    )
    names = list(cash.names(here))
    chosen = next((name for key, name in names if key == look.account_id), cash.TOGETHER)
    accounts = tuple(
        Choice(name, look.to("cash", account_id=key), key == look.account_id) for key, name in names
    )
    switches = (Switch("Account", chosen, accounts),) if len(names) > _BOTH else ()
    lead = "What will lie in your accounts, day by day."
    return Part("cash", "Cash ahead", lead, cash.body(here), months, "How far ahead", switches)


def _spending(here: spending.Here) -> Part:
    locale = here.cells.writer.locale
    periods = tuple(
        Choice(
            spending.period_label(one.start, one.end, locale),
            here.look.to("spending", ahead=place),
            place == here.look.ahead,
        )
        for place, one in enumerate(here.periods)
    )
    chosen = next((one.label for one in periods if one.is_current), "Later")
    switches = (Switch("Period", chosen, periods),) if periods else ()
    lead = "What each category will come to, with what is spent already."
    return Part("spending", "Spending ahead", lead, spending.body(here), switches=switches)


def category_page(here: category.Here, made_at: datetime, *, today: date) -> CategoryForecastPage:
    """Put the page of one category together."""
    body, key = category.body(here), here.one.category_id
    section = here.section.value
    place = f"{PATH}/categories/{key}?section={section}"
    files = {
        table.name: Files(
            f"{place}&file=csv&table={table.name}", f"{place}&file=xlsx&table={table.name}"
        )
        for table in body.tables
    }
    return CategoryForecastPage(
        title=here.name,
        mark=_mark(here.cells, key),
        age=forecast_words.age(made_at, today),
        body=body,
        files=files,
        list_href=f"/?section={section}&category_id={key}#transactions",
        budget_href=f"{PATH}#spending",
    )


def _mark(cells: Cells, key: UUID | None) -> CategoryMark:
    name = cells.writer.names.categories[key]  # type: ignore[index]
    return CategoryMark(name.name, name.icon, name.colour)
