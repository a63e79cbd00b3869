"""Saved views in words: what a report of that name shows, and what it names that is gone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ftracker.domain import view_words
from ftracker.queries.saved_views import SavedViewLine
from ftracker.web import badges
from ftracker.web.forms import Form
from ftracker.web.report_frames import COMPARISONS, PRESETS
from ftracker.web.report_list import REPORTS
from ftracker.web.rows import Writer

PATH = "/reports/views"
_GONE = {
    "member": "This looks at somebody who is no longer a member.",
    "category": "This looks at a category that no longer exists.",
    "account": "This looks at an account that no longer exists.",
    "type": "This looks at a type that no longer exists.",
}
_PRESETS = {str(preset): label for preset, label in PRESETS.items()}
_COMPARISONS = {str(compare): label for compare, label in COMPARISONS.items()}
# The words in the order in which they are told.
_TOLD = (*view_words.RANGE, *view_words.FILTERS, *view_words.OWN)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells views with the names of one household; `people` are its members by their ids."""

    writer: Writer
    people: Mapping[str, str]

    def told(self, report: str, text: str) -> str:
        """Say what a view shows: its report, its days, what it is narrowed to."""
        words = view_words.read(text)
        said = [self._word(name, words[name]) for name in _TOLD if name in words]
        return ", ".join([title(report), *filter(None, said)])

    def _word(self, name: str, word: str) -> str:
        if name == "range":
            return _PRESETS.get(word, word).lower()
        if name == "compare":
            return f"against {_COMPARISONS.get(word, word).lower()}" if word != "none" else ""
        if name == "member_id":
            keys = view_words.several({name: word}, name)
            people = {str(view_words.NOBODY): "no member", **self.people}
            return " or ".join(people.get(key, "somebody who left") for key in keys)
        if name == "parent":
            return badges.said("category_id", word, self.writer)
        if name == "unit" or name in view_words.OWN:
            return f"by {word}" if name in ("unit", "by") else f"{name} {word}"
        return badges.said(name, word, self.writer)


def title(report: str) -> str:
    """Give the name of a report; one that there is none of is called by its word."""
    return REPORTS[report].title if report in REPORTS else report.replace("-", " ").capitalize()


def icon(report: str) -> str:
    """Give the sign of a report."""
    return REPORTS[report].icon if report in REPORTS else "bookmark"


def gone(missing: Iterable[str]) -> tuple[str, ...]:
    """Say once each what a view names that is gone; `missing` are words such as `category_id`."""
    return tuple(dict.fromkeys(_GONE[view_words.NAMED[name]] for name in missing))


def filled(line: SavedViewLine) -> Form:
    """Show a view in its form."""
    return Form.filled(
        name=line.name,
        report=line.report,
        words=line.words,
        is_pinned=tuple(_ticked(is_on=line.is_pinned)),
        version=line.version,
    )


def _ticked(*, is_on: bool) -> Iterator[str]:
    if is_on:
        yield "on"
