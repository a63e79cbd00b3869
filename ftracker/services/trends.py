"""Trends over the periods of a view: by category, payee or account, or as a whole."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from ftracker.domain.periods import Period
from ftracker.domain.reports import trends
from ftracker.domain.reports.sums import By, Sum
from ftracker.domain.reports.trends import Grouping, Line, Trends
from ftracker.queries import payee_sums, sums
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.views import View
from ftracker.services import comparisons


def of(session: Session, view: View, grouping: Grouping, *, today: date, books: Period) -> Trends:
    """Lay what counts in the one section of a view along its periods."""
    cuts = view.days.cut(view.unit)
    whole = trends.line(sums.by(session, view.filter, By(view.unit)), cuts)
    lines, others = _lines(session, view, grouping, whole)
    around = view.within(trends.window(cuts))
    middles = trends.middles(sums.by(session, around, By(view.unit)), cuts, books=books.start)
    held = comparisons.held(session, view, view.days, By(view.unit), today=today, books=books)
    then = trends.then(held, cuts)
    return Trends(tuple(cuts), tuple(lines), others, whole, tuple(middles), held, tuple(then))


def _lines(
    session: Session, view: View, grouping: Grouping, whole: Line
) -> tuple[list[Line], Line | None]:
    if grouping is Grouping.WHOLE:
        return [], None
    if grouping is Grouping.PAYEE:
        return _payees(session, view, whole)
    found = sums.by(session, view.filter, By(grouping), By(view.unit))
    head = _families(found, catalogue(session)) if grouping is Grouping.CATEGORY else _itself
    made = trends.lines(found, view.days.cut(view.unit), head)
    return trends.gathered(made, whole, among=len(made))


def _payees(session: Session, view: View, whole: Line) -> tuple[list[Line], Line | None]:
    """Find the largest first: only of those all periods are read."""
    most = payee_sums.largest(session, view.filter, most=trends.MOST + 1)
    heads = {spelling: one.name for one in most.payees for spelling in one.spellings}
    wanted = replace(view.filter, payees=tuple(heads))
    found = sums.by(session, wanted, By.PAYEE, By(view.unit)) if heads else []
    made = trends.lines(found, view.days.cut(view.unit), heads.__getitem__)
    return trends.gathered(made, whole, among=most.whole.parties)


def _families(found: list[Sum], names: Catalogue) -> Callable[[Any], Hashable]:
    """Gather categories under the one above; those of a single family stand for themselves."""
    tops = {names.top(one.keys[0]).id for one in found}
    return _itself if len(tops) == 1 else lambda key: names.top(key).id


def _itself(key: Hashable) -> Hashable:
    return key
