"""How a transaction counts: the one table of sections and signs. SQL builds its CASE from it."""

from enum import StrEnum


class Flow(StrEnum):
    """Which way a transaction moved money."""

    IN = "in"
    OUT = "out"
    TRANSFER = "transfer"


class Direction(StrEnum):
    """Into the account or out of it: what the flow says, and for a transfer which side it is."""

    IN = "in"
    OUT = "out"


class Kind(StrEnum):
    """What a category is for; the column `categories.type` holds one of these words."""

    INCOME = "Income"
    EXPENSE = "Expense"
    SAVINGS = "Savings"
    INVESTMENT = "Investment"
    OTHER = "Other"
    UNKNOWN = "Unknown"
    TIMEBOUND = "Timebound"


class Section(StrEnum):
    """Where a transaction stands in a summary; transfers stand nowhere."""

    INCOME = "income"
    SPENDING = "spending"
    SET_ASIDE = "set_aside"
    NONE = "none"


_HOME: dict[Kind, Section | None] = {
    Kind.INCOME: Section.INCOME,
    Kind.EXPENSE: Section.SPENDING,
    Kind.TIMEBOUND: Section.SPENDING,
    Kind.SAVINGS: Section.SET_ASIDE,
    Kind.INVESTMENT: Section.SET_ASIDE,
    Kind.OTHER: None,
    Kind.UNKNOWN: None,
}
_BY_FLOW = {Flow.IN: Section.INCOME, Flow.OUT: Section.SPENDING}


def section(kind: Kind, flow: Flow) -> Section:
    """Tell the section of a transaction from its category's kind and its type's flow."""
    if flow is Flow.TRANSFER:
        return Section.NONE
    return _HOME[kind] or _BY_FLOW[flow]


def sign(kind: Kind, flow: Flow) -> int:
    """Tell the sign of an amount inside its section: +1, −1, or 0 for a transfer.

    Money in on a spending category is a refund (−1); money out on an income category lowers
    income (−1); money in on a set-aside category is a withdrawal (−1).
    """
    where = section(kind, flow)
    return 0 if where is Section.NONE else sign_inside(where, Direction(flow))


def sign_inside(where: Section, direction: Direction) -> int:
    """Tell the sign of what moved in a direction and stands in a section that is not NONE."""
    grows = Direction.IN if where is Section.INCOME else Direction.OUT
    return 1 if direction is grows else -1


def net_sign(where: Section, direction: Direction) -> int:
    """Tell the same as net has it: what stands in spending lowers it."""
    turned = -1 if where is Section.SPENDING else 1
    return turned * sign_inside(where, direction)


def table() -> list[tuple[Kind, Flow, Section, int]]:
    """List every kind with every flow, its section and sign, in a fixed order."""
    return [(k, f, section(k, f), sign(k, f)) for k in Kind for f in Flow]
