"""The words of reports between programs and pages: both doors ask, and are led on, alike."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from pydantic import create_model

from ftracker.domain import view_words
from ftracker.domain.cadences import Cadence
from ftracker.domain.kinds import Kind
from ftracker.domain.reports.pivots import Measure
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.transactions import read_cursor
from ftracker.routes.api import filters
from ftracker.schemas.filters import MOST
from ftracker.schemas.report_tables import ReportQuery
from ftracker.web import report_plans, searches
from ftracker.web.report_views import Report

LIST = "/api/transactions"
Pairs = Iterator[tuple[str, str]]
# What only one report knows, and what may be said by it.
OWN: dict[tuple[str, str], Any] = {
    ("categories", "parent"): UUID | None,
    ("trends", "by"): Literal["category", "payee", "account", "whole"] | None,
    ("trends", "shape"): Literal["lines", "stacked"] | None,
    ("payees", "show"): Literal["all"] | None,
    ("budgets", "cadence"): Cadence | None,
    ("explore", "rows"): Literal[*report_plans.AXES, report_plans.NONE] | None,
    ("explore", "columns"): Literal[*report_plans.AXES, report_plans.NONE] | None,
    ("explore", "measure"): Measure | None,
    ("explore", "show"): Literal[*report_plans.SHOWN] | None,
}


def query_of(report: Report) -> type[ReportQuery]:
    """Make the query of one report: what all share, and the words of its own."""
    own: dict[str, Any] = {
        name: (OWN[report.name, name], None) for name in report.own if (report.name, name) in OWN
    }
    name = report.title.title().replace(" ", "")
    return create_model(
        f"{name}ReportQuery", __base__=ReportQuery, __doc__=ReportQuery.__doc__, **own
    )


def page_words(wanted: ReportQuery) -> dict[str, str]:
    """Write a program's query as the words of a page's address."""
    given = {name: value for name, value in wanted if value not in (None, "", [])}
    start, end = filters.days(wanted)
    given |= {"start": start, "end": end}
    given.pop("period", None)
    if "payee" in given:
        given["payee"] = searches.payees(*given["payee"])
    if "category_id" in given:
        # Programs name each category that they mean, also those below one.
        given["alone"] = "1"
    return {name: _word(value) for name, value in given.items() if value is not None}


def address(href: str, names: Catalogue) -> str | None:
    """Give the address by which programs get what a page's address leads to; None for none.

    A list is the same list, with each category by its id.
    """
    parts = urlsplit(href)
    words = searches.words(parse_qsl(parts.query, keep_blank_values=True))
    match parts.path.split("/")[1:]:
        case [""]:
            said = list(_list_words(words, names))
            is_too_long = any(sum(n == name for n, _ in said) > MOST for name in view_words.SEVERAL)
            return None if is_too_long else f"{LIST}?{urlencode(said)}"
        case ["transaction", "edit", key]:
            return f"{LIST}/{key}"
        case ["accounts", key, "statement"]:
            return f"{LIST}?{urlencode(list(_statement_words(key, words)))}"
    return None


def _word(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _list_words(words: dict[str, str], names: Catalogue) -> Pairs:
    for name, text in words.items():
        if name == "category_id":
            yield from (
                (name, str(key)) for key in _categories(text, names, below="alone" not in words)
            )
        elif name == "kind":
            kinds = {kind.casefold(): kind for kind in Kind}
            yield from ((name, kinds[one]) for one in text.casefold().split(",") if one in kinds)
        elif name == "member_id":
            nobody = {view_words.NO_MEMBER: str(view_words.NOBODY)}
            yield from ((name, nobody.get(one, one)) for one in dict.fromkeys(text.split(",")))
        elif name in view_words.SEVERAL:
            yield from ((name, one) for one in dict.fromkeys(text.split(view_words.SEVERAL[name])))
        elif name != "alone":
            yield name, text


def _categories(text: str, names: Catalogue, *, below: bool) -> list[UUID]:
    """List the categories of an address, each once, with those below them where they count."""
    chosen = [UUID(one) for one in text.split(",")]
    with_families = [key for one in chosen for key in names.family(one)]
    return list(dict.fromkeys(with_families if below else chosen))


def _statement_words(key: str, words: dict[str, str]) -> Pairs:
    yield "account_id", key
    if "cursor" in words:
        end: date = read_cursor(words["cursor"]).day
        yield "end", str(end)
