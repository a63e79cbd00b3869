"""What is worth saying on a day, how unusual an amount is, and when somebody may be told."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain import findings, unusual
from ftracker.domain.alerts import MEANINGS, Topic, Watch, in_days
from ftracker.domain.hours import Hours
from ftracker.domain.kinds import Flow
from ftracker.domain.pasts import Past
from ftracker.domain.situations import (
    Ahead,
    Bill,
    BudgetState,
    Contract,
    GoalState,
    Payment,
    PriceChange,
    Proof,
    Quiet,
    Situation,
)
from ftracker.domain.unusual import Paid

ONE, TWO = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 12)


def say(amount):
    return f"{amount:.2f}"


def find(topic, level=None, today=TODAY, **seen):
    level = MEANINGS[topic].level if level is None else Decimal(level)
    return findings.find(Watch(ONE, topic, level), Situation(today, **seen), say)


def test_a_backup_is_late_from_the_day_on_that_its_level_says():
    late = Proof(date(2026, 11, 10))
    (found,) = find(Topic.BACKUP_LATE, proof=late)
    assert found.title == "No proven backup for 2 days"
    assert "restored aside and compared is of 10 November 2026" in found.body
    assert (found.key, found.href) == ("2026-11-10", "/settings/backups")
    assert find(Topic.BACKUP_LATE, 3, proof=late) == []
    (found,) = find(Topic.BACKUP_LATE, proof=Proof(date(2026, 11, 9), is_beginning=True))
    assert "None was ever proven since these books were begun on 9 November 2026" in found.body
    assert find(Topic.BACKUP_LATE) == []


def test_the_past_knows_which_backup_was_the_last_one_on_each_day():
    first, second = Proof(date(2026, 11, 1), is_beginning=True), Proof(date(2026, 11, 10))
    past = Past(proofs=[first, second])
    assert past.at(TODAY).proof == second
    assert past.at(date(2026, 11, 9)).proof == first
    assert past.at(date(2026, 10, 31)).proof is None


def budget(spent, available=300, start=date(2026, 11, 1), end=date(2026, 12, 1)):
    return BudgetState(ONE, "Food", TWO, "spending", start, end, Decimal(available), Decimal(spent))


def bill(day, **given):
    data = {"amount": Decimal(9), "flow": Flow.OUT, "remind_days": 3}
    return Bill(schedule_id=ONE, name="Rent", due_date=day, day=day, **data | given)


@pytest.mark.parametrize(
    ("spent", "today", "says"),
    [
        (140, date(2026, 11, 12), ["At this rate Food ends its period at 116 %"]),
        (130, date(2026, 11, 12), []),
        (100, date(2026, 11, 6), []),
        (100, date(2026, 11, 7), ["At this rate Food ends its period at 142 %"]),
        (300, date(2026, 11, 12), []),
    ],
)
def test_a_pace_is_said_once_a_rate_has_settled_and_before_it_is_too_late(spent, today, says):
    found = find(Topic.BUDGET_PACE, budgets=(budget(spent),), today=today)
    assert [one.title for one in found] == says


def test_a_week_has_a_rate_after_two_days():
    week = budget(40, 100, date(2026, 11, 9), date(2026, 11, 16))
    assert find(Topic.BUDGET_PACE, budgets=(week,), today=date(2026, 11, 9)) == []
    assert find(Topic.BUDGET_PACE, budgets=(week,), today=date(2026, 11, 10))


@pytest.mark.parametrize(
    ("spent", "available", "level", "says"),
    [(299, 300, 100, []), (300, 300, 100, ["Food is 100 % spent"]),
     (301, 300, 100, ["Food is over its budget"]), (240, 300, 80, ["Food is 80 % spent"]),
     (5, 0, 100, ["Food is over its budget"]), (0, 0, 100, [])],
)  # fmt: skip
def test_a_limit_is_said_from_its_level_on(spent, available, level, says):
    found = find(Topic.BUDGET_LIMIT, level, budgets=(budget(spent, available),))
    assert [one.title for one in found] == says


def test_of_a_budget_of_nothing_no_part_is_used():
    [found] = find(Topic.BUDGET_LIMIT, budgets=(budget(400, 0),))
    assert [fact.label for fact in found.facts] == ["Spent", "Budget"]


def test_what_is_spent_opens_the_rows_of_that_period():
    found = find(Topic.BUDGET_LIMIT, budgets=(budget(400),))[0]
    assert found.href == (f"/?category_id={TWO}&section=spending&start=2026-11-01&end=2026-12-01")
    assert found.key == f"{ONE}:2026-11-01"
    assert found.facts[0].as_json == {
        "label": "Spent", "value": "400", "kind": "money", "href": found.href,
    }  # fmt: skip


def test_bills_are_said_as_long_before_as_their_schedule_or_the_alert_says():
    due = bill(date(2026, 11, 15))
    assert find(Topic.BILL_DUE, bills=(due,), today=date(2026, 11, 11)) == []
    assert find(Topic.BILL_DUE, 10, bills=(due,), today=date(2026, 11, 5))
    said = [
        find(Topic.BILL_DUE, bills=(due,), today=date(2026, 11, day))[0].title
        for day in (12, 14, 15)
    ]
    assert said == ["Rent is due in 3 days", "Rent is due tomorrow", "Rent is due today"]
    assert find(Topic.BILL_DUE, bills=(due,), today=date(2026, 11, 16)) == []


def test_what_is_paid_or_comes_in_is_no_bill_that_is_due():
    paid = bill(date(2026, 11, 15), paid_date=date(2026, 11, 12))
    assert find(Topic.BILL_DUE, bills=(paid, bill(TODAY, flow=Flow.IN))) == []
    assert find(Topic.BILL_DUE, bills=(paid,), today=date(2026, 11, 12)) == []


def test_what_does_not_come_is_late_but_not_for_ever():
    late = (bill(date(2026, 11, 9)), bill(date(2026, 11, 8), flow=Flow.IN))
    said = find(Topic.BILL_LATE, bills=late)
    assert [one.title for one in said] == ["Rent has not been paid", "Rent has not come"]
    assert "3 days ago" in said[0].body
    assert find(Topic.BILL_LATE, bills=(bill(date(2026, 10, 9)),)) != []
    assert find(Topic.BILL_LATE, bills=(bill(date(2026, 10, 8)),)) == []
    assert find(Topic.BILL_LATE, bills=(bill(date(2026, 11, 10)),)) == []


def test_a_price_that_changed_is_said_for_a_month():
    def change(day, after):
        return PriceChange(None, "Films", day, Decimal(10), Decimal(after), TWO)

    changes = (
        change(TODAY, "12"), change(date(2026, 11, 1), "9"), change(date(2026, 10, 11), "20"),
    )  # fmt: skip
    said = [one.title for one in find(Topic.BILL_CHANGED, changes=changes)]
    assert said == ["Films costs 20 % more", "Films costs 10 % less"]
    assert find(Topic.BILL_CHANGED, 25, changes=changes) == []


def test_last_days_of_contracts_are_said_before_they_are_over():
    trial = Contract(ONE, "Films", date(2026, 11, 13), is_trial=True, amount=Decimal(9))
    notice = Contract(ONE, "Gym", date(2026, 11, 26), is_trial=False, amount=Decimal(30))
    over = Contract(ONE, "Old", date(2026, 11, 11), is_trial=False, amount=Decimal(30))
    found = find(Topic.CONTRACT_END, contracts=(trial, notice, over))
    assert [one.title for one in found] == [
        "The trial of Films ends tomorrow", "Cancel Gym by 26 November 2026",
    ]  # fmt: skip


def test_a_balance_is_said_with_the_day_and_the_lowest_one():
    days = (
        (TODAY, 50),
        (date(2026, 11, 20), -10),
        (date(2026, 12, 1), -30),
        (date(2026, 12, 3), 9),
    )
    ahead = Ahead(ONE, "Purse", tuple((day, Decimal(balance)) for day, balance in days))
    found = find(Topic.LOW_BALANCE, ahead=(ahead,))[0]
    assert found.title == "Purse falls to -10.00 on 20 November 2026"
    assert found.body == (
        "It holds 50.00 now; what is due by then takes it below 0.00."
        " Its lowest is -30.00 on 1 December 2026."
    )
    assert find(Topic.LOW_BALANCE, ahead=(Ahead(ONE, "P", ((TODAY, Decimal(0)),)),)) == []
    now = find(Topic.LOW_BALANCE, 1, ahead=(Ahead(ONE, "P", ((TODAY, Decimal(0)),)),))[0]
    assert (now.title, now.body) == ("P holds 0.00", "That is below 1.00.")


def test_a_goal_that_is_behind_says_what_it_lacks():
    def goal(*, is_behind=True, expected=date(2027, 3, 1), due=date(2027, 1, 1)):
        return GoalState(ONE, "Boat", is_behind, Decimal(90), Decimal(40), due, expected)

    found = find(Topic.GOAL_BEHIND, goals=(goal(),))[0]
    assert found.body == (
        "To be met by 1 January 2027 it needs 90.00 a month; lately it got 40.00."
        " At this pace it comes in March 2027."
    )
    bare = find(Topic.GOAL_BEHIND, goals=(goal(expected=None, due=None),))[0]
    assert bare.body == "To be met it needs 90.00 a month; lately it got 40.00."
    assert find(Topic.GOAL_BEHIND, goals=(goal(is_behind=False),)) == []
    assert find(Topic.GOAL_BEHIND, 51, goals=(goal(),)) == []


def test_an_unusual_payment_says_what_is_usual():
    def paid(amount, score):
        return Payment(TWO, ONE, "Lidl", TODAY, Decimal(amount), Decimal(20), Decimal(score), 6)

    found = find(Topic.UNUSUAL_AMOUNT, payments=(paid(90, 9), paid(5, 6), paid(21, 1)))
    assert ["70.00 more" in one.body for one in found] == [True, False]
    assert found[0].facts[1].href == "/?q=Lidl&start=2024-11-01&until=2026-11-12"


def test_what_waits_and_what_is_quiet_is_said_from_its_level_on():
    assert find(Topic.UNCATEGORISED, waiting=19) == []
    assert find(Topic.UNCATEGORISED, waiting=20)[0].key == "2026-W46"
    quiet = Quiet(ONE, "Purse", date(2026, 9, 28))
    assert find(Topic.QUIET_ACCOUNT, accounts=(quiet,))[0].title.endswith("for 45 days")
    assert find(Topic.QUIET_ACCOUNT, 46, accounts=(quiet,)) == []


def test_a_muted_alert_is_silent_and_a_narrowed_one_knows_only_its_own():
    seen = Situation(TODAY, budgets=(budget(400),))
    level = Decimal(100)
    muted = Watch(ONE, Topic.BUDGET_LIMIT, level, is_muted=True)
    others = Watch(ONE, Topic.BUDGET_LIMIT, level, TWO)
    rest = Watch(ONE, Topic.BUDGET_LIMIT, level, apart=frozenset({ONE}))
    mine = Watch(ONE, Topic.BUDGET_LIMIT, level, ONE)
    found = [len(findings.find(one, seen, say)) for one in (muted, others, rest, mine)]
    assert found == [0, 0, 0, 1]
    assert in_days(2) == "in 2 days"


def paid(*amounts, payee="Shop"):
    return [
        Paid(UUID(int=n), ONE, payee, date(2026, 1, 1 + n), Decimal(amount))
        for n, amount in enumerate(amounts)
    ]


def test_the_median_and_the_spread_are_not_moved_by_one_outlier():
    found = list(unusual.compared(paid(20, 21, 19, 20, 500, 22, 90), since=date(2026, 1, 1)))
    assert [(one.usual, one.earlier) for one in found] == [(Decimal("20.5"), 6)]
    assert found[0].score > 30


def test_a_price_that_never_moved_may_wander_by_a_tenth():
    found = list(unusual.compared(paid(10, 10, 10, 10, 10, 10, 11, 15), since=date.min))
    assert [one.score for one in found] == [1, 5]


def test_an_amount_that_was_paid_before_is_not_unusual():
    found = list(unusual.compared(paid(10, 10, 10, 10, 10, 10, 90, 90), since=date.min))
    assert len(found) == 1


def test_few_payments_judge_nothing_and_letters_do_not_part_a_payee():
    assert list(unusual.compared(paid(1, 1, 1, 1, 1, 99), since=date.min)) == []
    rows = paid(1, 1, 1, 1, 1, 1) + paid(9, payee="SHOP")
    assert len(list(unusual.compared(rows, since=date.min))) == 1


@given(st.lists(st.decimals("0.01", "9999", places=2), min_size=1, max_size=30))
def test_the_median_lies_in_the_middle(amounts):
    ordered = sorted(amounts)
    middle = unusual.median(ordered)
    assert 2 * sum(one < middle for one in ordered) <= len(ordered)
    assert 2 * sum(one > middle for one in ordered) <= len(ordered)


def at(hour, minute=0, day=12):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "now", "then"),
    [
        (Hours(), at(3), at(3)),
        (Hours(quiet_from=time(22), quiet_to=time(7)), at(21, 59), at(21, 59)),
        (Hours(quiet_from=time(22), quiet_to=time(7)), at(22), at(7, day=13)),
        (Hours(quiet_from=time(22), quiet_to=time(7)), at(6, 59), at(7)),
        (Hours(quiet_from=time(22), quiet_to=time(7)), at(7), at(7)),
        (Hours(quiet_from=time(12), quiet_to=time(14)), at(13), at(14)),
        (Hours(quiet_from=time(12), quiet_to=time(12)), at(12), at(12)),
        (Hours("Europe/Berlin", None, time(22), time(7)), at(21), at(6, day=13)),
        (Hours(digest=time(7)), at(7), at(7)),
        (Hours(digest=time(7)), at(7, 1), at(7, day=13)),
        (Hours("America/New_York", time(7)), at(11), at(12)),
        (Hours("Europe/Berlin", time(23), time(22), time(7)), at(12), at(6, day=13)),
    ],
)
def test_messages_wait_for_their_hour_in_the_reader_s_time_zone(hours, now, then):
    assert hours.next(now) == then


def test_an_hour_that_the_clock_leaves_out_comes_when_it_would_have_been():
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert Hours("Europe/Berlin", time(2, 30)).next(night) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    st.times(), st.times(), st.none() | st.times(),
)  # fmt: skip
def test_whatever_the_hours_nothing_is_said_before_now_or_in_them(now, zone, start, end, digest):
    hours = Hours(zone, digest, start, end)
    then = hours.next(now)
    assert then >= now
    assert (then - now).days < 3
    assert Hours(zone, None, start, end).next(then) == then


def test_a_late_bill_leads_to_the_page_of_its_day():
    (said,) = find("bill_late", bills=(bill(date(2026, 11, 2)),), today=date(2026, 11, 12))
    assert said.href == f"/schedules/{ONE}/days/2026-11-02"
