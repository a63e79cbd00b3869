"""Whether rows that came from elsewhere, or from long ago, are such as FTracker keeps today."""

from collections.abc import Callable
from decimal import InvalidOperation
from typing import Any

from pydantic import BaseModel, ValidationError

from ftracker.domain import scenario_changes
from ftracker.models import Import, ImportProfile, Notice, Rule, SavedView, Scenario
from ftracker.schemas import kept, sentences
from ftracker.schemas.saved_views import SavedViewFields

Check = Callable[[Any], object]


def flaw(row: Any) -> str:
    """Say why a row cannot be read, in a sentence; '' where it can, or holds nothing but columns.

    What it names may be gone: that is said where it is shown.
    """
    check = _CHECKS.get(type(row))
    try:
        if check is not None:
            check(row)
    except ValidationError as bad:
        return sentences.errors(bad.errors())[0].message
    except (ValueError, TypeError, AttributeError, InvalidOperation) as bad:
        return str(bad) or "It is not written as it should be."
    return ""


def _shaped(shape: type[BaseModel]) -> Check:
    return lambda row: shape.model_validate(kept.picked(shape, row))


def _view(row: SavedView) -> object:
    return SavedViewFields(
        name=row.name,
        report=row.report,
        words=row.words,  # type: ignore[arg-type]  # it is read as an address
        is_pinned=row.is_pinned,
    )


_CHECKS: dict[type[Any], Check] = {
    Rule: _shaped(kept.RuleKept),
    SavedView: _view,
    Scenario: lambda row: scenario_changes.read_all(row.changes),
    ImportProfile: _shaped(kept.ProfileKept),
    Import: _shaped(kept.ImportKept),
    Notice: _shaped(kept.NoticeKept),
}
