"""The axes of a pivot table: how their entries are called, and which transactions they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from ftracker.domain import searches as grammar
from ftracker.domain.periods import Period, containing
from ftracker.domain.reports.pivots import UNITS, Line, Side
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import By
from ftracker.domain.rules import WEEKDAYS, Condition, Field, Operator
from ftracker.domain.view_words import NO_MEMBER
from ftracker.queries.catalogue import Catalogue
from ftracker.web import addresses, charts, report_labels, searches
from ftracker.web.report_cells import Cells
from ftracker.web.report_views import days_of
from ftracker.web.tables import Cell

# So many things are named in one address, and no more.
_MOST_NAMED = 100
_TAGGED = "has:tag"


@dataclass(frozen=True)
class Narrowing:
    """What narrows a list to an entry: words of its address, days, and terms of its search.

    It is not exact where the list holds more than the entry.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    days: Range | None = None
    terms: tuple[str, ...] = ()
    is_exact: bool = True

    @cached_property
    def written(self) -> str:
        """Its words and its days as an address has them, ready for more words."""
        words = addresses.written({**(days_of(self.days) if self.days else {}), **self.words})
        return f"{words}&" if words else ""

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What it says something of: two that share one cannot be written one after the other."""
        return frozenset((*self.words, "days")) if self.days else frozenset(self.words)


ALL = Narrowing()


@dataclass(frozen=True)
class Axes:
    """Names the entries of axes, and leads to them; `members` are the people who wrote."""

    cells: Cells
    section: str
    members: Mapping[UUID, str]

    @property
    def names(self) -> Catalogue:
        """The names of the household."""
        return self.cells.writer.names

    def label(self, axis: By, key: Any) -> str:
        """Name an entry."""
        return _LABELS[axis](self, key) if axis in _LABELS else _period(axis, key).label

    def short(self, axis: By, key: Any) -> str:
        """Name an entry on an axis of a chart, or above a column."""
        if axis not in UNITS:
            return self.label(axis, key)
        return report_labels.short(_period(axis, key), self.cells.writer.locale)

    def name(self, axis: By, key: Any) -> str:
        """Give the word by which programs know an entry."""
        return _period(axis, key).text if axis in UNITS else str(key or "none")

    def cell(self, axis: By, key: Any, href: str) -> Cell:
        """Write the name of a row."""
        if axis in (By.CATEGORY, By.GROUP):
            return self.cells.category(key, href)
        return self.cells.text(self.label(axis, key), href)

    def paints(self, axis: By, keys: Sequence[Any]) -> list[str]:
        """Give each entry its colour: categories have their own."""
        if axis in (By.CATEGORY, By.GROUP):
            return [self.names.categories[key].colour for key in keys]
        chosen = charts.colours_of(self.name(axis, key) for key in keys)
        return [chosen[self.name(axis, key)] for key in keys]

    def of(self, side: Side, line: Any) -> Narrowing:
        """Tell what narrows a list to a line of a side."""
        if side.axis is None or line is Line.ALL:
            return ALL
        if line is Line.REST:
            return self._rest(side, side.axis)
        if side.axis in UNITS:
            return Narrowing(days=_span(side.axis, line, self.cells.links.view.days))
        return _NARROWINGS[side.axis](self, (line,))

    def crossing(self, row: Narrowing, column: Narrowing = ALL) -> tuple[str, bool]:
        """Give the address of the list that both narrow, and whether it is exact.

        A table has thousands of them: what a line says of it is written once where nothing meets.
        """
        shares = not row.subjects.isdisjoint(column.subjects)
        if shares or row.terms or column.terms or self._has_filters:
            return self.href(row, column)
        days = "" if row.days or column.days else self._all_days
        href = f"/?{days}{row.written}{column.written}section={self.section}#transactions"
        return href, row.is_exact and column.is_exact

    def href(self, *given: Narrowing) -> tuple[str, bool]:
        """Give the address of the list that all of these narrow, and whether it is exact."""
        links = self.cells.links
        words = _together(given)
        terms = [term for one in given for term in one.terms]
        is_exact = all(one.is_exact for one in given)
        if (asked := links.typed.get("tag")) and words.get("tag", asked) != asked:
            # Two tags need the search, which does not tell large letters from small ones.
            terms.append(_tagged(asked))
            is_exact = False
        if terms:
            words["q"] = grammar.narrowed(links.typed.get("q", ""), *terms)
        days = [one.days for one in given if one.days]
        span = _common(days) if len(days) > 1 else next(iter(days), None)
        return links.rows(span, **words | {"section": self.section}), is_exact

    @cached_property
    def _has_filters(self) -> bool:
        return bool(self.cells.links.carried)

    @cached_property
    def _all_days(self) -> str:
        return Narrowing(days=self.cells.links.view.days).written

    def _rest(self, side: Side, axis: By) -> Narrowing:
        """Tell what narrows a list to what is not shown of a side, as well as can be."""
        if axis in UNITS:
            first = _period(axis, side.keys[0])
            return Narrowing(days=Range(self.cells.links.view.days.start, first.start))
        if len(side.hidden) < side.count or side.count > _MOST_NAMED:
            return Narrowing(is_exact=False)
        return _NARROWINGS[axis](self, side.hidden)


def _together(given: Iterable[Narrowing]) -> dict[str, str]:
    """Join words; of categories that are named twice those count that are in both."""
    words: dict[str, str] = {}
    for one in given:
        for name, word in one.words.items():
            if name == "category_id" and name in words:
                both = set(words[name].split(","))
                words[name] = ",".join(key for key in word.split(",") if key in both)
            else:
                words[name] = word
    return words


def _common(days: Sequence[Range]) -> Range:
    return Range(max(one.start for one in days), min(one.end for one in days))


def _period(axis: By, key: Any) -> Period:
    return containing(key, UNITS[axis])


def _span(axis: By, key: Any, within: Range) -> Range:
    period = _period(axis, key)
    return Range(max(period.start, within.start), min(period.end, within.end))


def _categories(_: Axes, keys: Sequence[UUID]) -> Narrowing:
    return Narrowing({"category_id": ",".join(map(str, keys)), "alone": "1"})


def _groups(axes: Axes, keys: Sequence[UUID]) -> Narrowing:
    """Name all of the families that the filters let through."""
    chosen = axes.cells.links.view.wanted.category_ids
    members = [member for key in keys for member in axes.names.family(key)]
    return _categories(axes, [one for one in members if not chosen or one in chosen])


def _word(name: str) -> Callable[[Axes, Sequence[Any]], Narrowing]:
    return lambda _, keys: Narrowing({name: ",".join(map(str, keys))})


def _payees(_: Axes, keys: Sequence[str]) -> Narrowing:
    return Narrowing({"payee": searches.payees(*keys)})


def _members(_: Axes, keys: Sequence[UUID | None]) -> Narrowing:
    return Narrowing({"member_id": ",".join(str(key or NO_MEMBER) for key in keys)})


def _tags(_: Axes, keys: Sequence[str]) -> Narrowing:
    (tag,) = keys
    return Narrowing({"tag": tag}) if tag else Narrowing(terms=(f"-{_TAGGED}",))


def _weekdays(_: Axes, keys: Sequence[int]) -> Narrowing:
    return Narrowing(terms=(f"weekday:{WEEKDAYS[keys[0] - 1]}",))


def _tagged(tag: str) -> str:
    return grammar.written(Condition(Field.TAG, Operator.IS, (tag,)))


_NARROWINGS: Mapping[By, Callable[[Axes, Sequence[Any]], Narrowing]] = {
    By.CATEGORY: _categories,
    By.GROUP: _groups,
    By.KIND: _word("kind"),
    By.ACCOUNT: _word("account_id"),
    By.TYPE: _word("type_id"),
    By.MEMBER: _members,
    By.PAYEE: _payees,
    By.TAG: _tags,
    By.WEEKDAY: _weekdays,
}
_LABELS: Mapping[By, Callable[[Axes, Any], str]] = {
    By.CATEGORY: lambda axes, key: axes.names.categories[key].name,
    By.GROUP: lambda axes, key: axes.names.categories[key].name,
    By.KIND: lambda _, key: str(key),
    By.ACCOUNT: lambda axes, key: axes.names.accounts[key].name,
    By.TYPE: lambda axes, key: axes.names.types[key].name,
    By.MEMBER: lambda axes, key: axes.members.get(key, "Somebody who left") if key else "No member",
    By.PAYEE: lambda _, key: key or "No payee",
    By.TAG: lambda _, key: key or "No tag",
    By.WEEKDAY: lambda _, key: WEEKDAYS[key - 1].capitalize(),
}
