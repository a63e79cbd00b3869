"""What the forecast says of budgets, in the period that runs."""

from collections.abc import Mapping
from uuid import UUID

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
    ahead: Ahead, section: Section, category_id: UUID | None, span: Span, writer: Writer
) -> LikelyView | None:
    """Say where a budget will end in a period; None where the forecast is of another period.

    It warns where more than the budget is likelier than not.
    """
    found = ahead.get((section.value, category_id))
    if found is None or Span(found.start, found.end) != span:
        return None
    place = f"{PATH}/categories/{category_id}?section={section}" if category_id else ""
    chance = "" if found.over is None else forecast_words.over(found.over)
    text = forecast_words.wide(found.band, writer)
    is_warning = section is Section.SPENDING and (found.over or 0) >= _WARNING
    return LikelyView(text, place or f"{PATH}#spending", chance, is_warning)
