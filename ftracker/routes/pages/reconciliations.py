"""Holding an account against the bank: ask for its balance, tick off, finish, take back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.domain import money
from ftracker.domain.errors import NotFound
from ftracker.domain.periods import DAY
from ftracker.queries import statements
from ftracker.queries import transactions as lines
from ftracker.queries.catalogue import AccountName
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, signed_in
from ftracker.routes.pages.home import writer_of
from ftracker.routes.steps import Router
from ftracker.schemas.reconciliations import BalanceIn, ReconciliationIn
from ftracker.services import accounts, reconciliations
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, pages_reconciliations, redirects, ticking
from ftracker.web.forms import Form
from ftracker.web.templating import render
from ftracker.web.ticking import Ticks

router = Router(prefix="/accounts")


@router.get("/{key}/reconcile")
def ask(request: Request, session: Editor, me: Me, today: Today, key: UUID) -> Response:
    """Ask for the bank's balance; once the address says it, list what can be ticked off."""
    account = _account(session, me, key)
    words = dict(request.query_params)
    form = Form.filled(**{name: words.get(name) for name in ("date", "balance")})
    if not form.given("date", "balance"):
        return _start(request, session, account, _proposed(session, me, key, today))
    with saving.attempt(session, form) as went:
        ticks = _ticks(session, form, words)
    if not went.ok:
        return _start(request, session, account, form, status=went.status)
    return _page(request, session, account, ticks, form)


@router.post("/{key}/reconcile")
def tick(request: Request, session: Editor, me: Me, form: Sent, key: UUID) -> Response:
    """Tick off what was ticked, or show the page again with what is ticked now."""
    account = _account(session, me, key)
    with saving.attempt(session, form) as went:
        day, balance = _balance(session, form)
        sheet = reconciliations.sheet(session, key, day=day)
        ticks = ticking.sent(form, sheet, day=day, balance=balance)
    if not went.ok:
        return _start(request, session, account, form, status=went.status)
    if form.value("do") not in ("done", "correct"):
        return redirects.to(ticks.url(request.url.path))
    with saving.attempt(session, form) as went:
        reconciliations.save(session, key, _asked(form, ticks))
    if not went.ok:
        return _page(request, session, account, ticks, form, status=went.status)
    there = redirects.to(f"/accounts/{key}/statement")
    said = f"Reconciled {account.name} at {money.plain(ticks.balance, me.currency)}."
    return flash.say(request, there, said, undo=history.last(session))


@router.post("/{key}/reconciliations/{reconciliation_id}/remove")
def remove(
    request: Request, session: Editor, me: Me, key: UUID, reconciliation_id: UUID
) -> Response:
    """Take a reconciliation back: nothing is ticked off by it any more."""
    _account(session, me, key)
    reconciliations.remove(session, reconciliation_id)
    there = redirects.to(f"/accounts/{key}/statement")
    return flash.say(request, there, "Took the reconciliation back.", undo=history.last(session))


def _account(session: Session, me: SignedIn, key: UUID) -> AccountName:
    found = writer_of(session, me).names.accounts.get(key)
    if found is None:
        raise NotFound
    return found


def _balance(session: Session, form: Form) -> tuple[date, Decimal]:
    """Read the bank's balance as people type it, and its day. Raises InvalidInput."""
    given = {}
    if typed := form.value("balance").strip():
        given["balance"] = f"{accounts.balance_of(session, typed, field='balance'):f}"
    data = form.read(BalanceIn, **given)
    return data.date, Decimal(data.balance)


def _ticks(session: Session, form: Form, words: Mapping[str, str]) -> Ticks:
    day, balance = _balance(session, form)
    return ticking.read(words, day=day, balance=balance)


def _asked(form: Form, ticks: Ticks) -> ReconciliationIn:
    return ReconciliationIn(
        date=ticks.day,
        balance=f"{ticks.balance:f}",
        ids=list(ticking.ids(form)),
        older=ticks.older,
        correct=form.value("do") == "correct",
    )


def _proposed(session: Session, me: SignedIn, key: UUID, today: date) -> Form:
    newest = _newest(session, key)
    if newest is None or newest.closing is None:
        return Form.filled(date=today)
    return Form.filled(date=newest.end_date - DAY, balance=money.plain(newest.closing, me.currency))


def _newest(session: Session, key: UUID) -> statements.StatementLine | None:
    told = statements.of(session, key)
    return next((line for line in told if line.closing is not None), None)


def _start(
    request: Request,
    session: Session,
    account: AccountName,
    form: Form,
    *,
    status: int = 200,
) -> Response:
    newest, writer = _newest(session, account.id), writer_of(session, signed_in(request))
    page = pages_reconciliations.start_page(account, form, newest, writer)
    return render(request, "reconcile_start.html", page, status=status)


def _page(
    request: Request,
    session: Session,
    account: AccountName,
    ticks: Ticks,
    form: Form,
    *,
    status: int = 200,
) -> Response:
    sheet = reconciliations.sheet(session, account.id, day=ticks.day)
    partners = lines.partners(session, [row.line for row in sheet.rows])
    writer = writer_of(session, signed_in(request))
    page = pages_reconciliations.page(account, ticks, sheet, partners, writer, form=form)
    return render(request, "reconcile.html", page, status=status)
