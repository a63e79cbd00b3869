"""Forecasts in words: calm, and never surer than they are."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ftracker.domain.forecasts import Band, Basis, Chance, PeriodAhead
from ftracker.queries.catalogue import Catalogue
from ftracker.web import filters, forecast_words
from ftracker.web.forecast_pages import spending
from ftracker.web.rows import Writer

WRITER = Writer(Catalogue({}, {}, {}), "EUR", "en")
DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("share", "percent", "likelihood", "over"),
    [
        (0.0, "under 1 %", "unlikely, under 1 %", "almost certainly within"),
        (0.12, "12 %", "unlikely, 12 %", "88 % likely within"),
        (0.3, "30 %", "less likely, 30 %", "70 % likely within"),
        (0.5, "50 %", "open, 50 %", "50 % likely over"),
        (0.71, "71 %", "likely, 71 %", "71 % likely over"),
        (1.0, "over 99 %", "very likely, over 99 %", "almost certainly over"),
    ],
)
def test_nothing_is_quite_certain(share, percent, likelihood, over):
    assert forecast_words.percent(share) == percent
    assert forecast_words.likelihood(share) == likelihood
    assert forecast_words.over(share) == over


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (Basis("nothing", 0), "nothing to go by but what is known to come"),
        (Basis("first", 0), "less than a month of data: wide range"),
        (Basis("short", 1), "1 month of data: wide range"),
        (Basis("short", 2), "2 months of data: wide range"),
        (Basis("constant", 9), "based on 9 months; always the same"),
        (
            Basis("level", 30, method="year_ago", is_simple=True),
            (
                "based on 30 months; taken from the same month a year ago, "
                "which was clearly better on the past"
            ),
        ),
        (Basis("rare", 20), "based on 20 months; it comes only now and then"),
        (
            Basis("seasonal", 26, season=((2, 0.16), (5, 0.3), (7, -0.2))),
            "based on 26 months; May is usually 30 % higher; July is usually 20 % lower",
        ),
        (Basis("level", 8, one_offs=(DAY,)), "based on 8 months; 1 one-off set aside"),
        (Basis("level", 8, one_offs=(DAY, DAY)), "based on 8 months; 2 one-offs set aside"),
    ],
)
def test_it_is_said_what_a_forecast_rests_on(basis, said):
    assert forecast_words.basis(basis, "en") == said


def test_chances_name_their_level_and_their_day():
    said = forecast_words.chance
    paid = date(2026, 11, 28)
    low = Chance(Decimal(200), paid, 0.18)
    assert said(low, paid, DAY, WRITER) == "Below €200 before the next income on 28 Nov: 18 %"
    late = Chance(Decimal(0), date(2027, 1, 1), 0.02)
    assert said(late, paid, DAY, WRITER) == "Below zero up to 31 Dec: 2 %"


def test_its_age_is_said_by_the_day():
    made = datetime(2026, 11, 25, 12, tzinfo=UTC).astimezone()
    at = f"at {made:%H:%M} from everything up to then."
    today = made.date()
    assert forecast_words.age(made, today) == f"Worked out today {at}"
    assert forecast_words.age(made, today + timedelta(days=1)) == f"Worked out yesterday {at}"
    assert "on Wed 25 Nov 2026" in forecast_words.age(made, today + timedelta(days=2))


def test_a_category_says_where_it_ends():
    band = Band(*map(Decimal, (420, 400, 440, 380, 460)))
    open_ended = PeriodAhead(DAY, DAY, Decimal(0), band)
    said = spending.budget_sentence
    assert said("Groceries", open_ended, WRITER) == "Groceries will end between €380 and €460."
    held = PeriodAhead(DAY, DAY, Decimal(0), band, Decimal(400), 0.71)
    assert said("Groceries", held, WRITER) == (
        "Groceries will end between €380 and €460, budget €400: 71 % likely over."
    )
    sure = PeriodAhead(DAY, DAY, Decimal(0), Band(*[Decimal(900)] * 5))
    assert said("Rent", sure, WRITER) == "Rent will end at €900."


def test_periods_are_named_by_month_or_by_days():
    assert spending.period_label(date(2027, 6, 1), date(2027, 7, 1), "en") == "June 2027"
    assert spending.period_label(date(2027, 6, 7), date(2027, 6, 14), "en") == (
        "7 Jun – 13 Jun 2027"
    )


@pytest.mark.parametrize(
    ("currency", "locale", "amount", "written"),
    [
        ("EUR", "en", "1234567.5", "€1,234,568"),
        ("EUR", "de", "-312.5", "−313\xa0€"),
        ("EUR", "en", "-0.3", "€0"),
        ("JPY", "en", "1200", "¥1,200"),
        ("INR", "en-IN", "1234567.5", "₹12,34,568"),
    ],
)
def test_what_is_only_likely_is_written_in_whole_units(currency, locale, amount, written):
    assert filters.rough(currency, locale)(Decimal(amount)).lstrip("\u200e") == written
