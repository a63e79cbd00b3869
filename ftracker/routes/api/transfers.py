"""Transfers between own accounts for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from ftracker.db import Session
from ftracker.domain.errors import NotFound
from ftracker.queries import transfers as stored
from ftracker.routes.api import requests, shown
from ftracker.routes.api.requests import Repeatable
from ftracker.routes.deps import Editor, Today, Viewer
from ftracker.schemas.fields import EntryDate
from ftracker.schemas.transfers import Proposal, ProposalList, Transfer, TransferIn
from ftracker.services import transfers

router = requests.router("transfers")
BOTH = 2


@router.get("/proposed", operation_id="listProposedTransfers")
def proposed(
    session: Viewer,
    today: Today,
    end: Annotated[
        EntryDate | None, Query(description="Look at what left in the 13 months before this day.")
    ] = None,
) -> ProposalList:
    """List pairs that may be the two sides of one transfer, newest first.

    Both have the same amount, one leaves an account and the other arrives in another one at most
    5 days apart. Without `end` the newest 13 months are looked at.
    """
    found = transfers.proposed(session, today=today, end=end)
    lines = [line for item in found.items for line in (item.out, item.into)]
    sides = {side.id: side for side in shown.transactions(session, lines)}
    items = [
        Proposal(
            out=sides[item.out.id],
            into=sides[item.into.id],
            score=item.score,
            is_sure=item.is_sure,
            reasons=list(item.reasons),
        )
        for item in found.items
    ]
    return ProposalList(items=items, start=found.start, end=found.end, older=found.older)


@router.post("", status_code=201, operation_id="linkTransfer")
def link(data: TransferIn, session: Editor, once: Repeatable) -> Transfer:
    """Link two transactions as the two sides of one transfer.

    Both get the household's type for transfers and count in no sum any more; day and texts stay
    each side's own. What is no pair answers 409 with the reason.
    """
    return once.created(
        session,
        Transfer,
        data,
        lambda: _shown(session, transfers.link(session, data.out_id, data.in_id)),
    )


@router.get("/{transfer_id:uuid}", operation_id="getTransfer")
def one(transfer_id: UUID, session: Viewer) -> Transfer:
    """Show a transfer with both its sides."""
    return _shown(session, transfer_id)


@router.delete("/{transfer_id:uuid}", status_code=204, operation_id="unlinkTransfer")
def unlink(transfer_id: UUID, session: Editor) -> None:
    """Let the two sides stand alone again, each of the type that it had before."""
    transfers.unlink(session, transfer_id)


def _shown(session: Session, transfer_id: UUID) -> Transfer:
    sides = shown.transactions(session, stored.sides(session, transfer_id))
    if len(sides) != BOTH:
        raise NotFound
    return Transfer(id=transfer_id, out=sides[0], into=sides[1])
