"""What the forecast says of budgets, in the period that runs."""

from collections.abc import Mapping
from uuid import UUID

from ftracker.domain.budgets import Cell
from ftracker.domain.cadences import Span
from ftracker.domain.forecasts import PeriodAhead
from ftracker.domain.kinds import Section
from ftracker.web import forecast_words
from ftracker.web.forecast_views import PATH
from ftracker.web.pages_budgets import LikelyView
from ftracker.web.rows import Writer

_WARNING = 0.5
Ahead = Mapping[tuple[str, UUID | None], PeriodAhead]


def likely(
    ahead: Ahead, section: Section, category_id: UUID | None, cell: Cell, writer: Writer
) -> LikelyView | None:
    """Say where a budget will end in a period; None where the forecast is of another period.

    It warns where more than the budget is likelier than not. What has come since the forecast was
    worked out counts: a period does not end below what it has come to.
    """
    found = ahead.get((section.value, category_id))
    if found is None or Span(found.start, found.end) != cell.span:
        return None
    place = f"{PATH}/categories/{category_id}?section={section}" if category_id else ""
    is_over = found.over is not None and cell.spent > cell.there
    chance = "" if found.over is None else forecast_words.over(found.over)
    text = forecast_words.between(
        max(found.band.low80, cell.spent), max(found.band.high80, cell.spent), writer
    )
    is_warning = section is Section.SPENDING and (is_over or (found.over or 0) >= _WARNING)
    return LikelyView(
        text, place or f"{PATH}#spending", "over already" if is_over else chance, is_warning
    )
