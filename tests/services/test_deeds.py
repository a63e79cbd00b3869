"""What the history says of a deed is what the database says, and undoing takes it all back."""

# ruff: noqa: ARG005 (all deeds are called alike)

import inspect
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ARRAY, select
from sqlalchemy.orm import Session

from ftracker.db import Role, new_id
from ftracker.db import history as log
from ftracker.db.base import Base, Tracked
from ftracker.domain.alerts import Topic
from ftracker.domain.goals import State
from ftracker.domain.kinds import Flow
from ftracker.domain.statements.sources import InMemory
from ftracker.models import ChangeRow, ChangeSet
from ftracker.queries import doctor
from ftracker.queries import profiles as kept_profiles
from ftracker.queries import reviews as waiting
from ftracker.queries import transactions as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.accounts import AccountEdit, AccountIn
from ftracker.schemas.alerts import AlertEdit, AlertIn
from ftracker.schemas.budgets import (
    AllotmentIn,
    BudgetEdit,
    BudgetIn,
    BudgetMoveIn,
    CopyIn,
    FillIn,
)
from ftracker.schemas.categories import CategoryEdit, CategoryIn
from ftracker.schemas.goals import GoalEdit, GoalIn
from ftracker.schemas.households import HouseholdEdit
from ftracker.schemas.plans import PlanEdit
from ftracker.schemas.profiles import FORM, ProfileEdit, ProfilesFile
from ftracker.schemas.reconciliations import ReconciliationIn
from ftracker.schemas.reviews import DecisionIn
from ftracker.schemas.rules import RuleEdit, RuleIn
from ftracker.schemas.safe_to_spend import SafeToSpendEdit
from ftracker.schemas.saved_views import SavedViewEdit, SavedViewIn, ViewWordsEdit
from ftracker.schemas.scenarios import ScenarioEdit, ScenarioIn, ScenarioName
from ftracker.schemas.schedules import OccurrenceIn, ScheduleEdit, ScheduleIn
from ftracker.schemas.transactions import BulkEdit, SplitIn, TransactionEdit, TransactionIn
from ftracker.schemas.types import TypeEdit, TypeIn
from ftracker.schemas.users import MemberEdit
from ftracker.services import (
    accounts,
    alerts,
    allotments,
    budget_merges,
    budgets,
    categories,
    fillings,
    goals,
    history,
    households,
    importer,
    matches,
    members,
    occurrences,
    plans,
    posting,
    profiles,
    reconciliations,
    recurring,
    reviews,
    rules,
    safe_to_spend,
    sample_data,
    saved_views,
    scenario_applying,
    scenarios,
    schedule_changes,
    schedules,
    splits,
    transactions,
    transfers,
    types,
    understanding,
    uploads,
)
from ftracker.services.importer import Upload
from tests import factories

