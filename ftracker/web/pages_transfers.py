"""What the page of transfers shows: pairs that may be one, and what speaks for each."""

from dataclasses import dataclass

from ftracker.domain import periods
from ftracker.domain.kinds import Direction
from ftracker.queries.transactions import Line
from ftracker.queries.transfers import Proposal, Proposals
from ftracker.web import display, filters
from ftracker.web.rows import Writer

MOST_SHOWN = 100
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a transfer; `text` is all that it says, `href` leads to it."""

    account: str
    day: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair on a card; `value` is what its buttons send."""

    value: str
    amount: str
    out: SideView
    into: SideView
    reasons: tuple[str, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class TransfersPage:
    """Pairs that may be transfers; `sure` is what the button for all sure ones sends.

    `hidden` counts the pairs that come once these are decided on, `here` leads back to this page.
    """

    range: str
    pairs: tuple[PairView, ...]
    hidden: int
    sure: str
    sure_count: int
    refused: str
    here: str
    older_href: str
    newest_href: str


@dataclass(frozen=True, slots=True)
class OtherSide:
    """The other side of a transfer, as the form of a side shows it; `unlink` is an address."""

    title: str
    side: SideView
    amount: str
    unlink: str


def page(found: Proposals, writer: Writer, *, end: str) -> TransfersPage:
    """Put the page together; `end` is the day that its address says, or nothing."""
    sure = found.sure[:MOST_AT_ONCE]
    return TransfersPage(
        range=f"{found.start:%B %Y} to {found.end - periods.DAY:%B %Y}",
        pairs=tuple(_pair(item, writer) for item in found.items[:MOST_SHOWN]),
        hidden=max(0, len(found.items) - MOST_SHOWN),
        sure=",".join(_value(item) for item in sure),
        sure_count=len(sure),
        refused=display.counted(found.refused, "pair") if found.refused else "",
        here=f"/transfers?end={end}" if end else "/transfers",
        older_href=f"/transfers?end={found.older}" if found.older else "",
        newest_href="/transfers" if end else "",
    )


def other_side(line: Line, writer: Writer) -> OtherSide:
    """Show what stands against a side of a transfer."""
    arrives = line.direction == Direction.IN
    return OtherSide(
        title="It arrives as" if arrives else "It comes from",
        side=side(line, writer),
        amount=writer.money(line.amount),
        unlink=f"/transfers/{line.transfer_id}/unlink",
    )


def side(line: Line, writer: Writer) -> SideView:
    """Show one side by its account, day and texts."""
    texts = [text for text in (line.payee, line.note.partition("\n")[0]) if text]
    return SideView(
        account=writer.names.accounts[line.account_id].name,
        day=filters.day(line.date, writer.locale),
        text=" · ".join(texts) or writer.names.categories[line.category_id].name,
        href=f"/transaction/edit/{line.id}",
    )


def _pair(item: Proposal, writer: Writer) -> PairView:
    return PairView(
        value=_value(item),
        amount=writer.money(item.out.amount),
        out=side(item.out, writer),
        into=side(item.into, writer),
        reasons=item.reasons,
        is_sure=item.is_sure,
    )


def _value(item: Proposal) -> str:
    return f"{item.out.id.hex}.{item.into.id.hex}"
