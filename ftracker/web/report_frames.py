"""The frame around every report: menu, days, comparison, filters, as its address says them."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlencode

from ftracker.domain.periods import Unit
from ftracker.domain.reports.ranges import Compare, Preset, Range
from ftracker.web import badges, filters, report_filters
from ftracker.web.forms import Form
from ftracker.web.pages_reports import Choice, Files, ReportLink, ReportsPage, Span, Switch
from ftracker.web.report_filters import NARROWING
from ftracker.web.report_list import ALONE, REPORTS, UNCUT
from ftracker.web.report_views import DAYS, Asked, Report
from ftracker.web.rows import Writer
from ftracker.web.tables import Body, Control

PRESETS = {
    Preset.THIS_WEEK: "This week",
    Preset.THIS_MONTH: "This month",
    Preset.LAST_MONTH: "Last month",
    Preset.SINCE_PAYDAY: "Since payday",
    Preset.LAST_30_DAYS: "Last 30 days",
    Preset.LAST_90_DAYS: "Last 90 days",
    Preset.LAST_12_MONTHS: "Last 12 months",
    Preset.YEAR_TO_DATE: "Year to date",
    Preset.THIS_YEAR: "This year",
    Preset.LAST_YEAR: "Last year",
    Preset.EVERYTHING: "Everything",
}
COMPARISONS = {
    Compare.NONE: "Nothing",
    Compare.BEFORE: "The days before",
    Compare.YEAR: "A year earlier",
    Compare.USUAL: "What is usual",
}
_NO_DAYS: dict[str, None] = dict.fromkeys(DAYS)


def framed(
    report: Report, asked: Asked, body: Body, writer: Writer, members: Mapping[str, str]
) -> ReportsPage:
    """Put the page together, ready to be written; `members` are names of people by their ids."""
    to = asked.links.to
    cleared: dict[str, None] = dict.fromkeys(NARROWING)
    narrowed = {name: word for name, word in asked.typed.items() if name in NARROWING}
    return ReportsPage(
        report=report.name,
        title=report.title,
        lead=report.lead,
        path=to().partition("?")[0],
        words=urlencode(sorted(asked.typed.items())),
        notes=(*asked.notes, *(one.message for one in body.mended), *body.notes),
        menu=tuple(_menu(report, asked)),
        span=_span(asked, writer.locale),
        units=tuple(_units(report, asked)),
        switches=(*_comparison(report, asked), *(_own(one, asked) for one in body.controls)),
        filters=report_filters.panel(asked, writer.names, members),
        badges=badges.named(narrowed, lambda name: to(**{name: None}), writer, members),
        clear_href=to(**cleared),
        everything_href=to(**_NO_DAYS, range=Preset.EVERYTHING),
        body=body,
        files={table.name: _files(table.name, asked) for table in body.tables},
    )


def days_label(days: Range, locale: str) -> str:
    """Write the first and the last day of a range."""
    return f"{filters.day(days.start, locale)} – {filters.day(days.until, locale)}"


def _menu(report: Report, asked: Asked) -> Iterable[ReportLink]:
    """List the reports; the days and filters go along, words of one report's own stay behind."""
    own: dict[str, None] = dict.fromkeys(report.own)
    for other in REPORTS.values():
        href = asked.links.to(other.name, **own)
        yield ReportLink(other.title, other.icon, href, other is report)


def _span(asked: Asked, locale: str) -> Span:
    days = asked.view.days
    return Span(
        label=PRESETS[asked.preset] if asked.preset else "Chosen days",
        days=days_label(days, locale),
        presets=tuple(
            Choice(label, asked.links.to(**_NO_DAYS, range=preset), preset is asked.preset)
            for preset, label in PRESETS.items()
        ),
        form=Form.filled(start=days.start, until=days.until),
        kept=tuple(_without(asked, (*DAYS, "range"))),
    )


def _units(report: Report, asked: Asked) -> Iterable[Choice]:
    for unit in () if report.name in UNCUT else Unit:
        yield Choice(f"By {unit}", asked.links.to(unit=unit), unit is asked.view.unit)


def _comparison(report: Report, asked: Asked) -> Iterable[Switch]:
    if report.name in ALONE:
        return
    compare = asked.view.compare
    choices = tuple(
        Choice(label, asked.links.to(compare=one), one is compare)
        for one, label in COMPARISONS.items()
    )
    yield Switch("Against", COMPARISONS[compare], choices)


def _own(control: Control, asked: Asked) -> Switch:
    """Offer what only this report can be asked."""
    choices = tuple(
        Choice(label, asked.links.to(**{control.name: value}), value == control.value)
        for value, label in control.options
    )
    chosen = next((one.label for one in choices if one.is_current), "")
    return Switch(control.label, chosen, choices)


def _without(asked: Asked, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    left_out = set(names)
    return ((name, word) for name, word in asked.typed.items() if name not in left_out)


def _files(table: str, asked: Asked) -> Files:
    return Files(*(asked.links.to(table=table, file=kind) for kind in ("csv", "xlsx")))
