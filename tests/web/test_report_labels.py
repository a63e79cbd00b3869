"""How the axis of a chart names its periods, in the household's words."""

import pytest

from ftracker.domain import periods
from ftracker.web import report_labels


@pytest.mark.parametrize(
    ("text", "locale", "label"),
    [
        ("2025", "de", "2025"),
        ("2025-10", "en", "Oct 25"),
        ("2025-10", "de", "Okt. 25"),
        ("2025-W30", "en", "Jul 21"),
        ("2025-W30", "de-AT", "21. Juli"),
    ],
)
def test_a_period_is_named_shortly(text: str, locale: str, label: str):
    assert report_labels.axis([periods.parse(text)], locale) == [label]
