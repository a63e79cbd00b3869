"""The forecast for people: what was worked out, and its tables as files."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain import money
from ftracker.domain.errors import NotFound
from ftracker.domain.forecasts import CategoriesAhead, CategoryAhead, Topic
from ftracker.domain.kinds import Section
from ftracker.domain.reports.ranges import Range
from ftracker.queries import forecasts as stored
from ftracker.queries import goals, transactions
from ftracker.routes.deps import Me, Today, Viewer
from ftracker.routes.pages.home import writer_of
from ftracker.routes.steps import Router
from ftracker.services import balances_ahead, forecast_pasts, forecasting
from ftracker.web import forecast_views, forecasts, redirects, table_files
from ftracker.web.forecast_pages import category
from ftracker.web.forecast_views import PATH
from ftracker.web.tables import Table
from ftracker.web.templating import render

router = Router(prefix=PATH)


@router.get("")
def show(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show what will probably be, or one of its tables as a file."""
    writer, words = writer_of(session, me), request.query_params
    known = found(session)
    # Books with nothing in them wait for no job.
    can_come = known is not None or transactions.are_there_any(session)
    pending = can_come and forecasting.is_pending(session, today=today)
    page = forecasts.build(known, words, writer, today=today, is_pending=pending)
    if "file" in words:
        return _file(forecasts.tables(page), words, "forecast", today, writer.currency)
    return render(request, "forecast.html", page)


@router.get("/categories/{category_id}")
def show_category(
    request: Request, session: Viewer, me: Me, today: Today, category_id: UUID
) -> Response:
    """Show one category before and ahead, or one of its tables as a file."""
    writer, words = writer_of(session, me), request.query_params
    if category_id not in writer.names.categories:
        raise NotFound
    answer = stored.stored(session, Topic.CATEGORIES)
    one = _category(answer.answer, category_id, words.get("section", "")) if answer else None
    if answer is None or one is None:
        return redirects.to(PATH)
    now, score = one.periods[0], stored.stored(session, Topic.SCORE)
    past = forecast_pasts.before(
        session, Section(one.section), category_id, first=now.start, end=now.end
    )
    cells = forecast_views.cells(writer, answer.as_of, one.periods[-1].end)
    here = category.Here(one, past, score.answer if score else None, cells, answer.as_of)
    page = forecasts.category_page(here, answer.made_at, today=today)
    if "file" in words:
        tables = {table.name: table for table in page.body.tables}
        return _file(tables, words, "forecast-category", today, writer.currency)
    return render(request, "forecast_category.html", page)


def found(session: Session) -> forecasts.Found | None:
    """Read what was worked out, and what the page says beside it; None while nothing was."""
    cash = stored.stored(session, Topic.CASH)
    categories = stored.stored(session, Topic.CATEGORIES)
    if cash is None or categories is None:
        return None
    ahead, score = stored.stored(session, Topic.GOALS), stored.stored(session, Topic.SCORE)
    return forecasts.Found(
        cash=cash.answer,
        categories=categories.answer,
        goals=ahead.answer if ahead else None,
        score=score.answer if score else None,
        made_at=cash.made_at,
        accounts=balances_ahead.cash_accounts(session),
        lines={one.id: one for one in goals.listing(session) if one.is_live},
    )


def _category(found: CategoriesAhead, category_id: UUID, section: str) -> CategoryAhead | None:
    """Find a category in the section that is asked for, else in its first."""
    mine = [one for one in found.categories if one.category_id == category_id and one.periods]
    first = mine[0] if mine else None
    return next((one for one in mine if one.section == section), first)


def _file(
    tables: Mapping[str, Table], words: Mapping[str, str], name: str, today: date, currency: str
) -> Response:
    """Give one table as a file. Raises NotFound for what is no table or no file."""
    kind, table = words["file"], tables.get(words.get("table", ""))
    if table is None or kind not in table_files.MEDIA_TYPES:
        raise NotFound
    data = table_files.written(table, kind, decimals=money.decimals(currency))
    days = Range(today, forecast_views.soon(today, 1))
    called = table_files.name(name, table, days, kind)
    headers = {"content-disposition": f'attachment; filename="{called}"'}
    return Response(data, media_type=table_files.MEDIA_TYPES[kind], headers=headers)