TODAY = date(2026, 11, 24)
# What books itself is booked from the day of its last change on, which is the clock's.
NOW = datetime.now(UTC).astimezone().date()
DUE = date(2026, 11, 1)
FILE = b"date,amount,type,category,account,payee,note\n2025-05-01,12.50,Expense,Books,Card,,\n"
BANK = b"Date,Text,Amount\n2025-06-03,Kiosk,-5.00\n"
WAITING = b"date,amount,payee\n2025-06-01,-3,Kiosk\n2025-06-02,-4,Kiosk\n"
TRACKED = [m for m in Base.registry.mappers if issubclass(m.class_, Tracked)]
MODULES = (
    accounts, alerts, allotments, budget_merges, budgets, categories, fillings, goals, households,
    matches, members, occurrences, plans, posting, profiles, reconciliations, recurring, reviews,
    rules, safe_to_spend, saved_views, scenario_applying, scenarios, schedule_changes, schedules,
    splits, transactions, transfers, types, uploads,
)  # fmt: skip
# Public functions of these modules that write nothing tracked.
QUESTIONS = {
    "accounts.balance_of", "alerts.level_of", "alerts.listing", "alerts.shown", "alerts.subjects",
    "alerts.watch", "allotments.chain_of", "allotments.check_pair",
    "allotments.holds_money", "allotments.present", "budgets.amount_of", "budgets.begin",
    "budgets.category_of", "budgets.get", "budgets.hold", "budgets.standing",
    "budgets.standings", "categories.count_alike", "fillings.past_spans", "fillings.proposals",
    "fillings.usual_of", "plans.settings", "goals.outlooks",
    "households.enter", "households.is_fixed", "households.named", "households.settings",
    "matches.decide", "matches.found_pairs", "matches.keep_both", "matches.look",
    "matches.open_ones", "matches.settle", "members.households_of", "members.listing",
    "members.writer_of",
    "occurrences.candidates", "occurrences.due_on", "occurrences.transaction_key",
    "profiles.carried", "profiles.fitting", "profiles.mapping_of", "profiles.one",
    "reconciliations.effect", "reconciliations.sheet", "recurring.draft", "recurring.found",
    "recurring.look", "recurring.price_changes", "recurring.reconsider", "recurring.refuse",
    "recurring.seen",
    "reviews.group", "reviews.step",
    "rules.applier", "rules.preview",
    "rules.shown", "safe_to_spend.statement", "saved_views.get", "saved_views.missing",
    "saved_views.named", "scenarios.get", "scenarios.inputs",
    "scenarios.line", "scenarios.missing", "scenarios.read", "schedule_changes.falls_due",
    "schedules.get", "schedules.range_of",
    "schedules.rhythm", "splits.describe", "transactions.amount_of", "transactions.describe",
    "transfers.proposed", "transfers.reconsider", "transfers.refuse",
    "uploads.again", "uploads.receive",
}  # fmt: skip


@pytest.fixture(autouse=True)
def day_of_the_test(monkeypatch):
    """Let the day be that of the test: a run may go over midnight."""
    monkeypatch.setitem(globals(), "NOW", datetime.now(UTC).astimezone().date())


def fields(**changed):
    return {"date": "2025-08-01", "amount": "3.20", "payee": "Aldi"} | changed


def part(things, amount):
    return {"category_id": things.food.id, "amount": amount}


def split(things, *amounts, key=None):
    return SplitIn(
        split_id=key or new_id(), date="2025-07-30", type_id=things.expense,
        parts=[part(things, amount) for amount in amounts],
    )  # fmt: skip


def rule(schema=RuleIn, **more):
    condition = {"field": "payee", "operator": "contains", "value": "lidl"}
    return schema(conditions=[condition], actions={"category": "Food", "tags": ["new"]}, **more)


def carried(*headers):
    mapping = {"date": {"formats": ["%d/%m/%Y"]}}
    return ProfilesFile.model_validate(
        {
            "ftracker_profiles": FORM,
            "profiles": [
                {"name": name, "header": header, "format": "csv", "mapping": mapping}
                for name, header in headers
            ],
        }
    )


def remember(session, things):
    source = InMemory(BANK)
    found = importer.upload(session, Upload("bank.csv", source))
    reading = understanding.reading_of(session, found, source)
    profiles.remember(session, found, source, reading, things.card.id)


def begin_anew(session, things):
    """Begin with first budgets where there are none."""
    with log.deed(session, "budgets.begin", "Began anew"):
        for row in (things.budget, things.other_budget):
            budgets.delete(session, row.id)
        for month in (8, 9, 10):
            factories.transaction(session, category="Spare", date=f"2026-{month:02}-03")
        fillings.begin(session, today=TODAY)


def rent(schema=ScheduleIn, **more):
    plain = {"name": "Rent", "amount": "850", "start_date": "2026-10-01"}
    return schema(**plain | more)


def alert(**more):
    return AlertIn(**{"topic": "low_balance", "level": "5"} | more)


def general(session):
    """Give the alert of low balances that has no row yet."""
    rows = alerts.listing(session)
    return next(r.id for r in rows if r.topic == Topic.LOW_BALANCE and r.subject_id is None)


def view(schema=SavedViewIn, **more):
    return schema(**{"name": "Food", "report": "summary", "words": {}} | more)


def idea(things, schema=ScenarioIn, **more):
    stop = {"what": "stop", "schedule_id": str(things.rent.id), "start": "2027-01-01"}
    return schema(**{"name": "Less", "changes": [stop]} | more)


