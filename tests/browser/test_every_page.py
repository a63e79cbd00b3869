"""Every page, in light and dark: axe finds nothing, no script stumbles, nothing sticks out."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from ftracker.db import Actor, Database, Session, history, new_id
from ftracker.domain.statements.sources import InMemory
from ftracker.models import Passkey
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.alerts import AlertIn
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.channels import ChannelIn
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.rules import RuleIn
from ftracker.schemas.saved_views import SavedViewIn
from ftracker.schemas.scenarios import ScenarioIn
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import (
    alerts,
    budgets,
    channels,
    forecasting,
    goals,
    importer,
    rules,
    saved_views,
    scenarios,
    schedules,
    second_factors,
    transactions,
    watching,
)
from ftracker.services.importer import Upload
from ftracker.services.posts import NOTHING
from ftracker.web.report_views import PATH
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible, assert_fits
from tests.conftest import SECRET

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen & Söhne"
HEBREW = "קניות בשוק 🥦"

LEDGER = (
    "/?period=2025-07",
    "/?period=2025-07&filters=open&min=5",
    "/transaction/add",
    "/transaction/edit/{transaction}",
    "/transaction/delete/{transaction}",
    "/transactions/inactive",
    "/reports/views",
    "/reports/views/{view}",
    "/reports/views/{view}/delete",
    "/reports/pinned",
    "/history",
    "/history/{change}",
    "/data",
)
REPORTS = (
    # All are one template; these have all that it can draw.
    *(
        f"{PATH}/{name}?start=2025-01-01&until=2025-12-31"
        for name in ("trends", "cash-flow", "calendar", "payees", "net-worth", "goals", "explore")
    ),
    "/reports?unit=week&start=2025-07-01&until=2025-08-31&category_id={category}&min=x",
)
NAMES = (
    "/categories",
    "/categories/add",
    "/categories/{category}",
    "/categories/{category}/delete",
    "/categories/{category}/merge",
    "/types",
    "/types/add",
    "/types/{type}",
    "/accounts",
    "/accounts/add",
    "/accounts/{account}",
    "/accounts/{account}/delete",
    "/transfers",
    "/accounts/{account}/statement",
    "/accounts/{account}/reconcile",
    "/accounts/{account}/reconcile?date=2025-12-31&balance=12.50",
)
GOALS = (
    "/goals",
    "/goals?state=completed",
    "/goals/add",
    "/goals/{goal}",
    "/goals/edit/{goal}",
    "/goals/{goal}/delete",
    "/safe-to-spend",
)
PLANS = (
    "/budgets",
    "/budgets?periods=3",
    "/budgets/add",
    "/budgets/settings",
    "/schedules",
    "/schedules/{schedule}",
    "/schedules/calendar?month=2025-08",
    "/schedules/found",
    "/schedules/subscriptions",
)
FORECASTS = (
    "/forecast?months=12&ahead=1",
    "/forecast/categories/{category}?section=spending",
)
RULES = (
    "/review",
    "/rules",
    "/rules/add",
    "/rules/{rule}",
    "/rules/{rule}/delete",
)
ALERTS = (
    "/alerts",
    "/alerts/rules",
    "/alerts/rules/{alert}",
    "/alerts/rules/add?topic=low_balance",
    "/alerts/channels",
    "/alerts/channels/{channel}",
)
SETTINGS = (
    "/settings",
    "/settings/household",
    "/settings/backups",
    "/settings/members",
    "/settings/invitations",
    "/settings/password",
    "/settings/prove",
    "/settings/second-factor",
    "/settings/second-factor/app",
    "/settings/second-factor/off",
    "/settings/passkeys",
    "/settings/passkeys/add",
    "/settings/passkeys/{passkey}/remove",
    "/settings/sessions",
    "/settings/tokens",
    "/settings/personal",
    "/settings/personal/delete",
    "/data/archive",
    "/settings/provider",
    "/settings/security",
    "/settings/security/household",
    "/welcome/start",
)
IDEAS = (
    "/forecast/scenarios",
    "/forecast/scenarios/new",
    "/forecast/scenarios/change?what=buy",
    "/forecast/scenarios/change?what=reprice",
    "/forecast/scenarios/{idea}",
    "/forecast/scenarios/{idea}/apply",
    "/forecast/scenarios/{idea}/delete",
    "/forecast/scenarios/{idea}/name",
)
PORCH = ("/sign-in", "/sign-in/forgotten", "/welcome")


@pytest.fixture
def found(database: Database, books: Actor) -> dict[str, Any]:
    """Write down what is long, what reads from the right, and what was deleted."""
    with database.session(books) as session:
        account = factories.account(session, name=LONG[:60])
        category = factories.category(session, name=LONG[:60], colour="teal", icon="gift")
        given = {"category": category.name, "account": account.name, "tags": ["weekly", HEBREW]}
        row = factories.transaction(session, payee=LONG, note=LONG * 3, amount="123456789", **given)
        change = history.last(session)
        factories.transaction(session, payee=HEBREW, amount="3.50", type="Income")
        gone = factories.transaction(session, payee="Gone")
        transactions.deactivate(session, [gone.id])
        kind = next(iter(catalogue(session).types))
        rule = _rule(session, name=LONG)
        goal = _goal(session, account.id)
        schedule = _plan(session, category.name)
        _rule(session, is_active=False)
        view = _view(session, LONG, category.id)
        _view(session, HEBREW, category.id)
        idea = _idea(session, category.id, account.id)
        passkey = _keys(session, books)
        alert = alerts.add(session, AlertIn(topic="low_balance", subject_id=account.id, level="5"))
        channel = channels.add(
            session, ChannelIn(kind="email", address=f"{'a' * 60}@example.org"), NOTHING
        )
        day = datetime.now(UTC)
        watching.look(session, today=day.date(), now=day)
        forecasting.recompute(session, today=day.date(), now=day)
        text = f"date,amount,payee,note\n2025-07-01,-5,{LONG},{HEBREW}\n"
        importer.take_in(session, Upload("bank.csv", InMemory(text.encode())))
    return {
        "transaction": row.id,
        "category": category.id,
        "account": account.id,
        "change": change,
        "type": kind,
        "rule": rule,
        "view": view,
        "idea": idea,
        "alert": alert.id,
        "channel": channel.id,
        "passkey": passkey,
        "goal": goal,
        "schedule": schedule,
    }


def _view(session: Session, name: str, category_id: UUID) -> UUID:
    """Pin a report about what is long, and about somebody who was never there."""
    words = {"category_id": [category_id], "payee": [LONG, HEBREW], "member_id": [category_id]}
    data = {"name": name, "report": "summary", "words": words, "is_pinned": True}
    return saved_views.add(session, SavedViewIn.model_validate(data)).id


def _idea(session: Session, category_id: UUID, account_id: UUID) -> UUID:
    """Ask what if something long is bought."""
    change = {
        "what": "repeat", "name": LONG, "amount": "123456789", "direction": "out", "every": 3,
        "start": "2030-01-01", "account_id": account_id, "category_id": category_id,
    }  # fmt: skip
    data = {"name": LONG, "note": HEBREW, "changes": [change, change]}
    today = datetime.now(UTC).date()
    return scenarios.add(session, ScenarioIn.model_validate(data), today=today).id


def _goal(session: Session, account_id: UUID) -> UUID:
    data = {"category": "Savings", "target_amount": "123456789", "name": LONG, "note": LONG * 3}
    given = {"account_id": account_id, "start_date": "2025-01-01"}
    for more in ({"monthly_amount": "5"}, {"due_date": "2199-12-31"}):
        row = goals.add(session, GoalIn(**data, **given, **more), today=date(2025, 8, 1))
    return row.id


def _keys(session: Session, books: Actor) -> UUID:
    """Begin to set up an app, and keep a passkey with a long name."""
    second_factors.begin(session, books.user_id, secret=SECRET)
    row = Passkey(
        id=new_id(), user_id=books.user_id, credential_id=new_id().bytes, public_key=b"", name=LONG
    )
    session.add(row)
    session.flush()
    return row.id


def _plan(session: Session, category: str) -> UUID:
    """Budget what is long, expect it again, and let something else come again by itself."""
    budgets.add(session, BudgetIn(category=category, amount="123456789"), today=date(2025, 8, 1))
    for month in range(1, 7):
        factories.transaction(session, payee=HEBREW, amount="9.99", date=f"2025-{month:02}-14")
    data = {"name": LONG, "category": category, "amount": "123456789", "is_subscription": True}
    return schedules.add(session, ScheduleIn(**data, start_date="2025-07-01")).id


def _rule(session: Session, **given: Any) -> UUID:
    condition = {"field": "text", "operator": "contains", "value": LONG}
    actions = {"category": LONG[:60], "payee": HEBREW, "tags": [HEBREW]}
    data = RuleIn.model_validate({"conditions": [condition], "actions": actions} | given)
    return rules.add(session, data).id


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize(
    "pages",
    [LEDGER, REPORTS, NAMES, GOALS, PLANS, FORECASTS, RULES, ALERTS, SETTINGS, IDEAS],
    ids=[
        "ledger",
        "reports",
        "names",
        "goals",
        "plans",
        "forecasts",
        "rules",
        "alerts",
        "settings",
        "ideas",
    ],
)
def test_a_page_is_accessible_and_fits(
    visit: Visit, books: Actor, found: dict[str, UUID], pages: tuple[str, ...], size: str
) -> None:
    page = visit(books, size=size)
    for path in pages:
        page.goto(path.format(**found))
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page).to_have_title(re.compile(". · FTracker"))
        if size == "desk":
            assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_porch_is_accessible_and_fits(visit: Visit, size: str) -> None:
    page = visit(size=size)
    for path in PORCH:
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)
