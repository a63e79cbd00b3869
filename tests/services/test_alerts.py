"""Alerts as a household sets them, and what each member does about what they say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from ftracker.db import Actor, Role, new_id
from ftracker.domain.alerts import Topic
from ftracker.domain.errors import Clash, Conflict, InvalidInput, NotFound, Stale
from ftracker.domain.goals import Aim
from ftracker.queries import notices as stored
from ftracker.queries import user_sessions as sessions
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.alerts import AlertEdit, AlertIn, RehearsalIn
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.plans import PlanEdit
from ftracker.services import alerts, budgets, gathering, goals, notices, user_sessions, watching
from ftracker.services import history as undoing
from tests import factories

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def low(**given):
    return AlertIn(**{"topic": "low_balance", "subject": "everyday", "level": "5"} | given)


def general(session, topic=Topic.LOW_BALANCE):
    return next(
        one for one in alerts.listing(session) if one.topic == topic and one.subject_id is None
    )


def test_every_topic_is_watched_from_the_start_without_a_row(session):
    lines = alerts.listing(session)
    assert [line.topic for line in lines] == list(Topic)
    assert alerts.listing(session)[0].id == lines[0].id
    alerts.begin(session, set(Topic))
    alerts.begin(session, set(Topic))
    assert [line.id for line in alerts.listing(session)] == [line.id for line in lines]


def test_a_general_alert_can_be_changed_and_muted_but_not_deleted(session):
    line = general(session)
    row = alerts.edit(session, line.id, AlertEdit(level="12.5", version=1))
    assert row.level == Decimal("12.5")
    assert row.version == 2
    with pytest.raises(Stale):
        alerts.edit(session, line.id, AlertEdit(level="1", version=1))
    alerts.switch(session, line.id, muted=True)
    assert alerts.shown(session, line.id).is_muted
    with pytest.raises(Conflict, match="Mute it instead"):
        alerts.delete(session, line.id)


def test_an_alert_for_one_thing_is_named_by_id_or_name_and_made_once(session):
    key = new_id()
    row = alerts.add(session, low(id=key))
    account = catalogue(session).default_account
    assert row.subject_id == account.id
    assert alerts.add(session, low(id=key, subject_id=account.id)).id == key
    with pytest.raises(Conflict, match="other content"):
        alerts.add(session, low(id=key, level="6"))
    with pytest.raises(Conflict, match="such an alert already"):
        alerts.add(session, low())
    alerts.delete(session, key, version=1)
    with pytest.raises(NotFound):
        alerts.shown(session, key)


def test_there_are_at_most_five_hundred(session, monkeypatch):
    monkeypatch.setattr(alerts, "MOST", 1)
    alerts.add(session, low())
    with pytest.raises(Conflict, match="Delete some first"):
        alerts.add(session, low(level="6"))


@pytest.mark.parametrize(
    ("given", "error", "field"),
    [({"subject": None}, InvalidInput, "subject_id"),
     ({"subject": "Nowhere"}, NotFound, "subject"),
     ({"subject_id": new_id()}, NotFound, "subject_id"),
     ({"topic": "budget_pace", "subject": "Everyday"}, NotFound, "subject"),
     ({"level": "1.234"}, Clash, "level"),
     ({"topic": "quiet_account", "level": "0"}, Clash, "level")],
)  # fmt: skip
def test_what_cannot_be_watched_is_refused_at_its_field(session, given, error, field):
    with pytest.raises(error) as bad:
        alerts.add(session, low(**given))
    assert bad.value.errors[0].field == field


def test_an_unknown_alert_is_not_there(session):
    for deed in (alerts.shown, alerts.delete):
        with pytest.raises(NotFound):
            deed(session, new_id())
    with pytest.raises(NotFound):
        alerts.switch(session, new_id(), muted=True)


def test_an_alert_of_something_that_is_gone_says_so(session):
    budget = budgets.add(
        session, BudgetIn(category="Groceries", amount="5", start_date=TODAY), today=TODAY
    )
    row = alerts.add(session, AlertIn(topic="budget_pace", subject_id=budget.id, level="90"))
    budgets.delete(session, budget.id)
    names = alerts.subjects(session)
    assert names.name(row.subject_id) == "something that is gone"
    assert names.name(None) is None
    assert watching.look(session, today=TODAY, now=NOW).new == []


def overdrawn(session):
    """Let one thing be said of the default account."""
    factories.transaction(session, date=TODAY.isoformat(), amount="70")
    found = watching.look(session, today=TODAY, now=NOW)
    assert len(found.new) == 1
    return found.new[0]


def test_a_member_reads_and_puts_off_for_themselves_alone(session, database, books):
    other = factories.member(database, books, Role.VIEWER)
    key = overdrawn(session)
    assert stored.unread_ids(session, now=NOW) == [key]
    notices.snooze(session, key, until=NOW + timedelta(days=1))
    assert stored.unread_ids(session, now=NOW) == []
    assert stored.unread_ids(session, now=NOW + timedelta(days=2)) == [key]
    notices.read(session, key, now=NOW)
    assert notices.shown(session, key).read_at == NOW
    session.info["actor"] = other
    assert notices.read_all(session, now=NOW) == 1
    assert notices.read_all(session, now=NOW) == 0
    notices.snooze(session, key, until=None)
    assert stored.unread_ids(session, now=NOW) == [key]
    with pytest.raises(NotFound):
        notices.read(session, new_id(), now=NOW)


def test_a_notice_is_put_off_for_a_day_a_week_or_the_period(session):
    def until(word):
        return notices.until(session, word, today=TODAY, now=NOW)

    assert until("day") == NOW + timedelta(days=1)
    assert until("week") == NOW + timedelta(days=7)
    assert until("period").date() == date(2026, 12, 1)
    from ftracker.services import plans

    plans.edit(session, PlanEdit(cadence="week", version=0))
    assert until("period").date() == date(2026, 11, 23)


def test_muting_a_notice_silences_what_it_is_about_and_nothing_else(session):
    key = overdrawn(session)
    notices.mute(session, key)
    assert not general(session).is_muted
    assert watching.look(session, today=TODAY, now=NOW) == watching.Looked([], 1)
    narrowed = [one for one in alerts.listing(session) if one.subject_id]
    assert [one.is_muted for one in narrowed] == [True]
    alerts.switch(session, narrowed[0].id, muted=False)
    again = watching.look(session, today=TODAY, now=NOW).new[0]
    notices.mute(session, again)
    assert alerts.shown(session, narrowed[0].id).is_muted


def test_undoing_lets_an_alert_be_as_it_was(session):
    line = general(session)
    alerts.edit(session, line.id, AlertEdit(level="9", version=1))
    from ftracker.db import history

    undoing.undo(session, history.last(session))
    assert general(session).level == 0


def test_notices_come_in_pages(session):
    overdrawn(session)
    for day in range(1, 4):
        later = TODAY + timedelta(days=40 * day)
        watching.look(session, today=later, now=NOW + timedelta(days=40 * day))
    first = stored.page(session, limit=2)
    second = stored.page(session, limit=2, at=first.older)
    assert len(first.lines) == 2
    rest = [
        *second.lines,
        *(stored.page(session, limit=9, at=second.older).lines if second.older else []),
    ]
    seen = [line.id for line in (*first.lines, *rest)]
    assert seen == [line.id for line in stored.page(session, limit=50).lines]


def test_a_session_says_how_much_is_unread_behind_the_wall(database, books):
    with database.session(books) as session:
        overdrawn(session)
    with database.session(factories.household(database)) as session:
        overdrawn(session)
    token = factories.signed_in(database, books)
    for opened in (database.session, database.reading):
        with opened(Actor(steward=True)) as session:
            who = user_sessions.find(session, token, now=datetime.now(UTC))
            assert who.unread == 1
    with database.session(books) as session:
        notices.read_all(session, now=NOW)
    with database.reading(Actor(steward=True)) as session:
        assert user_sessions.find(session, token, now=datetime.now(UTC)).unread == 0


def test_what_takes_long_is_left_alone_when_it_is_not_asked(session):
    for number in range(8):
        amount = "9.99" if number < 6 else "12.99"
        factories.transaction(
            session, date=date(2026, 4 + number, 5).isoformat(), amount=amount, payee="Films"
        )
    factories.transaction(session, type="Income", amount="900", date="2026-01-01", payee="")
    day = date(2026, 11, 5)
    assert len(watching.look(session, today=day, now=NOW).new) == 1
    assert stored.page(session).lines[0].title == "Films costs 30 % more"
    assert watching.look(session, today=day, now=NOW, besides=watching.SLOW).gone == 0
    heard = alerts.watch(session, RehearsalIn(topic="bill_changed", level="1"))
    assert len(watching.rehearse(session, heard, today=day).spoken) == 1


def test_goals_are_looked_at_as_they_stood(session):
    account = factories.account(session, name="Jar", kind="savings")
    loan = factories.account(session, name="Loan", kind="loan", opening_balance=-900)
    plain = {"target_amount": "1200", "start_date": "2026-01-01", "due_date": "2026-12-31"}
    goals.add(session, GoalIn(name="Boat", category="Savings", **plain), today=TODAY)
    goals.add(
        session, GoalIn(name="Jar", category="Savings", account_id=account.id, **plain), today=TODAY
    )
    debt = plain | {"aim": Aim.PAY_OFF, "target_amount": "900"}
    goals.add(
        session, GoalIn(name="Loan", category="Savings", account_id=loan.id, **debt), today=TODAY
    )
    goals.add(
        session,
        GoalIn(name="Late", category="Savings", **plain | {"start_date": "2026-11-19"}),
        today=TODAY,
    )
    for month in range(1, 12):
        day = date(2026, month, 3).isoformat()
        amount = "100" if month < 9 else "10"
        factories.transaction(session, category="Savings", amount=amount, date=day)
        for to in (account, loan):
            factories.transaction(
                session, type="Transfer", to_account_id=to.id, amount="75", date=day
            )
    watching_day = date(2026, 11, 1)
    past = gathering.gather(session, [Topic.GOAL_BEHIND], start=date(2026, 2, 1), today=TODAY)
    stood = {one.name: one for one in past.at(watching_day).goals}
    assert set(stood) == {"Boat", "Jar", "Loan"}
    assert (stood["Boat"].is_behind, stood["Boat"].needed, stood["Boat"].pace) == (
        True, Decimal("192.77"), Decimal("6.67"),
    )  # fmt: skip
    spring = {one.name: one for one in past.at(date(2026, 6, 1)).goals}
    assert (spring["Boat"].needed, spring["Boat"].pace) == (Decimal("100.03"), Decimal("66.67"))
    now = gathering.gather(session, [Topic.GOAL_BEHIND], start=TODAY, today=TODAY).at(TODAY)
    assert {one.name for one in now.goals} == {"Boat", "Jar", "Loan", "Late"}


def test_nobody_has_goals_before_they_begin(session):
    found = gathering.gather(session, [Topic.GOAL_BEHIND], start=date(2026, 1, 1), today=TODAY)
    assert found.at(TODAY).goals == ()


def test_the_statement_of_who_is_signed_in_stays_one(database, books):
    token = factories.signed_in(database, books)
    asked = []
    note = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(database.engine, "before_cursor_execute", note)
    with database.reading(Actor(steward=True)) as session:
        user_sessions.find(session, token, now=datetime.now(UTC))
    event.remove(database.engine, "before_cursor_execute", note)
    assert len(asked) == 1
    assert sessions._SIGNED_IN.sql == asked[0]
