"""The page of transactions that may be there twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ftracker.domain.errors import InvalidInput
from ftracker.domain.kinds import Direction
from ftracker.models import Transaction
from ftracker.queries.matches import Match
from ftracker.web.display import Tone
from ftracker.web.forms import Form
from ftracker.web.rows import Writer


@dataclass(frozen=True, slots=True)
class Side:
    """One of two transactions, ready to be held against the other."""

    label: str
    href: str
    words: str
    date: date
    amount: str
    tone: Tone
    account: str
    category: str
    note: str


@dataclass(frozen=True, slots=True)
class MatchPair:
    """Two transactions that may be one, and why."""

    older_id: UUID
    newer_id: UUID
    why: str
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class MatchesPage:
    """All pairs, of one file or of every one."""

    pairs: list[MatchPair]
    import_id: str


def page(found: Sequence[Match], writer: Writer, import_id: UUID | None) -> MatchesPage:
    """Show pairs in the order given."""
    return MatchesPage([_pair(one, writer) for one in found], str(import_id or ""))


def pair(form: Form) -> tuple[UUID, UUID]:
    """Read which two are meant. Raises InvalidInput."""
    try:
        return UUID(form.value("older_id")), UUID(form.value("newer_id"))
    except ValueError as bad:
        raise InvalidInput("older_id", "Choose a pair of the list.") from bad


def because(days: int, likeness: int) -> str:
    """Say why a row of a file looks like a transaction; `days` is how much later the row is."""
    apart = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    when = "the same day" if not days else f"{apart} {'later' if days > 0 else 'earlier'}"
    return f"same amount, {when}, texts {likeness} % alike"


def _pair(one: Match, writer: Writer) -> MatchPair:
    why = because(one.days, one.likeness)
    return MatchPair(
        one.older.id,
        one.newer.id,
        why[:1].upper() + why[1:],
        (_side("Was there", one.older, writer), _side("Came with the file", one.newer, writer)),
    )


def _side(label: str, row: Transaction, writer: Writer) -> Side:
    is_out = row.direction == Direction.OUT
    return Side(
        label,
        f"/transaction/edit/{row.id}",
        row.payee or row.note or "Without words",
        row.date,
        writer.signed(-row.amount if is_out else row.amount),
        "spending" if is_out else "income",
        writer.names.accounts[row.account_id].name,
        writer.names.categories[row.category_id].name,
        row.note if row.payee else "",
    )
