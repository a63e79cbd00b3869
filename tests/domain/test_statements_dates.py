"""Dates in files: formats follow from the whole column, or are asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import dates
from ftracker.domain.statements.mapping import Unclear

READINGS = [
    ("29 de fevereiro de 2024", "%d de %b de %Y"),
    ("2024-02-29", "%Y-%m-%d"), ("29.02.2024", "%d.%m.%Y"), ("29.2.24", "%d.%m.%y"),
    ("02/29/2024", "%m/%d/%Y"), ("20240229", "%Y%m%d"), ("240229", "%y%m%d"),
    ("29 Feb 2024", "%d %b %Y"), ("29-Feb-2024", "%d-%b-%Y"), ("29 février 2024", "%d %B %Y"),
    ("Feb. 29, 2024", "%b %d, %Y"), ("2024-02-29T23:59:00Z", "%Y-%m-%dT%H:%M:%S%z"),
    ("29-02-2024 09:05", "%d-%m-%Y %H:%M"), ("2/29/2024 9:05 PM", "%m/%d/%Y %I:%M %p"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "style"), READINGS)
def test_a_day_is_read_by_its_format(text: str, style: str) -> None:
    assert dates.read(text, [style]) == date(2024, 2, 29)


@pytest.mark.parametrize("text", [text for text, style in READINGS if style != "%y%m%d"])
def test_a_format_is_found_by_the_day_alone(text: str) -> None:
    assert dates.read(text, dates.formats([text])) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "0026-01-01", "5000-01-01", "2026-13-01", "2026-00-10", "1899-12-31"]
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no day of the calendar"):
        dates.read(text, ["%Y-%m-%d"])


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-1-1x", "２０２６-01-01", "20260101", "2026/01/01"]
)
def test_another_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        dates.read(text, ["%Y-%m-%d"])


def test_an_empty_cell_says_that_the_date_is_missing() -> None:
    with pytest.raises(ValueError, match="missing"):
        dates.read(" ", ["%Y-%m-%d"])


@pytest.mark.parametrize("style", ["%Q", "%d %m", "%Y", "(", "%d%d%m%Y", ""])
def test_what_is_no_format_is_refused(style: str) -> None:
    with pytest.raises(InvalidInput):
        dates.pattern(style)


def test_several_styles_may_be_mixed_in_one_column() -> None:
    found = dates.formats(["20-09-2018 12:04", "19-09-2018", "05-06-2018"])
    assert found == ("%d-%m-%Y %H:%M", "%d-%m-%Y")


def test_one_style_proves_the_order_of_another() -> None:
    assert dates.formats(["20-09-2018 12:04", "05-06-2018"])[1] == "%d-%m-%Y"
    assert dates.formats(["09/20/2018 12:04", "05/06/2018"])[1] == "%m/%d/%Y"


def test_the_majority_decides_and_the_odd_one_is_left_to_its_row() -> None:
    assert dates.formats(["14/02/2026", "15/02/2026", "02/14/2026"]) == ("%d/%m/%Y",)


def test_a_day_that_does_not_exist_does_not_hide_the_format() -> None:
    assert dates.formats(["2026-02-30", "2026-01-05"]) == ("%Y-%m-%d",)
    assert dates.formats(["2026-02-30"]) == ("%Y-%m-%d",)


def test_equal_readings_need_no_question() -> None:
    assert len(dates.formats(["01/01/2026", "02/02/2026"])) == 1


def test_the_order_of_the_days_answers_what_no_single_day_can() -> None:
    days = ["01/10/2025", "01/11/2025", "01/12/2025", "02/01/2026", "05/01/2026", "03/02/2026"]
    assert dates.formats(days) == ("%d/%m/%Y",)


def test_an_order_that_both_readings_have_answers_nothing() -> None:
    with pytest.raises(Unclear):
        dates.formats([f"0{n}/0{n + 1}/2026" for n in range(1, 8)])


def test_day_and_month_that_cannot_be_told_apart_are_asked_for() -> None:
    with pytest.raises(Unclear, match="day or the month"):
        dates.formats(["01/02/2026", "03/04/2026"])


@pytest.mark.parametrize(
    "text", ["12.50", "Lidl", "", "1-2/2024", "12 Foo 2024", "1234.5", "1/2/345"]
)
def test_what_is_no_date_does_not_look_like_one(text: str) -> None:
    assert not dates.looks_like(text)


@given(
    st.lists(st.dates(date(1970, 1, 1), date(2060, 1, 1)), min_size=1),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d %b %Y", "%Y/%m/%d"]),
)
def test_a_column_of_one_clear_style_is_read_back(days: list[date], style: str) -> None:
    texts = [day.strftime(style) for day in days]
    found = dates.formats(texts)
    assert [dates.read(text, found) for text in texts] == days
