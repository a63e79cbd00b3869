"""What the documentation shows for each body that may come in."""

from typing import Any

_TRANSACTION: dict[str, Any] = {
    "date": "2025-07-31",
    "amount": "12.50",
    "type": "Expense",
    "category": "Groceries",
    "payee": "Corner shop",
    "note": "For the weekend",
    "tags": ["food"],
}
_CATEGORY: dict[str, Any] = {
    "name": "Lisbon",
    "kind": "Timebound",
    "icon": "airplane",
    "colour": "teal",
    "start_date": "2025-08-01",
    "end_date": "2025-08-14",
}
_TYPE: dict[str, Any] = {"name": "Reimbursement", "flow": "in"}
_ACCOUNT: dict[str, Any] = {"name": "Card", "kind": "card", "opening_balance": "-250.00"}
_BUDGET: dict[str, Any] = {
    "category": "Groceries",
    "cadence": "month",
    "amount": "400.00",
    "start_date": "2025-07-01",
    "rollover": "left",
    "cap": "200.00",
    "note": "Two adults, one hungry child",
}
_GOAL: dict[str, Any] = {
    "name": "A rainy day",
    "category": "Savings",
    "target_amount": "5000.00",
    "current_amount": "250.00",
    "monthly_amount": "150.00",
    "due_date": "2028-12-31",
    "icon": "umbrella",
    "colour": "teal",
    "note": "Three months of what we spend",
}
_TRANSFER: dict[str, Any] = {
    "out_id": "019850a4-0000-7000-8000-000000000001",
    "in_id": "019850a4-0000-7000-8000-000000000002",
}
_RULE: dict[str, Any] = {
    "name": "Groceries",
    "match": "all",
    "conditions": [
        {"field": "payee", "operator": "contains", "value": "corner shop"},
        {"field": "amount", "operator": "between", "value": ["5.00", "80.00"]},
        {"field": "weekday", "operator": "is", "value": "sunday", "not": True},
    ],
    "actions": {"category": "Groceries", "tags": ["food"]},
}
_SCENARIO: dict[str, Any] = {
    "name": "A car",
    "note": "The old one will not last",
    "changes": [
        {"what": "stop", "payee": "Bus pass", "start": "2099-03-01"},
        {
            "what": "reprice",
            "payee": "Insurance",
            "percent": "12.5",
            "start": "2099-03-01",
            "is_yearly": True,
        },
    ],
}
_SCHEDULE: dict[str, Any] = {
    "name": "Rent",
    "type": "Expense",
    "category": "Housing",
    "payee": "Landlord",
    "amount": "850.00",
    "start_date": "2026-01-01",
    "every": 1,
    "unit": "month",
    "month_day": 1,
    "weekend": "after",
    "remind_days": 3,
}
_OCCURRENCE: dict[str, Any] = {
    "due_date": "2026-02-01",
    "state": "paid",
    "amount": "862.50",
    "date": "2026-02-02",
}
_ALERT: dict[str, Any] = {"topic": "low_balance", "subject": "Everyday", "level": "200.00"}
_VIEW: dict[str, Any] = {
    "name": "What we eat",
    "report": "trends",
    "words": {"range": "last-12-months", "unit": "month", "kind": ["Expense"], "q": "food"},
    "is_pinned": True,
}
_VERSION = {"version": 1}

BODIES: dict[str, dict[str, Any]] = {
    "TransactionIn": _TRANSACTION,
    "TransactionEdit": _TRANSACTION | _VERSION,
    "TransferIn": _TRANSFER,
    "CategoryIn": _CATEGORY,
    "CategoryEdit": _CATEGORY | _VERSION,
    "TypeIn": _TYPE,
    "TypeEdit": _TYPE | _VERSION,
    "AccountIn": _ACCOUNT,
    "AccountEdit": _ACCOUNT | _VERSION,
    "BudgetIn": _BUDGET,
    "BudgetEdit": _BUDGET | _VERSION,
    "AllotmentIn": {
        "category": "Groceries",
        "day": "2025-07-01",
        "amount": "450.00",
        "note": "Guests in the second week",
    },
    "BudgetMoveIn": {
        "from_id": "019850a4-0000-7000-8000-000000000001",
        "to_id": "019850a4-0000-7000-8000-000000000002",
        "day": "2025-07-01",
        "amount": "25.00",
    },
    "GoalIn": _GOAL,
    "GoalEdit": _GOAL | _VERSION,
    "ScheduleIn": _SCHEDULE,
    "ScheduleEdit": _SCHEDULE | _VERSION,
    "OccurrenceIn": _OCCURRENCE,
    "AlertIn": _ALERT,
    "AlertEdit": {"level": "150", "is_muted": False} | _VERSION,
    "RehearsalIn": {"topic": "unusual_amount", "level": "6"},
    "ReadingIn": {"snooze": "week"},
    "RuleIn": _RULE,
    "RuleEdit": _RULE | _VERSION,
    "ScenarioIn": _SCENARIO,
    "ScenarioEdit": _SCENARIO | _VERSION,
    "SavedViewIn": _VIEW,
    "SavedViewEdit": _VIEW | _VERSION,
}
