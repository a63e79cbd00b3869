"""What the pages of accounts show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.queries.accounts import AccountLine
from ftracker.queries.transactions import Cursor
from ftracker.web.display import CategoryMark, Option
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import ThingGroup, ThingRow, ThingsPage, counted
from ftracker.web.pages_transactions import StaleView

KINDS: dict[str, tuple[str, str, str]] = {
    "current": ("Current account", "bank", "blue"),
    "cash": ("Cash", "cash-coin", "green"),
    "savings": ("Savings account", "piggy-bank", "cyan"),
    "card": ("Credit card", "credit-card", "purple"),
    "loan": ("Loan", "percent", "red"),
    "asset": ("Asset", "house", "brown"),
}
OPTIONS = tuple(Option(kind, title) for kind, (title, _, _) in KINDS.items())
WORDS = {kind: title for kind, (title, _, _) in KINDS.items()}
# Comes before any id.
_FIRST_OF_DAY = UUID(int=0)
LABELS = {"name": "Name", "kind": "Kind", "opening_balance": "Opening balance"}


@dataclass(frozen=True, slots=True)
class AccountFormPage:
    """Adding or changing an account; `form` holds its fields, and its id or version."""

    title: str
    form: Form
    action: str
    is_new: bool
    is_default: bool
    kinds: tuple[Option, ...]
    back_href: str = "/accounts"
    stale: StaleView | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What a list of accounts needs to know of each: its transactions, and what is dated later."""

    today: date
    counts: Mapping[UUID, int]
    ahead: Mapping[UUID, Decimal]

    def balance(self, line: AccountLine) -> Decimal:
        """Give what lies in an account at the end of today."""
        return line.balance - self.ahead.get(line.id, Decimal(0))


def page(
    lines: Sequence[AccountLine], beside: Beside, money: Callable[[Decimal], str]
) -> ThingsPage:
    """List the accounts, the default one first, and what they come to, archived ones included.

    That is at the end of today; what is dated later stands beside it.
    """
    lines = sorted(lines, key=lambda a: not a.is_default)
    rows = {a.id: _row(a, beside, money) for a in lines}
    present = tuple(rows[a.id] for a in lines if not a.is_archived)
    archived = tuple(rows[a.id] for a in lines if a.is_archived)
    total = money(sum((beside.balance(a) for a in lines), Decimal(0))) if len(lines) > 1 else ""
    return ThingsPage((ThingGroup("", "", present),), archived, total)


def statement_href(account_id: UUID, day: date) -> str:
    """Give the address of an account's statement from the last line before a day on."""
    return f"/accounts/{account_id}/statement?cursor={Cursor(day, _FIRST_OF_DAY).text}#moved"


def _row(line: AccountLine, beside: Beside, money: Callable[[Decimal], str]) -> ThingRow:
    title, icon, colour = KINDS[line.kind]
    href = f"/?account_id={line.id}"
    opened = f" · opened with {money(line.opening_balance)}" if line.opening_balance else ""
    is_ahead = line.id in beside.ahead
    later = f" · {money(line.balance)} with what is dated later" if is_ahead else ""
    return ThingRow(
        id=str(line.id),
        mark=CategoryMark(line.name, icon, colour, f"/accounts/{line.id}/statement"),
        note=f"{title}{opened}{later}",
        count=counted(beside.counts.get(line.id, 0)),
        count_href=href,
        amount=money(beside.balance(line)),
        amount_href=f"{href}&until={beside.today}" if is_ahead else href,
        tone="",
        is_child=False,
        is_default=line.is_default,
    )
