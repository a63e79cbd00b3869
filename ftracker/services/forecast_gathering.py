"""Reads what forecasts are worked out from: of today, or as the books told it on an earlier day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import cadences, forecast_history, forecast_subjects
from ftracker.domain.cadences import Cadence, Clock
from ftracker.domain.earmarks import spread
from ftracker.domain.forecast_history import Extent, Move
from ftracker.domain.forecast_inputs import (
    DUE,
    HORIZON_DAYS,
    AccountFacts,
    Coming,
    GoalFacts,
    Inputs,
    Typical,
)
from ftracker.domain.forecast_known import Knowledge
from ftracker.domain.forecast_subjects import SECTIONS, Subject
from ftracker.domain.forecasts import Score, ScoreRow, Topic
from ftracker.domain.goals import Facts
from ftracker.domain.kinds import Section
from ftracker.domain.periods import months_later
from ftracker.queries import forecasts, plans
from ftracker.queries.budgets import Sums
from ftracker.queries.catalogue import catalogue
from ftracker.queries.goals import GoalLine
from ftracker.services import (
    balances_ahead,
    budget_chains,
    forecast_asked,
    forecast_histories,
    forecast_knowledge,
    outlooks,
)
from ftracker.services.budget_chains import Chain
from ftracker.services.forecast_knowledge import Reading
from ftracker.services.outlooks import Overview

# So far back it is asked which transaction paid what is scheduled.
_PAID_MONTHS = 27
# An income is looked for so far ahead, and only what is no small change beside the largest one.
_SOON = timedelta(days=62)
_SMALL = Decimal("0.25")
# How many months tell what goals on one account get.
_LATELY = 3
_ZERO = Decimal(0)


def gather(session: Session, *, today: date) -> Inputs:
    """Read what a forecast of the books is worked out from; a fixed number of queries."""
    names = catalogue(session)
    history = forecast_histories.read(session, names, today=today)
    reading = Reading(names, history, today + timedelta(days=HORIZON_DAYS))
    since = months_later(today, -_PAID_MONTHS)
    knowledge = forecast_knowledge.of_books(session, reading, since=since)
    cash = balances_ahead.cash_accounts(session)
    overview = outlooks.overview(session, today=today)
    promised = forecast_knowledge.of_goals(reading, overview, knowledge.known, cash)
    knowledge = knowledge.and_(promised)
    plan = plans.stored(session)
    clock = plans.clock(plan)
    made = inputs(
        reading,
        knowledge,
        cash=cash,
        code=currency(session),
        subjects=_budgeted(session, reading, knowledge),
        clock=clock,
    )
    return replace(
        made,
        buffer=plan.buffer if plan else _ZERO,
        goals=tuple(_goals(overview, reading, knowledge)),
        typical=_typical(session),
        asked=forecast_asked.facts(session, reading, knowledge, made, clock=clock),
    )


def inputs(
    reading: Reading,
    knowledge: Knowledge,
    *,
    cash: Sequence[UUID],
    code: str,
    subjects: Sequence[Subject],
    clock: Clock,
) -> Inputs:
    """Put together what accounts and categories are forecast from; goals are left out."""
    history = reading.history
    known = forecast_history.extent(history)
    found = Inputs(
        today=history.today,
        begin=known.start if known else history.today,
        edge=known.edge if known else history.today,
        currency=code,
        months=_months(known),
        accounts=tuple(_accounts(reading, knowledge, cash, known)),
        known=knowledge.known,
        learnt=knowledge.learnt,
        categories=(),
        goals=(),
        income_date=_income_date(knowledge.known, cash, clock, history.today),
    )
    if known is None:
        return found
    rest = history.without(knowledge.steady)
    return replace(found, categories=forecast_subjects.facts(history, rest, subjects, known, clock))


def subjects(reading: Reading, known: Iterable[Coming]) -> list[Subject]:
    """List the sections, and the top categories with each section that anything counts in."""
    names = reading.names
    places = {(one.section, one.category_id) for one in reading.history.moves if one.counted}
    places |= {(one.section, one.category_id) for one in known if one.sign and one.category_id}
    # A trip or a season is no habit: it counts in its section, and in no forecast of its own.
    lasting = {one.id for one in names.categories.values() if one.end_date is None}
    tops = sorted({(section, names.top(key).id) for section, key in places}, key=str)
    return [
        *(Subject(section) for section in SECTIONS),
        *(
            Subject(section, key, frozenset(names.family(key)))
            for section, key in tops
            if key in lasting
        ),
    ]


def _budgeted(session: Session, reading: Reading, knowledge: Knowledge) -> list[Subject]:
    """List what is forecast; what is budgeted in the periods of its budget."""
    found = {one.key: one for one in subjects(reading, knowledge.known)}
    books = budget_chains.read(session)
    chains = books.chains(until=reading.end)
    counted = budget_chains.sums(session, books, chains)
    for chain in chains:
        if chain.cadence is Cadence.WINDOW:
            continue
        key = chain.section, chain.budget.category_id
        family = books.names.family(key[1]) if key[1] else ()
        plain = found.get(key) or Subject(*key, frozenset(family))
        amounts = dict(_amounts(chain, counted, reading.today))
        found[key] = replace(plain, cadence=chain.cadence, budgets=amounts)
    return list(found.values())


def _amounts(chain: Chain, counted: Sums, today: date) -> Iterator[tuple[date, Decimal]]:
    """Give what the periods from the present one on may come to; envelopes only what was given.

    What the present one has is what was carried into it, too; what goes on from it is not known.
    """
    for cell in chain.cells(counted):
        if cell.span.holds(today):
            yield cell.span.start, cell.there
        elif cell.span.start > today and (cell.is_given or not chain.is_envelope):
            yield cell.span.start, cell.budgeted


def _accounts(
    reading: Reading, knowledge: Knowledge, cash: Sequence[UUID], known: Extent | None
) -> Iterator[AccountFacts]:
    history = reading.history
    rest = history.without(knowledge.explained)
    flows = forecast_history.by_account(one for one in rest if known and one.date >= known.begin)
    wanted = dict.fromkeys((*forecast_histories.with_money(reading.names), *cash))
    names = reading.names.accounts
    for key in sorted(wanted, key=lambda key: (names[key].name.casefold(), key)):
        yield AccountFacts(
            key,
            names[key].name,
            history.balances.get(key, _ZERO),
            key in cash,
            flows.get(key, {}),
        )


def _months(known: Extent | None) -> int:
    """Count the whole months that are learnt from."""
    if known is None:
        return 0
    first, last = known.start, known.edge
    return max((last.year - first.year) * 12 + last.month - first.month, 0)


def _income_date(known: Sequence[Coming], cash: Sequence[UUID], clock: Clock, today: date) -> date:
    """Tell the day of the next income: scheduled, else seen to come again, else the payday."""
    soon = [
        one
        for one in known
        if today < one.date < today + _SOON and one.amount > 0 and one.account_id in cash
        if one.section is Section.INCOME
    ]
    scheduled = [one for one in soon if one.kind == DUE]
    likely = scheduled or soon
    least = max((one.amount for one in likely), default=_ZERO) * _SMALL
    days = [one.date for one in likely if one.amount >= least]
    return min(days) if days else cadences.containing(today, Cadence.PAYDAY, clock).end


def _goals(overview: Overview, reading: Reading, knowledge: Knowledge) -> Iterator[GoalFacts]:
    live = [line for line in overview.lines if line.is_live]
    if not live:
        return
    known = forecast_history.extent(reading.history)
    rest = reading.history.without(knowledge.explained)
    facts = [outlooks.facts(line) for line in live]
    needs = {one.goal_id: one.needed_monthly for one in overview.outlooks}
    for line, own in zip(live, facts, strict=True):
        family = frozenset(reading.names.family(line.category_id))
        months = _months_of(line, family, rest, known) if known else ()
        yield GoalFacts(own, family, _share(own, facts, months, needs), months)


def _months_of(
    line: GoalLine, family: frozenset[UUID], rest: Sequence[Move], known: Extent
) -> tuple[Decimal | None, ...]:
    """Sum by whole month what came to a goal's source without any plan."""
    days: dict[date, Decimal] = {}
    for one in rest:
        if one.date < known.start:
            continue
        if line.account_id is not None:
            amount = one.moved if one.account_id == line.account_id else _ZERO
        else:
            is_mine = one.section is Section.SET_ASIDE and one.category_id in family
            amount = one.counted if is_mine else _ZERO
        if amount:
            days[one.date] = days.get(one.date, _ZERO) + amount
    spans = [
        span
        for span in cadences.cut(known.start, known.edge, Cadence.MONTH, Clock())
        if span.end <= known.edge
    ]
    months = forecast_history.in_spans(days, spans, known)
    return tuple(months[forecast_history.beginning(months) :])


