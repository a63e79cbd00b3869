"""What alerts say today, what they would have said, and that nothing is said twice."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select

from ftracker.domain.alerts import Topic
from ftracker.domain.statements.sources import InMemory
from ftracker.models import Delivery, Notice
from ftracker.queries import alerts as stored
from ftracker.queries import notices
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.alerts import AlertEdit, AlertIn, RehearsalIn
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.channels import ChannelIn
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import alerts, budgets, channels, importer, schedules, watching
from ftracker.services.importer import Upload
from ftracker.services.posts import Post
from tests import factories

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
POST = Post(smtp_url="smtp://127.0.0.1:1", mail_from="f@example.org")


def look(session, day=TODAY, now=NOW):
    return watching.look(session, today=day, now=now)


def titles(session):
    return [line.title for line in reversed(notices.page(session).lines)]


def bought(session, amount, day, **given):
    return factories.transaction(session, amount=amount, date=day.isoformat(), **given)


def groceries(session, amount="300", **given):
    data = {"category": "Groceries", "amount": amount, "start_date": date(2025, 1, 1)}
    return budgets.add(session, BudgetIn(**data | given), today=TODAY)


def rent(session, **given):
    data = {
        "name": "Rent", "type": "Expense", "category": "Housing", "amount": "900", "payee": "Vogt",
        "start_date": date(2025, 10, 3),
    }  # fmt: skip
    return schedules.add(session, ScheduleIn.model_validate(data | given))


def trial(topic, level, **given):
    return RehearsalIn(topic=topic, level=level, **given)


@pytest.fixture(autouse=True)
def _wealth(session) -> None:
    """Let there be enough for whatever a test spends."""
    bought(session, "100000", date(2025, 1, 1), type="Income", payee="")


def test_a_budget_that_is_spent_too_fast_is_said_once(session):
    groceries(session)
    bought(session, "240", date(2026, 11, 2), category="Groceries")
    assert len(look(session).new) == 1
    said = notices.page(session).lines[0]
    assert said.title == "At this rate Groceries ends its period at 120 %"
    assert said.body == (
        "€240.00 of €300.00 is spent after 20 days of 30. Going on so, it comes to €360.00 by"
        " 30 November 2026."
    )
    assert [fact["label"] for fact in said.facts] == [
        "Spent",
        "Budget",
        "At this rate",
        "Of the budget",
    ]
    assert look(session, now=NOW + timedelta(minutes=15)).new == []
    assert look(session, TODAY + timedelta(days=1)).new == []
    assert len(titles(session)) == 1


def test_what_ceases_to_be_true_is_marked_and_comes_back_in_silence(session):
    groceries(session)
    row = bought(session, "240", date(2026, 11, 2), category="Groceries")
    look(session)
    back = bought(session, "200", date(2026, 11, 3), category="Groceries", type="Income")
    assert look(session) == watching.Looked([], 1)
    assert notices.page(session, gone=False).lines == []
    assert notices.page(session, gone=True).lines[0].gone_at == NOW
    assert look(session) == watching.Looked([], 0)
    row.amount, back.is_active = Decimal(241), True
    session.info["deed"] = None
    session.expire_all()
    bought(session, "200", date(2026, 11, 4), category="Groceries")
    assert look(session) == watching.Looked([], 0)
    assert notices.page(session, gone=False).lines[0].title.endswith("at 120 %")


def test_a_narrowed_alert_speaks_instead_of_the_general_one(session):
    groceries(session)
    alerts.add(session, AlertIn(topic="budget_limit", subject="Groceries", level="50"))
    bought(session, "150", date(2026, 11, 19), category="Groceries")
    look(session)
    assert titles(session) == ["Groceries is 50 % spent"]
    general = next(one for one in alerts.listing(session) if one.topic == "budget_limit")
    assert stored.for_update(session, general.id) is None
    alerts.switch(session, notices.page(session).lines[0].alert_id, muted=True)
    assert look(session).gone == 1


def test_bills_are_said_when_due_and_when_late_until_they_are_paid(session):
    rent(session, start_date="2026-10-03")
    rent(session, name="Pay", type="Income", category="Salary", payee="Firm", amount="10")
    bought(session, "10", date(2026, 10, 3), type="Income", payee="Firm", category="Salary")
    bought(session, "10", date(2026, 11, 3), type="Income", payee="Firm", category="Salary")
    bought(session, "900", date(2026, 10, 3), payee="Vogt", category="Housing")
    look(session, date(2026, 10, 30))
    assert titles(session) == []
    look(session, date(2026, 10, 31))
    assert titles(session) == ["Rent is due in 3 days"]
    look(session, date(2026, 11, 5))
    look(session, date(2026, 11, 6))
    assert titles(session)[1:] == ["Rent has not been paid"]
    assert (
        notices.page(session, gone=False)
        .lines[0]
        .body.startswith("€900.00 was due on 3 November 2026, 3 days ago")
    )
    bought(session, "900", date(2026, 11, 7), payee="Vogt", category="Housing")
    assert look(session, date(2026, 11, 7)).gone == 1


def test_the_last_day_of_a_trial_and_of_a_contract_are_said_in_time(session):
    rent(session, name="Films", trial_end_date="2026-12-01", cancel_date="2026-11-25")
    rent(session, name="Old", cancel_date="2026-11-25", is_paused=True)
    watch = alerts.watch(session, trial("contract_end", "14"))
    past = watching.gathering.gather(session, [watch.topic], start=TODAY, today=TODAY)
    found = watching.findings.find(watch, past.at(TODAY), watching.say(session))
    assert [one.title for one in found] == [
        "The trial of Films ends in 11 days",
        "Cancel Films by 25 November 2026",
    ]


def test_a_balance_that_will_be_too_low_is_said_with_its_day(session):
    bought(session, "99600", date(2025, 1, 1))
    rent(session, start_date="2026-11-23", amount="500")
    bought(session, "70", date(2026, 11, 25))
    alerts.add(session, AlertIn(topic="low_balance", subject="Everyday", level="10"))
    look(session)
    assert titles(session) == [
        "Rent is due in 3 days",
        "Everyday falls to −€100.00 on 23 November 2026",
    ]
    body = notices.page(session).lines[0].body
    assert body == (
        "It holds €400.00 now; what is due by then takes it below €10.00."
        " Its lowest is −€170.00 on 25 November 2026."
    )


def test_what_goes_from_one_account_to_another_is_expected_in_both(session):
    purse = factories.account(session, name="Purse", kind="cash", opening_balance=-20)
    rent(
        session, name="Pocket money", type=None, category=None, payee="", amount="50",
        to_account_id=purse.id, start_date="2026-11-25",
    )  # fmt: skip
    past = watching.gathering.gather(session, [Topic.LOW_BALANCE], start=TODAY, today=TODAY)
    ahead = {one.name: [balance for _, balance in one.days] for one in past.at(TODAY).ahead}
    assert ahead == {"Everyday": [100000, 99950], "Purse": [-20, 30]}
    before = watching.gathering.gather(session, [Topic.QUIET_ACCOUNT], start=TODAY, today=TODAY)
    assert before.at(date(2024, 1, 1)).accounts == ()


def test_an_amount_that_is_unusual_for_a_payee_is_said(session):
    for number in range(6):
        bought(session, f"{20 + number % 3}", date(2026, 5 + number, 1), payee="Lidl")
    odd = bought(session, "90", date(2026, 11, 18), payee="LIDL")
    bought(session, "22", date(2026, 11, 19), payee="Lidl")
    look(session)
    said = notices.page(session).lines
    assert [line.title for line in said] == ["€90.00 at LIDL is unusual"]
    assert said[0].key == str(odd.id)
    assert said[0].href == f"/transaction/edit/{odd.id}"


def test_an_account_without_news_and_what_waits_are_said(session):
    alerts.edit(
        session,
        next(one.id for one in alerts.listing(session) if one.topic == "uncategorised"),
        AlertEdit(level="2", version=1),
    )
    file = b"date,amount,payee\n2026-09-01,-3,Kiosk\n2026-09-01,-4,Kiosk\n"
    importer.take_in(session, Upload("w.csv", InMemory(file)))
    look(session)
    assert titles(session) == [
        "2 transactions wait for a category", "No news from Everyday for 80 days",
    ]  # fmt: skip


def test_two_looks_at_once_say_and_send_each_thing_once(database, books):
    with database.session(books) as session:
        bought(session, "100", date(2026, 11, 1))
        channels.add(session, ChannelIn(kind="email", address="me@example.org"), POST)

    def one() -> None:
        with database.session(books) as session:
            look(session)

    both = [threading.Thread(target=one) for _ in range(4)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    with database.session(books) as session:
        mine = Notice.household_id == books.household_id
        count = session.scalar(select(func.count()).where(mine))
        sent = session.scalar(
            select(func.count()).where(Delivery.household_id == books.household_id)
        )
    assert count == sent == 1


def test_a_look_costs_a_fixed_number_of_queries(session):
    asked = []
    engine = session.get_bind()
    note = lambda *given: asked.append(given[2])  # noqa: E731
    groceries(session)
    rent(session)
    look(session)
    event.listen(engine, "before_cursor_execute", note)
    look(session)
    few = len(asked)
    for name in ("Housing", "Transport", "Leisure"):
        groceries(session, category=name)
        rent(session, name=name, payee=name)
        for day in range(1, 20):
            bought(session, "30", date(2026, 11, day), category=name, payee=name)
    look(session)
    asked.clear()
    look(session)
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == few


def test_a_rehearsal_says_what_looking_every_day_would_have_said(session):
    first = date(2026, 9, 20)
    groceries(session, start_date=date(2026, 9, 1))
    rent(session, start_date="2026-09-03")
    rent(
        session, name="Pay", type="Income", category="Salary", payee="Firm", start_date="2026-09-01"
    )
    account = catalogue(session).default_account
    alerts.add(session, AlertIn(topic="low_balance", subject_id=account.id, level="99000"))
    alerts.add(session, AlertIn(topic="quiet_account", subject_id=account.id, level="4"))
    for topic in Topic:
        if topic not in (Topic.GOAL_BEHIND, Topic.BILL_CHANGED, Topic.UNCATEGORISED):
            alerts.begin(session, {topic})
    happened = {
        date(2026, 9, 3): ("900", "Vogt", "Housing"),
        date(2026, 10, 9): ("900", "Vogt", "Housing"),
        **{date(2026, 10, 10 + n): (f"{20 + n % 3}", "Lidl", "Groceries") for n in range(9)},
        date(2026, 10, 21): ("250", "Lidl", "Groceries"),
        date(2026, 10, 28): ("21", "Lidl", "Groceries"),
    }
    spoken = {}
    for number in range(50):
        day = first + timedelta(days=number)
        for at, (amount, payee, category) in happened.items():
            if at == day or (not number and at < day):
                bought(session, amount, at, payee=payee, category=category)
        for key in look(session, day).new:
            line = notices.line(session, key)
            spoken.setdefault(line.alert_id, []).append((day, line.key))
    today = first + timedelta(days=49)
    heard = {}
    for watch in watching.watches(alerts.listing(session)):
        found = watching.rehearse(session, watch, today=today).spoken
        if days := [(one.day, one.finding.key) for one in found if one.day > first]:
            heard[watch.id] = days
    kept = {key: [one for one in said if one[0] > first] for key, said in spoken.items()}
    assert heard == {key: said for key, said in kept.items() if said}
    assert len(heard) >= 6


def test_a_rehearsal_says_since_when_and_how_it_knows(session):
    groceries(session, start_date=date(2026, 1, 1))
    for month in range(1, 11):
        bought(session, "290" if month % 2 else "310", date(2026, month, 28), category="Groceries")
    watch = alerts.watch(session, trial("budget_limit", "100", subject="Groceries"))
    found = watching.rehearse(session, watch, today=TODAY)
    assert (found.start, found.end) == (date(2025, 11, 21), date(2026, 11, 21))
    assert [one.day for one in found.spoken] == [date(2026, m, 28) for m in (2, 4, 6, 8, 10)]
    assert found.note.startswith("Budgets, schedules and goals are taken as they are now")
    waiting = alerts.watch(session, trial("uncategorised", "1"))
    assert "no more" in watching.rehearse(session, waiting, today=TODAY).note
