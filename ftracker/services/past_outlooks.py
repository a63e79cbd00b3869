"""How goals stood on a day that is over, with what the books say up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import earmarks
from ftracker.domain import outlooks as reckoned
from ftracker.domain.cadences import Span
from ftracker.domain.earmarks import Claim
from ftracker.domain.goals import Aim, Facts, pace_start
from ftracker.domain.outlooks import Moment, Moved, Outlook
from ftracker.domain.periods import DAY, LAST
from ftracker.queries import goals as stored
from ftracker.queries.goals import GoalLine
from ftracker.services import outlooks

_ZERO = Decimal(0)


def on(
    session: Session, lines: Sequence[GoalLine], balances: Mapping[UUID, Decimal], day: date
) -> list[Outlook]:
    """Tell how goals stood at the end of a day; those that had not begun are left out.

    `lines` and `balances` are as they are now. Four queries.
    """
    live = [line for line in lines if line.is_live and line.start_date <= day]
    if not live:
        return []
    since = _moved(session, live, start=day + DAY, end=LAST)
    moved = _moved(session, live, start=pace_start(day), end=day + DAY)
    then = {key: balance - since.get(key, Moved()).recent for key, balance in balances.items()}
    facts = [_facts(line, since, then, _parts(live, then)) for line in live]
    return reckoned.outlooks(facts, moved, Moment(day, day.replace(day=1), currency(session)))


def _moved(
    session: Session, live: Sequence[GoalLine], *, start: date, end: date
) -> dict[UUID, Moved]:
    days = Span(start, end)
    accounts = {line.account_id for line in live if line.account_id}
    in_categories = stored.moved_in_categories(session, days, days)
    return in_categories | stored.moved_in_accounts(session, sorted(accounts), days, days)


def _parts(live: Sequence[GoalLine], balances: Mapping[UUID, Decimal]) -> dict[UUID, Decimal]:
    """Share the accounts among the goals on them."""
    claims: dict[UUID, list[Claim]] = {}
    for line in live:
        if line.account_id and line.aim is Aim.SAVE:
            mine = claims.setdefault(line.account_id, [])
            mine.append(Claim(line.id, line.earmark, line.target_amount))
    shares = [earmarks.held(balances[key], mine) for key, mine in claims.items()]
    return {goal_id: part for one in shares for goal_id, part in one.items()}


def _facts(
    line: GoalLine,
    since: Mapping[UUID, Moved],
    balances: Mapping[UUID, Decimal],
    parts: Mapping[UUID, Decimal],
) -> Facts:
    facts = outlooks.facts(line)
    if line.account_id is None:
        return replace(facts, current=facts.current - since.get(line.id, Moved()).recent)
    if line.aim is Aim.SAVE:
        return replace(facts, current=parts[line.id])
    owed = max(-balances[line.account_id], _ZERO)
    return replace(facts, current=line.target_amount - owed)
