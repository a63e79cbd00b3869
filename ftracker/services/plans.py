"""How a household plans: envelopes or a plan, its usual period, its payday, what its income is."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, locks
from ftracker.db.scope import household_id
from ftracker.domain.errors import Stale
from ftracker.domain.plans import Settings
from ftracker.models import Plan
from ftracker.queries import plans as stored
from ftracker.schemas.plans import PlanEdit


def settings(session: Session) -> Settings:
    """Tell how the household plans; the defaults while it has said nothing."""
    return stored.settings(session)


def edit(session: Session, data: PlanEdit) -> Plan:
    """Say how the household plans; what else its plan says stays.

    Raises Stale when `version` is old; 0 is the version of a plan that was never saved.
    """
    return save(session, data.model_dump(exclude={"version"}), version=data.version)


def save(session: Session, values: dict[str, Any], *, version: int) -> Plan:
    """Change columns of the one plan, which is made by the first change. Raises Stale."""
    locks.hold(session, "plans", household_id(session))
    row = stored.stored(session, lock=True)
    if (row.version if row else 0) != version:
        raise Stale(row)
    row = row or Plan(household_id=household_id(session))
    with history.deed(session, "plans.edit", "Changed how this household plans"):
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
    return row


def hand_on(session: Session, from_id: UUID, to_id: UUID) -> None:
    """Let an account take the place of another among those that are spent from, if it is there."""
    row = stored.stored(session, lock=True)
    if row is not None and from_id in row.cash_account_ids:
        ids = [to_id if key == from_id else key for key in row.cash_account_ids]
        with history.deed(session, "plans.hand_on", "Changed an account that is spent from"):
            row.cash_account_ids = list(dict.fromkeys(ids))