# Each deed of every service, on books that hold one of everything.
DEEDS = {
    "accounts.add": lambda s, t: accounts.add(s, AccountIn(name="Vault")),
    "accounts.archive": lambda s, t: accounts.archive(s, t.card.id),
    "accounts.delete": lambda s, t: accounts.delete(s, t.spare_account.id),
    "accounts.edit": lambda s, t: accounts.edit(
        s, t.card.id, AccountEdit(name="Visa", opening_balance="-5", version=1)
    ),
    "accounts.merge": lambda s, t: accounts.merge(s, t.card.id, into_id=t.spare_account.id),
    "accounts.move": lambda s, t: accounts.move(s, t.card.id, to_id=t.spare_account.id),
    "accounts.unarchive": lambda s, t: accounts.unarchive(s, t.closed.id),
    "alerts.add": lambda s, t: alerts.add(s, alert(subject_id=t.spare_account.id)),
    "alerts.begin": lambda s, t: alerts.begin(s, set(Topic)),
    "alerts.delete": lambda s, t: alerts.delete(s, t.alert.id),
    "alerts.edit": lambda s, t: alerts.edit(s, t.alert.id, AlertEdit(level="7", version=1)),
    "alerts.silence": lambda s, t: alerts.silence(
        s, Topic.LOW_BALANCE, t.spare_account.id, general(s)
    ),
    "alerts.switch": lambda s, t: alerts.switch(s, general(s), muted=True),
    "allotments.give": lambda s, t: fillings.copy(s, CopyIn(day=TODAY)),
    "allotments.move": lambda s, t: allotments.move(
        s, BudgetMoveIn(from_id=t.budget.id, to_id=t.other_budget.id, day=TODAY, amount="7")
    ),
    "allotments.save": lambda s, t: allotments.save(
        s,
        [
            AllotmentIn(budget_id=t.budget.id, day="2026-10-03", amount=None, note=""),
            AllotmentIn(category="Housing", day=TODAY, amount="12.50", note="Guests"),
        ],
    ),
    "budget_merges.take_over": lambda s, t: budget_merges.take_over(s, t.food, t.spare),
    "budgets.add": lambda s, t: budgets.add(s, BudgetIn(amount="900"), today=TODAY),
    "budgets.delete": lambda s, t: budgets.delete(s, t.budget.id),
    "budgets.edit": lambda s, t: budgets.edit(
        s, t.budget.id, BudgetEdit(amount="30", rollover="both", cap="9", version=1)
    ),
    "categories.add": lambda s, t: categories.add(s, CategoryIn(name="Art", kind="Expense")),
    "categories.archive": lambda s, t: categories.archive(s, t.food.id),
    "categories.delete": lambda s, t: categories.delete(s, t.spare.id),
    "categories.edit": lambda s, t: categories.edit(
        s, t.food.id, CategoryEdit(name="Meals", kind="Expense", version=t.food.version)
    ),
    "categories.merge": lambda s, t: categories.merge(s, t.food.id, into_id=t.spare.id),
    "categories.move": lambda s, t: categories.move(s, t.food.id, to_id=t.spare.id),
    "categories.unarchive": lambda s, t: categories.unarchive(s, t.hidden.id),
    "fillings.begin": begin_anew,
    "fillings.copy": lambda s, t: fillings.copy(s, CopyIn(day=TODAY)),
    "fillings.fill": lambda s, t: fillings.fill(s, FillIn(day=TODAY, periods=3)),
    "goals.add": lambda s, t: goals.add(
        s, GoalIn(category="Savings", target_amount="500"), today=TODAY
    ),
    "goals.delete": lambda s, t: goals.delete(s, t.goal.id),
    "goals.earmark": lambda s, t: goals.earmark(s, t.jar.id, "9.50"),
    "goals.edit": lambda s, t: goals.edit(
        s, t.goal.id, GoalEdit(target_amount="9", version=t.goal.version)
    ),
    "goals.move": lambda s, t: goals.move(s, t.jar.id, up=True),
    "goals.postpone": lambda s, t: goals.postpone(s, t.goal.id, TODAY),
    "goals.promise": lambda s, t: goals.promise(s, t.goal.id, "25"),
    "goals.switch": lambda s, t: goals.switch(s, t.goal.id, State.PAUSED),
    "households.edit": lambda s, t: households.edit(
        s, HouseholdEdit(name="Nest", currency="EUR", locale="de", version=1)
    ),
    "importer.take_in": lambda s, t: importer.take_in(s, Upload("a.csv", InMemory(FILE))),
    "matches.merge": lambda s, t: matches.merge(s, t.plain.id, t.twin.id),
    "members.add": lambda s, t: members.add(s, factories.user(s).id, role=Role.VIEWER),
    "members.change_role": lambda s, t: members.change_role(
        s, t.member, MemberEdit(role=Role.VIEWER, version=1)
    ),
    "members.remove": lambda s, t: members.remove(s, t.member),
    "plans.edit": lambda s, t: plans.edit(s, PlanEdit(method="envelopes", payday=25, version=1)),
    "plans.hand_on": lambda s, t: accounts.merge(s, t.spent.id, into_id=t.card.id),
    "plans.save": lambda s, t: plans.save(s, {"buffer": Decimal(5)}, version=1),
    "profiles.bring": lambda s, t: profiles.bring(
        s, carried(("Joint", t.profile.header), ("New", "csv:when|what|sum"))
    ),
    "profiles.delete": lambda s, t: profiles.delete(s, t.profile.id),
    "profiles.edit": lambda s, t: profiles.edit(
        s, t.profile.id, ProfileEdit(name="Mine", mapping={}, account_id=t.card.id, version=1)
    ),
    "profiles.remember": remember,
    "profiles.rename": lambda s, t: profiles.rename(s, t.profile.id, "Mine", version=1),
    "reviews.decide": lambda s, t: reviews.decide(
        s, t.waiting, DecisionIn(category="Food", rule=rule())
    ),
    "occurrences.book": lambda s, t: occurrences.book(
        s, t.rent.id, OccurrenceIn(due_date=DUE, state="paid", amount="860"), today=TODAY
    ),
    "occurrences.choose": lambda s, t: occurrences.choose(s, t.rent.id, DUE, t.plain.id),
    "occurrences.forget": lambda s, t: occurrences.forget(s, t.rent.id, date(2026, 10, 1)),
    "occurrences.post": lambda s, t: occurrences.post(
        s, occurrences.due_on(s, t.rent.id, DUE, today=TODAY)
    ),
    "occurrences.say": lambda s, t: occurrences.say(
        s, t.rent.id, OccurrenceIn(due_date=DUE, state="skipped"), today=TODAY
    ),
    "occurrences.skip": lambda s, t: occurrences.skip(s, t.rent.id, DUE),
    "posting.post_due": lambda s, t: posting.post_due(s, today=NOW),
    "schedules.add": lambda s, t: schedules.add(s, rent(tags=["home"], to_account="Spare")),
    "schedules.delete": lambda s, t: schedules.delete(s, t.rent.id),
    "schedules.edit": lambda s, t: schedules.edit(
        s, t.rent.id, rent(ScheduleEdit, weekend="after", version=1)
    ),
    "schedules.pause": lambda s, t: schedules.pause(s, t.rent.id),
    "schedules.resume": lambda s, t: schedules.resume(s, t.paused.id),
    "rules.add": lambda s, t: rules.add(s, rule(position=1)),
    "rules.apply_to_past": lambda s, t: rules.apply_to_past(s, t.rule.id),
    "rules.delete": lambda s, t: rules.delete(s, t.rule.id),
    "rules.edit": lambda s, t: rules.edit(
        s, t.rule.id, rule(RuleEdit, name="Shops", version=t.rule.version)
    ),
    "rules.move": lambda s, t: rules.move(s, t.rule.id, up=False),
    "rules.switch": lambda s, t: rules.switch(s, t.rule.id, active=False),
    "reconciliations.remove": lambda s, t: reconciliations.remove(s, t.checked.id),
    "recurring.accept": lambda s, t: recurring.accept(s, [t.bill.id], today=TODAY),
    "reconciliations.save": lambda s, t: reconciliations.save(
        s, t.card.id, ReconciliationIn(date=TODAY, balance="5", ids=[t.plain.id], correct=True)
    ),
    "safe_to_spend.choose": lambda s, t: safe_to_spend.choose(
        s, SafeToSpendEdit(buffer="30", cash_account_ids=[t.card.id], version=1)
    ),
    "saved_views.add": lambda s, t: saved_views.add(s, view(name="Meals", position=1)),
    "saved_views.delete": lambda s, t: saved_views.delete(s, t.view.id),
    "saved_views.edit": lambda s, t: saved_views.edit(
        s, t.view.id, view(SavedViewEdit, name="Meals", words="q=x", position=2, version=1)
    ),
    "saved_views.follow": lambda s, t: saved_views.follow(s, "category", t.food.id, t.spare.id),
    "saved_views.move": lambda s, t: saved_views.move(s, t.view.id, up=False),
    "saved_views.pin": lambda s, t: saved_views.pin(s, t.view.id, pinned=True),
    "saved_views.replace": lambda s, t: saved_views.replace(
        s, t.view.id, ViewWordsEdit(report="trends", words={"range": "last-90-days"})
    ),
    "scenario_applying.apply": lambda s, t: scenario_applying.apply(s, t.idea.id, today=TODAY),
    "scenarios.add": lambda s, t: scenarios.add(s, idea(t, name="More"), today=TODAY),
    "scenarios.delete": lambda s, t: scenarios.delete(s, t.idea.id),
    "scenarios.edit": lambda s, t: scenarios.edit(
        s, t.idea.id, idea(t, ScenarioEdit, name="More", changes=[], version=1), today=TODAY
    ),
    "scenarios.follow": lambda s, t: scenarios.follow(s, t.rent.id, t.paused.id),
    "scenarios.put": lambda s, t: scenarios.put(s, t.idea.id, idea(t).changes, today=TODAY),
    "scenarios.rename": lambda s, t: scenarios.rename(
        s, t.idea.id, ScenarioName(name="Least", note="Why", version=1)
    ),
    "scenarios.take_out": lambda s, t: scenarios.take_out(s, t.idea.id, 0, version=1),
    "schedule_changes.pause": lambda s, t: schedule_changes.pause(
        s, t.rent, date(2027, 1, 1), date(2027, 6, 1)
    ),
    "schedule_changes.reprice": lambda s, t: schedule_changes.reprice(
        s, t.rent, date(2027, 1, 1), lambda amount: amount + 9
    ),
    "schedule_changes.stop": lambda s, t: schedule_changes.stop(s, t.rent, date(2027, 1, 1)),
    "splits.deactivate": lambda s, t: splits.deactivate(s, t.split),
    "splits.save": lambda s, t: splits.save(s, split(t, "4", "5", "6", key=t.split)),
    "transactions.add": lambda s, t: transactions.add(
        s, TransactionIn(**fields(type="Transfer", to_account_id=t.card.id))
    ),
    "transactions.deactivate": lambda s, t: transactions.deactivate(s, [t.plain.id, t.moved.id]),
    "transactions.edit": lambda s, t: transactions.edit(
        s, t.moved.id, TransactionEdit(**fields(type="Expense"), version=1)
    ),
    "transactions.edit_many": lambda s, t: transactions.edit_many(
        s, BulkEdit(ids=[t.plain.id, t.moved.id], category_id=t.spare.id, date="2024-01-01")
    ),
    "transactions.purge": lambda s, t: transactions.purge(s, [t.gone.id]),
    "transactions.restore": lambda s, t: transactions.restore(s, [t.gone.id]),
    "transfers.link": lambda s, t: transfers.link(s, t.plain.id, t.refund.id),
    "transfers.link_all": lambda s, t: transfers.link_all(s, [(t.plain.id, t.refund.id)]),
    "transfers.unlink": lambda s, t: transfers.unlink(s, t.moved.transfer_id),
    "types.add": lambda s, t: types.add(s, TypeIn(name="Gift", flow="in")),
    "types.archive": lambda s, t: types.archive(s, t.own_type.id),
    "types.delete": lambda s, t: types.delete(s, t.spare_type.id),
    "types.edit": lambda s, t: types.edit(
        s, t.own_type.id, TypeEdit(name="Fee", flow="out", version=1)
    ),
    "types.merge": lambda s, t: types.merge(s, t.own_type.id, into_id=t.spare_type.id),
    "types.move": lambda s, t: types.move(s, t.own_type.id, to_id=t.spare_type.id),
    "types.unarchive": lambda s, t: types.unarchive(s, t.hidden_type.id),
}
NOT_HERE = ("households.", "members.")


