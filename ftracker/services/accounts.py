"""Adding, changing, archiving, merging and deleting accounts."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.errors import Conflict, InvalidInput
from ftracker.models import Account
from ftracker.queries import reconciliations, schedules, usage
from ftracker.schemas.accounts import AccountEdit, AccountFields, AccountIn
from ftracker.services import catalogue, names, plans, saved_views, scenarios, statements
from ftracker.services.catalogue import Topic

TOPIC = Topic(
    Account,
    "account",
    "accounts",
    "Transactions that name no account go here: this one can be renamed, not archived or deleted.",
    reconciliations.for_update,
)


def add(session: Session, data: AccountIn) -> Account:
    """Add an account and give its row; the same request twice makes one.

    Raises InvalidInput for a name that is taken or a balance that the currency cannot have.
    """
    return catalogue.add(session, TOPIC, _values(session, data), key=data.id)


def edit(session: Session, account_id: UUID, data: AccountEdit) -> Account:
    """Change an account. Raises as `add` does, NotFound, and Stale when `version` is old."""
    catalogue.hold(session, TOPIC)
    row = catalogue.get(session, TOPIC, account_id, version=data.version)
    return catalogue.edit(session, TOPIC, row, _values(session, data))


def delete(session: Session, account_id: UUID, *, version: int | None = None) -> None:
    """Delete an account. Raises Conflict when it is the default one or something uses it."""
    catalogue.delete(session, TOPIC, account_id, version=version)


def archive(session: Session, account_id: UUID) -> Account:
    """Close an account: hidden from forms, its transactions and balance stay."""
    row = catalogue.get(session, TOPIC, account_id)
    catalogue.archive(session, TOPIC, [row])
    return row


def unarchive(session: Session, account_id: UUID) -> Account:
    """Open an account again."""
    row = catalogue.get(session, TOPIC, account_id)
    catalogue.unarchive(session, TOPIC, [row])
    return row


def move(session: Session, account_id: UUID, *, to_id: UUID) -> int:
    """Give all transactions of an account to another; gives how many.

    What files said of it goes along, what was ticked off, and its goals. The opening balance
    stays. Raises NotFound, InvalidInput at `to_id`, and Conflict with the count of transfers
    between the two, which would go from an account to itself.
    """
    row, target = _pair(session, account_id, to_id, field="to_id")
    summary = f"Moved the transactions of account {row.name} to {target.name}"
    with history.deed(session, "accounts.move", summary):
        return _move(session, row, target)


def merge(session: Session, account_id: UUID, *, into_id: UUID) -> int:
    """Move all that an account has into another and delete it, as one change.

    The opening balances are added up. Gives how many transactions moved. Raises as `move`
    does, and Conflict for the default account.
    """
    row, target = _pair(session, account_id, into_id, field="to_id")
    with history.deed(session, "accounts.merge", f"Merged account {row.name} into {target.name}"):
        moved = _move(session, row, target)
        target.opening_balance += row.opening_balance
        plans.hand_on(session, row.id, target.id)
        saved_views.follow(session, "account", row.id, target.id)
        scenarios.follow(session, row.id, target.id)
        session.flush()
        catalogue.delete(session, TOPIC, row.id, version=None)
        names.follow(session, row, target)
    return moved


def balance_of(session: Session, text: str, *, field: str) -> Decimal:
    """Read a signed amount in the household's currency. Raises InvalidInput at `field`."""
    try:
        return money.parse_balance(text, currency(session))
    except ValueError as bad:
        raise InvalidInput(field, str(bad)) from bad


def _move(session: Session, row: Account, target: Account) -> int:
    moved = catalogue.move(session, TOPIC, row, target)
    statements.carry(session, row.id, target.id)
    for one in reconciliations.for_update(session, row.id):
        one.account_id = target.id
    for goal in usage.goals(session, row.id):
        goal.account_id = target.id
    return moved


def _values(session: Session, data: AccountFields) -> dict[str, Any]:
    opening = balance_of(session, data.opening_balance, field="opening_balance")
    return {"name": data.name, "kind": data.kind, "opening_balance": opening}


def _pair(session: Session, from_id: UUID, to_id: UUID, *, field: str) -> tuple[Account, Account]:
    row, target = catalogue.pair(session, TOPIC, from_id, to_id, field=field)
    between = usage.transfers_between(session, row.id, target.id)
    if between:
        raise Conflict(
            f"{between:,} transfer{'s go' if between > 1 else ' goes'} between “{row.name}” and "
            f"“{target.name}”. Delete them for good first: they would go nowhere.",
            count=between,
        )
    both = {row.id, target.id}
    for one in schedules.naming(session, "account_id", row.id):
        if {one.account_id, one.to_account_id} == both:
            raise Conflict(
                f"The schedule “{one.name}” moves money between “{row.name}” and "
                f"“{target.name}”: it would go nowhere. Delete or change it first.",
                count=1,
            )
    return row, target
