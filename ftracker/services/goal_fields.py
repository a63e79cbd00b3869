"""What is said of a goal, made into what is kept: names found, amounts read, sense made of it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.errors import Clash, InvalidInput
from ftracker.domain.goals import LIVE, Aim
from ftracker.models import Goal
from ftracker.queries import accounts
from ftracker.queries import goals as stored
from ftracker.queries.catalogue import AccountName, CategoryName, catalogue
from ftracker.schemas.goals import GoalEdit, GoalFields, GoalIn
from ftracker.services import references, transactions

# What of a goal has to make sense beside each other, and what decides what it owns.
BESIDE = ("aim", "account_id", "earmark", "state", "start_date", "due_date")
OWNED = ("account_id", "earmark", "state")
_PLAIN = ("aim", "priority", "icon", "colour", "note", "state")


def added(session: Session, data: GoalIn, *, today: date) -> dict[str, Any]:
    """Give the values of a new goal; `priority` is None where it says nothing.

    Raises as `goals.add` does.
    """
    category = _category(session, data)
    if category is None:
        raise InvalidInput("category_id", "Choose the category that the money is set aside in.")
    account = _account(session, data)
    values = _amounts(session, data) | {name: getattr(data, name) for name in _PLAIN}
    values |= {
        "name": data.name or category.name,
        "category_id": category.id,
        "account_id": account.id if account else None,
        "start_date": data.start_date or today,
    }
    check(values)
    values["starting_amount"] = _current(session, data, values) or Decimal(0)
    return values


def changed(session: Session, row: Goal, data: GoalEdit) -> dict[str, Any]:
    """Give the values of a goal as it shall be; what is not said stays. Raises as `goals.edit`."""
    said = data.model_fields_set
    category = _category(session, data)
    values = {name: getattr(row, name) for name in (*_PLAIN, "account_id", "earmark")}
    values |= {name: getattr(row, name) for name in ("monthly_amount", "rate")}
    amounts = _amounts(session, data)
    values |= {name: amounts[name] for name in amounts if name in said}
    values |= {name: getattr(data, name) for name in _PLAIN if name in said}
    if {"account_id", "account"} & said:
        account = _account(session, data)
        values["account_id"] = account.id if account else None
        if account is None and "earmark" not in said:
            values["earmark"] = None
    values |= {
        "name": data.name or row.name,
        "category_id": category.id if category else row.category_id,
        "start_date": data.start_date or row.start_date,
        "due_date": data.due_date,
    }
    if values["priority"] is None:
        values["priority"] = row.priority
    check(values)
    values["starting_amount"] = _starting(session, row, data, values)
    return values


def check(values: dict[str, Any]) -> None:
    """Tell whether days, account and earmark make sense beside each other. Raises Clash."""
    due = values["due_date"]
    if due is not None and due < values["start_date"]:
        raise Clash("due_date", "A goal cannot be due before it starts.")
    if values["aim"] == Aim.PAY_OFF and values["account_id"] is None:
        raise Clash("account_id", "Choose the account that the debt lies in.")
    if values["earmark"] is None:
        return
    if values["account_id"] is None:
        raise Clash("earmark", "Choose the account that the earmark is a part of.")
    if values["aim"] == Aim.PAY_OFF:
        raise Clash("earmark", "A debt owns nothing of its account: leave the earmark empty.")


def check_earmark(session: Session, goal_id: UUID, values: dict[str, Any]) -> None:
    """Tell whether all earmarks on a goal's account fit into its balance. Raises Clash."""
    if values["earmark"] is None or values["state"] not in LIVE:
        return
    account = accounts.line(session, values["account_id"])
    there = account.balance if account else Decimal(0)
    others = stored.earmarked(session, values["account_id"], besides=goal_id)
    if others + values["earmark"] > there:
        holds, owned, free = (
            money.plain(amount, currency(session))
            for amount in (there, others, max(there - others, Decimal(0)))
        )
        raise Clash(
            "earmark",
            f"The account holds {holds}, and other goals own {owned} of it: "
            f"at most {free} is free for this one.",
        )


def present(session: Session, text: str | None, *, field: str) -> Decimal | None:
    """Read an amount, zero or above; None stays None. Raises InvalidInput at `field`."""
    if text is None:
        return None
    try:
        return money.parse_balance(text, currency(session))
    except ValueError as bad:
        raise InvalidInput(field, str(bad)) from bad


def _amounts(session: Session, data: GoalFields) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: transactions.amount_of(session, text, field=name)
        if (text := getattr(data, name)) is not None
        else None
        for name in ("target_amount", "monthly_amount")
    }
    return values | {
        "earmark": present(session, data.earmark, field="earmark"),
        "rate": Decimal(data.rate) if data.rate is not None else None,
        "due_date": data.due_date,
    }


def _category(session: Session, data: GoalFields) -> CategoryName | None:
    names = catalogue(session).categories
    return references.find(names, data.category_id, data.category, "category")


def _account(session: Session, data: GoalFields) -> AccountName | None:
    names = catalogue(session).accounts
    return references.find(names, data.account_id, data.account, "account")


def _current(session: Session, data: GoalFields, values: dict[str, Any]) -> Decimal | None:
    current = present(session, data.current_amount, field="current_amount")
    if current is not None and values["account_id"] is not None:
        raise Clash(
            "current_amount",
            "What is there for a goal on an account is read off its balance: leave it empty.",
        )
    return current


def _starting(session: Session, row: Goal, data: GoalEdit, values: dict[str, Any]) -> Decimal:
    """Give the starting amount that lets the current one come true; without one it stays."""
    since: date = values["start_date"]
    current = _current(session, data, values)
    if current is None:
        return row.starting_amount
    category_id: UUID = values["category_id"]
    aside = stored.set_aside(session, category_id, since=since)
    if current < aside:
        written = money.plain(aside, currency(session))
        raise InvalidInput(
            "current_amount",
            f"Transactions since {since} say that {written} was set aside: "
            "change them, or let the goal start later.",
        )
    return current - aside