@pytest.fixture(scope="module")
def written(database) -> Iterator[tuple[Session, SimpleNamespace]]:
    """Write down one of everything, once for all deeds: there are some hundred and fifty."""
    who = factories.household(database)
    member = factories.member(database, who, Role.EDITOR).user_id
    with Session(database.engine, expire_on_commit=False, info={"actor": who}) as opened:
        yield opened, write_down(opened, member)
        opened.rollback()


@pytest.fixture
def opened(written) -> Iterator[Session]:
    """Open the books in which one of everything is; what a deed does there is taken back."""
    with written[0].begin_nested() as before:
        yield written[0]
        before.rollback()


@pytest.fixture
def things(written, opened) -> SimpleNamespace:
    """Give one of everything; a deed may put other things there."""
    return SimpleNamespace(**vars(written[1]))


def write_down(session: Session, member: UUID | None) -> SimpleNamespace:
    found = SimpleNamespace(member=member)
    found.card = factories.account(session, name="Card of ours", kind="card")
    found.spare_account = factories.account(session, name="Spare")
    found.closed = factories.account(session, name="Closed", is_archived=True)
    found.food = factories.category(session, name="Food")
    found.spare = factories.category(session, name="Spare")
    found.hidden = factories.category(session, name="Hidden", is_archived=True)
    factories.category(session, name="Snacks", parent_id=found.food.id)
    found.own_type = factories.transaction_type(session, name="Own", flow="out")
    found.spare_type = factories.transaction_type(session, name="Spare", flow="out")
    found.hidden_type = factories.transaction_type(session, name="Hid", is_archived=True)
    goal = GoalIn(category_id=found.food.id, target_amount="90")
    found.goal = goals.add(session, goal, today=TODAY)
    jar = factories.account(session, name="Jar", opening_balance=Decimal(10))
    goal = GoalIn(category_id=found.food.id, account_id=jar.id, target_amount="90")
    found.jar = goals.add(session, goal, today=TODAY)
    _budgets(session, found)
    _schedules(session, found)
    found.spent = factories.account(session, name="Spent from", kind="cash")
    chosen = SafeToSpendEdit(cash_account_ids=[found.spent.id])
    safe_to_spend.choose(session, chosen)
    found.rule = rules.add(session, rule())
    shows = {"category_id": [found.food.id], "account_id": [found.card.id]}
    words = shows | {"type_id": [found.own_type.id], "range": "this-year"}
    found.view = saved_views.add(session, view(words=words))
    saved_views.add(session, view(name="All"))
    found.idea = scenarios.add(session, idea(found), today=TODAY)
    found.alert = alerts.add(session, alert(subject_id=found.card.id))
    rules.add(session, rule())
    importer.take_in(session, Upload("w.csv", InMemory(WAITING)))
    found.waiting = waiting.groups(session)[0].key
    found.plain = factories.transaction(
        session, category="Food", type="Own", account="Card of ours", tags=["a"]
    )
    found.twin = factories.transaction(session, type="Own", account="Card of ours", payee="Twin")
    profiles.bring(session, carried(("Bank", "csv:day|text|amount")))
    found.profile = kept_profiles.by_header(session, "csv:day|text|amount")
    found.refund = factories.transaction(session, type="Income")
    found.moved = factories.transaction(session, type="Transfer", to_account="Card of ours")
    found.gone = factories.transaction(session, payee="Gone")
    transactions.deactivate(session, [found.gone.id])
    vault = factories.account(session, name="Vault of ours")
    factories.transaction(session, account_id=vault.id, type="Income", amount="7")
    ticked = ReconciliationIn(date=TODAY, balance="9", correct=True)
    found.checked = reconciliations.save(session, vault.id, ticked)
    for month in range(5, 12):
        found.bill = factories.transaction(session, date=date(2026, month, 12), payee="Nordlink")
    found.expense = catalogue(session).default_type(Flow.OUT).id
    found.split = new_id()
    splits.save(session, split(found, "1", "2", key=found.split))
    return found


