"""One goal with its way: each month that was, and those that are to be expected."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import earmarks, goal_paths
from ftracker.domain.earmarks import Claim
from ftracker.domain.errors import NotFound
from ftracker.domain.goal_paths import Point, Way
from ftracker.domain.goals import Aim
from ftracker.domain.outlooks import Outlook
from ftracker.domain.periods import Unit, containing
from ftracker.queries import accounts
from ftracker.queries import goals as stored
from ftracker.queries.goals import GoalLine
from ftracker.services import outlooks
from ftracker.services.outlooks import Overview


@dataclass(frozen=True, slots=True)
class Journey:
    """A goal, how it stands (None when it is over), its months, and who else is on its account.

    `balance` is what lies in its account, None without one; `mates` are the live goals that
    share it, by priority, the goal itself too.
    """

    line: GoalLine
    outlook: Outlook | None
    points: list[Point]
    balance: Decimal | None
    mates: list[GoalLine]
    overview: Overview


def journey(session: Session, goal_id: UUID, *, today: date) -> Journey:
    """Tell the way of one goal. Raises NotFound."""
    found = outlooks.overview(session, today=today)
    line = next((one for one in found.lines if one.id == goal_id), None)
    if line is None:
        raise NotFound
    outlook = found.outlook(goal_id)
    account = accounts.line(session, line.account_id) if line.account_id else None
    mates = [
        one
        for one in found.lines
        if one.is_live and one.aim is Aim.SAVE and account and one.account_id == account.id
    ]
    facts = outlooks.facts(line)
    points = goal_paths.points(
        facts if outlook else replace(facts, due_date=None),
        _way(session, line, account.opening_balance if account else Decimal(0)),
        pace=outlook.pace_monthly if outlook else Decimal(0),
        expected_date=outlook.expected_date if outlook else None,
        today=today,
        there=lambda amount: _part(line, mates, amount),
    )
    return Journey(line, outlook, points, account.balance if account else None, mates, found)


def _way(session: Session, line: GoalLine, opening: Decimal) -> Way:
    if line.account_id is None:
        moved = stored.months_in_category(session, line.category_id, since=line.start_date)
        return Way(line.start_date, line.starting_amount, moved)
    first = containing(line.start_date, Unit.MONTH).start
    moved = stored.months_in_account(session, line.account_id)
    before = sum((amount for month, amount in moved.items() if month < first), opening)
    return Way(first, before, {m: amount for m, amount in moved.items() if m >= first})


def _part(line: GoalLine, mates: list[GoalLine], amount: Decimal) -> Decimal:
    """Tell what of an amount in the source is the goal's, as it is earmarked today."""
    if line.account_id is None:
        return amount
    if line.aim is Aim.PAY_OFF:
        return line.target_amount - max(-amount, Decimal(0))
    claims = [Claim(one.id, one.earmark, one.target_amount) for one in mates]
    return earmarks.held(amount, claims).get(line.id, Decimal(0))
