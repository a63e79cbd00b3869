"""Schedules and their due days as the API shows them."""

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.errors import NotFound
from ftracker.queries import schedules as stored
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.schedules import ScheduleLine
from ftracker.schemas.schedules import Due, Schedule
from ftracker.services import schedules as questions

_EXPECTED = tuple(Due.model_fields)


def schedules(session: Session, lines: Iterable[ScheduleLine]) -> list[Schedule]:
    """Show schedules in the order given."""
    names, code = catalogue(session), currency(session)
    return [_schedule(line, names, code) for line in lines]


def schedule(session: Session, schedule_id: UUID) -> Schedule:
    """Show one schedule. Raises NotFound."""
    line = stored.line(session, schedule_id)
    if line is None:
        raise NotFound
    return schedules(session, [line])[0]


def dues(session: Session, found: Iterable[questions.Due]) -> list[Due]:
    """Show due days in the order given."""
    code = currency(session)
    return [Due(**_plain({name: getattr(one, name) for name in _EXPECTED}, code)) for one in found]


def _schedule(line: ScheduleLine, names: Catalogue, code: str) -> Schedule:
    goes_to = names.accounts.get(line.to_account_id or line.id)
    named = {
        "type": names.types[line.type_id].name,
        "flow": names.types[line.type_id].flow,
        "category": names.categories[line.category_id].name,
        "account": names.accounts[line.account_id].name,
        "to_account": goes_to.name if goes_to else None,
    }
    return Schedule(**_plain(asdict(line), code) | named)


def _plain(values: dict[str, Any], code: str) -> dict[str, Any]:
    """Write amounts as text."""
    return {
        name: money.plain(value, code) if isinstance(value, Decimal) else value
        for name, value in values.items()
    }
