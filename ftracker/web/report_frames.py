"""The frame around every report: menu, days, comparison, filters, as its address says them."""

from collections.abc import Iterable
from urllib.parse import urlencode

from ftracker.domain.periods import Unit
from ftracker.domain.reports.ranges import Compare, Preset, Range
from ftracker.web import choices, display, filters, searches
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.pages_reports import Files, ReportLink, ReportsPage
from ftracker.web.report_list import REPORTS
from ftracker.web.report_views import Asked, Report
from ftracker.web.rows import Writer
from ftracker.web.tables import Body

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


def framed(report: Report, asked: Asked, body: Body, writer: Writer) -> ReportsPage:
    """Put the page together, ready to be written."""
    to = asked.links.to
    cleared: dict[str, None] = dict.fromkeys(_NARROWING)
    return ReportsPage(
        report=report.name,
        title=report.title,
        lead=report.lead,
        days=days_label(asked.view.days, writer.locale),
        path=asked.links.to().partition("?")[0],
        words=urlencode(sorted(asked.typed.items())),
        notes=(*asked.notes, *body.notes),
        menu=tuple(_menu(report, asked)),
        presets=tuple(Option(preset, label) for preset, label in PRESETS.items()),
        units=tuple(
            display.Unit(f"By {unit}", to(unit=unit), unit is asked.view.unit) for unit in Unit
        ),
        comparisons=tuple(Option(compare, label) for compare, label in COMPARISONS.items()),
        form=_form(asked),
        choices=choices.all_of(writer.names),
        is_filtered=any(name in asked.typed for name in _NARROWING),
        badges=(),
        clear_href=to(**cleared),
        body=body,
        files={table.name: _files(table.name, asked) for table in body.tables},
    )


def days_label(days: Range, locale: str) -> str:
    """Write the first and the last day of a range."""
    return f"{filters.day(days.start, locale)} – {filters.day(days.until, locale)}"


def _menu(report: Report, asked: Asked) -> Iterable[ReportLink]:
    """List the reports; the days and filters go along, words of one report's own stay behind."""
    own = dict.fromkeys(report.own)
    for other in REPORTS.values():
        href = asked.links.to(other.name, **own)
        yield ReportLink(other.title, other.icon, href, other is report)


def _form(asked: Asked) -> Form:
    view = asked.view
    chosen = {"range": asked.preset, "unit": view.unit, "compare": view.compare}
    return Form.filled(
        **{**asked.typed, **chosen, "start": view.days.start, "until": view.days.until}
    )


def _files(table: str, asked: Asked) -> Files:
    return Files(*(asked.links.to(table=table, file=kind) for kind in ("csv", "xlsx")))


_NARROWING = tuple(
    name for name in searches.FILTERS if name not in ("start", "end", "until", "period")
)