def _budgets(session: Session, found: SimpleNamespace) -> None:
    about = {"amount": "100", "start_date": "2026-09-01"}
    food = BudgetIn(category_id=found.food.id, **about)
    found.budget = budgets.add(session, food, today=TODAY)
    housing = BudgetIn(category="Housing", **about)
    found.other_budget = budgets.add(session, housing, today=TODAY)
    given = {"day": "2026-10-01", "amount": "40", "note": "Party"}
    allotments.save(session, [AllotmentIn(budget_id=found.budget.id, **given)])


def _schedules(session: Session, found: SimpleNamespace) -> None:
    mine = {"category_id": found.food.id, "type_id": found.own_type.id}
    found.rent = schedules.add(session, rent(**mine, account_id=found.card.id))
    occurrences.skip(session, found.rent.id, date(2026, 10, 1))
    found.paused = schedules.add(session, rent(is_paused=True, goal_id=found.goal.id))
    schedules.add(session, rent(start_date=NOW, times=1, is_posted=True, payee="Itself"))


def typed(column, value):
    """Read a value of the history as the database would give it."""
    if isinstance(value, list) and isinstance(column.type, ARRAY):
        return [column.type.item_type.python_type(one) for one in value]
    if isinstance(value, str) and column.type.python_type in (UUID, Decimal):
        return column.type.python_type(value)
    if isinstance(value, str) and column.type.python_type in (date, datetime):
        return column.type.python_type.fromisoformat(value)
    return value


