"""All goals over the periods of a view."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.earmarks import Claim
from ftracker.domain.goal_paths import Way
from ftracker.domain.goals import Aim
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Period, Unit, containing
from ftracker.domain.reports import goals, net_worth
from ftracker.domain.reports.goals import Filled, Source
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import By
from ftracker.queries import goals as stored
from ftracker.queries import movements, sums
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.filters import Filter
from ftracker.queries.goals import GoalLine
from ftracker.queries.movements import Moved
from ftracker.queries.views import View
from ftracker.services import outlooks

_Days = Mapping[UUID, Mapping[date, Decimal]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What accounts opened with, and what moved in them: by month, and by the view's periods."""

    openings: Mapping[UUID, Decimal]
    months: Moved
    moved: Moved


def filled(session: Session, view: View) -> list[Filled]:
    """Follow each goal that had begun through a view's periods, in the order of their list.

    Of a view only its days are heard. Goals on an account own what they would by today's
    earmarks; one that is over owns nothing of it any more and is left out.
    """
    cuts = view.days.cut(view.unit)
    lines = [
        line
        for line in stored.listing(session)
        if line.start_date < view.days.end and (line.account_id is None or line.is_live)
    ]
    sources = {
        **_of_categories(session, [one for one in lines if one.account_id is None], cuts),
        **_of_accounts(session, [one for one in lines if one.account_id], view, cuts),
    }
    return [_filled(line, sources[line.id], cuts) for line in lines]


def _filled(line: GoalLine, source: Source, cuts: Sequence[Period]) -> Filled:
    return Filled(
        goal_id=line.id,
        name=line.name,
        icon=line.icon,
        colour=line.colour,
        aim=line.aim,
        target=line.target_amount,
        start=line.start_date,
        category_id=line.category_id,
        account_id=line.account_id,
        steps=goals.steps(outlooks.facts(line), source, line.start_date, cuts),
    )


def _of_categories(
    session: Session, lines: Sequence[GoalLine], cuts: Sequence[Period]
) -> dict[UUID, Source]:
    if not lines:
        return {}
    names = catalogue(session)
    first = min(line.start_date for line in lines)
    families = {line.category_id: names.family(line.category_id) for line in lines}
    moved = _set_aside(session, names, families.values(), Range(first, cuts[-1].end))
    return {
        line.id: goals.aside(
            line.starting_amount,
            line.start_date,
            _together(moved, families[line.category_id]),
            cuts,
        )
        for line in lines
    }


def _set_aside(
    session: Session, names: Catalogue, families: Iterable[list[UUID]], days: Range
) -> _Days:
    """Sum what was set aside by category and day, signed."""
    ids = tuple(dict.fromkeys(key for family in families for key in family))
    where = names.places(Section.SET_ASIDE)
    wanted = Filter(start=days.start, end=days.end, category_ids=ids, sections=where)
    found: dict[UUID, dict[date, Decimal]] = defaultdict(dict)
    for one in sums.by(session, wanted, By.CATEGORY, By.DAY):
        category_id, day = one.keys
        found[category_id][day] = one.amount
    return found


def _together(moved: _Days, family: Iterable[UUID]) -> dict[date, Decimal]:
    found: dict[date, Decimal] = defaultdict(Decimal)
    for key in family:
        for day, amount in moved.get(key, {}).items():
            found[day] += amount
    return found


def _of_accounts(
    session: Session, lines: Sequence[GoalLine], view: View, cuts: Sequence[Period]
) -> dict[UUID, Source]:
    ids = list({line.account_id for line in lines if line.account_id})
    if not ids:
        return {}
    first = min(_month(line) for line in lines)
    seen = _Seen(
        movements.openings(session),
        movements.of(session, ids, Range(first, view.days.end), Unit.MONTH),
        movements.of(session, ids, view.days, view.unit),
    )
    return {
        line.id: _source(line, line.account_id, lines, seen, cuts)
        for line in lines
        if line.account_id
    }


def _source(
    line: GoalLine, account_id: UUID, lines: Iterable[GoalLine], seen: _Seen, cuts: Sequence[Period]
) -> Source:
    opening = seen.openings[account_id]
    before, ends = net_worth.run(opening, seen.moved.get(account_id, {}), cuts)
    month = _month(line)
    earlier = (
        amount
        for day, amount in seen.months.get(account_id, {}).items()
        if day is None or day < month
    )
    claims = [
        Claim(one.id, one.earmark, one.target_amount)
        for one in lines
        if one.account_id == account_id and one.aim is Aim.SAVE
    ]
    part = goals.share(line.id, line.aim, line.target_amount, claims)
    return Source(Way(month, sum(earlier, opening), {}), before, ends, part)


def _month(line: GoalLine) -> date:
    return containing(line.start_date, Unit.MONTH).start
