"""What will probably be: what is known comes once, the rest is learnt, odd books break nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, locks
from ftracker.db.scope import household_id
from ftracker.domain.forecasts import CashAhead, CategoriesAhead, GoalsAhead, Topic
from ftracker.domain.kinds import Flow, Section
from ftracker.domain.periods import DAY
from ftracker.models import Forecast
from ftracker.queries import forecast_inputs, forecasts
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.safe_to_spend import SafeToSpendEdit
from ftracker.schemas.schedules import ScheduleEdit, ScheduleIn
from ftracker.services import budgets, forecasting, goals, recurring, safe_to_spend, schedules
from tests import factories, foreseen
from tests.foreseen import TODAY, Row

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NEXT = date(2026, 12, 1)


def answers(session: Session, today: date = TODAY) -> tuple[CashAhead, CategoriesAhead, GoalsAhead]:
    return forecasting.answer(forecasting.gather(session, today=today), seed=7)


def category(session: Session, found: CategoriesAhead, name: str):
    key = next(one.id for one in catalogue(session).categories.values() if one.name == name)
    return next(one for one in found.categories if one.category_id == key)


def whole(found: CategoriesAhead, section: Section):
    return next(
        one for one in found.categories if (one.category_id, one.section) == (None, section)
    )


def are_sound(cash: CashAhead, categories: CategoriesAhead, most: Decimal) -> bool:
    """Tell whether ranges lie in each other and nothing is larger than the books allow."""
    bands = [day.band for one in cash.accounts for day in one.days]
    bands += [period.band for one in categories.categories for period in one.periods]
    chances = [one.probability for account in cash.accounts for one in account.chances]
    chances += [p.over for one in categories.categories for p in one.periods if p.over is not None]
    return all(0 <= one <= 1 for one in chances) and all(
        -most <= b.low80 <= b.low50 <= b.median <= b.high50 <= b.high80 <= most for b in bands
    )


@pytest.fixture
def calm(session: Session) -> Session:
    foreseen.book(session, foreseen.calm())
    return session


def test_what_is_known_comes_on_its_days_and_once(calm):
    cash, found, _ = answers(calm)
    known = [(one.date.isoformat(), one.name, one.amount) for one in cash.known[:3]]
    assert known == [
        ("2026-12-01", "Works", Decimal(2500)),
        ("2026-12-03", "Landlord", Decimal(-900)),
        ("2027-01-01", "Works", Decimal(2500)),
    ]
    assert cash.income_date == NEXT
    rent = category(calm, found, "Housing").periods[1]
    assert (rent.band.low80, rent.band.high80) == (Decimal(900), Decimal(900))
    food = category(calm, found, "Groceries").periods[1]
    assert 380 < food.band.median < 420
    assert food.band.low80 < food.band.median < food.band.high80
    month = whole(found, Section.SPENDING).periods[1]
    assert 1270 < month.band.median < 1330
    together, everyday = cash.accounts
    assert (together.account_id, together.balance) == (None, everyday.balance)
    assert together.days[0].date == TODAY
    assert len(together.days) == 366
    assert cash.until == together.days[-1].date
    # Half a year brings what is earned, less the rent and what is usually eaten.
    gain = together.days[183].band.median - together.balance
    assert 6 * 1100 < gain < 6 * 1300


def test_the_present_period_holds_what_was_spent_and_what_usually_still_comes(calm):
    food = category(calm, answers(calm)[1], "Groceries").periods[0]
    assert food.so_far == sum(
        Decimal(row.amount)
        for row in foreseen.calm()
        if row.category == "Groceries" and row.date >= date(2026, 11, 1)
    )
    assert food.so_far + 90 < food.band.median < food.so_far + 110
    rent = category(calm, answers(calm)[1], "Housing").periods[0]
    assert (rent.so_far, rent.band.median) == (Decimal(900), Decimal(900))


def test_what_came_already_today_does_not_come_again(session):
    rows = foreseen.calm()
    foreseen.book(session, [*rows, Row(date(2026, 11, 26), "104", payee="Shop 26")])
    food = category(session, answers(session, date(2026, 11, 26))[1], "Groceries").periods[0]
    assert food.band.median - food.so_far < 20


def test_a_schedule_is_known_and_its_payments_are_no_habit_beside_it(calm):
    series = next(one for one in recurring.found(calm, today=TODAY) if one.payee == "Landlord")
    made = recurring.accept(calm, [series.last.id], today=TODAY)[0]
    version = made.version
    fields = recurring.draft(calm, series, recurring.look(calm, today=TODAY)).model_dump(
        exclude={"id"}
    )
    data = ScheduleEdit(**fields | {"amount": "1000", "version": version})
    schedules.edit(calm, made.id, data)
    cash, found, _ = answers(calm)
    rent = category(calm, found, "Housing").periods[1]
    assert (rent.band.low80, rent.band.high80) == (Decimal(1000), Decimal(1000))
    coming = next(one for one in cash.known if one.name == "Landlord")
    assert (coming.kind, coming.id, coming.amount) == ("due", made.id, Decimal(-1000))


def test_a_bill_that_differs_each_time_is_learnt_and_not_counted_twice(session):
    amounts = ["61", "66", "58", "72", "64", "63", "70", "59", "68", "62"]
    rows = [
        Row(month.replace(day=6), amount, "Utilities", "Power")
        for month, amount in zip(foreseen.months(10), amounts, strict=True)
    ]
    foreseen.book(
        session, [*foreseen.calm(), *rows, Row(date(2026, 11, 6), "65", "Utilities", "Power")]
    )
    inputs = forecasting.gather(session, today=TODAY)
    assert {one.name for one in inputs.learnt} == {"Power"}
    power = category(session, answers(session)[1], "Utilities").periods[1]
    assert 58 < power.band.median < 72
    assert power.band.low80 < power.band.high80
    recurring.accept(
        session, [series.last.id for series in recurring.found(session, today=TODAY)], today=TODAY
    )
    again = category(session, answers(session)[1], "Utilities").periods[1]
    assert again.band == power.band


def test_a_late_pattern_is_expected_today_and_one_that_ended_no_more(session):
    gym = [Row(month.replace(day=20), "30", "Leisure", "Gym") for month in foreseen.months(9)]
    old = [Row(month.replace(day=7), "12", "Leisure", "Paper") for month in foreseen.months(16)[:8]]
    weekly = [Row(TODAY - timedelta(days=7 * n), "4", "Leisure", "Club") for n in range(1, 30)]
    foreseen.book(session, [*foreseen.calm(), *gym, *old, *weekly])
    known = answers(session)[0].known
    assert [one.date for one in known if one.name == "Gym"][:2] == [TODAY, date(2026, 12, 20)]
    assert not any(one.name == "Paper" for one in known)
    assert next(one.date for one in known if one.name == "Club") == TODAY


def test_transfers_move_both_accounts_and_count_nowhere(session):
    factories.account(session, name="Jar", kind="savings")
    for month in foreseen.months(8):
        factories.transaction(
            session,
            date=month.replace(day=10),
            amount="200",
            type="Transfer",
            to_account="Jar",
            payee="",
        )
    foreseen.book(session, foreseen.calm(8))
    cash, found, _ = answers(session)
    sides = [(one.amount, one.kind) for one in cash.known if one.name == "To Jar"][:2]
    assert sorted(sides) == [(Decimal(-200), "pattern"), (Decimal(200), "pattern")]
    jar = cash.accounts[2]
    # The eleventh month was missed; it is late until it has ended.
    assert jar.days[-1].band.median >= jar.balance + 11 * 200
    assert whole(found, Section.SPENDING).periods[2].band.median < 1400
    schedules.add(
        session,
        ScheduleIn(
            name="More", type="Transfer", category="Uncategorised", amount="50", to_account="Jar",
            start_date="2026-12-15", unit="month",
        ),
    )  # fmt: skip
    more = [one for one in answers(session)[0].known if one.name == "More"][:2]
    assert {one.amount for one in more} == {Decimal(50), Decimal(-50)}


def test_budgets_are_held_against_what_probably_comes(calm):
    for name, amount, cadence in (
        ("Groceries", "350", "month"), ("Housing", "900", "month"), ("Leisure", "40", "week"),
        ("Transport", "90", "quarter"), ("Health", "500", "year"), ("Shopping", "50", "fortnight"),
    ):  # fmt: skip
        data = BudgetIn(category=name, amount=amount, cadence=cadence, start_date="2026-01-01")
        budgets.add(calm, data, today=TODAY)
    data = BudgetIn(amount="1300", cadence="payday", start_date="2026-01-01")
    budgets.add(calm, data, today=TODAY)
    rows = [
        Row(day, "30", "Leisure", foreseen.somebody(n))
        for n in range(1, 60)
        if (day := TODAY - n * 6 * DAY)
    ]
    rows += [
        Row(month.replace(day=9), "40", "Transport", foreseen.somebody(n + 100))
        for n, month in enumerate(foreseen.months(14))
    ]
    rows += [
        Row(month.replace(day=9), "21", "Health", foreseen.somebody(n + 200))
        for n, month in enumerate(foreseen.months(14))
    ]
    foreseen.book(calm, rows)
    _, found, _ = answers(calm)
    food = category(calm, found, "Groceries").periods
    assert (food[0].budget, food[0].over) == (Decimal(350), 1.0) or food[0].over > 0.9
    assert food[1].over > 0.9
    assert category(calm, found, "Housing").periods[1].over == 0.0
    leisure = category(calm, found, "Leisure")
    assert [(p.end - p.start).days for p in leisure.periods] == [7] * 12
    assert leisure.basis.months >= 11
    assert len(category(calm, found, "Transport").periods) == 4
    assert len(category(calm, found, "Health").periods) == 2
    everything = whole(found, Section.SPENDING).periods[0]
    assert everything.budget == Decimal(1300)
    assert everything.over > 0.5


def test_a_budget_that_is_spent_already_is_certainly_over(calm):
    data = BudgetIn(category="Groceries", amount="200", start_date="2026-01-01")
    budgets.add(calm, data, today=TODAY)
    assert category(calm, answers(calm)[1], "Groceries").periods[0].over == 1.0


def test_trips_count_in_their_section_only(calm):
    factories.category(
        calm,
        name="Lisbon",
        kind="Timebound",
        start_date=date(2026, 8, 1),
        end_date=date(2026, 8, 14),
    )
    foreseen.book(calm, [Row(date(2026, 8, 3), "700", "Lisbon", "Hotel")])
    data = BudgetIn(category="Lisbon", amount="800", cadence="window")
    budgets.add(calm, data, today=TODAY)
    found = answers(calm)[1]
    names = catalogue(calm).categories
    assert "Lisbon" not in {
        names[one.category_id].name for one in found.categories if one.category_id
    }
    spending = whole(found, Section.SPENDING)
    assert spending.basis.one_offs == (date(2026, 8, 1),)
    assert spending.periods[1].band.median < 1400


def test_what_is_booked_ahead_is_known(calm):
    foreseen.book(
        calm, [Row(NEXT + 9 * DAY, "250", "Leisure"), Row(NEXT, "80", "Salary", "Gift", Flow.IN)]
    )
    cash, found, _ = answers(calm)
    booked = [(one.name, one.amount) for one in cash.known if one.kind == "booked"]
    assert booked == [("Gift", Decimal(80)), ("Leisure", Decimal(-250))]
    leisure = category(calm, found, "Leisure")
    assert leisure.periods[1].band.median == Decimal(250)
    assert (leisure.periods[1].so_far, leisure.basis.kind) == (Decimal(0), "constant")


def test_the_chance_of_running_dry_is_told_before_the_income_and_before_the_end(calm):
    everyday = catalogue(calm).default_account.id
    data = SafeToSpendEdit(buffer="20000", cash_account_ids=[everyday])
    safe_to_spend.choose(calm, data)
    cash = answers(calm)[0]
    together = cash.accounts[0]
    said = {(one.level, one.before): one.probability for one in together.chances}
    end = cash.until + DAY
    # There are some 21,000: before the salary they do not fall below 20,000 by any shopping.
    assert said[Decimal(0), NEXT] < 0.01
    assert said[Decimal(20000), NEXT] < 0.2 or together.balance < 20100
    assert said[Decimal(0), end] < 0.01
    assert together.lowest.band.median == min(day.band.median for day in together.days)


def test_books_that_fell_behind_are_learnt_from_up_to_their_last_day(session):
    foreseen.book(session, [row for row in foreseen.calm() if row.date < date(2026, 10, 20)])
    inputs = forecasting.gather(session, today=TODAY)
    assert (inputs.edge, inputs.end) == (date(2026, 10, 20), TODAY + 366 * DAY)
    food = next(one for one in inputs.categories if one.past and one.past[0] and one.category_id)
    assert food.skipped == 1
    cash, found, _ = answers(session)
    food = category(session, found, "Groceries").periods[0]
    assert 380 < food.band.median < 420
    assert are_sound(cash, found, Decimal(100_000))


def test_goals_are_reached_when_what_is_set_aside_and_planned_suffices(calm):
    factories.account(calm, name="Jar", kind="savings")
    rows = [
        Row(month.replace(day=15), amount, "Savings", foreseen.somebody(n))
        for n, (month, amount) in enumerate(
            zip(foreseen.months(12), ["100", "140", "60"] * 4, strict=True)
        )
    ]
    foreseen.book(calm, rows)
    made = {
        name: goals.add(calm, GoalIn(name=name, **data), today=TODAY)
        for name, data in {
            "Bike": {"category": "Savings", "target_amount": "600", "due_date": "2027-12-01"},
            "Boat": {"category": "Savings", "target_amount": "90000", "due_date": "2027-12-01"},
            "Rest": {"category": "Savings", "target_amount": "900"},
            "There": {"category": "Savings", "target_amount": "50", "current_amount": "60"},
            "Jar": {
                "category": "Savings",
                "target_amount": "1000",
                "account": "Jar",
                "monthly_amount": "100",
            },
            "Pot": {
                "category": "Savings",
                "target_amount": "900",
                "account": "Jar",
                "due_date": "2028-01-01",
            },
        }.items()
    }
    goals.switch(calm, made["Rest"].id, goals.State.PAUSED)
    cash, _, found = answers(calm)
    told = {
        name: next(one for one in found.goals if one.goal_id == row.id)
        for name, row in made.items()
    }
    assert told["Bike"].probability > 0.9
    assert date(2027, 3, 1) < told["Bike"].earliest <= told["Bike"].expected <= told["Bike"].latest
    assert told["Boat"].probability == 0.01
    assert told["Rest"].probability is told["Rest"].expected is None
    assert (told["There"].probability, told["There"].expected) == (1.0, TODAY)
    promised = [(one.date, one.amount) for one in cash.known if one.kind == "goal"][:2]
    assert promised == [(date(2026, 11, 30), Decimal(-100)), (date(2026, 11, 30), Decimal(100))]
    # Ten promises of a hundred, of which the first comes within a week.
    assert date(2027, 8, 1) < told["Jar"].expected < date(2027, 10, 31)
    assert told["Jar"].probability is None
    schedules.add(
        calm,
        ScheduleIn(
            name="Into the jar", type="Transfer", category="Savings", amount="500",
            to_account="Jar", start_date="2026-12-15", unit="month", goal_id=made["Jar"].id,
        ),
    )  # fmt: skip
    cash, _, found = answers(calm)
    assert not [one for one in cash.known if one.kind == "goal"]
    sooner = next(one for one in found.goals if one.goal_id == made["Jar"].id)
    assert sooner.expected < told["Jar"].expected


def test_a_debt_is_paid_off_and_a_promise_ends_with_its_goal(calm):
    factories.account(calm, name="Loan", kind="loan", opening_balance=Decimal(-1000))
    debt = {"category": "Savings", "target_amount": "1000", "account": "Loan", "aim": "pay_off"}
    paid = goals.add(calm, GoalIn(name="Free", monthly_amount="400", **debt), today=TODAY)
    saved = {"category": "Savings", "target_amount": "150", "monthly_amount": "100"}
    goals.add(calm, GoalIn(name="Small", due_date="2027-06-01", **saved), today=TODAY)
    cash, categories, found = answers(calm)
    assert [one.amount for one in cash.known if one.name == "Small"] == [
        Decimal(-100),
        Decimal(-50),
    ]
    assert category(calm, categories, "Savings").periods[0].band.median == Decimal(100)
    free = next(one for one in found.goals if one.goal_id == paid.id)
    assert date(2027, 1, 15) < free.expected < date(2027, 3, 1)


ODD = {
    "nothing": (0, []),
    "one": (0, [Row(TODAY - 3 * DAY, "40")]),
    "income": (9, [Row(day, "2500", "Salary", "Works", Flow.IN) for day in foreseen.months(9)]),
    "gap": (2, foreseen.apart([date(2018, 3, 1), *foreseen.months(2)])),
    "hole": (9, foreseen.apart([*foreseen.months(40)[:9], *foreseen.months(9)])),
    "giant": (9, [*foreseen.calm(9), Row(date(2026, 6, 6), "9000000", "Leisure", "Slip")]),
    "future": (2, [*foreseen.calm(2), *foreseen.apart([TODAY + n * DAY for n in range(1, 40)])]),
    "chaos": (18, foreseen.chaotic()),
}


@pytest.mark.parametrize(("months", "rows"), ODD.values(), ids=ODD)
def test_odd_books_get_a_sensible_answer_or_are_told_what_is_missing(session, months, rows):
    foreseen.book(session, rows)
    inputs = forecasting.gather(session, today=TODAY)
    cash, found, ahead = forecasting.answer(inputs, seed=7)
    most = Decimal(200_000) + 2 * max([Decimal(row.amount) for row in rows], default=Decimal(0))
    assert are_sound(cash, found, most)
    assert abs(inputs.months - months) <= 1
    assert (found.needs == 0) is (months > 0)
    assert ahead.goals == ()
    spending = [one for one in found.categories if one.section == "spending"]
    ahead_of_us = [period.band.median for one in spending for period in one.periods]
    assert all(median < 20_000 for median in ahead_of_us)


def test_amounts_have_the_decimals_of_their_currency(database: Database):
    books = factories.household(database, currency="JPY")
    with Session(database.engine, info={"actor": books}) as session:
        foreseen.book(
            session,
            [
                Row(r.date, f"{Decimal(r.amount):.0f}", r.category, r.payee, r.flow)
                for r in foreseen.calm(6)
            ],
        )
        cash, found, _ = answers(session)
        bands = [day.band for day in cash.accounts[0].days]
        bands += [period.band for one in found.categories for period in one.periods]
        assert {
            amount.as_tuple().exponent for b in bands for amount in (b.median, b.low80, b.high50)
        } == {0}
        session.rollback()


def test_the_same_books_and_seed_give_the_same_figures(calm):
    assert answers(calm) == answers(calm)
    seed = forecasting.seed(calm, today=TODAY)
    assert seed == forecasting.seed(calm, today=TODAY) != forecasting.seed(calm, today=TODAY + DAY)


def test_answers_are_kept_and_read_and_worked_out_anew_only_after_a_change(calm):
    assert forecasts.stored(calm, Topic.CASH) is None
    assert forecasting.is_pending(calm, today=TODAY)
    # What the books hold was written down a while ago, as far as the forecast is concerned.
    later = datetime.now(UTC) + timedelta(minutes=5)
    assert forecasting.recompute(calm, today=TODAY, now=later)
    kept = forecasts.stored(calm, Topic.CATEGORIES)
    inputs = forecasting.gather(calm, today=TODAY)
    seed = forecasting.seed(calm, today=TODAY)
    assert forecasts.stored(calm, Topic.CASH).answer == forecasting.answer(inputs, seed=seed)[0]
    assert (kept.as_of, kept.made_at) == (TODAY, later)
    assert not forecasting.is_pending(calm, today=TODAY)
    assert not forecasting.recompute(calm, today=TODAY, now=later)
    assert forecasting.recompute(calm, today=TODAY + DAY, now=later)
    assert forecasts.stored(calm, Topic.GOALS, household_id(calm)) is None


def test_a_change_makes_an_answer_old(session):
    made = datetime(2026, 11, 25, 12, tzinfo=UTC)
    old = forecast_inputs.is_outdated
    assert not old(None, None, None, today=TODAY)
    assert old(None, None, made, today=TODAY)
    assert old(made, TODAY, made + timedelta(seconds=1), today=TODAY)
    assert old(made, TODAY, made - timedelta(seconds=30), today=TODAY)
    assert not old(made, TODAY, made - timedelta(minutes=2), today=TODAY)
    assert old(made, TODAY - DAY, None, today=TODAY)
    assert not old(made, TODAY, None, today=TODAY)


def test_two_never_work_on_a_household_at_once(database: Database, books: Actor):
    with database.session(books) as first, database.session(books) as second:
        assert locks.take(first, "forecasts", books.household_id)
        assert not forecasting.recompute(second, today=TODAY, now=NOW)


def test_the_books_are_read_with_a_fixed_number_of_queries(calm):
    def count() -> int:
        sent: list[str] = []
        listener = lambda *seen: sent.append(seen[2])  # noqa: E731 - it is taken off again
        event.listen(calm.connection(), "before_cursor_execute", listener)
        forecasting.gather(calm, today=TODAY)
        event.remove(calm.connection(), "before_cursor_execute", listener)
        return len(sent)

    few = count()
    rows = [Row(month.replace(day=9), "11", "Leisure", "Music") for month in foreseen.months(10)]
    foreseen.book(calm, [*rows, *foreseen.chaotic(30)])
    assert count() == few <= 30


def test_an_answer_of_another_shape_is_none(calm):
    later = datetime.now(UTC) + timedelta(minutes=5)
    forecasting.recompute(calm, today=TODAY, now=later)
    calm.execute(update(Forecast).values(answer=[["2026-11-25"]]))
    assert forecasts.stored(calm, Topic.CASH) is None


def test_a_goal_of_empty_books_is_not_reached(session):
    data = GoalIn(name="Bike", category="Savings", target_amount="600", due_date="2027-12-01")
    goals.add(session, data, today=TODAY)
    (goal,) = answers(session)[2].goals
    assert (goal.probability, goal.expected, goal.basis.kind) == (0.01, None, "nothing")


def test_months_that_stand_out_are_named(session):
    rows = [
        Row(month.replace(day=9), "400" if month.month == 12 else f"{100 + n % 5}", "Shopping",
            foreseen.somebody(n))
        for n, month in enumerate(foreseen.months(48))
    ]  # fmt: skip
    goal = {"name": "Jar", "category": "Savings", "target_amount": "900", "account": "Jar"}
    factories.account(session, name="Jar", kind="savings")
    old = Row(date(2022, 11, 30), "5", "Other income", "Gift", Flow.IN, account="Jar")
    early = Row(date(2022, 10, 20), "5", "Other income", "Gift", Flow.IN, account="Jar")
    foreseen.book(session, [early, old, *rows])
    goals.add(session, GoalIn(**goal), today=TODAY)
    season = dict(category(session, answers(session)[1], "Shopping").basis.season)
    assert season[12] > 1