def columns(table):
    return [c for c in table.columns if c.computed is None and not c.info.get("derived")]


def snapshot(session: Session) -> dict:
    """Read every tracked row of the household, past the ORM."""
    session.flush()
    found = {}
    for mapper in TRACKED:
        table = mapper.local_table
        home = table.c["household_id" if "household_id" in table.c else "id"]
        mine = home == session.info["actor"].household_id
        for row in session.connection().execute(select(*columns(table)).where(mine)).mappings():
            found[table.name, row.get("id") or row["user_id"]] = dict(row)
    return found


def told(session: Session, sets: list[ChangeSet]) -> dict:
    """Fold what the history says of some change sets: each row before the first, after the last."""
    tables = {mapper.local_table.name: mapper.local_table for mapper in TRACKED}
    found = {}
    for one in sets:
        mine = ChangeRow.change_set_id == one.id
        for row in session.scalars(select(ChangeRow).where(mine).order_by(ChangeRow.seq)):
            sides = [
                side and {c.name: typed(c, side[c.name]) for c in columns(tables[row.table_name])}
                for side in (row.before, row.after)
            ]
            first = found.get((row.table_name, row.row_id), sides)
            found[row.table_name, row.row_id] = (first[0], sides[1])
    return {key: sides for key, sides in found.items() if sides[0] != sides[1]}


