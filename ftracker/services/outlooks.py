"""What becomes of goals: what the ledger says of them, reckoned into pace, need and days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import cadences
from ftracker.domain import outlooks as reckoned
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.goals import Facts, State, pace_start
from ftracker.domain.outlooks import PACE_MONTHS, Aside, Moment, Moved, Outlook, Together
from ftracker.domain.periods import DAY
from ftracker.domain.reports.sums import total
from ftracker.queries import goals as stored
from ftracker.queries import plans, sums
from ftracker.queries.filters import Filter
from ftracker.queries.goals import GoalLine


@dataclass(frozen=True, slots=True)
class Overview:
    """All goals by priority, how those that are active or paused stand, and all together."""

    lines: list[GoalLine]
    outlooks: list[Outlook]
    together: Together

    def outlook(self, goal_id: UUID) -> Outlook | None:
        """Give the outlook of one goal; None for one that is completed or archived."""
        return next((one for one in self.outlooks if one.goal_id == goal_id), None)


def overview(session: Session, *, today: date) -> Overview:
    """Tell how all goals stand, and whether they fit into what is really set aside.

    The last 90 days end with today. What moved into the accounts of goals counts as set aside
    beside what the categories of saving and investing say.
    """
    lines = stored.listing(session)
    live = [line for line in lines if line.is_live]
    start, end = pace_start(today), today + DAY
    period = _period(session, today)
    moved = _moved(session, live, Span(start, end), period)
    moment = Moment(today, period.start, currency(session))
    found = reckoned.outlooks([facts(line) for line in live], moved, moment)
    aside = _aside(session, live, moved, start=start, end=end)
    monthly = moment.rounded(sum((one.amount for one in aside), Decimal(0)) / PACE_MONTHS)
    fits = tuple(reckoned.fits(found, monthly))
    return Overview(lines, found, Together(aside, monthly, fits, start, end))


def _period(session: Session, today: date) -> Span:
    """Give the present month, from payday to payday where the household counts so."""
    plan = plans.stored(session)
    is_paid = plan is not None and plan.cadence == Cadence.PAYDAY
    cadence = Cadence.PAYDAY if is_paid else Cadence.MONTH
    return cadences.containing(today, cadence, plans.clock(plan))


def _moved(
    session: Session, live: Sequence[GoalLine], recent: Span, period: Span
) -> dict[UUID, Moved]:
    """Sum what moved in the last 90 days, and in the whole period: what is booked ahead too."""
    account_ids = {line.account_id for line in live if line.account_id}
    found = stored.moved_in_categories(session, recent, period) if live else {}
    return found | stored.moved_in_accounts(session, sorted(account_ids), recent, period)


def _aside(
    session: Session,
    live: Sequence[GoalLine],
    moved: dict[UUID, Moved],
    *,
    start: date,
    end: date,
) -> tuple[Aside, ...]:
    """List what was set aside: in categories, then in each account that goals are on."""
    if not live:
        return ()
    in_categories = total(sums.by(session, Filter(start, end))).set_aside
    account_ids = dict.fromkeys(line.account_id for line in live if line.account_id)
    return (
        Aside(None, in_categories),
        *(Aside(key, moved.get(key, Moved()).recent) for key in account_ids),
    )


def facts(line: GoalLine) -> Facts:
    """Give what a goal's outlook is reckoned from."""
    return Facts(
        goal_id=line.id,
        name=line.name,
        aim=line.aim,
        target=line.target_amount,
        current=line.current_amount,
        account_id=line.account_id,
        due_date=line.due_date,
        monthly_amount=line.monthly_amount,
        rate=line.rate,
        is_paused=line.state is State.PAUSED,
    )
