"""What a report is asked for, as its address says it, and where its figures lead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from ftracker.domain import periods
from ftracker.domain import searches as grammar
from ftracker.domain.errors import FieldError
from ftracker.domain.periods import DAY, FIRST, LAST, Period, Unit
from ftracker.domain.reports import ranges
from ftracker.domain.reports.ranges import Compare, Preset, Range, Today
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.views import View
from ftracker.web import addresses, filter_notes, searches

PATH = "/reports"
FIRST_REPORT = "summary"
# The words of a view besides the filters that it shares with the list.
OWN = ("range", "unit", "compare")
DAYS = ("start", "end", "until", "period")
_COMPARISONS = "A range is compared with the one before, a year earlier, or what is usual."
_WRONG_DAYS = "The first day must come before the last one, both between 1900 and 2199."

_CARRIED = frozenset(searches.FILTERS) - frozenset(DAYS)


@dataclass(frozen=True, slots=True)
class Report:
    """One of the reports: its name in addresses, what it is called, and the question it answers.

    `usual` are its days unless others are asked for, `own` the words that only it knows.
    """

    name: str
    title: str
    icon: str
    lead: str
    usual: Preset = Preset.LAST_12_MONTHS
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """Where the figures of one report lead: the words of its filters go along."""

    report: str
    typed: Mapping[str, str]
    view: View

    def rows(self, days: Range | Period | None = None, **more: str) -> str:
        """Give the address of the list of some days' transactions; `more` wins over the filters.

        Without days they are those of the whole report.
        """
        words = self.carried | days_of(days or self.view.days) | more
        return f"/?{addresses.written(words)}#transactions"

    @property
    def carried(self) -> dict[str, str]:
        """The words of the filters that go along; days are none of them."""
        return {name: word for name, word in self.typed.items() if name in _CARRIED}

    def category(self, ids: Iterable[UUID], names: Catalogue) -> dict[str, str]:
        """Give the words that mean some categories of one family, and no other ones.

        All of a family that the filters let through are known by the one above.
        """
        chosen = list(ids)
        top = names.top(chosen[0]).id
        is_free = not self.view.wanted.category_ids and "alone" not in self.typed
        if is_free and set(chosen) >= set(names.family(top)):
            return {"category_id": str(top)}
        return {"category_id": ",".join(map(str, chosen)), "alone": "1"}

    def to(self, report: str = "", /, **changes: str | None) -> str:
        """Give the address of a report with these words, some of them changed; None takes one away.

        The report itself is meant unless another is named.
        """
        name = report or self.report
        words = {k: v for k, v in {**self.typed, **changes}.items() if v}
        path = PATH if name == FIRST_REPORT else f"{PATH}/{name}"
        return f"{path}?{addresses.written(words)}" if words else path


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report looks at, where its figures lead, and what was mended of its address.

    `typed` are all words of the address that this report knows. `preset` is None where the days
    were written out. `mended` names the words that fell back to what is usual, and why.
    """

    view: View
    links: Links
    typed: Mapping[str, str]
    preset: Preset | None
    mended: tuple[FieldError, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was mended, in sentences for a person."""
        return tuple(one.message for one in self.mended)


def days_of(span: Range | Period) -> dict[str, str]:
    """Give the words that mean some days."""
    return {"start": str(span.start), "end": str(span.end)}


def read(
    report: Report,
    words: Mapping[str, str],
    names: Catalogue,
    today: Today,
    *,
    currency: str,
) -> Asked:
    """Understand an address; what it does not say is as the report usually is.

    A word that means nothing falls back to what is usual and is said in the notes. The words that
    only this report has it reads itself.
    """
    mended: list[FieldError] = []
    own = {name: words[name].strip() for name in (*OWN, *report.own) if name in words}
    typed = {name: word for name, word in own.items() if word} | searches.known(words)
    preset, days = _days(typed, today, report.usual, mended)
    unit = _unit(typed, days, mended)
    compare = _compare(typed, mended)
    # Figures lead to lists that narrow the search further, which must still be one.
    search = searches.read(
        PATH, typed, names, today=today.day, currency=currency, bounds=grammar.TYPED
    )
    if search.problem:
        typed["q"] = grammar.shortened(typed["q"])
    mended.extend(filter_notes.mended(typed, search, names))
    # A section is no filter of a report: each looks at all of them, or at one as it likes.
    wanted = replace(search.wanted, start=None, end=None, sections=None)
    view = View(days, unit, compare, wanted)
    return Asked(view, Links(report.name, typed, view), typed, preset, tuple(mended))


def _days(
    typed: dict[str, str], today: Today, usual: Preset, mended: list[FieldError]
) -> tuple[Preset | None, Range]:
    """Tell the days: those that are named, a period, or a preset; wrong ones are dropped."""
    if any(name in typed for name in DAYS):
        try:
            return None, _spelt(typed)
        except ValueError as bad:
            mended.append(FieldError("start", str(bad)))
            for name in DAYS:
                typed.pop(name, None)
    try:
        preset = Preset(typed.get("range", usual))
    except ValueError:
        mended.append(FieldError("range", "There is no such range; this is the usual one."))
        typed.pop("range")
        preset = usual
    return preset, ranges.named(preset, today)


def _spelt(typed: Mapping[str, str]) -> Range:
    """Read days that are written out. Raises ValueError with a sentence."""
    if "period" in typed:
        period = periods.parse(typed["period"])
        return Range(period.start, period.end)
    start = _day(typed.get("start", "")) or FIRST
    end = _day(typed.get("end", ""))
    until = _day(typed.get("until", ""))
    if end is None:
        end = until + DAY if until and until < LAST else LAST
    if not FIRST <= start < end <= LAST:
        raise ValueError(_WRONG_DAYS)
    return Range(start, end)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as bad:
        raise ValueError("Write days as 2025-07-31.") from bad


def _unit(typed: dict[str, str], days: Range, mended: list[FieldError]) -> Unit:
    asked = typed.get("unit", "")
    if asked and asked not in list(Unit):
        mended.append(FieldError("unit", "Reports are cut into weeks, months or years."))
        typed.pop("unit")
    unit = Unit(typed.get("unit") or ranges.usual_unit(days))
    fitting = ranges.fitting(unit, days)
    if fitting is not unit:
        mended.append(FieldError("unit", f"So long a range is shown by {fitting}."))
        typed["unit"] = fitting
    return fitting


def _compare(typed: dict[str, str], mended: list[FieldError]) -> Compare:
    try:
        return Compare(typed.get("compare", Compare.NONE))
    except ValueError:
        mended.append(FieldError("compare", _COMPARISONS))
        typed.pop("compare")
        return Compare.NONE