def change_sets(session: Session) -> list[ChangeSet]:
    mine = ChangeSet.household_id == session.info["actor"].household_id
    return list(session.scalars(select(ChangeSet).where(mine).order_by(ChangeSet.id)))


def differences(before: dict, after: dict) -> dict:
    keys = before.keys() | after.keys()
    pairs = {key: (before.get(key), after.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def lasting(rows: dict) -> dict:
    """Leave out what an undo may not restore: the count of writes, and when the last one was."""
    unlike = ("version", "updated_at")
    return {
        key: {name: value for name, value in row.items() if name not in unlike}
        for key, row in rows.items()
    }


def test_every_deed_of_a_service_is_here():
    found = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    }
    assert found - QUESTIONS - {"households.create"} <= DEEDS.keys()


def done(session: Session, things: SimpleNamespace, name: str) -> tuple[dict, dict]:
    """Do a deed that the history tells whole; gives the rows before it and after it."""
    before, sets = snapshot(session), len(change_sets(session))
    DEEDS[name](session, things)
    after = snapshot(session)
    seen = differences(before, after)
    new = change_sets(session)[sets:]
    imported = {one.import_id for one in new} - {None}
    known = {key for key, (_, now) in seen.items() if now and now.get("import_id") in imported}
    assert len(new) == 1
    assert seen
    assert told(session, new) == {key: seen[key] for key in seen.keys() - known}
    assert doctor.wrong_totals(session) == 0
    assert doctor.without_history(session) == 0
    return before, after


@pytest.mark.parametrize("name", sorted(name for name in DEEDS if name.startswith(NOT_HERE)))
def test_the_history_says_what_the_database_says(opened, things, name):
    done(opened, things, name)


def test_the_sample_is_in_the_history_whole(session):
    before, sets = snapshot(session), len(change_sets(session))
    sample_data.fill(session, today=TODAY, years=1)
    new = change_sets(session)[sets:]
    assert told(session, new) == differences(before, snapshot(session))
    assert doctor.without_history(session) == 0


def test_the_history_of_what_goes_for_good_says_only_that_it_was(opened, things):
    transactions.purge(opened, [things.gone.id])
    rows = opened.scalars(select(ChangeRow).where(ChangeRow.row_id == things.gone.id)).all()
    assert len(rows) == 3
    assert all(row.before is None and row.after is None for row in rows)


def test_a_new_household_is_in_its_history_whole(database):
    with database.session(factories.household(database)) as session:
        assert told(session, change_sets(session)) == differences({}, snapshot(session))


@pytest.mark.parametrize(
    "name",
    sorted(
        name for name in DEEDS if not name.startswith(NOT_HERE) and name != "transactions.purge"
    ),
)
def test_what_is_in_the_history_is_undone_row_by_row_and_done_again(opened, things, name):
    before, after = done(opened, things, name)
    undone = history.undo(opened, log.last(opened))
    assert lasting(snapshot(opened)) == lasting(before)
    assert doctor.wrong_totals(opened) == 0
    assert doctor.without_history(opened) == 0
    if name != "importer.take_in":
        history.undo(opened, undone.id)
        assert lasting(snapshot(opened)) == lasting(after)
        assert doctor.wrong_totals(opened) == 0


def test_changes_of_one_row_are_taken_back_one_after_another(session):
    before = snapshot(session)
    row = factories.transaction(session)
    sets = [log.last(session)]
    for version, payee in enumerate(("Aldi", "Rewe"), start=1):
        edit = TransactionEdit(**fields(payee=payee), version=version)
        transactions.edit(session, row.id, edit)
        sets.append(log.last(session))
    for done in reversed(sets):
        history.undo(session, done)
    assert lasting(snapshot(session)) == lasting(before)


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["add", "transfer", "edit", "bulk", "delete", "restore", "split", "undo"]),
        st.integers(0, 9),
        st.dates(date(2025, 6, 25), date(2025, 8, 5)),
        st.decimals("0.01", "99.99", places=2),
    ),
    max_size=8,
)


