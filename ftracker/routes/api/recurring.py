"""What comes again, for programs."""

from uuid import UUID

from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.series import Change, Series
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.recurring import Seen
from ftracker.routes.api import requests
from ftracker.routes.api import shown_schedules as shows
from ftracker.routes.deps import Editor, Today, Viewer
from ftracker.schemas.recurring import Found, FoundList, Price
from ftracker.schemas.schedules import Schedule
from ftracker.services import recurring

# Mounted before the router of schedules: `found` is no id of one.
router = requests.router("schedules")


@router.get("/found", operation_id="listFound")
def listing(session: Viewer, today: Today) -> FoundList:
    """List what comes again and is no schedule yet, with its evidence, the next day first.

    The newest 27 months are looked at, each time anew. What was turned down is left out.
    """
    seen = recurring.look(session, today=today)
    names, code = catalogue(session), currency(session)
    items = [_found(one, seen, names, code) for one in seen.proposed]
    return FoundList(items=items, refused=len(seen.refused))


@router.post("/found/{payment_id:uuid}", operation_id="acceptFound")
def accept(payment_id: UUID, session: Editor, today: Today) -> Schedule:
    """Make a schedule of what comes again; any of its payments names it.

    Sent twice it makes one: what is a schedule already answers that one.
    """
    made = recurring.accept(session, [payment_id], today=today)
    return shows.schedule(session, made[0].id)


@router.delete("/found/{payment_id:uuid}", status_code=204, operation_id="refuseFound")
def refuse(payment_id: UUID, session: Editor, today: Today) -> None:
    """Remember that something does not come again, so that it is not proposed any more."""
    recurring.refuse(session, [payment_id], today=today)


@router.delete("/found", status_code=204, operation_id="reconsiderFound")
def reconsider(session: Editor) -> None:
    """Forget what was turned down: it is proposed again."""
    recurring.reconsider(session)


def _found(series: Series, seen: Seen, names: Catalogue, code: str) -> Found:
    last = series.last
    return Found(
        id=last.id,
        name=seen.called(series, names),
        payee=last.payee,
        direction=last.direction.value,
        account_id=last.account_id,
        to_account_id=last.to_account_id,
        category_id=last.category_id,
        pace=series.pace,
        amount=money.plain(series.amount, code),
        least=money.plain(series.least, code),
        most=money.plain(series.most, code),
        is_fixed=series.is_fixed,
        next_date=series.next_date,
        is_late=series.is_late,
        count=len(series.payments),
        total=money.plain(series.total, code),
        missed=series.missed,
        confidence=series.confidence,
        is_sure=series.is_sure,
        prices=[_price(change, code) for change in series.changes],
        transaction_ids=[payment.id for payment in series.payments],
    )


def _price(change: Change, code: str) -> Price:
    return Price(
        before=money.plain(change.before, code),
        after=money.plain(change.after, code),
        since=change.payment.date,
        transaction_id=change.payment.id,
    )
