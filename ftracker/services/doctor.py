"""Looking a household's books over: what they say must agree with itself."""

from sqlalchemy import delete, insert, literal, select, text
from sqlalchemy.orm import Session

from ftracker.db.scope import currency, household_id
from ftracker.domain import money
from ftracker.domain.checkups import Check, Level
from ftracker.domain.kinds import Flow
from ftracker.models import MonthlyTotal
from ftracker.queries import doctor as stored
from ftracker.queries.doctor import households

__all__ = ["Check", "Level", "examine", "households", "repair"]

_DEFAULTS = {
    "account": "account",
    "category": "category",
    Flow.IN: "type for money in",
    Flow.OUT: "type for money out",
    Flow.TRANSFER: "type for transfers",
}
# Other writers wait, or are waited for: the sums are those of a moment that nobody is in.
_ALONE = text("lock table monthly_totals in share row exclusive mode")


def examine(session: Session) -> list[Check]:
    """Check the books of the session's household, always the same checks in the same order."""
    return [
        _totals(session),
        _references(session),
        *_transfers(session),
        _decimals(session),
        _defaults(session),
        _history(session),
    ]


def repair(session: Session) -> None:
    """Sum the monthly totals up anew from the transactions."""
    session.execute(_ALONE)
    mine = household_id(session)
    session.execute(delete(MonthlyTotal).where(MonthlyTotal.household_id == mine))
    sum_up(session)


def sum_up(session: Session) -> None:
    """Sum the monthly totals of a household up that has none yet."""
    mine = household_id(session)
    sums = stored.sums(session)
    names = [*stored.KEY, "amount", "count"]
    rows = select(literal(mine), *(sums.c[name] for name in names))
    more = insert(MonthlyTotal).from_select(["household_id", *names], rows)
    # Without an answer, several servers are sent the rows by COPY, which knows no walls.
    session.execute(more.returning(MonthlyTotal.month))


def _totals(session: Session) -> Check:
    count = stored.counted(session)
    return _judge(
        stored.wrong_totals(session),
        f"The totals are the sums of {count:,} transactions.",
        "of the monthly totals differ from the transactions; --repair sums them up anew.",
    )


def _references(session: Session) -> Check:
    return _judge(
        stored.lost_references(session),
        "Everything that is pointed to is there.",
        "references point to something that is not there.",
    )


def _transfers(session: Session) -> list[Check]:
    found = stored.transfers(session)
    even = _judge(
        found.uneven,
        "The two sides of each transfer agree.",
        "transfers have sides that are not one amount out of one account and into another.",
    )
    if not found.lone:
        return [even]
    lone = f"{found.lone:,} transfers have one side only; the other one may lie elsewhere."
    return [even, Check(Level.NOTE, lone)]


def _decimals(session: Session) -> Check:
    code = currency(session)
    return _judge(
        stored.too_fine_amounts(session, decimals=money.decimals(code)),
        f"All amounts have the decimals of {code}.",
        f"amounts have more decimals than {code}.",
    )


def _defaults(session: Session) -> Check:
    usable = stored.usable_defaults(session)
    missing = [name for key, name in _DEFAULTS.items() if key not in usable]
    if missing:
        return Check(Level.ERROR, f"There is no default {', '.join(missing)} in use.")
    return Check(Level.OK, "Account, category and types that stand in by default are in use.")


def _history(session: Session) -> Check:
    return _judge(
        stored.without_history(session),
        "The history knows every row as it is.",
        "rows are not as the history left them.",
    )


def _judge(wrong: int, well: str, ill: str) -> Check:
    return Check(Level.ERROR, f"{wrong:,} {ill}") if wrong else Check(Level.OK, well)
