"""One account: its balance, what its statements cover, and its transactions with balances."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain.errors import NotFound
from ftracker.domain.periods import DAY
from ftracker.queries import accounts, balances, reconciliations
from ftracker.queries import statements as stored
from ftracker.queries import transactions as lines
from ftracker.queries.transactions import Cursor
from ftracker.routes.deps import Me, Today, Viewer
from ftracker.routes.pages.home import cursor, writer_of
from ftracker.routes.steps import Router
from ftracker.services import statements
from ftracker.web import pages_statements
from ftracker.web.pages_statements import Found
from ftracker.web.templating import render

router = Router(prefix="/accounts")
MOST_ROWS = 50


@router.get("/{key}/statement")
def show(request: Request, session: Viewer, me: Me, today: Today, key: UUID) -> Response:
    """Show what lies in an account, what was said of it, and how it came about."""
    found = _found(session, key, today, cursor(request))
    page = pages_statements.page(found, writer_of(session, me))
    return render(request, "account_statement.html", page)


def _found(session: Session, key: UUID, today: Today, at: Cursor | None) -> Found:
    account = accounts.line(session, key)
    if account is None:
        raise NotFound
    told = stored.of(session, key)
    wanted = balances.reach(session, key, rows=MOST_ROWS + 1, at=at)
    page = lines.page(session, wanted, limit=MOST_ROWS, at=at)
    top = balances.after(session, key, page.lines[0]) if page.lines else 0
    tomorrow = today + DAY
    moved = balances.before(session, key, [tomorrow])[tomorrow]
    return Found(
        account=account,
        today=account.opening_balance + moved,
        statements=told,
        coverage=statements.covered(session, key, told, today=today),
        differences=statements.differences(session, key, told[: pages_statements.MOST_STATEMENTS]),
        reconciliations=reconciliations.of(session, key),
        page=page,
        partners=lines.partners(session, page.lines),
        top=account.opening_balance + top,
    )
