"""Proposals of what comes again: made, taken on as schedules, turned down, and what got dearer."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from ftracker.db import history as log
from ftracker.db.scope import household_id
from ftracker.domain.errors import NotFound
from ftracker.domain.periods import DAY, months_later
from ftracker.models import ChangeSet
from ftracker.queries import recurring as queries
from ftracker.queries import schedules as kept
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.schedules import ScheduleEdit, ScheduleIn
from ftracker.services import history, recurring, schedules, subscriptions, transactions
from tests import factories

TODAY = date(2026, 11, 24)


def monthly(session: Session, amounts: list[str], day: int = 12, **given: object) -> list:
    """Pay by the month up to this one, the oldest first."""
    first = [months_later(TODAY, number - len(amounts) + 1) for number in range(len(amounts))]
    return [
        factories.transaction(
            session, date=start.replace(day=day), amount=amount, **{"payee": "Nordlink"} | given
        )
        for start, amount in zip(first, amounts, strict=True)
    ]


@pytest.fixture
def bills(session: Session) -> SimpleNamespace:
    """Pay three bills, of which one got dearer and one varies, and shop now and then."""
    factories.category(session, name="Subscriptions")
    factories.account(session, name="Jar")
    for number in range(5):
        factories.transaction(session, date=date(2026, number + 2, 3 * number + 1))
    return SimpleNamespace(
        tv=monthly(session, ["9.99"] * 5 + ["12.99"] * 3, payee="TV", category="Subscriptions"),
        power=monthly(session, ["61", "66", "58", "72", "64", "63", "70"], day=6, payee="Power"),
        jar=monthly(session, ["50"] * 6, day=20, type="Transfer", to_account="Jar", payee=""),
    )


def found(session: Session) -> list[str]:
    return [one.payee or "a transfer" for one in recurring.found(session, today=TODAY)]


def summary(session: Session) -> str:
    return session.get_one(ChangeSet, (household_id(session), log.last(session))).summary


def newest(rows: list) -> list:
    return [rows[-1].id]


def test_what_comes_again_is_proposed_the_next_day_first(session: Session, bills) -> None:
    power, tv, jar = recurring.found(session, today=TODAY)
    assert (power.payee, power.next_date, power.is_fixed) == ("Power", date(2026, 12, 6), False)
    assert (tv.payee, tv.next_date, tv.amount) == ("TV", date(2026, 12, 12), Decimal("12.99"))
    assert (jar.payee, jar.last.direction) == ("", "out")
    assert [payment.id for payment in tv.payments] == [row.id for row in bills.tv]


def test_the_books_are_looked_at_with_a_fixed_number_of_queries(session: Session, bills) -> None:
    sent: list[str] = []
    connection = session.connection()
    catalogue(session)
    event.listen(connection, "before_cursor_execute", lambda *seen: sent.append(seen[2]))
    recurring.look(session, today=TODAY)
    assert len(sent) == 3


def test_a_schedule_is_made_with_one_click_and_undone_with_another(session: Session, bills) -> None:
    (made,) = recurring.accept(session, newest(bills.tv), today=TODAY)
    assert (made.name, made.payee, made.amount, made.least) == ("TV", "TV", Decimal("12.99"), None)
    assert (made.start_date, made.every, made.unit, made.month_day) == (
        date(2026, 12, 12), 1, "month", 12,
    )  # fmt: skip
    assert made.is_subscription
    assert found(session) == ["Power", "a transfer"]
    history.undo(session, log.last(session))
    assert found(session) == ["Power", "TV", "a transfer"]


def test_what_varies_gets_bounds_and_a_transfer_both_accounts(session: Session, bills) -> None:
    power, jar = recurring.accept(session, [bills.power[0].id, bills.jar[-1].id], today=TODAY)
    assert (power.amount, power.least, power.most) == (64, Decimal("46.40"), 90)
    names = {account.id: account.name for account in catalogue(session).accounts.values()}
    assert (jar.name, names[jar.to_account_id]) == ("To Jar", "Jar")
    assert summary(session) == "Scheduled 2 that come again"
    assert found(session) == ["TV"]


def test_all_at_once_are_one_change_and_asking_again_makes_no_other(
    session: Session, bills
) -> None:
    sure = [one.last.id for one in recurring.found(session, today=TODAY)]
    made = recurring.accept(session, sure, today=TODAY)
    again = recurring.accept(session, sure, today=TODAY)
    assert [one.id for one in made] == [one.id for one in again]
    assert len(kept.listing(session)) == 3


def test_what_is_turned_down_is_not_proposed_until_it_is_reconsidered(
    session: Session, bills
) -> None:
    assert recurring.refuse(session, newest(bills.power), today=TODAY) == 1
    assert recurring.refuse(session, newest(bills.power), today=TODAY) == 1
    assert found(session) == ["TV", "a transfer"]
    assert len(recurring.look(session, today=TODAY).refused) == 1
    assert recurring.reconsider(session) == 1
    assert found(session) == ["Power", "TV", "a transfer"]


def test_a_payment_that_is_in_no_series_is_not_found(session: Session, bills) -> None:
    lone = factories.transaction(session, payee="Once")
    for deed in (recurring.accept, recurring.refuse):
        with pytest.raises(NotFound):
            deed(session, [lone.id], today=TODAY)


def test_what_has_ended_is_not_proposed(session: Session) -> None:
    for month in range(1, 7):
        factories.transaction(session, date=date(2026, month, 3), payee="Old", amount="5")
    assert found(session) == []


def test_deleted_payments_count_for_nothing(session: Session, bills) -> None:
    transactions.deactivate(session, [row.id for row in bills.tv])
    assert found(session) == ["Power", "a transfer"]


def test_a_transfer_without_its_other_side_is_no_proposal(session: Session) -> None:
    monthly(session, ["50"] * 6, type="Transfer")
    assert found(session) == []


def test_payees_that_a_bank_numbers_are_one_and_the_note_stands_for_none(session: Session) -> None:
    for number, month in enumerate(range(5, 12)):
        one = {"date": date(2026, month, 3), "amount": "5"}
        factories.transaction(session, payee=f"NORDLINK 47{number}1 BERLIN", **one)
        factories.transaction(session, payee="", note="Rent\nand more", **one)
    series = recurring.found(session, today=TODAY)
    assert sorted(len(one.payments) for one in series) == [7, 7]
    assert {"Rent", ""} == {one.payee for one in series}


def test_names_tell_series_of_one_payee_apart(session: Session) -> None:
    factories.category(session, name="Heating")
    monthly(session, ["14.99"] * 8, note="Phone")
    monthly(session, ["80"] * 8, day=3, category="Heating")
    monthly(session, ["3"] * 8, day=17, payee="", category="Heating")
    monthly(session, ["10"] * 8, day=18, payee="Solo")
    seen, names = recurring.look(session, today=TODAY), catalogue(session)
    assert [seen.called(one, names) for one in seen.series] == [
        "Nordlink, Heating", "Nordlink, Phone", "Heating", "Solo",
    ]  # fmt: skip


def test_a_day_of_the_week_and_the_last_of_the_month_become_schedules(session: Session) -> None:
    days = [date(2026, month, 1) - DAY for month in range(5, 12)]
    for day in days:
        factories.transaction(session, date=day, payee="Fee", amount="5")
    for week in range(12):
        day = TODAY - 7 * week * DAY
        factories.transaction(session, date=day, payee="Lina", amount="4")
    fee, lina = recurring.found(session, today=TODAY)
    made = recurring.accept(session, [lina.last.id, fee.last.id], today=TODAY)
    assert [(one.every, one.unit, one.month_day) for one in made] == [
        (1, "week", None), (1, "month", -1),
    ]  # fmt: skip
    assert found(session) == []


def test_what_got_dearer_is_told_with_its_schedule_and_its_payment(session: Session, bills) -> None:
    (change,) = recurring.price_changes(session, today=TODAY)
    assert (change.payee, change.before, change.after) == ("TV", Decimal("9.99"), Decimal("12.99"))
    assert (change.since, change.transaction_id) == (bills.tv[5].date, bills.tv[5].id)
    assert change.schedule_id is None
    (made,) = recurring.accept(session, newest(bills.tv), today=TODAY)
    assert [one.schedule_id for one in recurring.price_changes(session, today=TODAY)] == [made.id]


def test_what_was_turned_down_got_no_dearer(session: Session, bills) -> None:
    recurring.refuse(session, newest(bills.tv), today=TODAY)
    assert recurring.price_changes(session, today=TODAY) == []


def test_subscriptions_are_schedules_that_say_so_and_what_looks_like_one(
    session: Session, bills
) -> None:
    plain = {"amount": "60", "start_date": date(2026, 2, 1), "unit": "year", "payee": "Gym"}
    gym = schedules.add(session, ScheduleIn(name="Gym", is_subscription=True, **plain))
    schedules.add(session, ScheduleIn(name="Rent", **plain))
    schedules.add(session, ScheduleIn(name="Paused", is_subscription=True, is_paused=True, **plain))
    schedules.add(
        session,
        ScheduleIn(name="Over", is_subscription=True, end_date=date(2026, 3, 1), **plain),
    )
    tv, known = subscriptions.listing(session, today=TODAY)
    assert (tv.name, tv.amount, tv.yearly_amount) == ("TV", Decimal("12.99"), Decimal("155.88"))
    assert (known.schedule.id, known.series, known.next_date) == (gym.id, None, date(2027, 2, 1))
    assert known.yearly_amount == 60


def test_a_subscription_costs_what_was_really_paid(session: Session, bills) -> None:
    (made,) = recurring.accept(session, newest(bills.tv), today=TODAY)
    said = ScheduleEdit(
        name="TV", payee="TV", amount="9.99", start_date=made.start_date, is_subscription=True,
        version=made.version,
    )  # fmt: skip
    schedules.edit(session, made.id, said)
    (tv,) = subscriptions.listing(session, today=TODAY)
    assert (tv.schedule.amount, tv.amount) == (Decimal("9.99"), Decimal("12.99"))
    assert [change.after for change in tv.series.changes] == [Decimal("12.99")]


def test_a_crowd_of_purchases_is_read_only_where_amounts_repeat(
    session: Session, bills, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "CROWD", 6)
    assert "Power" not in found(session)
    assert "TV" in found(session)