def operate(session, things, operation) -> None:
    """Do something to some transaction; what makes no sense on it is left alone."""
    what, number, day, amount = operation
    rows = [key for table, key in sorted(snapshot(session)) if table == "transactions"]
    one = rows[number % len(rows)]
    data = {"date": day, "amount": str(amount)}
    anyway = {"reconciled": "change"}
    match what:
        case "add":
            transactions.add(session, TransactionIn(**data, category_id=things.food.id))
        case "transfer":
            to = {"type": "Transfer", "to_account_id": things.card.id}
            transactions.add(session, TransactionIn(**data, **to))
        case "edit":
            version = stored.for_update(session, [one])[0].version
            transactions.edit(session, one, TransactionEdit(**data, **anyway, version=version))
        case "bulk":
            edit = BulkEdit(ids=rows[: number + 1], category_id=things.spare.id, date=day, **anyway)
            transactions.edit_many(session, edit)
        case "delete":
            transactions.deactivate(session, rows[number:] or [one], **anyway)
        case "restore":
            transactions.restore(session, [one])
        case "split":
            splits.save(session, split(things, str(amount), "1", key=things.split))
        case "undo":
            history.undo(session, change_sets(session)[-1].id)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(operations=OPERATIONS)
def test_totals_are_the_sums_of_transactions_whatever_is_done(database, books, operations):
    with Session(database.engine, expire_on_commit=False, info={"actor": books}) as session:
        things = write_down(session, None)
        before, sets = snapshot(session), len(change_sets(session))
        for operation in operations:
            operate(session, things, operation)
            assert doctor.wrong_totals(session) == 0
        for done in reversed(change_sets(session)[sets:]):
            history.undo(session, done.id)
        assert lasting(snapshot(session)) == lasting(before)
        assert doctor.wrong_totals(session) == 0
        session.rollback()
