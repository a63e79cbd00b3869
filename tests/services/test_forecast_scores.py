"""The past repeated honestly: a planted leak moves nothing, and a look that leaks is caught."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import forecast_scoring
from ftracker.domain.forecast import spending
from ftracker.domain.forecast_history import History
from ftracker.domain.forecast_inputs import Inputs, Typical
from ftracker.domain.forecast_scoring import Said
from ftracker.domain.forecasts import Band, CategoryAhead, Score, Topic
from ftracker.domain.kinds import Flow
from ftracker.domain.periods import DAY
from ftracker.queries import forecasts
from ftracker.services import forecast_scores, forecasting
from ftracker.services.forecast_scores import Past
from tests import factories, foreseen
from tests.foreseen import TODAY, Row

ORIGIN = date(2026, 9, 1)
Look = Callable[[History, date], History]


def said(session: Session, look: Look = History.at) -> list[tuple]:
    """Give what was said on a day in the past; what really came is left out."""
    past = replace(forecast_scores.read(session, today=TODAY), look=look)
    return [
        (*one.thing, one.band, *one.simple.items()) for one in forecast_scores.tried(past, ORIGIN)
    ]


def plant(session: Session) -> None:
    """Write down what nobody could know on that day: late, and of a day to come."""
    foreseen.book(
        session,
        [
            Row(date(2026, 8, 20), "777", payee="Late Bill", made=date(2026, 9, 4)),
            Row(
                date(2026, 8, 9), "500", "Other income", "Late Pay", Flow.IN, made=date(2026, 9, 2)
            ),
            Row(date(2026, 9, 10), "888", payee="Later Bill"),
            Row(date(2026, 10, 10), "888", payee="Later Bill", made=date(2026, 8, 2)),
        ],
    )


def looks_ahead(session: Session, look: Look) -> bool:
    """Tell whether a look at the past is moved by what was not known then."""
    with session.begin_nested() as planted:
        before = said(session, look)
        plant(session)
        after = said(session, look)
        planted.rollback()
    return before != after


def leaking_late(history: History, day: date) -> History:
    """Look at all that is dated earlier, whenever it was written down."""
    moves = [one._replace(known=one.date) for one in history.moves]
    sides = {key: [one._replace(known=one.date) for one in of] for key, of in history.sides.items()}
    return replace(history, moves=moves, sides=sides).at(day)


def leaking_future(history: History, day: date) -> History:
    """Look a few weeks further than the day."""
    return replace(history.at(day + timedelta(days=20)), today=day)


@pytest.fixture
def calm(session: Session) -> Session:
    foreseen.book(session, foreseen.calm(9))
    return session


def test_what_was_not_known_moves_nothing_that_is_said_of_the_past(calm):
    assert not looks_ahead(calm, History.at)


@pytest.mark.parametrize("look", [leaking_late, leaking_future])
def test_a_look_that_leaks_is_caught(calm, look):
    assert looks_ahead(calm, look)


def test_what_came_long_after_its_day_counts_as_known_on_it(calm):
    before = said(calm)
    foreseen.book(calm, [Row(date(2026, 8, 20), "777", payee="Old Bill", made=date(2026, 11, 20))])
    assert said(calm) != before
    score = forecast_scores.score(calm, today=TODAY)
    assert 0 < score.assumed < 0.05


def test_each_month_end_is_held_against_what_came(calm):
    score = forecast_scores.score(calm, today=TODAY)
    assert (score.origins, score.last_origin) == (6, date(2026, 10, 1))
    rows = {
        (row.topic, row.section, row.subject is None, row.unit, row.step): row for row in score.rows
    }
    spent = rows[Topic.CATEGORIES, "spending", True, "month", 1]
    assert spent.trials == 6
    assert 1290 < spent.size < 1320
    assert spent.error < 40
    assert 0 <= spent.in50 <= spent.in80 <= 1
    balance = rows[Topic.CASH, "", True, "day", 30]
    assert balance.trials == 6
    # Only what is known leaves out what is eaten, which comes to about 400.
    assert balance.error < 150 < balance.simple
    assert {(row.unit, row.step) for row in score.rows} == {
        ("month", 1), ("month", 3), ("month", 6), ("day", 7), ("day", 14), ("day", 30)
    }  # fmt: skip


def test_young_books_have_no_score_and_say_so(session):
    assert forecast_scores.score(session, today=TODAY) == Score(TODAY, 0, None, 0.0, ())
    foreseen.book(session, foreseen.calm(2))
    assert forecast_scores.score(session, today=TODAY).rows == ()


def test_accounts_on_which_nothing_is_learnt_are_not_scored(calm):
    factories.account(calm, name="Empty")
    score = forecast_scores.score(calm, today=TODAY)
    assert len({row.subject for row in score.rows if row.topic is Topic.CASH}) == 2


def test_large_books_are_repeated_at_fewer_month_ends(calm):
    history = forecast_scores.read(calm, today=TODAY).reading.history
    months = [day.replace(day=2) for day in foreseen.months(40)]
    long = replace(
        history,
        moves=[one._replace(date=day, known=day) for day in months for one in history.moves[:1]],
    )
    assert len(list(forecast_scores.origins(long))) == 24
    assert len(list(forecast_scores.origins(replace(long, moves=[*long.moves] * 1600)))) == 12


def test_a_score_makes_ranges_as_wide_as_the_past_was_off(session):
    foreseen.book(session, foreseen.calm(18))
    later = datetime.now(UTC) + timedelta(minutes=5)
    assert forecasting.recompute(session, today=TODAY, now=later)
    before = forecasts.stored(session, Topic.CASH).answer
    assert before.accounts[0].basis.error is None
    assert forecasting.recompute(session, today=TODAY, now=later, score=True)
    score = forecasts.stored(session, Topic.SCORE).answer
    after = forecasts.stored(session, Topic.CASH).answer
    row = next(
        one for one in score.rows if (one.topic, one.subject, one.step) == (Topic.CASH, None, 30)
    )
    basis = after.accounts[0].basis
    assert (basis.error, basis.simple_error, basis.covered80, basis.trials) == (
        row.error, row.simple, row.in80, row.trials,
    )  # fmt: skip
    band = after.accounts[0].days[29].band
    assert (band.high80 - band.low80) / 2 > row.spread * Decimal("0.75") > 0
    food = next(
        one
        for one in forecasts.stored(session, Topic.CATEGORIES).answer.categories
        if one.basis.covered80
    )
    assert food.basis.trials >= 8
    # Another score takes the place of the first.
    assert forecasting.recompute(session, today=TODAY, now=later, score=True)


def test_the_simple_methods_say_what_they_are_called():
    months = [Decimal(n) for n in range(1, 15)]
    assert forecast_scoring.simple(months, 1) == {
        "year_ago": Decimal(3), "average": Decimal("8.5"), "last": Decimal(14)
    }  # fmt: skip
    assert forecast_scoring.simple(months, 3)["year_ago"] == Decimal(5)
    assert forecast_scoring.simple(months[:2], 1)["year_ago"] == Decimal("1.5")
    assert set(forecast_scoring.simple([], 1).values()) == {Decimal(0)}


def test_no_range_knows_its_own_error():
    band = Band(*[Decimal(100)] * 5)
    off = [Decimal(n) for n in (10, 20, 30, 40, 50, 60, 70, 80, 85)]
    tried = [
        Said(Topic.CASH, None, "", "day", 7, band, 100 + x, {"unchanged": Decimal(90)}) for x in off
    ]
    (row,) = forecast_scoring.rows(tried, "EUR")
    # Eight errors came before the ninth; 80 of 100 of nine are at most the eighth of them.
    assert (row.in80, row.spread) == (0.0, Decimal("80.00"))
    assert row.error == Decimal("49.44")
    more = [*tried, replace(tried[0], truth=Decimal(180))]
    (row,) = forecast_scoring.rows(more, "EUR")
    assert (row.in50, row.in80) == (0.0, 0.1)


def test_thirty_days_that_reach_beyond_the_next_month_end_are_not_known_on_it():
    band = Band(*[Decimal(100)] * 5)
    one = Said(Topic.CASH, None, "", "day", 30, band, Decimal(110), {"unchanged": Decimal(90)})
    # After eight errors ranges reach as far; of thirty days the newest one is not known yet.
    shares = {step: [] for step in (14, 30)}
    for step, found in shares.items():
        for count in (9, 10):
            (row,) = forecast_scoring.rows([replace(one, step=step)] * count, "EUR")
            found.append(round(row.in80 * count))
    assert shares == {14: [1, 2], 30: [0, 1]}


def missed(step: int, count: int, subject: UUID | None = None) -> list[Said]:
    """Say 100 too much so many times, where the year before was off by 10 and the average by 95."""
    simple = {"average": Decimal(1095), "year_ago": Decimal(1010)}
    band = Band(*[Decimal(1100)] * 5)
    one = Said(Topic.CATEGORIES, subject, "spending", "month", step, band, Decimal(1000), simple)
    return [one] * count


def test_a_simple_method_that_was_clearly_better_is_followed_from_then_on():
    (row,) = forecast_scoring.rows(missed(1, 10), "EUR")
    # Eight trials tell; the ninth and tenth are said as the year before was.
    assert (row.error, row.used, row.spread) == (Decimal("82.00"), "year_ago", Decimal("10.00"))
    (row,) = forecast_scoring.rows(missed(1, 7), "EUR")
    assert (row.error, row.used) == (Decimal("100.00"), "")


def test_what_is_said_of_the_past_goes_by_months_that_were_over_then():
    (row,) = forecast_scoring.rows(missed(3, 10), "EUR")
    assert (row.error, row.used) == (Decimal("100.00"), "year_ago")
    (row,) = forecast_scoring.rows(missed(3, 11), "EUR")
    assert row.error == Decimal("91.82")


def test_neither_a_little_better_nor_in_a_category_a_simple_method_is_followed():
    assert forecast_scoring.better(missed(1, 9, uuid4())) == ""
    close = [replace(one, simple={"average": Decimal(1095)}) for one in missed(1, 9)]
    assert forecast_scoring.better(close) == ""
    exact = [replace(one, truth=Decimal(1100)) for one in missed(1, 9)]
    assert forecast_scoring.better(exact) == ""


def test_no_simple_method_is_followed_below_what_is_known():
    band = forecast_scoring.followed(Decimal(700), Decimal(900))
    assert (band.low80, band.median) == (Decimal(900), Decimal(900))


def test_months_ahead_take_the_figure_of_the_method_that_was_better(session):
    foreseen.book(session, foreseen.calm(18))
    inputs = forecasting.gather(session, today=TODAY)
    key = Topic.CATEGORIES.value, None, "spending"
    steps = (1, ""), (3, "year_ago")
    typical = Typical(Decimal(9), Decimal(5), 0.8, 24, ((1, Decimal(50)),), steps)
    followed = replace(inputs, typical={key: typical})
    one, before = spent(followed), spent(inputs)
    assert (one.basis.method, one.basis.is_simple) == ("year_ago", True)
    assert not before.basis.is_simple
    # The present month and the next one are said as ever.
    for place in (0, 1):
        assert one.periods[place].band.median == before.periods[place].band.median
    facts = next(
        of for of in inputs.categories if (of.section, of.category_id) == ("spending", None)
    )
    band = one.periods[2].band
    assert band.median == facts.year[2]
    assert band.high80 - band.median == band.median - band.low80 > 50
    # Where the year before was empty, what is known to come is not forgotten.
    empty = replace(facts, year=(Decimal(0),) * 12)
    low = spent(replace(followed, categories=(empty,))).periods[2].band
    assert low.median == Decimal(900)


def test_of_a_month_that_has_begun_no_simple_method_is_followed(session):
    foreseen.book(session, foreseen.calm(18))
    inputs = forecasting.gather(session, today=TODAY)
    key = Topic.CATEGORIES.value, None, "spending"
    typical = Typical(Decimal(9), Decimal(5), 0.8, 24, (), ((1, "last"),))
    one = spent(replace(inputs, typical={key: typical}))
    assert one.periods[0].band == spent(inputs).periods[0].band
    assert one.periods[1].band.median != spent(inputs).periods[1].band.median


def spent(inputs: Inputs) -> CategoryAhead:
    """Tell what all spending comes to."""
    return next(
        one
        for one in spending.categories(inputs).categories
        if (one.section, one.category_id) == ("spending", None)
    )


def test_between_the_steps_that_were_tried_errors_grow_evenly():
    none = Typical(Decimal(1), Decimal(1), 0.8, 9)
    assert none.spread(4) == 0.0
    some = replace(none, spreads=((1, Decimal(10)), (3, Decimal(20)), (6, Decimal(30))))
    assert [some.spread(step) for step in (0.5, 1, 2, 3, 6, 24)] == [10, 10, 15, 20, 30, 60]


def test_the_household_counts_in_its_own_currency(calm):
    assert forecast_scores.read(calm, today=TODAY).code == currency(calm)
    assert isinstance(forecast_scores.read(calm, today=TODAY + DAY), Past)


def test_what_is_not_known_yet_is_not_scored(session):
    foreseen.book(session, foreseen.calm(18))
    score = forecast_scores.score(session, today=date(2026, 3, 1))
    trials = {row.step: row.trials for row in score.rows if row.topic is Topic.CASH}
    # Thirty days from the first of February lead into March.
    assert (trials[7] - trials[30], score.last_origin) == (1, date(2026, 2, 1))