def _share(
    own: Facts,
    goals: Sequence[Facts],
    months: Sequence[Decimal | None],
    needs: Mapping[UUID, Decimal | None],
) -> Decimal:
    """Tell which part of what comes to its source a goal gets, beside the others there."""
    mine = [one for one in goals if one.source == own.source and one.is_waiting]
    if own not in mine:
        return _ZERO
    recent = [month for month in months[-_LATELY:] if month is not None]
    amount = sum(recent, _ZERO) / len(recent) if recent else _ZERO
    if amount <= 0:
        return Decimal(1) / len(mine)
    parts = spread(amount, [needs[one.goal_id] for one in mine])
    return parts[mine.index(own)] / amount


def _typical(session: Session) -> dict[tuple[str, UUID | None, str], Typical]:
    """Give how forecasts did, as the last score has it: a month ahead, and thirty days ahead."""
    stored = forecasts.stored(session, Topic.SCORE)
    if stored is None:
        return {}
    score: Score = stored.answer
    wanted = {(Topic.CATEGORIES, 1), (Topic.CASH, 30)}
    steps: dict[tuple[str, UUID | None, str], list[ScoreRow]] = defaultdict(list)
    for row in sorted(score.rows, key=lambda row: row.step):
        steps[row.topic, row.subject, row.section].append(row)
    return {
        key: Typical(
            row.error,
            row.simple,
            row.in80,
            row.trials,
            tuple((one.step, one.spread) for one in steps[key]),
            tuple((one.step, one.used) for one in steps[key]),
        )
        for row in score.rows
        if (row.topic, row.step) in wanted
        for key in [(row.topic, row.subject, row.section)]
    }
