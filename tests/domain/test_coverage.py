"""Which months statements cover, and where one is missing."""

from datetime import date
from decimal import Decimal

from ftracker.domain import coverage
from ftracker.domain.coverage import Coverage, Gap, Told

TODAY = date(2025, 6, 15)


def told(start: str, end: str, opening: str = "", closing: str = "", **given: bool) -> Told:
    known = [Decimal(text) if text else None for text in (opening, closing)]
    return Told(date.fromisoformat(start), date.fromisoformat(end), *known, **given)


def of(*statements: Told, since: str = "", today: date = TODAY) -> Coverage:
    first = date.fromisoformat(since) if since else None
    return coverage.of(statements, since=first, today=today)


def states(found: Coverage) -> list[tuple[str, str]]:
    return [(f"{month.start:%b}", month.state.value) for month in found.months]


def test_without_statements_there_is_nothing_to_tell():
    assert of(since="2025-01-01") == Coverage()


def test_months_are_covered_partly_or_not_at_all_and_some_lie_before():
    found = of(
        told("2025-03-01", "2025-04-01"),
        told("2025-05-01", "2025-05-20"),
        since="2025-01-10",
    )
    assert states(found) == [
        ("Jan", "before"),
        ("Feb", "before"),
        ("Mar", "covered"),
        ("Apr", "gap"),
        ("May", "partly"),
        ("Jun", "gap"),
    ]


def test_the_present_month_is_covered_up_to_today():
    assert states(of(told("2025-06-01", "2025-06-16")))[-1] == ("Jun", "covered")


def test_a_file_from_its_first_row_to_its_last_covers_its_month():
    found = of(told("2025-04-03", "2025-04-29"), told("2025-05-02", "2025-05-31"))
    assert states(found)[:2] == [("Apr", "covered"), ("May", "covered")]
    assert found.gaps == ()


def test_an_incomplete_statement_covers_only_partly():
    found = of(told("2025-05-01", "2025-06-01", is_complete=False))
    assert states(found)[0] == ("May", "partly")


def test_balances_that_meet_connect_statements_however_far_apart():
    found = of(
        told("2025-03-01", "2025-03-10", "0", "50"), told("2025-05-20", "2025-06-16", "50", "70")
    )
    assert found.gaps == ()
    assert states(found) == [
        ("Mar", "covered"),
        ("Apr", "covered"),
        ("May", "covered"),
        ("Jun", "covered"),
    ]


def test_balances_that_do_not_meet_are_a_gap_even_without_a_day_between():
    found = of(
        told("2025-04-01", "2025-05-01", "0", "50"), told("2025-05-01", "2025-06-01", "65", "70")
    )
    assert found.gaps == (Gap(date(2025, 5, 1), date(2025, 5, 1), Decimal(15)),)
    assert found.gaps[0].days == 0


def test_gaps_are_told_the_newest_first():
    found = of(
        told("2025-01-01", "2025-02-01"),
        told("2025-03-01", "2025-04-01"),
        told("2025-05-01", "2025-06-01"),
    )
    assert [(gap.start.month, gap.days, gap.difference) for gap in found.gaps] == [
        (4, 30, None),
        (2, 28, None),
    ]


def test_statements_that_overlap_or_lie_inside_another_leave_no_gap():
    found = of(
        told("2025-04-01", "2025-06-01", "0", "9"),
        told("2025-04-10", "2025-04-20", "3", "4"),
        told("2025-05-15", "2025-06-16"),
    )
    assert found.gaps == ()
    assert states(found) == [("Apr", "covered"), ("May", "covered"), ("Jun", "covered")]


def test_only_ten_years_are_listed():
    found = of(told("2001-01-01", "2025-06-16"))
    assert len(found.months) == 120
    assert found.months[-1].start == date(2025, 6, 1)
