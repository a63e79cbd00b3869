"""What is forecast of spending and earning: categories and sections, each in its own periods."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import cadences, forecast_history
from ftracker.domain.cadences import Cadence, Clock, Span
from ftracker.domain.forecast_history import Extent, History, Move
from ftracker.domain.forecast_inputs import CategoryFacts, PeriodFacts
from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY

# How many periods are looked ahead at: a year, or a quarter of one where they are short.
AHEAD = {
    Cadence.MONTH: 12, Cadence.PAYDAY: 12, Cadence.WEEK: 12, Cadence.FORTNIGHT: 12,
    Cadence.QUARTER: 4, Cadence.YEAR: 2,
}  # fmt: skip
SECTIONS = (Section.INCOME, Section.SPENDING, Section.SET_ASIDE)
_YEAR = 12
_ZERO = Decimal(0)
Key = tuple[Section, UUID | None]


@dataclass(frozen=True, slots=True)
class Subject:
    """A category with those below it (`family`), or a whole section, and how it is budgeted.

    `budgets` are what its periods may come to, by their first days.
    """

    section: Section
    category_id: UUID | None = None
    family: frozenset[UUID] = frozenset()
    cadence: Cadence = Cadence.MONTH
    budgets: Mapping[date, Decimal] | None = None

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.section, self.category_id


@dataclass(frozen=True, slots=True)
class _Frame:
    """The periods of one cadence: those that are over, and the present one with those to come."""

    past: tuple[Span, ...]
    ahead: tuple[Span, ...]
    skipped: int
    place: int


def facts(
    history: History,
    rest: Sequence[Move],
    subjects: Sequence[Subject],
    known: Extent,
    clock: Clock,
) -> tuple[CategoryFacts, ...]:
    """Sum the past of each subject over its periods; `rest` is what nothing known explains."""
    index = _Index(subjects)
    learnt = forecast_history.by_subject(_before(rest, known.start), index.places)
    counted = forecast_history.by_subject(_before(history.moves, known.start), index.places)
    frames = {one.cadence: _frame(one.cadence, known, clock, history.today) for one in subjects}
    return tuple(
        _facts(
            one,
            frames[one.cadence],
            learnt.get(one.key, {}),
            counted.get(one.key, {}),
            known,
            history.today,
        )
        for one in subjects
    )


def totals(
    history: History, subjects: Sequence[Subject], spans: Sequence[Span]
) -> dict[Key, list[Decimal]]:
    """Sum what counted in each subject in spans of days, with all that known things explain."""
    index = _Index(subjects)
    days = forecast_history.by_subject(history.moves, index.places)
    return {
        one.key: [
            sum((x for day, x in days.get(one.key, {}).items() if span.holds(day)), _ZERO)
            for span in spans
        ]
        for one in subjects
    }


class _Index:
    """Tells the subjects that a move counts in."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._whole: dict[Section, list[object]] = defaultdict(list)
        self._of: dict[tuple[Section, UUID], list[object]] = defaultdict(list)
        for one in subjects:
            if one.category_id is None:
                self._whole[one.section].append(one.key)
            for key in one.family:
                self._of[one.section, key].append(one.key)

    def places(self, move: Move) -> Iterator[object]:
        """Give the keys of the subjects."""
        yield from self._whole.get(move.section, ())
        yield from self._of.get((move.section, move.category_id), ())


def _before(moves: Iterable[Move], start: date) -> Iterator[Move]:
    """Leave out what lies before the days that are learnt from."""
    return (one for one in moves if one.date >= start)


def _frame(cadence: Cadence, known: Extent, clock: Clock, today: date) -> _Frame:
    present = cadences.containing(today, cadence, clock)
    ahead = [present]
    while len(ahead) < AHEAD[cadence]:
        ahead.append(cadences.following(ahead[-1], cadence, clock))
    all_ = [
        span
        for span in cadences.cut(known.start, present.start, cadence, clock)
        if span.start >= known.start and span.end <= present.start
    ]
    past = tuple(span for span in all_ if span.end <= known.edge)
    return _Frame(
        past,
        tuple(ahead),
        len([span for span in all_ if span.end > known.edge]),
        max((known.edge - present.start).days, 0),
    )


def _facts(
    subject: Subject,
    frame: _Frame,
    learnt: Mapping[date, Decimal],
    counted: Mapping[date, Decimal],
    known: Extent,
    today: date,
) -> CategoryFacts:
    present = frame.ahead[0]
    all_ = forecast_history.in_spans(learnt, frame.past, known)
    begins = forecast_history.beginning(all_)
    past = tuple(all_[begins:])
    tails = forecast_history.in_spans(learnt, frame.past[begins:], known, place=frame.place)
    begin = max(present.start, min(known.edge, today))
    return CategoryFacts(
        category_id=subject.category_id,
        section=subject.section,
        cadence=subject.cadence,
        family=subject.family,
        past=past,
        tails=tuple(tails),
        since=_within(learnt, Span(begin, today + DAY)),
        skipped=frame.skipped,
        first=frame.past[-len(past)].start if past else present.start,
        periods=tuple(_periods(subject, frame, counted, today)),
        year=tuple(_within(counted, span) for span in frame.past[-_YEAR:]),
    )


def _periods(
    subject: Subject, frame: _Frame, counted: Mapping[date, Decimal], today: date
) -> Iterator[PeriodFacts]:
    budgets = subject.budgets or {}
    for span in frame.ahead:
        so_far = _within(counted, Span(span.start, min(span.end, today + DAY)))
        yield PeriodFacts(span.start, span.end, so_far, budgets.get(span.start))


def _within(days: Mapping[date, Decimal], span: Span) -> Decimal:
    return sum((amount for day, amount in days.items() if span.holds(day)), _ZERO)
