"""Trends over the periods of a view: by category, payee or account, or as a whole."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from ftracker.domain.reports import ranges, trends
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.domain.reports.sums import By, Sum
from ftracker.domain.reports.trends import Before, Grouping, Line, Middle, Trends
from ftracker.queries import payee_sums, reports, sums
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.views import View


def of(session: Session, view: View, grouping: Grouping, *, today: date) -> Trends:
    """Lay what counts in the one section of a view along its periods."""
    cuts = tuple(view.days.cut(view.unit))
    whole = trends.line(sums.by(session, view.filter, By(view.unit)), cuts)
    lines, others = _lines(session, view, grouping, whole)
    middles = _middles(session, view)
    return Trends(
        cuts, tuple(lines), others, whole, tuple(middles), tuple(_before(session, view, today))
    )


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


def _middles(session: Session, view: View) -> list[Middle | None]:
    cuts = view.days.cut(view.unit)
    around = view.within(trends.window(cuts))
    found = sums.by(session, around, By(view.unit))
    first, _ = reports.extent(session) or (view.days.end, view.days.end)
    return trends.middles(found, cuts, books=first)


def _before(session: Session, view: View, today: date) -> list[Before | None]:
    others = ranges.compared(view.days, view.compare, today=today)
    if not others:
        return []
    found: dict[Range, list[Sum]] = {
        days: sums.by(session, view.within(days), By(view.unit)) for days in others
    }
    is_average = view.compare is Compare.USUAL
    return trends.before(found, view.days.cut(view.unit), is_average=is_average)
