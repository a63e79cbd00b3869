"""What days are called that a report is held against."""

from datetime import date

import pytest

from ftracker.domain.reports import ranges
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.web import comparison_words

TODAY = date(2025, 7, 20)


def of(year: int, month: int, day: int, *end: int) -> Range:
    return Range(date(year, month, day), date(*end))


@pytest.mark.parametrize(
    ("days", "compare", "said"),
    [
        (of(2025, 6, 1, 2025, 7, 1), Compare.BEFORE, "May 2025"),
        (of(2025, 6, 1, 2025, 7, 1), Compare.YEAR, "June 2024"),
        (of(2025, 7, 1, 2025, 8, 1), Compare.BEFORE, "the first 20 days of June 2025"),
        (of(2025, 7, 1, 2025, 8, 1), Compare.USUAL, "the first 20 days of a usual month"),
        (of(2024, 1, 1, 2025, 1, 1), Compare.YEAR, "2023"),
        (
            of(2025, 1, 1, 2026, 1, 1),
            Compare.YEAR,
            "the days from Mon 1 Jan 2024 to Fri 19 Jul 2024",
        ),
        (of(2025, 7, 7, 2025, 7, 14), Compare.USUAL, "a usual week"),
        (of(2025, 7, 2, 2025, 7, 5), Compare.USUAL, "the usual 3 days"),
        (
            of(2025, 7, 7, 2025, 7, 14),
            Compare.BEFORE,
            "the days from Mon 30 Jun 2025 to Sun 6 Jul 2025",
        ),
        (of(2025, 7, 7, 2025, 7, 14), Compare.NONE, ""),
    ],
)
def test_days_are_called_as_one_would_say_it(days, compare, said):
    found = tuple(ranges.compared(days, compare, today=TODAY))
    held = Held(compare, found, ((),) * len(found))
    assert comparison_words.against(held, days, "en") == said
