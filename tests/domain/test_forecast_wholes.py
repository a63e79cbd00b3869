"""All of a section comes to no less than one of its categories."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from ftracker.domain.forecast.wholes import no_less_than_parts
from ftracker.domain.forecasts import Band, Basis, CategoryAhead, PeriodAhead

NOVEMBER = date(2026, 11, 1), date(2026, 12, 1)
YEAR = date(2026, 1, 1), date(2027, 1, 1)


def band(*figures: str) -> Band:
    low80, low50, median, high50, high80 = map(Decimal, figures)
    return Band(median=median, low50=low50, high50=high50, low80=low80, high80=high80)


def ahead(so_far: str, said: Band, *, whole=False, span=NOVEMBER, section="income"):
    period = PeriodAhead(*span, Decimal(so_far), said)
    return CategoryAhead(None if whole else uuid4(), section, (period,), Basis("level", 12))


def lifted(whole: CategoryAhead, *parts: CategoryAhead) -> Band:
    found = no_less_than_parts([whole, *parts])
    assert found[1:] == list(parts)
    return found[0].periods[0].band


def test_a_part_that_reaches_further_takes_the_whole_with_it():
    whole = ahead("10", band("10", "12", "16", "20", "321"), whole=True)
    salary = ahead("4", band("4", "4", "7", "30", "1798"))
    assert lifted(whole, salary) == band("10", "12", "16", "36", "1804")


def test_a_whole_that_reaches_further_stays_as_it_was():
    said = band("10", "12", "16", "20", "321")
    assert lifted(ahead("0", said, whole=True), ahead("0", band("0", "1", "2", "3", "4"))) == said


def test_where_something_may_come_back_nothing_is_lifted():
    said = band("0", "1", "2", "3", "4")
    refunded = ahead("50", band("20", "30", "60", "70", "90"))
    assert lifted(ahead("50", said, whole=True), refunded) == said


def test_other_periods_and_other_sections_do_not_count():
    said = band("0", "1", "2", "3", "4")
    large = band("5", "6", "7", "8", "9")
    others = ahead("0", large, span=YEAR), ahead("0", large, section="spending")
    assert lifted(ahead("0", said, whole=True), *others) == said
